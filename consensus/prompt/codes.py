"""What prompts say of inline codes, of the file's notes and of the longest length. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from consensus.domain import Ask, ModelKind, ModelSpec
from consensus.prompt.asks import codes_of
from consensus.prompt.templates import fill, template_of

_WORDS = {
    "characters": "max_characters",
    "lines": "max_lines",
    "line_characters": "max_characters_a_line",
}
_PLACEHOLDER = re.compile(r"\{\w+\}")
#: Where the rules of a prompt begin; what is said of the material comes before.
_RULES = "\n\nRules:"


def words_of(ask: Ask, place: int) -> dict[str, Any]:
    """What stands beside one text of the ask. place: from 0."""
    told: dict[str, Any] = {}
    if codes := codes_of(ask, place):
        told["codes"] = {str(code.id): code.role for code in codes}
    if ask.notes and ask.notes[place]:
        told["note"] = ask.notes[place]
    if ask.limits and (limit := ask.limits[place]) is not None:
        told |= {word: most for name, word in _WORDS.items() if (most := getattr(limit, name)) is not None}
    return told


def with_code_example(ask: Ask, examples: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Sentence pairs for models that learn from them; where there are codes, one pair shows some."""
    if not any(ask.codes):
        return list(examples)
    for place, example in enumerate(examples):
        held = _PLACEHOLDER.search(example["source"])
        if held is not None and held[0] in example["target"]:
            shown = {side: f"{text.replace(held[0], f'<g1>{held[0]}</g1>')}<x2/>" for side, text in example.items()}
            return [*examples[:place], shown, *examples[place + 1 :]]
    return list(examples)


def with_codes(ask: Ask, spec: ModelSpec, blocks: Mapping[str, str]) -> tuple[Mapping[str, str], str]:
    """A prompt with what it must say of codes, notes and limits, and the id of the template that says it, or ""."""
    if not (any(ask.codes) or any(ask.notes) or any(ask.limits)):
        return blocks, ""
    template = template_of("codes", spec)
    if spec.kind is not ModelKind.CHAT:
        return blocks, template.id
    told = fill(template, {"codes": any(ask.codes), "notes": any(ask.notes), "limits": any(ask.limits)})["system"]
    if not (told := told.strip("\n")):
        return blocks, ""
    system = blocks["system"]
    before, rules, after = system.partition(_RULES)
    said = f"{before}\n{told}{rules}{after}" if rules else f"{system}\n{told}"
    return {**blocks, "system": said}, template.id
