"""From a model's reply to answers or reasons why there is none. Pure; nothing is repaired but a code fence."""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any, NoReturn

from consensus.domain import AbstentionReason, Ask, ModelReply, ModelSpec
from consensus.prompt.templates import read, template_for
from consensus.schema import as_object

Parsed = str | AbstentionReason
_FENCE = re.compile(r"\A```[A-Za-z]*[ \t]*\r?\n(.*?)\r?\n?```\Z", re.DOTALL)
_LONE = re.compile("[\ud800-\udfff]")
_REFUSED = frozenset({"content_filter", "refusal", "safety"})
_CUT = frozenset({"length", "max_tokens"})


def parse(ask: Ask, spec: ModelSpec, reply: ModelReply) -> dict[int, Any]:
    """Answers by position 1..n for a translation, ``{0: object}`` for extraction; an AbstentionReason where none is."""
    answer = template_for(ask, spec).answer
    positions = [0] if answer == "object" else list(range(1, len(ask.unit_ids) + 1))
    reason = no_answer(reply)
    if reason is not None:
        return dict.fromkeys(positions, reason)
    if answer == "text":
        return _plain(reply.text, positions)
    try:
        content = load_json(reply.text)
    except (ValueError, RecursionError):
        declined = declines(reply.text)
        return dict.fromkeys(positions, AbstentionReason.REFUSAL if declined else AbstentionReason.INVALID)
    if answer == "object":
        return {0: _object(as_object(ask.schema or {}, content), spec)}
    if answer == "one":
        return _one(content, positions)
    return _segments(content, positions, _lost(spec))


def no_answer(reply: ModelReply) -> AbstentionReason | None:
    """Why the reply as a whole holds no answer, or None."""
    if reply.finish_reason in _REFUSED:
        return AbstentionReason.REFUSAL
    if reply.finish_reason in _CUT:
        return AbstentionReason.TRUNCATED
    return None if reply.text.strip() else AbstentionReason.EMPTY


def declines(text: str) -> bool:
    opening = text.strip().strip("\"'*").casefold().replace("’", "'")
    return any(opening.startswith(phrase) for phrase in read("refusals.yaml"))


def _plain(text: str, positions: list[int]) -> dict[int, Any]:
    if len(positions) != 1:
        return dict.fromkeys(positions, AbstentionReason.MISSING)
    if declines(text):
        return {1: AbstentionReason.REFUSAL}
    return {1: _clean(text.strip())}


def load_json(text: str) -> Any:
    text = text.strip()
    fenced = _FENCE.match(text)
    return json.loads(fenced.group(1) if fenced else text, parse_constant=_refuse, object_pairs_hook=_once)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are doubled says two things; the last one is not more right than the first."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("doubled key")
    return found


def _lost(spec: ModelSpec) -> AbstentionReason:
    return AbstentionReason.NOT_RECORDED if spec.source == "recorded" else AbstentionReason.MISSING


def _object(content: Any, spec: ModelSpec) -> Any:
    if content is None and spec.source == "recorded":
        return AbstentionReason.NOT_RECORDED
    if not isinstance(content, dict) or not storable(content):
        return AbstentionReason.INVALID
    return content or AbstentionReason.EMPTY


def _one(content: Any, positions: list[int]) -> dict[int, Any]:
    if len(positions) != 1:
        return dict.fromkeys(positions, AbstentionReason.MISSING)
    text = content.get("translation") if isinstance(content, dict) else None
    return {1: _clean(text)}


def _segments(content: Any, positions: list[int], lost: AbstentionReason) -> dict[int, Any]:
    """Read numbered segments. A number that was never asked for makes all numbers suspect, so none is believed."""
    rows = content.get("segments") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        return dict.fromkeys(positions, AbstentionReason.INVALID)
    found: dict[int, list[Any]] = {position: [] for position in positions}
    for row in rows:
        number = _number(row.get("n")) if isinstance(row, dict) else None
        if number not in found:
            return dict.fromkeys(positions, lost)
        found[number].append(row.get("text"))
    return {position: _clean(texts[0]) if len(texts) == 1 else lost for position, texts in found.items()}


def _number(value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else None


def _clean(text: Any) -> Parsed:
    if not isinstance(text, str) or not storable(text):
        return AbstentionReason.INVALID
    return text if text.strip() else AbstentionReason.EMPTY


def storable(value: Any) -> bool:
    """False for lone surrogates, NUL and infinities: no file or database takes them, and no answer means them."""
    if isinstance(value, str):
        return "\x00" not in value and (value.isascii() or _LONE.search(value) is None)
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, dict):
        return all(storable(key) and storable(part) for key, part in value.items())
    return all(storable(part) for part in value) if isinstance(value, list) else True
