"""Reference tables of policies: files of numbers in the folder ``reference`` beside the policies that name them.

A policy says ``reference: NAME`` under ``translation:``. The tables become part of its value, and so of its digest.
"""

from __future__ import annotations

import itertools
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import ValidationError

from consensus.domain import Reference
from consensus.errors import NotFoundError, PolicyError
from consensus.normalize.digests import digest
from consensus.policy_files.names import cannot_name, shown
from consensus.policy_files.pairs import reference_problems
from consensus.policy_files.problems import did_you_mean, dotted, explain
from consensus.policy_files.writing import write_whole
from consensus.policy_files.yaml import Path as Place
from consensus.policy_files.yaml import Reading, read_text, read_yaml

FOLDER = "reference"
#: Where a policy names its tables.
PLACE: Place = ("translation", "reference")
#: Tables are numbers in the hundreds; lines of this width keep the file readable.
_WIDTH = 110
_HEAD = """\
# Reference tables of the policy `{name}`, made by `consensus policies {by}`: what agreement usually looks like, as
# quantiles. Not edited by hand: the numbers are part of the digest of every policy that names this file.
"""


class NamedTables(NamedTuple):
    """The tables that a policy names. path: of their file, whether it is there or not."""

    name: str
    path: Path


def named_tables(reading: Reading, folders: Sequence[Path]) -> NamedTables | None:
    """The tables that a policy's text names; None where it has none, or holds them itself.

    folders: of policies, searched in this order for ``reference/NAME.yaml``.
    """
    rules = reading.values.get("translation")
    name = rules.get("reference") if isinstance(rules, dict) else None
    if not isinstance(name, str) or cannot_name(name):
        return None
    paths = [folder / FOLDER / f"{name}.yaml" for folder in folders]
    return NamedTables(name, next(filter(os.path.lexists, paths), paths[0]))


def add_reference(reading: Reading, folders: Sequence[Path]) -> list[tuple[int, str]]:
    """Put the tables that the values name into them; say what is wrong as (line, sentence)."""
    rules = reading.values.get("translation")
    name = rules.get("reference") if isinstance(rules, dict) else None
    if not isinstance(rules, dict) or name is None or isinstance(name, dict):
        return []
    line, tables = reading.line(PLACE), named_tables(reading, folders)
    rules.pop("reference")  # so that everything else is still judged
    if tables is None:
        return [(line, f"`{dotted(PLACE)}`: {_no_name(name)}")]
    try:
        rules["reference"] = _read(tables, folders)
    except PolicyError as error:
        rest = f" (and {len(error.problems) - 1} more in this file)" if len(error.problems) > 1 else ""
        return [(line, f"`{dotted(PLACE)}`: {error.problems[0]}{rest}")]
    return []


def _no_name(name: object) -> str:
    meant = f"the NAME of {FOLDER}/NAME.yaml beside the policy"
    if not isinstance(name, str):
        return f"must be {meant}, as text"
    stem = re.sub(r"\.ya?ml$", "", name)
    near = f"did you mean `{stem}`?" if stem != name and not cannot_name(stem) else f"it is {meant}"
    return f'"{shown(name)}" {cannot_name(name)}; {near}'


def _read(tables: NamedTables, folders: Sequence[Path]) -> object:
    """The values of a file of tables. Raises PolicyError, whose sentences name the file and the place in it."""
    if not os.path.lexists(tables.path):
        there = {path.stem for folder in folders for path in (folder / FOLDER).glob("*.yaml")}
        near = did_you_mean(tables.name, there)
        if "did you mean" not in near:
            near = ", and none of that name is shipped; copy it from where the policy came from"
        raise PolicyError([f"there is no file {tables.path}{near}"])
    if not os.path.isfile(tables.path):
        raise PolicyError([f"{tables.path} is no file"])
    try:
        text = read_text(tables.path)
    except NotFoundError as error:  # removed since
        raise PolicyError([str(error)]) from None
    except PolicyError as error:
        raise PolicyError([_at(tables.path, problem) for problem in error.problems]) from None
    values, problems = _judged(text)
    if problems:
        raise PolicyError([_at(tables.path, f"line {line}: {sentence}") for line, sentence in sorted(problems)])
    return json.loads(values)


@lru_cache(maxsize=8)
def _judged(text: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The values in the text of a file of tables, as JSON, and what is wrong with them. One look at the Policies screen
    asks for the same text many times; it is kept by the text itself."""
    reading = read_yaml(text)
    problems = reading.problems if reading.values or text.strip() else [(1, "is empty")]
    if not problems:
        problems = _problems(reading)
    return json.dumps(reading.values), tuple(problems)


def _problems(reading: Reading) -> list[tuple[int, str]]:
    """What is wrong with the values of a file of tables, as (line, sentence)."""
    if not isinstance(reading.values.get("pairs"), dict) or not reading.values["pairs"]:
        return [(1, "is no file of reference tables: it holds no `pairs:`")]
    try:
        held = Reference.model_validate_json(json.dumps(reading.values), strict=True)
    except ValidationError as error:
        return explain(error, reading, Reference)
    found = (*reference_problems(held, ()), *_uneven(held))
    return [(reading.line(path), f"`{dotted(path)}`: {sentence}") for path, sentence in found]


def _uneven(reference: Reference) -> Iterator[tuple[Place, str]]:
    """Tables of another length than most: a lost line would move a level without a trace."""
    sizes = Counter(len(numbers) for tables in reference.pairs.values() for numbers in tables.values())
    usual = max(sizes, key=lambda size: (sizes[size], size), default=0)
    for pair, tables in reference.pairs.items():
        for measure, numbers in tables.items():
            if len(numbers) != usual:
                yield ("pairs", pair, measure), f"has {len(numbers)} numbers where the others have {usual}"


def _at(path: Path, problem: str) -> str:
    return f"{path}{',' if problem.startswith('line ') else ''} {problem}"


def write_reference(reference: Reference, policy: str, by: str, folder: Path) -> str:
    """Write the tables of a policy for the policies of a folder; returns the name of the file.

    policy, by: for the file's first line. The name ends with a digest of the numbers, so that no file that another
    policy names is ever changed. Raises UsageError where it cannot be written.
    """
    held = reference.model_dump(mode="json")
    # What it was learned from is for people, so it comes before the numbers.
    content = {"signature": held.pop("signature"), **dict(sorted(held.items()))}
    text = _HEAD.format(name=policy, by=by) + yaml.safe_dump(
        content, sort_keys=False, allow_unicode=True, width=_WIDTH, default_flow_style=None
    )
    first = f"{policy[:60]}-{digest(content)[:8]}"
    for count in itertools.count(1):
        name = first if count == 1 else f"{first}-{count}"
        path = folder / FOLDER / f"{name}.yaml"
        if not path.exists():
            write_whole(text, path)
        elif not _holds(path, reference):
            continue  # changed by hand, or damaged: what is there is never written over
        return name
    raise AssertionError


def _holds(path: Path, reference: Reference) -> bool:
    """Whether a file holds just these tables; one that was damaged or changed by hand does not."""
    try:
        return Reference.model_validate_json(json.dumps(read_yaml(read_text(path)).values), strict=True) == reference
    except (PolicyError, ValidationError):
        return False
