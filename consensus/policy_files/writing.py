"""A policy that was made of another one, into a file of the user's; what people wrote around it stays."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from consensus.domain import Policy
from consensus.errors import PolicyError, UsageError

_WIDTH = 110
Edit = tuple[int, int, str]


def policy_name(path: Path) -> str:
    """The name a policy in this file should bear: the file's own, in the letters that names may have."""
    return re.sub(r"[^a-z0-9_-]+", "-", path.stem.lower()).strip("-_") or "policy"


def policy_file(policy: Policy, base: str, tables: str | None, parse: Callable[[str], Policy]) -> str:
    """A policy as YAML: the text of the one that it was made of, comments and all, naming its own tables.

    tables: the name of its reference tables, if it has any. parse: reads a text where it will lie. A text that cannot
    be changed in place so that it says this policy is written anew, without comments.
    """
    try:
        text = _changed(base, policy, tables)
        if parse(text) == policy:
            return text
    except (PolicyError, yaml.YAMLError, ValueError):
        pass  # flow style, anchors, merge keys: nothing is lost but comments
    content = policy.model_dump(mode="json", exclude_defaults=True, exclude={"glossary_terms"})
    if tables is not None:
        content.setdefault("translation", {})["reference"] = tables
    return yaml.safe_dump(
        {**content, "name": policy.name, "version": policy.version},
        sort_keys=False,
        allow_unicode=True,
        width=_WIDTH,
        default_flow_style=None,
    )


def refuse_shipped(path: Path, shipped: Path) -> None:
    """Raises UsageError for a place that belongs to the product."""
    if path.resolve().is_relative_to(shipped.resolve()):
        raise UsageError("a shipped policy is never edited", where=str(path), do="Name a file of your own with -o.")


def write_whole(text: str, path: Path) -> None:
    """Write a file, all of it or nothing. Raises UsageError for a place that cannot be written."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise UsageError(f"cannot write: {error.strerror}", where=str(path), do="Name another file.") from error


def _changed(text: str, policy: Policy, tables: str | None) -> str:
    """The text with the policy's name, version and glossary, and the name of its tables.

    Raises ValueError where that has no place.
    """
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise ValueError("the policy is not written line by line")
    parts = {key.value: (key, value) for key, value in root.value}
    edits = [_scalar(parts, "name", policy.name), _scalar(parts, "version", policy.version)]
    if policy.glossary is not None:
        edits.append(_scalar(parts, "glossary", policy.glossary))
    if tables is not None:
        edits.append(_reference(text, parts, tables))
    for start, end, put in sorted(edits, reverse=True):
        text = text[:start] + put + text[end:]
    return text


def _scalar(parts: dict[str, Any], key: str, value: object) -> Edit:
    if key not in parts or not isinstance(parts[key][1], yaml.ScalarNode):
        raise ValueError(f"{key} is no line of its own")
    node = parts[key][1]
    return node.start_mark.index, node.end_mark.index, json.dumps(value) if key == "glossary" else str(value)


def _reference(text: str, parts: dict[str, Any], tables: str) -> Edit:
    line = f"reference: {tables}"
    if "translation" not in parts:
        # At the end: whatever the file begins with belongs to what stands there.
        gap = "\n" if text.endswith("\n") else "\n\n"
        return len(text), len(text), f"{gap}translation:\n  {line}\n"
    rules = parts["translation"][1]
    if not isinstance(rules, yaml.MappingNode) or rules.flow_style:
        raise ValueError("translation is not written line by line")
    for key, value in rules.value:
        if key.value == "reference":
            return key.start_mark.index, end_of(value), line
    end = end_of(rules)
    return end, end, f"\n{' ' * rules.start_mark.column}{line}"


def end_of(node: yaml.Node) -> int:
    """Where a value's own text ends, as an offset: the mark of a block stands behind the comments that follow it."""
    return max(_ends(node), default=node.end_mark.index)


def _ends(node: yaml.Node) -> Iterator[int]:
    if isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", False):
        yield node.end_mark.index
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _ends(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _ends(value)
