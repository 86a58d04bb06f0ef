"""Who answered and who stands in the leading cluster, without the texts of the answers: each is looked at once."""

from __future__ import annotations

import json
from functools import lru_cache

from consensus.domain import UnitVote


def answered(wide: int) -> str:
    """SQL of one text for kind and member of up to so many answers; ``vote`` reads it. Few are different."""
    paths = ", ".join(f"'$[{at}][0]', '$[{at}][1].member'" for at in range(max(1, wide)))
    return f"json_extract(u.answers, {paths})"


@lru_cache(maxsize=4096)
def vote(told: str, leading: str | None) -> UnitVote:
    """told: as ``answered`` gives it. leading: the members of the leading cluster as JSON, None for none."""
    found = json.loads(told)
    members = [member for kind, member in zip(found[::2], found[1::2], strict=True) if kind == "candidate"]
    return UnitVote(tuple(members), frozenset(json.loads(leading or "[]")))
