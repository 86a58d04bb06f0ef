"""Some values of a policy's text changed in place: everything else in it, comments too, stays as people wrote it. Pure.

What cannot be changed in place (flow style around it, anchors, merge keys) is written anew, without comments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import yaml

from consensus.policy_files.writing import end_of
from consensus.policy_files.yaml import Reading, read_yaml

#: One or two keys from the top: ``("quorum",)``, ``("budget", "day")``.
Place = tuple[str, ...]
#: What is to stand where; None takes the key out.
Changes = Mapping[Place, Any]

#: Texts that need no quotes in any reading of YAML.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*(:[A-Za-z0-9_./-]+)*")
_WORDS_OF_YAML = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_WIDTH = 110


def edited(text: str, changes: Changes) -> tuple[str, bool]:
    """The text with these values, and whether its comments are still there. One that cannot be read stays as it is."""
    reading = read_yaml(text)
    if reading.problems or not changes:
        return text, True
    wanted = _with(reading.values, changes)
    try:
        made = text
        for place, value in changes.items():
            made = _changed(made, place, value)
        again = read_yaml(made)
        if not again.problems and again.values == _plain(wanted):
            return made, True
    except (ValueError, yaml.YAMLError):
        pass
    return yaml.safe_dump(
        _plain(wanted), sort_keys=False, allow_unicode=True, width=_WIDTH, default_flow_style=None
    ), False


def value_at(reading: Reading, place: Place) -> Any:
    """What stands at a place of a read text; None where nothing does."""
    here: Any = reading.values
    for key in place:
        here = here.get(key) if isinstance(here, dict) else None
    return here


def _with(values: Mapping[str, Any], changes: Changes) -> dict[str, Any]:
    found = {key: dict(value) if isinstance(value, dict) else value for key, value in values.items()}
    for place, value in changes.items():
        here: dict[str, Any] = found
        for key in place[:-1]:
            held = here.get(key)
            here[key] = held if isinstance(held, dict) else {}  # what holds no keys is wrong there, and is replaced
            here = here[key]
        if value is None:
            here.pop(place[-1], None)
        else:
            here[place[-1]] = value
    return found


def _plain(value: Any) -> Any:
    """As a text is read again: lists for tuples, floats for decimals."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal | float):
        return int(value) if value == int(value) and isinstance(value, Decimal) else float(value)
    return value


def _changed(text: str, place: Place, value: Any) -> str:
    """One value. Raises ValueError where it has no place of its own."""
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise ValueError("the policy is not written line by line")
    if len(place) == 1:
        return _in_mapping(text, root, place[0], value, 0)
    part = next((node for key, node in root.value if key.value == place[0]), None)
    if part is None:
        return text if value is None else _appended(text, f"{place[0]}:\n  {_key(place[1])}: {_flow(value)}")
    if not isinstance(part, yaml.MappingNode):
        raise ValueError(f"{place[0]} holds no keys")
    if part.flow_style or not part.value:
        inside = {key.value: text[node.start_mark.index : node.end_mark.index] for key, node in part.value}
        inside.pop(place[1], None)
        if value is not None:
            inside[place[1]] = _flow(value)
        written = ", ".join(f"{_key(key)}: {one}" for key, one in inside.items())
        return f"{text[: part.start_mark.index]}{{{written}}}{text[part.end_mark.index :]}"
    if value is None and [key.value for key, _ in part.value] == [place[1]]:
        return f"{text[: part.start_mark.index]}{{}}{text[end_of(part) :]}"
    return _in_mapping(text, part, place[1], value, part.start_mark.column)


def _in_mapping(text: str, mapping: yaml.MappingNode, name: str, value: Any, column: int) -> str:
    for key, node in mapping.value:
        if key.value != name:
            continue
        start, end = key.start_mark.index, end_of(node)
        end -= text[end - 1] == "\n"  # a text of several lines ends with its last one
        if value is not None:
            return f"{text[:start]}{_key(name)}: {_flow(value)}{text[end:]}"
        line_end = text.find("\n", end)
        rest = text[end : len(text) if line_end < 0 else line_end]
        if rest.strip() and not rest.strip().startswith("#"):
            raise ValueError(f"{name} is no line of its own")
        begin = text.rfind("\n", 0, start) + 1
        return text[:begin] + ("" if line_end < 0 else text[line_end + 1 :])
    if value is None:
        return text
    if column == 0:
        return _appended(text, f"{_key(name)}: {_flow(value)}")
    end = end_of(mapping)
    line_end = text.find("\n", end)
    end = len(text) if line_end < 0 else line_end  # behind a comment on the same line
    return f"{text[:end]}\n{' ' * column}{_key(name)}: {_flow(value)}{text[end:]}"


def _appended(text: str, lines: str) -> str:
    return f"{text}{'' if text.endswith(chr(10)) or not text else chr(10)}\n{lines}\n"


def _key(name: str) -> str:
    return _text(name)


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(str(key))}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return repr(value)


def _text(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS_OF_YAML:
        return value
    return json.dumps(value, ensure_ascii=False)
