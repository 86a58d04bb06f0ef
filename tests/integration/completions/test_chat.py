"""POST /v1/chat/completions as it is on the wire: what is answered, what is refused, and how a stream waits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from consensus.api import chat
from tests.integration.completions.asked import (
    ACCEPTED,
    ACCEPTED_GERMAN,
    HELD,
    HELD_GERMAN,
    HELD_INVOICE,
    INVOICE,
    INVOICE_SCHEMA,
)
from tests.integration.completions.serving import Server

MODEL = "consensus/german:en-de"
FORMAT = {"type": "json_schema", "json_schema": {"name": "Invoice", "schema": INVOICE_SCHEMA, "strict": True}}
TOOL = {"type": "function", "function": {"name": "Invoice", "parameters": INVOICE_SCHEMA}}


@pytest.fixture
def web(server: Server) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {server.key}"}
    with httpx.Client(base_url=server.base_url, headers=headers, timeout=60, trust_env=False) as client:
        yield client


def said(text: str, model: str = MODEL, **more: Any) -> dict[str, Any]:
    return {"model": model, "messages": [{"role": "user", "content": text}], **more}


def asked(web: httpx.Client, body: Any, **headers: str) -> httpx.Response:
    return web.post("/chat/completions", json=body, headers=headers)


def invoice(text: str, **more: Any) -> dict[str, Any]:
    return said(text, "consensus/invoices", **more)


def test_an_accepted_text_is_a_completion_like_any_other(web: httpx.Client) -> None:
    got = asked(web, said(ACCEPTED, temperature=0.2, seed=7, user="u", max_tokens=5, n=1, stop=None))
    assert got.status_code == 200
    assert got.headers["x-consensus-verdict"] == "accepted"
    body = got.json()
    assert body["choices"] == [
        {
            "index": 0,
            "message": {"role": "assistant", "content": ACCEPTED_GERMAN, "refusal": None},
            "logprobs": None,
            "finish_reason": "stop",
        }
    ]
    assert (body["object"], body["model"]) == ("chat.completion", MODEL)
    assert body["id"].startswith("chatcmpl-")
    assert body["system_fingerprint"].startswith("cf_")
    assert body["usage"]["total_tokens"] == body["usage"]["prompt_tokens"] + body["usage"]["completion_tokens"] > 0
    evidence = body["consensus"]
    assert (evidence["verdict"], evidence["families_agreed"], evidence["families_asked"]) == ("accepted", 2, 2)
    assert evidence["words"] == "not certified"
    answer = web.get(f"/answers/{body['id']}").json()
    assert (answer["status"], answer["value"]) == ("accepted", ACCEPTED_GERMAN)
    assert answer["units"][0]["answers"].keys() == {
        f"gpt-4o@{_provider(answer)}",
        f"claude-sonnet-4@{_provider(answer)}",
    }


def _provider(answer: dict[str, Any]) -> str:
    return next(iter(answer["units"][0]["answers"])).partition("@")[2]


@pytest.mark.parametrize("how", [{"response_format": FORMAT}, {"tools": [TOOL]}])
def test_an_accepted_object_is_json_text_or_a_tool_call(web: httpx.Client, how: dict[str, Any]) -> None:
    (choice,) = asked(web, invoice(INVOICE, **how)).json()["choices"]
    message = choice["message"]
    calls = message.get("tool_calls")
    text = calls[0]["function"]["arguments"] if calls else message["content"]
    assert json.loads(text) == {"total": 12.5, "currency": "EUR"}
    assert choice["finish_reason"] == ("tool_calls" if calls else "stop")
    assert (message["content"] is None) == bool(calls)


@pytest.mark.parametrize("stream", [False, True])
def test_a_held_answer_is_a_conflict_that_is_not_sent_again(web: httpx.Client, stream: bool) -> None:
    got = asked(web, said(HELD, stream=stream))
    assert (got.status_code, got.headers["x-should-retry"]) == (409, "false")
    assert got.headers["x-consensus-verdict"] == "review"
    error = got.json()["error"]
    assert (error["type"], error["code"], error["param"]) == ("consensus_error", "needs_review", None)
    assert error["consensus"]["answer_url"] == f"/v1/answers/{error['consensus']['answer_id']}"
    assert error["consensus"]["answer_url"] in error["message"]
    assert error["consensus"]["reasons"]
    assert HELD_GERMAN not in got.text, "the answer itself is not in the evidence"


@pytest.mark.parametrize("place", ["header", "metadata", "consensus"])
def test_refusal_and_best_are_asked_for_in_three_places(web: httpx.Client, place: str) -> None:
    def held(handling: str) -> httpx.Response:
        if place == "header":
            return asked(web, said(HELD), **{"x-consensus-on-disagreement": handling})
        return asked(web, said(HELD, **{place: {"on_disagreement": handling}}))

    refused = held("refusal")
    (choice,) = refused.json()["choices"]
    assert (choice["message"]["content"], choice["finish_reason"]) == (None, "content_filter")
    assert choice["message"]["refusal"].startswith("needs_review: ")
    best = held("best")
    (choice,) = best.json()["choices"]
    assert choice["message"]["content"] in (HELD_GERMAN, HELD_GERMAN.replace("7", "17"))
    assert best.json()["system_fingerprint"].startswith("unverified:cf_")
    assert best.headers["x-consensus-verdict"] == refused.headers["x-consensus-verdict"] == "review"


def test_a_refusal_with_a_schema_ends_as_usual_and_a_stream_never_refuses(web: httpx.Client) -> None:
    refusal = {"metadata": {"on_disagreement": "refusal"}}
    (choice,) = asked(web, invoice(HELD_INVOICE, response_format=FORMAT, **refusal)).json()["choices"]
    assert (choice["finish_reason"], choice["message"]["content"]) == ("stop", None)
    assert asked(web, said(HELD, stream=True, **refusal)).status_code == 409


def test_a_person_completes_a_held_answer(web: httpx.Client, server: Server) -> None:
    error = asked(web, said(HELD)).json()["error"]
    server.installation.reviewed(error["consensus"]["job_id"], HELD_GERMAN)
    answer = web.get(f"/answers/{error['consensus']['answer_id']}").json()
    assert (answer["status"], answer["verdict"], answer["value"]) == ("accepted", "review", HELD_GERMAN)
    again = asked(web, said(HELD))
    assert again.json()["choices"][0]["message"]["content"] == HELD_GERMAN
    assert again.headers["x-consensus-verdict"] == "accepted"


def test_another_tenant_has_no_such_answer(web: httpx.Client, server: Server) -> None:
    answer = asked(web, said(ACCEPTED)).json()["id"]
    theirs = server.new_key("submitter", tenant="shop")
    got = web.get(f"/answers/{answer}", headers={"Authorization": f"Bearer {theirs}"})
    assert (got.status_code, got.headers["content-type"]) == (404, "application/problem+json")


def lines(web: httpx.Client, body: dict[str, Any]) -> tuple[httpx.Response, list[str]]:
    with web.stream("POST", "/chat/completions", json=body) as got:
        return got, [line for line in got.iter_lines() if line]


def test_a_stream_is_one_chunk_and_its_end(web: httpx.Client) -> None:
    got, found = lines(web, said(ACCEPTED, stream=True, stream_options={"include_usage": True}))
    assert got.headers["content-type"].startswith("text/event-stream")
    first, last, usage = (json.loads(line.removeprefix("data: ")) for line in found[:-1])
    assert first["choices"][0]["delta"] == {"role": "assistant", "content": ACCEPTED_GERMAN}
    assert last["choices"][0] == {"index": 0, "delta": {}, "logprobs": None, "finish_reason": "stop"}
    assert (usage["choices"], found[-1]) == ([], "data: [DONE]")
    assert usage["usage"]["total_tokens"] > 0


@pytest.mark.parametrize(
    ("text", "handling"), [(ACCEPTED, "error"), (HELD, "error"), (HELD, "refusal"), (HELD, "best")]
)
def test_a_slow_answer_is_waited_for_with_comments(
    web: httpx.Client, server: Server, monkeypatch: pytest.MonkeyPatch, text: str, handling: str
) -> None:
    monkeypatch.setattr(chat, "HOLD_SECONDS", 0.1)
    server.installation.provider.delay = 0.6
    got, found = lines(web, said(text, stream=True, metadata={"on_disagreement": handling}))
    assert got.status_code == 200
    comments = [line for line in found if line.startswith(":")]
    assert len(comments) >= 3
    assert found[: len(comments)] == comments, "nothing before the verdict"
    rest = found[len(comments) :]
    if text == ACCEPTED or handling == "best":
        assert rest[-1] == "data: [DONE]"
        assert json.loads(rest[0].removeprefix("data: "))["choices"][0]["delta"]["content"]
    else:
        (only,) = rest
        assert json.loads(only.removeprefix("data: "))["error"]["code"] == "needs_review"


def test_a_job_that_fails_while_a_stream_waits_ends_it_with_an_error(
    web: httpx.Client, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat, "HOLD_SECONDS", 0.1)
    server.installation.provider.delay = 0.5

    def broken(*given: Any) -> None:
        raise RuntimeError("a planted fault")

    monkeypatch.setattr(server.installation.completions.answers, "to", broken)
    _, found = lines(web, said(ACCEPTED, stream=True))
    error = json.loads(found[-1].removeprefix("data: "))["error"]
    assert (error["type"], error["code"]) == ("server_error", "error")
    assert "planted" not in error["message"]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"model": "gpt-4o"}, "model"),
    ({"model": "consensus/german"}, "policy german"),
    ({"model": "consensus/german:en"}, "languages"),
    ({"model": "consensus/german:pt-br-de"}, "languages"),
    ({"model": "consensus/german:en-xx"}, "target language"),
    ({"model": "consensus/../german:en-de"}, "model"),
    ({"model": None}, "model"),
    ({"model": MODEL, "metadata": {"from": "fr", "to": "de"}}, "metadata"),
    ({"metadata": {"batch": "b"}}, "policy german"),
    ({"metadata": [1]}, "metadata"),
    ({"consensus": {"language": "de"}}, "consensus"),
    ({"metadata": {"on_disagreement": "ignore"}}, "on_disagreement"),
    ({"messages": []}, "messages"),
    ({"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "a"}]}, "messages"),
    ({"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]}, "messages"),
    ({"messages": [{"role": "assistant", "content": "a"}]}, "messages"),
    ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]}, "messages"),
    ({"messages": [{"role": "user", "content": "  "}]}, "messages"),
    ({"messages": "hello"}, "messages"),
    ({"n": 2}, "n"),
    ({"logprobs": True}, "logprobs"),
    ({"top_logprobs": 3}, "top_logprobs"),
    ({"stop": ["."]}, "stop"),
    ({"audio": {"voice": "x"}}, "audio"),
    ({"logit_bias": {"1": 5}}, "logit_bias"),
    ({"functions": [{}]}, "functions"),
    ({"nonsense": 1}, "nonsense"),
    ({"stream": "yes"}, "stream"),
    ({"response_format": {"type": "json_object"}}, "response_format"),
    ({"response_format": FORMAT}, "policy german"),
    ({"model": "consensus/invoices"}, "policy invoices"),
    ({"model": "consensus/invoices:en-de", "tools": [TOOL]}, "policy invoices"),
    ({"model": "consensus/invoices", "tools": [TOOL, TOOL]}, "tools"),
    ({"model": "consensus/invoices", "tools": [TOOL], "response_format": FORMAT}, "tools"),
    ({"model": "consensus/invoices", "tools": [TOOL], "tool_choice": "none"}, "tool_choice"),
    ({"model": "consensus/invoices", "tools": [{"type": "function"}]}, "tools"),
    ({"tool_choice": "required"}, "tool_choice"),
]


def test_what_would_be_ignored_is_refused(web: httpx.Client, server: Server) -> None:
    for change, param in WRONG:
        got = asked(web, {**said(ACCEPTED), **change})
        error = got.json()["error"]
        assert (got.status_code, error["type"], error["param"]) == (400, "invalid_request_error", param), change
        assert len(error["message"].rstrip(".").split(". ")) > 1 or ": " in error["message"], "it says what to do"
    assert server.installation.provider.requests == []


def test_what_is_no_request_is_refused(web: httpx.Client) -> None:
    for content in (b"", b"[]", b"{", b'{"model": NaN}', b"\xff", b"[" * 5000, b'"x"'):
        got = web.post("/chat/completions", content=content)
        assert (got.status_code, got.json()["error"]["type"]) == (400, "invalid_request_error"), content


def test_more_than_two_million_bytes_are_refused(web: httpx.Client) -> None:
    got = web.post("/chat/completions", content=b" " * 2_000_001)
    assert (got.status_code, got.json()["error"]["code"]) == (413, "too-large")


def test_an_unknown_policy_and_no_key(web: httpx.Client) -> None:
    assert asked(web, said(ACCEPTED, "consensus/nothing:en-de")).status_code == 404
    got = asked(web, said(ACCEPTED), Authorization="Bearer csk_x")
    assert (got.status_code, got.json()["error"]["type"]) == (401, "authentication_error")


def test_a_key_without_the_role_asks_nobody(web: httpx.Client, server: Server) -> None:
    theirs = {"Authorization": f"Bearer {server.new_key('reviewer', person='ana@example.org')}"}
    got = asked(web, said(ACCEPTED), **theirs)
    assert (got.status_code, got.json()["error"]["type"]) == (403, "permission_error")
    assert web.get("/answers/chatcmpl-x", headers=theirs).status_code == 403
    assert server.installation.provider.requests == []


def hostile() -> list[bytes]:
    invoices = said("a", "consensus/invoices")
    odd_tool = {"function": {"name": "@", "parameters": {"type": "object", "properties": {"@": {"type": "string"}}}}}
    recursive = {"type": "json_schema", "json_schema": {"schema": {"$ref": "#"}}}
    bodies: list[dict[str, Any]] = [
        said("Open @ valve 3."),
        said("a", f"{MODEL}@"),
        said("a", "consensus/@"),
        said("a", "@"),
        said("a", **{"@": 1}),
        said("a", metadata={"batch": "@"}),
        said("a", metadata={"from": {}, "on_disagreement": 3}),
        said("Open \0 valve 3."),
        {**invoices, "tools": [odd_tool]},
        {**invoices, "response_format": recursive},
        said("a", stream=[]),
        said("a", stream_options={"include_usage": {}}),
        said("a", tool_choice={"a": 1}, tools=3),
        said("a", response_format={"type": []}),
        {**said("a"), "messages": [{"role": {}, "content": "a"}]},
    ]
    # A lone surrogate, as JSON can hold it and UTF-8 cannot, stands for every @.
    return [json.dumps(body).replace("@", "\\ud800").encode() for body in bodies]


def test_hostile_requests_are_answered_with_no_fault_of_the_server(web: httpx.Client) -> None:
    found = {body: web.post("/chat/completions", content=body) for body in hostile()}
    assert {body: got.text for body, got in found.items() if got.status_code >= 500} == {}
    assert {got.status_code for got in found.values()} == {400, 422}
    odd = [web.get(path) for path in ("/answers/%00", "/answers/%ff", f"/answers/{'a' * 5000}", "/models/%00/%2e%2e")]
    assert [got.status_code < 500 for got in odd] == [True] * len(odd)
    header = {"x-consensus-on-disagreement": b"\xff\xfe"}
    assert web.post("/chat/completions", json=said(ACCEPTED), headers=header).status_code == 400


def test_policies_are_models(web: httpx.Client) -> None:
    listed = web.get("/models").json()
    assert listed["object"] == "list"
    assert {"consensus/german", "consensus/invoices", "consensus/translation"} <= {one["id"] for one in listed["data"]}
    assert web.get("/models/consensus/german:en-de").json()["id"] == "consensus/german"
    assert web.get("/models/gpt-4o").json()["error"]["code"] == "not-found"


def test_a_language_pair_is_told_apart(web: httpx.Client, server: Server) -> None:
    for pair in ("en-de", "en-GB-de", "en-de-AT", "en-zh-Hant"):
        asked(web, said(ACCEPTED, f"consensus/german:{pair}"))
    jobs = [
        server.installation.service.jobs.outside.store.job(line.id)
        for line in server.installation.service.jobs.outside.store.job_lines()
    ]
    pairs = [(job.document.source_lang, job.document.target_lang) for job in jobs]
    assert pairs == [("en", "zh-Hant"), ("en", "de-AT"), ("en-GB", "de"), ("en", "de")]
