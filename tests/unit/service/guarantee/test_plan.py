"""What a plan says, from which batches, and that the documents say the same; an account from a job and from checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from consensus.certify import any_time_bound, fixed_bound, most_wrong_in_lot
from consensus.domain import (
    BatchEntry,
    Claim,
    GuaranteeRecord,
    GuaranteeRules,
    GuaranteeSnapshot,
    Level,
    Outcome,
    Policy,
    Scheme,
    Totals,
)
from consensus.errors import UsageError
from consensus.ports.guarantee import GuaranteeStore
from consensus.service.guarantee.plan import GuaranteePlan, given_lengths, plan_guarantee, seen_lengths
from consensus.service.jobs.report import JobReport
from consensus.service.reports.economics import account

POLICY = Policy(name="contracts", version=7)
PROMISING = POLICY.model_copy(update={"guarantee": GuaranteeRules(alpha=0.05, confidence=0.9, catch=1.0, cap=20)})


def test_a_plan_counts_batches_documents_and_audits() -> None:
    lengths = replace(given_lengths([20]), documents=3.0)
    content = plan_guarantee(POLICY, lengths, alpha=0.02).as_dict()
    first, quarter, half = content["until_certified"]
    assert first == {"true_rate": 0.0, "batches": 250, "documents": 750, "audits": 5000}
    assert (quarter["true_rate"], half["true_rate"]) == (0.005, 0.01)
    assert first["batches"] < quarter["batches"] < half["batches"]
    assert (content["cap"], content["catch"], content["certificate"]) == (20, 0.8, "not certified")
    assert [(one["times"], one["q"]) for one in content["alarm_delays"]] == [
        (times, q) for q in (0.05, 0.2) for times in (1.5, 2.0, 3.0, 5.0)
    ]


def test_the_policy_says_target_confidence_catch_and_cap() -> None:
    plan = plan_guarantee(PROMISING, given_lengths([20]))
    assert (plan.target.alpha, plan.target.delta, plan.target.catch, plan.cap) == (0.05, 0.1, 1.0, 20)
    assert plan.needed[0].batches == 63, "at confidence 90%, reviewers who catch all"
    assert plan_guarantee(PROMISING, given_lengths([20]), alpha=0.1).target.alpha == 0.1


def test_rarer_than_can_be_simulated_is_more() -> None:
    last = plan_guarantee(POLICY, given_lengths([1]), alpha=0.001).needed[-1]
    assert (last.batches, last.documents, last.audits) == (None, None, None)


@pytest.mark.parametrize(
    ("alpha", "confidence"), [(0.0, 0.95), (0.0009, 0.95), (2.0, 0.95), (0.02, 95), (0.02, 1.0), (0.02, 0.0)]
)
def test_plans_that_cannot_be(alpha: float, confidence: float) -> None:
    with pytest.raises(UsageError):
        plan_guarantee(POLICY, alpha=alpha, confidence=confidence)


# --- which batches ---------------------------------------------------------------------------------------------------


def record(slice: str = "de to en", **more: Any) -> GuaranteeRecord:
    return GuaranteeRecord("contracts", slice, "basis", "digest", 7, 0.02, 0.95, 0.8, **more)


def entry(documents: int, *n: int) -> BatchEntry:
    return BatchEntry(1, "b", "", Scheme.CENSUS, 1.0, 1.0, None, False, documents, n, n, n, n, n, n)


def store(*kept: tuple[GuaranteeRecord, Sequence[BatchEntry]]) -> GuaranteeStore:
    """As much of a store as a plan reads."""
    logs = {one.key: entries for one, entries in kept}
    return cast(
        GuaranteeStore,
        SimpleNamespace(
            load_guarantees=lambda at: [GuaranteeSnapshot(one) for one, _ in kept],
            draw_log=lambda one, at: logs[one.key],
        ),
    )


CLAIM = Claim(0.02, 0.95, 0.8, (Level(3.0, 0.45), Level(2.0, 0.6), Level(1.0, 0.75)), (1, 2, 0), 40)


def test_the_batches_of_the_draw_log() -> None:
    log = [entry(1, 4, 6, 10), entry(5, 10, 18, 20), entry(2, 0, 0, 0)]
    found = seen_lengths(store((record(claim=CLAIM), log)), "contracts", "")
    assert found is not None
    assert (found.sizes, found.share, found.documents, found.cap) == ((10, 20), 0.8, 3.0, 40)
    assert "those of 2 batches of de to en" in found.origin


def test_the_batches_that_place_the_levels() -> None:
    found = seen_lengths(store((record(sizes=(5, 0, 60), documents=8), [])), "contracts", "")
    assert found is not None
    assert (found.sizes, found.documents, found.cap) == ((5, 60), 4.0, None)


def test_the_busiest_guarantee_of_this_policy() -> None:
    few, many = record("de to en", sizes=(5,)), record("fr to en", sizes=(1, 2, 3))
    other = replace(record(sizes=(9,) * 50), policy="invoices")
    found = seen_lengths(store((few, []), (many, []), (other, [])), "contracts", "")
    assert found is not None
    assert found.sizes == (1, 2, 3)
    assert seen_lengths(store((other, [])), "contracts", "") is None
    assert seen_lengths(store((record(), [])), "contracts", "") is None, "nothing was closed yet"


# --- accounts --------------------------------------------------------------------------------------------------------


@dataclass
class _Report:
    """As much of a job's report as an account reads."""

    outcomes: list[Outcome]
    cost: Decimal | None
    id: str = "j1"
    state: str = "done"
    source: str = "litellm"
    units: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.units = list(self.outcomes)
        self.job = SimpleNamespace(state=self.state)
        self.panel = SimpleNamespace(members=[SimpleNamespace(source=self.source)])
        self.totals = Totals(calls=len(self.outcomes), cost=self.cost)

    def count(self, outcome: Outcome) -> int:
        return self.outcomes.count(outcome)


