"""What scorers and later runs read: decisions, recorded answers, and the certificate beside a file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consensus.domain import (
    Abstention,
    AbstentionReason,
    Action,
    Agreement,
    Candidate,
    Cluster,
    Document,
    Field,
    MemoryMatch,
    ModelSpec,
    MqmError,
    MqmJudgement,
    Outcome,
    Panel,
    Policy,
    Resolution,
    Rule,
    Segment,
    Severity,
    Task,
    Unit,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export.accounting import accepted_here, results_by_path
from consensus.export.beside import beside, to_certificate
from consensus.export.decisions import delivered, extraction_decision, translation_decision
from consensus.export.provenance import to_jsonl
from consensus.export.public import Public, model_name, provider_of
from consensus.export.recorded import recorded_object, recorded_segments
from consensus.export.verifier.reading import sha256

SEGMENT = Segment("u", 0, "Close the valve.", 0, 16)


def record(
    unit: Unit,
    outcome: str = "accepted",
    value: Any = "x",
    *,
    support: float = 1.0,
    gates: tuple[str, ...] = (),
    **more: Any,
) -> UnitRecord:
    cluster = Cluster(("m",), ("f",), "m", value)
    agreement = Agreement(unit.id, (cluster,), ("f",), support, -1.5, "test", gates=gates, leading=value)
    accepted = value if outcome == "accepted" else None
    rule = more.pop("rule", "unanimous")
    verdict = Verdict(unit.id, Outcome(outcome), rule, ("Why.",), accepted, value, "m", support)
    return UnitRecord(unit, (Candidate(unit.id, "m", "f", value),), agreement, (), verdict, **more)


def cell(path: str, *args: Any, **more: Any) -> UnitRecord:
    return record(Field(path, 0, path, path), *args, **more)


def rejected(unit_id: str, action: Action = Action.REJECTED, value: Any = None) -> Resolution:
    return Resolution(unit_id, action, "ada", value, "2025-01-01T10:00:00+00:00", "2025-01-01T10:00:09+00:00")


@pytest.mark.parametrize(("outcome", "accepted"), [("accepted", True), ("review", False), ("failed", False)])
def test_the_decision_on_a_segment(outcome: str, accepted: bool) -> None:
    found = translation_decision("r1", record(SEGMENT, outcome), ["m"])
    assert found == {"id": "r1", "chosen": "x", "score": -1.5, "accepted": accepted, "members": ["m"]}


def test_an_accepted_translation_is_chosen_and_not_the_leading_one() -> None:
    unit = record(SEGMENT)
    assert unit.agreement is not None
    other = replace(unit, agreement=replace(unit.agreement, leading="y"))
    assert translation_decision("r1", other, [])["chosen"] == "x"


@pytest.mark.parametrize("lost", [{"verdict": None}, {"agreement": None}])
def test_a_segment_that_was_not_decided_is_an_error(lost: dict[str, None]) -> None:
    with pytest.raises(ValueError, match="not decided"):
        translation_decision("r1", replace(record(SEGMENT), **lost), [])


def test_only_decided_fields_make_an_object() -> None:
    for unit in (record(SEGMENT), replace(cell("a"), verdict=None)):
        with pytest.raises(ValueError, match="not a decided field"):
            extraction_decision("r1", {"type": "object", "properties": {"a": {}}}, [unit])


NUMBER = {"type": ["number", "null"]}
FLAT = {"type": "object", "properties": {"a": NUMBER, "b": NUMBER}}
MAP = {"type": "object", "properties": {"rates": {"type": "object", "additionalProperties": NUMBER}, "a": NUMBER}}


def test_a_cell_that_is_not_accepted_is_null_in_the_value_and_leads_in_its_line() -> None:
    found = extraction_decision("r1", FLAT, [cell("a", "accepted", 1), cell("b", "review", 2, support=0.66666)])
    assert found["value"] == {"a": 1, "b": None}
    assert found["cells"] == [
        {"path": "a", "value": 1, "verdict": "accepted", "support": 1.0},
        {"path": "b", "value": 2, "verdict": "review", "support": 0.6667},
    ]


@pytest.mark.parametrize(
    ("outcomes", "worst"),
    [
        (("accepted", "accepted"), "accepted"),
        (("accepted", "review"), "review"),
        (("review", "accepted"), "review"),
        (("failed", "review"), "failed"),
    ],
)
def test_a_map_has_one_line_before_its_cells_with_the_worst_of_them(outcomes: tuple[str, str], worst: str) -> None:
    cells = [
        cell("rates.eur", outcomes[0], 1, support=0.75),
        cell("rates.usd", outcomes[1], 2, support=0.5),
        cell("a", "accepted", 3),
    ]
    lines = extraction_decision("r1", MAP, cells)["cells"]
    assert [line["path"] for line in lines] == ["rates", "rates.eur", "rates.usd", "a"]
    assert lines[0] == {"path": "rates", "value": {"eur": 1, "usd": 2}, "verdict": worst, "support": 0.5}


TABLE = {"type": "object", "properties": {"rows": {"type": "array", "items": FLAT}}}
DOUBT = {"gates": ("row_absent",)}


@pytest.mark.parametrize(
    ("second_row", "rows"),
    [
        # A person gave one cell of the row in doubt no value, and no cell of it has one: the row is gone.
        ((("review", Action.EDITED, None), ("review", Action.EDITED, None)), 1),
        ((("review", Action.EDITED, None), ("accepted", None, None)), 1),
        ((("review", Action.EDITED, None), ("review", None, None)), 2),  # one still waits
        ((("review", Action.EDITED, None), ("accepted", None, 5)), 2),  # one has a value
        ((("review", Action.EDITED, 4), ("review", Action.EDITED, None)), 2),
        ((("review", Action.REJECTED, None), ("review", Action.REJECTED, None)), 2),  # rejected waits too
    ],
)
def test_a_row_that_people_found_not_to_be_there(second_row: tuple[Any, ...], rows: int) -> None:
    units = [cell("rows[0].a", "accepted", 1), cell("rows[0].b", "accepted", None)]
    for name, (outcome, action, value) in zip("ab", second_row, strict=True):
        path = f"rows[1].{name}"
        made = {"resolution": rejected(path, action, value)} if action else {}
        units.append(cell(path, outcome, value, **DOUBT, **made))
    assert len(delivered(TABLE, units)["rows"]) == rows
    assert ("rows[1].a" in results_by_path(units)) is (rows == 2)


@pytest.mark.parametrize(
    ("unit", "counts"),
    [
        (record(SEGMENT), True),
        (record(SEGMENT, rule=Rule.REUSED), False),
        (record(SEGMENT, "review"), False),
        (UnitRecord(SEGMENT), False),
    ],
    ids=["accepted", "reused", "review", "undecided"],
)
def test_what_a_certificate_may_speak_of(unit: UnitRecord, counts: bool) -> None:
    assert accepted_here(unit) is counts


def job(
    task: Task = Task.TRANSLATE, *specs: ModelSpec, langs: tuple[str | None, str | None] = ("en", "de")
) -> JobRecord:
    members = specs or (ModelSpec("m", "m", "f"), ModelSpec("n", "n", "g"))
    document = Document("d0", "page.md", task, "markdown", "Close the valve.", *langs, schema=FLAT)
    policy = Policy(name="p", version=3)
    return JobRecord(
        "j1", document, policy, Panel("given", members, ""), "page.md", "done", "2025-01-02T10:00:00+00:00"
    )


@pytest.mark.parametrize(
    ("task", "validity", "said"),
    [
        (Task.EXTRACT, {"valid": True}, True),
        (Task.EXTRACT, None, False),
        (Task.TRANSLATE, {"valid": True}, False),
    ],
)
def test_the_certificate_beside_a_file(task: Task, validity: dict[str, Any] | None, said: bool) -> None:
    units = [record(SEGMENT), record(replace(SEGMENT, id="v"), rule=Rule.REUSED)]
    found = json.loads(to_certificate(job(task), b"text", units, None, validity, "csv"))
    assert (found["sha256"], found["units"], found["accepted"]) == (sha256("text"), 2, 1)
    assert (found["form"], found["certificate"]) == ("csv", "not certified")
    assert ("object" in found) is said
    assert beside(Path("x") / "manual.de.md").name == "manual.de.md.certificate.json"


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(("langs", "known"), [(("en", "de"), True), (("en", None), False), ((None, "de"), False)])
def test_recorded_segments(langs: tuple[str | None, str | None], known: bool) -> None:
    silent = Abstention("u", "n", "g", AbstentionReason.TIMEOUT)
    unit = record(SEGMENT)
    units = [replace(unit, answers=(*unit.answers, silent)), UnitRecord(replace(SEGMENT, id="v")), cell("a")]
    about, first, second = lines_of(recorded_segments(job(langs=langs), units))
    assert about == {"about": "Answers of job j1, policy p version 3, 2025-01-02."}
    assert first.pop("langs", None) == (list(langs) if known else None)
    assert first == {"id": "u", "doc_id": "page.md", "source": "Close the valve.", "outputs": {"m": "x", "n": None}}
    assert second["outputs"] == {"m": None, "n": None}, "nobody was asked"


def test_what_a_judge_said_is_recorded_with_the_answer_that_it_read() -> None:
    unit = record(SEGMENT)
    assert unit.agreement is not None
    word = MqmJudgement("j", "m", 5.0, (MqmError("accuracy", Severity.MAJOR),))
    judged = replace(unit, agreement=replace(unit.agreement, judgement=word))
    line = lines_of(recorded_segments(job(), [judged]))[1]
    assert (line["judge"], list(line["judgements"])) == ("j", ["m"])
    assert "judge" not in lines_of(recorded_segments(job(), [unit]))[1]


@pytest.mark.parametrize("lang", ["en", None])
def test_a_recorded_object(lang: str | None) -> None:
    line = lines_of(recorded_object(job(Task.EXTRACT, langs=(lang, None)), {"m": {"a": 1}}))[1]
    assert line.get("lang", "left out") == (lang or "left out")
    assert (line["outputs"], line["schema"], line["text"]) == ({"m": {"a": 1}, "n": None}, FLAT, "Close the valve.")


def test_under_which_names_members_are_recorded() -> None:
    home = "/home/someone/x.jsonl"
    specs = (
        ModelSpec(f"recorded:{home}#A", "A", "a", source="recorded", recorded_file=home),
        ModelSpec("A", "hosted/a", "b"),
        ModelSpec("A#1", "hosted/a", "c"),
    )
    line = lines_of(recorded_segments(job(Task.TRANSLATE, *specs), [UnitRecord(SEGMENT)]))[1]
    assert list(line["outputs"]) == ["A", "A+", "A_1"]


def test_nothing_of_this_machine_in_any_part_of_a_value() -> None:
    public = Public(job())
    told = {"/home/a/b.txt": ["see /home/a/c.txt", 3, None, ("~/d/e.txt",)], "k": {"v": "C:\\x\\y.txt"}}
    assert public.all(told) == {"b.txt": ["see c.txt", 3, None, ["e.txt"]], "k": {"v": "y.txt"}}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("openai/gpt-4o", "openai/gpt-4o"),
        ("/models/x.bin", "x.bin"),
        ("~/x", "x"),
        ("./m/x", "x"),
        ("..\\m\\x", "x"),
        ("m/x.GGUF", "x.GGUF"),
        ("m/x.safetensors", "x.safetensors"),
    ],
)
def test_the_name_of_a_model_without_folders(name: str, shown: str) -> None:
    assert model_name(name) == shown


@pytest.mark.parametrize(
    ("model", "source", "provider"),
    [("azure/gpt", "litellm", "azure"), ("gpt", "litellm", "litellm"), ("a/b", "embedded", "embedded")],
)
def test_who_was_asked(model: str, source: str, provider: str) -> None:
    assert provider_of(ModelSpec("m", model, "f", source=source)) == provider


@pytest.mark.parametrize(("reusable", "told"), [("human", "human"), ("", None)])
def test_an_earlier_translation_in_the_provenance(reusable: str, told: str | None) -> None:
    known = MemoryMatch("Ventil zu.", "human-accepted", "j0", "u0", "a.md", "2025-01-01", reusable=reusable)
    unit = record(replace(SEGMENT, memory=(known,)))
    lines = lines_of(to_jsonl(job(), [unit], []))
    (memory,) = (one["memory"] for one in lines if "memory" in one)
    assert [one["reusable"] for one in memory] == [told]
