"""Free text: facts first, then the word of somebody outside the panel on every pair; else a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from consensus.domain import Candidate, Document, Opinion, OpinionRequest, Outcome, Policy, Task
from consensus.domain.job import UnitRecord
from consensus.pipeline import DecisionConfig, ObjectAnswers, decide_object
from consensus.strategy import LONGEST_TEXT, texts_asked_about, with_one_meaning

POLICY = Policy(name="p", version=1, task="extract", second_opinion="third/judge")
TEXT = {"type": "string", "x-compare": "text"}
ASKS, WISHES = "The tenant asks for a new boiler.", "The tenant would like to have a new boiler."
WANTS = "A new boiler is what the tenant wants."


class Scripted:
    """Says of every pair what it is told to, and remembers what it was asked."""

    signature = "scripted"

    def __init__(self, *different: str, word: bool | None = False) -> None:
        self.different, self.word = different, word
        self.asked: list[OpinionRequest] = []

    async def opinions(self, pairs: Sequence[OpinionRequest]) -> Sequence[Opinion]:
        self.asked += pairs
        return [
            Opinion(True, "It objects.")
            if {p.source, p.answer} & {*self.different}
            else Opinion(self.word, "It looked.")
            for p in pairs
        ]


def decided(*values: Any, text: str = "A letter.", lang: str | None = "en", key: Any = TEXT) -> tuple[UnitRecord, ...]:
    answers = [Candidate("d", f"m{at}", f"f{at}", {"wish": value}) for at, value in enumerate(values)]
    schema = {"type": "object", "properties": {"wish": key}}
    return decide_object(ObjectAnswers("d", text, schema, answers), DecisionConfig(POLICY, (lang, None)))


async def settled(*values: Any, by: Scripted | None, text: str = "A letter.", **given: Any) -> Any:
    (record,) = await with_one_meaning(decided(*values, text=text, **given), text, POLICY, "en", by)
    assert record.verdict is not None
    return record.verdict


async def test_all_pairs_must_say_the_same() -> None:
    by = Scripted()
    verdict = await settled(ASKS, WISHES, WANTS, by=by)
    assert (verdict.outcome, verdict.rule) == (Outcome.ACCEPTED, "same_meaning")
    assert verdict.value in (ASKS, WISHES)
    assert verdict.reasons == ("3 of 3 independent families say the same in different words.", "It looked.")
    assert len(by.asked) == 3
    assert all(pair.answers and pair.langs == ("en", "en") for pair in by.asked)
    assert (await settled(ASKS, WISHES, WANTS, by=Scripted(WANTS))).outcome is Outcome.REVIEW
    assert (await settled(ASKS, WISHES, WANTS, by=Scripted(word=None))).outcome is Outcome.REVIEW
    assert (await settled(ASKS, WISHES, WANTS, by=None)).outcome is Outcome.REVIEW


async def test_two_who_said_it_alike_are_one_text() -> None:
    by = Scripted()
    assert (await settled(ASKS, ASKS, WISHES, by=by)).value == ASKS
    assert len(by.asked) == 1


async def test_the_wording_of_the_document_is_delivered() -> None:
    assert (await settled(ASKS, WISHES, WANTS, by=Scripted(), text=f"Dear Sir, {WANTS}")).value == WANTS


async def test_the_order_of_the_panel_changes_nothing() -> None:
    values = (ASKS, WISHES, WANTS)
    found = {
        (await settled(*(values[at] for at in order), by=Scripted())).value
        for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0))
    }
    assert len(found) == 1


@pytest.mark.parametrize(
    ("one", "other", "lang", "meaning"),
    [
        ("The tenant asks the landlord to repair it.", "The landlord asks the tenant to repair it.", "en", "roles"),
        ("Pay within 30 days.", "Payment is expected within 80 days.", "en", "numbers"),
        ("He shall pay.", "He shall not pay.", "en", "negation"),
        ("Turn the valve left.", "The valve is to be turned right.", "en", "opposites"),
        ("It weighs 5 kg.", "Its weight is 5 g.", "en", "units"),
        ("Zahlbar bis 3. Mai.", "Zu zahlen bis zum 3. März.", "de", "months"),
        ("Il faut fermer la porte.", "Il ne faut pas fermer la porte.", "fr", "negation in French"),
        ("The heating does not work.", "The heating is working.", "en", "negation in other words"),
        ("The seller bears the risk.", "All risk is with the buyer.", "en", "parties"),
        ("Order AB-12 is late.", "The order AB-21 is late.", "en", "codes"),
    ],
)
async def test_a_dispute_of_facts_is_nobodys_to_settle(one: str, other: str, lang: str, meaning: str) -> None:
    by = Scripted()
    verdict = await settled(one, other, one, by=by, lang=lang)
    assert verdict.outcome is Outcome.REVIEW, meaning
    assert not by.asked
    assert any("differ" in reason for reason in verdict.reasons)


@pytest.mark.parametrize(
    ("values", "key", "meaning"),
    [
        ((ASKS, WISHES), {"type": "string"}, "a string without the kind"),
        ((ASKS, WISHES), {"type": "string", "x-compare": "exact"}, "another kind"),
        ((ASKS, None), {**TEXT, "type": ["string", "null"]}, "a null"),
        ((ASKS, "x" * (LONGEST_TEXT + 1)), TEXT, "too long"),
        ((ASKS, WISHES), {**TEXT, "maxLength": 35}, "one that breaks the schema"),
        ((ASKS, 5), TEXT, "no text"),
    ],
)
async def test_what_is_not_asked_about(values: Sequence[Any], key: Any, meaning: str) -> None:
    by = Scripted()
    assert (await settled(*values, by=by, key=key)).outcome is Outcome.REVIEW, meaning
    assert not by.asked


def test_how_many_may_be_asked_about() -> None:
    def asked(properties: Any) -> int:
        schema = {"type": "object", "properties": properties}
        return texts_asked_about(Document("d", "d", Task.EXTRACT, "text", "x", schema=schema))

    assert asked({"a": {"type": "string"}}) == 0
    assert asked({"a": TEXT, "b": TEXT, "c": {"type": "number"}}) == 2
    rows = {"type": "array", "items": {"type": "object", "properties": {"note": TEXT}}}
    assert asked({"rows": rows}) == 40
    assert texts_asked_about(Document("d", "d", Task.TRANSLATE, "text", "x", target_lang="de")) == 0
