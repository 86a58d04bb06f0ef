"""All checks of a segment: every distinct answer once against the source, findings for every member that gave it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from consensus.check import (
    glossary,
    pairing,
    placeholders,
    polarity,
    quantities,
    residue,
    shape,
    tags,
    untranslated,
    verbatim,
    wrong_language,
)
from consensus.check.catalogue import level_of
from consensus.check.facts import read
from consensus.check.problem import Check, Pair, Problem
from consensus.domain import Answer, Candidate, Finding, Langs, Policy, Segment
from consensus.normalize.tokens import uncomposed

_CHECKS: tuple[Check, ...] = (
    placeholders.find,
    tags.find,
    pairing.find,
    verbatim.find,
    quantities.find,
    polarity.find,
    glossary.find,
    untranslated.find,
    residue.find,
    shape.find,
    wrong_language.find,
)


def check_segment(segment: Segment, answers: Sequence[Answer], langs: Langs, policy: Policy) -> tuple[Finding, ...]:
    """Findings for every member's answer to one segment, in the order of the answers.

    langs: BCP 47 tags of source and target; a language that is None leaves out the checks that must know it. A finding
    is a veto when the policy, or else the catalogue, says so for its check; checks that are "off" say nothing.
    """
    source = read(segment.text, langs[0])
    by_text: dict[str, list[Problem]] = {}
    findings: list[Finding] = []
    for answer in answers:
        if not isinstance(answer, Candidate):
            continue
        text = answer.value if isinstance(answer.value, str) else str(answer.value)
        problems = by_text.get(text)
        if problems is None:
            pair = Pair(source, read(text, langs[1]), policy)
            problems = by_text[text] = list(chain.from_iterable([find(pair) for find in _CHECKS]))
        for problem in problems:
            level = level_of(problem.check, policy)
            if level != "off":
                spans = uncomposed(segment.text, problem.source_span), uncomposed(text, problem.target_span)
                findings.append(_finding(problem, level == "veto", answer.member, spans))
    return tuple(findings)


def _finding(
    problem: Problem, veto: bool, member: str, spans: tuple[tuple[int, int] | None, tuple[int, int] | None]
) -> Finding:
    return Finding(problem.check, problem.severity, veto, problem.message, member, *spans)
