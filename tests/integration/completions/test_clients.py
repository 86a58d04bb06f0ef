"""What real clients of OpenAI's API make of accepted and held answers: the table of docs/completions.md."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import instructor
import openai
import pytest
from langchain_openai import ChatOpenAI
from pydantic import BaseModel

from consensus.api import chat
from tests.integration.completions.asked import (
    ACCEPTED,
    ACCEPTED_GERMAN,
    HELD,
    HELD_INVOICE,
    INVOICE,
    MEMBERS,
)
from tests.integration.completions.serving import Server

PAGE = Path(__file__).parents[3] / "docs" / "completions.md"
GERMAN, INVOICES = "consensus/german:en-de", "consensus/invoices"
HANDLINGS = ("error", "refusal", "best")


class Invoice(BaseModel):
    total: float
    currency: str


class Clients:
    """Clients of one server. sent: the status of every reply. handling: of held answers."""

    def __init__(self, server: Server, handling: str | None) -> None:
        self.sent: list[int] = []
        self._how: dict[str, Any] = {"base_url": server.base_url, "api_key": server.key}
        if handling is not None:
            self._how["default_headers"] = {"x-consensus-on-disagreement": handling}

        async def note(reply: httpx.Response) -> None:
            self.sent.append(reply.status_code)

        self._web = httpx.Client(event_hooks={"response": [lambda reply: self.sent.append(reply.status_code)]})
        self._async_web = httpx.AsyncClient(event_hooks={"response": [note]})
        self.plain = openai.OpenAI(http_client=self._web, **self._how)

    def awaiting(self) -> openai.AsyncOpenAI:
        return openai.AsyncOpenAI(http_client=self._async_web, **self._how)

    def chain(self, model: str, streaming: bool = False) -> ChatOpenAI:
        how: dict[str, Any] = {"http_client": self._web, "http_async_client": self._async_web, **self._how}
        return ChatOpenAI(model=model, **how, **({"streaming": True} if streaming else {}))

    def close(self) -> None:
        self._web.close()


def said(text: str) -> list[Any]:
    return [{"role": "user", "content": text}]


def created(reply: Any) -> Any:
    message = reply.choices[0].message
    return message.content, message.refusal


def streamed(chunks: Any) -> Any:
    found = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]
    return "".join(filter(None, found)), None


async def _awaited(client: openai.AsyncOpenAI, text: str) -> Any:
    async with client:
        return created(await client.chat.completions.create(model=GERMAN, messages=said(text)))


async def _awaited_stream(client: openai.AsyncOpenAI, text: str) -> Any:
    async with client:
        stream = await client.chat.completions.create(model=GERMAN, messages=said(text), stream=True)
        return streamed([chunk async for chunk in stream])


async def _awaited_chain(chain: ChatOpenAI, text: str) -> Any:
    return message(await chain.ainvoke(text))


def message(found: Any) -> Any:
    return found.content, found.additional_kwargs.get("refusal")


def structured(clients: Clients, text: str, method: Any, streaming: bool) -> Any:
    return clients.chain(INVOICES, streaming).with_structured_output(Invoice, method=method).invoke(text)


def instructed(clients: Clients, text: str, mode: instructor.Mode) -> Any:
    client = instructor.from_openai(clients.plain, mode=mode)
    how: dict[str, Any] = {"model": INVOICES, "messages": said(text), "response_model": Invoice, "max_retries": 2}
    return client.chat.completions.create(**how)


def parsed(clients: Clients, text: str) -> Any:
    reply = clients.plain.chat.completions.parse(model=INVOICES, messages=said(text), response_format=Invoice)
    found = reply.choices[0].message
    return found.parsed, found.refusal


def called(clients: Clients, text: str) -> Any:
    tool: Any = {"type": "function", "function": {"name": "Invoice", "parameters": Invoice.model_json_schema()}}
    reply = clients.plain.chat.completions.create(model=INVOICES, messages=said(text), tools=[tool])
    found = reply.choices[0].message
    calls = found.tool_calls
    return (Invoice.model_validate_json(calls[0].function.arguments) if calls else None), found.refusal


def completions(clients: Clients) -> Any:
    return clients.plain.chat.completions


#: Name -> what it asks, and of which texts.
TEXTS: dict[str, Callable[[Clients, str], Any]] = {
    "openai create": lambda c, text: created(completions(c).create(model=GERMAN, messages=said(text))),
    "openai create, stream": lambda c, text: streamed(
        completions(c).create(model=GERMAN, messages=said(text), stream=True)
    ),
    "AsyncOpenAI create": lambda c, text: asyncio.run(_awaited(c.awaiting(), text)),
    "AsyncOpenAI create, stream": lambda c, text: asyncio.run(_awaited_stream(c.awaiting(), text)),
    "ChatOpenAI invoke": lambda c, text: message(c.chain(GERMAN).invoke(text)),
    "ChatOpenAI ainvoke": lambda c, text: asyncio.run(_awaited_chain(c.chain(GERMAN), text)),
    "ChatOpenAI stream": lambda c, text: ("".join(str(one.content) for one in c.chain(GERMAN).stream(text)), None),
}
OBJECTS: dict[str, Callable[[Clients, str], Any]] = {
    "openai parse": parsed,
    "openai create, tool": called,
    "ChatOpenAI json_schema": lambda c, text: structured(c, text, "json_schema", False),
    "ChatOpenAI json_schema, streaming": lambda c, text: structured(c, text, "json_schema", True),
    "ChatOpenAI function_calling": lambda c, text: structured(c, text, "function_calling", False),
    "ChatOpenAI function_calling, streaming": lambda c, text: structured(c, text, "function_calling", True),
    "instructor TOOLS": lambda c, text: instructed(c, text, instructor.Mode.TOOLS),
    "instructor JSON_SCHEMA": lambda c, text: instructed(c, text, instructor.Mode.JSON_SCHEMA),
}
LATE = ("openai create, stream", "AsyncOpenAI create, stream", "ChatOpenAI stream")


def seen(server: Server, ask: Callable[[Clients, str], Any], text: str, handling: str | None) -> str:
    """What a client's caller meets, in words."""
    clients = Clients(server, handling)
    try:
        found = ask(clients, text)
    except Exception as error:  # noqa: BLE001 - what the caller meets is the result
        told = type(error).__name__
    else:
        value, refusal = found if isinstance(found, tuple) else (found, None)
        told = (
            ("the leading answer" if handling == "best" else "the answer")
            if value
            else "empty"
            if value == ""
            else "None"
        )
        told = f"{told}, `refusal`" if refusal else told
    finally:
        clients.close()
    return told if len(clients.sent) == 1 else f"{told}, {len(clients.sent)} requests"


