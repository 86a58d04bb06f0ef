"""A reply is read where it has one reading, and only there."""

from __future__ import annotations

import ast
import json
import random
import time
from contextlib import suppress
from typing import Any

import pytest

from consensus.prompt.lenient import read_value

ONE = {"no": "5", "rows": [{"n": 1.5}, {"n": None}]}
WRITTEN = json.dumps(ONE)

READABLE = [
    (WRITTEN, "plain"),
    ("\ufeff" + WRITTEN, "a byte order mark"),
    (f"Here is the data: {WRITTEN}\nLet me know!", "text around it"),
    (f"```json\n{WRITTEN}\n```", "a fence"),
    (f"```json {WRITTEN} ```", "a fence on one line"),
    (f"```JSON5\r\n{WRITTEN}\r\n```\r\n", "a fence with Windows line ends"),
    (f"~~~\n{WRITTEN}\n~~~", "a fence of tildes"),
    (f"Done.\n\n````\n{WRITTEN}\n````\nThe numbers stand in [1] and [see page 2].", "a fence in text with brackets"),
    (f"I filled in {{name}} and {{{{total}}}}.\n{WRITTEN}", "placeholders in the text"),
    (f"<think>Maybe {{'no': 6}}? No.</think>\n{WRITTEN}", "thoughts before it"),
    (f"<answer>{WRITTEN}</answer>", "tags around it"),
    (f"const data = {WRITTEN};", "a line of a program"),
    ('{"no": "5", "rows": [{"n": 1.5,}, {"n": null},],}', "trailing commas"),
    ('{"no": "5", // the number\n "rows": [{"n": 1.5}, /* none {"n": 2} */ {"n": null}]}', "comments"),
    ('{"no": "5", # the number\n "rows": [{"n": 1.5}, {"n": null}]}', "a comment as in Python"),
    (repr(ONE), "Python literals"),
    ('{"no": "5", "rows": [{"n": 1.5}, {"n": None}]}', "None alone"),
    ("{“no”: “5”, “rows”: [{“n”: 1.5}, {“n”: null}]}", "typographic quotes"),
    ('{"no": "5", "rows": [{"n": +1.5}, {"n": null}]}', "a plus sign"),
]

#: What has no reading, or two.
UNREADABLE = [
    (f"{WRITTEN}\n{WRITTEN}", "two objects"),
    (f'For example {{"no": "1"}}. The answer: {WRITTEN}', "an example and the answer"),
    (f"I found {{}}: {WRITTEN}", "an empty one and the answer"),
    ('{"a": 1, "a": 2}', "a key twice"),
    ('Here: {"a": {"b": 1, "b": 1}}', "a key twice below"),
    ("{'a': 1, 'b': {'c': None, 'c': 2}}", "a key twice in a Python literal"),
    ("{\"a\": 1, 'a': 2}", "a key twice in two kinds of quotes"),
    ('{"a": NaN}', "not a number"),
    ('Here: {"a": -Infinity}', "an infinity"),
    (WRITTEN[:-1], "cut off"),
    (f"Here it is: {WRITTEN[:-3]}", "cut off after text"),
    (WRITTEN[1:], "without its first brace"),
    ('"rows": {"n": 1}', "a part of an object"),
    ('"no": "5", "party": {"n": 1}, "date": null', "a part in the middle"),
    ('[{"n": 1}, {"n": 2', "a list cut in its second object"),
    ('[{"n": 1},', "a list cut after its first object"),
    ('{"n": 1}]', "a list without its beginning"),
    (f"<think>{WRITTEN}", "thoughts without an end"),
    (f"<think>{WRITTEN}</think>", "thoughts and nothing else"),
    ('{"a": "say "yes", please"}', "quotes inside quotes"),
    ("{'a': 'it's'}", "an apostrophe inside single quotes"),
    ("{“a”: “say “yes” now”}", "typographic quotes inside such"),
    ('{"a": 007}', "an id written as a number"),
    ('{"a": 1,250.00}', "a thousands separator"),
    ('{"a": 1_000}', "digits of a program"),
    ('{"a": 0x1F}', "another base"),
    ('{"a": (1, 2)}', "a tuple"),
    ('{"a": undefined}', "an unknown word"),
    ('{"a": "b" "c"}', "two texts in one place"),
    ('{"a" 1}', "no colon"),
    ('{"a": 1 "b": 2}', "no comma"),
    ('{"a": 1,, "b": 2}', "two commas"),
    ('{"a": /* no end }', "a comment without an end"),
    ('{"a": "\\x41"}', "an escape that JSON does not know"),
    ("{'a': '\\/'}", "an escape with two meanings"),
    ("No data was found.", "no object"),
    ("", "nothing"),
    ('{"a": ' + "9" * 5000 + ",}", "more digits than a number has"),
    ('{"a": ' * 200 + "1" + "}" * 200 + " ok", "deeper than anybody nests"),
]


