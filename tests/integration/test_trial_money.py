"""Money of models on trial: in the books of the installation, and under the day's ceiling with all that is spent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from consensus.cli.render_costs import print_costs
from consensus.cli.render_trials import print_report
from consensus.domain import Call, CallState, Document, Event, ModelReply, ModelSpec, Panel, Policy, Task
from consensus.domain.job import JobRecord
from consensus.domain.trial import PairState, Trial, TrialCeiling, TrialJobState, TrialState
from consensus.service.jobs.costs import Costs
from consensus.service.learning.trial_asking import TrialAsking
from consensus.service.pictures import pictures_of
from consensus.service.reports.insights import Insights
from consensus.storage.store import SqlStore
from consensus.testing import LoopbackProvider
from consensus.testing.fixed_clock import FixedClock
from tests.integration.test_trials import translate
from tests.integration.trial_house import CANDIDATE, House

AT = "2026-05-04T10:00:00+00:00"


@pytest.fixture
def provider() -> Iterator[LoopbackProvider]:
    with LoopbackProvider(translate=translate) as one:
        yield one


@pytest.fixture
def house(tmp_path: Path, provider: LoopbackProvider, new_database: object) -> Iterator[House]:
    made = House(tmp_path / "home", provider, new_database())  # type: ignore[operator]
    yield made
    made.service.close()


def today(house: House) -> Decimal:
    return house.service.outside.store.day_spent(house.service.outside.clock.now().date().isoformat())


def with_ceiling(house: House, day: str) -> None:
    text = house.policy.read_text("utf-8")
    house.policy.write_text(f"{text}budget: {{day: {day}}}\n", "utf-8")


async def test_costs_name_what_trials_cost(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    house.start()
    (report,) = await house.submit("Open pump 1.", "Wait for 2 minutes.")
    spent = house.service.trials.one("t").spent
    found = Costs(house.service.outside).spent()
    by_job = dict(found.by_job)
    assert spent > 0
    assert by_job["(trials)"].settled == spent
    assert by_job["(trials)"].calls == house.service.trials.report("t").calls.calls
    assert found.total.settled == by_job[report.job.id].settled + spent
    assert today(house) == found.total.settled
    assert dict(found.by_model)[house.at(CANDIDATE)].settled == spent
    print_costs(found)
    assert "(trials)" in capsys.readouterr().out
    store = house.service.outside.store
    assert isinstance(store, SqlStore)
    insights = Insights(store, store, house.service.outside.clock)
    assert dict(insights.figures().costs.by_job)["(trials)"].settled == spent
    assert insights.figures().costs.beside_jobs == f"${spent:.4f} (trials)"
    assert [name for name, _ in insights.figures(report.job.id).costs.by_job] == [report.job.id], "a job's own alone"
    store.delete_job(report.job.id, Event(AT, "ana", "delete-job", report.job.id, ""))
    assert dict(Costs(house.service.outside).spent().by_job)["(trials)"].settled == spent


async def test_a_trial_waits_for_a_day_with_room(
    house: House, provider: LoopbackProvider, capsys: pytest.CaptureFixture[str]
) -> None:
    """The day is full after the panel: the candidate is not asked, and asked the day after, each request once."""
    house.start(name="probe")
    (probe,) = await house.submit("Open pump 0.")
    store = house.service.outside.trials
    assert store is not None
    calls = house.service.outside.store.calls(probe.job.id)
    cost = max(call.counted for call in calls)
    worst = max(call.reserved_cost or Decimal(0) for call in calls)
    assert worst > 3 * cost
    house.service.trials.stop("probe", "ctl")
    asked = provider.asked(CANDIDATE)
    # Room for the panel, one after the other, and for nothing after it.
    with_ceiling(house, str(today(house) + cost * 5 / 2 + worst))
    house.start()
    await house.submit("Open pump 1.")
    ceiling = house.service.outside.policies.load(str(house.policy)).budget.day
    assert ceiling is not None
    assert today(house) <= ceiling
    assert provider.asked(CANDIDATE) == asked
    assert store.trial_job_states("t") == {TrialJobState.ASKING: 1}
    report = house.service.trials.report("t")
    assert (report.trial.state, report.trial.spent) == (TrialState.RUNNING, 0)
    assert store.pairs("t") == [], "what waits is not given up"
    print_report(report)
    shown = " ".join(capsys.readouterr().out.split())
    assert f"Waits: the ceiling of ${ceiling} for one day (UTC) leaves no room for another call of it." in shown
    assert report.as_dict()["waits"] == list(report.waits)
    later = replace(house.service.outside, clock=FixedClock(datetime.now(UTC) + timedelta(days=1)))
    for _ in range(2):
        await TrialAsking(later, pictures_of).catch_up()
        await later.aclose()
    assert store.trial_job_states("t") == {TrialJobState.ASKED: 1}
    assert provider.asked(CANDIDATE) == asked + 1
    assert {pair.state for pair in store.pairs("t")} == {PairState.OPEN}
    assert house.service.trials.report("t").waits == ()
    assert (
        store.trial("t").spent
        == sum(line.spending.settled for line in house.service.outside.store.spending() if line.job_id == "(trials)")
        - store.trial("probe").spent
    )


async def test_what_trials_spend_leaves_less_for_jobs(house: House) -> None:
    house.start()
    await house.submit("Open pump 1.")
    with_trials = today(house)
    panel = sum(line.spending.settled for line in house.service.outside.store.spending() if line.job_id != "(trials)")
    assert panel < with_trials
    with_ceiling(house, str(with_trials))  # full, with the trial's calls alone
    house.service.trials.stop("t", "ctl")
    (report,) = await house.submit("Open pump 2.")
    assert house.service.outside.store.totals(report.job.id).calls == 0
    assert today(house) == with_trials


def test_a_day_holds_for_jobs_trials_and_replays_at_once(new_database: object) -> None:
    """A hundred calls of all three kinds at four stores: together they stay within the day, and the books agree."""
    url = new_database()  # type: ignore[operator]
    stores = [SqlStore(url) for _ in range(4)]
    document = Document("d", "page.md", Task.TRANSLATE, "markdown", "Text", "en", "de")
    panel = Panel("given", (ModelSpec("m1", "openai/m1", "f1"),), "because")
    stores[0].create_job(
        JobRecord("job", document, Policy(name="translation", version=3), panel, "page.md", "done", AT), ()
    )
    trial = Trial("t", "p", "m", "f", 1.0, Decimal(9), 0.05, "s", AT, "ctl")
    stores[0].create_trial(trial, Event(AT, "ctl", "trial.started", "t", ""))
    day, barrier = Decimal("0.25"), threading.Barrier(100)
    admitted = dict[int, Call]()

    def call(n: int) -> Call:
        made = Call(f"c{n}", "job", f"a{n}", "m1", 1, "r", "[]", "p", CallState.RESERVED, AT)
        return replace(made, reserved_cost=Decimal("0.01"))

    def reserve(n: int) -> None:
        one, store = call(n), stores[n % 4]
        barrier.wait()
        fits = (
            lambda: store.reserve_within(one, day),
            lambda: store.reserve_trial_call("t", one, day) is None,
            lambda: store.reserve_replay("job", one, day),
        )[n % 3]()
        if fits:
            admitted[n] = one

    threads = [threading.Thread(target=reserve, args=(n,)) for n in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(admitted) == 25
    assert stores[0].day_spent(AT[:10]) == day
    assert stores[0].reserve_trial_call("t", call(200), day) is TrialCeiling.DAY
    reply = ModelReply("x", "stop", "m", 1, 1, Decimal("0.001"))
    kinds = {"job": 0, "(trials)": 0, "(replays)": 0}

    def settle(n: int) -> None:
        ended = replace(admitted[n], state=CallState.SETTLED, reply=reply)
        store = stores[n % 4]
        if n % 3 == 0:
            store.record([ended])
        elif n % 3 == 1:
            store.record_trial_calls("t", [ended])
        else:
            store.record_replay("job", [ended])

    for n in admitted:
        kinds[tuple(kinds)[n % 3]] += 1
    threads = [threading.Thread(target=settle, args=(n,)) for n in admitted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stores[1].day_spent(AT[:10]) == Decimal("0.025")
    found = {line.job_id: line.spending.calls for line in stores[2].spending()}
    assert found == {kind: n for kind, n in kinds.items() if n}
    assert all(line.spending.reserved == 0 for line in stores[2].spending())
    for store in stores:
        store.close()


def test_a_reply_after_its_job_was_deleted_takes_the_place_of_its_worst_case(new_database: object) -> None:
    store = SqlStore(new_database())  # type: ignore[operator]
    document = Document("d", "page.md", Task.TRANSLATE, "markdown", "Text", "en", "de")
    panel = Panel("given", (ModelSpec("m1", "openai/m1", "f1"),), "because")
    store.create_job(JobRecord("job", document, Policy(name="translation", version=3), panel, "p", "done", AT), ())
    trial = Trial("t", "p", "m", "f", 1.0, Decimal(9), 0.05, "s", AT, "ctl")
    store.create_trial(trial, Event(AT, "ctl", "trial.started", "t", ""))
    made = Call("c", "job", "a", "m1", 1, "r", "[]", "p", CallState.RESERVED, AT, reserved_cost=Decimal("0.01"))
    assert store.reserve_trial_call("t", made, Decimal(1)) is None
    store.delete_job("job", Event(AT, "ana", "delete-job", "job", ""))
    assert store.day_spent(AT[:10]) == Decimal("0.01")
    reply = ModelReply("x", "stop", "m", 1, 1, Decimal("0.004"))
    for _ in range(2):
        store.record_trial_calls("t", [replace(made, state=CallState.SETTLED, reply=reply)])
    assert store.day_spent(AT[:10]) == store.trial("t").spent == Decimal("0.004")
    (line,) = store.spending()
    assert (line.job_id, line.spending.calls, line.spending.settled) == ("(trials)", 1, Decimal("0.004"))
    store.close()