def report(cost: str | None, *outcomes: Outcome, **more: str) -> JobReport:
    return cast(JobReport, _Report(list(outcomes), None if cost is None else Decimal(cost), **more))


ACCEPTED, REVIEW = Outcome.ACCEPTED, Outcome.REVIEW


def test_a_job_says_its_share_and_its_cost() -> None:
    found = account({}, job=report("0.40", ACCEPTED, ACCEPTED, ACCEPTED, REVIEW)).as_dict()
    assert found["inputs"]["accepted_share"] == {"value": 0.75, "basis": "job j1: 3 of 4 units"}
    assert found["inputs"]["model_cost"]["value"] == pytest.approx(0.1)
    assert found["units"] == 4
    assert found["total"]["consensus"] == pytest.approx(4 * found["per_unit"]["consensus"]["total"])
    assert found["total"]["single_model"] is None


def test_what_is_given_wins_over_the_job() -> None:
    found = account({"model_cost": 0.5}, job=report("0.40", ACCEPTED, REVIEW)).as_dict()
    assert found["inputs"]["model_cost"] == {"value": 0.5, "basis": "given"}


def test_an_unknown_cost_is_said_to_be_assumed() -> None:
    found = account({}, job=report(None, ACCEPTED, REVIEW)).as_dict()
    assert found["inputs"]["model_cost"]["basis"] == "assumed; the cost of job j1 is unknown"


def test_a_replay_that_cost_nothing_says_nothing_of_the_cost() -> None:
    found = account({}, job=report("0", ACCEPTED, REVIEW, source="recorded")).as_dict()["inputs"]
    assert found["model_cost"]["value"] > 0
    assert found["model_cost"]["basis"] == "assumed; job j1 replayed recorded answers"
    assert account({}, job=report("0", ACCEPTED, source="embedded")).as_dict()["inputs"]["model_cost"]["value"] == 0


