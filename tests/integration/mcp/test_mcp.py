"""``consensus mcp`` as an assistant's client runs it: a process of its own, over standard input and output."""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from tests.integration.completions.asked import (
    ACCEPTED,
    ACCEPTED_GERMAN,
    HELD,
    HELD_GERMAN,
    INVOICE,
    INVOICE_SCHEMA,
    MEMBERS,
    Installation,
    Provider,
    german,
)


@pytest.fixture
def installation(tmp_path: Path, open_sql: Callable[[Path], Any]) -> Iterator[Installation]:
    open_sql(tmp_path).close()
    with Provider(translate=german) as provider:
        made = Installation(tmp_path / "home", f"sqlite:///{tmp_path / 'c.db'}", provider)
        yield made
        made.service.close()


@asynccontextmanager
async def assistant(installation: Installation, *options: str) -> AsyncIterator[Client]:
    """A client of the server, which is started for it."""
    home = installation.home
    places = {"CONSENSUS_HOME": str(home), "CONSENSUS_DATABASE_URL": f"sqlite:///{home.parent / 'c.db'}"}
    kept = {name: value for name, value in os.environ.items() if not name.endswith(("_API_KEY", "_TOKEN"))}
    how = StdioServerParameters(
        command=sys.executable, args=["-m", "consensus", "mcp", *options], env={**kept, **places}, cwd=home.parent
    )
    async with Client(how, read_timeout_seconds=60) as client:
        yield client


async def called(client: Client, tool: str, **given: Any) -> tuple[bool, str, dict[str, Any]]:
    """Whether it is an error, what a model reads, and the same for programs."""
    result: Any = await client.call_tool(tool, given)
    (content,) = result.content
    return bool(result.is_error), content.text, result.structured_content or {}


async def test_a_text_is_answered_and_a_held_one_is_an_error_without_an_answer(installation: Installation) -> None:
    async with assistant(installation) as client:
        listed = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(listed) == {"submit_text", "submit_file", "job_status", "get_result", "list_policies"}
        assert list(listed["submit_text"].input_schema["required"]) == ["text", "policy"]
        _, _, policies = await called(client, "list_policies")
        assert {"german", "invoices", "translation"} <= {one["name"] for one in policies["policies"]}

        is_error, text, data = await called(client, "submit_text", text=ACCEPTED, policy="german", languages="en-de")
        assert (is_error, text, data["value"], data["words"]) == (
            False,
            ACCEPTED_GERMAN,
            ACCEPTED_GERMAN,
            "not certified",
        )
        how = {"policy": "invoices", "schema": INVOICE_SCHEMA}
        is_error, text, data = await called(client, "submit_text", text=INVOICE, **how)
        assert (is_error, json.loads(text)) == (False, {"total": 12.5, "currency": "EUR"})

        is_error, text, data = await called(client, "submit_text", text=HELD, policy="german", languages="en-de")
        assert is_error
        assert data["status"] == "held"
        for answer in (HELD_GERMAN, HELD_GERMAN.replace("7", "17")):
            assert answer not in text + json.dumps(data, ensure_ascii=False)
        assert data["id"] in text
        (held,) = [line for line in installation.service.jobs.outside.store.job_lines() if line.review]
        installation.reviewed(held.id, HELD_GERMAN)
        is_error, text, _ = await called(client, "get_result", id=data["id"])
        assert (is_error, text) == (False, HELD_GERMAN)


