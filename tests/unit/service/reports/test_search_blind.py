"""What tables and histories say of a unit that waits: nothing that would lead whoever is to decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import (
    Abstention,
    AbstentionReason,
    Action,
    Call,
    CallState,
    Event,
    Resolution,
    SettledSegment,
    Verification,
)
from consensus.domain.job import QueueFilter, UnitRecord
from consensus.service.reports.search import Library, UnitFilter
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

Decided = Callable[..., UnitRecord]
AT = "2026-05-01T10:00:00+00:00"


@pytest.fixture
def library(store: SqlStore) -> Library:
    return Library(store, store)


def said(record: UnitRecord, *reasons: str) -> UnitRecord:
    assert record.verdict is not None
    return replace(record, verdict=replace(record.verdict, reasons=reasons))


def settle(store: SqlStore, unit_id: str) -> None:
    (item,) = [one for one in store.items("job1") if one.unit_id == unit_id]
    store.claim(item.id, QueueFilter(), "ana", FixedClock().now(), 900)
    claimed = next(one for one in store.items("job1") if one.id == item.id)
    made = Resolution(unit_id, Action.CHOSEN, "ana", "Wort.", AT, AT, "m0")
    with store.transaction() as tx:
        assert tx.resolve(claimed, made, Event(AT, "ana", "resolve", item.id))


def test_reasons_name_nobody_while_a_unit_waits(library: Library, store: SqlStore, keep: Any, decided: Decided) -> None:
    records = [
        said(decided("waits", 1.0, "split"), "m1 differs."),
        said(decided("accepted", 1.0, index=1), "m1 agrees."),
        said(decided("settled", 1.0, "split", index=2), "m1 differs."),
        said(decided("silent", 1.0, "split", index=3)),
    ]
    keep(store, "job1", records)
    settle(store, "settled")
    lines = library.units(UnitFilter(job_id="job1")).lines
    assert {line.unit_id: line.reason for line in lines} == {
        "waits": "a member differs.",
        "accepted": "m1 agrees.",
        "settled": "m1 differs.",
        "silent": "",
    }


def test_a_history_holds_the_calls_that_its_answers_came_from(
    library: Library, store: SqlStore, keep: Any, decided: Decided
) -> None:
    one = decided("a", 1.0)
    answers = tuple(replace(answer, call_id=f"c{at}") for at, answer in enumerate(one.answers[:2]))
    keep(store, "job1", [replace(one, answers=answers)])
    for at in range(3):
        store.record([Call(f"c{at}", "job1", f"ask{at}", "m0", 1, "d", "[]", "p", CallState.RESERVED, AT)])
    assert sorted(call.id for call in library.history("job1", "a").calls) == ["c0", "c1"]


NOBODY = tuple(Abstention("u", f"m{n}", f"f{n}", AbstentionReason.TIMEOUT) for n in range(3))


@pytest.mark.parametrize(
    ("rule", "changed", "settled", "blind"),
    [
        ("split", {}, False, True),
        ("near_identity", {}, False, False),
        ("split", {"answers": NOBODY}, False, False),
        ("split", {"verdict": None}, False, False),
        ("split", {}, True, False),
    ],
    ids=["waits", "accepted", "nobody answered", "not decided", "settled"],
)
def test_a_history_is_blind_while_somebody_has_to_choose(
    library: Library,
    store: SqlStore,
    keep: Any,
    decided: Decided,
    rule: str,
    changed: dict[str, Any],
    settled: bool,
    blind: bool,
) -> None:
    record = decided("u", 1.0, rule)
    answers = tuple(replace(answer, call_id="c0") for answer in record.answers)
    record = replace(record, **{"answers": answers, **changed})
    keep(store, "job1", [record])
    store.record([Call("c0", "job1", "ask", "m0", 1, "d", "[]", "p", CallState.RESERVED, AT)])
    if settled:
        settle(store, "u")
    found = library.history("job1", "u")
    assert found.blind is blind
    if changed or rule == "near_identity":
        return
    names = {answer.member for answer in found.record.answers}
    assert names.isdisjoint({"m0", "m1", "m2"}) is blind
    assert [call.id for call in found.calls] == ([] if blind else ["c0"])


def test_what_was_taken_back_leads_nobody(library: Library, store: SqlStore, keep: Any, decided: Decided) -> None:
    from consensus.service.review.queue import Queue

    keep(store, "job1", [decided("u", 1.0, "split")])
    clock = FixedClock()
    queue = Queue(store, clock)
    view = queue.next("ana")
    assert view is not None
    clock.advance(1)
    queue.choose(view, "A")
    (made,) = library.history("job1", "u").decisions
    assert made.resolution.value == "Wort u."
    store.log_event(Event(AT, "ana", "note", "job1", "of the job"))
    undone = queue.undo("ana")
    assert undone is not None
    found = library.history("job1", "u")
    assert found.blind
    assert [one.resolution.value for one in found.decisions] == [None]
    assert {event.detail for event in found.events if event.subject != "job1"} == {""}
    assert "of the job" in {event.detail for event in found.events}


# --- translations made before ----------------------------------------------------------------------------------------


class Lines:
    """A library that holds these segments, the newest first."""

    def __init__(self, *segments: SettledSegment) -> None:
        self.segments, self.asked = segments, [("", "")]

    def settled_segments(self, source: str, target: str, limit: int, texts: Any = None) -> Any:
        self.asked.append((source, target))
        return self.segments


def made(job: str, at: str, verification: Verification = Verification.AUTO, **more: Any) -> SettledSegment:
    kept = SettledSegment(job, "u", f"{job}.txt", "Stop now.", "Halt.", verification, at, "paragraph")
    return replace(kept, **more)


HUMAN = Verification.HUMAN_EDITED


@pytest.mark.parametrize(
    ("segments", "job"),
    [
        ([made("auto", "2026-05-02"), made("human", "2026-05-01", HUMAN)], "human"),
        ([made("human", "2026-05-02", HUMAN), made("auto", "2026-05-01")], "human"),
        ([made("newer", "2026-05-02"), made("older", "2026-05-01")], "newer"),
        ([made("newer", "2026-05-02", HUMAN), made("older", "2026-05-01", HUMAN)], "newer"),
    ],
    ids=["a person's was older", "a person's was newer", "two accepted", "two people's"],
)
def test_one_stands_for_equal_translations(store: SqlStore, segments: list[SettledSegment], job: str) -> None:
    lines = Lines(*segments)
    (found,) = Library(store, lines).found_before("stop NOW.", " en ", "")  # type: ignore[arg-type]
    assert (found.segment.job_id, found.times, found.similarity) == (job, 2, 100.0)
    assert lines.asked[-1] == ("en", "")


def test_similar_ones_by_similarity_then_by_who_verified_them_then_the_newest(store: SqlStore) -> None:
    lines = Lines(
        made("a", "2026-05-05", source="Stop it now.", target="1", verification=HUMAN),
        made("b", "2026-05-04", target="2"),
        made("c", "2026-05-03", target="3", verification=HUMAN),
        made("d", "2026-05-02", target="4"),
        made("e", "2026-05-01", target="5", verification=HUMAN),
        made("f", "2026-05-06", source="Nothing of the kind at all", target="6"),
    )
    found = Library(store, lines).found_before("Stop now.")  # type: ignore[arg-type]
    assert [one.segment.job_id for one in found] == ["c", "e", "b", "d", "a"]


def test_a_text_in_full_names_nobody_while_it_waits(
    library: Library, store: SqlStore, keep: Any, decided: Decided
) -> None:
    whole = "Wort " * 200
    waits, accepted = (
        said(decided("waits", 1.0, "split"), "m1 differs."),
        said(decided("done", 1.0, index=1), "m1 agrees."),
    )
    assert waits.verdict is not None
    waits = replace(waits, verdict=replace(waits.verdict, leading=whole))
    keep(store, "job1", [waits, accepted])
    assert len(library.units(UnitFilter(job_id="job1")).lines[0].value) < len(whole), "in a table it is cut"
    found = library.text("job1", "waits")
    assert (found.value, found.reasons) == (whole, ("a member differs.",))
    assert (found.place, found.source_lang, found.target_lang) == ("Text waits.", "en", "de")
    assert library.text("job1", "done").reasons == ("m1 agrees.",)
