"""What only OCR read is accepted when a vote saw the picture, never because texts agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from consensus.domain import Candidate, DocumentRules, Outcome, Page, Policy
from consensus.pipeline import DecisionConfig, ObjectAnswers, decide_object

FIRST = "Invoice RE-77\nTotal: 478.74 EUR\nOrdered by: Harbour Books\n"
SECOND = "Total again: 478.74 EUR\nFreight: 12.50\n"
TEXT = f"{FIRST}\f{SECOND}"
SCAN = (Page(1, 595, 842, 0, len(FIRST), "ocr"), Page(2, 595, 842, len(FIRST) + 1, len(TEXT), "ocr"))
MIXED = (SCAN[0], Page(2, 595, 842, len(FIRST) + 1, len(TEXT)))
SCHEMA = {
    "type": "object",
    "properties": {
        "total": {"type": "number"},
        "freight": {"type": "number"},
        "buyer": {"type": ["string", "null"]},
        "paid": {"type": "boolean"},
        "note": {"type": ["string", "null"]},
    },
    "required": ["total", "freight", "buyer", "paid", "note"],
}
VALUE = {"total": 478.74, "freight": 12.5, "buyer": "Harbour Books", "paid": False, "note": None}


def decided(
    saw: Sequence[tuple[int, ...]],
    pages: Sequence[Page] = SCAN,
    scans: str = "image_vote",
    values: Sequence[Mapping[str, Any]] = (),
    **policy: Any,
) -> dict[str, tuple[Outcome, str]]:
    """saw: for each member, the pages whose pictures it was sent. values: what it answers, else VALUE."""
    answers = [
        Candidate("d", f"m{n}", f"f{n}", dict(values[n] if values else VALUE), saw=seen) for n, seen in enumerate(saw)
    ]
    rules = Policy(name="t", version=1, documents=DocumentRules(scans=scans), **policy)
    records = decide_object(ObjectAnswers("d", TEXT, SCHEMA, answers, pages), DecisionConfig(rules))
    found = {}
    for record in records:
        assert record.verdict is not None
        found[record.unit.path] = (record.verdict.outcome, record.verdict.rule)
    return found


ACCEPTED, HELD = (Outcome.ACCEPTED, "unanimous"), (Outcome.REVIEW, "only_ocr")


def test_texts_that_agree_accept_nothing_that_only_ocr_read() -> None:
    """The common mode: three families repeat one reading."""
    assert set(decided([(), (), ()]).values()) == {HELD}


def test_one_vote_that_saw_the_pages_is_enough() -> None:
    assert set(decided([(), (1, 2), ()]).values()) == {ACCEPTED}


def test_a_vote_counts_where_its_member_saw_a_page_on_which_the_value_stands() -> None:
    found = decided([(), (1,), ()])
    assert found["total"] == ACCEPTED, "it stands on both"
    assert found["buyer"] == ACCEPTED
    assert found["freight"] == HELD, "page 2 was not shown"
    assert found["paid"] == HELD, "what stands nowhere may stand on any page"
    assert found["note"] == HELD, "and so may what is said to be missing"


def test_what_also_stands_on_a_digital_page_needs_no_picture() -> None:
    found = decided([(), (), ()], MIXED)
    assert found["total"] == found["freight"] == ACCEPTED
    assert found["buyer"] == found["note"] == HELD


def test_pages_without_ocr_change_nothing() -> None:
    digital = [Page(page.number, 595, 842, page.start, page.end) for page in SCAN]
    assert set(decided([(), (), ()], digital).values()) == {ACCEPTED}


def test_what_no_reader_found_needs_two_families_that_saw_it() -> None:
    read = {**VALUE, "total": 473.74}
    assert decided([(1, 2), (1, 2), ()], values=[read, read, read])["total"] == ACCEPTED
    assert decided([(1, 2), (), ()], values=[read, read, read])["total"][0] is Outcome.REVIEW
    assert decided([(1, 2), (1,), ()], values=[read, read, read])["total"][0] is Outcome.REVIEW


def test_a_misread_digit_is_never_accepted_against_the_one_that_saw_it() -> None:
    read = {**VALUE, "total": 473.74}
    assert decided([(), (), (), (1, 2)], values=[VALUE, VALUE, VALUE, read])["total"][0] is Outcome.REVIEW
    outvoted = decided(
        [(), (), (), (1, 2)], values=[VALUE, VALUE, VALUE, read], support=0.7, hard_fact_dispute="outvoted"
    )
    assert outvoted["total"] == HELD, "a majority of readers of the text is no majority"


@pytest.mark.parametrize("saw", [[(1, 2)] * 3, [(), (), ()]])
def test_a_policy_may_leave_all_of_it_to_people(saw: list[tuple[int, ...]]) -> None:
    assert set(decided(saw, scans="review").values()) == {HELD}


def test_two_engines_that_read_the_same_characters() -> None:
    twice = [Page(1, 595, 842, 0, len(FIRST), "ocr", "Total 478.74 Ordered by Harbour Bocks"), SCAN[1]]
    found = decided([(), (), ()], twice, scans="two_readers")
    assert found["total"] == ACCEPTED
    assert found["buyer"] == found["note"] == HELD, "the second engine read another word, and nothing of nothing"
    assert decided([(), (), ()], twice)["total"] == HELD, "it counts only where the policy says so"


def test_the_reason_is_one_sentence_for_a_person() -> None:
    answers = [Candidate("d", f"m{n}", f"f{n}", VALUE) for n in range(3)]
    item = ObjectAnswers("d", TEXT, SCHEMA, answers, SCAN)
    records = decide_object(item, DecisionConfig(Policy(name="t", version=1)))
    told = {r.unit.path: r.verdict.reasons for r in records if r.verdict}
    assert told["buyer"] == ("Only OCR read this page; no member that agrees saw the picture.",)
    assert told["freight"] == ("Only OCR read page 2; no member that agrees saw the picture.",)
