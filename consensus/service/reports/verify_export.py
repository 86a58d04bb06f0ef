"""Facade for whoever receives an export: what is promised in it, computed again from the files alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from consensus.errors import InputError
from consensus.export.verifier.files import Verified
from consensus.export.verifier.reading import Refused
from consensus.export.verifier.script import lines_of, verify_path


def verify_export(path: Path, keys: Sequence[Path] = (), last_digest: str | None = None) -> Verified:
    """Compute an export again. keys: files with public keys of whoever may have signed it. last_digest: kept apart.

    Raises InputError where a file cannot be read; everything else is told in the result.
    """
    try:
        return verify_path(path, keys, last_digest)
    except Refused as refused:
        raise InputError(refused.why, do="Name an exported file.") from refused


def words_of(path: Path, found: Verified) -> str:
    """The result as the receiver's own ``verify_export.py`` prints it."""
    return lines_of(str(path), found)


def as_dict(found: Verified) -> dict[str, Any]:
    """The shape of ``verify-export --json``."""
    several = {"documents": dict(found.certificates)} if len(found.certificates) > 1 and not found.problem else {}
    return {
        "refused": bool(found.problem),
        "point": found.point or None,
        "problem": found.problem or None,
        "lines": found.units,
        "broken_line": found.broken_line,
        "classes": dict(found.classes),
        "certificate": found.certificate,
        "signed_by": found.signed_by or None,
        "last_digest": found.last_digest or None,
        "sha256": found.sha256,
        "limits": " ".join(dict.fromkeys(found.notes)),
        **several,
    }
