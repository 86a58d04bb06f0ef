"""All checks of a segment: every distinct answer once against the source, findings for every member that gave it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from consensus.check.base import Check, Coded, Pair, Problem
from consensus.check.facts import KNOWN, read
from consensus.check.registry import CHECKS, level_of
from consensus.domain import Answer, Candidate, Code, Finding, Policy, Segment, Severity
from consensus.domain.making import maker
from consensus.normalize.coded import coded_span, plain
from consensus.normalize.language_tags import language_name
from consensus.normalize.tokens import base_language, uncomposed

_finding = maker(Finding)
_Spot = tuple[int, int] | None
_Told = tuple[tuple[str, Severity, bool, str], tuple[_Spot, _Spot]]


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
    by_text: dict[str, list[_Told]] = {}
    findings: list[Finding] = []
    for answer in answers:
        if not isinstance(answer, Candidate):
            continue
        text = answer.value if isinstance(answer.value, str) else str(answer.value)
        told = by_text.get(text)
        if told is None:
            coded = Coded(segment.text, text, codes) if codes else None
            pair = Pair(source, read(plain(text, codes), langs[1]), policy, segment.limit, coded)
            problems = chain.from_iterable([check.find(pair) for check in checks])
            told = by_text[text] = _told(segment, text, problems, policy)
        findings += [_finding(*known, answer.member, *spans) for known, spans in told]
    return tuple(findings)


def _told(segment: Segment, text: str, problems: Iterable[Problem], policy: Policy) -> list[_Told]:
    """What every member that gave this text is told, but for the member: check, severity, veto, message, and where."""
    found, codes = [], segment.codes
    for problem in problems:
        level = level_of(problem.check, policy)
        if level != "off":
            spans = _span(segment.text, problem.source_span, codes), _span(text, problem.target_span, codes)
            found.append(((problem.check, problem.severity, level == "veto", problem.message), spans))
    return found


def _span(text: str, span: tuple[int, int] | None, codes: Sequence[Code]) -> tuple[int, int] | None:
    """Where a stretch of the composed words stands in the text as it is."""
    return None if span is None else coded_span(text, uncomposed(plain(text, codes), span), codes)


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
