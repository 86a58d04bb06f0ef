"""A new policy as a short file: everything that can be changed, each with its value and what it is for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from consensus.domain import Policy
from consensus.policy_files.names import shown
from consensus.policy_files.words import PARTS, SECTIONS

_WIDTH = 118
#: Read as the same text by every YAML reader without quotes.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./+-]*")
_WORDS_OF_YAML = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
#: Allowed in JSON and not in YAML.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")

#: Parts of no use to a policy for one task alone; left out where they say nothing of their own.
_IDLE = {"translate": ("extraction",), "extract": ("translation", "memory")}


def short_policy(policy: Policy, like: str, tables: str | None) -> str:
    """The text of a policy's file. like: the policy that it was made of. tables: the name of its reference tables."""
    first = [
        f"# {policy.name}: made of {shown(like)}, and decides as that one does until you change a line.",
        "# A line that you leave out has the product's own value. What can change a verdict is part of the digest;",
        "# raise `version` when you change it.",
        f"# See what is wrong with it: consensus policies check {policy.name}",
        "",
        *(f"{key}: {_value(_held(policy, key))}" for key in ("name", "version", "task", "description")),
    ]
    left_out = [part for part in _IDLE.get(policy.task, ()) if _is_default(policy, part)]
    for title, keys in SECTIONS.items():
        first += ["", f"# --- {title}"]
        for key, what in keys.items():
            if key in PARTS and key not in left_out:
                first += [f"{key}:", *_part(getattr(policy, key), PARTS[key], tables)]
            elif key not in PARTS:
                first += _lines(key, _held(policy, key), what, "")
    return "\n".join(first) + "\n"


def _is_default(policy: Policy, part: str) -> bool:
    return bool(getattr(policy, part) == Policy.model_fields[part].default)


def _part(rules: BaseModel, words: Mapping[str, str], tables: str | None) -> Iterator[str]:
    for key, what in words.items():
        yield from _lines(key, tables if key == "reference" else _held(rules, key), what, "  ")


def _lines(key: str, held: Any, what: str, indent: str) -> Iterator[str]:
    """A key with its value and what it is for: behind it where that fits, else above."""
    line = f"{indent}{key}: {_value(held)}"
    if len(line) + len(what) + 4 <= _WIDTH and "\n" not in line:
        yield f"{line}  # {what}"
        return
    yield f"{indent}# {what}"
    if isinstance(held, str) and _is_block(held):
        yield f"{indent}{key}: |"
        yield from (f"{indent}  {part}" if part else "" for part in held.split("\n")[:-1])
    elif isinstance(held, list) and len(line) > _WIDTH:
        yield f"{indent}{key}:"
        yield from (f"{indent}  - {_value(item)}" for item in held)
    elif isinstance(held, dict) and len(line) > _WIDTH:
        yield f"{indent}{key}:"
        yield from (f"{indent}  {_value(name)}: {_value(item)}" for name, item in held.items())
    else:
        yield line


def _held(rules: BaseModel, key: str) -> Any:
    """A value as a file holds it: a list of rules without what each has anyway."""
    value = getattr(rules, key)
    if isinstance(value, BaseModel | Mapping | tuple):
        return _without_defaults(value)
    return rules.model_dump(mode="json", include={key}).get(key, value)


def _without_defaults(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, Mapping):
        return {name: _without_defaults(item) for name, item in value.items()}
    return [_without_defaults(item) for item in value] if isinstance(value, tuple | list) else value


def _is_block(text: str) -> bool:
    """Whether a text can stand below its key as it is."""
    lines = text.split("\n")
    return (
        len(lines) > 1
        and not lines[-1]
        and bool(lines[-2])
        and not text.startswith((" ", "\n"))
        and all(character.isprintable() or character == "\n" for character in text)
    )


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_value(name)}: {_value(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS_OF_YAML:
        return value
    text = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
