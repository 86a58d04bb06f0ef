"""Draw logs for tests: entries of one level, or of several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from consensus.domain import BatchEntry, Claim, GuaranteeRecord, GuaranteeSnapshot, Level
from consensus.domain.guarantee import Scheme

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def an_entry(n: Any, m: Any, wrong: Any = 0, pending: Any = 0, **more: Any) -> BatchEntry:
    """Counts are those of the only level, or tuples by level. waiting, delivered: default to none, and n."""
    n, m, wrong, pending = (one if isinstance(one, tuple) else (one,) for one in (n, m, wrong, pending))
    pad = lambda counts: counts if len(counts) == len(n) else counts * len(n)  # noqa: E731
    plain: dict[str, Any] = {
        "place": 1,
        "batch": "b1",
        "closed_at": "2026-01-01T00:00:00+00:00",
        "scheme": Scheme.CENSUS,
        "q": 1.0,
        "r": 1.0,
        "operating": None,
        "accepting": False,
        "documents": 1,
        "n": n,
        "delivered": n,
        "m": m,
        "wrong": pad(wrong),
        "pending": pad(pending),
        "waiting": (0,) * len(n),
    }
    return BatchEntry(**plain | more)


def a_log(entries: Iterable[BatchEntry]) -> tuple[BatchEntry, ...]:
    """Entries with their places, closed an hour apart."""
    first = datetime(2026, 1, 1, tzinfo=UTC)
    return tuple(
        entry._replace(place=at, batch=f"b{at}", closed_at=(first + timedelta(hours=at)).isoformat())
        for at, entry in enumerate(entries, 1)
    )


def in_operation(entry: BatchEntry, level: int = 0, **more: Any) -> BatchEntry:
    """The same entry, drawn while a level operated."""
    return entry._replace(**{"operating": level, "accepting": True, "scheme": Scheme.PPS, "q": 0.05} | more)


ONE_LEVEL = Claim(0.05, 0.95, 1.0, (Level(0.5, 0.6),), (0,), 20)
THREE_LEVELS = replace(
    ONE_LEVEL, levels=(Level(0.6, 0.45), Level(0.4, 0.6), Level(0.2, 0.75)), order=(1, 2, 0), catch=0.8
)


def a_record(claim: Claim | None = ONE_LEVEL, **more: Any) -> GuaranteeRecord:
    given = claim or ONE_LEVEL
    plain: dict[str, Any] = {"alpha": given.alpha, "confidence": given.confidence, "catch": given.catch}
    return GuaranteeRecord("contracts", "de to en", "basis", "policy", 7, **plain | {"claim": claim} | more)


def a_snapshot(entries: Iterable[BatchEntry] = (), claim: Claim | None = ONE_LEVEL, **more: Any) -> GuaranteeSnapshot:
    record = more.pop("record", None) or a_record(claim)
    return GuaranteeSnapshot(record, a_log(entries), **more)
