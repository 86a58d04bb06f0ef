"""Speed and health of a job, from what its calls did."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from consensus.domain import Call, CallState, CallStats, ModelHealth, ModelReply, Pace, Progress

PACES = [
    # (second, answers), per second at the end, meaning
    ([(0, 0), (10, 20)], 2.0, "from the beginning"),
    ([(0, 0), (0.1, 500), (10, 520)], 52.0, "answers of the journal count while they are new"),
    ([(0, 0), (0.1, 500), (20, 540), (40, 580)], 2.0, "and not half a minute later"),
    ([(0, 0), (0.5, 5)], None, "too early to tell"),
    ([(0, 0), (10, 0)], None, "nothing came"),
    ([(0, 0), (10, 20), (11, 0), (13, 8)], 4.0, "another step of the job begins anew"),
]


@pytest.mark.parametrize(("seen", "speed", "meaning"), PACES, ids=[row[2] for row in PACES])
def test_pace(seen: list[tuple[float, int]], speed: float | None, meaning: str) -> None:
    pace = Pace()
    found = [pace.per_second(now, done) for now, done in seen][-1]
    assert found == (None if speed is None else pytest.approx(speed)), meaning


def call(member: str, cost: str | None = "0.5", latency: float = 2.0) -> Call:
    reply = ModelReply("x", "stop", "m", cost=None if cost is None else Decimal(cost), latency=latency)
    return Call("c", "job", "a", member, 1, "", "", "", CallState.SETTLED, "", reply=reply)


def test_standing() -> None:
    standing = CallStats()
    standing.begin([call("m")])
    standing.begin([call("m"), call("m")])
    standing.ended(call("m", latency=1.0))
    standing.ended(call("n > m", cost=None, latency=3.0))
    standing.ended(replace(call("n"), state=CallState.FAILED, reply=None, error="503: overloaded."))
    assert standing.models() == (ModelHealth("m", 2, 0, 2.0), ModelHealth("n", 0, 1, None, "503: overloaded."))
    assert (standing.cost, standing.unpriced) == (Decimal(1), 1), "what earlier runs paid is counted once"
    standing.ended(call("n"))
    standing.refused("m", "not asked, because ...")
    assert [one.trouble for one in standing.models()] == ["not asked, because ...", ""]


def test_what_is_written_down_is_read_again() -> None:
    health = (ModelHealth("m", 2, 1, 0.5, "why"),)
    told = Progress("page", 3, 9, 4, "", "", 5, Decimal("0.25"), 1, 1.5, 4.0, health)
    assert Progress.from_dict(told.as_dict()) == told
