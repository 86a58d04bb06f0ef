"""What became of every unit, where a value is looked for, what is no secret, and what a chain takes for a line."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import (
    Action,
    Agreement,
    Candidate,
    Cluster,
    Document,
    Field,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Resolution,
    Segment,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export import places_of, to_jsonl, unverified, with_evidence
from consensus.export.chain import broken_line, chained
from consensus.export.decisions import delivered, extraction_decision
from consensus.export.public import Public
from consensus.export.verifier.files import verify

AT = "2025-01-01T10:00:00+00:00"
NUMBER = {"type": ["number", "null"]}
SCHEMA = {
    "type": "object",
    "properties": {"rows": {"type": "array", "items": {"type": "object", "properties": {"a": NUMBER, "b": NUMBER}}}},
}


def unit(name: str, outcome: str | None, value: Any = None, action: Action | None = None, **more: Any) -> UnitRecord:
    accepted = value if outcome == "accepted" else None
    verdict = outcome and Verdict(name, Outcome(outcome), "rule", ("Why.",), accepted, value, "m", 1.0)
    made = action and Resolution(name, action, "ada", value, AT, AT, **more)
    return UnitRecord(Field(name, 0, name, name), verdict=verdict or None, resolution=made or None)


@pytest.mark.parametrize(
    ("action", "second", "verification"),
    [
        (Action.CHOSEN, ("bob",), "second-review"),
        (Action.EDITED, ("bob",), "second-review"),
        (Action.REJECTED, ("bob",), "unverified"),
        (Action.CHOSEN, (), "human-accepted"),
    ],
)
def test_what_a_second_person_confirmed(action: Action, second: tuple[str, ...], verification: str) -> None:
    found = unit("a", "review", 1, action, seconded_by=second).result
    assert (found.verification.value, found.value) == (verification, None if verification == "unverified" else 1)


def test_why_units_are_unverified() -> None:
    units = [
        *(unit(f"w{n}", "review") for n in range(4)),
        *(unit(f"f{n}", "failed") for n in range(3)),
        *(unit(f"u{n}", None) for n in range(2)),
        unit("r", "accepted", 1, Action.REJECTED),
        unit("a", "accepted", 1),
    ]
    assert unverified(units) == {"needs-review": 4, "rejected": 1, "failed": 3, "undecided": 2}


@pytest.mark.parametrize(("outcome", "value"), [("accepted", {"b": 1}), ("review", {"a": None, "b": 1})])
def test_a_key_that_all_left_out_is_left_out_and_one_that_waits_is_null(outcome: str, value: Any) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "number"}, "b": {"type": "number"}}}
    cells = [unit("a", outcome), unit("b", "accepted", 1)]
    assert delivered(schema, cells) == value
    assert extraction_decision("r", schema, cells)["value"] == value


TEXT = "Total: 120.00, paid: true, due: 25%, also 12.5"


def job(path: str = "bill.txt", task: Task = Task.EXTRACT) -> JobRecord:
    panel = Panel("given", (ModelSpec("m", "m", "f"), ModelSpec("n", "n", "g")), "")
    document = Document("d", "bill.txt", task, "text", TEXT, schema=SCHEMA)
    return JobRecord("j", document, Policy(name="p", version=1), panel, path, "done", AT)


def answered(value: Any, delivered_as: Any, representative: str = "m") -> UnitRecord:
    """Members m and n gave this value and 12.5; the verdict delivers it in another form."""
    answers = (Candidate("a", "m", "f", value), Candidate("a", "n", "g", 12.5))
    clusters = (Cluster(("n",), ("g",), "n", 12.5), Cluster(("m",), ("f",), "m", value))
    agreement = Agreement("a", clusters, ("f", "g"), 1.0, 0.0, "test")
    verdict = Verdict("a", Outcome.ACCEPTED, "rule", ("Why.",), delivered_as, delivered_as, representative, 1.0)
    return UnitRecord(Field("a", 0, "a", "a"), answers, agreement, (), verdict)


@pytest.mark.parametrize(
    ("value", "delivered_as", "representative", "at"),
    [
        (120.0, 120.0, "m", "120.00"),
        ("25%", 0.25, "m", "25%"),  # where the form stands that the members gave
        ("true", "Y", "m", "true"),
        ("true", "Y", "n", "12.5"),  # those who agree with the one that is delivered
        (True, True, "m", None),  # a tick stands nowhere
        (None, None, "m", None),
    ],
)
def test_where_a_value_is_looked_for(value: Any, delivered_as: Any, representative: str, at: str | None) -> None:
    found = places_of(job(), [answered(value, delivered_as, representative)])["a"]
    assert [TEXT[one.start : one.end] for one in found.places] == ([] if at is None else [at])


def test_a_field_that_was_not_decided_has_no_verdict() -> None:
    fields = with_evidence(job(), [unit("rows[0].a", None), unit("rows[0].b", "review", 3)])["fields"]
    first, second = fields["rows[0].a"], fields["rows[0].b"]
    assert (first["verdict"], first["rule"], first["support"], first["leading"]) == (None, None, None, None)
    assert (second["verdict"], second["rule"], second["support"], second["leading"]) == ("review", "rule", 1.0, 3)


@pytest.mark.parametrize(
    ("task", "validity", "said"),
    [(Task.EXTRACT, {"v": 1}, True), (Task.EXTRACT, None, False), (Task.TRANSLATE, {"v": 1}, False)],
)
def test_the_validity_of_an_object_in_the_provenance(task: Task, validity: Any, said: bool) -> None:
    text = to_jsonl(job(task=task), [unit("rows[0].a", "accepted", 1)], [], validity=validity)
    assert any("object" in json.loads(line) for line in text.splitlines()) is said


@pytest.mark.parametrize(
    ("path", "told", "shown"),
    [
        ("/home/a b/my bill.txt", "see /home/a b/my bill.txt", "see bill.txt"),
        ("", "see it", "see it"),
        ("bill.txt", "see bill.txt", "see bill.txt"),
    ],
)
def test_the_path_that_was_handed_in_is_the_documents_name(path: str, told: str, shown: str) -> None:
    assert Public(job(path)).text(told) == shown


@pytest.mark.parametrize("code", [0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0x2028, 0x2029, 0x85])
def test_a_character_that_no_reader_may_meet_is_escaped(code: int) -> None:
    char = chr(code)
    text = chained([{"a": f"x{char}y"}])
    assert char not in text
    assert text.encode()
    assert broken_line(text) is None
    assert json.loads(text)["a"] == f"x{char}y"


@pytest.mark.parametrize("code", [0xD7FF, 0xE000, 0xE9])
def test_other_characters_stand_as_they_are(code: int) -> None:
    assert chr(code) in chained([{"a": chr(code)}])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"digest": "x"}, "carries no digest"),
        ({"previous": "0" * 64}, "carries no digest"),
        ({"previous": "1" * 64, "digest": "x"}, "does not follow"),
        ({"previous": "0" * 64, "digest": "x"}, "was changed"),
        ([], "is not one JSON object"),
    ],
)
def test_why_a_line_breaks_the_chain(line: Any, why: str) -> None:
    found = verify(f"{json.dumps(line)}\n".encode())
    assert (found.point, found.broken_line, found.problem.startswith(f"line 1 {why}")) == ("chain", 1, True)


@pytest.mark.parametrize(
    ("before", "after", "distance"), [("a", "b", True), ("a", None, False), (1, "b", False), (1, 2, False)]
)
def test_how_far_an_edit_went_is_said_of_texts(before: Any, after: Any, distance: bool) -> None:
    made = Resolution("s", Action.EDITED, "ada", after, AT, AT, chosen_member="m")
    record = replace(answered(before, before), unit=Segment("s", 0, "x", 0, 1), resolution=made)
    (line,) = (one for one in map(json.loads, to_jsonl(job(), [record], []).splitlines()) if one.get("resolution"))
    assert ("edit_distance" in line["resolution"] and line["resolution"]["edit_distance"] is not None) is distance
