"""What ``import consensus`` offers beside ``open()``: decisions on answers at hand, and policies as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from consensus import bootstrap, domain, strategy
from consensus.domain import ModelSpec, Panel, Task
from consensus.errors import UsageError, shown_value
from consensus.evaluate import decide_recorded
from consensus.normalize.language_tags import normalize_pair, normalize_tag
from consensus.ports.models import Embedder
from consensus.route import Known, resolve_member
from consensus.schema import from_json, from_pydantic
from consensus.service.given_answers import given_records, refuse_readers, task_of
from consensus.service.jobs.unit_report import UnitReport
from consensus.settings import Settings


def decide(
    text: str | Sequence[str],
    answers: Mapping[str, Any],
    policy: str | domain.Policy,
    langs: tuple[str | None, str | None],
    schema: Any,
) -> tuple[UnitReport, ...]:
    """What ``consensus.decide`` says, in the order of the segments, or of the fields. langs: source, target."""
    rules = policy if isinstance(policy, domain.Policy) else load_policy(policy)
    task = task_of(rules, langs[1], schema)
    refuse_readers(rules)
    shape = (from_json if isinstance(schema, Mapping) else from_pydantic)(schema) if schema is not None else None
    recorded = given_records(task, text, answers, _langs(task, langs), shape)
    panel = Panel("given", tuple(_member(name, rules) for name in recorded.names), "Their answers are at hand.")
    strategy.refuse_strategy(rules, panel, lambda name: _member(name, rules))
    families = {spec.name: spec.family for spec in panel.members}
    decided = decide_recorded(
        recorded, recorded.names, rules, families=families.__getitem__, embedder=lambda: _embedder(rules.semantic)
    )
    return tuple(UnitReport.of(unit) for one in decided for unit in one.units)


def load_policy(name: str) -> domain.Policy:
    """The policy of a name or a path. Raises NotFoundError, PolicyError, UsageError."""
    if not isinstance(name, str):
        what = f"{shown_value(name)} is no policy"
        raise UsageError(what, where="policy", do="Give its name or path, or a consensus.Policy.")
    return bootstrap._policy_source(Settings.read()).load(name)


def _member(name: str, policy: domain.Policy) -> ModelSpec:
    """A member by name alone: its family is that of the policy's rule, else of the shipped map of makers."""
    named = name.rpartition("#")[2] if name.startswith("recorded:") else name  # as jobs name such members
    return replace(resolve_member(named or name, Known(policy, bootstrap._families()))[0], name=name)


def _langs(task: Task, langs: tuple[str | None, str | None]) -> tuple[str | None, str | None]:
    for one in langs:
        if one is not None and not isinstance(one, str):
            raise UsageError(f"{shown_value(one)} is no language", where="languages", do='Write a tag, as in "de".')
    source, target = langs
    if task is Task.TRANSLATE:
        return normalize_pair(source, target)
    return (normalize_tag(source, "source language") if source else None), None


@cache
def _embedder(wanted: str) -> Embedder | None:
    return bootstrap._embedder(Settings.read(), wanted)[0]
