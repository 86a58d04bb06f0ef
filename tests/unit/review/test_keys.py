"""One key does one thing, whatever a reviewer chooses and whatever was stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.elements.lib.shortcut_utils import normalize_shortcut

from consensus.errors import UsageError
from consensus.review.keys import ACTIONS, chosen_of, keys_of

DEFAULTS = {action.name: action.key for action in ACTIONS}


def test_without_a_choice_the_keys_are_the_default_ones() -> None:
    assert keys_of({}).chosen == DEFAULTS
    assert chosen_of(DEFAULTS) == {}


def test_names_and_defaults_are_of_one_action_each() -> None:
    assert len(DEFAULTS) == len(set(DEFAULTS.values())) == len(ACTIONS)


def test_a_chosen_key_stands_in_place_of_the_default_one() -> None:
    keys = keys_of(chosen_of({**DEFAULTS, "take1": "j", "take2": " L ", "write": "e"}))
    bound = [keys.bound(key) for key in ("1", "Shift+1", "2", "3", "W", "Esc", "Ctrl+Enter", "Left")]
    assert bound == ["J", "Shift+J", "L", "3", "E", "Esc", "Ctrl+Enter", "Left"]


def test_two_actions_may_change_places() -> None:
    wanted = {**DEFAULTS, "write": "X", "reject": "W"}
    assert chosen_of(wanted) == {"write": "X", "reject": "W"}
    assert keys_of(chosen_of(wanted)).chosen == wanted


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"write": "X"}, "X would be Write my own and None is right"),
        ({"write": "1"}, "1 would be Take A and Write my own"),
        ({"write": "C"}, "Write my own: C opens Streamlit's own menu"),
        ({"skip": "r"}, "Skip: R opens Streamlit's own menu"),
        ({"write": ""}, "Write my own: nothing is no letter"),
        ({"write": "Ä"}, "is no letter from A to Z or digit"),
        ({"write": "AB"}, "is no letter from A to Z or digit"),
        ({"write": "Ctrl+W"}, "is no letter from A to Z or digit"),
        ({"write": "?"}, "is no letter from A to Z or digit"),
        ({"write": "?", "skip": "C"}, "; Skip: C"),
    ],
)
def test_what_cannot_be_a_key_is_refused_in_one_line(wanted: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError) as refused:
        chosen_of({**DEFAULTS, **wanted})
    assert said in str(refused.value)


@given(st.dictionaries(st.sampled_from([*DEFAULTS, "gone"]), st.sampled_from(["A", "C", "7", "X", "", "xx", "B", "Q"])))
def test_whatever_is_stored_one_key_does_one_thing(stored: dict[str, str]) -> None:
    keys = keys_of(stored).chosen
    assert set(keys) == set(DEFAULTS)
    assert len(set(keys.values())) == len(keys)
    assert all(normalize_shortcut(key) for key in keys.values()), "Streamlit takes them all"
