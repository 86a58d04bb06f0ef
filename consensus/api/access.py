"""Who asks: every request but a few carries a key, which is looked at before anything else of it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from consensus.api.problems import respond
from consensus.auth.roles import Role
from consensus.bootstrap import Service
from consensus.domain import ApiKey
from consensus.errors import AuthenticationError, ConsensusError, ForbiddenError
from consensus.service.access.programs import Program

#: What answers without a key: it says nothing of anybody's documents.
OPEN = frozenset({"/healthz", "/readyz", "/openapi.json"})


@dataclass(frozen=True, slots=True)
class Caller:
    """The key that a request came with. person: who reviews with it, "" for nobody."""

    key_id: str
    tenant: str
    person: str
    roles: frozenset[Role]

    @property
    def actor(self) -> str:
        """Who the event log says it was."""
        return self.person or f"key:{self.key_id}"

    @property
    def program(self) -> Program:
        """As the facades know it."""
        return Program(self.tenant, self.actor, self.roles)

    def require(self, role: Role) -> None:
        """Raises ForbiddenError for a key without the role."""
        if role not in self.roles:
            do = f"Use a key made with: consensus keys new NAME --role {role.value}"
            raise ForbiddenError(f"this key has no {role.value} role", where="Authorization", do=do)


class Authenticated:
    """Middleware: a request without a key in force goes no further, and not a byte of its body is read."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app, self._service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] not in OPEN:
            try:
                key = await run_in_threadpool(self._service.access.keys.check, _given(scope))
            except ConsensusError as error:
                await respond(Request(scope), error)(scope, receive, send)
                return
            scope.setdefault("state", {})["caller"] = _caller(key)
        await self._app(scope, receive, send)


def _given(scope: Scope) -> str:
    named = [value for name, value in scope["headers"] if name == b"authorization"]
    kind, _, key = (named[0] if len(named) == 1 else b"").decode("latin-1").partition(" ")
    if kind.lower() != "bearer":
        do = "Send the header: Authorization: Bearer csk_..., with a key of: consensus keys new"
        raise AuthenticationError("a key is needed", where="Authorization", do=do)
    return key.strip()


def _caller(key: ApiKey) -> Caller:
    return Caller(key.id, key.tenant, key.person, frozenset(Role(name) for name in key.roles))


def service(request: Request) -> Service:
    """The product."""
    found: Service = request.app.state.service
    return found


def caller(request: Request) -> Caller:
    """The key of this request. Raises AuthenticationError where none was looked at."""
    found: Caller | None = getattr(request.state, "caller", None)
    if found is None:
        raise AuthenticationError("a key is needed", where="Authorization", do="Send the header: Authorization")
    return found


def need(role: Role) -> Callable[[Caller], Caller]:
    """A dependency: the caller, whose key has the role."""

    def allowed(by: Annotated[Caller, Depends(caller)]) -> Caller:
        by.require(role)
        return by

    return allowed


def reviewing(by: Annotated[Caller, Depends(need(Role.REVIEWER))]) -> Caller:
    """The caller, whose key is of a person who reviews: a guarantee counts people only."""
    if not by.person:
        do = "Use a key made with: consensus keys new NAME --role reviewer --person ana@example.org"
        raise ForbiddenError("this key belongs to no person, and only people review", where="Authorization", do=do)
    return by


Api = Annotated[Service, Depends(service)]
AnyCaller = Annotated[Caller, Depends(caller)]
Submitter = Annotated[Caller, Depends(need(Role.SUBMITTER))]
Reviewer = Annotated[Caller, Depends(reviewing)]
Admin = Annotated[Caller, Depends(need(Role.ADMIN))]
