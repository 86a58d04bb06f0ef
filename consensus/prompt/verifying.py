"""Asking a model whether two texts say the same, in both orders, and reading its answer. Pure."""

from __future__ import annotations

import json
from typing import NamedTuple

from consensus.domain import (
    AbstentionReason,
    Ask,
    AskingRules,
    Langs,
    ModelReply,
    ModelRequest,
    ModelSpec,
    OpinionRequest,
    Task,
)
from consensus.normalize.digests import digest
from consensus.normalize.language_tags import language_name
from consensus.prompt.parsing import declines, load_json, no_answer, storable
from consensus.prompt.readers import reader_request
from consensus.prompt.templates import fill, template_of

VERDICTS = ("same", "different", "unsure")
#: Characters of the verifier's own words that reach a person.
_LONGEST = 200
_SCHEMA = {
    "type": "object",
    "properties": {"verdict": {"type": "string", "enum": list(VERDICTS)}, "problem": {"type": "string"}},
    "required": ["verdict", "problem"],
    "additionalProperties": False,
}


class VerifierAnswer(NamedTuple):
    """What a model says of two texts. verdict: one of VERDICTS. problem: what differs, on one line, may be empty."""

    verdict: str
    problem: str


def verify_asks(pair: OpinionRequest) -> tuple[Ask, Ask]:
    """The pair in both orders: a model that leans towards its first or last text cannot hide behind one of them."""
    one, other = pair.langs
    task = "same" if pair.answers else "verify"
    forth, back = (pair.source, pair.answer), (pair.answer, pair.source)
    return (_ask(task, forth, (one, other)), _ask(task, back, (other, one)))


def verify_prompt_id(spec: ModelSpec, *, answers: bool = False) -> str:
    """Name and digest of the template that asks this model about a translation, or about two answers."""
    return template_of("same" if answers else "verify", spec).id


def render_verify(ask: Ask, spec: ModelSpec, asking: AskingRules) -> ModelRequest:
    """The request for one order of one pair; ``max_tokens`` is 0 when it does not fit the model's context."""
    return _rendered("verify", ask, spec, asking)


def render_same(ask: Ask, spec: ModelSpec, asking: AskingRules) -> ModelRequest:
    """The same for two answers to one question."""
    return _rendered("same", ask, spec, asking)


def _rendered(task: str, ask: Ask, spec: ModelSpec, asking: AskingRules) -> ModelRequest:
    template = template_of(task, spec)
    first, second = ask.texts
    blocks = fill(
        template,
        {
            "first_language": language_name(ask.source_lang),
            "second_language": language_name(ask.target_lang),
            "payload": json.dumps({"first": first, "second": second}, ensure_ascii=False),
        },
    )
    return reader_request(ask, spec, asking, template, blocks, _SCHEMA)


def parse_verifier_answer(ask: Ask, spec: ModelSpec, reply: ModelReply) -> dict[int, VerifierAnswer | AbstentionReason]:
    """``{1: answer}``, or the reason why there is none. Nothing is guessed from words around the object."""
    return {1: no_answer(reply) or _verifier_answer(reply.text)}


def _ask(task: str, texts: tuple[str, str], langs: Langs) -> Ask:
    name = digest(task, texts, langs)
    return Ask(
        id=name,
        document_id="",
        task=Task.TRANSLATE,
        unit_ids=(name,),
        texts=texts,
        source_digests=(),
        source_lang=langs[0],
        target_lang=langs[1],
    )


def _verifier_answer(text: str) -> VerifierAnswer | AbstentionReason:
    try:
        content = load_json(text, "verdict")
    except (ValueError, RecursionError):
        return AbstentionReason.REFUSAL if declines(text) else AbstentionReason.INVALID
    if not isinstance(content, dict) or not storable(content):
        return AbstentionReason.INVALID
    verdict, problem = content.get("verdict"), content.get("problem", "")
    if verdict not in VERDICTS or not isinstance(problem, str):
        return AbstentionReason.INVALID
    line = " ".join(problem.split())
    return VerifierAnswer(verdict, line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…")
