"""A model that changes is noticed: its rates are counted as jobs end, and recorded requests are asked again."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from consensus import bootstrap
from consensus.bootstrap import Service
from consensus.certify.changes import noticed_within
from consensus.domain import Call, CallState, Event, Judgement, Rate, RateCount, RateStream, ReplayRules, ReplayState
from consensus.domain.file import File
from consensus.errors import UsageError
from consensus.ports.changes import Observed
from consensus.service.draws import unkeyed_draw
from consensus.service.jobs.service import Jobs, SubmitRequest
from consensus.service.learning.beside import learning_of
from consensus.service.learning.changes import Changes
from consensus.service.learning.rates import weighing
from consensus.service.learning.replays import Prompt, Replays
from consensus.settings import Settings
from consensus.storage.store import SqlStore
from consensus.testing import LoopbackProvider
from consensus.testing.fixed_clock import FixedClock
from consensus.testing.provider_words import Reaction

AT = "2026-03-01T12:00:00+00:00"


def german(text: str) -> str:
    """What both say of a page."""
    number = "".join(filter(str.isdigit, text))
    return f"Öffnen Sie das Ventil {number}." if "valve" in text else f"Warten Sie {number} Stunden."


@dataclass
class Renaming(LoopbackProvider):
    """Answers as the model and set-up ``says`` for "left"; ``texts`` are its other answers by their source."""

    says: str = "left-2026-01"
    setup: str = "fp_1"
    texts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.translate = lambda model, text: (self.texts if model == "left" else {}).get(text) or german(text)

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        found = await super().answer(path, key, body)
        named = f'"model": "{self.says}", "system_fingerprint": "{self.setup}"'
        return replace(found, content=found.content.replace('"model": "left"', named))


@pytest.fixture
def provider() -> Iterator[Renaming]:
    with Renaming() as one:
        yield one  # type: ignore[misc]  # the base class gives itself


class House:
    """An installation that hands in pages to two members."""

    def __init__(self, folder: Path, provider: Renaming, rules: ReplayRules, **policy: Any) -> None:
        self.provider, self.folder, self.number = provider, folder, 0
        self.service: Service = bootstrap.build(Settings(folder, f"sqlite:///{folder / 'c.sqlite'}"))
        self.outside = replace(self.service.outside, replays=rules)
        learning = learning_of(self.outside)
        self.watching = learning.watching
        self.jobs = Jobs(self.outside, beside=learning)
        self.model = f"left@{provider.base_url}"
        self.members = f"{self.model},right@{provider.base_url}"

    async def close(self) -> None:
        await self.outside.aclose()
        self.service.close()

    async def submit(self, *sentences: str, policy: str = "translation") -> str:
        self.number += 1
        content = "\n\n".join(sentences or (f"Open valve {self.number}.", f"Wait {self.number} hours.")) + "\n"
        file = File(f"page{self.number}.txt", content.encode())
        wanted = SubmitRequest([file], policy, source_lang="en", target_lang="de", panel=self.members)
        (report,) = await self.jobs.submit(wanted)
        return report.job.id


async def test_jobs_are_counted_once_for_every_rate(tmp_path: Path, provider: Renaming) -> None:
    house = House(tmp_path, provider, ReplayRules())
    provider.texts["Open valve 2."] = "Schließen Sie Ventil 7."
    for _ in range(3):
        await house.submit()
    report = house.watching.changes.report()
    found = {
        one.standing.stream.rate: (one.standing.part, one.standing.units, one.standing.documents)
        for one in report.streams
        if one.standing.stream.model == house.model
    }
    assert found[Rate.ABSTAINED] == (0, 6, 3)
    assert found[Rate.VETOED] == (1, 6, 3)  # another number than the source
    assert found[Rate.DIFFERS][1:] == (6, 3)
    assert {one.standing.stream.slice for one in report.streams} == {"translate en-de"}
    assert house.watching.changes.count() == []
    assert report.observations == house.watching.changes.report().observations == 3 * 2 * 3
    assert "at most one false alarm in 100,000 observations" in report.words
    await house.close()


def observed(store: SqlStore, job_id: str, *, alarm: bool = False) -> Any:
    stream = RateStream("m", "1", "translate en-de", Rate.DIFFERS)
    counts = [RateCount(stream, job_id, 1, 4)]
    return store.count_job(job_id, ("",), counts, AT, lambda watch, seen, count: Observed("[]", 1 if alarm else None))


def test_an_alarm_is_an_event_and_its_stream_begins_anew(store: SqlStore, promised: Any) -> None:
    one = promised(store)
    jobs = [one.batch(None) for _ in range(3)]
    assert set(jobs) <= set(store.uncounted_jobs(10))
    assert observed(store, jobs[0]) == []
    assert observed(store, jobs[0]) == []
    (alarm,) = observed(store, jobs[1], alarm=True)
    assert (alarm.before, alarm.after, alarm.documents) == ((1, 4), (1, 4), 2)
    assert store.rate_alarms(5) == [alarm]
    (event,) = store.events("m")
    assert (event.action, event.detail) == ("rate.alarm", alarm.words)
    assert alarm.words.startswith("m differs from what is delivered more often in translate en-de since about 2026-03")
    observed(store, jobs[2])
    (standing,) = store.rate_standings()
    assert (standing.documents, standing.part, standing.units) == (1, 1, 4)
    assert store.rate_documents(standing, 10) == [(1, 4)]
    assert set(jobs).isdisjoint(store.uncounted_jobs(10))


async def test_another_set_up_is_asked_the_fixed_set_again(tmp_path: Path, provider: Renaming) -> None:
    house = House(tmp_path, provider, ReplayRules(3, None))
    for _ in range(4):
        await house.submit()
    assert house.watching.replays.due() == []
    asked = provider.asked("left")
    provider.setup = "fp_2"
    provider.texts |= {f"Open valve {number}.": f"Öffnen Sie das Ventil {number}7." for number in (1, 2, 3, 4)}
    await house.submit()
    (replay,) = house.service.outside.store.replays(10)
    assert (replay.model, replay.series, replay.state, replay.size) == (house.model, "1.2", ReplayState.DONE, 3)
    assert provider.asked("left") == asked + 1 + 3
    assert (replay.counts.answers, replay.counts.changed, replay.counts.lost) == (6, 3, 0)
    assert replay.counts.facts == 3  # each has another number
    assert len(replay.changed) == 3
    assert replay.counts.words.startswith("3 of 6 answers changed, 3 in a hard fact")
    assert [one.action for one in house.service.outside.store.events(house.model)] == [
        "model.changed",
        "replay.began",
        "replay.ended",
    ]
    await house.submit()
    assert len(house.service.outside.store.replays(10)) == 1
    await house.close()


async def test_replays_are_off_unless_the_installation_says_so(tmp_path: Path, provider: Renaming) -> None:
    house = House(tmp_path, provider, ReplayRules())
    await house.submit()
    provider.says, asked = "left-2026-09", provider.asked("left")
    await house.submit()
    assert provider.asked("left") == asked + 1
    assert house.service.outside.store.replays(10) == []
    await house.close()


async def test_nothing_is_sent_beyond_the_budget_or_without_a_price(tmp_path: Path, provider: Renaming) -> None:
    house = House(tmp_path, provider, ReplayRules(5, 0.5))
    await house.submit()
    asked = provider.asked("left")
    replay = await house.watching.replays.by_hand(house.model, ReplayRules(5, 0.5), None, "ana")
    assert provider.asked("left") == asked  # its price is unknown
    assert (replay.counts.answers, replay.counts.unasked) == (0, 2)
    assert "2 not asked again" in replay.counts.words
    await house.close()


async def test_a_deleted_job_takes_its_requests_and_replies_along(tmp_path: Path, provider: Renaming) -> None:
    house = House(tmp_path, provider, ReplayRules(9, None))
    jobs = [await house.submit() for _ in range(3)]
    store = house.service.outside.store
    replay = await house.watching.replays.by_hand(house.model, ReplayRules(2, None), None, "ana")
    assert replay.counts.answers == 4
    assert len(store.replay_calls(replay.id)) == 2
    before = {one.job_id for one in store.replay_set(house.model)}
    for job in store.job_ages():
        if job.id in before:
            store.delete_job(job.id, Event(AT, "ana", "delete", job.id))
    assert store.replay_calls(replay.id) == []
    assert store.replay_set(house.model) == []
    again = await house.watching.replays.by_hand(house.model, ReplayRules(2, None), None, "ana")
    assert again.counts.answers == 2  # of the one job that is left
    assert len(jobs) == 3
    spent = {line.job_id for line in store.spending()}
    assert "(replays)" in spent
    await house.close()


async def test_after_a_kill_nothing_is_paid_twice(tmp_path: Path, provider: Renaming) -> None:
    """The replay is left as a kill leaves it: begun, one request answered, one sent and not answered."""
    house = House(tmp_path, provider, ReplayRules(3, None))
    for _ in range(3):
        await house.submit()
    store, replays = house.service.outside.store, house.watching.replays
    ended = Replays._ended

    def killed(*args: Any) -> Any:
        raise SystemExit

    Replays._ended = killed  # type: ignore[method-assign]
    try:
        with pytest.raises(SystemExit):
            await replays.by_hand(house.model, ReplayRules(3, None), None, "ana")
    finally:
        Replays._ended = ended  # type: ignore[method-assign]
    (begun,) = store.replays(5)
    assert begun.state is ReplayState.RUNNING
    asked = provider.asked("left")
    replay = await replays.by_hand(house.model, ReplayRules(3, None), None, "ana")
    assert (replay.id, replay.state) == (begun.id, ReplayState.DONE)
    assert replay.counts.answers == 6
    assert provider.asked("left") == asked
    await house.close()


_REPLAY = """
import asyncio, sys
from pathlib import Path
from consensus import bootstrap
from consensus.domain import ReplayRules
from consensus.settings import Settings

