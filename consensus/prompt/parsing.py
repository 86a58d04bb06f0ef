"""From a model's reply to answers or reasons why there is none. Pure; a reply with two readings is no answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from math import isfinite
from typing import Any, Final

from consensus.domain import AbstentionReason, Ask, ModelReply, ModelSpec
from consensus.normalize.code_repair import repaired
from consensus.prompt.lenient import read_value, without_thoughts
from consensus.prompt.templates import read, template_for
from consensus.schema import as_object

Parsed = str | AbstentionReason
_LONE = re.compile("[\ud800-\udfff]")
_REFUSED = frozenset({"content_filter", "refusal", "safety"})
_CUT = frozenset({"length", "max_tokens"})
#: Lists, strings and keys around an object that are opened, at most.
_LAYERS: Final = 4


def parse(ask: Ask, spec: ModelSpec, reply: ModelReply) -> dict[int, Any]:
    """Answers by position 1..n for a translation, ``{0: object}`` for extraction; an AbstentionReason where none is."""
    answer = template_for(ask, spec).answer
    positions = [0] if answer == "object" else list(range(1, len(ask.unit_ids) + 1))
    reason = no_answer(reply)
    if reason is not None:
        return dict.fromkeys(positions, reason)
    if answer == "text":
        return _repaired(ask, _plain(reply.text, positions))
    try:
        content = _read(reply.text)
    except (ValueError, RecursionError):
        declined = declines(reply.text)
        return dict.fromkeys(positions, AbstentionReason.REFUSAL if declined else AbstentionReason.INVALID)
    if answer == "object":
        schema = ask.schema or {}
        return {0: _object(as_object(schema, object_of(content, schema)), spec)}
    if answer == "one":
        return _repaired(ask, _one(_unwrapped(content, {"translation"}, _any), positions))
    return _repaired(ask, _segments(_unwrapped(content, {"segments"}, _any), positions, _lost(spec)))


def _repaired(ask: Ask, answers: dict[int, Any]) -> dict[int, Any]:
    """With inline codes spelt as in the source, where there is one way to read them."""
    if not ask.codes:
        return answers
    return {
        at: repaired(ask.texts[at - 1], text, ask.codes[at - 1])
        if isinstance(text, str) and not isinstance(text, AbstentionReason)
        else text
        for at, text in answers.items()
    }


def no_answer(reply: ModelReply) -> AbstentionReason | None:
    """Why the reply as a whole holds no answer, or None."""
    if reply.finish_reason in _REFUSED:
        return AbstentionReason.REFUSAL
    if reply.finish_reason in _CUT:
        return AbstentionReason.TRUNCATED
    return None if reply.text.strip() else AbstentionReason.EMPTY


def declines(text: str) -> bool:
    opening = without_thoughts(text).strip().strip("\"'*").casefold().replace("’", "'")
    return any(opening.startswith(phrase) for phrase in read("refusals.yaml"))


def _plain(text: str, positions: list[int]) -> dict[int, Any]:
    if len(positions) != 1:
        return dict.fromkeys(positions, AbstentionReason.MISSING)
    if declines(text):
        return {1: AbstentionReason.REFUSAL}
    return {1: _clean(text.strip())}


def load_json(text: str, key: str) -> Any:
    """What a reply says, once what is wrapped around the object with this key is opened.

    Raises ValueError or RecursionError for a reply without exactly one reading.
    """
    return _unwrapped(_read(text), {key}, _any)


def _read(text: str) -> Any:
    if declines(text):  # an object after such words is an example, or an apology in another form
        raise ValueError("the model declines")
    return read_value(text)


def object_of(content: Any, schema: Mapping[str, Any]) -> Any:
    """The object that a reply means: one in a string, or alone in a list or under a key that the schema does not know.

    A list or key is opened only where what stands in it can be nothing but the whole answer; else the content as it is.
    """
    if isinstance(content, dict) and len(content) > 1:
        return content
    names = schema.get("properties")
    return _unwrapped(content, names, partial(_is_whole, schema)) if isinstance(names, Mapping) else content


def _unwrapped(content: Any, names: Collection[str], whole: Callable[[Mapping[str, Any]], bool]) -> Any:
    opened, around = content, False
    for _ in range(_LAYERS):
        if isinstance(opened, dict):
            if len(opened) != 1 or next(iter(opened)) in names:
                break
            (opened,), around = opened.values(), True
        elif isinstance(opened, list) and len(opened) == 1:
            (opened,), around = opened, True
        elif isinstance(opened, str):
            try:
                opened = read_value(opened)
            except (ValueError, RecursionError):
                return content
        else:
            break
    found = isinstance(opened, dict) and any(name in names for name in opened)
    return opened if found and (not around or whole(opened)) else content


def _any(opened: Mapping[str, Any]) -> bool:
    return True


def _is_whole(schema: Mapping[str, Any], opened: Mapping[str, Any]) -> bool:
    """Whether an object in a list or under an unknown key is the whole answer, and not a row or part of it."""
    if isinstance(schema.get("additionalProperties"), Mapping) or "patternProperties" in schema:
        return False  # any key may be one of the schema's own
    names, required = schema["properties"], schema.get("required") or ()
    fits = (
        set(required) <= opened.keys() if required else opened.keys() <= names.keys() and 2 * len(opened) >= len(names)
    )
    return fits and not any(part.issuperset(opened) for part in _parts(list(names.values())))


def _parts(schema: Any) -> Iterator[frozenset[str]]:
    """The names of every object below the root."""
    if isinstance(schema, Mapping):
        below = schema.get("properties")
        if isinstance(below, Mapping):
            yield frozenset(below)
        schema = list(schema.values())
    if isinstance(schema, list | tuple):
        for part in schema:
            yield from _parts(part)


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
