"""Models, what is sent to them, and what comes back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from consensus.domain.document import Code, Limit, Page, Task
from consensus.domain.policy import Example
from consensus.errors import CallFault

#: An amount in US dollars, as providers price. Unknown is ``None``, never 0.
Money = Decimal


class ModelKind(StrEnum):
    """Which protocol a model is asked by."""

    CHAT = "chat"  #: Instruction-tuned; messages in, one message out.
    COMPLETION = "completion"  #: Base model; a few-shot prompt in, its continuation out.


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A callable model as a member of a panel.

    name: as the user wrote it, unique in the panel. model: the LiteLLM name, or the recorded name.
    family: maker of the weights; one vote per family. family_why: which rule found it. context_tokens: None if unknown.
    source: "litellm", "embedded" or "recorded". recorded_file: for recorded members.
    weight: weight of its answer when the representative is chosen (positive; 1.0 without labels).
    price_in, price_out: US dollars per million tokens; None is unknown, never 0. price_why: where they come from.
    price_ruled: the policy names them, so that they also are what a call is booked at.
    vision: whether it reads pictures; None, which nobody knows, is asked without them.
    """

    name: str
    model: str
    family: str
    family_why: str = ""
    kind: ModelKind = ModelKind.CHAT
    source: str = "litellm"
    base_url: str | None = None
    api_key_env: str | None = None
    recorded_file: str | None = None
    context_tokens: int | None = None
    max_output_tokens: int = 2048
    segments_per_ask: int | None = None
    weight: float = 1.0
    fallbacks: tuple[str, ...] = ()
    price_in: Money | None = None
    price_out: Money | None = None
    price_why: str = ""
    price_ruled: bool = False
    vision: bool | None = None

    def price_of(self, tokens_in: int, tokens_out: int) -> Money | None:
        """US dollars for so many tokens; None when a price is unknown."""
        if self.price_in is None or self.price_out is None:
            return None
        return (self.price_in * tokens_in + self.price_out * tokens_out) / 1_000_000

    @property
    def host_key(self) -> str:
        """What shares one concurrency limit: the host the calls go to."""
        return self.base_url or (self.model.split("/", 1)[0] if "/" in self.model else self.model)