home, model = Path(sys.argv[1]), sys.argv[2]
service = bootstrap.build(Settings(home, f"sqlite:///{home / 'c.sqlite'}"))
asyncio.run(service.learning.watching.replays.by_hand(model, ReplayRules(24, None), None, "ana"))
"""


async def test_a_replay_that_is_killed_goes_on_and_pays_once(tmp_path: Path, provider: Renaming) -> None:
    """SIGKILL while requests are under way: what was answered on disk is not asked again."""
    (tmp_path / "policies").mkdir()
    content = "name: fine\nversion: 1\ntask: translate\nasking: {segment_tokens: 1}\n"
    (tmp_path / "policies" / "fine.yaml").write_text(content, "utf-8")
    house = House(tmp_path, provider, ReplayRules())
    await house.submit(*(f"Open valve {number}." for number in range(24)), policy="fine")
    store = house.service.outside.store
    provider.delays = {"left": 0.3}
    asked = provider.asked("left")
    assert asked == 24
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", _REPLAY, str(tmp_path), house.model)
    try:
        while not [call for begun in store.replays(1) for call in store.replay_calls(begun.id) if call.reply]:
            assert process.returncode is None
            await asyncio.sleep(0.02)
    finally:
        process.kill()
        await process.wait()
    (begun,) = store.replays(5)
    settled = sum(call.state is CallState.SETTLED for call in store.replay_calls(begun.id))
    assert begun.state is ReplayState.RUNNING
    assert 0 < settled < 24
    provider.delays, sent = {}, provider.asked("left")
    replay = await house.watching.replays.by_hand(house.model, ReplayRules(24, None), None, "ana")
    assert (replay.id, replay.counts.answers, replay.counts.changed) == (begun.id, 24, 0)
    assert provider.asked("left") - sent == 24 - settled
    await house.close()


async def test_a_member_that_may_not_see_the_data_class_is_not_asked(tmp_path: Path, provider: Renaming) -> None:
    """The class demanded nothing when the document was handed in, and does by now."""
    (tmp_path / "policies").mkdir()
    file = tmp_path / "policies" / "classed.yaml"
    plain = "name: classed\nversion: 1\ntask: translate\ndata_class: patients\ndata_classes: {patients: {%s}}\n"
    file.write_text(plain % "no_training: false", "utf-8")
    house = House(tmp_path, provider, ReplayRules())
    await house.submit(policy="classed")
    file.write_text(plain % "no_training: true", "utf-8")
    asked = provider.asked("left")
    replay = await house.watching.replays.by_hand(house.model, ReplayRules(5, None), None, "ana")
    assert (replay.counts.answers, replay.counts.unasked) == (0, 2)
    assert provider.asked("left") == asked
    await house.close()


def test_blind_audits_are_counted_unit_by_unit(store: SqlStore, promised: Any) -> None:
    one = promised(store)
    jobs = [one.batch(judgement) for judgement in (Judgement.WRONG, Judgement.RIGHT, None)]
    changes = Changes(store, one.clock, unkeyed_draw)
    changes.count()
    found = [standing for standing in store.rate_standings() if standing.stream.rate is Rate.AUDITED]
    assert {standing.stream.model for standing in found} == {f"maker{n}/model" for n in (1, 2, 3)}
    assert {(standing.part, standing.units) for standing in found} == {(1, 2)}
    assert changes.count() == []
    assert store.uncounted_audits(9) == {}
    assert len(jobs) == 3


def test_a_silent_degradation_is_noticed_within_the_announced_units(sqlite_store: SqlStore, promised: Any) -> None:
    """Planted in the product's store: one of eight streams begins to err at its 80th document; the others do not."""
    store, draws = sqlite_store, np.random.default_rng(7)
    job = promised(store)._job("never stored")
    streams = [RateStream(f"maker{n}/model", "1", "translate en-de", Rate.VETOED) for n in range(8)]
    changes, watch, announced = Changes(store, FixedClock(), unkeyed_draw), weighing(unkeyed_draw), None
    for number in range(140):
        named = f"job{number:04}"
        store.create_job(replace(job, id=named), [])
        worse = [0.05 + 0.2 * (number >= 80 and stream.model == "maker3/model") for stream in streams]
        counts = [
            RateCount(one, named, int(draws.binomial(20, rate)), 20) for one, rate in zip(streams, worse, strict=True)
        ]
        store.count_job(named, ("",), counts, f"2026-03-01T12:00:{number % 60:02}+00:00", watch)
        if number == 79:
            found = next(one for one in changes.report().streams if one.standing.stream.model == "maker3/model")
            announced = noticed_within(store.rate_documents(found.standing, 800), 0.25)
            assert found.words.startswith("a rise from")
    (alarm,) = store.rate_alarms(9)
    assert alarm.stream.model == "maker3/model"
    assert announced is not None
    assert 0 < alarm.documents - 80 <= announced[0]
    assert abs(alarm.before[1] // 20 - 80) <= 4  # the change is put where it is


async def test_a_prompt_is_judged_before_it_is_adopted(tmp_path: Path, provider: Renaming) -> None:
    house = House(tmp_path, provider, ReplayRules())
    await house.submit()
    text = "{% block system %}Translate.{% endblock %}\n{% block user %}Be brief.\n{{ payload }}{% endblock %}\n"
    replay = await house.watching.replays.by_hand(house.model, ReplayRules(2, None), Prompt("mine", text), "ana")
    assert replay.prompt.startswith("mine:")
    assert provider.requests[-1].body["messages"][-1]["content"].startswith("Be brief.")
    assert (replay.counts.answers, replay.counts.changed) == (2, 0)
    asked = provider.asked("left")
    broken = Prompt("mine", "{% block user %}{{ nothing_such }}{% endblock %}")
    with pytest.raises(UsageError, match="cannot be filled in"):
        await house.watching.replays.by_hand(house.model, ReplayRules(2, None), broken, "ana")
    with pytest.raises(UsageError, match="no recorded requests"):
        await house.watching.replays.by_hand("nobody", ReplayRules(2, None), None, "ana")
    assert provider.asked("left") == asked
    await house.close()


def test_a_reservation_is_in_the_books_and_bounded_by_the_day(store: SqlStore, promised: Any) -> None:
    job_id = promised(store).batch(None)
    worst = Decimal("0.4")
    call = Call("c1", "r1", "a1", "m", 1, "d", "{}", "p", CallState.RESERVED, AT, reserved_cost=worst)
    assert store.reserve_replay(job_id, call, Decimal(1))
    assert store.day_spent(AT[:10]) == worst
    assert not store.reserve_replay(job_id, replace(call, id="c2"), Decimal("0.5"))
    store.record_replay(job_id, [replace(call, state=CallState.WITHDRAWN)])
    assert store.day_spent(AT[:10]) == 0
    assert store.replay_calls("r1") == []
