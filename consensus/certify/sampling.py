"""Who is audited: drawn by a keyed hash, fixed when a batch closes, the same on every machine that holds the key.

Without the key nobody can tell which units will be audited, and nobody can draw again until the draw pleases. Each
batch has a key of its own, committed to when it opens and revealed when its audits are over.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from consensus.domain import Batch, Claim, Draw, Scheme
from consensus.errors import UsageError

#: Share of accepted units that are audited: normally, and while the flow is thin.
NORMAL = 0.05
THIN = 0.20
#: Accepted units a week under which the flow is thin.
THIN_BELOW = 200
_US = "\x1f"


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """How a batch is drawn from. r, m: as ``audit_plan`` gives them. cap: most accepted units of a batch.

    served: the levels that the draw of a PPS batch speaks for. widest: number of levels.
    """

    scheme: Scheme
    r: float
    m: int
    cap: int
    served: tuple[int, ...]
    widest: int


def audit_share(a_week: float) -> float:
    """The share of accepted units to audit, 0..1. a_week: units accepted in the last seven days."""
    return THIN if a_week < THIN_BELOW else NORMAL


def audit_plan(q: float, cap: int) -> tuple[float, int]:
    """(r, m): a batch of n is drawn with chance r n / cap, then m of its units: each has a chance of at most q."""
    m = max(1, ceil(q * cap - 1e-9))
    return q * cap / m, m


def unit_name(job_id: str, unit_id: str) -> str:
    """Names a unit in draws, and tells nothing of it: drawn names stand in certificates of other documents' exports."""
    return hashlib.sha256(f"{job_id}{_US}{unit_id}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def keyed_draw(key: bytes) -> Draw:
    """Draws that only the holder of the key can foretell. Raises UsageError without a key."""
    if not key:
        raise UsageError("draws need a secret key.", do="Set a sampling key for this installation.")

    def draw(purpose: str, name: str) -> float:
        drawn = hmac.new(key, f"{purpose}{_US}{name}".encode(), hashlib.sha256).digest()
        return (int.from_bytes(drawn[:8], "big") >> 11) / 2**53

    return draw


def lot_key(installation_key: bytes, batch_id: str) -> bytes:
    """The secret key of one batch's draws."""
    return hmac.new(installation_key, f"lot{_US}{batch_id}".encode(), hashlib.sha256).digest()


def commitment(key: bytes) -> str:
    """What is published of a batch's key when it opens: its SHA-256, in hexadecimal digits."""
    return hashlib.sha256(key).hexdigest()


def picked(names: Collection[str], cap: int, draw: Draw) -> frozenset[str]:
    """The units that stay under the cap of a batch. draw: by its own key."""
    return frozenset(sorted(names, key=lambda name: (draw("pick", name), name))[:cap] if len(names) > cap else names)


def served(claim: Claim, operating: int) -> tuple[int, ...]:
    """The levels that audits in operation speak for: the operating one, and the next to be certified if it is wider."""
    after = claim.order[claim.order.index(operating) + 1 :][:1]
    return (operating, *(level for level in after if level > operating))


def drawn_for(levels: Mapping[str, int], sizes_now: Sequence[int], plan: DrawPlan, draw: Draw) -> dict[str, int]:
    """The units of a batch that are audited, with the levels that each speaks for, as bits (1 << level).

    levels: unit name -> the strictest level that accepts it, of the units under the cap. sizes_now: delivered units by
    level. draw: by the batch's own key. More copies draw what was drawn before, and perhaps more.
    """
    if plan.scheme == Scheme.CENSUS:
        return {name: sum(1 << at for at in range(level, plan.widest)) for name, level in levels.items()}
    found: dict[str, int] = {}
    if plan.scheme != Scheme.PPS:
        return found
    in_order = sorted(levels, key=lambda name: (draw("audit", name), name))
    at = draw("batch", "")
    for served_level in plan.served:
        if at < plan.r * sizes_now[served_level] / plan.cap:
            for name in [name for name in in_order if levels[name] <= served_level][: plan.m]:
                found[name] = found.get(name, 0) | 1 << served_level
    return found


def audit_chance(batch: Batch, level: int) -> float | None:
    """The chance with which a unit of a closed batch was to be audited, 0..1; None where nothing was drawn.

    level: the strictest that accepts the unit. The batch is drawn, once for all levels that its draw serves, with a
    chance that grows with the level; then, in one order of its units, the first m that the level accepts. So whoever is
    among the first of a wider level is among the first of a stricter one, too.
    """
    if batch.scheme is Scheme.CENSUS:
        return 1.0
    if batch.scheme is not Scheme.PPS or batch.operating is None or not batch.cap:
        return None
    chance, before = 0.0, 0.0
    # The level that operates and the next wider one: of a certified level all that are stricter come later in any order
    # of a claim, or were certified before (``levels.default_order``).
    for at in range(batch.operating, min(batch.operating + 2, len(batch.sizes))):
        if at >= level:
            of_batch = min(1.0, batch.r * batch.delivered[at] / batch.cap)
            chance += (of_batch - before) * min(1.0, batch.m / max(1, batch.sizes[at]))
            before = of_batch
    return chance or None
