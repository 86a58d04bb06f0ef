"""What leaves the product: every unit accounted for, provenance an auditor can follow, nothing a spreadsheet runs."""

import csv
import hashlib
import io
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from consensus.domain import (
    Abstention,
    AbstentionReason,
    Action,
    Agreement,
    Call,
    CallState,
    Candidate,
    Cluster,
    Comment,
    CommentKind,
    Document,
    Field,
    Finding,
    ModelReply,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Resolution,
    Segment,
    Severity,
    Task,
    Verdict,
    Verification,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import StoreError
from consensus.export import accounting, as_json, broken_line, to_csv, to_jsonl, unverified

SEGMENT = Segment("u1", 0, "Close the valve.", 2, 18)
HOME = "/home/someone/weights"


def _verdict(outcome: Outcome = Outcome.ACCEPTED, value: Any = "Ventil schließen.", **more: Any) -> Verdict:
    accepted = value if outcome is Outcome.ACCEPTED else None
    return Verdict("u1", outcome, "unanimous", ("All agree.",), accepted, value, "hosted/m1", 1.0, -3.5, **more)


def _resolution(action: Action, value: Any = "Ventil zu.", **more: Any) -> Resolution:
    return Resolution("u1", action, "ada", value, "2025-01-01T10:00:00+00:00", "2025-01-01T10:00:09+00:00", **more)


def _record(unit_id: str = "u1", **more: Any) -> UnitRecord:
    return UnitRecord(replace(SEGMENT, id=unit_id), **more)


def _job(task: Task = Task.TRANSLATE) -> JobRecord:
    local = f"{HOME}/tiny.gguf"
    panel = Panel(
        "given",
        (
            ModelSpec("hosted/m1", "azure/gpt-x", "openai", "named by the shipped map"),
            ModelSpec("tiny", local, "tiny", source="embedded"),
            ModelSpec(f"recorded:{HOME}/a.jsonl#M 3", "M 3", "m3", source="recorded", recorded_file=f"{HOME}/a.jsonl"),
        ),
        f"{HOME}/a.jsonl was named",
    )
    document = Document("d0", "page.md", task, "markdown", "# Close the valve.\n", "en", "de", bom=True)
    policy = Policy(name="translation", version=3)
    return JobRecord("j1", document, policy, panel, "/home/someone/docs/page.md", "done", "2025-01-01T10:00:00+00:00")


def _call(call_id: str, member: str, model: str, **more: Any) -> Call:
    reply = ModelReply('{"1": "Ventil schließen."}', "stop", model, 12, 7, Decimal("0.00012"), 0.5)
    fields: dict[str, Any] = {"attempt": 1, "state": CallState.SETTLED, "reply": reply, **more}
    return Call(
        id=call_id, job_id="j1", ask_id="a1", member=member, request_digest="r1", sent='{"secret": "sent text"}',
        prompt_id="translate.chat@1", started="2025-01-01T09:59:59+00:00", **fields,
    )  # fmt: skip


def _resolved(action: Action) -> UnitRecord:
    return _record(verdict=_verdict(), resolution=_resolution(action))


def _full_record() -> UnitRecord:
    third = f"recorded:{HOME}/a.jsonl#M 3"
    return _record(
        answers=(
            Candidate("u1", "hosted/m1", "openai", "Ventil schließen.", "c2"),
            Candidate("u1", "tiny", "tiny", "Das Ventil", "c3"),
            Abstention("u1", third, "m3", AbstentionReason.NOT_RECORDED, f"{HOME}/a.jsonl has no answer"),
        ),
        agreement=Agreement(
            "u1",
            (Cluster(("hosted/m1",), ("openai",), "hosted/m1", "Ventil schließen."),),
            ("openai", "tiny"),
            0.5,
            float("-inf"),
            f"chrf|semantic:{HOME}/embedder@1",
            similarities={"chrf": 0.5},
            disputes=("They differ.",),
        ),
        findings=(Finding("numbers", Severity.MAJOR, True, "A number is lost.", "tiny", (0, 3)),),
        verdict=_verdict(Outcome.REVIEW),
        resolution=_resolution(
            Action.EDITED, "Ventil schliessen.", chosen_member="hosted/m1", order=((third,), ("hosted/m1", "tiny")),
            reason="style", severity="minor", comment="no eszett",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("meaning", "record", "value", "verification"),
    [
        ("accepted by the machine", _record(verdict=_verdict()), "Ventil schließen.", "auto"),
        ("waits for a person", _record(verdict=_verdict(Outcome.REVIEW)), None, "unverified"),
        ("no answer", _record(verdict=_verdict(Outcome.FAILED)), None, "unverified"),
        ("not yet decided", _record(), None, "unverified"),
        ("chosen", _record(resolution=_resolution(Action.CHOSEN)), "Ventil zu.", "human-accepted"),
        ("edited", _record(resolution=_resolution(Action.EDITED)), "Ventil zu.", "human-edited"),
        ("rewritten", _record(resolution=_resolution(Action.REWRITTEN)), "Ventil zu.", "human-edited"),
        ("rejected after acceptance", _resolved(Action.REJECTED), None, "unverified"),
        ("a person overrules the machine", _resolved(Action.CHOSEN), "Ventil zu.", "human-accepted"),
        ("an accepted null is a value", _record(verdict=_verdict(value=None)), None, "auto"),
    ],
)  # fmt: skip
def test_result(meaning: str, record: UnitRecord, value: Any, verification: str) -> None:
    result = record.result
    assert (result.value, result.verification.value) == (value, verification), meaning


def test_classes_sum_to_the_total() -> None:
    units = [
        _record("a", verdict=_verdict()),
        _record("b", verdict=_verdict(Outcome.REVIEW)),
        _record("c", verdict=_verdict(), resolution=_resolution(Action.REJECTED)),
        _record("d", verdict=_verdict(Outcome.FAILED)),
        _record("e", resolution=_resolution(Action.EDITED)),
        _record("f"),
    ]
    counts = accounting(units)
    assert set(counts) == {v.value for v in Verification}
    assert sum(counts.values()) == len(units)
    assert (counts["auto"], counts["human-edited"], counts["unverified"]) == (1, 1, 4)
    assert unverified(units) == {"needs-review": 1, "rejected": 1, "failed": 1, "undecided": 1}
    assert sum(accounting([]).values()) == 0


def test_a_unit_counted_twice_is_an_error() -> None:
    with pytest.raises(StoreError, match="1 units, but 2 are accounted for"):
        accounting([_record("a"), _record("a")])


def test_a_line_holds_what_an_auditor_reads() -> None:
    failed = _call("c1", "hosted/m1", "m", state=CallState.FAILED, reply=None, fault="rate_limited")
    calls = [failed, _call("c2", "hosted/m1", "gpt-x-2025", attempt=2), _call("c3", "spare", f"{HOME}/tiny.gguf")]
    line = json.loads(to_jsonl(_job(), [_full_record()], calls))
    content = "\ufeff# Close the valve.\n".encode()
    assert line["document"]["sha256"] == hashlib.sha256(content).hexdigest()  # what sha256sum says of the file
    assert (line["unit"], line["span"], line["source"]) == ("u1", [2, 18], "Close the valve.")
    assert line["policy"] == {"name": "translation", "version": 3, "digest": _job().policy.digest}
    assert line["certificate"] == "not certified"
    first, second = line["candidates"]
    assert (first["provider"], first["requested_model"], first["family"]) == ("azure", "azure/gpt-x", "openai")
    assert first["call"] == {
        "id": "c2",
        "prompt": "translate.chat@1",
        "request_digest": "r1",
        "started": "2025-01-01T09:59:59+00:00",
        "ended": None,
        "attempts": 2,
        "fallback": False,
        "answered_by": "hosted/m1",
        "fault": None,
        "cached": None,
        "repeats": None,
        "returned_model": "gpt-x-2025",
        "finish_reason": "stop",
        "latency": 0.5,
        "tokens_in": 12,
        "tokens_out": 7,
        "cost": "0.00012",
        "answer_sha256": hashlib.sha256('{"1": "Ventil schließen."}'.encode()).hexdigest(),
    }
    assert (second["provider"], second["requested_model"], second["call"]["fallback"]) == (
        "embedded",
        "tiny.gguf",
        True,
    )
    assert line["abstentions"][0]["abstained"] == "not_recorded"
    assert line["agreement"]["score"] is None  # JSON has no infinity
    assert line["findings"][0]["veto"] is True
    assert line["verdict"]["reasons"] == ["All agree."]
    resolution = line["resolution"]
    assert resolution["display_order"] == [["recorded:a.jsonl#M 3"], ["hosted/m1", "tiny"]]
    assert (resolution["edit_distance"], resolution["reviewer"], resolution["severity"]) == (2, "ada", "minor")
    assert (line["value"], line["verification"]) == ("Ventil schliessen.", "human-edited")


def test_no_folder_of_this_machine_and_nothing_sent_leaves() -> None:
    record = _full_record()
    hostile = replace(
        record,
        verdict=replace(
            record.verdict or _verdict(),
            reasons=(
                "See https://bob:hunter2@llm.example/v1 and C:\\Users\\bob\\x.gguf",
                "Bearer abc.def",
                "40 km/h, m/s, and/or/else, file:/home/someone/x",
            ),
        ),
    )
    exported = to_jsonl(_job(), [hostile], [_call("c2", "hosted/m1", "m"), _call("c3", "tiny", f"{HOME}/tiny.gguf")])
    for secret in ("/home/", "someone", "weights", "hunter2", "Users", "abc.def", "sent text"):
        assert secret not in exported
    assert "40 km/h, m/s" in exported
    assert "https://[removed]llm.example/v1" in exported
    assert "and/or/else, file:x" in exported
    assert "a.jsonl has no answer" in exported


def test_texts_are_never_rewritten() -> None:
    """A path in the document is the document's business."""
    record = _record(verdict=_verdict(value="Siehe /etc/pump/config.yaml"))
    assert json.loads(to_jsonl(_job(), [record], []))["value"] == "Siehe /etc/pump/config.yaml"


def test_a_field_has_its_path() -> None:
    record = UnitRecord(Field("f1", 0, "items[2].price", "items[].price"), verdict=_verdict(value=-1.5))
    line = json.loads(to_jsonl(_job(Task.EXTRACT), [record], []))
    assert (line["path"], line["value"], "span" in line) == ("items[2].price", -1.5, False)


def _three_lines() -> list[str]:
    exported = to_jsonl(_job(), [_record(f"u{i}", verdict=_verdict(value="a\u2028b\n")) for i in range(3)], [])
    return exported.splitlines(keepends=True)


def test_the_chain_holds_and_can_be_checked_by_hand() -> None:
    lines = _three_lines()
    assert len(lines) == 3
    assert broken_line("".join(lines)) is None
    previous = "0" * 64
    for line in lines:
        content = json.loads(line)
        told = content.pop("digest")
        assert content["previous"] == previous
        bare = line.rstrip("\n").replace(f'"digest":"{told}",', "", 1)
        assert hashlib.sha256(bare.encode()).hexdigest() == told
        previous = told


@pytest.mark.parametrize(
    ("meaning", "tampered", "broken"),
    [
        ("a word changed", lambda a: [a[0], a[1].replace("unanimous", "split"), a[2]], 2),
        ("a line dropped", lambda a: [a[0], a[2]], 2),
        ("lines swapped", lambda a: [a[1], a[0], a[2]], 1),
        ("the first dropped", lambda a: a[1:], 1),
        ("not JSON", lambda a: [a[0], "{\n", a[2]], 2),
        ("no digest", lambda a: [a[0], "{}\n", a[2]], 2),
    ],
)
def test_tampering_breaks_the_chain(meaning: str, tampered: Any, broken: int) -> None:
    assert broken_line("".join(tampered(_three_lines()))) == broken, meaning


def _rows(task: Task, *records: UnitRecord) -> list[list[str]]:
    return list(csv.reader(io.StringIO(to_csv(_job(task), records), newline="")))


def test_csv_columns() -> None:
    rows = _rows(Task.TRANSLATE, _record(verdict=_verdict(value='a "b", c\nd')), _full_record())
    assert rows == [
        ["unit", "source", "value", "verdict", "verification", "reason"],
        ["u1", "Close the valve.", 'a "b", c\nd', "accepted", "auto", "All agree."],
        ["u1", "Close the valve.", "Ventil schliessen.", "review", "human-edited", "no eszett"],
    ]
    assert _rows(Task.EXTRACT)[0][1] == "path"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        (-12.5, "'-12.5"),
        (12.5, "12.5"),
        (True, "true"),
        (None, ""),
        (["a", 1], '["a", 1]'),
        ("1=1", "1=1"),
    ],
)
def test_no_cell_is_a_formula(value: Any, cell: str) -> None:
    rows = _rows(Task.TRANSLATE, _record(verdict=_verdict(value=value)))
    assert rows[1][2] == cell


def test_every_column_is_guarded() -> None:
    record = UnitRecord(replace(SEGMENT, text="=SUM(A1)"), verdict=replace(_verdict(), reasons=("@reason",)))
    assert _rows(Task.TRANSLATE, record)[1][1::4] == ["'=SUM(A1)", "'@reason"]


def test_an_object_as_a_file() -> None:
    assert as_json({"a": "ü", "b": None}) == '{\n  "a": "ü",\n  "b": null\n}\n'


def test_a_line_holds_what_reviewers_said() -> None:
    said = Comment("i", "job1", "u1", 1, "ana", "2026-05-04T12:00:00+00:00", "Which?", CommentKind.QUESTION, "ben")
    (commented, bare) = map(
        json.loads, to_jsonl(_job(), [replace(_record("u1"), comments=(said,)), _record("u2")], []).splitlines()
    )
    assert commented["comments"] == [
        {"author": "ana", "at": said.at, "kind": "question", "addressee": "ben", "text": "Which?"}
    ]
    assert "comments" not in bare
