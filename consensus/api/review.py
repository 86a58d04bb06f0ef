"""The review queue: claim an item, decide it, take the next. Who answered is told after the decision alone."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.responses import Response

from consensus.api.access import Api, Caller, Reviewer
from consensus.api.requests import Id, StrictRoute, Text
from consensus.bootstrap import Service
from consensus.domain.job import QueueFilter
from consensus.review import ReviewView
from consensus.service.access.reviewing import Made
from consensus.service.review.queue import DecisionOutcome

router = APIRouter(prefix="/v1/review", tags=["review"], route_class=StrictRoute)

Long = Annotated[str, StringConstraints(max_length=1_000_000)]


class Part(BaseModel):
    """The part of the queue to work on; "" is any. mine: questions to you, and answers to yours."""

    model_config = ConfigDict(extra="forbid")

    job_id: Text = ""
    languages: Text = ""
    field: Text = ""
    risk: Text = ""
    mine: bool = False


class Waiting(BaseModel):
    """An item that waits. since: ISO 8601."""

    id: str
    job_id: str
    languages: str
    field: str
    since: str


class WaitingItems(BaseModel):
    """In the queue's order, which changes while people work."""

    data: list[Waiting]
    has_more: bool


class Note(BaseModel):
    """What a check says. veto: it forbids the answer; deciding for it is asked back once."""

    words: str
    severity: str
    veto: bool


class Letter(BaseModel):
    """One answer, or several that are alike, without who gave it. differs: spans where others differ."""

    letter: str
    text: str
    no_value: bool
    differs: list[tuple[int, int]]
    notes: list[Note]


class Said(BaseModel):
    """What a reviewer wrote about an item. kind: comment, question or answer. addressee: of the last two.

    at: ISO 8601. author, addressee and at are "" where they would say who decided first.
    """

    text: str
    kind: str
    author: str
    addressee: str
    at: str


class Remark(BaseModel):
    """A comment to whoever reviews the unit. version: of the item as it was shown."""

    model_config = ConfigDict(extra="forbid")

    version: int
    text: Annotated[str, StringConstraints(max_length=5000)]


class Item(BaseModel):
    """An item that you hold. judged: say of the one answer whether it is right; else choose, write or reject.

    version: hand it back with the decision. lease_until: ISO 8601.
    """

    id: str
    version: int
    job_id: str
    document: str
    task: str
    languages: list[str | None]
    source: str
    before: str
    after: str
    place: str
    field: dict[str, Any] | None
    letters: list[Letter]
    notes: list[Note]
    reason: str
    reject_reasons: list[str]
    terms: list[list[str]]
    file_note: str
    repeats: int
    judged: bool
    lease_until: str | None
    comments: list[Said]


class Decision(BaseModel):
    """What was decided. version: of the item as it was shown. value: the text of edited, or of an answer mended.

    category: MQM category of rejected; right, style, unsure or wrong of judged. over: take an answer that a check
    forbids, once that was asked.
    """

    model_config = ConfigDict(extra="forbid")

    version: int
    action: Literal["chosen", "edited", "rejected", "judged"]
    letter: Text = ""
    value: Long | None = None
    category: Text = ""
    severity: Text = ""
    comment: Annotated[str, StringConstraints(max_length=5000)] = ""
    over: bool = False


class Decided(BaseModel):
    """A decision that was stored, with what was hidden until now. members: who stood behind each letter.

    repeats: units that it settled besides. waits: another person must look before it counts. memory: earlier verified
    translations that differ. next: the next item, claimed; null when nothing waits.
    """

    job_id: str
    value: Any
    action: str
    members: dict[str, str]
    reason: str
    repeats: int
    waits: bool
    memory: list[str]
    judged: list[str]
    next: Item | None


class Release(BaseModel):
    """Giving an item back. comment: why; with one it comes last."""

    model_config = ConfigDict(extra="forbid")

    version: int
    comment: Annotated[str, StringConstraints(max_length=5000)] = ""


