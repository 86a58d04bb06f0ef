"""``consensus.decide``: the same verdicts as ``evaluate``, and one clear error for every way to call it wrongly."""

from __future__ import annotations

import datetime
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import consensus
from consensus import bootstrap
from consensus.domain import Outcome, Policy, Task, Verification
from consensus.domain.file import File
from consensus.errors import ConsensusError, NotFoundError, PanelError, PolicyError, SchemaError, UsageError
from consensus.evaluate import decide_recorded
from consensus.formats import RecordedFile, RecordedRecord, read_recorded
from consensus.service.jobs.unit_report import unit_report
from consensus.settings import Settings

EXAMPLE = Path(str(files("consensus"))) / "examples" / "recorded.jsonl"
SOURCE, RIGHT = "Close valve 7 before you start the pump.", "Schließen Sie Ventil 7, bevor Sie die Pumpe starten."
GERMAN = {"policy": "translation", "source": "en", "to": "de"}
SCHEMA = {"type": "object", "properties": {"total": {"type": "number"}, "vendor": {"type": "string"}}}
INVOICE = "Invoice of Berg Ltd., total 12.50 EUR."
RIGHT_OBJECT = {"total": 12.5, "vendor": "Berg Ltd."}
FIELDS = {"policy": "extraction", "schema": SCHEMA}


class Invoice(BaseModel):
    total: float
    vendor: str


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSENSUS_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def agreeing(*members: str, answer: Any = RIGHT) -> dict[str, Any]:
    return dict.fromkeys(members, answer)


# --- the same as evaluate --------------------------------------------------------------------------------------------


RECORDED = read_recorded(EXAMPLE)


@pytest.mark.parametrize("record", RECORDED.records, ids=lambda record: record.id)
def test_it_decides_as_evaluate_does(record: RecordedRecord) -> None:
    is_translation = record.task is Task.TRANSLATE
    policy = _policy("translation" if is_translation else "extraction")
    alone = RecordedFile(RECORDED.names, (record,))
    (expected,) = decide_recorded(alone, RECORDED.names, policy, families=str)
    outputs = {name: record.outputs.get(name) for name in RECORDED.names}
    source, target = record.langs or (record.lang, None)
    how = {"to": target} if is_translation else {"schema": record.schema}
    found = consensus.decide(record.text or "", outputs, policy=policy, source=source, **how)
    assert found
    assert [replace(unit, id="") for unit in found] == [replace(unit_report(u), id="") for u in expected.units]


def test_segments_are_decided_as_the_records_of_a_file() -> None:
    records = [record for record in RECORDED.records if record.task is Task.TRANSLATE]
    langs = records[0].langs
    assert langs is not None
    some = [record for record in records if record.langs == langs]
    assert len(some) > 5
    expected = decide_recorded(RecordedFile(RECORDED.names, tuple(some)), RECORDED.names, _policy(), families=str)
    columns = {name: [record.outputs.get(name) for record in some] for name in RECORDED.names}
    found = consensus.decide(
        [record.text or "" for record in some], columns, policy=_policy(), source=langs[0], to=langs[1]
    )
    assert [(u.outcome, u.rule, u.value, u.reasons, u.score) for u in found] == [
        (v.outcome, v.rule, v.value, v.reasons, v.score) for one in expected for u in one.units if (v := u.verdict)
    ]
    assert [unit.source for unit in found] == [record.text for record in some]
    assert {unit.outcome for unit in found} == {Outcome.ACCEPTED, Outcome.REVIEW}


def _policy(name: str = "translation") -> Policy:
    return bootstrap.policies(Settings.read()).load(name).model_copy(update={"semantic": "off"})


# --- what it says ----------------------------------------------------------------------------------------------------


