"""A policy that was made of another one, into a file of the user's; what people wrote around it stays."""

from __future__ import annotations

import json
import os
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from consensus.domain import Policy
from consensus.errors import PolicyError, UsageError

#: Tables are numbers in the hundreds; lines of this width keep the file readable.
_WIDTH = 110
Edit = tuple[int, int, str]


def policy_name(path: Path) -> str:
    """The name a policy in this file should bear: the file's own, in the letters that names may have."""
    return re.sub(r"[^a-z0-9_-]+", "-", path.stem.lower()).strip("-_") or "policy"


def policy_file(policy: Policy, base: str, parse: Callable[[str], Policy]) -> str:
    """A policy as YAML: the text of the one that it was made of, comments and all, with its own reference in it.

    parse: reads a text where it will lie. A text that cannot be changed in place so that it says this policy is
    written anew, without comments.
    """
    try:
        text = _changed(base, policy)
        if parse(text) == policy:
            return text
    except (PolicyError, yaml.YAMLError, ValueError):
        pass  # flow style, anchors, merge keys: nothing is lost but comments
    content = policy.model_dump(mode="json", exclude_defaults=True, exclude={"glossary_terms"})
    return _dumped({**content, "name": policy.name, "version": policy.version})


def write_policy(text: str, path: Path, shipped: Path) -> None:
    """Write a policy's text, all of it or nothing. Raises UsageError for a place that cannot be written or belongs to
    the product."""
    if path.resolve().is_relative_to(shipped.resolve()):
        raise UsageError("a shipped policy is never edited", where=str(path), do="Name a file of your own with -o.")
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UsageError(f"cannot write: {error.strerror}", where=str(path), do="Name another file.") from error


def _changed(text: str, policy: Policy) -> str:
    """The text with the policy's name, version, glossary and reference. Raises ValueError where that has no place."""
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise ValueError("the policy is not written line by line")
    parts = {key.value: (key, value) for key, value in root.value}
    edits = [_scalar(parts, "name", policy.name), _scalar(parts, "version", policy.version)]
    if policy.glossary is not None:
        edits.append(_scalar(parts, "glossary", policy.glossary))
    edits.append(_reference(text, parts, policy))
    for start, end, put in sorted(edits, reverse=True):
        text = text[:start] + put + text[end:]
    return text


def _scalar(parts: dict[str, Any], key: str, value: object) -> Edit:
    if key not in parts or not isinstance(parts[key][1], yaml.ScalarNode):
        raise ValueError(f"{key} is no line of its own")
    node = parts[key][1]
    return node.start_mark.index, node.end_mark.index, json.dumps(value) if key == "glossary" else str(value)


def _reference(text: str, parts: dict[str, Any], policy: Policy) -> Edit:
    assert policy.translation.reference is not None
    held = policy.translation.reference.model_dump(mode="json")
    # What it was learned from is for people, so it comes before the numbers.
    block = _dumped({"reference": {"signature": held.pop("signature"), **dict(sorted(held.items()))}})
    if "translation" not in parts:
        # At the end: whatever the file begins with belongs to what stands there.
        gap = "\n" if text.endswith("\n") else "\n\n"
        return len(text), len(text), f"{gap}translation:\n{textwrap.indent(block, '  ')}"
    rules = parts["translation"][1]
    if not isinstance(rules, yaml.MappingNode) or rules.flow_style:
        raise ValueError("translation is not written line by line")
    column = rules.start_mark.column
    block = textwrap.indent(block, " " * column)
    for key, value in rules.value:
        if key.value == "reference":
            return key.start_mark.index - column, _end(value), block.rstrip("\n")
    end = _end(rules)
    return end, end, f"\n{block.rstrip()}"


def _end(node: yaml.Node) -> int:
    """Where a value's own text ends: the mark of a block stands behind the comments that follow it."""
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


def _dumped(content: Any) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=_WIDTH, default_flow_style=None)
