"""All checks of a field: every distinct value once, findings for every member that gave it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import chain
from typing import Any

from consensus.check.base import FieldCheck, Given, Problem
from consensus.check.leaf import leaf_of
from consensus.check.registry import FIELD_CHECKS, FIELD_LEVELS
from consensus.domain import Answer, Candidate, Field, Finding, Policy
from consensus.domain.making import maker
from consensus.normalize.identity import ById

_finding = maker(Finding)


def check_field(
    field: Field,
    answers: Sequence[Answer],
    text: str | None,
    policy: Policy,
    checks: Sequence[FieldCheck] = FIELD_CHECKS,
) -> tuple[Finding, ...]:
    """Findings for every answer of one field, equal values checked once; in the order of the answers.

    text: the source, None when unknown (checks that need it are left out). A vote for an absent row is not a value
    and is not checked. Levels come from ``policy.checks``, else from the check; a name that
    no check declares is a veto. checks: those of the registry.
    """
    levels = FIELD_LEVELS
    if policy.checks:
        levels = {name: policy.checks.get(name, level) for name, level in FIELD_LEVELS.items()}
    leaf = leaf_of(ById(field.schema))
    seen: dict[Hashable, Sequence[Problem]] = {}
    findings: list[Finding] = []
    problems: Sequence[Problem] | None = ()
    last: Any = seen  # no answer's value
    for answer in answers:
        if not isinstance(answer, Candidate) or answer.row_absent:
            continue
        value = answer.value
        if value is not last:  # members who gave one object hold the same value
            last = value
            # Not by the value alone: 1, 1.0 and True are equal in Python.
            known = value if type(value) is str else (repr(value),)
            problems = seen.get(known)
            if problems is None:
                given = Given(field.path, value, text, leaf, levels)
                found = chain.from_iterable([check.find(given) for check in checks])
                problems = seen[known] = [p for p in found if levels.get(p.check) != "off"]
        for p in problems or ():
            veto = levels.get(p.check, "veto") == "veto"
            findings.append(_finding(p.check, p.severity, veto, p.message, answer.member, p.source_span))
    return tuple(findings)
