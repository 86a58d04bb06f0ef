"""What pydantic found wrong in a policy, in words, with the line and a suggestion.

Nothing here repeats the value of something that looks like a key: messages end up in logs.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from consensus.domain import Policy
from consensus.domain.secrets import looks_like_key
from consensus.policy_files.yaml import Path, Reading

_SECRET_KEYS = ("api_key", "key", "token", "secret", "password", "apikey", "api-key", "authorization")
ADVICE_KEY = "keys never stand in a policy; put it into the environment or .env and name the variable in `api_key_env`"


def dotted(path: Iterable[str | int]) -> str:
    """``members[0].family``; what stands between backticks in a message."""
    shown = ""
    for part in path:
        shown += f"[{part}]" if isinstance(part, int) else f".{part}" if shown else str(part)
    return shown


def did_you_mean(word: str, allowed: Collection[str]) -> str:
    """``; did you mean `x`?``, or the whole list where it is short and nothing is near."""
    near = get_close_matches(word.lower().replace("-", "_"), sorted(allowed), n=1, cutoff=0.6)
    if near:
        return f"; did you mean `{near[0]}`?"
    return f"; it is one of {', '.join(f'`{name}`' for name in sorted(allowed))}" if 0 < len(allowed) <= 16 else ""


def not_possible(given: object, allowed: Collection[str]) -> str:
    """The sentence on a word that is none of the allowed; it never repeats what looks like a key."""
    return (
        ADVICE_KEY if looks_like_key(given) else f"{_shown(given)} is not possible{did_you_mean(str(given), allowed)}"
    )


def explain(error: ValidationError, reading: Reading, root: type[BaseModel] = Policy) -> list[tuple[int, str]]:
    """Every mistake once, as (line, sentence). root: what the file should hold."""
    found: dict[tuple[int, str], None] = {}
    grouped = isinstance(reading.values.get("guarantee"), dict)
    for detail in error.errors(include_url=False):
        branch = str(detail["loc"][1]) if len(detail["loc"]) == 2 else ""
        if branch.startswith(("str", "tuple")) and branch.startswith("str") == isinstance(detail["input"], list):
            continue  # text or list are both allowed; only the kind that was written is judged
        if detail["loc"][0] == "guarantee" and (detail["type"] == "literal_error") is grouped:
            continue  # the same for `none` or a group
        path, model = _place(detail["loc"], reading.values, root)
        line = reading.line(path)
        found[line, f"`{dotted(path) or detail['loc'][-1]}`: {_sentence(detail, path, model)}"] = None
    return list(found)


def _place(loc: tuple[int | str, ...], values: object, root: type[BaseModel]) -> tuple[Path, type[BaseModel] | None]:
    """The path in the file without pydantic's own steps (union members, ``[key]``), and the model around its end."""
    path: list[str | int] = []
    model: type[BaseModel] | None = root
    here, at = values, root
    for step in loc:
        if isinstance(here, dict) and step in here:
            here = here[str(step)]
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        elif step != loc[-1] or step == "[key]" or not isinstance(here, dict):
            continue
        path.append(step)
        model = at
        at = _model_below(at, step)
    return tuple(path), model


def _model_below(model: Any, step: str | int) -> Any:
    """The pydantic model that a key of a model holds, through Optional and tuple; else what was there."""
    if isinstance(step, int):
        return model
    field = getattr(model, "model_fields", {}).get(step)
    pending = [field.annotation] if field else []
    while pending:
        kind = pending.pop()
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
        pending += typing.get_args(kind)
    return None


