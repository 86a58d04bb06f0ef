"""Blind letters: who gave an answer, and how many gave it, stays hidden until a person has decided."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import Any

from consensus.domain import Answer, Candidate, Rule, Segment, Verdict
from consensus.domain.job import UnitRecord
from consensus.normalize.digests import digest

#: Drawn once for the product and written to the event log with every decision; another seed gives other orders.
SEED = "consensus-1"


@dataclass(frozen=True, slots=True)
class BlindAnswer:
    """One distinct answer behind a letter. members: everybody who gave exactly this, sorted."""

    letter: str
    value: Any
    members: tuple[str, ...]


def blind_order(answers: Sequence[Answer], item_id: str, seed: str = SEED) -> tuple[BlindAnswer, ...]:
    """Distinct candidates in an order drawn for this item. Identical ones are one letter. Pure.

    The order depends on seed, item and content alone, never on the panel or on how many gave an answer.
    """
    groups: dict[str, list[Candidate]] = {}
    for answer in answers:
        if isinstance(answer, Candidate):
            groups.setdefault(content(answer.value), []).append(answer)
    drawn = sorted(groups, key=lambda content: (digest(seed, item_id, content), content))
    return tuple(
        BlindAnswer(_letter(place), groups[content][0].value, tuple(sorted(c.member for c in groups[content])))
        for place, content in enumerate(drawn)
    )


def lone_answer(answers: Sequence[Answer], verdict: Verdict) -> tuple[BlindAnswer, ...]:
    """What an audit shows: the answer that was, or would be, accepted, and no other. Pure."""
    value = verdict.leading if verdict.value is None else verdict.value
    same = [a.member for a in answers if isinstance(a, Candidate) and content(a.value) == content(value)]
    return (BlindAnswer("A", value, tuple(sorted(same)) or (verdict.representative,)),)


def blind_sentence(sentence: str, order: Sequence[BlindAnswer], answers: Sequence[Answer]) -> str:
    """The sentence with letters for the names of members; one who gave no answer becomes "a member". Pure."""
    names: dict[str, str] = {answer.member: "a member" for answer in answers}
    names |= {member: f"answer {blind.letter}" for blind in order for member in blind.members}
    return _replace(sentence, names)


def nameless(sentence: str, members: Iterable[str]) -> str:
    """The sentence without the names of these members. Pure."""
    return _replace(sentence, dict.fromkeys(members, "a member"))


def blinded(record: UnitRecord, order: Sequence[BlindAnswer]) -> UnitRecord:
    """A unit that waits for a person, with letters for the names of members, and nothing of who agreed. Pure."""
    names = {member: f"answer {blind.letter}" for blind in order for member in blind.members}

    def hide(sentence: str) -> str:
        return blind_sentence(sentence, order, record.choices)

    def answer(one: Answer) -> Answer:
        name = names.get(one.member, "a member")
        if isinstance(one, Candidate):
            return replace(one, member=name, family="")
        return replace(one, member=name, family="", detail=hide(one.detail))

    verdict, agreement = record.verdict, record.agreement
    unit = record.unit
    return replace(
        record,
        unit=replace(unit, filled=None) if isinstance(unit, Segment) else unit,
        answers=tuple(sorted(map(answer, record.choices), key=lambda one: one.member)),
        findings=tuple(
            replace(one, member=names.get(one.member, one.member and "a member"), message=hide(one.message))
            for one in record.findings
            if one.check != Rule.JUDGE
        ),
        verdict=verdict and replace(verdict, reasons=tuple(map(hide, verdict.reasons)), representative=""),
        agreement=agreement
        and replace(agreement, clusters=(), judgement=None, disputes=tuple(map(hide, agreement.disputes))),
    )


def _replace(sentence: str, names: Mapping[str, str]) -> str:
    longest_first = sorted((name for name in names if name), key=len, reverse=True)
    if not longest_first:
        return sentence
    pattern = "|".join(re.escape(name) for name in longest_first)
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda found: names[found.group()], sentence)


def content(value: Any) -> str:
    """What must be equal for two answers to look equal: 12 and 12.0 are one number, "12" is not."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, default=str)


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _letter(place: int) -> str:
    """A..Z, then AA, AB ...: panels are small, but nothing breaks on a large one."""
    high, low = divmod(place, len(ascii_uppercase))
    return (_letter(high - 1) if high else "") + ascii_uppercase[low]
