"""What a reviewer did, and the record of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consensus.domain import Action, Candidate, Field, Segment, Task, Unit
from consensus.errors import TooSoonError, UsageError
from consensus.review import (
    MINIMUM_DWELL,
    Choice,
    DecisionContext,
    blind_order,
    check_dwell,
    chosen,
    reject_reasons,
    rejected,
    severities,
    shown,
    written,
)

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
SEGMENT = Segment("s1", 0, "Hello world.", 0, 12)


def sitting(unit: Unit = SEGMENT, *values: Any, dwell: float = 5.0) -> DecisionContext:
    answers = [Candidate(unit.id, f"m{n}", f"f{n}", value) for n, value in enumerate(values)]
    return DecisionContext(unit, blind_order(answers, "item"), "ana", NOW - timedelta(seconds=dwell), NOW)


def field(**schema: Any) -> Field:
    return Field("f1", 0, "items[2].price", "items[].price", schema)


@pytest.mark.parametrize(
    ("dwell", "refused", "meaning"),
    [
        (0.0, True, "the key was meant for the item before"),
        (MINIMUM_DWELL - 0.01, True, "still too fast"),
        (MINIMUM_DWELL, False, "long enough"),
        (-60.0, False, "a clock that was set back must not lock a person out"),
    ],
)
def test_dwell(dwell: float, refused: bool, meaning: str) -> None:
    if refused:
        with pytest.raises(TooSoonError):
            check_dwell(sitting(SEGMENT, "x", dwell=dwell))
    else:
        check_dwell(sitting(SEGMENT, "x", dwell=dwell))


def test_a_candidate_as_it_stands() -> None:
    seat = sitting(SEGMENT, "Hallo Welt. ", "Hallo Welt. ")
    made = chosen(seat, Choice(letter="A"))
    assert (made.action, made.value, made.chosen_member) == (Action.CHOSEN, "Hallo Welt. ", "m0")
    assert (made.reviewer, made.order) == ("ana", (("m0", "m1"),))
    assert (made.shown_at, made.decided_at) == ((NOW - timedelta(seconds=5)).isoformat(), NOW.isoformat())


@pytest.mark.parametrize("letter", ["", "B", "a"])
def test_a_letter_that_is_not_on_the_screen(letter: str) -> None:
    with pytest.raises(UsageError):
        chosen(sitting(SEGMENT, "x"), Choice(letter=letter))


@pytest.mark.parametrize(
    ("letter", "text", "action", "value", "meaning"),
    [
        ("A", "Hallo, Erde.", Action.EDITED, "Hallo, Erde.", "changed"),
        ("A", "Hallo Welt.\n", Action.CHOSEN, "Hallo Welt.", "came back unchanged: chosen, not edited"),
        ("", "Hallo Welt.", Action.REWRITTEN, "Hallo Welt.", "written without a candidate"),
        ("A", "Hallo\nErde.", Action.EDITED, "Hallo Erde.", "no line break where the source has none"),
        ("A", "=1+1", Action.EDITED, "=1+1", "stored as written; exports escape it"),
    ],
)
def test_written(letter: str, text: str, action: Action, value: str, meaning: str) -> None:
    made = written(sitting(SEGMENT, "Hallo Welt."), Choice(letter=letter, text=text))
    assert (made.action, made.value) == (action, value), meaning
    assert made.chosen_member == ("m0" if letter else "")


def test_line_breaks_stay_where_the_source_has_them() -> None:
    verse = Segment("s1", 0, "One\ntwo", 0, 7)
    assert written(sitting(verse), Choice(text="Eins\nzwei")).value == "Eins\nzwei"


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_translation_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="empty"):
        written(sitting(SEGMENT, "x"), Choice(letter="A", text=text))


@pytest.mark.parametrize(
    ("schema", "text", "value", "meaning"),
    [
        ({"type": "number"}, "12.50", 12.5, "a number"),
        ({"type": "integer"}, "12", 12, "an integer"),
        ({"type": "string"}, "12", "12", "a text that looks like a number"),
        ({"type": "string"}, "null", "null", "a text that looks like nothing"),
        ({"type": "boolean"}, "true", True, "yes"),
        ({"type": ["string", "null"], "format": "date"}, "2024-03-12", "2024-03-12", "a date"),
        ({"type": "number"}, "", None, "nothing: it is not in the document"),
        ({"type": "array", "items": {"type": "string"}}, '["a", "b"]', ["a", "b"], "a list"),
        ({"enum": ["paid", "open"]}, "paid", "paid", "one of the allowed"),
        ({"type": ["string", "integer"]}, "12", "12", "a text where both may stand"),
        ({"type": ["string", "null"]}, "null", "null", "a word where nothing may stand, too"),
        ({"type": ["integer", "null"]}, "12", 12, "a number, or nothing"),
        ({}, "12", 12, "no type said: JSON where it reads as JSON"),
        ({}, "twelve", "twelve", "else text"),
    ],
)
def test_a_field_is_read_as_its_schema_says(schema: dict[str, Any], text: str, value: Any, meaning: str) -> None:
    made = written(sitting(field(**schema)), Choice(text=text))
    assert (made.value, type(made.value)) == (value, type(value)), meaning


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ({"type": "number"}, "1.234,50"),
        ({"type": "number"}, "NaN"),
        ({"type": "integer"}, "1.5"),
        ({"type": "string", "format": "date"}, "12 March"),
        ({"enum": ["paid", "open"]}, "overdue"),
    ],
)
def test_a_value_that_breaks_the_schema_is_refused(schema: dict[str, Any], text: str) -> None:
    with pytest.raises(UsageError, match=r"items\[2\]\.price"):
        written(sitting(field(**schema)), Choice(text=text))


@pytest.mark.parametrize("value", [12.0, 12, True, None, "Text", ["a"], {"k": 1}])
def test_what_is_shown_and_saved_unchanged_is_chosen(value: Any) -> None:
    made = written(sitting(field(), value), Choice(letter="A", text=shown(value)))
    assert (made.action, made.value) == (Action.CHOSEN, value)


@pytest.mark.parametrize(
    ("candidate", "schema", "text", "value", "meaning"),
    [
        (True, {}, "1", 1, "yes is not one"),
        (12, {}, "13", 13, "another number"),
        (12, {"type": "string"}, "12", "12", "a number is not its text"),
        ("12", {}, "12", 12, "nor a text its number"),
        (["a"], {}, '["b"]', ["b"], "another list"),
        ("Text", {}, "Texts", "Texts", "another text"),
    ],
)
def test_what_was_changed_is_edited(candidate: Any, schema: Any, text: str, value: Any, meaning: str) -> None:
    made = written(sitting(field(**schema), candidate), Choice(letter="A", text=text))
    assert (made.action, made.value, type(made.value)) == (Action.EDITED, value, type(value)), meaning


def test_each_task_has_its_categories() -> None:
    assert "fluency" in reject_reasons(Task.TRANSLATE)
    assert "wrong value" in reject_reasons(Task.EXTRACT)
    assert not set(reject_reasons(Task.TRANSLATE)) & set(reject_reasons(Task.EXTRACT))


def test_values_as_a_person_reads_them() -> None:
    assert [shown(value) for value in (None, "", "a b", 12.5, True, {"ä": 1})] == [
        "",
        "",
        "a b",
        "12.5",
        "true",
        '{"ä": 1}',
    ]


@pytest.mark.parametrize("task", list(Task))
def test_reject(task: Task) -> None:
    unit: Unit = SEGMENT if task is Task.TRANSLATE else field()
    choice = Choice(reason=reject_reasons(task)[0], severity=severities()[-1], comment=" both wrong ")
    made = rejected(sitting(unit, "x"), choice)
    assert (made.action, made.value, made.comment, made.severity) == (Action.REJECTED, None, "both wrong", "critical")


@pytest.mark.parametrize(
    ("reason", "severity"),
    [("", "major"), ("style", ""), ("wrong value", "major"), ("style", "terrible")],
)
def test_reject_needs_a_category_of_its_task_and_a_severity(reason: str, severity: str) -> None:
    with pytest.raises(UsageError, match="rejection needs"):
        rejected(sitting(SEGMENT, "x"), Choice(reason=reason, severity=severity))
