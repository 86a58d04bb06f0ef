"""What requests of every kind share: strict JSON, texts that can be stored, pages, work on the jobs' own loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, TypeVar

from fastapi import Path, Query, Request
from fastapi.routing import APIRoute
from pydantic import BaseModel, StringConstraints
from starlette.responses import Response

from consensus.domain import strict_json
from consensus.errors import InputError
from consensus.service.loop import LoopThread

Result = TypeVar("Result")
Entry = TypeVar("Entry")

#: No control characters, which neither names nor databases take.
_PLAIN = r"^[^\x00-\x1f\x7f]*$"
Text = Annotated[str, StringConstraints(max_length=500, pattern=_PLAIN)]
Id = Annotated[str, Path(max_length=200, pattern=_PLAIN)]
Limit = Annotated[int, Query(ge=1, le=1000)]
After = Annotated[str, Query(max_length=200, pattern=_PLAIN, description="The last id of the page before.")]


class StrictRoute(APIRoute):
    """A route whose JSON is what the standard says: no NaN, no number or depth that nobody could hand on."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handle(_Strict(request.scope, request.receive))

        return strict


class _Strict(Request):
    async def json(self) -> Any:
        return strictly(await self.body())


def strictly(content: bytes) -> Any:
    """The value of a JSON body. Raises InputError."""
    try:
        return strict_json.loads(content.decode())
    except UnicodeDecodeError:
        raise InputError("the body is not UTF-8", where="body", do="Send JSON in UTF-8.") from None
    except ValueError as error:
        raise InputError(f"the body is no JSON: {error}", where="body", do="Mend it.") from None


class Page(BaseModel):
    """Part of a list. first_id, last_id: of this part, null where it is empty; the next part is ?after=last_id."""

    has_more: bool
    first_id: str | None
    last_id: str | None


def page_of(entries: list[Entry], limit: int, id_of: Callable[[Entry], str]) -> dict[str, Any]:
    """The fields of a page. entries: one more than the limit where there are more."""
    shown = entries[:limit]
    first, last = (id_of(shown[0]), id_of(shown[-1])) if shown else (None, None)
    return {"data": shown, "has_more": len(entries) > limit, "first_id": first, "last_id": last}


async def on_loop(request: Request, work: Coroutine[Any, Any, Result]) -> Result:
    """What a coroutine returns or raises that belongs on the loop where jobs are worked on."""
    loop: LoopThread = request.app.state.loop
    return await asyncio.wrap_future(loop.begin(work))