@pytest.mark.parametrize(
    "job", [report("0", state="done"), report("0", ACCEPTED, state="running")], ids=["no units", "running"]
)
def test_jobs_that_say_nothing(job: JobReport) -> None:
    with pytest.raises(UsageError, match="has not ended, or has no units"):
        account({}, job=job)


def test_a_rate_never_without_its_checks() -> None:
    assumed = account({}).as_dict()["inputs"]["escaped"]
    assert assumed == {"value": 0.02, "basis": "assumed; 0 blind audits stand behind it"}
    shown = account({}, checks=(187, 0)).as_dict()["inputs"]["escaped"]
    assert shown["value"] == pytest.approx(0.02, abs=0.0001)
    assert shown["basis"] == "95% bound of 187 blind audits, 0 wrong"
    assert account({}, checks=(0, 0)).as_dict()["inputs"]["escaped"]["value"] == 1.0, "no checks show nothing"


# --- what the documents say ------------------------------------------------------------------------------------------


def _rows(name: str, heading: str) -> list[list[str]]:
    """The rows of the table whose head contains the text, without its head."""
    text = (Path(__file__).parents[4] / "docs" / name).read_text("utf-8")
    table = next(part for part in text.split("\n\n") if heading in part and "|---" in part)
    lines = table[table.index("|---") :].splitlines()[1:]
    return [[cell.strip().replace(",", "") for cell in line.strip("|").split("|")] for line in lines if "|" in line]


def _near(told: str, found: float | None) -> None:
    """Equal but for what another generator of random numbers would change."""
    assert float(told) == pytest.approx(found, rel=0.1)


def test_the_plan_in_the_documents() -> None:
    plans: dict[str, tuple[GuaranteePlan, GuaranteePlan]] = {}
    rows = _rows("guarantee.md", "batches of mixed length")
    assert len(rows) == 9
    for at, (target, true, *told) in enumerate(rows):
        alpha = float(target[:-1]) / 100
        both = plans.setdefault(
            target, (plan_guarantee(POLICY, alpha=alpha), plan_guarantee(POLICY, given_lengths([20]), alpha=alpha))
        )
        for cell, plan in zip(told, both, strict=True):
            row = plan.needed[at % 3]
            assert true == ("none" if at % 3 == 0 else f"{100 * row.true_rate:g}%")
            _near(cell, row.batches)


def test_the_trade_and_the_delays_in_the_documents() -> None:
    plan = plan_guarantee(POLICY)
    rows = _rows("guarantee.md", "units kept")
    assert [row[0] for row in rows] == [str(one.cap) for one in plan.caps]
    for (_, kept, fills, batches), one in zip(rows, plan.caps, strict=True):
        assert (kept, fills, batches) == (f"{100 * one.kept:.0f}%", f"{one.fills:.1f}", str(one.batches))
    rows = _rows("guarantee.md", "wrong by then | in 9 of 10")
    assert len(rows) == len(plan.delays)
    for (true, audited, median, wrong, ninth), late in zip(rows, plan.delays, strict=True):
        rate = late.times * plan.target.alpha
        assert (true, audited) == (f"{late.times:g} times: {100 * rate:g}%", f"{100 * late.q:g}%")
        assert late.median is not None
        for cell, found in ((median, late.median), (wrong, late.median * rate), (ninth, late.nine_in_ten)):
            _near(cell, found)


def test_bounds_in_the_documents() -> None:
    for n, k, any_time, fixed in _rows("guarantee-maths.md", "any-time U"):
        assert any_time == f"{float(any_time_bound(int(k), int(n))):.4f}"
        assert fixed == f"{float(fixed_bound(int(k), int(n))):.4f}"
    for accepted, audited, wrong, most in _rows("guarantee.md", "still wrong at most"):
        assert most_wrong_in_lot(int(accepted), int(audited), int(wrong)) == int(most)
