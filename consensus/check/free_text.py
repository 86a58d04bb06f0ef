"""Hard facts on which answers of free text differ, however differently they are worded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from consensus.check.base import quoted
from consensus.check.disputes import hard_fact_disputes
from consensus.check.facts import Reading, read
from consensus.domain import Answer, Candidate, Segment
from consensus.normalize.opposites import DUTY, MEASURES


def free_text_disputes(unit: str, text: str, answers: Sequence[Answer], lang: str | None) -> tuple[str, ...]:
    """One sentence for each kind of fact on which any two answers differ, as ``hard_fact_disputes`` tells them.

    text: the document, in ``lang`` like the answers. Where translations are nearly alike, opposites and denials are
    compared place by place; texts in different words have no places, so here they count wherever they stand.
    """
    found = hard_fact_disputes(Segment(unit, 0, text, 0, len(text)), answers, (lang, lang))
    if found:
        return found
    texts = {answer.value for answer in answers if isinstance(answer, Candidate) and isinstance(answer.value, str)}
    readings = [read(one, lang) for one in sorted(texts)]
    return tuple(dict.fromkeys(_anywhere(readings)))


def _anywhere(readings: Sequence[Reading]) -> Iterable[str]:
    for one, other in combinations(readings, 2):
        ours, theirs = one.wording, other.wording
        if ours is not None and theirs is not None and ours.said != theirs.said:
            sides, sides_there = _sides(ours.said), _sides(theirs.said)
            idle = {DUTY, *MEASURES} if one.denials or other.denials else MEASURES
            apart = sorted(name for name in sides.keys() & sides_there.keys() - idle if sides[name] - sides_there[name])
            for name in apart:
                if sides_there[name] - sides[name]:
                    words = (sorted(sides[name]), sorted(sides_there[name]))
                    yield f"The answers differ in {quoted(words[0])} against {quoted(words[1])}."
        if bool(one.denials) != bool(other.denials):
            denying, plain = (one, other) if one.denials else (other, one)
            if not plain.hints_denial:
                yield f'The answers differ in negation: one denies ("{denying.denials[0].cue}"), another does not.'


def _sides(said: Iterable[tuple[str, str, int]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, side, _ in said:
        found.setdefault(name, set()).add(side)
    return found