@dataclass(frozen=True, slots=True)
class Panel:
    """The members asked, and why these. name: "auto", "embedded", "recorded", a policy's panel, or "given".

    series: of the models that the job may ask, those that another model answers under than at first, with the number of
    their series ("name#2"), as it was when the job was handed in.
    """

    name: str
    members: tuple[ModelSpec, ...]
    why: str
    warnings: tuple[str, ...] = ()
    series: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """What one request covers: a whole document with its schema, or a run of consecutive segments.

    id: digest of content, task, languages, units and style. unit_ids: segments by position, answered by number
    1..n; for extraction the document's id alone. source_digests: digest of each unit's source text, same order.
    memory: (source, earlier verified translation), where the policy offers them to members. examples: of extraction.
    codes, notes, limits: of each segment, its inline codes, what the file says to translators, and how long it may be;
    () where no segment has any.
    pages: of a PDF or an image, for members that see; their start and end are offsets into the text.
    """

    id: str
    document_id: str
    task: Task
    unit_ids: tuple[str, ...]
    texts: tuple[str, ...]
    source_digests: tuple[str, ...]
    source_lang: str | None = None
    target_lang: str | None = None
    schema: Mapping[str, Any] | None = None
    title: str = ""
    before: str = ""
    after: str = ""
    style: str = ""
    glossary: tuple[tuple[str, str], ...] = ()
    memory: tuple[tuple[str, str], ...] = ()
    examples: tuple[Example, ...] = ()
    codes: tuple[tuple[Code, ...], ...] = ()
    notes: tuple[str, ...] = ()
    limits: tuple[Limit | None, ...] = ()
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as an image that goes along with a request. page: its number, from 1.

    tokens: that it counts for, by a cautious estimate. content: a PNG file; b"" until it is about to be sent.
    """

    page: int
    tokens: int
    content: bytes = field(default=b"", repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 in hex digits, by which the journal knows what was sent."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """One request, ready to send. Exactly one of messages (chat) and prompt (completion) is set.

    prompt_id: name and version of the template, with its digest. response_schema: JSON Schema for structured output.
    timeout: seconds for this call. source_digests: what recorded members look answers up by. pictures: go along with
    the first message of the user.
    """

    spec: ModelSpec
    messages: tuple[Mapping[str, str], ...] = ()
    prompt: str | None = None
    stop: tuple[str, ...] = ()
    response_schema: Mapping[str, Any] | None = None
    max_tokens: int = 2048
    temperature: float = 0.0
    timeout: float = 60.0
    prompt_id: str = ""
    answer_format: str = "json"
    source_digests: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelReply:
    """What a model answered. finish_reason: "stop", "length", "content_filter", ... cost: None when unknown.

    requests_left, tokens_left: what the provider's rate headers still allow; None where it does not say. model: that
    answered, by the provider's word. fingerprint: of its set-up, "" where it does not say.
    """

    text: str
    finish_reason: str
    model: str
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: Money | None = None
    latency: float = 0.0
    requests_left: int | None = None
    tokens_left: int | None = None
    fingerprint: str = ""


class CallState(StrEnum):
    """Where a call stands in the journal."""

    RESERVED = "reserved"  #: Written down, about to be sent; after a kill it may or may not have been sent.
    SETTLED = "settled"  #: Answered; the raw reply is stored and never asked for again.
    FAILED = "failed"  #: Ended without an answer; the fault is stored.
    WITHDRAWN = "withdrawn"  #: Written down but never sent; the journal forgets it.


@dataclass(frozen=True, slots=True)
class Call:
    """One request to one model in the journal.

    id: digest of job, ask, member, attempt and start. attempt: 1.. over the retries. sent: the request's messages or
    prompt as JSON. started, ended: ISO 8601 with zone. cached: id of the earlier call whose answer this is; nothing was
    sent. reserved_cost: its worst case in US dollars, written down before it is sent; None when a price is unknown.
    repeats: id of the call for the same that was under way when the program was killed. hedge: sent beside a slow
    one. saw: numbers of the pages whose pictures went along.
    """

    id: str
    job_id: str
    ask_id: str
    member: str
    attempt: int
    request_digest: str
    sent: str
    prompt_id: str
    state: CallState
    started: str
    ended: str | None = None
    reply: ModelReply | None = None
    fault: str | None = None
    error: str | None = None
    cached: str = ""
    repeats: str = ""
    hedge: bool = False
    reserved_cost: Money | None = None
    saw: tuple[int, ...] = ()

    @property
    def counted(self) -> Money:
        """US dollars that it counts for under a ceiling: its cost, or its worst case while nobody knows that.

        Failed calls are not billed, but one that timed out or was given up may have been.
        """
        if self.reply is not None and self.reply.cost is not None:
            return self.reply.cost
        if self.cached or (
            self.state is CallState.FAILED and self.fault not in (CallFault.TIMEOUT, CallFault.CANCELLED)
        ):
            return Money(0)
        return self.reserved_cost or Money(0)


class AbstentionReason(StrEnum):
    """Why a member gave no answer for a unit."""

    REFUSAL = "refusal"  #: The model declined.
    TIMEOUT = "timeout"  #: The deadline of the call or of the ask passed.
    INVALID = "invalid"  #: The reply could not be parsed.
    TRUNCATED = "truncated"  #: The reply ended at the length limit.
    EMPTY = "empty"  #: The reply held nothing for this unit.
    MISSING = "missing"  #: The reply lost, doubled or renumbered this unit.
    OMITTED = "omitted"  #: The object left this key out.
    UNAVAILABLE = "unavailable"  #: Rate limits, server errors or resets outlasted the retries.
    KEY_REFUSED = "key_refused"  #: The provider refused the key or the quota is exhausted.
    NOT_RECORDED = "not_recorded"  #: A recorded member has no answer for this source text.
    OVER_BUDGET = "over_budget"  #: The call was not sent because the budget was used up.
    TOO_LONG = "too_long"  #: The unit does not fit the member's context.
    NOT_NEEDED = "not_needed"  #: The strategy did not ask it; less evidence, not agreement.


@dataclass(frozen=True, slots=True)
class Candidate:
    """One member's parsed answer for a unit. value: text for a segment, a JSON value for extraction.

    row_absent: null because the member lacks the whole row or object: a vote for absent, not a null that it wrote.
    saw: numbers of the pages whose pictures it was sent.
    """

    unit_id: str
    member: str
    family: str
    value: Any
    call_id: str = ""
    weight: float = 1.0
    row_absent: bool = False
    saw: tuple[int, ...] = ()


#: The kinds of a failed call that are not told apart by the reason, in people's words.
_FAULTS: Mapping[CallFault, str] = {
    CallFault.RATE_LIMITED: "too many requests",
    CallFault.QUOTA: "the account is used up",
    CallFault.BAD_REQUEST: "the request was refused",
    CallFault.CANCELLED: "given up",
    CallFault.NOT_A_MODEL: "the address does not answer as a model",
}


@dataclass(frozen=True, slots=True)
class Abstention:
    """A member's missing answer for a unit, with its reason; never agreement.

    fault: why its call failed; None where no call did, and in what was stored before faults were kept.
    """

    unit_id: str
    member: str
    family: str
    reason: AbstentionReason
    detail: str = ""
    call_id: str = ""
    fault: CallFault | None = None

    @property
    def why(self) -> str:
        """The reason, and where it covers several kinds of faults, which of them it was, in people's words."""
        kind = _FAULTS.get(self.fault) if self.fault is not None else None
        return f"{self.reason.value} ({kind})" if kind else self.reason.value


Answer = Candidate | Abstention


@dataclass(frozen=True, slots=True)
class Totals:
    """Calls and their cost. cost is None as soon as one call's cost is unknown."""

    calls: int = 0
    failed: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Money | None = None
    by_member: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HostOutcome:
    """What one call says of its host. limited: it was turned away (429). retry_after: seconds, where it said so.

    requests_left: what its headers still allow, None when unknown. tokens: used beyond (or below) the estimate.
    """

    limited: bool = False
    retry_after: float | None = None
    requests_left: int | None = None
    tokens: int = 0
