"""The same request once more, with the reply that could not be read and what was wrong with it. Pure."""

from __future__ import annotations

from dataclasses import replace

from consensus.domain import ModelKind, ModelReply, ModelRequest
from consensus.prompt.lenient import Unreadable, read_value
from consensus.prompt.templates import fill, template_of

#: Characters of the unreadable reply that are sent back.
LONGEST_SENT_BACK = 4000


def mend(request: ModelRequest, reply: ModelReply) -> ModelRequest | None:
    """The request to send after an unreadable reply; None where asking again is no use.

    Small models of our own repeat themselves whatever they are told, and a base model knows no dialogue.
    """
    spec = request.spec
    if spec.kind is not ModelKind.CHAT or spec.source != "litellm" or request.response_schema is None:
        return None
    template = template_of("mend", spec)
    plea = fill(template, {"problem": _problem(reply.text)})["user"]
    said = {"role": "assistant", "content": reply.text[:LONGEST_SENT_BACK]}
    return replace(
        request,
        messages=(*request.messages, said, {"role": "user", "content": plea}),
        prompt_id=f"{request.prompt_id} {template.id}",
    )


def _problem(text: str) -> str:
    try:
        read_value(text)
    except Unreadable as error:
        return f"it is not JSON that can be read ({error})"
    except (ValueError, RecursionError):
        return "it is not JSON that can be read"
    return "its JSON is not of the form asked for"
