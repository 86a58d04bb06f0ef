"""One member and one ask: in parts it can take, the lost units once more alone, and its fallbacks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from consensus.ask.budget import OverBudget
from consensus.ask.call import Deadline, Sent
from consensus.ask.context import Round
from consensus.ask.merge import merged
from consensus.ask.retry import send
from consensus.ask.split import halves, narrow, parts
from consensus.domain import Abstention, AbstentionReason, Answer, Ask, Candidate, ModelRequest, ModelSpec, Task
from consensus.domain.making import maker
from consensus.errors import CallError, CallFault, ConsensusError
from consensus.normalize.digests import digest

_REASONS: Mapping[CallFault, AbstentionReason] = {
    CallFault.RATE_LIMITED: AbstentionReason.UNAVAILABLE,
    CallFault.UNAVAILABLE: AbstentionReason.UNAVAILABLE,
    CallFault.TIMEOUT: AbstentionReason.TIMEOUT,
    CallFault.KEY_REFUSED: AbstentionReason.KEY_REFUSED,
    CallFault.QUOTA: AbstentionReason.KEY_REFUSED,
    CallFault.BAD_REQUEST: AbstentionReason.UNAVAILABLE,
    CallFault.NOT_A_MODEL: AbstentionReason.UNAVAILABLE,
    CallFault.CANCELLED: AbstentionReason.UNAVAILABLE,
}
T = TypeVar("T")
_candidate = maker(Candidate)
_LOG = logging.getLogger(__name__)
#: Characters of an unreadable reply that its abstention shows.
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class _Link:
    """One link of a member's fallback chain. member: whose answer. model: who is asked. asked_as: in the journal."""

    member: ModelSpec
    model: ModelSpec
    asked_as: str


async def ask_member(ask: Ask, spec: ModelSpec, now: Round) -> tuple[Answer, ...]:
    """The member's answer or abstention for every unit of the ask, in its order."""
    answers = await _together([_part(part, spec, now) for part in parts(ask, spec)])
    now.done += 1
    now.report()
    return tuple(answer for part in answers for answer in part)


async def _together(work: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
    """Results of all, in order; when one fails the others are cancelled and awaited."""
    if len(work) < 2:
        return [await one for one in work]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one) for one in work]
    return [task.result() for task in tasks]


async def _part(ask: Ask, spec: ModelSpec, now: Round) -> list[Answer]:
    answers = await _with_fallbacks(ask, spec, now)
    lost = [place for place, answer in enumerate(answers) if len(answers) > 1 and _is_lost(answer)]
    again = await _together([_with_fallbacks(narrow(ask, place, place + 1), spec, now) for place in lost])
    for place, alone in zip(lost, again, strict=True):
        answers[place] = alone[0]
    return answers


def _is_lost(answer: Answer) -> bool:
    return isinstance(answer, Abstention) and answer.reason is AbstentionReason.MISSING


async def _with_fallbacks(ask: Ask, spec: ModelSpec, now: Round) -> list[Answer]:
    """Ask the member, and while nothing usable comes, its substitutes in order. A lost segment is no such failure.

    When all fail the first failure stands: it is the member's own. The deadline is one for the whole chain.
    """
    deadline = Deadline(now.context.policy.asking.ask_seconds)
    first: list[Answer] = []
    for link in _chain(ask, spec, now):
        answers = await _asked(ask, link, deadline, now)
        if any(isinstance(answer, Candidate) or _is_lost(answer) for answer in answers):
            return answers
        first = first or answers
    return first


async def _asked(ask: Ask, link: _Link, deadline: Deadline, now: Round) -> list[Answer]:
    """One link's answers, in as many requests as it takes."""
    if ask.task is Task.EXTRACT:
        return [await _document(ask, link, deadline, now)]
    pieces = await _together([_once(piece, link, deadline, now) for piece in parts(ask, link.model)])
    return [answer for piece in pieces for answer in piece]


async def _document(ask: Ask, link: _Link, deadline: Deadline, now: Round) -> Answer:
    """The answer about a document: asked in the parts that the model takes, put together again."""
    cut = now.cut(ask, link.model)
    if len(cut) > 1:
        seconds = now.context.policy.asking.ask_seconds
        found = await _together([_piece(piece, link, Deadline(seconds), now) for piece in cut])
        pieces = [one for some in found for one in some]
    else:
        pieces = await _piece(ask, link, deadline, now)
    return pieces[0][1] if len(pieces) == 1 else merged(ask, pieces, now.context.merge)


