"""What a provider does otherwise than the OpenAI protocol says, as data: a new quirk is one entry of PROFILES."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from consensus.domain import ModelSpec


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One provider's ways.

    hosts: whose these are: "*" for everybody, the host of a member's address ("api.example.com", and all below it),
    or the provider's name before the slash of a LiteLLM name ("mistral"); "embedded" for the servers that we start.
    json_schema: it takes a ``response_format``. max_tokens_key: its name for the most tokens of an answer.
    finish_words: its word for how an answer ended -> the protocol's. thinking_tags: names of tags around thinking aloud
    before an answer. extra: sent along with every request; extra_for_objects: with those that ask for a JSON object.
    schema_key: where a continued text takes a schema, "" for nowhere. filtered, format_refused: patterns of what an
    error says when a filter stopped the answer, and when it is about the ``response_format``, not about the question.
    """

    hosts: tuple[str, ...]
    json_schema: bool = True
    max_tokens_key: str = "max_tokens"
    finish_words: Mapping[str, str] = field(default_factory=dict)
    thinking_tags: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    extra_for_objects: Mapping[str, Any] = field(default_factory=dict)
    schema_key: str = ""
    filtered: tuple[str, ...] = ()
    format_refused: tuple[str, ...] = ()

    def added(self, *, wants_object: bool) -> dict[str, Any]:
        """What is sent along with a request."""
        return {**self.extra, **(self.extra_for_objects if wants_object else {})}

    def is_filtered(self, said: str) -> bool:
        """Whether an error says that a filter stopped the answer."""
        return any(re.search(pattern, said, re.IGNORECASE) for pattern in self.filtered)

    def refuses_format(self, said: str) -> bool:
        """Whether an error is about the shape that was asked for, not about the question."""
        return any(re.search(pattern, said, re.IGNORECASE) for pattern in self.format_refused)

    def finished(self, word: object) -> str:
        """The protocol's word for how an answer ended; a word that nobody knows stays."""
        return self.finish_words.get(str(word or "stop"), str(word or "stop"))

    def without_thinking(self, text: str) -> str:
        """An answer without the thinking aloud before it, where the server does not take it apart."""
        for tag in self.thinking_tags:
            found = re.match(rf"<({tag})>.*?</\1>", text, re.DOTALL)
            if found:
                return text[found.end() :]
        return text


_USUAL = Profile(
    hosts=("*",),
    finish_words={
        "eos": "stop",
        "eos_token": "stop",
        "end_turn": "stop",
        "stop_sequence": "stop",
        "max_tokens": "length",
        "refusal": "content_filter",
        "content_filtered": "content_filter",
    },
    thinking_tags=("think", "thinking"),
    filtered=(
        "content_policy_violation",
        "violating our usage policy",
        "rejected as a result of (?:the|our) safety system",
    ),
    format_refused=("response_format", "json_schema", "response_schema"),
)

#: The last that matches a member wins, whole; ``replace(_USUAL, ...)`` keeps what is not said anew.
PROFILES: tuple[Profile, ...] = (
    _USUAL,
    replace(
        _USUAL,
        hosts=("embedded",),
        # Without it the smallest models repeat a digit until the length limit. Not for translations: it also counts
        # words of the prompt, and made those worse.
        extra_for_objects={"repeat_penalty": 1.1},
        # Not in the protocol, but llama.cpp's server takes it here as well as in a chat.
        schema_key="json_schema",
    ),
)


def profile_of(spec: ModelSpec) -> Profile:
    """The profile of whoever answers for a member."""
    if spec.source == "embedded":
        return _profile("embedded", PROFILES)
    try:
        host = urlsplit(spec.base_url).hostname if spec.base_url else spec.model.partition("/")[0]
    except ValueError:
        host = None
    return _profile(host or "", PROFILES)


@lru_cache(maxsize=256)
def _profile(host: str, profiles: tuple[Profile, ...]) -> Profile:
    fitting = [one for one in profiles if any(name in ("*", host) or host.endswith(f".{name}") for name in one.hosts)]
    return fitting[-1]
