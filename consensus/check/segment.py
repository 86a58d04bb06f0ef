"""All checks of a segment: every distinct answer once against the source, findings for every member that gave it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from consensus.check.base import Check, Coded, Pair, Problem
from consensus.check.facts import KNOWN, read
from consensus.check.registry import CHECKS, level_of
from consensus.domain import Answer, Candidate, Code, Finding, Policy, Segment
from consensus.normalize.coded import coded_span, plain
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
    codes = segment.codes
    source = read(plain(segment.text, codes), langs[0])
    by_text: dict[str, list[Problem]] = {}
    findings: list[Finding] = []
    for answer in answers:
        if not isinstance(answer, Candidate):
            continue
        text = answer.value if isinstance(answer.value, str) else str(answer.value)
        problems = by_text.get(text)
        if problems is None:
            coded = Coded(segment.text, text, codes) if codes else None
            pair = Pair(source, read(plain(text, codes), langs[1]), policy, segment.limit, coded)
            problems = by_text[text] = list(chain.from_iterable([check.find(pair) for check in checks]))
        for problem in problems:
            level = level_of(problem.check, policy)
            if level != "off":
                spans = _span(segment.text, problem.source_span, codes), _span(text, problem.target_span, codes)
                known = problem.check, problem.severity, level == "veto", problem.message
                findings.append(Finding(*known, answer.member, *spans))
    return tuple(findings)


def _span(text: str, span: tuple[int, int] | None, codes: Sequence[Code]) -> tuple[int, int] | None:
    """Where a stretch of the composed words stands in the text as it is."""
    return coded_span(text, uncomposed(plain(text, codes), span), codes)


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
