"""The keys of the review screen, and which of them a person may choose otherwise. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase, digits

from consensus.errors import UsageError, shown_value

#: What can be a key: the screens hear letters by their place on the keyboard, so others than Latin ones never come.
_POSSIBLE = frozenset(ascii_uppercase + digits)
#: Keys of Streamlit's own menu, which it gives to nobody.
_TAKEN = frozenset("CR")
_SHIFT = "Shift+"


@dataclass(frozen=True, slots=True)
class KeyAction:
    """Something that a key does. key: by default, a capital letter or a digit. words: what a person calls it."""

    name: str
    key: str
    words: str


#: All that can be chosen otherwise. Shift with the key of an answer edits it.
ACTIONS = (
    *(KeyAction(f"take{place + 1}", str(place + 1), f"Take {letter}") for place, letter in enumerate("ABCDEFGHI")),
    KeyAction("write", "W", "Write my own"),
    KeyAction("reject", "X", "None is right"),
    KeyAction("skip", "S", "Skip"),
    KeyAction("rest", "A", "Accept the rest"),
    KeyAction("correct", "V", "Correct accepted"),
    KeyAction("comment", "K", "Comment"),
    KeyAction("ask", "Q", "Ask, or answer"),
    KeyAction("take", "T", "Take row, work on"),
    KeyAction("drop", "D", "Drop the row"),
    KeyAction("place", "P", "Next place"),
    KeyAction("zoom", "Z", "Nearer (Shift: farther)"),
    KeyAction("open", "O", "Open accepted text"),
    KeyAction("undo", "U", "Undo"),
    KeyAction("release", "G", "Give back"),
    KeyAction("filter", "F", "Filter"),
    KeyAction("many", "M", "Accept many"),
    KeyAction("next", "N", "Next item"),
    KeyAction("keys", "H", "Help: keys"),
)


@dataclass(frozen=True, slots=True)
class Keys:
    """A person's keys. chosen: by the name of the action, every one of them."""

    chosen: Mapping[str, str]

    def bound(self, default: str) -> str:
        """This person's key in place of the default one, with Shift where that has it; other keys stay as they are."""
        before = _SHIFT if default.startswith(_SHIFT) else ""
        key = default.removeprefix(_SHIFT)
        name = next((action.name for action in ACTIONS if action.key == key), None)
        return default if name is None else before + self.chosen[name]


def keys_of(chosen: Mapping[str, str]) -> Keys:
    """A person's keys from those that they chose, whatever was stored.

    What is no key, or another's, is left out; an action whose own key somebody chose for another gets the first letter
    that is free: one key does one thing.
    """
    kept: dict[str, str] = {}
    for action in ACTIONS:
        key = chosen.get(action.name, "")
        if _is_key(key) and key not in kept.values():
            kept[action.name] = key
    for action in ACTIONS:
        if action.name not in kept and action.key not in kept.values():
            kept[action.name] = action.key
    free = iter(sorted(_POSSIBLE - _TAKEN - set(kept.values()), key=_letters_first))
    for action in ACTIONS:
        if action.name not in kept:
            kept[action.name] = next(free)
    return Keys(kept)


def chosen_of(wanted: Mapping[str, str]) -> Mapping[str, str]:
    """What is to be stored of these keys, by the names of all actions: those that are not the default ones.

    Raises UsageError that names each key that cannot be, is taken, or is given twice.
    """
    keys = {action.name: wanted.get(action.name, "").strip().upper() for action in ACTIONS}
    problems = []
    for action in ACTIONS:
        key = keys[action.name]
        if key in _TAKEN:
            problems.append(f"{action.words}: {key} opens Streamlit's own menu")
        elif not _is_key(key):
            what = shown_value(key) if key else "nothing"
            problems.append(f"{action.words}: {what} is no letter from A to Z or digit")
    for key in sorted(set(keys.values()) & _POSSIBLE):
        same = [action.words for action in ACTIONS if keys[action.name] == key]
        if len(same) > 1:
            problems.append(f"{key} would be {' and '.join(same)}")
    if problems:
        raise UsageError(f"these keys cannot be: {'; '.join(problems)}.", do="Give each its own letter or digit.")
    return {action.name: keys[action.name] for action in ACTIONS if keys[action.name] != action.key}


def _is_key(key: str) -> bool:
    return key in _POSSIBLE and key not in _TAKEN


def _letters_first(key: str) -> tuple[bool, str]:
    return key in digits, key
