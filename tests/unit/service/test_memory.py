"""Which earlier translations are found for a document's segments, and which of them may be delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import Document, MemoryMatch, Policy, Segment, SettledSegment, Task, Verification
from consensus.service.memory import nothing, with_memory
from consensus.storage.store import SqlStore

DOCUMENT = Document("d", "page.txt", Task.TRANSLATE, "text", "Stop.", "en", "de")
SEGMENT = Segment("s1", 0, "Stop.", 0, 5)
POLICY = Policy(name="p", version=1, semantic="off")
HUMAN, AUTO = Verification.HUMAN_ACCEPTED, Verification.AUTO


def known(target: str, verification: Verification = HUMAN, at: str = "2026-01-01", **more: Any) -> SettledSegment:
    made = SettledSegment("old", "u1", "old.txt", "Stop.", target, verification, at, SEGMENT.kind)
    return replace(made, **more)


def found(
    *settled: SettledSegment,
    document: Document = DOCUMENT,
    policy: Policy = POLICY,
    before: Document = DOCUMENT,
    then: Policy = POLICY,
    segments: Sequence[Segment] = (SEGMENT,),
    store: SqlStore,
    a_job: Any,
) -> tuple[MemoryMatch, ...]:
    store.create_job(replace(a_job("old"), document=before, policy=then), [])
    asked: list[Any] = []

    def settled_segments(source: str, target: str, limit: int, texts: Sequence[str]) -> Sequence[SettledSegment]:
        asked.append((source, target, tuple(texts)))
        return settled

    (first, *_) = with_memory(segments, document, policy, store, settled_segments) or (replace(SEGMENT, memory=()),)
    assert asked in ([], [("en", "de", ("Stop.",))])
    return first.memory


def test_an_installation_without_memory_remembers_nothing(store: SqlStore) -> None:
    assert nothing("en", "de", 10, ["Stop."]) == ()
    assert with_memory([SEGMENT], DOCUMENT, POLICY, store, nothing) == (SEGMENT,)


@pytest.mark.parametrize(
    ("rules", "looked", "meaning"),
    [
        ({}, True, "shown to reviewers"),
        ({"reviewers": False}, False, "used for nothing"),
        ({"reviewers": False, "members": True}, True, "offered to members"),
        ({"reviewers": False, "reuse": "human"}, True, "delivered"),
    ],
)
def test_it_is_looked_for_where_it_is_used(
    store: SqlStore, a_job: Any, rules: dict[str, Any], looked: bool, meaning: str
) -> None:
    policy = Policy.model_validate({"name": "p", "version": 1, "semantic": "off", "memory": rules})
    assert bool(found(known("Halt."), policy=policy, store=store, a_job=a_job)) is looked, meaning


def test_an_extraction_has_none(store: SqlStore, a_job: Any) -> None:
    bill = replace(DOCUMENT, task=Task.EXTRACT, target_lang=None)
    assert found(known("Halt."), document=bill, before=bill, store=store, a_job=a_job) == ()


@pytest.mark.parametrize(
    ("before", "same"),
    [
        ({}, True),
        ({"source_lang": "fr"}, False),
        ({"target_lang": "de-AT"}, False),
        ({"data_class": "confidential"}, False),
    ],
    ids=str,
)
def test_only_documents_of_the_same_languages_and_class(
    store: SqlStore, a_job: Any, before: dict[str, str], same: bool
) -> None:
    assert bool(found(known("Halt."), before=replace(DOCUMENT, **before), store=store, a_job=a_job)) is same


def test_a_heading_is_worded_unlike_a_sentence(store: SqlStore, a_job: Any) -> None:
    assert found(known("Halt.", kind="heading"), store=store, a_job=a_job) == ()


def test_what_people_said_first_then_the_newest_and_three_of_them(store: SqlStore, a_job: Any) -> None:
    stored = [
        known("auto", AUTO, "2026-04-04"),
        known("older", at="2026-01-01"),
        known("newer", at="2026-02-02"),
        known("oldest", at="2025-01-01"),
    ]
    assert [one.target for one in found(*stored, store=store, a_job=a_job)] == ["newer", "older", "oldest"]


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (known("Halt.", AUTO, "2026-04-04"), known("Halt."), "human-accepted"),
        (known("Halt."), known("Halt.", AUTO, "2026-04-04"), "human-accepted"),
    ],
)
def test_of_equal_texts_the_better_verified_one(
    store: SqlStore, a_job: Any, first: Any, second: Any, kept: str
) -> None:
    (one,) = found(first, second, store=store, a_job=a_job)
    assert one.verification == kept


def test_of_equally_verified_texts_the_first_found_stands(store: SqlStore, a_job: Any) -> None:
    (one,) = found(known("Halt.", at="2026-02-02"), known("Halt.", at="2026-03-03"), store=store, a_job=a_job)
    assert one.at == "2026-02-02"


STYLED = Policy(name="p", version=1, semantic="off", style="formal")
OTHER = Policy(name="p", version=1, semantic="off", quorum=3)


@pytest.mark.parametrize(
    ("verification", "then", "now", "basis", "meaning"),
    [
        (HUMAN, POLICY, POLICY, "human", "a person, under the same wording"),
        (HUMAN, OTHER, POLICY, "human", "a person, whatever the thresholds"),
        (HUMAN, STYLED, POLICY, "", "a person, under another style"),
        (AUTO, POLICY, POLICY, "accepted", "the very same policy"),
        (AUTO, OTHER, POLICY, "", "another policy"),
    ],
)
def test_what_may_be_delivered(
    store: SqlStore, a_job: Any, verification: Verification, then: Policy, now: Policy, basis: str, meaning: str
) -> None:
    (one,) = found(known("Halt.", verification), then=then, policy=now, store=store, a_job=a_job)
    assert one.reusable == basis, meaning
    assert (one.target, one.job_id, one.unit_id, one.document) == ("Halt.", "old", "u1", "old.txt")
