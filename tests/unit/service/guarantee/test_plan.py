"""The plan against the published integers; an account from a job and from checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from consensus.certify import any_time_bound, fixed_bound, most_wrong_in_lot
from consensus.domain import Outcome, Policy, Totals
from consensus.errors import UsageError
from consensus.service.guarantee.plan import _looks, plan_guarantee
from consensus.service.jobs.report import JobReport
from consensus.service.reports.economics import account

POLICY = Policy(name="contracts", version=7)

# alpha -> fixed n at 0, 1, 2, 5, 10 wrong; any-time at 0
PUBLISHED = [
    (0.05, (59, 93, 124, 208, 336), 74),
    (0.02, (149, 236, 313, 523, 845), 187),
    (0.01, (299, 473, 628, 1049, 1693), 376),
]


@pytest.mark.parametrize(("alpha", "fixed", "any_time"), PUBLISHED)
def test_checks_needed(alpha: float, fixed: tuple[int, ...], any_time: int) -> None:
    plan = plan_guarantee(POLICY, alpha, 0.95)
    needed = {one.wrong: one for one in plan.needed}
    assert tuple(needed[wrong].fixed for wrong in (0, 1, 2, 5, 10)) == fixed
    assert needed[0].any_time == any_time == plan.prospects.fewest
    assert all(one.any_time > one.fixed for one in plan.needed), "looking after every check has a price"


def test_chances_of_passing() -> None:
    content = plan_guarantee(POLICY, 0.02, 0.95).as_dict()
    assert (content["alpha"], content["confidence"], content["certificate"]) == (0.02, 0.95, "not certified")
    assert content["policy"]["digest"] == POLICY.digest
    for row in content["prospects"]:
        chances = [one["chance"] for one in row["passed_within"]]
        assert chances == sorted(chances)
        assert chances[-1] <= 0.05 or row["true_rate"] < 0.02, "at the target and above, passing is a false certificate"
    first = content["prospects"][0]
    assert first["passed_within"][0] == {"checks": 187, "chance": pytest.approx(0.998**187, abs=1e-6)}


def test_more_confidence_takes_more_checks() -> None:
    assert plan_guarantee(POLICY, 0.02, 0.99).needed[0].fixed == 228
    assert plan_guarantee(POLICY, 0.02, 0.99).needed[0].any_time > 187


@pytest.mark.parametrize(("alpha", "confidence"), [(0.0, 0.95), (0.0009, 0.95), (2.0, 0.95), (0.02, 95), (0.02, 1.0)])
def test_plans_that_cannot_be(alpha: float, confidence: float) -> None:
    with pytest.raises(UsageError):
        plan_guarantee(POLICY, alpha, confidence)


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
    assert assumed == {"value": 0.02, "basis": "assumed; 0 blind checks stand behind it"}
    shown = account({}, checks=(187, 0)).as_dict()["inputs"]["escaped"]
    assert shown["value"] == pytest.approx(0.02, abs=0.0001)
    assert shown["basis"] == "95% bound of 187 blind checks, 0 wrong"
    assert account({}, checks=(0, 0)).as_dict()["inputs"]["escaped"]["value"] == 1.0, "no checks show nothing"


# --- what the documents say ------------------------------------------------------------------------------------------


def _rows(name: str, heading: str) -> list[list[str]]:
    """The rows of the table whose head contains the text, without its head."""
    text = (Path(__file__).parents[3] / "docs" / name).read_text("utf-8")
    table = next(part for part in text.split("\n\n") if heading in part and part.startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def test_checks_needed_in_the_documents() -> None:
    rows = _rows("guarantee.md", "errors found: 0")
    assert len(rows) == 3
    for target, *told in rows:
        plan = plan_guarantee(POLICY, float(target[:-1]) / 100, 0.95)
        assert [int(cell) for cell in told] == [one.any_time for one in plan.needed], target
    rows = _rows("guarantee-maths.md", "| alpha | 0 wrong")
    assert len(rows) == 4
    for target, *told in rows:
        needed = {one.wrong: one for one in plan_guarantee(POLICY, float(target[:-1]) / 100, 0.95).needed}
        assert told == [f"{needed[k].fixed}, {needed[k].any_time}" for k in (0, 1, 2, 5, 10)], target


def test_chances_in_the_documents() -> None:
    rates = {row.true_rate: row for row in plan_guarantee(POLICY, 0.02, 0.95).prospects.prospects}
    rows = _rows("guarantee.md", "passes within 187 checks")
    assert len(rows) == 4
    for rate, *told in rows:
        row = rates[float(rate.partition("%")[0]) / 100]
        chances = dict(zip(row.checks, row.chances, strict=True))
        shown = [f"{100 * chances[n]:.1f}%" for n in (187, 370, 560, 940)]
        assert [one.replace("over 99.9%", "100.0%") for one in told] == shown, rate


def test_bounds_in_the_documents() -> None:
    for n, k, any_time, fixed in _rows("guarantee-maths.md", "any-time U"):
        assert any_time == f"{float(any_time_bound(int(k), int(n))):.4f}"
        assert fixed == f"{float(fixed_bound(int(k), int(n))):.4f}"
    for accepted, checked, wrong, most in _rows("guarantee.md", "wrong at most"):
        assert most_wrong_in_lot(int(accepted), int(checked), int(wrong)) == int(most)


@pytest.mark.parametrize(
    ("fewest", "looks"),
    [
        (199, [199, 300, 400, 600, 1000]),
        (200, [200, 300, 400, 600, 1000]),
        (214, [214, 300, 450, 650, 1050]),
        (999, [999, 1500, 2000, 3000, 5000]),
        (1010, [1010, 1500, 2000, 3000, 5000]),
    ],
)
def test_chances_are_shown_at_round_numbers(fewest: int, looks: list[int]) -> None:
    assert list(_looks(fewest)) == looks
