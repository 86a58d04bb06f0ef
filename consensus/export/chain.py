"""A hash chain over lines: whoever changes, drops or moves a line breaks it (``verifier.reading.chain``).

Each line carries ``previous``, the digest of the line before (64 zeros first), and ``digest``, the SHA-256 of the line
itself as UTF-8 JSON without ``digest``: keys sorted, no blanks, characters beyond ASCII as they are. A chain shows
tampering only to those who know its last digest; keep it apart from the file.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from consensus.export.verifier.reading import START, Refused, canonical, chain, sha256


def chained(lines: Iterable[Mapping[str, Any]]) -> str:
    """The lines as JSONL, each with ``previous`` and ``digest``."""
    previous, written = START, []
    for line in lines:
        content = {**_finite(line), "previous": previous}
        previous = sha256(canonical(content))
        written.append(canonical({**content, "digest": previous}) + "\n")
    return "".join(written)


def broken_line(jsonl: str) -> int | None:
    """Number (from 1) of the first line that does not continue the chain; None when all do."""
    try:
        for _ in chain(jsonl.encode("utf-8", "surrogatepass")):
            pass
    except Refused as refused:
        return refused.line
    return None


def _finite(value: Any) -> Any:
    """JSON has no infinity and no NaN; null says "no number"."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return value