def test_agreement_of_two_makers_is_accepted() -> None:
    (unit,) = consensus.decide(SOURCE, agreeing("gpt-4o", "claude"), **GERMAN)
    assert (unit.outcome, unit.value, unit.verification) == (Outcome.ACCEPTED, RIGHT, Verification.AUTO)
    assert unit.source == SOURCE
    assert unit.candidates == agreeing("gpt-4o", "claude")


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        (agreeing("gpt-4o"), "quorum"),
        (agreeing("gpt-4o", "gpt-4o-mini"), "quorum"),
        (agreeing("gpt-4o", "openai/o3", "azure/gpt-4.1"), "quorum"),
        ({**agreeing("gpt-4o"), "claude": None}, "quorum"),
        ({**agreeing("gpt-4o"), "claude": " \n"}, "quorum"),
        ({**agreeing("gpt-4o"), "claude": RIGHT.replace("7", "8")}, "hard_fact"),
        (agreeing("gpt-4o", "claude", answer=RIGHT.replace("7", "8")), "veto"),
        (agreeing("gpt-4o", "claude", answer=None), "no_answer"),
    ],
    ids=["one", "one maker", "one maker at three hosts", "none", "blank", "another number", "both wrong", "nobody"],
)
def test_what_is_not_agreed_is_not_accepted(answers: dict[str, Any], rule: str) -> None:
    (unit,) = consensus.decide(SOURCE, answers, **GERMAN)
    assert unit.outcome is not Outcome.ACCEPTED
    assert (unit.rule, unit.value) == (rule, None)
    assert set(unit.candidates) | set(unit.abstentions) == set(answers)


def test_a_policy_says_who_made_a_model_of_an_unknown_name() -> None:
    (apart,) = consensus.decide(SOURCE, agreeing("house-a", "house-b"), **GERMAN)
    assert apart.outcome is Outcome.ACCEPTED
    rules = [{"model": name, "family": "ours"} for name in ("house-a", "house-b")]
    policy = Policy.model_validate({**_policy().model_dump(), "members": rules})
    (together,) = consensus.decide(SOURCE, agreeing("house-a", "house-b"), **{**GERMAN, "policy": policy})
    assert together.rule == "quorum"


@pytest.mark.parametrize("schema", [SCHEMA, Invoice], ids=["JSON Schema", "pydantic"])
def test_fields_are_decided_one_by_one(schema: Any) -> None:
    answers = {"gpt-4o": RIGHT_OBJECT, "claude": {**RIGHT_OBJECT, "total": 125}}
    found = {unit.path: unit for unit in consensus.decide(INVOICE, answers, policy="extraction", schema=schema)}
    assert (found["vendor"].outcome, found["vendor"].value) == (Outcome.ACCEPTED, "Berg Ltd.")
    assert (found["total"].outcome, found["total"].value) == (Outcome.REVIEW, None)


def test_an_object_in_a_reply_is_read_as_a_job_reads_it() -> None:
    answers = {"gpt-4o": RIGHT_OBJECT, "claude": '```json\n{"total": 12.5, "vendor": "Berg Ltd."}\n```'}
    assert {unit.outcome for unit in consensus.decide(INVOICE, answers, **FIELDS)} == {Outcome.ACCEPTED}


@pytest.mark.parametrize("answer", ["no JSON", [1, 2], 5, {"total": None, "other": 1}], ids=str)
def test_an_answer_of_another_shape_is_no_vote(answer: Any) -> None:
    found = consensus.decide(INVOICE, {"gpt-4o": RIGHT_OBJECT, "claude": answer}, **FIELDS)
    assert Outcome.ACCEPTED not in {unit.outcome for unit in found}


# --- called wrongly --------------------------------------------------------------------------------------------------

