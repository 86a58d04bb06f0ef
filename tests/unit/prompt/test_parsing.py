"""How replies are read: by number, without guessing, and never more than what is there."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import AbstentionReason, Ask, ModelKind, ModelReply, ModelSpec, Task
from consensus.prompt import object_of, parse
from consensus.schema import from_json

CHAT = ModelSpec("m", "openai/gpt-big", "openai")
ONE = ModelSpec("s", "openai/smollm2-135m", "huggingface")
TEXT = ModelSpec("b", "openai/base", "google", kind=ModelKind.COMPLETION)
RECORDED = ModelSpec("r", "r", "r", source="recorded")
THREE = Ask("a", "d", Task.TRANSLATE, ("x", "y", "z"), ("1", "2", "3"), ("", "", ""), "en", "de")
SINGLE = replace(THREE, unit_ids=("x",), texts=("1",), source_digests=("",))
OBJECT = Ask("a", "d", Task.EXTRACT, ("d",), ("text",), ("",), schema={"type": "object"})
R = AbstentionReason


def rows(*pairs: tuple[Any, Any]) -> str:
    return json.dumps({"segments": [{"n": number, "text": text} for number, text in pairs]})


GOOD = rows((1, "a"), (2, "b"), (3, "c"))
SEGMENTS = [
    # reply, answers of the three units, meaning
    (GOOD, ["a", "b", "c"], "as asked"),
    (rows((3, "c"), (1, "a"), (2, "b")), ["a", "b", "c"], "by number, whatever the order"),
    (f"```json\n{GOOD}\n```", ["a", "b", "c"], "a code fence is stripped"),
    (rows(("1", "a"), ("2", "b"), ("3", "c")), ["a", "b", "c"], "numbers written as text"),
    (rows((1, "a"), (3, "c")), ["a", R.MISSING, "c"], "one lost"),
    (rows((1, "a"), (2, "b"), (2, "B"), (3, "c")), ["a", R.MISSING, "c"], "one doubled"),
    (rows((0, "a"), (1, "b"), (2, "c")), [R.MISSING] * 3, "renumbered: 1 and 2 are not what they seem"),
    (rows((1, "a"), (2, "b"), (3, "c"), (4, "d")), [R.MISSING] * 3, "one more than asked: who was split?"),
    (rows((1, "a"), (True, "b"), (3, "c")), [R.MISSING] * 3, "true is no number"),
    (rows((1, "a"), (2, " "), (3, "c")), ["a", R.EMPTY, "c"], "an empty answer"),
    (rows((1, "a"), (2, None), (3, "c")), ["a", R.INVALID, "c"], "null is no text"),
    (rows((1, "a"), (2, "\ud800"), (3, "c")), ["a", R.INVALID, "c"], "half a character cannot be written"),
    (GOOD[:-4], [R.INVALID] * 3, "cut JSON is not repaired"),
    (f"Here it is: {GOOD} Tell me if I can help.", ["a", "b", "c"], "chatter around the one object"),
    (f"First try: {GOOD} Better: {GOOD}", [R.INVALID] * 3, "two candidates"),
    (f'{{"result": {GOOD}}}', ["a", "b", "c"], "under a key of its own"),
    (json.dumps(GOOD), ["a", "b", "c"], "inside a string"),
    (f"I'm sorry, but I can't. An example: {GOOD}", [R.REFUSAL] * 3, "an example is no answer"),
    ('{"segments": {"1": "a"}}', [R.INVALID] * 3, "another shape"),
    ('["a", "b", "c"]', [R.INVALID] * 3, "a bare list"),
    ("null", [R.INVALID] * 3, "null"),
    ("", [R.EMPTY] * 3, "nothing"),
    ("  \n", [R.EMPTY] * 3, "nothing but white space"),
    ("I'm sorry, but I can't help with that.", [R.REFUSAL] * 3, "declined"),
    ("I’m unable to translate this.", [R.REFUSAL] * 3, "declined with a typographic apostrophe"),
    (rows((1, "I'm sorry, but no."), (2, "b"), (3, "c")), ["I'm sorry, but no.", "b", "c"], "words, not a refusal"),
    ("[" * 100_000, [R.INVALID] * 3, "an attack on the parser"),
]


@pytest.mark.parametrize(("text", "answers", "meaning"), SEGMENTS, ids=[row[2] for row in SEGMENTS])
def test_numbered_segments(text: str, answers: list[Any], meaning: str) -> None:
    assert parse(THREE, CHAT, ModelReply(text, "stop", "m")) == dict(enumerate(answers, 1)), meaning


@pytest.mark.parametrize(
    ("finish", "reason"),
    [("length", R.TRUNCATED), ("max_tokens", R.TRUNCATED), ("content_filter", R.REFUSAL), ("refusal", R.REFUSAL)],
)
def test_how_it_ended_counts_before_what_it_says(finish: str, reason: AbstentionReason) -> None:
    assert parse(THREE, CHAT, ModelReply(GOOD, finish, "m")) == dict.fromkeys((1, 2, 3), reason)
    assert parse(OBJECT, CHAT, ModelReply('{"a": 1}', finish, "m")) == {0: reason}


@pytest.mark.parametrize(
    ("text", "answer", "meaning"),
    [
        ('{"a": 1, "b": [null]}', {"a": 1, "b": [None]}, "an object"),
        ('```\n{"a": 1}\n```', {"a": 1}, "in a fence"),
        ("[1]", R.INVALID, "a list is no object"),
        ("null", R.INVALID, "null from a model"),
        ("{}", R.EMPTY, "an object without a key"),
        ('{"a": 1, "a": 2}', R.INVALID, "a key said twice, in two ways"),
        ('{"a": NaN}', R.INVALID, "not JSON"),
        ('{"a": 1e999}', R.INVALID, "not a number anybody meant"),
        ('{"a": "\\u0000"}', R.INVALID, "not a character anybody can store"),
        ("I cannot assist with this request.", R.REFUSAL, "declined"),
    ],
)
def test_objects(text: str, answer: Any, meaning: str) -> None:
    assert parse(OBJECT, CHAT, ModelReply(text, "stop", "m")) == {0: answer}, meaning


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (" Halt. ", "Halt."),
        ("", R.EMPTY),
        ("I'm sorry, but I cannot translate this.", R.REFUSAL),
        ("I will not stop.", "I will not stop."),
    ],
)
def test_completions_are_the_answer(text: str, answer: Any) -> None:
    assert parse(SINGLE, TEXT, ModelReply(text, "stop", "m")) == {1: answer}


INVOICE = {
    "type": "object",
    "properties": {"no": {"type": "string"}, "total": {"type": "number"}, "buyer": {"$ref": "#/$defs/party"}},
    "required": ["no", "total"],
    "$defs": {"party": {"type": "object", "properties": {"no": {"type": "string"}, "name": {"type": "string"}}}},
}
LOOSE = {"type": "object", "properties": {name: {"type": "string"} for name in ("a", "b", "c", "d")}}
TREE = {
    "type": "object",
    "properties": {"no": {"type": "string"}, "part": {"type": "object", "properties": {"no": {"type": "string"}}}},
    "required": ["no"],
}
ROWS = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "rows": {"type": "array", "items": {"properties": {"name": {}}}}},
}
WHOLE = {"no": "5", "total": 2}


@pytest.mark.parametrize(
    ("schema", "content", "meant", "meaning"),
    [
        (INVOICE, {"result": WHOLE}, WHOLE, "an unknown key around the whole"),
        (INVOICE, {"data": {"invoice": WHOLE}}, WHOLE, "two of them"),
        (INVOICE, [WHOLE], WHOLE, "a list of the one object"),
        (INVOICE, {"output": [WHOLE]}, WHOLE, "both"),
        (INVOICE, json.dumps(WHOLE), WHOLE, "JSON in a string"),
        (INVOICE, {"result": json.dumps(WHOLE)}, WHOLE, "in a string under a key"),
        (INVOICE, {"result": {**WHOLE, "note": "x"}}, {**WHOLE, "note": "x"}, "an extra key is judged later"),
        (INVOICE, {"no": "5"}, {"no": "5"}, "a key of the schema is no wrapper"),
        (INVOICE, {"result": {"no": "5"}}, None, "not the whole"),
        (INVOICE, {"buyr": {"no": "5", "name": "A"}}, None, "a part under a misspelt name"),
        (INVOICE, {"result": WHOLE, "note": "x"}, None, "not alone"),
        (INVOICE, [WHOLE, WHOLE], None, "two objects"),
        (INVOICE, [WHOLE, None], None, "an object and something else"),
        (INVOICE, {"result": "none"}, None, "no object"),
        (INVOICE, {"a": {"b": {"c": {"d": {"e": WHOLE}}}}}, None, "too many layers"),
        (LOOSE, {"result": {"a": "1", "b": "2"}}, {"a": "1", "b": "2"}, "half the keys where none is required"),
        (LOOSE, {"result": {"a": "1"}}, None, "less than that"),
        (LOOSE, {"result": {"a": "1", "b": "2", "x": "3"}}, None, "and others"),
        (TREE, {"parts": {"no": "5"}}, None, "it could be the part as well"),
        (ROWS, [{"name": "x"}], None, "it could be a row as well"),
        (
            {**LOOSE, "additionalProperties": {"type": "object"}},
            {"x": {"a": "1", "b": "2"}},
            None,
            "a map knows any key",
        ),
    ],
)
def test_what_is_wrapped_around_the_whole_answer_is_opened(schema: Any, content: Any, meant: Any, meaning: str) -> None:
    assert object_of(content, from_json(schema)) == (content if meant is None else meant), meaning


def test_a_wrapped_object_is_the_answer_of_its_member() -> None:
    ask = replace(OBJECT, schema=from_json(INVOICE))
    reply = 'Sure:\n```json\n{"result": {"no": "5", "total": 2,}}\n```'
    assert parse(ask, CHAT, ModelReply(reply, "stop", "m")) == {0: WHOLE}
    assert parse(ask, CHAT, ModelReply(f"{reply} or {reply}", "stop", "m")) == {0: R.INVALID}


def test_one_translation_in_json() -> None:
    assert parse(SINGLE, ONE, ModelReply('{"translation": "Halt."}', "stop", "m")) == {1: "Halt."}
    assert parse(SINGLE, ONE, ModelReply('{"other": "Halt."}', "stop", "m")) == {1: R.INVALID}


@pytest.mark.parametrize("spec", [ONE, TEXT])
def test_one_answer_to_several_segments_is_nobodys(spec: ModelSpec) -> None:
    assert set(parse(THREE, spec, ModelReply('{"translation": "x"}', "stop", "m")).values()) == {R.MISSING}


def test_recorded_members_lose_nothing_they_never_had() -> None:
    reply = ModelReply(rows((1, "a")), "stop", "m")
    assert parse(THREE, RECORDED, reply) == {1: "a", 2: R.NOT_RECORDED, 3: R.NOT_RECORDED}
    assert parse(OBJECT, RECORDED, ModelReply("null", "stop", "m")) == {0: R.NOT_RECORDED}
