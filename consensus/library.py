"""What ``import consensus`` offers beside ``open()``: decisions on answers at hand, and policies as values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from consensus import bootstrap, domain, strategy
from consensus.bootstrap import models
from consensus.domain import ModelSpec, Panel, strict_json
from consensus.errors import PolicyError, UsageError, in_plain_words, shown_value
from consensus.evaluate import decide_recorded
from consensus.normalize.language_tags import normalize_pair
from consensus.policy_files.source import PolicyFolders
from consensus.policy_files.yaml import Reading, read_yaml
from consensus.ports.models import Embedder
from consensus.route import Known, resolve_member
from consensus.schema import from_json, from_pydantic
from consensus.service.given_answers import given_records, refuse_readers, task_of
from consensus.service.jobs.unit_report import UnitReport, unit_report
from consensus.settings import Settings

_NAME_ONE = "Give its name or path, or a consensus.Policy."


class Policy(domain.Policy):
    """Named, versioned rules as a value; docs/policies.md has every key.

    ``Policy(name="mine", version=1, quorum=3)`` takes the keys of a policy's file. However it is made, all of it is
    checked: raises PolicyError with every mistake, as ``consensus policies check`` names them, and UsageError for what
    is no policy at all.
    """

    def __init__(self, **values: Any) -> None:
        super().__init__(**dict(_checked(Reading(values=_plain(values)))))

    @classmethod
    def load(cls, name: str | Path) -> Policy:
        """The policy of a name (``translation``), or of a path. Raises NotFoundError with the names there are."""
        if not isinstance(name, str | Path):
            raise UsageError(f"{shown_value(name)} is no policy", where="policy", do=_NAME_ONE)
        return cls._of(_folders().load(str(name)))

    @classmethod
    def from_yaml(cls, text: str) -> Policy:
        """The policy of a file's text. What it names (a glossary, tables) is looked for in the working folder."""
        if not isinstance(text, str):
            raise UsageError("this is no text of a policy", where="policy", do=_NAME_ONE)
        return cls._of(_checked(read_yaml(text)))

    def with_(self, **changes: Any) -> Policy:
        """The same with other values, as in ``with_(quorum=3, translation={"near_identity": 0.97})``.

        Of a section (a mapping) only the keys given change; a list is replaced.
        """
        values = self.model_dump(mode="json")
        glossary = values.pop("glossary")
        if "glossary" in changes:
            del values["glossary_terms"]  # they are of the file named before
        for key, value in _plain(changes).items():
            is_section = isinstance(value, dict) and isinstance(values.get(key), dict)
            values[key] = {**values[key], **value} if is_section else value
        changed = self._of(_checked(Reading(values=values)))
        return changed if "glossary" in changes else changed.model_copy(update={"glossary": glossary})

    @classmethod
    def _of(cls, policy: domain.Policy) -> Policy:
        return cls.model_construct(policy.model_fields_set, **dict(policy))


def decide(
    text: str | Sequence[str],
    answers: Mapping[str, Any],
    policy: str | domain.Policy,
    langs: tuple[str | None, str | None],
    schema: Any,
) -> tuple[UnitReport, ...]:
    """What ``consensus.decide`` says, in the order of the segments, or of the fields. langs: source, target."""
    rules = policy if isinstance(policy, domain.Policy) else Policy.load(policy)
    task = task_of(rules, langs[1], schema)
    refuse_readers(rules)
    shape = (from_json if isinstance(schema, Mapping) else from_pydantic)(schema) if schema is not None else None
    recorded = given_records(task, text, answers, normalize_pair(*langs), shape)
    panel = Panel("given", tuple(_member(name, rules) for name in recorded.names), "Their answers are at hand.")
    strategy.refuse_strategy(rules, panel, lambda name: _member(name, rules))
    families = {spec.name: spec.family for spec in panel.members}
    decided = decide_recorded(
        recorded, recorded.names, rules, families=families.__getitem__, embedder=lambda: _embedder(rules.semantic)
    )
    return tuple(unit_report(unit) for one in decided for unit in one.units)


def _folders() -> PolicyFolders:
    return bootstrap.policies(Settings.read())


def _checked(reading: Reading) -> domain.Policy:
    try:
        return _folders().checked(reading, Path("policy"))
    except PolicyError as error:
        raise error.changed(do="\nMend them; docs/policies.md has every key.") from None


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """The values as JSON has them, copied."""
    try:
        found: dict[str, Any] = strict_json.loads(json.dumps(values, ensure_ascii=False))
    except (TypeError, ValueError, RecursionError) as error:
        do = "Give texts, numbers, lists and mappings, as a policy's file holds them."
        why = "" if isinstance(error, TypeError) else f": {in_plain_words(error)}"
        raise UsageError(f"a value cannot stand in a policy{why}", where="policy", do=do) from None
    return found


def _member(name: str, policy: domain.Policy) -> ModelSpec:
    """A member by name alone: its family is that of the policy's rule, else of the shipped map of makers."""
    named = name.rpartition("#")[2] if name.startswith("recorded:") else name  # as jobs name such members
    return replace(resolve_member(named or name, Known(policy, models.families()))[0], name=name)


@cache
def _embedder(wanted: str) -> Embedder | None:
    return models.embedder(Settings.read(), wanted)[0]
