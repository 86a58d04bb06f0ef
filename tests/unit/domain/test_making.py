"""A value that a maker made is one like any other."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from consensus.domain import Agreement, Candidate
from consensus.domain.making import changed, maker


def test_a_made_value_is_equal_frozen_and_of_its_class() -> None:
    made = maker(Candidate)("u", "m", "f", 1, weight=2.0)
    plain = Candidate("u", "m", "f", 1, weight=2.0)
    assert type(made) is Candidate
    assert (made, repr(made), hash(made)) == (plain, repr(plain), hash(plain))
    assert replace(made, value=2) == replace(plain, value=2)
    assert pickle.loads(pickle.dumps(made)) == plain
    with pytest.raises(FrozenInstanceError):
        made.value = 2  # type: ignore[misc]


def test_defaults_are_the_class_s_own_and_never_shared() -> None:
    make = maker(Agreement)
    one, other = make("u", (), (), 0.0, 0.0, "s"), make("u", (), (), 0.0, 0.0, "s")
    assert one == Agreement("u", (), (), 0.0, 0.0, "s")
    assert one.similarities is not other.similarities


def test_a_missing_field_is_refused() -> None:
    with pytest.raises(TypeError):
        maker(Candidate)("u")  # type: ignore[call-arg]


def test_a_changed_value_is_what_replace_makes() -> None:
    one = Candidate("u", "m", "f", 1, weight=2.0)
    other = changed(one, value=2, call_id="c")
    assert (other, type(other)) == (replace(one, value=2, call_id="c"), Candidate)
    assert one == Candidate("u", "m", "f", 1, weight=2.0)
    with pytest.raises(FrozenInstanceError):
        other.value = 3  # type: ignore[misc]
    with pytest.raises(AttributeError):
        changed(one, no_field=1)
