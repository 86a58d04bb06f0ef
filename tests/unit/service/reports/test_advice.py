"""What to do first: each sentence with its figure, in the order of importance, five at most."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from consensus.domain import (
    CostSummary,
    Rate,
    RateAlarm,
    RateStream,
    Replay,
    ReplayCounts,
    ReplayState,
    Spending,
)
from consensus.service.levels import Learnable
from consensus.service.reports.advice import MOST, Facts, advise
from consensus.service.reports.error_correlation import Mistakes, PairMistakes, PanelMistakes
from consensus.service.reports.guarantees import Promises
from consensus.service.reports.insights import Insight, JudgeAgreement, Share, Unanswered

DAY = 86400.0
NOTHING = Insight(
    jobs=1,
    left_out=0,
    units=100,
    undrawn=0,
    coverage=Share(60, 100),
    by_language=(),
    verifications=(),
    waiting=40,
    ages=(("under 1 week", 40), ("longer", 0)),
    oldest=3 * DAY,
    precision=Share(0, 0),
    pace=None,
    paces=(),
    agreement=(),
    reasons=(),
    judge=JudgeAgreement(Share(0, 0), Share(0, 0)),
    costs=CostSummary(),
)
OLD = replace(NOTHING, oldest=9 * DAY, ages=(("under 1 week", 28), ("longer", 12)))
UNANSWERED = (Unanswered("j1", "page.md", 9), Unanswered("j2", "other.md", 7))


def models(**spent: tuple[int, int, float]) -> CostSummary:
    """name=(calls, failed, US dollars)"""
    each = tuple(
        (name, Spending(calls, failed, 0, Decimal(str(cost)))) for name, (calls, failed, cost) in spent.items()
    )
    total = Spending()
    for _, one in each:
        total = total.plus(one)
    return CostSummary(each, (), (), total)


def alike(lower: float, by_chance: float | None) -> Mistakes:
    pair = PairMistakes("alpha", "beta", Share(12, 60), lower, 0.4, 14, by_chance)
    return Mistakes(60, 60, 0, (PanelMistakes("en-de", ("alpha", "beta"), 60, 0, True, 1.2, (pair,)),))


def risen(rate: Rate = Rate.DIFFERS) -> RateAlarm:
    stream = RateStream("alpha", "1", "translate en-de", rate)
    return RateAlarm(stream, "2026-03-09T10:00:00+00:00", "2026-03-04T10:00:00+00:00", (50, 500), (90, 400), 60)


def only(facts: Facts) -> tuple[str, str, str, dict[str, str]]:
    (one,) = advise(facts)
    return one.words, one.figure, one.screen, dict(one.address)


def test_where_nothing_is_wrong_nothing_is_said() -> None:
    assert advise(Facts(NOTHING)) == ()


def test_what_nobody_answered_is_asked_again_in_the_job_that_has_most_of_it() -> None:
    words, figure, screen, address = only(Facts(replace(NOTHING, unanswered=UNANSWERED)))
    assert words == "Ask again for what no model answered, in 2 jobs, most in page.md."
    assert (figure, screen, address) == ("16 of n = 100 units", "results", {"job": "j1"})


@pytest.mark.parametrize(
    ("calls", "failed", "said"),
    [(10, 1, True), (9, 9, False), (100, 9, False), (100, 10, True)],
    ids=["enough", "too few calls", "too few failures", "a tenth"],
)
def test_a_member_that_fails(calls: int, failed: int, said: bool) -> None:
    facts = Facts(replace(NOTHING, costs=models(fine=(100, 0, 0), bad=(calls, failed, 0))))
    assert [one.figure for one in advise(facts)] == [f"{failed} failed of n = {calls} calls"] * said
    if said:
        assert "calls to bad fail" in only(facts)[0]


def test_a_rate_of_a_member_that_has_risen() -> None:
    words, figure, *_ = only(Facts(NOTHING, alarms=[risen(), risen(Rate.VETOED)]))
    assert words == (
        "Look at what alpha answers in translate en-de: it differs from what is delivered more often since about "
        "2026-03-04. Rates that have risen besides: 1."
    )
    assert figure == "22.5 % of n = 400 units, before 10.0 % of n = 500; 60 documents"


def test_a_changed_member_that_answers_otherwise_than_before() -> None:
    counts = ReplayCounts(answers=200, changed=12, facts=3)
    began = "2026-03-05T10:00:00+00:00"
    replay = Replay("r1", "alpha", "2", "changed", ReplayState.DONE, began, 40, ended_at=began, counts=counts)
    words, figure, *_ = only(Facts(NOTHING, replays=[replay]))
    assert words.startswith("Decide whether alpha stays in the panel")
    assert figure == "12 of 200 answers changed, 3 in a hard fact (asked again on 2026-03-05)"
    assert advise(Facts(NOTHING, replays=[replace(replay, prompt="mine:1")])) == (), "that is no change of the model"
    assert advise(Facts(NOTHING, replays=[replace(replay, counts=replace(counts, changed=0))])) == ()


@pytest.mark.parametrize(("lower", "by_chance", "said"), [(0.11, 0.1, True), (0.1, 0.1, False), (0.5, None, False)])
def test_members_that_repeat_each_other(lower: float, by_chance: float | None, said: bool) -> None:
    """Only where even the lower end of the range is more than chance."""
    found = advise(Facts(NOTHING, mistakes=alike(lower, by_chance)))
    assert [one.figure for one in found] == ["the same wrong answer in 12 of n = 60 labelled units"] * said


def test_what_waits_for_more_than_a_week_is_a_part_of_the_queue() -> None:
    words, figure, screen, address = only(Facts(OLD, job_id="j1"))
    assert words == "Decide what waits for more than a week; the oldest waits for 9 days."
    assert (figure, screen, address) == ("12 of n = 40 units that wait", "review", {"job": "j1", "age": "week"})


def test_a_level_that_can_be_learned() -> None:
    pairs = (Learnable("en-cs", "translation", 640), Learnable("en-fr", "translation", 300))
    words, figure, screen, address = only(Facts(NOTHING, learnable=pairs))
    assert "level of en-cs for the policy translation" in words
    assert words.endswith("Pairs that could have one: 2.")
    assert (figure, screen, address) == ("n = 640 units of finished jobs", "policies", {"policy": "translation"})


@pytest.mark.parametrize(
    ("dear", "cheap", "said"),
    [(6, 4, ["$6.00 of $10.00, n = 50 calls"]), (0.6, 0.1, [])],
    ids=["most of it", "cents"],
)
def test_what_drives_the_cost(dear: float, cheap: float, said: list[str]) -> None:
    facts = Facts(replace(NOTHING, costs=models(dear=(50, 0, dear), cheap=(50, 0, cheap))))
    assert [one.figure for one in advise(facts) if "Ask dear only where" in one.words] == said
    three = models(a=(9, 0, 4), b=(9, 0, 4), c=(9, 0, 4))
    assert advise(Facts(replace(NOTHING, costs=three))) == (), "nobody makes half of it"
    alone = Facts(replace(NOTHING, costs=models(dear=(50, 0, 9))))
    assert advise(alone) == (), "there is nobody to ask before"


def test_the_most_important_first_and_five_at_most() -> None:
    found = replace(
        OLD,
        unanswered=UNANSWERED,
        costs=models(bad=(20, 9, 8), cheap=(20, 0, 1)),
    )
    said = advise(Facts(found, alarms=[risen()], learnable=[Learnable("en-cs", "p", 640)]))
    assert len(said) == MOST
    starts = ["Ask again", "See why", "Look at", "Decide what", "Learn the level"]
    assert [one.words.startswith(start) for one, start in zip(said, starts, strict=True)] == [True] * MOST


def test_audits_that_hold_a_proof_back_and_overdue_ones_come_before(world: Any) -> None:
    world.levels_declared()
    world.submit([1.0] * 4)
    promises = Promises(world.guarantees, world.store, world.store)
    words, figure, screen, _ = only(Facts(NOTHING, promises.all()))
    assert words == "Make the open audits of promised, en to de: they hold its proof back."
    assert (figure, screen) == ("4 open, 0 made", "review")
    world.clock.advance(8 * DAY)
    said = advise(Facts(replace(NOTHING, unanswered=UNANSWERED), promises.all()))
    assert [one.figure for one in said] == ["4 overdue of n = 4 open audits", "16 of n = 100 units", "4 open, 0 made"]


def test_an_alarm_comes_first(world: Any) -> None:
    world.certified()
    world.until_alarm()
    promises = Promises(world.guarantees, world.store, world.store).all()
    first = advise(Facts(replace(OLD, unanswered=UNANSWERED), promises))[0]
    assert first.words.startswith("The guarantee of promised, en to de raised an alarm and accepts nothing.")
    assert first.figure.startswith("alarm of 2030-01-")
    assert first.figure.endswith(f"n = {promises[0].status.snapshot.accepted} units accepted so far")
    assert first.screen == "review"
