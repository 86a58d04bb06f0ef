"""GET /v1/models: policies as models, in OpenAI's shape."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from consensus.api.access import AnyCaller, Api
from consensus.api.chat_request import PREFIX
from consensus.api.requests import Id
from consensus.errors import NotFoundError, shown_value

router = APIRouter(tags=["chat"])


class Model(BaseModel):
    """A policy. For a translation its languages are added: consensus/translation:en-de."""

    id: str
    object: str = "model"
    created: int = 0
    owned_by: str = "consensus"
    description: str = ""


class ModelList(BaseModel):
    """Every policy that can be read."""

    object: str = "list"
    data: list[Model]


@router.get("/v1/models", operation_id="list_models")
def list_models(service: Api, by: AnyCaller) -> ModelList:
    """The policies, as models."""
    return ModelList(data=_models(service))


@router.get("/v1/models/{model:path}", operation_id="get_model")
def get_model(model: Id, service: Api, by: AnyCaller) -> Model:
    """One of them."""
    for one in _models(service):
        if one.id == model.partition(":")[0]:
            return one
    raise NotFoundError(f"there is no model {shown_value(model)}", where="model", do="See: GET /v1/models")


def _models(service: Api) -> list[Model]:
    found = {line.name: line for line in reversed(service.policies.list()) if not line.problem}
    return [Model(id=f"{PREFIX}{name}", description=line.description) for name, line in sorted(found.items())]
