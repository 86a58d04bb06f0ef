"""From units to asks: packing, context, glossary, ids."""

from __future__ import annotations

from dataclasses import replace

from consensus.domain import Document, Policy, Segment, Task
from consensus.normalize.digests import text_digest
from consensus.prompt import build_asks

DOCUMENT = Document("doc", "page.md", Task.TRANSLATE, "markdown", "", "en", "de", title="Pump")
SCHEMA = {"type": "object", "properties": {"total": {"type": "number"}}}


def segments(*texts: str) -> list[Segment]:
    return [Segment(f"s{place}", place, text, 0, len(text)) for place, text in enumerate(texts)]


def policy(**asking: int) -> Policy:
    terms = (("valve", "Ventil", ""), ("valve", "Klappe", "forbidden"), ("pump", "Pumpe", ""))
    return Policy.model_validate({"name": "t", "version": 1, "asking": asking, "glossary_terms": terms, "style": "Sie"})


def test_consecutive_segments_fill_the_budget_and_none_is_lost_or_doubled() -> None:
    units = segments(*(f"{n}" + "x" * 29 for n in range(10)))  # 10 tokens each
    asks = build_asks(DOCUMENT, units, policy(segment_tokens=35))
    assert [len(ask.unit_ids) for ask in asks] == [3, 3, 3, 1]
    assert [unit for ask in asks for unit in ask.unit_ids] == [unit.id for unit in units]


def test_a_segment_over_the_budget_goes_alone() -> None:
    asks = build_asks(DOCUMENT, segments("short", "x" * 900, "brief"), policy(segment_tokens=35))
    assert [ask.unit_ids for ask in asks] == [("s0",), ("s1",), ("s2",)]


def test_a_text_that_stands_several_times_is_asked_about_once() -> None:
    units = segments("Stop.", "Go.", "Stop.", "Go.", "Wait.")
    (ask,) = build_asks(DOCUMENT, units, policy())
    assert ask.unit_ids == ("s0", "s1", "s4"), "what was asked before is no gap between neighbours"
    others = [replace(units[2], kind="heading"), replace(units[3], note="traffic light"), units[4]]
    (ask,) = build_asks(DOCUMENT, [*units[:2], *others], policy())
    assert ask.unit_ids == ("s0", "s1", "s2", "s3", "s4"), "another kind or note may need another translation"


def test_neighbours_title_style_and_found_terms_are_context() -> None:
    asks = build_asks(DOCUMENT, segments("Open it.", "The VALVE sticks.", "Call us."), policy(segment_tokens=6))
    assert [(ask.before, ask.after) for ask in asks] == [
        ("", "The VALVE sticks."),
        ("Open it.", "Call us."),
        ("The VALVE sticks.", ""),
    ]
    assert asks[1].glossary == (("valve", "Ventil"),), "found whatever the case; forbidden terms are not suggested"
    assert asks[0].glossary == ()
    assert (asks[1].title, asks[1].style, asks[1].target_lang) == ("Pump", "Sie", "de")
    assert asks[1].source_digests == (text_digest("The VALVE sticks."),)


def test_ids_follow_the_content_and_nothing_else() -> None:
    units = segments("one", "two")
    (first,) = build_asks(DOCUMENT, units, policy())
    assert first.id == build_asks(DOCUMENT, units, policy())[0].id
    changed = [
        build_asks(replace(DOCUMENT, target_lang="fr"), units, policy())[0],
        build_asks(DOCUMENT, segments("one", "three"), policy())[0],
        build_asks(replace(DOCUMENT, title="Valve"), units, policy())[0],
        build_asks(DOCUMENT, units, policy().model_copy(update={"style": "du"}))[0],
    ]
    assert len({first.id, *(ask.id for ask in changed)}) == 5


def test_extraction_is_one_ask_over_the_whole_document() -> None:
    document = replace(DOCUMENT, task=Task.EXTRACT, text="Total: 3", schema=SCHEMA)
    (ask,) = build_asks(document, (), policy())
    assert (ask.unit_ids, ask.texts, ask.schema) == (("doc",), ("Total: 3",), SCHEMA)
    assert ask.source_digests == (text_digest("Total: 3"),)


def test_no_segments_no_asks() -> None:
    assert build_asks(DOCUMENT, (), policy()) == ()
