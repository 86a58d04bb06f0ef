"""From what a reviewer did to the record of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from consensus.domain import Action, Answer, Field, Judgement, Resolution, Segment, Severity, Task, Unit, strict_json
from consensus.errors import TooSoonError, UsageError, VetoError, in_plain_words
from consensus.normalize.code_repair import repaired
from consensus.normalize.coded import damage_of
from consensus.review.order import BlindAnswer
from consensus.schema import violations

#: Seconds a claim lasts without activity; every action of its holder renews it.
LEASE_SECONDS = 15 * 60.0
#: Seconds an item must have been on screen. Seeing and choosing takes a person longer, so a faster key was meant for
#: the item before.
MINIMUM_DWELL = 0.3

_TEXT_REASONS = (
    "accuracy: mistranslation",
    "accuracy: omission",
    "accuracy: addition",
    "accuracy: untranslated",
    "terminology",
    "fluency",
    "style",
    "locale convention",
)
_FIELD_REASONS = (
    "wrong value",
    "wrong field",
    "missing",
    "invented",
    "format or unit",
    "source ambiguous",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reviewer did. letter: the answer started from, or "". text: the answer written, or None for as it stands.

    reason, severity: MQM category and severity of a rejection. comment: free words. over: the question whether an
    answer is taken that checks forbid, answered by deciding again. row: whether the row that the field lies in is
    there, where that was decided as a whole; None where it was not.
    """

    letter: str = ""
    text: str | None = None
    reason: str = ""
    severity: str = ""
    comment: str = ""
    over: VetoError | None = None
    row: bool | None = None


@dataclass(frozen=True, slots=True)
class DecisionContext:
    """Who decides on what, and since when it has been on screen. answers: of all members, also without one."""

    unit: Unit
    order: tuple[BlindAnswer, ...]
    reviewer: str
    shown_at: datetime
    now: datetime
    answers: tuple[Answer, ...] = ()


def reject_reasons(task: Task) -> tuple[str, ...]:
    """The MQM categories a rejection may have."""
    return _TEXT_REASONS if task is Task.TRANSLATE else _FIELD_REASONS


def severities() -> tuple[str, ...]:
    """The MQM severities a rejection may have, mildest first."""
    return tuple(severity.value for severity in Severity)


def check_dwell(context: DecisionContext) -> None:
    """Raises TooSoonError for a decision faster than a person can see the item. A clock set back does not refuse."""
    dwell = context.now - context.shown_at
    if timedelta(0) <= dwell < timedelta(seconds=MINIMUM_DWELL):
        raise TooSoonError(
            "this item had only just appeared, so the key was not counted.", do="Look at it and decide again."
        )


def chosen(context: DecisionContext, choice: Choice) -> Resolution:
    """A candidate as it stands. Raises UsageError when there is no such letter."""
    blind = _behind(context.order, choice.letter)
    return _resolution(context, choice, Action.CHOSEN, blind.value, blind.members[0])


def written(context: DecisionContext, choice: Choice) -> Resolution:
    """A changed candidate, or an answer written without one. Raises UsageError when it cannot be delivered.

    A candidate that came back unchanged was chosen, not edited.
    """
    value = _value(context.unit, choice.text or "")
    if isinstance(context.unit, Segment):
        value = repaired(context.unit.text, value, context.unit.codes)
    if not choice.letter:
        return _resolution(context, choice, Action.REWRITTEN, value, "")
    blind = _behind(context.order, choice.letter)
    if _same(value, blind.value):
        return _resolution(context, choice, Action.CHOSEN, blind.value, blind.members[0])
    return _resolution(context, choice, Action.EDITED, value, blind.members[0])


