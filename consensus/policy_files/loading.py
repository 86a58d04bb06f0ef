"""Policies from files: found by name or path, read, and every mistake listed at once with its line."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from consensus.domain import Policy
from consensus.errors import NotFoundError, PolicyError
from consensus.policy_files.pairs import keyed
from consensus.policy_files.problems import did_you_mean, explain
from consensus.policy_files.reference import add_reference
from consensus.policy_files.rules import checks_of, problems_of, secrets_of
from consensus.policy_files.yaml import Reading, read_text, read_yaml
from consensus.resources.glossary import read_glossary

MAX_PROBLEMS = 50
_SUFFIXES = (".yaml", ".yml")
#: Ships beside the policies and is none: the map of model families.
_OTHER_FILES = ("families",)


class ListedPolicy(NamedTuple):
    """One policy that can be named. policy: its value, or all of its mistakes."""

    name: str
    path: Path
    policy: Policy | PolicyError


def load_policy(name_or_path: str, *, home: Path, shipped: Path, known_checks: Collection[str] = ()) -> Policy:
    """The policy of a path, else ``home/policies/NAME.yaml``, else ``shipped/NAME.yaml``.

    known_checks: names of the checks there are; empty leaves check names unjudged. Raises PolicyError with all mistakes
    of the file, NotFoundError with the names there are.
    """
    path = _find(name_or_path, home=home, shipped=shipped)
    return parse_policy(read_text(path), str(path), folders_of(path, home, shipped), known_checks)


def policy_text(name: str, *, home: Path, shipped: Path) -> tuple[str, Path]:
    """What stands in the file of a policy, and its path. Raises NotFoundError, PolicyError."""
    path = _find(name, home=home, shipped=shipped)
    return read_text(path), path


def list_policies(home: Path, shipped: Path, known_checks: Collection[str] = ()) -> list[ListedPolicy]:
    """All policies that can be named, by name; one in home hides the shipped one. Mistakes are values, not raised."""
    listed = []
    for name, path in sorted(_names(home=home, shipped=shipped).items()):
        policy: Policy | PolicyError
        try:
            policy = parse_policy(read_text(path), str(path), folders_of(path, home, shipped), known_checks)
        except PolicyError as error:
            policy = error
        listed.append(ListedPolicy(name, path, policy))
    return listed


def folders_of(path: Path, home: Path, shipped: Path) -> tuple[Path, ...]:
    """The folders in which a policy's reference tables are looked for: its own first, then the user's, the shipped."""
    return tuple(dict.fromkeys((path.parent, home / "policies", shipped)))


def parse_policy(text: str, where: str, folders: Path | tuple[Path, ...], known_checks: Collection[str] = ()) -> Policy:
    """A policy from the text of its file. folders: the policy's own, from which a glossary's path starts; all of them
    are searched for its reference tables.

    The terms and tables become part of the value, and so of the digest. Raises PolicyError listing every mistake as
    "line N: `key`: what is wrong; did you mean `x`?".
    """
    return policy_of(read_yaml(text), where, folders if isinstance(folders, tuple) else (folders,), known_checks)


def policy_of(reading: Reading, where: str, folders: tuple[Path, ...], known_checks: Collection[str] = ()) -> Policy:
    """A policy from its values, as ``parse_policy`` makes it; mistakes have no lines where the values have none."""
    problems = [*reading.problems, *secrets_of(reading)]
    policy: Policy | None = None
    if reading.values or not problems:
        problems += [*_add_glossary(reading, folders[0]), *add_reference(reading, folders)]
        try:  # JSON, because only there strict validation takes lists for tuples
            policy = Policy.model_validate_json(json.dumps(reading.values), strict=True)
            problems += problems_of(policy, reading, known_checks)
        except ValidationError as error:
            told = {line for line, _ in problems}
            problems += [(line, sentence) for line, sentence in explain(error, reading) if line not in told]
            problems += _rest(error, reading, known_checks)
    if problems or policy is None:
        raise PolicyError(_listed(problems, numbered=bool(reading.lines or reading.problems)), where=where)
    return keyed(policy)


def _listed(problems: list[tuple[int, str]], *, numbered: bool) -> list[str]:
    """In the order of the file, each once, and no more than a person reads."""
    ordered = [f"line {line}: {sentence}" if numbered else sentence for line, sentence in sorted(set(problems))]
    rest = len(ordered) - MAX_PROBLEMS
    return ordered if rest <= 1 else [*ordered[:MAX_PROBLEMS], f"and {rest} more; mend these first"]


def _rest(error: ValidationError, reading: Reading, known_checks: Collection[str]) -> list[tuple[int, str]]:
    """What else is wrong, so that one round of mending is enough: the policy is judged without its broken parts."""
    broken = {detail["loc"][0] for detail in error.errors(include_url=False)}
    sound = {key: value for key, value in reading.values.items() if key not in broken}
    try:
        policy = Policy.model_validate_json(json.dumps({"name": "x", "version": 1, **sound}), strict=True)
    except ValidationError:
        return checks_of(reading, known_checks)
    return problems_of(policy, reading, known_checks)


def _add_glossary(reading: Reading, base: Path) -> list[tuple[int, str]]:
    """Put the terms of the glossary's file into the values; say what is wrong with it."""
    named = reading.values.get("glossary")
    if not isinstance(named, str):
        return []
    line = reading.line(("glossary",))
    try:
        terms = read_glossary(base / Path(named).expanduser())
    except PolicyError as error:
        return [(line, f"`glossary`: {named}: {problem}") for problem in error.problems]
    reading.values["glossary_terms"] = [list(term) for term in terms]
    reading.lines.setdefault(("glossary_terms",), line)
    return []


def _names(*, home: Path, shipped: Path) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in (shipped, home / "policies"):
        if folder.is_dir():
            for path in sorted(folder.iterdir(), reverse=True):  # .yaml after .yml, so that it wins
                if path.suffix in _SUFFIXES and path.stem not in _OTHER_FILES and not path.name.startswith("."):
                    found[path.stem] = path
    return found


def _find(name_or_path: str, *, home: Path, shipped: Path) -> Path:
    wanted = name_or_path.strip()
    as_path = Path(wanted).expanduser() if wanted and "\0" not in wanted else Path("?")
    looks_like_path = "/" in wanted or "\\" in wanted or wanted.endswith(_SUFFIXES)
    if looks_like_path or _is_file(as_path):
        return as_path
    names = _names(home=home, shipped=shipped)
    if wanted in names:
        return names[wanted]
    near = did_you_mean(wanted, names)
    there = ", ".join(sorted(names)) or "none"
    raise NotFoundError(
        f'There is no policy "{wanted}"{near if "did you mean" in near else ""}',
        do=f"There are: {there}. Name one of them, or give the path of a YAML file.",
    )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long
        return False
