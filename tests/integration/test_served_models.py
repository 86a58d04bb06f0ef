"""The model that answers is watched: one change however many see it; drift and guarantees begin anew."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from consensus import bootstrap
from consensus.domain import Panel, Policy, ServedSeries, Sighting
from consensus.domain.file import File
from consensus.service.guarantee.basis import basis_of
from consensus.service.jobs.service import SubmitRequest
from consensus.service.learning.rates import series_at
from consensus.service.reports.insights import Insights
from consensus.service.served import with_series
from consensus.settings import Settings
from consensus.storage.store import SqlStore
from consensus.testing import LoopbackProvider
from consensus.testing.fixed_clock import FixedClock
from consensus.testing.provider_words import Reaction

DAY = "2026-03-0{}T12:00:00+00:00"


def sighting(served: str, day: int, model: str = "maker1/model", calls: int = 1) -> Sighting:
    return Sighting(model, served, DAY.format(day), DAY.format(day), calls, "fp")


def test_series_are_stored_and_a_change_is_an_event(store: SqlStore) -> None:
    assert store.record_served([sighting("a", 1)], DAY.format(1)) == []
    (change,) = store.record_served([sighting("b", 2, calls=2), sighting("x", 2, "other")], DAY.format(2))
    assert change == ServedSeries("maker1/model", 2, "b", DAY.format(2), DAY.format(2), 2, "fp", "a")
    assert [(one.model, one.number, one.calls) for one in store.served_series()] == [
        ("maker1/model", 1, 1),
        ("maker1/model", 2, 2),
        ("other", 1, 1),
    ]
    assert [one.served for one in store.current_series()] == ["b", "x"]
    (event,) = store.events("maker1/model")
    assert (event.action, event.detail) == ("model.changed", change.words)


def test_two_processes_that_see_a_change_write_one(new_database: Callable[[], str]) -> None:
    url = new_database()
    stores = [SqlStore(url) for _ in range(4)]
    stores[0].record_served([sighting("a", 1)], DAY.format(1))
    barrier, begun = threading.Barrier(4), list[ServedSeries]()

    def see(store: SqlStore) -> None:
        barrier.wait()
        begun.extend(store.record_served([sighting("b", 2)], DAY.format(2)))

    threads = [threading.Thread(target=see, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.number for one in begun] == [2]
    assert [(one.number, one.calls) for one in stores[0].served_series()] == [(1, 1), (2, 4)]
    assert len(stores[0].events("maker1/model")) == 1
    for store in stores:
        store.close()


def test_a_change_voids_a_guarantee_with_its_reason(store: SqlStore, promised: Any) -> None:
    one = promised(store)
    one.batches(20)
    before = store.load_guarantees(one.clock.now().isoformat(), one.key)[0].record
    store.record_served([sighting("a", 1)], DAY.format(1))
    one.batches(1)
    assert store.load_guarantees(one.clock.now().isoformat(), one.key)[0].record.digest == before.digest
    store.record_served([sighting("b", 3)], DAY.format(3))
    one.batches(1)  # handed in by the models of before, and answered by others
    after = store.load_guarantees(one.clock.now().isoformat(), one.key)[0].record
    assert (after.digest != before.digest, after.attempt) == (True, before.attempt + 1)
    assert after.claim is None
    events = [event.detail for event in store.events("/".join(one.key)) if event.detail.startswith("void:")]
    assert len(events) == 1
    assert "models that answer otherwise: maker1/model#2" in events[0]
    units = [unit for unit in store.units(f"job{one.number:04}de") if unit.verdict]
    assert [unit.verdict.outcome for unit in units if unit.verdict] == ["review", "review"]


def test_nothing_is_void_where_every_model_answers_as_at_first(store: SqlStore, promised: Any) -> None:
    job = promised(store)._job("j")
    assert basis_of(replace(job, panel=replace(job.panel, series=()))) == basis_of(job)
    assert basis_of(replace(job, panel=replace(job.panel, series=("maker1/model#2",)))) != basis_of(job)


def test_judges_critics_and_substitutes_are_watched_too(store: SqlStore, promised: Any) -> None:
    job = promised(store)._job("j")
    member = replace(job.panel.members[0], fallbacks=("spare",))
    for name in ("spare", "reader", "maker2/model", "stranger"):
        store.record_served([sighting("a", 1, name)], DAY.format(1))
        store.record_served([sighting("b", 5, name)], DAY.format(5))
    panel = Panel("given", (member, *job.panel.members[1:]), "why")
    policy = Policy(name="p", version=1, judge="reader")
    assert with_series(store, panel, policy).series == ("maker2/model#2", "reader#2", "spare#2")


def test_what_is_watched_and_insights_tell_series_apart(store: SqlStore) -> None:
    store.record_served([sighting("a", 1)], DAY.format(1))
    store.record_served([sighting("b", 3)], DAY.format(3))
    store.record_served([replace(sighting("b", 5), fingerprint="fp2")], DAY.format(5))
    at = series_at(store.served_series())
    assert [at("maker1/model", DAY.format(day)) for day in (1, 2, 3, 4, 6)] == ["1", "1", "2", "2", "2.2"]
    assert at("never seen", DAY.format(6)) == "1"
    found = Insights(store, store, FixedClock()).figures()
    assert found.served == ("model maker1/model answers from another set-up (fp2) since 2026-03-05T12:00",)


def test_another_set_up_voids_nothing_and_one_that_alternates_is_no_news(store: SqlStore, promised: Any) -> None:
    def see(fingerprint: str, hour: int) -> list[str]:
        at = f"2026-03-01T{hour:02}:00:00+00:00"
        return [one.series for one in store.record_served([Sighting("maker1/model", "a", at, at, 1, fingerprint)], at)]

    assert [see("fp1", 1), see("fp2", 2), see("fp1", 3), see("fp2", 4), see("", 5)] == [[], ["1.2"], [], [], []]
    assert store.current_series()[0].fingerprint == "fp2"
    (event,) = store.events("maker1/model")
    assert event.detail == "model maker1/model answers from another set-up (fp2) since 2026-03-01T02:00"
    job = promised(store)._job("j")
    assert with_series(store, job.panel, job.policy).series == ()


@dataclass
class Renaming(LoopbackProvider):
    """Answers as the model ``says`` for "left"."""

    says: str = "left-2026-01"

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        found = await super().answer(path, key, body)
        return replace(found, content=found.content.replace('"model": "left"', f'"model": "{self.says}"'))


@pytest.fixture
def provider() -> Iterator[Renaming]:
    with Renaming() as one:
        yield one  # type: ignore[misc]  # the base class gives itself


async def test_a_job_notes_who_answered(tmp_path: Path, provider: Renaming) -> None:
    service = bootstrap.build(Settings(tmp_path, f"sqlite:///{tmp_path / 'c.sqlite'}"))
    members = f"left@{provider.base_url},right@{provider.base_url}"

    async def submit(number: int) -> Panel:
        file = File("page.txt", f"Open valve {number}.\n\nWait.\n".encode())
        request = SubmitRequest([file], "translation", source_lang="en", target_lang="de", panel=members)
        (report,) = await service.jobs.submit(request)
        return report.job.panel

    assert (await submit(1)).series == ()
    provider.says = "left-2026-09"
    assert (await submit(2)).series == (), "nobody knew it when it was handed in"
    name = f"left@{provider.base_url}"
    assert (await submit(3)).series == (f"{name}#2",)
    series = [one for one in service.outside.store.served_series() if one.model == name]
    assert [(one.number, one.served, one.before) for one in series] == [
        (1, "left-2026-01", ""),
        (2, "left-2026-09", "left-2026-01"),
    ]
    assert sum(one.calls for one in series) == provider.asked("left")
    assert [event.action for event in service.outside.store.events(name)] == ["model.changed"]
    service.close()
