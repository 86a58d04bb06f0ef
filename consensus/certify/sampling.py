"""Who is checked: fates from a keyed hash, fixed before anyone looks, the same on every machine that holds the key.

Without the key nobody can tell which units will be checked, and nobody can draw again until the draw pleases.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from consensus.domain import Draw
from consensus.errors import UsageError

#: Share of accepted units that are checked: normally, while the flow is thin, and while learning.
NORMAL = 0.05
THIN = 0.20
LEARNING = 1.0
#: Accepted units a week under which the flow is thin.
THIN_BELOW = 200


def keyed_draw(key: bytes) -> Draw:
    """Draws that only the holder of the key can foretell. Raises UsageError without a key."""
    if not key:
        raise UsageError("fates need a secret key.", do="Set a sampling key for this installation.")

    def draw(purpose: str, name: str) -> float:
        drawn = hmac.new(key, f"{purpose}\x1f{name}".encode(), hashlib.sha256).digest()
        return (int.from_bytes(drawn[:8], "big") >> 11) / 2**53

    return draw


def probability(*, learning: bool, accepted_a_week: float) -> float:
    """The share of accepted units to check, 0..1."""
    if learning:
        return LEARNING
    return THIN if accepted_a_week < THIN_BELOW else NORMAL


def drawn_units(units: Iterable[str], q: float, draw: Draw) -> tuple[str, ...]:
    """Those to be spot-checked, in their order; a unit drawn at q is drawn at every larger q."""
    return tuple(unit for unit in units if draw("spot check", unit) < q)


def counting_share(units: int, largest: int, q: float) -> float:
    """The chance, 0..1, at which a document's check counts, so that every unit of every document has the same.

    One label a document by itself says what is wrong in the average document; long documents with more errors would
    hide behind many short ones. units: of this document, 1 or more. largest: of any document that may be accepted.
    q: at which each unit was drawn, above 0.
    """
    if units >= largest:
        return 1.0
    return _each(largest, q) / _each(units, q)


def _each(units: int, q: float) -> float:
    """The chance of one unit to be the one that is counted of its document."""
    return float(1.0 - (1.0 - q) ** units) / units


def counted_unit(drawn: Iterable[str], draw: Draw) -> str | None:
    """The one drawn unit of a document whose label counts; None when none was drawn.

    Units of one document are wrong together, so a second label of it is not a second observation.
    """
    return min(drawn, key=lambda unit: (draw("counted", unit), unit), default=None)
