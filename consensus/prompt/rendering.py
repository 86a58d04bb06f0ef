"""From an ask and a model to the request that is sent. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from jinja2 import TemplateError

from consensus.domain import Ask, AskingRules, ModelKind, ModelRequest, ModelSpec, Picture, Task
from consensus.domain.making import maker
from consensus.errors import UsageError, in_plain_words
from consensus.normalize.digests import digest
from consensus.normalize.language_tags import language_name
from consensus.normalize.numbers import number_example
from consensus.normalize.placeholders import EXAMPLES
from consensus.prompt.asks import tokens_of
from consensus.prompt.codes import with_code_example, with_codes, words_of
from consensus.prompt.examples import KEYWORD, rendered
from consensus.prompt.pictures import pictures_of, with_marks
from consensus.prompt.templates import Template, another, examples, fill, template_for
from consensus.schema.rules import KEYWORDS as RULES

#: A translation's tokens over the estimate for its source, at most, and tokens for the JSON around it.
_LONGEST, _FRAME = 4, 48
#: Tokens of context up to which a model is taken for a small one.
_SMALL_CONTEXT = 32_768
#: Rows and characters that a small model may answer with.
_MOST_ROWS, _MOST_CHARS = 4, 60
_TEXT = {"type": "string"}
_request = maker(ModelRequest)
#: Examples are shown by themselves; a member that knew a rule could make its answer fit the rule, not the document.
_UNTOLD = frozenset({KEYWORD, *RULES})
#: Marks that prompts name as things to keep.
_MARKS = "**bold**, *italic*, `code`, [links](url), <tags>"


def render(ask: Ask, spec: ModelSpec, asking: AskingRules) -> ModelRequest:
    """The request for one ask to one model.

    ``max_tokens`` is 0 when the ask does not fit the model's context: such a request must not be sent.
    """
    return _rendered(ask, spec, asking, template_for(ask, spec))


def render_with(name: str, text: str) -> Callable[[Ask, ModelSpec, AskingRules], ModelRequest]:
    """``render`` with a template of this text in place of the program's.

    What it gives raises UsageError where the template is none, or names what there is not.
    """

    def render_another(ask: Ask, spec: ModelSpec, asking: AskingRules) -> ModelRequest:
        try:
            return _rendered(ask, spec, asking, another(template_for(ask, spec), name, text))
        except (TemplateError, KeyError) as error:
            what = f"the prompt cannot be filled in: {in_plain_words(error)}"
            raise UsageError(what, where=name, do="Begin with a copy of the template in force.") from error

    return render_another


def _rendered(ask: Ask, spec: ModelSpec, asking: AskingRules, template: Template) -> ModelRequest:
    pictures = pictures_of(ask, spec)
    shown = _pictured(ask, pictures)
    filled = fill(template, _values(ask) | shown) if shown or ask.task is Task.EXTRACT else _filled(template, ask)
    blocks, beside = with_codes(ask, spec, filled)
    schema = _response_schema(ask, template)
    written = sum(tokens_of(block) for block in blocks.values()) + _tokens_of_schema(template, schema)
    written += sum(picture.tokens for picture in pictures)
    chat = spec.kind is ModelKind.CHAT
    return _request(
        spec=spec,
        messages=tuple({"role": role, "content": blocks[role]} for role in ("system", "user")) if chat else (),
        prompt=None if chat else blocks["prompt"],
        stop=template.stop,
        response_schema=schema,
        max_tokens=_max_tokens(ask, spec, written),
        temperature=asking.temperature,
        timeout=asking.call_seconds,
        prompt_id=f"{template.id} {beside}" if beside else template.id,
        answer_format=template.answer,
        source_digests=ask.source_digests,
        pictures=pictures,
    )


@lru_cache(maxsize=128)
def _filled(template: Template, ask: Ask) -> Mapping[str, str]:
    """A translation's prompt, which is the same for all members that the template is for."""
    return fill(template, _values(ask))


def _pictured(ask: Ask, pictures: Sequence[Picture]) -> dict[str, Any]:
    """What the template names in addition where pages are shown."""
    if not pictures:
        return {}
    numbers = ", ".join(str(picture.page) for picture in pictures)
    pictured = f"page {numbers}" if len(pictures) == 1 else f"the pages {numbers}"
    return {"pictured": pictured, "marked": with_marks(ask, digest(ask.texts, *(one.text for one in ask.examples)))}


