"""The text of a policy file as plain values, with the line of every key.

Plain scalars follow YAML 1.2: ``off``, ``no`` and ``2024-01-02`` are text, only ``true`` and ``false`` are booleans.
YAML 1.1, PyYAML's own reading, would turn ``semantic: off`` into a boolean and ``012`` into ten.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any

import yaml

from consensus.errors import NotFoundError, PolicyError

#: A position in the file's values: keys and list indexes from the top.
Path = tuple[str | int, ...]

#: Larger files are no policies; reference tables of a hundred language pairs stay under it.
MAX_BYTES = 2_000_000
MAX_DEPTH = 20
MAX_NODES = 100_000
_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?")
_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # chosen at run time
    """Composes nodes and resolves nothing: every plain scalar stays as it is written."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  # PyYAML's own name and kind of attribute


@dataclass(slots=True)
class Reading:
    """What stands in a file. lines: path -> line, from 1. problems: (line, sentence), in no order."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    nodes: int = 0

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_text(path: File) -> str:
    """A file's text. Raises NotFoundError when it is absent, PolicyError when it cannot be read."""
    try:
        if path.is_dir():
            raise PolicyError(["is a folder; name a YAML file in it"], where=str(path))
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFoundError(
            f"There is no policy file {path}.", do="Check the path, or see `consensus policies list`."
        ) from None
    except (OSError, ValueError) as error:
        raise PolicyError([f"cannot be read: {getattr(error, 'strerror', None) or error}"], where=str(path)) from None
    if len(content) > MAX_BYTES:
        problem = f"line 1: is larger than {MAX_BYTES // 1_000_000} MB, too large for a policy"
        raise PolicyError([problem], where=str(path))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = f"line {line}: is not UTF-8 at byte {error.start}; save the file as UTF-8"
        raise PolicyError([problem], where=str(path)) from None


def read_yaml(text: str) -> Reading:
    """Read one YAML mapping. Never raises: a file that cannot be read has problems and no values."""
    reading = Reading()
    tabs = [number for number, line in enumerate(text.splitlines(), 1) if re.match(r" *\t\s*\S", line)]
    try:
        if _nests_too_deep(text):
            reading.problems.append((1, f"nests deeper than {MAX_DEPTH} levels or is far too large for a policy"))
            return reading
        root = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reading.problems += [(number, "is indented with a tab; use spaces") for number in tabs]
        if not tabs:
            reading.problems.append(_syntax(error, text))
        return reading
    if root is None:
        reading.problems.append((1, "the file is empty; start with `name:`, `version:` and `task:`"))
    elif not isinstance(root, yaml.MappingNode):
        reading.problems.append((1, "a policy is `key: value` lines; see `consensus policies show translation`"))
    else:
        reading.values = _mapping(root, (), reading)
    return reading


def _nests_too_deep(text: str) -> bool:
    """Counted on the stream of events, which does not recurse; composing does."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH or count > MAX_NODES:
            return True
    return False


def _syntax(error: Exception, text: str) -> tuple[int, str]:
    """PyYAML's complaint in words for somebody who does not know YAML."""
    opened = getattr(error, "context", None) or ""
    mark = getattr(error, "context_mark" if "flow" in opened or "quoted" in opened else "problem_mark", None)
    position = getattr(error, "position", None)
    line = mark.line + 1 if mark else text.count("\n", 0, position) + 1 if isinstance(position, int) else 1
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error).splitlines()[0]
    hints = {
        "mapping values are not allowed": "a second colon on one line, or wrong indentation; put the text in quotes",
        "could not find expected ':'": "a key without its colon; write `key: value`",
        "did not find expected key": "wrong indentation, or a quote or bracket that is not closed",
        "did not find expected ',' or": "a bracket that is not closed",
        "expected ',' or": "a bracket that is not closed",
        "did not find expected node content": "a bracket that is not closed",
        "unexpected end of stream": "a quote that is not closed",
        "expected a single document": "a second document after `---`; one file holds one policy",
        "but found another document": "a second document after `---`; one file holds one policy",
        "undefined alias": "an alias (*name) without its anchor (&name)",
        "control characters": "a control character that YAML does not allow",
        "special characters": "a control character that YAML does not allow",
        "cannot start any token": "a character that cannot start a value; put the text in quotes",
    }
    hint = next((words for start, words in hints.items() if start in said), said)
    return line, f"not readable as YAML: {hint}"


def _value(node: yaml.Node, path: Path, reading: Reading) -> Any:
    reading.nodes += 1
    if reading.nodes > MAX_NODES:  # aliases may repeat a node without end
        if reading.nodes == MAX_NODES + 1:
            reading.problems.append((1, "aliases repeat its content too often; write it out"))
        return None
    if node.tag not in _TAGS:
        shown = node.tag.replace("tag:yaml.org,2002:", "!!")
        reading.problems.append((node.start_mark.line + 1, f"the tag {shown} is not used in a policy; leave it out"))
        return None
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, reading)
    if isinstance(node, yaml.SequenceNode):
        return [_item(child, (*path, at), reading) for at, child in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    return _scalar(node, reading)


def _item(node: yaml.Node, path: Path, reading: Reading) -> Any:
    reading.lines[path] = node.start_mark.line + 1
    return _nested(node, path, reading)


def _nested(node: yaml.Node, path: Path, reading: Reading) -> Any:
    """An alias to something around itself would never end."""
    if len(path) > MAX_DEPTH:
        reading.problems.append((node.start_mark.line + 1, "an alias stands inside its own anchor"))
        return None
    return _value(node, path, reading)


def _mapping(node: yaml.MappingNode, path: Path, reading: Reading) -> dict[str, Any]:
    own: dict[str, Any] = {}
    merged: dict[str, Any] = {}
    for key, child in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            reading.problems.append((line, "a list or mapping cannot be a key; write `key: value`"))
            continue
        if key.value == "<<" and not key.style:
            content = _nested(child, (*path, "<<"), reading)
            parts = content if isinstance(content, list) else [content]
            for part in reversed(parts):
                merged |= part if isinstance(part, dict) else {}
            continue
        here = (*path, key.value)
        if key.value in own:
            dotted = ".".join(map(str, here))
            reading.problems.append((line, f"`{dotted}`: stands twice, first on line {reading.lines[here]}"))
            continue
        reading.lines[here] = line
        own[key.value] = _nested(child, here, reading)
    return {**merged, **own}


def _scalar(node: yaml.ScalarNode, reading: Reading) -> Any:
    text = str(node.value)
    if node.style:  # quoted or a block: text, whatever it looks like
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text.lower() in ("true", "false") and text in (text.lower(), text.title(), text.upper()):
        return text.lower() == "true"
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        number = float(text)
        if math.isfinite(number):
            return number
        reading.problems.append((node.start_mark.line + 1, f"{text[:40]} is too large a number"))
        return None
    return text
