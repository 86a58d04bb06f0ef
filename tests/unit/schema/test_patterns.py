"""Regular expressions of schemas: the same answers as Python's, in bounded time."""

import re
import time

import pytest

from consensus.errors import SchemaError
from consensus.schema import compile_plan, from_json, violations
from consensus.schema.patterns import searcher

BAD = "a" * 40 + "!"
DECIMAL = r"^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$"
DECIMAL_OF_TEN = r"^(?!^[-+.]*$)[+-]?0*(?:\d{0,7}|(?=[\d.]{1,11}0*$)\d{0,7}\.\d{0,4}0*$)"


def text(pattern):
    return {"type": "object", "properties": {"a": {"type": "string", "pattern": pattern}}}


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\d{3}$",
        r"^\w+$",
        r"\s",
        r"\S",
        r"\D",
        r"\W",
        r"^[\w.-]+@[\w.]+$",
        r"^[^\d\s]+$",
        r"^[]a]+$",
        r"a{,2}b",
        r"^[\s\S]*$",
        r"^[^\W\d_]+$",
        r"\Aab\Z",
        r"[\]x]",
        r"^(?i:É)$",
        r"\u00e9",
        r"^[\u0600-\u06ff\d]+$",
        DECIMAL,
        DECIMAL_OF_TEN,
        r"(?=.*\d)(?=.*[a-z]).{3,}",
        r"(\w)\1",
        r"^\S+@\S+$",
        r"\\d",
        r"^[^\S\n]$",
        r"(?P<n>a)(?P=n)",
        r"^(?:(?!ab).)*$",
    ],
)
def test_a_pattern_means_what_it_means_to_python(pattern):
    values = [
        "",
        "abc",
        "ab",
        "123",
        "१२३",
        "Müller",
        "é",
        "É",
        "a b",
        "a\u00a0b",
        "\u2003",
        "[",
        "]a",
        "aab",
        "12.50",
        "-",
        "+1",
    ]
    values += ["x@y.de", "aa", "\\d", "a1c", "_", "٣", "\u00a0", "1234567.8912", "12345678.9", "。", "\n"]
    search = searcher(pattern)
    for value in values:
        assert search(value) is (re.search(pattern, value) is not None), value


@pytest.mark.parametrize(
    "pattern", ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(.*a){25}$", r"^([\w-]+)*\d$", r"(a*)*b", r"^(\s*a*\s*)*$"]
)
def test_no_pattern_takes_long(pattern):
    started = time.perf_counter()
    assert searcher(pattern)(BAD + "\u00e9") is False
    assert violations(text(pattern), {"a": BAD})
    schema = {
        "type": "object",
        "patternProperties": {pattern: {"type": "number"}},
        "additionalProperties": {"type": "string"},
    }
    assert not violations(schema, {BAD: "a"})
    assert compile_plan(from_json(schema)).node_of(BAD) is not None
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    "pattern",
    [r"^(?!b)(a+)+$", r"^(a+)+\1$", r"^(?=(a|a)*$)a", r"(?!x)(a*)*b", r"^(?!x)a*a*a*a*a*b$", r"^(?:(?=a)a+){30}$"],
)
@pytest.mark.parametrize(
    "schema", [text, lambda one: {"type": "object", "patternProperties": {one: {"type": "string"}}}]
)
def test_a_pattern_that_only_python_knows_and_that_could_take_long_is_refused(pattern, schema):
    with pytest.raises(SchemaError, match="could take without end") as refused:
        from_json(schema(pattern))
    assert "attern" in refused.value.where


@pytest.mark.parametrize(
    ("pattern", "value"),
    [
        (DECIMAL, "0" * 500 + "!"),
        (DECIMAL_OF_TEN, "0" * 500 + "!"),
        (DECIMAL, "1" * 200 + "!"),
        (r"(?=.*\d).*.*z", "1" * 9_999),
    ],
)
def test_what_python_searches_stays_short(pattern, value):
    started = time.perf_counter()
    assert searcher(pattern)(value) is False
    assert time.perf_counter() - started < 1


def test_a_value_longer_than_a_pattern_can_be_searched_in_does_not_match():
    assert searcher(DECIMAL)("1" * 100) is True
    assert searcher(DECIMAL)("1" * 20_000) is False
    assert searcher("^(?!.*secret).*$")("a" * 4_000) is True


def test_a_broken_pattern_is_named_before_anybody_is_asked():
    with pytest.raises(SchemaError, match='is not a "regex"') as refused:
        from_json(text("(a"))
    assert refused.value.where == "#/properties/a/pattern"


def test_keys_that_unevaluated_properties_search():
    schema = {"type": "object", "patternProperties": {"^(a+)+$": {"type": "string"}}, "unevaluatedProperties": False}
    with pytest.raises(SchemaError, match="without end"):
        from_json(schema)
    plain = {"type": "object", "patternProperties": {"^a": {"type": "string"}}, "unevaluatedProperties": False}
    assert not violations(from_json(plain), {"ab": "x"})
    assert violations(from_json(plain), {"b": "x"})
    assert violations(from_json(plain), {"a" * 300: "x"})


def test_a_property_may_be_called_pattern():
    schema = {"type": "object", "properties": {"pattern": {"type": "string"}, "patternProperties": {"type": "string"}}}
    assert not violations(from_json(schema), {"pattern": "(a", "patternProperties": "(b"})


def test_half_a_surrogate_pair_matches_nothing_and_breaks_nothing():
    assert searcher("^a$")("\ud800") is False