def judged(context: DecisionContext, choice: Choice) -> Resolution:
    """An audit of the one answer. choice.reason: the judgement. choice.text: the answer mended, or None.

    A wrong answer without a mended one, and one that the reviewer cannot judge, leave the unit unverified. Raises
    UsageError for another word, for a right answer that was changed, and for a wrong one that was not.
    """
    if choice.reason not in {one.value for one in Judgement}:
        raise UsageError("an audit needs a judgement.", do=f"Say one of: {', '.join(one.value for one in Judgement)}.")
    said, plain = Judgement(choice.reason), replace(choice, letter="A", reason="")
    if said is Judgement.UNSURE or (said is Judgement.WRONG and choice.text is None):
        made = _resolution(context, plain, Action.REJECTED, None, "")
    elif choice.text is None:
        made = chosen(context, plain)
    else:
        made = written(context, plain)
        if said is Judgement.WRONG and made.action is Action.CHOSEN:
            raise UsageError("a wrong answer cannot stay as it is.", do="Change it, or judge it otherwise.")
        if said is Judgement.RIGHT and made.action is not Action.CHOSEN:
            raise UsageError("a right answer is not changed.", do="Call it a matter of style, or wrong.")
    reason = f"audit: {said.value}" if made.action is Action.REJECTED else ""
    return replace(made, judgement=said.value, reason=reason)


def rejected(context: DecisionContext, choice: Choice) -> Resolution:
    """No answer is right. Raises UsageError without a category and a severity of the lists."""
    task = Task.TRANSLATE if isinstance(context.unit, Segment) else Task.EXTRACT
    if choice.reason not in reject_reasons(task):
        raise UsageError("a rejection needs a category.", do="Choose what is wrong with the answers.")
    if choice.severity not in severities():
        raise UsageError("a rejection needs a severity.", do="Choose how bad it is.")
    return _resolution(context, choice, Action.REJECTED, None, "")


def shown(value: Any) -> str:
    """A value as a person reads and edits it: text as it is, everything else as JSON; no value is ""."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _behind(order: Sequence[BlindAnswer], letter: str) -> BlindAnswer:
    for blind in order:
        if blind.letter == letter:
            return blind
    raise UsageError(f"there is no answer {letter or '(none)'}.", do="Choose one of those on the screen, or write one.")


def _value(unit: Unit, text: str) -> Any:
    text = text.strip()
    if isinstance(unit, Field):
        return _field_value(unit, text)
    if not text:
        raise UsageError("an empty text is not a translation.", do="Write one, or reject the answers.")
    if "\n" not in unit.text.strip():
        # A line break would end a heading, a table row or a list item of the document.
        return " ".join(line.strip() for line in text.splitlines() if line.strip())
    return text


def _field_value(field: Field, text: str) -> Any:
    """The first reading of the text that the field's schema allows; empty is "not in the document"."""
    if not text:
        return None
    readings: list[Any] = [text]
    with suppress(ValueError):
        readings.append(strict_json.loads(text))
    strings_first = "string" in field.schema.get("type", ())
    problems: list[str] = []
    for reading in sorted(readings, key=lambda value: isinstance(value, str) != strings_first):
        found = violations(field.schema, reading)
        if not found:
            return reading
        problems += found
    raise UsageError(
        f"the schema does not allow this value: {in_plain_words(problems[0])}", where=field.path, do="Mend it."
    )


def _same(value: Any, candidate: Any) -> bool:
    if isinstance(candidate, str) and isinstance(value, str):
        return value == candidate.strip()
    return type(value) is type(candidate) and bool(value == candidate)


def _resolution(context: DecisionContext, choice: Choice, action: Action, value: Any, member: str) -> Resolution:
    """Raises UsageError for a text whose inline codes cannot be written back."""
    unit = context.unit
    if isinstance(unit, Segment) and isinstance(value, str) and (damage := damage_of(unit.text, value, unit.codes)):
        raise UsageError(damage, do="Put the codes where they belong; each of the source's stands once.")
    return Resolution(
        unit_id=context.unit.id,
        action=action,
        reviewer=context.reviewer,
        value=value,
        shown_at=context.shown_at.isoformat(),
        decided_at=context.now.isoformat(),
        chosen_member=member,
        order=tuple(blind.members for blind in context.order),
        reason=choice.reason,
        severity=choice.severity,
        comment=choice.comment.strip(),
    )