async def test_a_file_is_handed_in_watched_and_fetched(installation: Installation) -> None:
    root = installation.home.parent / "work"
    root.mkdir()
    (root / "page.md").write_text(f"# {ACCEPTED}\n\n{HELD}\n", "utf-8")
    async with assistant(installation, "--root", str(root)) as client:
        is_error, _, job = await called(client, "submit_file", path="page.md", policy="german", languages="en-de")
        assert (is_error, job["document"]) == (False, "page.md")
        is_error, text, data = await called(client, "get_result", id=job["id"])
        assert (is_error, data["open_units"], data["open"][0]["unit"]) == (True, 1, HELD)
        assert "Ventil" not in text + json.dumps(data, ensure_ascii=False)
        _, _, status = await called(client, "job_status", job_id=job["id"])
        assert (status["status"], status["units"]["accepted"], status["units"]["review"]) == ("done", 1, 1)
        installation.reviewed(job["id"], HELD_GERMAN)
        is_error, text, _ = await called(client, "get_result", id=job["id"])
        assert (is_error, text) == (False, f"# {ACCEPTED_GERMAN}\n\n{HELD_GERMAN}\n")
        is_error, _, data = await called(client, "get_result", id=job["id"], save_as="page.de.md")
        assert not is_error
        assert (root / "page.de.md").read_text("utf-8") == text
        (root / "mine.md").write_text("mine", "utf-8")
        is_error, _, _ = await called(client, "get_result", id=job["id"], save_as="mine.md")
        assert is_error
        assert (root / "mine.md").read_text("utf-8") == "mine"

        content = base64.b64encode(ACCEPTED.encode()).decode()
        given = {"policy": "german", "languages": "en-de", "content_base64": content}
        _, _, job = await called(client, "submit_file", path="note.txt", **given)
        assert (await called(client, "get_result", id=job["id"]))[1] == ACCEPTED_GERMAN


async def test_what_is_outside_or_wrong_is_an_error_in_one_sentence(installation: Installation) -> None:
    root = installation.home.parent / "work"
    root.mkdir()
    (root / "link.txt").symlink_to(installation.home / "policies" / "german.yaml")
    how = {"policy": "german", "languages": "en-de"}
    wrong = [
        ("submit_file", {"path": "../home/policies/german.yaml", **how}, "is outside"),
        ("submit_file", {"path": "/etc/passwd", **how}, "is outside"),
        ("submit_file", {"path": "link.txt", **how}, "is outside"),
        ("submit_file", {"path": "gone.txt", **how}, "there is no file"),
        ("submit_file", {"path": "a.txt", "content_base64": "?", **how}, "no base64"),
        ("submit_file", {"path": "../a.txt", "content_base64": "YQ==", **how}, "is a path"),
        ("submit_file", {"path": "link.txt", "policy": "/etc/passwd"}, "no name of a policy"),
        ("submit_text", {"text": "a", "policy": "nothing", "languages": "en-de"}, "nothing"),
        ("submit_text", {"text": "a", "policy": "german"}, "needs its languages"),
        ("submit_text", {"text": "a", "policy": "german", "languages": "english"}, "cannot be told apart"),
        ("get_result", {"id": "chatcmpl-unknown"}, "no such answer"),
        ("get_result", {"id": "unknown"}, "unknown"),
        ("job_status", {"job_id": "unknown"}, "unknown"),
    ]
    async with assistant(installation, "--root", str(root)) as client:
        for tool, given, said in wrong:
            is_error, text, _ = await called(client, tool, **given)
            assert is_error, (tool, given)
            assert said in text, (tool, given, text)
            assert "Traceback" not in text
    async with assistant(installation) as client:
        is_error, text, _ = await called(client, "submit_file", path="page.md", **how)
        assert is_error
        assert "--root" in text
    assert installation.provider.requests == []


async def test_a_server_that_ends_leaves_its_job_to_be_taken_up(installation: Installation) -> None:
    installation.provider.delay = 30
    content = base64.b64encode(ACCEPTED.encode()).decode()
    async with assistant(installation) as client:
        given = {"policy": "german", "languages": "en-de", "content_base64": content}
        _, _, job = await called(client, "submit_file", path="note.txt", **given)
    installation.provider.delay = 0
    installation.provider.requests.clear()
    (report,) = await installation.service.jobs.resume(job["id"])
    assert report.count(report.accepted[0].outcome) == 1  # type: ignore[arg-type]
    assert len(installation.provider.requests) == len(MEMBERS)
