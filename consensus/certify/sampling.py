"""Who is checked: fates from a keyed hash, fixed before anyone looks, the same on every machine that holds the key.

Without the key nobody can tell which units will be checked, and nobody can draw again until the draw pleases.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consensus.errors import UsageError

#: Share of accepted units that are checked: normally, while the flow is thin, and while learning.
NORMAL = 0.05
THIN = 0.20
LEARNING = 1.0
#: Accepted units a week under which the flow is thin.
THIN_BELOW = 200


@dataclass(frozen=True, slots=True)
class Fate:
    """A unit's fate, to be written down before its export. probability: at which it was drawn, 0..1."""

    unit_id: str
    drawn: bool
    probability: float


def probability(*, learning: bool, accepted_a_week: float) -> float:
    """The share of accepted units to check, 0..1."""
    if learning:
        return LEARNING
    return THIN if accepted_a_week < THIN_BELOW else NORMAL


def share(key: bytes, purpose: str, name: str) -> float:
    """A number uniform on [0, 1) that only the holder of the key can foretell; independent between purposes."""
    if not key:
        raise UsageError("fates need a secret key.", do="Set a sampling key for this installation.")
    drawn = hmac.new(key, f"{purpose}\x1f{name}".encode(), hashlib.sha256).digest()
    return (int.from_bytes(drawn[:8], "big") >> 11) / 2**53


def fate(unit_id: str, q: float, key: bytes) -> Fate:
    """Whether an accepted unit is spot-checked; a unit drawn at q is drawn at every larger q."""
    return Fate(unit_id, share(key, "spot check", unit_id) < q, q)


def counted_unit(drawn: Iterable[str], key: bytes) -> str | None:
    """The one drawn unit of a document whose label counts; None when none was drawn.

    Units of one document are wrong together, so a second label of it is not a second observation.
    """
    return min(drawn, key=lambda unit: (share(key, "counted", unit), unit), default=None)


def draw_from_document(document_id: str, unit_ids: Sequence[str], q: float, key: bytes) -> str | None:
    """At most one of a document's accepted units: each with probability min(q, 1/m), m being their number.

    Spends no check on labels that do not count. While q m <= 1 every accepted unit of every document has the same
    chance; beyond that (learning, long documents) documents weigh equally and not by length.
    """
    if share(key, "document", document_id) >= q * len(unit_ids):
        return None
    return counted_unit(unit_ids, key)
