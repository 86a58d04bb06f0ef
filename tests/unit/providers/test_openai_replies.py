"""What a server's answer says, however odd: a reply, an abstention or one CallError; never our key."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from consensus.domain import ModelRequest, ModelSpec
from consensus.providers.errors import blot
from consensus.providers.openai.replies import Answered, read_reply

SECRET = "house.planted.9876543210zz"
SPEC = ModelSpec("m@http://127.0.0.1:1/v1", "openai/m", "m", base_url="http://127.0.0.1:1/v1")
REQUEST = ModelRequest(spec=SPEC, messages=({"role": "user", "content": "x"},), max_tokens=100)


def said(**changed: Any) -> Answered:
    body = {"choices": [{"message": {"content": "Hallo."}, "finish_reason": "stop"}], "model": "m", **changed}
    return Answered(200, {}, json.dumps(body).encode())


ESCAPED = [
    SECRET,
    "".join(f"\\u{ord(c):04x}" for c in SECRET),
    "".join(f"\\\\u{ord(c):04X}" for c in SECRET),
    SECRET.replace(".", "\\u002e"),
    "".join(f"%{ord(c):02x}" for c in SECRET),
    "".join(f"&#{ord(c)};" for c in SECRET),
    quote(SECRET, safe=""),
]


@pytest.mark.parametrize("form", ESCAPED)
def test_a_key_is_blotted_in_every_form(form: str) -> None:
    assert blot(f"a {form} b", [SECRET]) == "a [key] b"


@pytest.mark.parametrize("where", ["model", "finish", "text"])
def test_no_string_of_a_reply_holds_the_key(where: str) -> None:
    choice = {"message": {"content": f"x {SECRET}" if where == "text" else "x"}, "finish_reason": f"f-{SECRET}"}
    reply = read_reply(said(choices=[choice], model=f"m-{SECRET}"), REQUEST, iter([SECRET]))
    assert SECRET not in repr(reply)
    assert "[key]" in reply.model


def test_no_choices_say_nothing_of_the_next_request() -> None:
    assert read_reply(said(choices=[]), REQUEST, []).text == ""


@pytest.mark.parametrize("count", ["1" * 5000, 10**4000, -1, True, "x", None])
def test_a_count_that_is_none_costs_no_answer(count: Any) -> None:
    digits = json.dumps({"prompt_tokens": 5}).replace("5", "9" * 5000) if count == 10**4000 else None
    answered = said(usage={"prompt_tokens": count}) if digits is None else said()
    if digits is not None:
        answered = Answered(200, {}, answered.content[:-1] + b', "usage": ' + digits.encode() + b"}")
    reply = read_reply(answered, REQUEST, [])
    assert (reply.text, reply.tokens_in) == ("Hallo.", None)
    headers = {"x-ratelimit-remaining-requests": "1" * 5000}
    assert read_reply(Answered(200, headers, said().content), REQUEST, []).requests_left is None
