"""What must not move a guarantee, and what must void it: copies of a member, and every field of policy and member."""

from __future__ import annotations

import warnings
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus.compare import SegmentAnswers
from consensus.domain import (
    Candidate,
    Document,
    GuaranteeRules,
    ModelSpec,
    Panel,
    Policy,
    Segment,
    Task,
    TranslationRules,
)
from consensus.domain.job import JobRecord
from consensus.normalize.digests import digest
from consensus.pipeline import DecisionConfig, decide_segments
from consensus.service.guarantee.basis import basis_of
from consensus.service.guarantee.closing import score_of

SEGMENT = Segment("s", 0, "Close the main valve before 30 days have passed.", 0, 48)
TEXTS = (
    "Schließen Sie das Hauptventil vor Ablauf von 30 Tagen.",
    "Schließen Sie das Hauptventil vor Ablauf von 30 Tagen",
    "Das Hauptventil ist vor Ablauf von 30 Tagen zu schließen.",
    "Drehen Sie das Ventil innerhalb von 30 Tagen zu.",
    "Schließen Sie das Hauptventil vor Ablauf von 80 Tagen.",
)
GUARANTEED = Policy(name="p", version=1, semantic="off", guarantee=GuaranteeRules(alpha=0.1))


@settings(max_examples=80)
@given(st.lists(st.sampled_from(TEXTS), min_size=2, max_size=4), st.integers(0, 3), st.integers(1, 3))
def test_clones_never_change_an_acceptance(texts: list[str], which: int, copies: int) -> None:
    """One family has one voice: a member asked again under other names moves no verdict and reaches no other level."""
    answers = [Candidate("s", f"m{at}", f"f{at}", text) for at, text in enumerate(texts)]
    copied = answers[which % len(answers)]
    clones = [replace(copied, member=f"{copied.member}-clone{at}") for at in range(copies)]
    config = DecisionConfig(GUARANTEED, ("en", "de"))
    (alone,) = decide_segments([SegmentAnswers(SEGMENT, tuple(answers))], config)
    (cloned,) = decide_segments([SegmentAnswers(SEGMENT, (*answers, *clones))], config)
    assert alone.verdict is not None
    assert cloned.verdict is not None
    assert (cloned.verdict.outcome, cloned.verdict.rule) == (alone.verdict.outcome, alone.verdict.rule)
    assert cloned.verdict.leading == alone.verdict.leading
    assert score_of(cloned, GUARANTEED) == pytest.approx(score_of(alone, GUARANTEED))


#: Fields that cannot change a verdict, or that mean nothing by themselves. Of a named panel count its members, each
#: with every field (below), and what it says of their substitutes (tests/integration/test_named_panels.py).
IDLE = {"name", "version", "description", "review", "named_panel"}


@pytest.mark.parametrize("name", sorted(set(Policy.model_fields) - IDLE))
def test_every_field_of_a_policy_voids(name: str) -> None:
    """A field that is added later voids too, unless somebody says here why it cannot matter."""
    remembering = GUARANTEED.memory.model_copy(update={"members": True})  # idle as long as it is off
    other = remembering if name == "memory" else "another"
    changed = job(policy=GUARANTEED.model_copy(update={name: other}))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the value is of no use: only that it is another counts
        assert basis_of(changed) != basis_of(job())


@pytest.mark.parametrize("name", sorted({one.name for one in fields(ModelSpec)}))
def test_every_field_of_a_member_voids(name: str) -> None:
    # Whether it sees counts for documents with pages alone; the job translates a text.
    idle = {"family_why", "api_key_env", "price_in", "price_out", "price_why", "price_ruled", "vision"}
    value: Any = job().panel.members[0].kind if name == "kind" else ("another",) if name == "fallbacks" else "another"
    if name == "kind":
        value = next(one for one in type(value) if one is not value)
    member = replace(job().panel.members[0], **{name: value})
    found = basis_of(replace(job(), panel=Panel("given", (member,), "why")))
    assert (found == basis_of(job())) is (name in idle)


def job(policy: Policy = GUARANTEED) -> JobRecord:
    document = Document(digest("d"), "page.txt", Task.TRANSLATE, "text", "text", "en", "de")
    panel = Panel("given", (ModelSpec("m0", "openai/one", "f0"),), "why")
    return JobRecord("job", document, policy, panel, "page.txt", "running", "")


def test_wording_counts_where_it_is_the_only_thing_in_doubt() -> None:
    """The clones above reach levels: not every drawn case is one that no level may accept."""
    answers = [Candidate("s", f"m{at}", f"f{at}", text) for at, text in enumerate((TEXTS[0], TEXTS[2], TEXTS[3]))]
    rules = GUARANTEED.model_copy(update={"translation": TranslationRules()})
    (split,) = decide_segments([SegmentAnswers(SEGMENT, tuple(answers))], DecisionConfig(rules, ("en", "de")))
    assert split.verdict is not None
    assert split.verdict.rule == "split"
    assert score_of(split, rules) == split.verdict.score
