"""Boxes to be crossed in a text: "[ ] yes [x] no", "☐ ja ☒ nein"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

_BOX: Final = re.compile(
    r"\[(?P<mark>[ \u00a0_xX\u2713\u2714\u2717\u2718*]?)\]|\((?P<round>[ xX\u2713\u2714])\)|"
    r"(?P<sign>[\u2610\u2611\u2612\u25a1\u25a0\u25a2\u25fb\u25fc\u2b1c\u2b1b\u2705\u2713\u2714])"
)
_EMPTY: Final = frozenset(" \u00a0_\u2610\u25a1\u25a2\u25fb\u2b1c")
#: The words for yes and no in the listed languages, and their short forms.
_WORDS_FOR_YES: Final = (
    "yes y true ja j oui sí si sì tak ano sim да так 是 はい 예 네 نعم כן हाँ evet kyllä ναι da igen có ใช่ ya"
)
_WORDS_FOR_NO: Final = (
    "no n false nein non não nie ne nee нет ні 否 いいえ 아니오 아니요 لا לא नहीं hayır nej ei όχι nu nem không ไม่ tidak"
)
_YES: Final = tuple(_WORDS_FOR_YES.split())
_NO: Final = tuple(_WORDS_FOR_NO.split())


def crossed_instead(text: str, value: Any, labels: Sequence[str], name: str) -> str | None:
    """The label whose box is crossed where that of the value is empty; None when the text shows no such thing.

    value: a label, or a boolean, whose labels are the words for yes and no. labels: all that may be crossed. name: of
    the field; only lines with one of its words count where there are any.
    """
    rows = _lines(text)
    if not rows:
        return None
    mine, others = _sides(value, labels)
    if not mine or not others:
        return None
    asked = [word for word in re.split(r"[^a-z0-9]+|(?<=[a-z])(?=[A-Z])", name) if len(word) > 2]
    about = [row for row in rows if any(word.casefold() in row.casefold() for word in asked)]
    if isinstance(value, bool) and not about:
        return None
    found: str | None = None
    for row in about or rows:
        states = _states(row, (*mine, *others))
        if any(states.get(label) for label in mine):
            return None
        crossed = next((label for label in others if states.get(label)), None)
        if crossed is not None and any(label in states for label in mine):
            found = found or crossed
    return found


def _sides(value: Any, labels: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    if isinstance(value, bool):
        return (_YES, _NO) if value else (_NO, _YES)
    return ([value], [label for label in labels if label != value]) if isinstance(value, str) else ([], [])


@lru_cache(maxsize=4)
def _lines(text: str) -> tuple[str, ...]:
    """The lines of a text that hold two boxes or more."""
    if not _BOX.search(text):
        return ()
    return tuple(line for line in text.splitlines() if len(_BOX.findall(line)) > 1)


def _states(line: str, labels: Sequence[str]) -> dict[str, bool]:
    """The labels that stand beside a box of a line, with whether it is crossed. Boxes stand all before their labels,
    or all behind them."""
    boxes = [(m.end(), m.start(), not _is_empty(m)) for m in _BOX.finditer(line)]
    spans: list[tuple[int, int, str]] = []
    for label in labels:
        pattern = rf"(?<!\w){re.escape(label)}(?!\w)"
        spans += [(m.start(), m.end(), label) for m in re.finditer(pattern, line, re.IGNORECASE)]
    if not spans:
        return {}
    before = boxes[0][1] < min(start for start, _, _ in spans)
    found: dict[str, bool] = {}
    for start, end, label in spans:
        for after_box, box, crossed in boxes:
            if (before and 0 <= start - after_box <= 2) or (not before and 0 <= box - end <= 3):
                found[label] = crossed
    return found


def _is_empty(match: re.Match[str]) -> bool:
    mark = match["mark"] if match["mark"] is not None else match["round"] or match["sign"]
    return mark == "" or mark in _EMPTY