def _values(ask: Ask) -> dict[str, Any]:
    """What templates may name. The document is data: inside JSON strings, on single lines, or behind a fence."""
    if ask.task is Task.EXTRACT:
        return {
            "text": ask.texts[0].strip(),
            # A document cannot hold the digest of itself, so it cannot close its own fence; nor can an example.
            "fence": digest(ask.texts, *(example.text for example in ask.examples)),
            "schema": _json(_without(ask.schema, lambda key: key not in _UNTOLD)),
            "shown": rendered(ask.examples),
            "keys": _keys(ask.schema or {}),
            "style": ask.style,
        }
    around = {"title": ask.title, "before": ask.before, "after": ask.after}
    payload: dict[str, Any] = {key: text for key, text in around.items() if text}
    if ask.memory:
        payload["memory"] = [{"source": source, "translation": target} for source, target in ask.memory]
    segments = [{"n": number, "text": text, **words_of(ask, number - 1)} for number, text in enumerate(ask.texts, 1)]
    return {
        "source": language_name(ask.source_lang),
        "target": language_name(ask.target_lang),
        "payload": _json({**payload, "segments": segments}),
        "lines": [" ".join(text.split()) for text in ask.texts],
        "examples": with_code_example(ask, examples(ask.source_lang, ask.target_lang)),
        "glossary": ask.glossary,
        "style": ask.style,
        "marks": _MARKS,
        "placeholders": ", ".join(EXAMPLES),
        "numbers": number_example(ask.target_lang),
    }


def _response_schema(ask: Ask, template: Template) -> Mapping[str, Any] | None:
    if template.answer in _ANSWERS:
        return _ANSWERS[template.answer]()
    if template.answer == "object" and ask.schema is not None:
        plain = _without(ask.schema, lambda key: False)  # some providers refuse words that they do not know
        plain = _bounded(plain) if template.bounded else plain
        assert isinstance(plain, dict)
        return plain
    return None


def _tokens_of_schema(template: Template, schema: Mapping[str, Any] | None) -> int:
    return (
        _tokens_of_answer(template.answer) if template.answer in _ANSWERS else tokens_of(_json(schema)) if schema else 0
    )


@cache
def _tokens_of_answer(answer: str) -> int:
    return tokens_of(_json(_ANSWERS[answer]()))


def _segments_schema() -> dict[str, Any]:
    return _closed({"segments": {"type": "array", "items": _closed({"n": {"type": "integer"}, "text": _TEXT})}})


#: Answers of one shape whatever the ask. Made anew for each request, for whoever sends it may change it.
_ANSWERS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "segments": _segments_schema,
    "one": lambda: _closed({"translation": _TEXT}),
}


def _closed(properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object with these keys and no others, all of them there."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _max_tokens(ask: Ask, spec: ModelSpec, written: int) -> int:
    if spec.context_tokens is None:
        return spec.max_output_tokens
    room = min(spec.max_output_tokens, spec.context_tokens - written)
    if ask.task is Task.EXTRACT:
        return max(0, room)
    # An answer is about as long as its segments; with less room than that it could only come back cut off. Much more
    # would be a small model repeating itself; a large one may be thinking first, and that counts as well.
    needed = sum(tokens_of(text) for text in ask.texts)
    most = _LONGEST * needed + _FRAME if spec.context_tokens <= _SMALL_CONTEXT else room
    return min(room, most) if room >= needed else 0


#: Keywords whose keys are names that somebody chose.
_NAMED = ("properties", "patternProperties", "dependentSchemas", "$defs")


def _without(schema: Any, told: Callable[[str], bool]) -> Any:
    """A schema without keywords that JSON Schema has not, our own among them; fields of such a name stay.

    told: which of our own are kept.
    """
    if isinstance(schema, Mapping):
        return {
            key: {name: _without(part, told) for name, part in value.items()}
            if key in _NAMED and isinstance(value, Mapping)
            else _without(value, told)
            for key, value in schema.items()
            if told(key) or not (key.startswith("x-") or key == "discriminator")
        }
    if isinstance(schema, list | tuple):
        return [_without(value, told) for value in schema]
    return schema


def _bounded(schema: Any) -> Any:
    """The schema with an upper length on lists and texts, where it sets none itself."""
    if isinstance(schema, list):
        return [_bounded(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kind = schema.get("type")
    kinds = [kind] if isinstance(kind, str) else kind if isinstance(kind, list) else []
    limits = {"maxItems": _MOST_ROWS} if "array" in kinds else {}
    if "string" in kinds and not schema.keys() & {"enum", "const", "format", "pattern"}:
        limits = {**limits, "maxLength": _MOST_CHARS}
    return {**limits, **{key: _bounded(part) for key, part in schema.items()}}


def _keys(schema: Mapping[str, Any]) -> str:
    """The names to be filled in, ``total, items[name, price]``. No type names: a weak model copies them as values."""
    named = []
    for name, part in schema.get("properties", {}).items():
        rows = part.get("items") if isinstance(part.get("items"), Mapping) else None
        inner = _keys(rows if rows is not None else part)
        named.append(f"{name}[{inner}]" if rows is not None and inner else f"{name}({inner})" if inner else name)
    options = [_keys(one) for one in schema.get("anyOf") or schema.get("oneOf") or () if isinstance(one, Mapping)]
    either = " or ".join(dict.fromkeys(option for option in options if option))
    return ", ".join([*named, either] if either else named)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
