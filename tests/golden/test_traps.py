"""Pairs on which other tools agreed and were wrong; none may be accepted, whatever the panel. Reasons stand beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from consensus.compare import SegmentAnswers
from consensus.domain import Abstention, AbstentionReason, Candidate, Outcome, Segment
from consensus.domain.job import UnitRecord
from consensus.pipeline import DecisionConfig, ObjectAnswers, decide_object, decide_segments
from consensus.policy_files.loading import load_policy

SHIPPED = Path(__file__).parents[2] / "policies"
EXTRACTION = load_policy("extraction", home=SHIPPED / "none", shipped=SHIPPED)
TRANSLATION = load_policy("translation", home=SHIPPED / "none", shipped=SHIPPED)


def answers(values: Sequence[Any]) -> tuple[Candidate | Abstention, ...]:
    return tuple(
        Abstention("u", f"m{i}", f"f{i}", AbstentionReason.NOT_RECORDED)
        if value is ...
        else Candidate("u", f"m{i}", f"f{i}", value)
        for i, value in enumerate(values)
    )


def segment(source: str, *texts: str, langs: tuple[str, str] = ("en", "en")) -> UnitRecord:
    item = SegmentAnswers(Segment("u", 0, source, 0, len(source)), answers(texts))
    return decide_segments([item], DecisionConfig(TRANSLATION, langs))[0]


def fields(schema: Mapping[str, Any], *objects: Any, text: str | None = None) -> dict[str, UnitRecord]:
    given = ObjectAnswers("d", text, {"type": "object", "properties": schema}, answers(objects))
    return {record.unit.path: record for record in decide_object(given, DecisionConfig(EXTRACTION))}  # type: ignore[union-attr]


def outcome(record: UnitRecord) -> Outcome:
    assert record.verdict is not None
    return record.verdict.outcome


NUMBER, TEXT = {"type": "number"}, {"type": "string"}

DIFFERING = [
    # what one says, what the other says, what a careless canonical form would make of it
    ("-3.5 mg", "35 mg", "sign and decimal mark dropped"),
    ("1.50", "150", "decimal mark dropped"),
    ("-5%", "5%", "sign dropped"),
    ("2024-01-02", "2024-02-01", "day and month swapped"),
    ("191.89", "191.69", "one digit, 83% alike"),
    ("9053.28", "905328", "decimal mark dropped"),
    ("The buyer shall pay.", "The buyer shall not pay.", "negation, 91% alike"),
    ("within 30 days", "within 80 days", "one digit"),
    ("word " * 401 + "day 3", "word " * 401 + "day 8", "compared to 2,000 characters only"),
    ("他在银行工作", "她在银行工作", "homophones folded to one ASCII form"),
    ("INV-1007", "INV-1001", "an id compared by likeness"),
]


@pytest.mark.parametrize(("one", "other", "why"), DIFFERING, ids=[why for *_, why in DIFFERING])
def test_differing_facts_are_never_one_answer(one: str, other: str, why: str) -> None:
    record = fields({"value": TEXT}, {"value": one}, {"value": other})["value"]
    assert outcome(record) is Outcome.REVIEW
    # Two of three is no majority either where the policy asks for all.
    assert outcome(fields({"value": TEXT}, {"value": one}, {"value": one}, {"value": other})["value"]) is Outcome.REVIEW


@pytest.mark.parametrize(("one", "other", "why"), DIFFERING, ids=[why for *_, why in DIFFERING])
def test_a_segment_that_changes_the_fact_is_not_accepted(one: str, other: str, why: str) -> None:
    source = f"Note: {one} applies to this part of the contract."
    right, wrong = source, f"Note: {other} applies to this part of the contract."
    assert outcome(segment(source, right, right, wrong)) is Outcome.REVIEW


NUMBERS = [(-3.5, 35), (1.50, 150), (191.89, 191.69), (9053.28, 905328), (-5, 5), (0, None)]


@pytest.mark.parametrize(("one", "other"), NUMBERS)
def test_differing_numbers_are_never_one_answer(one: float, other: float | None) -> None:
    record = fields({"value": NUMBER}, {"value": one}, {"value": one}, {"value": other})["value"]
    assert outcome(record) is Outcome.REVIEW


def test_two_nulls_and_a_value_are_not_unanimous() -> None:
    nullable = {"type": ["string", "null"]}
    record = fields({"order": nullable}, {"order": None}, {"order": None}, {"order": "PO-999"})["order"]
    assert outcome(record) is Outcome.REVIEW
    assert record.verdict is not None
    assert record.verdict.leading == "PO-999"  # a person sees what was read, not the absence of it


def test_a_unanimous_null_is_an_answer() -> None:
    nullable = {"type": ["string", "null"]}
    record = fields({"order": nullable}, *[{"order": None}] * 3)["order"]
    assert (outcome(record), record.verdict.value, record.verdict.support) == (Outcome.ACCEPTED, None, 1.0)  # type: ignore[union-attr]


ROWS = {"items": {"type": "array", "items": {"type": "object", "properties": {"name": TEXT, "qty": NUMBER}}}}
BOLT, NUT, FREIGHT = {"name": "bolt", "qty": 2}, {"name": "nut", "qty": 5}, {"name": "freight", "qty": 1}


def test_a_row_seen_by_one_of_three_does_not_vanish() -> None:
    found = fields(ROWS, {"items": [BOLT, NUT]}, {"items": [BOLT, NUT, FREIGHT]}, {"items": [BOLT, NUT]})
    extra = [record for record in found.values() if record.verdict and record.verdict.leading == "freight"]
    assert [outcome(record) for record in extra] == [Outcome.REVIEW]


def test_shuffled_lists_are_compared_by_content() -> None:
    found = fields(ROWS, {"items": [BOLT, NUT]}, {"items": [NUT, BOLT]}, {"items": [BOLT, NUT]})
    assert len(found) == 4
    assert {outcome(record) for record in found.values()} == {Outcome.ACCEPTED}


def test_a_value_is_not_grounded_in_a_longer_or_other_code() -> None:
    from consensus.locate.values import locate

    assert locate("See INV-1001 and INV-10070.", "INV-1007") == []
    assert locate("See INV-1001 and INV-1007.", "INV-1007") == [(17, 25)]


def test_a_value_that_breaks_its_format_is_not_accepted_however_unanimous() -> None:
    record = fields({"due": {"type": "string", "format": "date"}}, *[{"due": "2024-13-01"}] * 3)["due"]
    assert outcome(record) is Outcome.REVIEW


def test_a_clause_lost_from_a_long_segment_is_not_near_identity() -> None:
    source = "The pump moves water through the circuit of the house, and the control unit sets its speed. " * 12
    whole = "Die Pumpe bewegt Wasser durch den Kreis des Hauses, und die Steuerung stellt ihre Drehzahl ein. " * 12
    lost = whole.replace(", und die Steuerung stellt ihre Drehzahl ein", "", 1)
    wording_alone = TRANSLATION.translation.model_copy(update={"accept_share": 0.0})
    policy = TRANSLATION.model_copy(update={"translation": wording_alone})
    item = SegmentAnswers(Segment("u", 0, source, 0, len(source)), answers([whole, whole, lost]))
    assert outcome(decide_segments([item], DecisionConfig(policy, ("en", "de")))[0]) is Outcome.REVIEW


def test_one_answer_and_two_abstentions_are_not_agreement() -> None:
    record = fields({"value": NUMBER}, {"value": 1}, ..., ...)["value"]
    assert outcome(record) is Outcome.REVIEW


def test_copies_of_a_model_do_not_vote_twice() -> None:
    clones = tuple(Candidate("u", f"clone{i}", "one-family", {"value": 1}) for i in range(5))
    given = ObjectAnswers("d", None, {"type": "object", "properties": {"value": NUMBER}}, clones)
    assert outcome(decide_object(given, DecisionConfig(EXTRACTION))[0]) is Outcome.REVIEW
