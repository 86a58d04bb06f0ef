"""What a screen shows of an item, and what it must not show before the decision."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import (
    Candidate,
    Document,
    Field,
    Finding,
    GuaranteeRules,
    ItemState,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Resolution,
    ReviewItem,
    ReviewRules,
    Segment,
    Severity,
    Task,
    Unit,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.domain.verdict import Action
from consensus.review import alone, blind_order, view_of

SEGMENT = Segment("u", 4, "Close the Valve.", 0, 16, before="Heading", after="Next.")
TOTAL = Field("u", 0, "total", "total", {"type": "number"})
PLAIN = Policy(name="p", version=1)
WHOLE, AROUND = 12_000, 220


def job(policy: Policy = PLAIN, text: str = "…", task: Task = Task.TRANSLATE, panel: Panel | None = None) -> JobRecord:
    document = Document("d", "doc.md", task, "text", text, "en", "de")
    panel = panel or Panel("given", (ModelSpec("m0", "m0", "f0"), ModelSpec("m1", "m1", "f1")), "why")
    return JobRecord("job1", document, policy, panel, "doc.md", "done", "now")


def record(
    *values: Any, unit: Unit = SEGMENT, rule: str = "split", reasons: tuple[str, ...] = ("m1 differs.",)
) -> UnitRecord:
    answers = tuple(Candidate("u", f"m{n}", f"f{n}", value) for n, value in enumerate(values))
    return UnitRecord(unit, answers, None, (), Verdict("u", Outcome.REVIEW, rule, reasons))


def view(one: UnitRecord, of: JobRecord | None = None) -> Any:
    item = ReviewItem("i", "job1", "u", ItemState.CLAIMED, 2, 0.5)
    return view_of(item, of or job(), one, blind_order(one.answers, "i"), "2026-05-04")


CHECKED = Policy(name="p", version=1, semantic="off", guarantee=GuaranteeRules(alpha=0.05))
SPOTS = Policy(name="p", version=1, review=ReviewRules(spot_share=0.1))
GOLD = Policy(name="p", version=1, review=ReviewRules(gold_share=0.1))


# --- why it came here ------------------------------------------------------------------------------------------------

PERSON = Resolution("u", Action.CHOSEN, "ana", "x", "t", "t")
JUDGED = Policy(name="p", version=1, judge="j")


@pytest.mark.parametrize(
    ("policy", "one", "told", "meaning"),
    [
        (PLAIN, record("x", "y"), "differs.", "as the verdict says, with letters for names"),
        (PLAIN, record("x", "y", reasons=()), "It waits for a person.", "the verdict says nothing"),
        (PLAIN, replace(record("x", "y"), verdict=None), "It waits for a person.", "there is no verdict"),
        (PLAIN, replace(record("x", "y"), resolution=PERSON), "The answers differ.", "gold looks like any other"),
        (PLAIN, replace(record("x"), resolution=PERSON), "A person looks at this one.", "one answer"),
        (SPOTS, record("x", "y"), "The answers differ.", "spots"),
        (GOLD, record("x", "y"), "The answers differ.", "gold"),
        (CHECKED, record("x", "y"), "The answers differ.", "checks"),
        (JUDGED, record("x", "y", rule="judge"), "The answers differ.", "what a judge found"),
        (JUDGED, record("x", "y", rule="split"), "The answers differ.", "or what others of the kind came for"),
        (JUDGED, record("x", "y", rule="veto"), "differs.", "another rule"),
        (JUDGED, replace(record("x", "y"), verdict=None), "It waits for a person.", "no verdict, no judge"),
        (PLAIN, record("x", "y", rule="judge"), "differs.", "no judge in the policy"),
    ],
)
def test_the_reason(policy: Policy, one: UnitRecord, told: str, meaning: str) -> None:
    reason = view(one, job(policy)).reason
    assert reason.endswith(told), meaning
    assert "m1" not in reason


# --- findings --------------------------------------------------------------------------------------------------------


def test_findings_stand_by_their_answer_and_nothing_of_the_judge() -> None:
    one = record("x", "y")
    notes = (
        Finding("numbers", Severity.CRITICAL, True, "30 is missing.", "m0"),
        Finding("numbers", Severity.CRITICAL, True, "30 is missing.", "m0"),
        Finding("length", Severity.MINOR, False, "It is long.", "m1"),
        Finding("whole", Severity.MAJOR, False, "The table is short.", ""),
        Finding("judge", Severity.CRITICAL, False, "m0 is wrong.", "m0"),
    )
    found = view(replace(one, findings=notes))
    by_text = {letter.text: [(n.message, n.severity, n.veto) for n in letter.notes] for letter in found.letters}
    assert by_text == {"x": [("30 is missing.", "critical", True)], "y": [("It is long.", "minor", False)]}
    assert [note.message for note in found.notes] == ["The table is short."]
    bare = alone(view(replace(record("x"), findings=notes)))
    assert (bare.letters[0].notes, bare.letters[0].differs, bare.notes, bare.terms) == ((), (), (), ())
    assert bare.reason == "One answer is judged by itself, whatever others said."


# --- what stands around ----------------------------------------------------------------------------------------------

TERMS = tuple(("valve", f"Ventil{n}", "preferred") for n in range(8))


def test_a_segment_with_its_neighbours_and_terms() -> None:
    terms = (("VALVE", "Ventil", "preferred"), ("tap", "Hahn", "preferred"))
    policy = PLAIN.model_copy(update={"glossary_terms": terms})
    found = view(record("x", "y"), job(policy))
    assert (found.source, found.before, found.after) == (SEGMENT.text, "Heading", "Next.")
    assert (found.terms, found.field, found.position) == (terms[:1], None, 5)
    many = PLAIN.model_copy(update={"glossary_terms": TERMS})
    assert len(view(record("x", "y"), job(many)).terms) == 6
    assert view(record("x", "y")).terms == ()
    assert view(record(1, 2, unit=TOTAL), job(policy, "valve 1")).terms == (), "of a document nothing is shown beside"
    assert [(one.places, one.lines) for one in found.letters] == [((), ()), ((), ())]


@pytest.mark.parametrize(("length", "cut"), [(WHOLE, False), (WHOLE + 1, True)])
def test_the_longest_document_that_is_shown_whole(length: int, cut: bool) -> None:
    text = "777\n" + "x" * (length - 4)
    found = view(record(777, unit=TOTAL), job(PLAIN, text, Task.EXTRACT))
    assert (found.source == text, found.before, found.after) == (not cut, "", "…" * cut)
    assert [(one.places, one.lines) for one in found.letters] == [(((0, 3),), (1,))]


def test_around_a_value_in_the_middle_of_a_long_document() -> None:
    text = "a" * 7000 + "\n777\n" + "b" * 6000
    found = view(record(777, unit=TOTAL), job(PLAIN, text, Task.EXTRACT))
    assert (found.before, found.after) == ("", "…"), "one line stands before it, and is shown from its start"
    text = "head\n" + "line\n" * 2000 + "777\n" + "tail\n" * 2000
    found = view(record(777, unit=TOTAL), job(PLAIN, text, Task.EXTRACT))
    assert (found.before, found.after) == ("…", "…")
    assert found.source.startswith("line\n")
    assert AROUND <= found.source.index("777") <= AROUND + 5
    (letter,) = found.letters
    assert [found.source[start:end] for start, end in letter.places] == ["777"]
    assert letter.lines == (2002,)


def test_a_value_at_the_end() -> None:
    text = "line\n" * 3000 + "777"
    found = view(record(777, unit=TOTAL), job(PLAIN, text, Task.EXTRACT))
    assert (found.before, found.after) == ("…", ""), "nothing follows"
    text += "\n" + "y" * (AROUND - 1)
    assert view(record(777, unit=TOTAL), job(PLAIN, text, Task.EXTRACT)).after == "", "all that follows is shown"
    assert view(record(777, unit=TOTAL), job(PLAIN, text + "y", Task.EXTRACT)).after == "…"


def test_values_that_stand_nowhere_show_the_beginning() -> None:
    text = "line\n" * 3000
    found = view(record(777, 888, unit=TOTAL), job(PLAIN, text, Task.EXTRACT))
    assert (found.source, found.before, found.after) == (text[:WHOLE], "", "…")


@pytest.mark.parametrize(("apart", "both"), [(WHOLE - 300, True), (WHOLE + 1, False)])
def test_places_that_are_far_apart(apart: int, both: bool) -> None:
    text = "777\n" + "x" * apart + "\n888\n" + "y" * 1000
    found = view(record(777, 888, unit=TOTAL), job(PLAIN, text, Task.EXTRACT))
    assert ("777" in found.source and "888" in found.source) is both
    assert "777" in found.source or "888" in found.source


@pytest.mark.parametrize(("filler", "both"), [(WHOLE - 8, True), (WHOLE - 7, False)])
def test_the_widest_stretch_between_two_places(filler: int, both: bool) -> None:
    text = "777\n" + "x" * filler + "\n888" + "\n" + "y" * 1000
    found = view(record(777, 888, unit=TOTAL), job(PLAIN, text, Task.EXTRACT))
    assert ("777" in found.source and "888" in found.source) is both


# --- a field in words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schema", "kind", "allowed"),
    [
        ({}, "any value", ()),
        ({"type": "number"}, "number", ()),
        ({"type": ["string", "null"]}, "string or no value", ()),
        ({"type": ("integer",)}, "integer", ()),
        ({"type": "string", "format": "date"}, "string, date", ()),
        ({"type": "string", "format": 7}, "string", ()),
        ({"enum": ["paid", None, 2]}, "any value", ("paid", "2")),
        ({"enum": "paid"}, "any value", ()),
    ],
)
def test_what_the_schema_says(schema: dict[str, Any], kind: str, allowed: tuple[str, ...]) -> None:
    field = Field("u", 0, "items[1].total", "items[].total", {**schema, "title": "Sum", "description": "With tax."})
    found = view(record(1, None, unit=field), job(PLAIN, "1", Task.EXTRACT))
    words = found.field
    assert (words.path, words.kind, words.allowed) == ("items[1].total", kind, allowed)
    assert (words.title, words.description) == ("Sum", "With tax.")
    assert {letter.text: letter.no_value for letter in found.letters} == {"1": False, "": True}
    assert "wrong value" in found.reject_reasons


# --- where answers come from -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("panel", "notice"),
    [
        (Panel("given", (ModelSpec("m0", "m0", "f0"),), "why"), ""),
        (Panel("recorded", (ModelSpec("m0", "m0", "f0"),), "why"), "Recorded example"),
        (Panel("given", (ModelSpec("m0", "m0", "f0", source="recorded"),), "why"), "Recorded answers are among these"),
        (Panel("given", (ModelSpec("m7", "m7", "f0", source="recorded"),), "why"), ""),
    ],
    ids=["asked", "the shipped example", "replayed", "replayed, but not here"],
)
def test_recorded_answers_are_said_to_be(panel: Panel, notice: str) -> None:
    found = view(record("x", "y"), job(panel=panel)).notice
    assert found.startswith(notice)
    assert bool(found) is bool(notice)