@router.get("/items", operation_id="list_review_items")
def waiting(
    service: Api, by: Reviewer, job_id: Annotated[Text, Query()] = "", limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> WaitingItems:
    """What waits for you."""
    part = QueueFilter(job_id=job_id, tenant=by.tenant)
    found = service.access.reviewing.waiting(by.person, part, limit + 1)
    data = [
        Waiting(id=one.id, job_id=one.job_id, languages=f.languages, field=f.field, since=f.since)
        for one in found[:limit]
        for f in (one.facets,)
    ]
    return WaitingItems(data=data, has_more=len(found) > limit)


@router.post(
    "/items:claim",
    operation_id="claim_next_item",
    response_model=Item,
    responses={204: {"description": "Nothing waits for you."}},
)
def claim_next(service: Api, by: Reviewer, part: Part | None = None) -> Item | Response:
    """Claim the first item that waits for you, or the one that you hold."""
    shown = service.access.reviewing.next(by.person, _part(part or Part(), by))
    return Response(status_code=204) if shown is None else _item(service, shown)


@router.post("/items/{item_id}/claim", operation_id="claim_item")
def claim(item_id: Id, service: Api, by: Reviewer) -> Item:
    """Claim this item."""
    return _item(service, service.access.reviewing.claim(by.person, item_id, by.tenant))


@router.post("/items/{item_id}/decision", operation_id="decide_item")
def decide(item_id: Id, body: Decision, service: Api, by: Reviewer) -> Decided:
    """Decide an item that you hold, and take the next."""
    made = Made(
        action=body.action,
        version=body.version,
        letter=body.letter,
        value=body.value,
        reason=body.category,
        severity=body.severity,
        comment=body.comment,
        over=body.over,
    )
    outcome = service.access.reviewing.decide(by.person, item_id, by.tenant, made)
    following = service.access.reviewing.next(by.person, QueueFilter(tenant=by.tenant))
    job_id = service.outside.store.item(item_id).job_id
    return _decided(outcome, job_id, None if following is None else _item(service, following))


@router.post("/items/{item_id}/release", status_code=204, operation_id="release_item")
def release(item_id: Id, body: Release, service: Api, by: Reviewer) -> None:
    """Give an item back."""
    service.access.reviewing.release(by.person, item_id, by.tenant, body.version, body.comment)


@router.get("/items/{item_id}/comments", operation_id="list_comments")
def comments(item_id: Id, service: Api, by: Reviewer, version: Annotated[int, Query()]) -> list[Said]:
    """What was said about an item that you hold, as far as you may see it. version: of the item as it was shown."""
    return _comments(service, service.access.reviewing.held(by.person, item_id, by.tenant, version))


@router.post("/items/{item_id}/comments", status_code=201, operation_id="add_comment")
def comment(item_id: Id, body: Remark, service: Api, by: Reviewer) -> list[Said]:
    """Say something to whoever reviews the unit; audits have no comments. Returns all that you may see."""
    view = service.access.reviewing.held(by.person, item_id, by.tenant, body.version)
    service.queue.discussion.comment(view, body.text)
    return _comments(service, view)


@router.post("/undo", operation_id="undo_decision")
def undo(service: Api, by: Reviewer) -> Item:
    """Take back the newest of your last ten decisions; you hold its item again."""
    return _item(service, service.access.reviewing.undo(by.person))


def _part(part: Part, by: Caller) -> QueueFilter:
    return QueueFilter(part.job_id, part.languages, part.field, risk=part.risk, tenant=by.tenant, mine=part.mine)


def _item(service: Service, view: ReviewView) -> Item:
    words = view.field
    return Item(
        id=view.item.id,
        version=view.item.version,
        job_id=view.item.job_id,
        document=view.document,
        task=view.task.value,
        languages=list(view.languages),
        source=view.source,
        before=view.before,
        after=view.after,
        place=view.place,
        field=None
        if words is None
        else {
            "path": words.path,
            "kind": words.kind,
            "title": words.title,
            "description": words.description,
            "allowed": list(words.allowed),
        },
        letters=[
            Letter(
                letter=one.letter,
                text=one.text,
                no_value=one.no_value,
                differs=[(span[0], span[1]) for span in one.differs],
                notes=[Note(words=note.message, severity=note.severity, veto=note.veto) for note in one.notes],
            )
            for one in view.letters
        ],
        notes=[Note(words=note.message, severity=note.severity, veto=note.veto) for note in view.notes],
        reason=view.reason,
        reject_reasons=list(view.reject_reasons),
        terms=[list(term) for term in view.terms],
        file_note=view.file_note,
        repeats=view.repeats,
        judged=view.as_audit,
        lease_until=view.item.lease_until,
        comments=_comments(service, view),
    )


def _comments(service: Service, view: ReviewView) -> list[Said]:
    return [
        Said(text=one.text, kind=one.kind.value, author=one.author, addressee=one.addressee, at=one.at)
        for one in service.queue.discussion.of(view).comments
    ]


def _decided(outcome: DecisionOutcome, job_id: str, following: Item | None) -> Decided:
    made = outcome.resolution
    return Decided(
        job_id=job_id,
        value=made.value,
        action=made.action.value,
        members=dict(outcome.members),
        reason=outcome.reason,
        repeats=outcome.repeats,
        waits=outcome.waits,
        memory=[match.target for match in outcome.memory],
        judged=list(outcome.judged),
        next=following,
    )
