"""Models on trial through the product: asked beside the panel, compared blindly, and never in the way of a verdict."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from consensus.domain import Call, CallState, Event, ModelReply
from consensus.domain.spending import TRIALS
from consensus.domain.trial import PairState, Preference, Trial, TrialCeiling, TrialJobState, TrialState
from consensus.errors import ConflictError, TooSoonError, UsageError
from consensus.service.dependencies import Dependencies
from consensus.service.learning.trial_asking import TrialAsking
from consensus.service.learning.trial_report import documents_of
from consensus.service.learning.trial_review import PairView
from consensus.service.pictures import pictures_of
from consensus.storage.store import SqlStore
from consensus.testing import LoopbackProvider
from consensus.testing.fixed_clock import FixedClock
from consensus.testing.provider_words import Reaction
from tests.integration.trial_house import CANDIDATE, PANEL, House, prefers


def translate(model: str, text: str) -> str:
    """The panel agrees on everything; the candidate says the same but for texts that name a pump or a belt."""
    ours = model == CANDIDATE
    for english, german, otherwise in (
        (r"Open pump ([\d ]+)\.", r"Öffnen Sie Pumpe \1.", r"Öffnen Sie bitte die Pumpe \1."),
        (r"Stop belt (\d+)\.", r"Halten Sie Band \1 an.", r"Stoppen Sie sofort das Band \1."),
        (r"Wait for (\d+) minutes\.", r"Warten Sie \1 Minuten.", r"Warten Sie \1 Minuten."),
    ):
        text = re.sub(english, otherwise if ours else german, text)
    return text


@pytest.fixture
def provider() -> Iterator[LoopbackProvider]:
    with LoopbackProvider(translate=translate) as one:
        yield one


@pytest.fixture
def house(tmp_path: Path, provider: LoopbackProvider) -> Iterator[House]:
    made = House(tmp_path / "home", provider)
    yield made
    made.service.close()


async def test_a_better_model_wins_its_trial(house: House, provider: LoopbackProvider) -> None:
    house.start()
    for n in range(9):
        await house.submit(f"Open pump {n}.", f"Wait for {n} minutes.")
        house.compare("ana", prefers("bitte"))
    report = house.service.trials.report("t")
    assert report.trial.state is TrialState.WON, report.words
    assert "is the better one" in report.words
    whole = report.slices[0]
    assert (whole.counts.better, whole.counts.worse, whole.counts.judged) == (whole.win.n, 0, whole.win.n)
    assert whole.win.lower > 0.5
    asked = provider.asked(CANDIDATE)
    await house.submit("Open pump 99.")
    assert provider.asked(CANDIDATE) == asked, "nobody is asked once a trial has ended"


async def test_an_equal_model_does_not_win(house: House) -> None:
    house.start()
    for n in range(5):
        await house.submit(f"Open pump {n}.", f"Stop belt {n}.", f"Wait for {n} minutes.")
        house.compare("ana", prefers("bitte" if n % 2 else "Halten"))
    report = house.service.trials.report("t")
    assert report.trial.state is TrialState.RUNNING
    assert report.slices[0].counts.agreement == pytest.approx(1 / 3)
    assert (report.slices[0].counts.better, report.slices[0].counts.worse) == (2, 3)
    assert report.words.startswith("No clear answer yet")


async def test_a_trial_changes_nothing_of_a_job(tmp_path: Path, provider: LoopbackProvider) -> None:
    exports = []
    for name in ("with", "without"):
        house = House(tmp_path / name, provider)
        if name == "with":
            house.start()
        (report,) = await house.submit("Open pump 1.", "Stop belt 2.", "Wait for 3 minutes.")
        job = house.service.outside.store.job(report.job.id)
        lines = house.service.jobs.export(job.id, "jsonl").content.decode().splitlines()
        certificate = house.service.jobs.export(job.id, "source").beside
        totals = house.service.outside.store.totals(job.id)
        shown = house.service.jobs.status(job.id).as_dict()
        exports.append((lines, certificate, totals, shown, job.policy.digest))
        house.service.close()

    def bare(content: object) -> str:
        """Without what differs between any two runs: ids, times."""
        text = json.dumps(content, default=str, sort_keys=True)
        text = re.sub(r"[0-9a-f]{12,64}", "ID", text)
        return re.sub(r"\d{4}-\d\d-\d\dT[0-9:.+]+|\"(latency|seconds|elapsed)\": [0-9.e-]+", "TIME", text)

    assert provider.asked(CANDIDATE) > 0
    assert bare(exports[0]) == bare(exports[1])
    assert CANDIDATE not in bare(exports[0])


async def test_who_may_not_see_a_document_is_not_asked(house: House, provider: LoopbackProvider) -> None:
    house.start()
    store = house.service.outside.trials
    assert store is not None
    request = house.request("Open pump 1.\n", "secret")
    own = house.policy.read_text("utf-8").replace(
        "price_out: 10}", "price_out: 10, data_terms: {retention_days: 0}}", 3
    )
    house.policy.write_text(own, "utf-8")
    await house.service.jobs.submit(request)
    assert provider.asked(CANDIDATE) == 0
    report = house.service.trials.report("t")
    assert report.documents == {TrialJobState.REFUSED: 1}
    assert "kept for 0 days" in report.refusals[0]


async def test_a_share_is_drawn_and_identical_answers_need_nobody(house: House) -> None:
    house.start(share=0.4)
    await house.submit(*(f"Wait for {n} minutes." for n in range(40)))
    pairs = house.service.outside.trials.pairs("t")  # type: ignore[union-attr]
    assert 6 <= len(pairs) <= 27
    assert {pair.state for pair in pairs} == {PairState.SAME}
    assert house.service.comparing.next("ana") is None
    (document,) = documents_of(pairs)
    assert document.score == 0.5


async def test_nothing_that_is_shown_says_whose_an_answer_is(house: House) -> None:
    house.start()
    await house.submit(*(f"Open pump {n}." for n in range(5)))
    orders = set()
    while (shown := house.service.comparing.next("ana")) is not None:
        text = repr(shown.view)
        for name in (*PANEL, CANDIDATE, "panel", "candidate", house.provider.base_url):
            assert name not in text
        assert (shown.view.notes, [letter.notes for letter in shown.view.letters]) == ((), [(), ()])
        orders.add("bitte" in shown.view.letters[0].text)
        house.say(shown, prefers("bitte"))
    assert orders == {True, False}


async def test_a_unit_that_waits_or_that_one_decided_is_not_compared(house: House, provider: LoopbackProvider) -> None:
    house.start()
    words = dict(zip((*PANEL, CANDIDATE), ("Bitte", "Sofort", "Langsam", "Nun"), strict=True))
    provider.translate = lambda model, text: f"{words[model]} das Ventil der Pumpe öffnen."  # a person decides
    await house.submit("Open the valve of the pump.")
    comparing, queue = house.service.comparing, house.service.queue
    assert comparing.next("ana") is None, "a pair must lead no decision"
    item = queue.next("ana")
    assert item is not None
    queue.choose(replace(item, shown_at="2020-01-01T00:00:00+00:00"), "A")
    assert comparing.next("Ana") is None, "she knows what was delivered"
    assert comparing.waiting("Ana") == 0
    assert comparing.waiting("bob") == 1
    assert comparing.next("bob") is not None


async def test_a_judgement_is_taken_back_and_made_once(house: House) -> None:
    house.start()
    await house.submit("Open pump 1.", "Open pump 2.")
    comparing = house.service.comparing
    first = comparing.next("ana")
    assert first is not None
    with pytest.raises(TooSoonError):
        comparing.say(first, Preference.FIRST)
    again = comparing.next("ana")
    assert again is not None
    assert again.pair.id == first.pair.id, "what one holds comes first"
    other = comparing.next("bob")
    assert other is not None
    assert other.pair.id != first.pair.id
    house.say(first, prefers("bitte"))
    with pytest.raises(ConflictError):
        house.say(first, prefers("bitte"))
    again = comparing.undo("ana")
    assert (again.pair.id, again.pair.compared) == (first.pair.id, None)
    house.say(again, prefers("Öffnen Sie Pumpe"))
    with pytest.raises(UsageError, match="no comparison of yours"):
        comparing.undo("carl")


def pairs_at_once(house: House, people: int) -> list[PairView]:
    seen: list[PairView] = []
    barrier = threading.Barrier(people)

    def work(person: str) -> None:
        barrier.wait()
        seen.extend(house.compare(person, prefers("bitte")))

    threads = [threading.Thread(target=work, args=(f"reviewer{n}",)) for n in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


async def test_three_reviewers_at_once_judge_each_pair_once(
    tmp_path: Path, provider: LoopbackProvider, new_database: object
) -> None:
    house = House(tmp_path / "home", provider, new_database())  # type: ignore[operator]
    house.start()
    for n in range(5):
        await house.submit(*(f"Open pump {n} {m}." for m in range(4)))
    seen = pairs_at_once(house, 3)
    ids = [shown.pair.id for shown in seen]
    assert len(ids) == len(set(ids)) >= 4
    store = house.service.outside.trials
    assert store is not None
    judged = [pair for pair in store.pairs("t") if pair.state is PairState.JUDGED]
    assert {pair.id for pair in judged} == set(ids)
    house.service.close()


def call(n: int, job: str, worst: str = "0.01") -> Call:
    reserved = CallState.RESERVED
    return Call(f"c{n}", job, f"a{n}", "m", 1, "r", "[]", "p", reserved, "2026-01-01", reserved_cost=Decimal(worst))


def test_a_budget_holds_with_a_hundred_at_once(new_database: object) -> None:
    url = new_database()  # type: ignore[operator]
    stores = [SqlStore(url) for _ in range(4)]
    trial = Trial("t", "p", "m", "f", 1.0, Decimal("0.25"), 0.05, "s", "2026-01-01", "ctl")
    stores[0].create_trial(trial, Event("2026-01-01", "ctl", "trial.started", "t", ""))
    admitted, barrier = list[int](), threading.Barrier(100)

    def reserve(n: int) -> None:
        barrier.wait()
        if stores[n % 4].reserve_trial_call("t", call(n, "job"), None) is None:
            admitted.append(n)

    threads = [threading.Thread(target=reserve, args=(n,)) for n in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(admitted) == 25
    assert stores[0].trial("t").spent == Decimal("0.25")
    reply = ModelReply("x", "stop", "m", 1, 1, Decimal("0.001"))
    ended = [replace(call(n, "job"), state=CallState.SETTLED, reply=reply) for n in admitted]
    stores[1].record_trial_calls("t", ended)
    stores[2].record_trial_calls("t", ended)  # a repetition books nothing
    assert stores[0].trial("t").spent == Decimal("0.025")
    stores[0].end_trial("t", TrialState.STOPPED, Event("2026-01-01", "ctl", "trial.stopped", "t", ""))
    assert stores[0].reserve_trial_call("t", call(200, "job"), None) is TrialCeiling.TRIAL
    for store in stores:
        store.close()


async def test_a_spent_budget_ends_a_trial_once_all_is_compared(house: House) -> None:
    store = house.service.outside.trials
    assert store is not None
    probe = house.start(name="probe")
    (report,) = await house.submit("Open pump 0.")
    cost = store.trial("probe").spent
    (worst,) = (call.reserved_cost for call in store.trial_calls_settled(probe.name, report.job.id).values())
    assert worst is not None
    assert worst > 3 * cost > 0
    house.service.trials.stop("probe", "ctl")
    house.start(budget=str(worst + cost * 5 / 2))
    for n in range(1, 6):
        await house.submit(f"Open pump {n}.")
        assert house.service.trials.one("t").spent <= house.service.trials.one("t").budget
    counts = house.service.trials.report("t").slices[0].counts
    assert (counts.waiting, counts.unasked, counts.failures) == (3, 1, {"over_budget": 1})
    assert house.service.trials.one("t").state is TrialState.RUNNING
    house.compare("ana", lambda *_: Preference.EQUAL)
    assert house.service.trials.one("t").state is TrialState.SPENT


async def test_what_was_found_outlives_a_document_and_its_texts_do_not(house: House) -> None:
    house.start()
    (report,) = await house.submit("Open pump 1.", "Stop belt 2.")
    job, store = report.job.id, house.service.outside.store
    shown = house.service.comparing.next("ana")
    assert shown is not None
    house.say(shown, prefers("bitte"))
    store.delete_job(job, Event("2030-01-01", "ana", "delete-job", job, ""))
    assert house.service.comparing.next("ana") is None
    found = house.service.trials.report("t")
    assert (found.slices[0].counts.judged, found.slices[0].counts.not_shown) == (1, 1)
    assert found.trial.spent > 0
    store.wipe()
    assert b"Pumpe" not in (house.folder / "c.sqlite").read_bytes()


class Hanging(LoopbackProvider):
    """Answers the candidate once, and no more while it hangs."""

    hangs = True

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        before = self.asked(CANDIDATE)
        reaction = await super().answer(path, key, body)
        while self.hangs and body["model"] == CANDIDATE and before:  # noqa: ASYNC110 - another thread lets it go
            await asyncio.sleep(0.02)
        return reaction


SUBMITS = """
import asyncio, sys
from consensus import bootstrap
from consensus.domain.file import File
from consensus.service.jobs.service import SubmitRequest
from tests.integration.trial_house import settings_of
from pathlib import Path

