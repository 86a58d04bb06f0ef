"""A document that is too long: whole to those that hold it, else in overlapping parts of whole lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain import Ask, Document, ModelSpec, Panel, Policy, Task
from consensus.normalize.token_counts import estimated_tokens
from consensus.prompt import build_asks, cutter, render, smaller
from consensus.prompt.answer_sizes import answer_size
from consensus.prompt.chunks import chunks, fits, parts_of

SCHEMA = {"type": "object", "properties": {"items": {"type": "array", "items": {"type": "string"}}}}
POLICY = Policy(name="t", version=1)
TEXT = "".join(f"Row {n}: part number {n * 37}\n" for n in range(400))


def document(text: str = TEXT) -> Document:
    return Document("d", "d.txt", Task.EXTRACT, "text", text, schema=SCHEMA)


ASK = build_asks(document(), (), POLICY)[0]


def spec(name: str, context: int | None, output: int = 16_000) -> ModelSpec:
    return ModelSpec(name, name, name, context_tokens=context, max_output_tokens=output)


@given(st.lists(st.text(alphabet="ab \n", max_size=30), max_size=60).map("\n".join), st.integers(1, 60))
def test_parts_cover_the_text_in_whole_lines_and_overlap(text: str, tokens: int) -> None:
    found = chunks(text, tokens)
    if not found:
        return
    assert (found[0].start, found[0].repeated, found[-1].end) == (0, 0, len(text))
    for one in found:
        assert one.start == 0 or text[one.start - 1] == "\n", "a part begins with a line"
        assert sum(map(estimated_tokens, text[one.start : one.end].splitlines(keepends=True))) <= tokens
    for one, two in pairwise(found):
        assert one.start < two.start < one.end == two.repeated < two.end, "each repeats some and brings something new"


@pytest.mark.parametrize(("text", "tokens"), [("", 100), ("x" * 1000, 100), ("short\n" + "x" * 160, 100)])
def test_a_line_is_never_cut(text: str, tokens: int) -> None:
    assert chunks(text, tokens) == ()


def test_every_part_fits_and_knows_what_it_repeats() -> None:
    small = spec("small", 2048)
    parts = parts_of(ASK, small, POLICY.asking)
    assert len(parts) > 2
    assert len({part.id for part in parts}) == len(parts)
    for one, two in pairwise(parts):
        assert two.before
        assert one.texts[0].endswith(two.before)
        assert two.texts[0].startswith(two.before)
    assert all(render(part, small, POLICY.asking).max_tokens >= 128 for part in parts)


@pytest.mark.parametrize("context", [100, 300])
def test_a_context_that_holds_hardly_more_than_the_prompt_gets_nothing(context: int) -> None:
    assert parts_of(ASK, spec("tiny", context), POLICY.asking) == ()


def cut_for(*members: ModelSpec) -> dict[str, int]:
    cut = cutter(Panel("given", members, ""), POLICY)
    return {one.name: len(cut(ASK, one)) for one in members}


def test_it_goes_whole_to_enough_families_that_hold_it() -> None:
    assert cut_for(spec("a", 100_000), spec("b", None), spec("small", 2048)) == {"a": 1, "b": 1, "small": 1}
    assert not fits(ASK, spec("small", 2048), POLICY.asking), "so the small one abstains"


def test_it_is_cut_for_the_small_ones_when_too_few_hold_it() -> None:
    found = cut_for(spec("a", 100_000), spec("small", 2048))
    assert found["a"] == 1
    assert found["small"] > 2


def test_two_members_of_one_family_are_not_enough() -> None:
    one, two = spec("a", 100_000), ModelSpec("a2", "a2", "a", context_tokens=100_000)
    assert cut_for(one, two, spec("small", 2048))["small"] > 2


def test_what_fits_is_left_alone() -> None:
    short = build_asks(document("Row 1\n"), (), POLICY)[0]
    cut = cutter(Panel("given", (spec("small", 2048),), ""), POLICY)
    assert cut(short, spec("small", 2048)) == (short,)


@pytest.mark.parametrize(("text", "tokens"), [("", 1), ("abc", 1), ("abcd", 2), ("汉字汉字", 4), ("\ud800", 1)])
def test_tokens_are_estimated_on_the_high_side(text: str, tokens: int) -> None:
    assert estimated_tokens(text) == tokens


ROW = {"type": "object", "properties": {"day": {"type": "string"}, "what": {"type": "string"}}}
TABLE = {"type": "object", "properties": {"rows": {"type": "array", "items": ROW}}}


def table(rows: int, schema: Any = TABLE) -> Ask:
    text = "Statement\n\n" + "".join(f"{n % 28 + 1:02}.03.   Card payment {n}\n" for n in range(rows))
    return build_asks(Document("d", "d.txt", Task.EXTRACT, "text", text, schema=schema), (), POLICY)[0]


def expected(ask: Ask) -> int:
    size = answer_size(ask.schema or {}, ask.texts[0])
    return size.fixed + sum(size.likely)


def cut(ask: Ask, *members: ModelSpec) -> dict[str, tuple[Ask, ...]]:
    cutting = cutter(Panel("given", members, ""), POLICY)
    return {one.name: cutting(ask, one) for one in members}


def test_it_is_cut_for_every_member_whose_answer_would_not_end_and_for_no_other() -> None:
    ask = table(200)
    found = cut(ask, spec("a", 100_000, 2000), spec("b", None, 2000), spec("c", 100_000, 16_000), spec("d", None, 3000))
    assert {name: len(parts) > 1 for name, parts in found.items()} == {"a": True, "b": True, "c": False, "d": True}
    assert [part.texts for part in found["a"]] == [part.texts for part in found["b"]], "so that they are cut alike"
    assert all(expected(part) <= 0.7 * 2000 for part in found["a"])
    assert "".join(part.texts[0][len(part.before) :] for part in found["a"]) == ask.texts[0]


def test_without_a_list_or_when_the_length_is_not_its_own_it_goes_whole() -> None:
    scalar = {"type": "object", "properties": {"iban": {"type": "string"}}}
    small = spec("a", None, 500)
    assert len(cut(table(200, scalar), small)["a"]) == 1
    for source in ("recorded", "embedded"):
        assert len(cut(table(200), replace(small, source=source))["a"]) == 1
    assert len(cut(table(200), small)["a"]) > 1


def test_very_many_parts_are_not_asked_for_before_an_answer_was_cut_off() -> None:
    """Who asks for the rows of one order among thousands is answered whole."""
    ask, one = table(1500), spec("a", None, 1000)
    assert len(cut(ask, one)["a"]) == 1
    again = smaller(ask, one, POLICY.asking, halved=False)
    assert 16 < len(again) <= 64
    assert all(expected(part) <= 0.7 * 1000 for part in again)


def test_after_an_answer_that_was_cut_off_it_is_halved_down_to_a_floor() -> None:
    ask, one = table(90), spec("a", None, 3000)
    assert len(cut(ask, one)["a"]) == 1
    halves = smaller(ask, one, POLICY.asking, halved=False)
    assert len(halves) == 2
    assert halves[1].texts[0].startswith(halves[1].before)
    assert halves[0].texts[0].endswith(halves[1].before)
    assert smaller(halves[0], one, POLICY.asking, halved=True), "its rows may fill a good part of the room"
    quarter = smaller(halves[0], one, POLICY.asking, halved=True)[0]
    assert smaller(quarter, one, POLICY.asking, halved=True) == (), "a model that goes on here repeats itself"
    assert len({part.id for part in (ask, *halves, quarter)}) == 4


@pytest.mark.parametrize(
    ("ask", "member"),
    [
        (table(90, {"type": "object", "properties": {"iban": {"type": "string"}}}), spec("a", None)),
        (table(90), replace(spec("a", None), source="recorded")),
        (table(2), spec("a", None)),
    ],
    ids=["no list", "recorded", "two rows"],
)
def test_where_halves_are_no_use_there_are_none(ask: Ask, member: ModelSpec) -> None:
    assert smaller(ask, member, POLICY.asking, halved=False) == ()


def test_the_parts_of_a_part_repeat_what_it_does() -> None:
    """Else what the part before has as well would be there twice."""
    ask, one = table(200), spec("a", None, 2000)
    first, second, *_ = cut(ask, one)["a"]
    pieces = [first, *smaller(second, one, POLICY.asking, halved=False)]
    assert second.before == pieces[1].before
    assert "".join(piece.texts[0][len(piece.before) :] for piece in pieces) in ask.texts[0]


def test_a_part_begins_with_a_block_where_it_can() -> None:
    text = "".join(f"Item {n}\nSize {n}\nColour red\n\n" for n in range(60))
    parts = chunks(text, 160)
    assert len(parts) > 2
    assert all(text[one.start :].startswith("Item ") for one in parts)
