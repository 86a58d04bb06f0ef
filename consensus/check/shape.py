"""The shape of an answer: its length against the source, loops, damaged characters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from consensus.check.base import Check, CheckId, Pair, Problem, quoted
from consensus.check.facts import Reading
from consensus.domain import Severity

_SHORTEST = 25.0
_TOO_LONG, _TOO_SHORT = 2.6, 0.4

_DAMAGED = re.compile("[\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]|[ÃÂ][\u0080-\u00bf]|â€[™œ\u009d“”˜]")
#: Overrides turn text around unseen; a translation into a right-to-left script may need isolates and marks.
_TURNED = re.compile("[\u202a-\u202e]|[\u2066-\u2069](?![^\u0590-\u08ff]*[\u0590-\u08ff])")
#: One class of characters that holds what each of the two can begin with: most texts are done with after it.
_SUSPECT = re.compile("[\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfffÃÂâ\u202a-\u202e\u2066-\u2069]")
_LOOP_UNITS = 30


class ShapeCheck(Check):
    """Length, repetition and damaged characters."""

    ids = (
        CheckId("length", "The translation is far too long or short for its source.", "veto"),
        CheckId("repetition", "A run of words comes over and over.", "veto"),
        CheckId("damaged", "A damaged, control or direction character (U+FFFD, U+202E, double encoding).", "veto"),
    )

    def find(self, pair: Pair) -> Iterable[Problem]:
        source, target = pair.source, pair.target
        if problem := _length(source, target):
            yield problem
        if (loop := repeated(target)) and not repeated(source):
            yield Problem("repetition", Severity.MAJOR, f"{quoted([loop])} is repeated over and over.")
        damaged = _damage(target.text)
        if damaged and not _damage(source.text):
            message = f"A damaged character (U+{ord(damaged.group()[0]):04X}) stands in the translation."
            yield Problem("damaged", Severity.MAJOR, message, None, damaged.span())


def _damage(text: str) -> re.Match[str] | None:
    return (_DAMAGED.search(text) or _TURNED.search(text)) if _SUSPECT.search(text) else None


def _length(source: Reading, target: Reading) -> Problem | None:
    ours, theirs = source.weight, target.weight
    if max(ours, theirs) < _SHORTEST or not target.text.strip():
        return None
    ratio = (theirs + 12) / (ours + 12)
    if _TOO_SHORT <= ratio <= _TOO_LONG:
        return None
    which = "long" if ratio > 1 else "short"
    message = f"The translation is too {which}: {len(target.text)} characters for {len(source.text)} in the source."
    return Problem("length", Severity.MAJOR, message, None, (0, len(target.text)))


def repeated(reading: Reading) -> str:
    """A run of words or characters that comes four times or more in a row; "" when there is none.

    Looks only at texts whose words are few for their number, so it costs little on ordinary ones.
    """
    words = reading.words
    if len(words) >= 12 and len(reading.word_set) * 2 < len(words):
        for size in (1, 2, 3, 4, 5, 6, 8, 10):
            if loop := _word_loop(words, size):
                return loop
    text = reading.text
    if len(text) >= _LOOP_UNITS and max(map(len, words), default=0) >= _LOOP_UNITS and len(set(text)) * 4 < len(text):
        loop_match = re.search(r"([^\W\d_]\w{1,20}?)\1{5,}", text)
        return loop_match.group(1) if loop_match else ""
    return ""


def _word_loop(words: tuple[str, ...], size: int) -> str:
    times = 6 if size == 1 else 4
    run = 1
    for at in range(size, len(words) - size + 1, size):
        run = run + 1 if words[at : at + size] == words[at - size : at] else 1
        if run >= times:
            return " ".join(words[at : at + size])
    return ""
