"""GET /v1/answers/{id}: a completion with its evidence, and with what a person decided since."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from consensus.api.access import Api, Submitter
from consensus.api.requests import Id

router = APIRouter(tags=["chat"])


class AnswerPolicy(BaseModel):
    """The policy that decided."""

    name: str
    digest: str


class AnswerBody(BaseModel):
    """An answer as it stands now."""

    id: str
    object: str
    created_at: str
    model: str
    status: str = Field(description="pending, accepted, held or rejected.")
    verdict: str | None = Field(description="The machine's: accepted, review or failed; null while it is pending.")
    value: Any = Field(description="A text or an object; null unless the status is accepted.")
    reasons: list[str] = Field(description="Why it is held.")
    families_agreed: int | None = Field(description="Null while a batch is open.")
    families_asked: int
    certificate: Any
    words: str = Field(description="What is promised of accepted answers.")
    job_id: str
    policy: AnswerPolicy
    system_fingerprint: str
    units: list[dict[str, Any]] = Field(description="Segments or fields, each with its evidence.")


@router.get("/v1/answers/{answer_id}", operation_id="get_answer")
def get_answer(answer_id: Id, service: Api, by: Submitter) -> AnswerBody:
    """The id is that of the completion, which stands in a held one's error too. Poll it until a person has decided."""
    return AnswerBody(**service.completions.answers.get(answer_id, by.tenant).as_dict())
