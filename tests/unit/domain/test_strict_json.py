"""JSON texts that a database or another reader would refuse never get in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain import strict_json

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
    max_leaves=10,
)


_REFUSED = ["NaN", "[Infinity]", '{"a": -Infinity}', "1e999", "-1e999", "[1" + "0" * 2000 + "]", "", "{", "nan"]
_DEEP = ["[" * 3000, "[" * 150 + "]" * 150, '{"a":' * 120 + "1" + "}" * 120]


@pytest.mark.parametrize("text", [*_REFUSED, *_DEEP])
def test_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        strict_json.loads(text)


@given(_JSON)
def test_what_is_json_is_read_as_it_is(value: object) -> None:
    assert strict_json.loads(json.dumps(value)) == value
    assert strict_json.not_finite(value) is None


def test_where_a_number_is_none() -> None:
    assert strict_json.not_finite({"a": [1, {"b": float("nan")}]}) == "/a/1/b"
    assert strict_json.not_finite(float("inf")) == "/"
