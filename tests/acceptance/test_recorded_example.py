"""The recorded example that ships: it fits the example documents and shows what it promises."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from consensus.domain import AbstentionReason, Outcome, Segment, Task
from consensus.domain.job import UnitRecord
from consensus.evaluate import RecordedDecision, decide_recorded
from consensus.formats import RecordedFile, read_document, read_recorded, split
from consensus.normalize.digests import text_digest
from consensus.policy_files.loading import load_policy
from consensus.schema import from_json

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "consensus" / "examples"
NAMES = ("example-a", "example-b", "example-c")


@pytest.fixture(scope="module")
def recorded() -> RecordedFile:
    return read_recorded(EXAMPLES / "recorded.jsonl")


def decided(recorded: RecordedFile, policy: str, task: Task) -> list[RecordedDecision]:
    chosen = RecordedFile(recorded.names, tuple(r for r in recorded.records if r.task is task))
    rules = load_policy(policy, home=Path("nowhere"), shipped=ROOT / "policies")
    return decide_recorded(chosen, NAMES, rules, families=lambda name: name)


@pytest.fixture(scope="module")
def units(recorded: RecordedFile) -> Mapping[str, UnitRecord]:
    """Segments by their source text."""
    found = {}
    for one in decided(recorded, "translation", Task.TRANSLATE):
        assert isinstance(one.units[0].unit, Segment)
        found[one.units[0].unit.text] = one.units[0]
    return found


@pytest.fixture(scope="module")
def cells(recorded: RecordedFile) -> Mapping[str, UnitRecord]:
    """Fields by document and path."""
    lines = decided(recorded, "extraction", Task.EXTRACT)
    return {f"{one.record.id}:{getattr(unit.unit, 'path', '')}": unit for one in lines for unit in one.units}


def outcome(record: UnitRecord) -> Outcome:
    assert record.verdict is not None
    return record.verdict.outcome


def vetoes(record: UnitRecord) -> set[tuple[str, str]]:
    return {(finding.check, finding.member) for finding in record.findings if finding.veto}


def reasons(record: UnitRecord) -> str:
    assert record.verdict is not None
    return " ".join(record.verdict.reasons)


def test_it_says_of_itself_that_no_model_wrote_it(recorded: RecordedFile) -> None:
    assert recorded.note == "Written by hand for this example; no model produced these answers."
    assert recorded.names == NAMES


def test_every_segment_of_the_manual_has_its_record(recorded: RecordedFile) -> None:
    manual = read_document(EXAMPLES / "manual.md", task=Task.TRANSLATE, source_lang="en", target_lang="de").document
    wanted = [text_digest(segment.text) for segment in split(manual)]
    answers = [record for record in recorded.records if record.doc_id == "manual.md"]
    assert [text_digest(record.text or "") for record in answers] == wanted
    assert {record.langs for record in answers} == {("en", "de")}


@pytest.mark.parametrize("name", ["invoice", "order_confirmation"])
def test_every_business_document_has_its_record(name: str, recorded: RecordedFile) -> None:
    schema = json.loads((EXAMPLES / f"{name}.schema.json").read_text(encoding="utf-8"))
    document = read_document(EXAMPLES / f"{name}.txt", task=Task.EXTRACT, schema=schema).document
    record = next(record for record in recorded.records if record.id == name)
    assert text_digest(record.text or "") == text_digest(document.text)
    assert record.schema == schema
    assert all(set(answer) == set(schema["properties"]) for answer in record.outputs.values())


def test_full_agreement_is_the_rule(units: Mapping[str, UnitRecord], cells: Mapping[str, UnitRecord]) -> None:
    counts = Counter(outcome(unit) for unit in (*units.values(), *cells.values()))
    assert counts[Outcome.FAILED] == 0
    assert counts[Outcome.ACCEPTED] > 3 * counts[Outcome.REVIEW]
    assert outcome(units["Technical data"]) is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("source", "check", "member"),
    [
        ("Fill the system to a pressure of 1.5 bar.", "numbers", "example-b"),  # 15 bar
        ("Never open the housing while the motor is connected to the mains.", "negation", "example-c"),  # "never" lost
        (
            "This page describes the start-up and care of the pump with the serial number {serial_number}.",
            "placeholders",
            "example-c",
        ),
    ],
)
def test_a_veto_names_who_broke_what(source: str, check: str, member: str, units: Mapping[str, UnitRecord]) -> None:
    unit = units[source]
    assert vetoes(unit) == {(check, member)}
    assert outcome(unit) is Outcome.REVIEW
    assert unit.verdict is not None
    assert unit.verdict.leading in {a.value for a in unit.answers if a.member != member and hasattr(a, "value")}


def test_one_abstention_leaves_a_quorum(units: Mapping[str, UnitRecord]) -> None:
    unit = units["Replace the shaft seal after 8,000 operating hours or every 24 months."]
    assert [getattr(answer, "reason", None) for answer in unit.answers] == [None, AbstentionReason.NOT_RECORDED, None]
    assert outcome(unit) is Outcome.ACCEPTED


def test_three_wordings_are_a_split(units: Mapping[str, UnitRecord]) -> None:
    unit = units["The control unit reports its state on the service port:"]
    assert unit.agreement is not None
    assert len(unit.agreement.clusters) == 3
    assert vetoes(unit) == set()
    assert outcome(unit) is Outcome.REVIEW


def test_only_the_planted_segments_need_a_person(units: Mapping[str, UnitRecord]) -> None:
    assert sum(outcome(unit) is Outcome.REVIEW for unit in units.values()) == 7, (
        "four of the page, three of the Word file"
    )


def test_nothing_is_accepted_in_a_row_that_one_member_lacks(cells: Mapping[str, UnitRecord]) -> None:
    freight = {path: unit for path, unit in cells.items() if path.startswith("invoice:line_items[3]")}
    assert len(freight) == 4
    assert {outcome(unit) for unit in freight.values()} == {Outcome.REVIEW}
    assert next(unit.verdict.leading for unit in freight.values() if unit.verdict) == "FR-001"
    assert outcome(cells["invoice:line_items[0].unit_price"]) is Outcome.ACCEPTED


def test_names_agree_in_capitals_and_dates_do_not_agree_by_likeness(cells: Mapping[str, UnitRecord]) -> None:
    assert outcome(cells["invoice:customer"]) is Outcome.ACCEPTED
    assert outcome(cells["order_confirmation:order_date"]) is Outcome.REVIEW
    assert outcome(cells["order_confirmation:vat_id"]) is Outcome.ACCEPTED, "null is an answer on which all agree"


def test_the_schema_of_the_name_example_can_be_walked() -> None:
    schema = json.loads((EXAMPLES / "names.schema.json").read_text(encoding="utf-8"))
    assert from_json(schema)["properties"]["committee"]["x-compare"] == "name"


def test_strict_accepts_nothing_that_the_other_policies_send_to_review(recorded: RecordedFile) -> None:
    def accepted(policy: str, task: Task) -> set[str]:
        return {
            u.unit.id for one in decided(recorded, policy, task) for u in one.units if outcome(u) is Outcome.ACCEPTED
        }

    assert accepted("strict", Task.TRANSLATE) <= accepted("translation", Task.TRANSLATE)
    assert accepted("strict", Task.EXTRACT) <= accepted("extraction", Task.EXTRACT)