def table(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    yield "| client | accepted | held, `error` | held, `refusal` | held, `best` |"
    yield "|---|---|---|---|---|"
    rows = [(name, ask, ACCEPTED, HELD) for name, ask in TEXTS.items()]
    rows += [(name, ask, INVOICE, HELD_INVOICE) for name, ask in OBJECTS.items()]
    for name, ask, accepted, held in rows:
        cells = [seen(server, ask, accepted, None), *(seen(server, ask, held, one) for one in HANDLINGS)]
        yield f"| {name} | {' | '.join(cells)} |"
    monkeypatch.setattr(chat, "HOLD_SECONDS", 0)
    for name in LATE:
        cells = [
            seen(server, TEXTS[name], ACCEPTED, None),
            *(seen(server, TEXTS[name], HELD, one) for one in HANDLINGS),
        ]
        yield f"| {name}, after 10 s | {' | '.join(cells)} |"


@pytest.mark.filterwarnings("ignore")  # the clients' own
def test_the_table_is_what_clients_see(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    made = list(table(server, monkeypatch))
    printed = "\n".join(made)
    print(printed)
    store = server.installation.service.jobs.outside.store
    questions = {store.job(line.id).document.id for line in store.job_lines()}  # clients write schemas differently
    asked = len(server.installation.provider.requests)
    assert asked == len(questions) * len(MEMBERS), "each question was put once; every repeat came without a call"
    assert printed in PAGE.read_text("utf-8")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("handling", [None, "error"])
def test_by_default_no_client_takes_a_held_answer_for_an_accepted_one(server: Server, handling: str | None) -> None:
    for ways, text in ((TEXTS, HELD), (OBJECTS, HELD_INVOICE)):
        for name, ask in ways.items():
            told = seen(server, ask, text, handling)
            assert re.fullmatch(r"\w+(Error|Exception)", told), f"{name}: {told}"


@pytest.mark.filterwarnings("ignore")
def test_the_error_carries_the_evidence_and_the_fingerprint_survives(server: Server) -> None:
    clients = Clients(server, None)
    with pytest.raises(openai.ConflictError) as caught:
        clients.plain.chat.completions.create(model=GERMAN, messages=said(HELD))
    body: Any = caught.value.body
    assert body["consensus"]["families_asked"] == 2
    assert caught.value.code == "needs_review"
    found = clients.chain(GERMAN).invoke(ACCEPTED)
    assert found.content == ACCEPTED_GERMAN
    assert found.response_metadata["system_fingerprint"].startswith("cf_")
    reply = clients.plain.chat.completions.create(
        model="consensus/german", messages=said(ACCEPTED), metadata={"from": "en", "to": "de"}
    )
    assert reply.choices[0].message.content == ACCEPTED_GERMAN
    best = clients.plain.chat.completions.create(
        model=GERMAN, messages=said(HELD), extra_body={"consensus": {"on_disagreement": "best"}}
    )
    assert str(best.system_fingerprint).startswith("unverified:")
    assert "consensus/german" in {one.id for one in clients.plain.models.list()}
    assert clients.plain.models.retrieve("consensus/german").owned_by == "consensus"
    clients.close()
