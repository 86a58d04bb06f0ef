"""All checks of a segment: every distinct answer once against the source, findings for every member that gave it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from consensus.check.base import Check, Pair, Problem
from consensus.check.facts import KNOWN, read
from consensus.check.registry import CHECKS, level_of
from consensus.domain import Answer, Candidate, Finding, Policy, Segment
from consensus.normalize.language_tags import language_name
from consensus.normalize.tokens import base_language, uncomposed


def check_segment(
    segment: Segment,
    answers: Sequence[Answer],
    langs: tuple[str | None, str | None],
    policy: Policy,
    checks: Sequence[Check] = CHECKS,
) -> tuple[Finding, ...]:
    """Findings for every member's answer to one segment, in the order of the answers.

    langs: BCP 47 tags of source and target; a language that is None leaves out the checks that must know it. A finding
    is a veto when the policy, or else its check, says so; checks that are "off" say nothing.
    checks: those of the registry.
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
            problems = by_text[text] = list(chain.from_iterable([check.find(pair) for check in checks]))
        for problem in problems:
            level = level_of(problem.check, policy)
            if level != "off":
                spans = uncomposed(segment.text, problem.source_span), uncomposed(text, problem.target_span)
                known = problem.check, problem.severity, level == "veto", problem.message
                findings.append(Finding(*known, answer.member, *spans))
    return tuple(findings)


def silent_checks(langs: tuple[str | None, str | None]) -> tuple[str, ...]:
    """One sentence for each language of a translation of which too little is known for every check to speak."""
    source, target = langs
    said = [] if source else ["The source language is not named: checks that must know it say nothing."]
    for tag in filter(None, (source, target)):
        if base_language(tag) not in KNOWN:
            said.append(
                f"There are no word lists for {language_name(tag)} ({tag}): numbers, codes, placeholders and tags are "
                "compared; number words, months, units, currencies and negation are not."
            )
    return tuple(said)