KEY = "sk-abcdefghijklmnopqrstuv0123"
TWO = agreeing("gpt-4o", "claude")
OBJECTS = agreeing("gpt-4o", "claude", answer=RIGHT_OBJECT)
WRONG: dict[str, tuple[Any, Any, dict[str, Any], type[ConsensusError], str]] = {
    "no answers": (SOURCE, {}, GERMAN, UsageError, "no answers by member"),
    "answers without names": (SOURCE, [RIGHT, RIGHT], GERMAN, UsageError, "no answers by member"),
    "a name that is no text": (SOURCE, {1: RIGHT, 2: RIGHT}, GERMAN, UsageError, "1 is no name"),
    "an empty name": (SOURCE, {"": RIGHT, "b": RIGHT}, GERMAN, UsageError, '"" is no name'),
    "a name with a line break": (SOURCE, agreeing("a\nb", "c"), GERMAN, UsageError, "is no name"),
    "the same name twice": (SOURCE, agreeing("Claude", "claude"), GERMAN, UsageError, "are the same name"),
    "a key for a name": (SOURCE, agreeing(KEY, "claude"), GERMAN, UsageError, "looks like an API key"),
    "a password in a name": (SOURCE, agreeing("m@http://u:p@h/v1", "b"), GERMAN, UsageError, "with a password"),
    "1,000 members": (SOURCE, agreeing(*map(str, range(1000))), GERMAN, UsageError, "100 are compared at most"),
    "an answer that is a number": (
        SOURCE,
        {**TWO, "claude": 7},
        GERMAN,
        UsageError,
        '"claude": this answer is no text',
    ),
    "a long answer": (SOURCE, {**TWO, "claude": "a" * 10**7}, GERMAN, UsageError, "10,000,000 characters"),
    "half of a character": (SOURCE, {**TWO, "claude": "\ud83d"}, GERMAN, UsageError, "half of a character at 0"),
    "a list for one text": (SOURCE, {**TWO, "claude": [RIGHT]}, GERMAN, UsageError, "this answer is no text"),
    "one text for a list": ([SOURCE], TWO, GERMAN, UsageError, "1 segments and no list of answers"),
    "too few answers": ([SOURCE, SOURCE], {"a": [RIGHT], "b": [RIGHT, RIGHT]}, GERMAN, UsageError, '1 answers by "a"'),
    "no text": (None, TWO, GERMAN, UsageError, "the source is no text"),
    "an empty text": (" \n", TWO, GERMAN, UsageError, "the source is empty"),
    "an empty segment": (
        [SOURCE, ""],
        agreeing("a", "b", answer=[RIGHT, ""]),
        GERMAN,
        UsageError,
        "segment 2 is empty",
    ),
    "no segments": ([], agreeing("a", "b", answer=[]), GERMAN, UsageError, "there are no segments"),
    "bytes": (b"Close.", TWO, GERMAN, UsageError, "the source is no text"),
    "a path": (Path("manual.md"), TWO, GERMAN, UsageError, "the source is no text"),
    "a file in memory": (File("manual.md", "Close."), TWO, GERMAN, UsageError, "the source is no text"),
    "the name of a file": ("docs/manual.md", TWO, GERMAN, UsageError, "the name of a file, not its text"),
    "10 MB of one segment": ("a " * 5_000_000, TWO, GERMAN, UsageError, "10,000,000 characters; 20,000 at most"),
    "NUL in a text": ("Close\0 it.", TWO, GERMAN, UsageError, "NUL"),
    "an unknown language": (SOURCE, TWO, {"policy": "translation", "to": "xq"}, UsageError, "xq"),
    "a language that is a number": (SOURCE, TWO, {"policy": "translation", "to": 5}, UsageError, "5 is no language"),
    "one language twice": (SOURCE, TWO, {**GERMAN, "source": "de"}, UsageError, "the same language"),
    "no target language": (SOURCE, TWO, {"policy": "translation"}, UsageError, "needs a target language"),
    "an unknown policy": (SOURCE, TWO, {**GERMAN, "policy": "translatoin"}, NotFoundError, "did you mean"),
    "a policy that is none": (SOURCE, TWO, {**GERMAN, "policy": None}, UsageError, "null is no policy"),
    "a schema to translate": (SOURCE, TWO, {**GERMAN, "schema": SCHEMA}, UsageError, "reads no schema"),
    "no schema": (INVOICE, OBJECTS, {"policy": "extraction"}, UsageError, "needs a schema"),
    "a schema that is none": (INVOICE, OBJECTS, {"policy": "extraction", "schema": int}, SchemaError, "int"),
    "extraction into a language": (INVOICE, OBJECTS, {**FIELDS, "to": "de"}, UsageError, "no target language"),
    "NaN": (INVOICE, {**OBJECTS, "claude": {"total": float("nan")}}, FIELDS, UsageError, '"claude": .* NaN'),
    "a date in an object": (INVOICE, {**OBJECTS, "b": {"d": datetime.date.max}}, FIELDS, UsageError, "not JSON"),
    "a model for an object": (INVOICE, {**OBJECTS, "b": Invoice(**RIGHT_OBJECT)}, FIELDS, UsageError, "not JSON"),
    "a broken character in an object": (INVOICE, {**OBJECTS, "b": {"v": "\ud83d"}}, FIELDS, UsageError, "broken"),
    "an object of 2 MB": (INVOICE, {**OBJECTS, "b": {"v": "a" * 2_000_000}}, FIELDS, UsageError, "1,000,000 at most"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_call_is_one_clear_error(case: str) -> None:
    text, answers, how, kind, said = WRONG[case]
    with pytest.raises(kind, match=said) as raised:
        consensus.decide(text, answers, **how)
    line = str(raised.value)
    assert "\n" not in line
    assert len(line) < 400
    assert raised.value.do
    assert KEY not in line


def test_an_object_inside_itself_is_one_clear_error() -> None:
    around: dict[str, Any] = {}
    around["total"] = around
    with pytest.raises(UsageError, match="not JSON"):
        consensus.decide(INVOICE, {**OBJECTS, "claude": around}, **FIELDS)


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"second_opinion": "openai/gpt-4o"}, "a second opinion"), ({"strategy": "critique", "critic": "x"}, "a critic")],
    ids=["second opinion", "critic"],
)
def test_a_policy_that_has_answers_read_is_refused(changed: dict[str, Any], said: str) -> None:
    policy = _policy().model_copy(update=changed)
    with pytest.raises(UsageError, match=f"asks {said}"):
        consensus.decide(SOURCE, TWO, policy=policy, to="de")