async def _piece(
    ask: Ask, link: _Link, deadline: Deadline, now: Round, *, halved: bool = False
) -> list[tuple[Ask, Answer]]:
    """What was asked in the end, and the answers: a part whose answer was cut off is asked again in smaller ones."""
    (answer,) = await _once(ask, link, deadline, now)
    if not (isinstance(answer, Abstention) and answer.reason is AbstentionReason.TRUNCATED):
        return [(ask, answer)]
    asking = now.context.policy.asking
    smaller = now.context.smaller(ask, link.model, asking, halved=halved)
    again = [_piece(one, link, Deadline(asking.ask_seconds), now, halved=True) for one in smaller]
    return [one for some in await _together(again) for one in some] or [(ask, answer)]


def _chain(ask: Ask, spec: ModelSpec, now: Round) -> list[_Link]:
    """The member, then its substitutes; whoever answered in an earlier run of the job comes first."""
    links = [_Link(spec, spec, spec.name)]
    spec_for = now.context.spec_for
    if spec_for is None:
        return links
    for name in spec.fallbacks:
        try:
            links.append(_Link(spec, spec_for(name), f"{spec.name} > {name}"))
        except ConsensusError:
            continue  # A substitute that cannot be had is no reason to lose the member.
    return sorted(links, key=lambda link: (ask.id, link.asked_as) not in now.settled)


async def _once(ask: Ask, link: _Link, deadline: Deadline, now: Round) -> list[Answer]:
    """One request, retried, and its reply read."""
    request = now.context.render(ask, link.model, now.context.policy.asking)
    if request.max_tokens < 1 and len(ask.unit_ids) > 1:
        return [answer for half in halves(ask) for answer in await _once(half, link, deadline, now)]
    if request.max_tokens < 1:
        return _abstain(ask, link, AbstentionReason.TOO_LONG, "the text does not fit the model's context")
    try:
        sent = await send(ask, request, link.asked_as, deadline, now)
    except CallError as error:
        if isinstance(error, OverBudget):
            return _abstain(ask, link, AbstentionReason.OVER_BUDGET, str(error))
        return _abstain(ask, link, _REASONS[error.fault], str(error), error.fault)
    answers = _read(ask, link, sent, now)
    if all(isinstance(answer, Abstention) and answer.reason is AbstentionReason.INVALID for answer in answers):
        return await _mended(ask, link, request, sent, deadline, now) or answers
    return answers


async def _mended(
    ask: Ask, link: _Link, request: ModelRequest, sent: Sent, deadline: Deadline, now: Round
) -> list[Answer] | None:
    """An unreadable reply is answered once with what is wrong with it; None where that is no use or fails."""
    again = now.context.mend(request, sent.reply)
    if again is None:
        return None
    try:
        # An ask of its own, so that a resumed job knows both replies.
        sent = await send(replace(ask, id=digest(ask.id, "mend")), again, link.asked_as, deadline, now)
    except CallError:
        return None
    return _read(ask, link, sent, now)


def _abstain(
    ask: Ask, link: _Link, reason: AbstentionReason, detail: str, fault: CallFault | None = None
) -> list[Answer]:
    name, family = link.member.name, link.model.family
    return [Abstention(unit, name, family, reason, detail, fault=fault) for unit in ask.unit_ids]


def _read(ask: Ask, link: _Link, sent: Sent, now: Round) -> list[Answer]:
    """The reply is in the journal by now, so whatever happens here, nothing that was paid for is lost."""
    lost, parsed = AbstentionReason.MISSING, {}
    try:
        parsed = dict(now.context.parse(ask, link.model, sent.reply))
    except Exception as error:
        _LOG.warning("a reply could not be read: %s", type(error).__name__)
        lost = AbstentionReason.INVALID
    first = 0 if ask.task is Task.EXTRACT else 1
    member, family = link.member.name, link.model.family
    answers: list[Answer] = []
    for place, unit in enumerate(ask.unit_ids, first):
        value: Any = parsed.get(place, lost)
        if isinstance(value, AbstentionReason):
            detail = _began(sent) if value is AbstentionReason.INVALID else ""
            answers.append(Abstention(unit, member, family, value, detail, sent.call_id))
        else:
            answers.append(_candidate(unit, member, family, value, sent.call_id, link.model.weight, saw=sent.saw))
    return answers


def _began(sent: Sent) -> str:
    """What came instead of an answer that can be read."""
    text = " ".join(sent.reply.text[: 2 * _SHOWN].split())
    return f"the reply is not the JSON that was asked for; it begins: {text[:_SHOWN]}{'…' * (len(text) > _SHOWN)}"
