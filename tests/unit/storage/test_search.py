"""Lines of tables out of the database: they say what exports say, and the newest comes first."""

from __future__ import annotations

from itertools import product

import pytest

from consensus.domain import (
    Action,
    Candidate,
    Document,
    Field,
    Outcome,
    Panel,
    Policy,
    Resolution,
    Segment,
    Task,
    UnitFilter,
    UnitPage,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.storage import search
from consensus.storage.store import SqlStore
from consensus.storage.unit_index import verification

AT = "2026-05-04T12:00:00+00:00"


def job(store: SqlStore, name: str, langs: tuple[str, str | None], units: list[UnitRecord]) -> None:
    task = Task.TRANSLATE if langs[1] else Task.EXTRACT
    document = Document(name, f"{name}.txt", task, "text", "…", *langs)
    store.create_job(
        JobRecord(name, document, Policy(name="any", version=1), Panel("given", (), "x"), "x", "done", AT), []
    )
    store.save_decisions(name, units, [])


def unit(number: int, text: str, value: object, outcome: Outcome | None = Outcome.ACCEPTED) -> UnitRecord:
    segment = Segment(f"u{number}", number, text, 0, 1)
    verdict = (
        None if outcome is None else Verdict(segment.id, outcome, "unanimous", ("why",), value=value, leading=value)
    )
    return UnitRecord(segment, (Candidate(segment.id, "m", "f", value),), verdict=verdict)


@pytest.mark.parametrize(
    ("outcome", "action", "seconds"),
    [*product([None, *Outcome], [None, *Action], [0, 1])],
)
def test_verification_is_what_exports_say(outcome: Outcome | None, action: Action | None, seconds: int) -> None:
    segment = Segment("u", 0, "x", 0, 1)
    verdict = Verdict("u", outcome, "r", (), value="v") if outcome else None
    made = Resolution("u", action, "ana", "v", AT, AT, seconded_by=("bo",) * seconds) if action else None
    expected = UnitRecord(segment, verdict=verdict, resolution=made).result.verification.value
    found = verification(outcome.value if outcome else None, action.value if action else None, bool(seconds and made))
    assert found == expected


def test_the_newest_job_first_and_each_in_document_order(store: SqlStore) -> None:
    job(store, "old", ("en", "de"), [unit(1, "B", "b"), unit(0, "A", "a")])
    job(store, "new", ("en", "de"), [unit(0, "C", "c"), unit(1, "D", "d", None)])
    page = store.unit_page(UnitFilter(), 0, 3)
    assert [(line.place, line.verdict) for line in page.lines] == [("C", "accepted"), ("D", ""), ("A", "accepted")]
    assert page.total == 4
    assert [line.place for line in store.unit_page(UnitFilter(), 3, 3).lines] == ["B"]
    assert [line.id for line in store.job_lines(5)] == ["new", "old"]
    assert [line.units for line in store.job_lines(5, "old")] == [2]


@pytest.mark.parametrize(
    ("text", "found", "meaning"),
    [
        ("STRASSE", ["Straße"], "case is folded, not lowered"),
        ("100%", ["100% \\ _x"], "no wildcards"),
        ("_X", ["100% \\ _x"], "none of the other kind"),
        ("äpfel", ["fruit"], "in the value"),
        ("'; DROP TABLE units; --", [], "only ever a value"),
        ("12.5", ["number"], "a value that is a number"),
        ("true", ["yes"], "a value that is a truth"),
        ("/\\_", ["/\\_%"], "what stands before wildcards is none"),
        ("z" * 20_000, ["long"], "a text that is longer than patterns may be"),
    ],
)
def test_search(store: SqlStore, text: str, found: list[str], meaning: str) -> None:
    values = [("Straße", "street"), ("100% \\ _x", "x"), ("fruit", "Äpfel"), ("number", 12.5), ("yes", True)]
    values += [("/\\_%", "x"), ("/\\x%", "x"), ("long", "z" * 20_000)]
    job(store, "j", ("en", "de"), [unit(n, *pair) for n, pair in enumerate(values)])
    assert [line.place for line in store.unit_page(UnitFilter(text=text.casefold()), 0, 9).lines] == found, meaning


def test_no_older_job_is_counted_once_there_are_more_than_are_told(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("MOST_COUNTED", 2), ("_FIRST_JOBS", 1), ("_GROWS", 1)):
        monkeypatch.setattr(search, name, value)
    for n in range(4):
        job(store, f"j{n}", ("en", "de"), [unit(0, f"A{n}", "a"), unit(1, f"B{n}", "b"), unit(2, "C", "c")])
    wanted = [UnitFilter(text=part) for part in ("a", "b")]
    assert [store.unit_page(one, 0, 1).total for one in wanted] == [3, 3]
    pages = [store.unit_page(UnitFilter(), start, 2) for start in range(0, 12, 2)]
    assert [page.total for page in pages] == [3, 6, 9, 9, 12, 12]
    assert [line.place for page in pages for line in page.lines] == [
        place for n in (3, 2, 1, 0) for place in (f"A{n}", f"B{n}", "C")
    ]
    pages = [store.unit_page(UnitFilter(), start, 5) for start in range(0, 12, 5)]  # parts of jobs, and whole ones
    assert [(line.job_id, line.place) for page in pages for line in page.lines] == [
        (f"j{n}", place) for n in (3, 2, 1, 0) for place in (f"A{n}", f"B{n}", "C")
    ]
    assert store.unit_page(UnitFilter(document="J0"), 0, 9).total == 3
    assert [UnitPage((), n).count_words for n in (10_000, 10_001)] == ["10,000", "more than 10,000"]


def test_long_texts_are_cut_and_lists_are_json(store: SqlStore) -> None:
    field = Field("f", 0, "items[0].tags", "items[].tags")
    verdict = Verdict("f", Outcome.REVIEW, "split", (), leading=["ä", 1])
    job(store, "j", ("en", None), [UnitRecord(field, verdict=verdict), unit(1, "x" * 100_000, "y" * 100_000)])
    first, second = store.unit_page(UnitFilter(), 0, 9).lines
    assert (first.place, first.value) == ("items[0].tags", '["ä", 1]')
    assert max(len(second.place), len(second.value)) == 400


def test_memory_holds_what_is_verified_in_the_languages_asked_for(store: SqlStore) -> None:
    job(store, "de", ("en", "de"), [unit(0, "A", "a"), unit(1, "B", "b", Outcome.REVIEW)])
    job(store, "fr", ("en", "fr"), [unit(0, "A", "fa")])
    job(store, "fields", ("en", None), [])
    assert [(s.source, s.target) for s in store.settled_segments("EN", "de", 9)] == [("A", "a")]
    assert [s.target for s in store.settled_segments("", "", 9)] == ["fa", "a"], "the newest job first"
    assert [s.target for s in store.settled_segments("", "", 1)] == ["fa"]