def test_a_judge_from_the_panel_and_a_primary_outside_it_are_refused() -> None:
    for changed, said in (({"judge": "gpt-4o-mini"}, "judge its own"), ({"strategy": "primary"}, "no primary")):
        with pytest.raises(PanelError, match=said):
            consensus.decide(SOURCE, TWO, policy=_policy().model_copy(update=changed), to="de")


def test_a_judge_who_says_nothing_accepts_nothing() -> None:
    policy = _policy().model_copy(update={"judge": "gemini/gemini-2.5-flash"})
    different = {"gpt-4o": RIGHT, "claude": "Machen Sie Ventil 7 zu, bevor Sie die Pumpe anlassen."}
    (unit,) = consensus.decide(SOURCE, different, policy=policy, source="en", to="de")
    assert unit.outcome is Outcome.REVIEW


def test_a_broken_policy_file_names_its_lines(tmp_path: Path) -> None:
    broken = tmp_path / "mine.yaml"
    broken.write_text("name: mine\nversion: 1\nquorum: 1\n", "utf-8")
    with pytest.raises(PolicyError, match="line 3: `quorum`"):
        consensus.decide(SOURCE, TWO, policy=str(broken), to="de")


def test_nothing_is_written_and_nobody_is_asked(tmp_path: Path) -> None:
    consensus.decide(SOURCE, TWO, **GERMAN)
    assert list(tmp_path.iterdir()) == []