def _sentence(detail: Any, path: Path, model: type[BaseModel] | None) -> str:
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    last = str(path[-1]) if path else ""
    if looks_like_key(given):
        return ADVICE_KEY
    if kind == "missing":
        return f"is missing; add `{last}: ...`"
    if kind == "extra_forbidden":
        return _unknown(last, model)
    if given is None:
        return "has no value; give one or leave the line out"
    if kind in ("literal_error", "enum"):
        if path == ("guarantee",):
            return f"{_shown(given)} is not possible; write `none`, or a target such as `{{alpha: 0.02}}`"
        allowed = re.findall(r"'([^']*)'", context.get("expected", ""))
        return not_possible(given, allowed)
    if kind == "string_pattern_mismatch":
        neat = re.sub(r"[^a-z0-9]+", "-", str(given).lower()).strip("-")
        return f"{_shown(given)} may hold a-z, 0-9, - and _ only; did you mean `{neat or 'my-policy'}`?"
    bound = _bound(kind, context, given)
    return bound or _wrong_kind(kind, given, last)


def _unknown(name: str, model: type[BaseModel] | None) -> str:
    if name.lower() in _SECRET_KEYS:
        return ADVICE_KEY
    fields = getattr(model, "model_fields", {})
    near = did_you_mean(name, fields)
    if "did you mean" in near:
        return f"is not a key of a policy{near}"
    for part, info in Policy.model_fields.items():
        below = info.annotation
        if below is not model and name in getattr(below, "model_fields", {}):
            return f"does not belong here; did you mean it under `{part}:`?"
    if model is not Policy and name in Policy.model_fields:
        return "does not belong here; write it without indentation"
    return f"is not a key of a policy{near or '; leave it out'}"


def _bound(kind: str, context: Any, given: object) -> str:
    words = {"greater_than_equal": "at least", "greater_than": "more than", "less_than_equal": "at most"}
    if kind in words:
        limit = context.get("ge", context.get("gt", context.get("le")))
        share = kind == "less_than_equal" and limit <= 1
        if share and isinstance(given, int | float) and 1 < given <= 100 * limit:
            return f"{given} is more than {limit:g}; a share is written 0..1, did you mean `{given / 100:g}`?"
        return f"{given} must be {words[kind]} {limit:g}"
    return ""


def _wrong_kind(kind: str, given: object, name: str) -> str:
    """A value of the wrong type, most often a surprise in how YAML reads it."""
    if kind.startswith(("int", "float")) and isinstance(given, str):
        return _not_a_number(given.strip(), whole=kind.startswith("int"))
    if kind.startswith("int") and isinstance(given, float):
        near = f"; did you mean `{int(given)}`?" if given.is_integer() else ""
        return f"{given} is not a whole number{near}"
    if kind.startswith("string"):
        if name == "semantic" and isinstance(given, bool):
            return f"{_shown(given)} is not possible; did you mean `{'auto' if given else 'off'}`?"
        if isinstance(given, bool | int | float):
            read_as = "yes or no" if isinstance(given, bool) else "a number"
            return f"{_shown(given)} is read as {read_as}; put it in quotes"
        return "must be one text, not a list or mapping"
    if kind.startswith(("tuple", "list")):
        return f"must be a list, as in `{name}: [a, b]`"
    if kind.startswith(("dict", "model")):
        return "must be a group of `key: value` lines, indented under it"
    return f"{_shown(given)} must be a {'whole ' if kind.startswith('int') else ''}number"


def _not_a_number(text: str, *, whole: bool) -> str:
    shown, wanted = _shown(text), "whole number" if whole else "number"
    if re.fullmatch(r"[-+]?0[0-9]+", text):
        return f"{shown} has a leading zero; did you mean `{int(text)}`?"
    if re.fullmatch(r"[0-9.]+ ?%", text):
        return f"{shown} must be a plain number; did you mean `{float(text.rstrip('% ')) / 100:g}`?"
    if re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", text):
        return f"{shown} stands in quotes and so is text; write {text} without them"
    if re.fullmatch(r"[-+]?[0-9]+,[0-9]+", text):
        return f"{shown} must be a {wanted}; did you mean `{text.replace(',', '.')}`?"
    if re.fullmatch(r"[0-9][0-9_' ]*", text):
        return f"{shown} must be a {wanted}; did you mean `{re.sub(r'[^0-9]', '', text)}`?"
    return f"{shown} must be a {wanted}"


def _shown(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f'"{text if len(text) <= 60 else text[:57] + "..."}"'
