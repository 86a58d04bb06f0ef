"""A document in parts: each asked by itself, what is cut off asked again in smaller ones, all put together again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from consensus.ask import AskContext, ask_panel
from consensus.ask.sizes import sent_text, tokens_in
from consensus.ask.split import halves, parts
from consensus.domain import (
    Abstention,
    AbstentionReason,
    Answer,
    Ask,
    AskingRules,
    Candidate,
    ModelReply,
    ModelRequest,
    ModelSpec,
    Panel,
    Policy,
    Task,
)
from consensus.providers.rate_limit import HostLimiter
from consensus.testing import FixedClock, MemoryJournal, ScriptedClient

SPEC = ModelSpec("m", "openai/m", "f")
#: A reply that ends at the model's limit, and one that holds nothing.
CUT_OFF, EMPTY = "...", "nothing"


def document(text: str) -> Ask:
    return Ask("a", "doc", Task.EXTRACT, ("doc",), (text,), ("",))


def part(ask: Ask, text: str) -> Ask:
    return replace(ask, id=f"{ask.id}/{text}", texts=(text,))


def split(sign: str) -> Callable[..., Sequence[Ask]]:
    """Parts of a document between the signs; () where it has none."""

    def at(ask: Ask, *_: Any, **__: Any) -> Sequence[Ask]:
        texts = ask.texts[0].split(sign)
        return tuple(part(ask, text) for text in texts) if len(texts) > 1 else ()

    return at


def parse(ask: Ask, spec: ModelSpec, reply: ModelReply) -> Mapping[int, Any]:
    found = {CUT_OFF: AbstentionReason.TRUNCATED, EMPTY: AbstentionReason.EMPTY}
    return {0: found.get(reply.text, reply.text)}


def answer_of(request: ModelRequest) -> str:
    """The text in capitals; a text of more than one letter that may be halved is too long to answer at once."""
    text = request.messages[0]["content"]
    if "," in text:
        return CUT_OFF
    return EMPTY if text == "?" else text.upper()


def render(ask: Ask, spec: ModelSpec, asking: AskingRules) -> ModelRequest:
    return ModelRequest(spec, messages=({"role": "user", "content": ask.texts[0]},), prompt_id="test", max_tokens=100)


async def asked(text: str, **more: Any) -> tuple[Answer, list[str]]:
    """The one answer about a document of this text, and what was sent."""
    client = ScriptedClient({"m": [answer_of]})
    context = AskContext(
        job_id="job",
        policy=Policy(name="t", version=1),
        client_for=lambda spec: client,
        limiter=HostLimiter(4),
        clock=FixedClock(),
        journal=MemoryJournal(),
        render=render,
        **{
            "parse": parse,
            "cut": lambda ask, spec: split("|")(ask) or (ask,),
            "smaller": split(","),
            "merge": lambda ask, parts, values: "+".join(values),
            **more,
        },
    )
    answers = await ask_panel([document(text)], Panel("given", (SPEC,), ""), context)
    return answers["doc"][0], sorted(request.messages[0]["content"] for request in client.requests)


@pytest.mark.parametrize(
    ("text", "value", "sent"),
    [
        ("a", "A", ["a"]),
        ("a|b", "A+B", ["a", "b"]),
        ("a,b", "A+B", ["a", "a,b", "b"]),  # cut off, so in smaller parts
        ("a|b,c", "A+B+C", ["a", "b", "b,c", "c"]),
    ],
)
async def test_what_is_asked_and_what_comes_together(text: str, value: str, sent: list[str]) -> None:
    answer, found = await asked(text)
    assert isinstance(answer, Candidate)
    assert (answer.value, found) == (value, sent)


async def test_a_part_alone_is_not_put_together() -> None:
    answer, _ = await asked("a", merge=None)
    assert isinstance(answer, Candidate)
    assert answer.value == "A"


@pytest.mark.parametrize(
    ("text", "more", "reason", "detail"),
    [
        ("a|?", {}, AbstentionReason.EMPTY, "part 2 of 2"),
        ("?", {}, AbstentionReason.EMPTY, ""),
        # Nothing smaller can be asked, so what was cut off stands.
        ("a,b", {"smaller": split("x")}, AbstentionReason.TRUNCATED, ""),
        ("a|b,c", {"smaller": split("x")}, AbstentionReason.TRUNCATED, "part 2 of 2"),
        ("a|b", {"merge": None}, AbstentionReason.INVALID, "the parts could not be put together"),
        ("a|b", {"merge": lambda *_: 1 / 0}, AbstentionReason.INVALID, "could not be put together"),
    ],
)
async def test_a_part_without_an_answer_leaves_none_on_the_whole(
    text: str, more: Mapping[str, Any], reason: AbstentionReason, detail: str
) -> None:
    answer, _ = await asked(text, **more)
    assert isinstance(answer, Abstention)
    assert (answer.unit_id, answer.reason) == ("doc", reason)
    assert detail in answer.detail
    assert bool(answer.detail) is bool(detail)


async def test_why_a_part_has_no_answer_stands_behind_its_number() -> None:
    def unreadable(ask: Ask, spec: ModelSpec, reply: ModelReply) -> Mapping[int, Any]:
        return {0: reply.text} if reply.text == "A" else {}[reply.text]

    answer, _ = await asked("a|b", parse=unreadable)
    assert isinstance(answer, Abstention)
    assert answer.detail.startswith("part 2 of 2: the reply ")


def translation(*texts: str) -> Ask:
    return Ask(
        "a", "doc", Task.TRANSLATE, tuple(f"u{t}" for t in texts), texts, ("",) * len(texts), before="<", after=">"
    )


@pytest.mark.parametrize(("texts", "found"), [("a", ()), ("ab", (("a",), ("b",))), ("abc", (("a",), ("b", "c")))])
def test_halves(texts: str, found: tuple[tuple[str, ...], ...]) -> None:
    assert tuple(half.texts for half in halves(translation(*texts))) == found


@pytest.mark.parametrize(
    ("size", "found"), [(None, ["abcde"]), (2, ["ab", "cd", "e"]), (5, ["abcde"]), (6, ["abcde"]), (1, list("abcde"))]
)
def test_parts_that_a_member_takes(size: int | None, found: list[str]) -> None:
    spec = replace(SPEC, segments_per_ask=size)
    assert ["".join(one.texts) for one in parts(translation(*"abcde"), spec)] == found


def test_the_size_of_a_request_counts_its_schema() -> None:
    bare = ModelRequest(SPEC, messages=({"role": "user", "content": "Grüße"},), prompt_id="t", max_tokens=1)
    with_schema = replace(bare, response_schema={"type": "object", "properties": {"a": {"type": "string"}}})
    assert sent_text(bare) == '[{"role": "user", "content": "Grüße"}]'
    assert sent_text(replace(bare, messages=(), prompt="Grüße")) == '"Grüße"'
    assert tokens_in(with_schema) > tokens_in(bare) == tokens_in(bare, sent_text(bare))
    assert tokens_in(bare, "") < tokens_in(bare)
