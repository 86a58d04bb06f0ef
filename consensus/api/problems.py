"""What is answered when something goes wrong: application/problem+json (RFC 9457), or another shape below a path."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from math import ceil
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from consensus.errors import (
    AuthenticationError,
    ConsensusError,
    InputError,
    NotFoundError,
    TooManyRequestsError,
    UsageError,
    VetoError,
    as_sentence,
    shown_value,
)
from consensus.telemetry import unforeseen

MEDIA_TYPE = "application/problem+json"


class MethodError(UsageError):
    """This path has no such method."""

    code = "method"
    http_status = 405


#: The answer to an error in the shape that the clients of some path expect.
ErrorShape = Callable[[ConsensusError], Response]
#: Values of a request that are named in one answer.
_MOST_NAMED = 5


class Problem(BaseModel):
    """An error: title is of the code and never varies; what, where and do are of this case."""

    type: str = Field(description="An address of the code's own, which need not lead anywhere.")
    title: str
    status: int
    detail: str = Field(description="What happened, in one sentence.")
    code: str = Field(description="Stable; docs/errors.md lists them.")
    where: str = Field(description='The part of the request, or "".')
    do: str = Field(description='What to do about it, or "".')
    instance: str = Field(description="The path that was asked for.")
    checks: list[str] | None = Field(None, description="Of a veto: the checks; decide again with over to take it.")


def respond(request: Request, error: ConsensusError) -> Response:
    """The answer to an error, in the shape of its path."""
    shapes: Mapping[str, ErrorShape] = request.app.state.error_shapes
    path = request.url.path
    shape = next((made for start, made in shapes.items() if path == start or path.startswith(f"{start}/")), None)
    answer = shape(error) if shape is not None else Response(_as_json(error, path), error.http_status)
    if shape is None:
        answer.headers["content-type"] = MEDIA_TYPE
    if isinstance(error, AuthenticationError):
        answer.headers["www-authenticate"] = "Bearer"
    if isinstance(error, TooManyRequestsError):
        answer.headers["retry-after"] = str(max(1, ceil(error.retry_after)))
    return answer


def problem_of(error: ConsensusError, path: str) -> dict[str, Any]:
    """The members of the problem."""
    said = error.as_dict()
    found: dict[str, Any] = {
        "type": f"urn:consensus:error:{error.code}",
        "title": _title(type(error)),
        "status": error.http_status,
        "detail": said["what"],
        "code": error.code,
        "where": said["where"],
        "do": said["do"].strip(),
        "instance": path,
    }
    if isinstance(error, VetoError):
        found["checks"] = list(error.checks)
    return found


def add_handlers(app: FastAPI, shapes: Mapping[str, ErrorShape]) -> None:
    """Let every error of this application be answered as here. shapes: by the path below which they are used."""
    app.state.error_shapes = shapes

    async def ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, ConsensusError)
        return respond(request, error)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return respond(request, _invalid(error))

    async def plain(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return respond(request, _plain(error, request))

    app.add_exception_handler(ConsensusError, ours)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, plain)


class LastCatch:
    """Middleware: what was not foreseen is one line for whoever asks, and stands in the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except Exception as error:  # noqa: BLE001 - whatever it is, the server goes on
            told = unforeseen(error)
            if scope["type"] != "http" or begun:
                return
            await respond(Request(scope), told)(scope, receive, send)


def _title(kind: type[ConsensusError]) -> str:
    return as_sentence((kind.__doc__ or "").strip().split("\n")[0].split(";")[0].rstrip("."))


def _as_json(error: ConsensusError, path: str) -> bytes:
    return json.dumps(problem_of(error, path), ensure_ascii=False).encode("utf-8", "backslashreplace")


def _plain(error: HTTPException, request: Request) -> ConsensusError:
    if isinstance(error.__cause__, ConsensusError):  # while the body was read
        return error.__cause__
    if error.status_code == HTTPStatus.NOT_FOUND:
        return NotFoundError("there is nothing at this path", where=request.url.path, do="See: GET /openapi.json")
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        what = f"this path has no method {request.method}"
        return MethodError(what, where=request.url.path, do="See: GET /openapi.json")
    return UsageError(f"the request cannot be read: {error.detail}", do="Mend the request.")


def _invalid(error: RequestValidationError) -> InputError:
    """The first values that are not as the OpenAPI document says."""
    problems, places = [], []
    for one in error.errors()[:_MOST_NAMED]:
        place = ".".join(str(part) for part in one["loc"])
        places.append(place)
        problems.append(f"{shown_value(place)}: {one['msg']}")
    where = places[0] if len(places) == 1 else "request"
    return InputError(f"the request is not as it must be: {'; '.join(problems)}", where=where, do="See: /openapi.json")