@pytest.mark.parametrize(("text", "meaning"), READABLE, ids=[row[1] for row in READABLE])
def test_one_reading(text: str, meaning: str) -> None:
    assert read_value(text) == ONE, meaning


@pytest.mark.parametrize(("text", "meaning"), UNREADABLE, ids=[row[1] for row in UNREADABLE])
def test_no_reading_or_two(text: str, meaning: str) -> None:
    with pytest.raises((ValueError, RecursionError)):
        read_value(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{'a': 'it\\'s \"so\"', \"b\": \"it's\"}", {"a": 'it\'s "so"', "b": "it's"}),
        ("""{"a": "it\\'s",}""", {"a": "it's"}),
        (r"""{"a": "x\\'",}""", {"a": "x\\'"}),
        (r"""{"a": "C:\\", "b": "\\\"",}""", {"a": "C:\\", "b": '\\"'}),
        ("{'a': '\\u00e9\\n'}", {"a": "é\n"}),
        ('{"a": "line\nbreak"}', {"a": "line\nbreak"}),
        ('{"a": "// no comment", "b": "{", "c": "/*",}', {"a": "// no comment", "b": "{", "c": "/*"}),
        ('{"a": -.5, "b": 1e3, "c": 1.0, "d": -0,}', {"a": -0.5, "b": 1000.0, "c": 1.0, "d": 0}),
        ("{“a”: “it's”, “b”: 'x“y”'}", {"a": "it's", "b": "x“y”"}),
        ("[]", []),
        ("null", None),
        ('Rows: [{"a": 1}, {"a": 2}].', [{"a": 1}, {"a": 2}]),
    ],
)
def test_what_stands_in_it_is_kept(text: str, value: Any) -> None:
    found = read_value(text)
    assert repr(found) == repr(value)


def test_what_python_and_json_read_is_never_read_otherwise() -> None:
    """Small changes to replies: whatever is read of one that a strict reader also takes, is what that one reads."""
    draw = random.Random(7)
    pieces = [*"{}[]:,'\"\\ \n/*#“”", "None", "true", "1", "NaN", "null", "//", "'a'", '"b"', "text", "```", ""]
    others = [text[:400] for text, _ in [*READABLE, *UNREADABLE] if text]
    read = 0
    for _ in range(8000):
        text = draw.choice(
            [WRITTEN, repr(ONE), repr({"it's": '"', "a": ("b",)[0], "c": [True, {}]}), draw.choice(others)]
        )
        for _ in range(draw.randint(1, 3)):
            at = draw.randrange(len(text) + 1)
            text = text[:at] + draw.choice(pieces) + text[at + draw.randint(0, 2) :]
        try:
            found = read_value(text)
        except (ValueError, RecursionError):
            continue
        for strict in (json.loads, ast.literal_eval):
            try:
                other = strict(text.strip("\ufeff \n"))
            except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
                continue
            read += 1
            assert repr(found) == repr(other), text
    assert read > 500


@pytest.mark.parametrize(
    "piece",
    [
        *("{", "[", "[1]", "[/*", "{a", '["', "['", '{"a":', "[[1", "[“", "/*", "\\", "[#", "{{a", "<think>", "{a}"),
        *('":', '{"a":"', "'", "-", "1", '{"a":1,}', "}{", '[{"a":', "[1,", "[//", "//", '"', "{{a}}"),
    ],
)
def test_long_nonsense_takes_no_time(piece: str) -> None:
    began = time.perf_counter()
    for text in (piece * (100_000 // len(piece)), "x" + piece * (100_000 // len(piece)), '{"a":' + piece * 50_000):
        with suppress(ValueError, RecursionError):
            read_value(text)
    assert time.perf_counter() - began < 5.0