service = bootstrap.build(settings_of(Path(sys.argv[1])))
text = "Open pump 1.\\n\\nOpen pump 2.\\n\\nOpen pump 3.\\n"
request = SubmitRequest((File("page.txt", text.encode()),), sys.argv[2], source_lang="en", target_lang="de")
asyncio.run(service.jobs.submit(request))
"""


def catch_up(outside: Dependencies) -> None:
    """What the next process does that works on any job."""

    async def caught_up() -> None:
        await TrialAsking(outside, pictures_of).catch_up()
        await outside.aclose()

    asyncio.run(caught_up())


def test_a_kill_in_the_middle_loses_nothing_and_asks_nothing_twice(tmp_path: Path) -> None:
    with Hanging(translate=translate) as provider:
        house = House(tmp_path / "home", provider)
        policy = house.policy.read_text("utf-8")
        house.policy.write_text(policy.replace("segment_tokens: 200", "segment_tokens: 2"), "utf-8")
        house.start()
        store = house.service.outside.trials
        assert store is not None
        root = Path(__file__).resolve().parents[2]
        child = subprocess.Popen([sys.executable, "-c", SUBMITS, str(house.folder), str(house.policy)], cwd=root)
        end = time.monotonic() + 120
        while store.trial_calls("t").answered < 1 or provider.asked(CANDIDATE) < 3:
            assert child.poll() is None, "it ended too early"
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.05)
        child.kill()
        child.wait()
        (line,) = house.service.outside.store.job_lines()
        assert line.state == "done", "the job had its verdicts before the candidate was asked"
        assert store.pairs("t") == []
        assert store.trial_job_states("t") == {TrialJobState.ASKING: 1}
        provider.hangs = False
        catch_up(house.service.outside)
        assert store.pairs("t") == [], "nobody takes what a process may still be at"
        later = replace(house.service.outside, clock=FixedClock(datetime.now(UTC) + timedelta(minutes=5)))
        catch_up(later)
        assert provider.asked(CANDIDATE) == 3 + 2, "the one that was answered is not asked again"
        assert [pair.state for pair in store.pairs("t")] == [PairState.OPEN] * 3
        assert store.trial_job_states("t") == {TrialJobState.ASKED: 1}
        spent = store.trial("t").spent
        lines = [line.spending for line in house.service.outside.store.spending() if line.job_id == TRIALS]
        assert sum(one.settled + one.reserved for one in lines) == spent, "the books say the same"
        catch_up(later)
        assert (provider.asked(CANDIDATE), store.trial("t").spent) == (5, spent)
        house.service.close()
