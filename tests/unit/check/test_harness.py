"""Every check, in every language it claims: good cases pass, bad ones are found, look-alikes are ignored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from consensus.check import check_segment
from consensus.check.base import ANY
from consensus.check.registry import SEGMENT_IDS
from consensus.domain import Candidate, Policy, Segment

CASES = Path(__file__).parent / "cases"
#: These need a policy with terms, a limit or a text with codes: test_glossary.py, test_length_limits.py, test_codes.py.
ELSEWHERE = {
    "glossary_required",
    "glossary_forbidden",
    "too_long",
    "outgrows",
    "reading_speed",
    "damaged_codes",
    "code_placement",
}


class Case(NamedTuple):
    check: str
    langs: tuple[str | None, str | None]
    source: str
    target: str
    kind: str


def _language_cases(check: str, table: dict) -> Iterator[Case]:
    other, *sources_for_en = table.get("sources_for_en", ("de",))
    for lang, targets in table.items():
        if lang.startswith("sources"):
            continue
        start, sources = (other, sources_for_en) if lang == "en" else ("en", table["sources"])
        for source, target, kind in zip(sources, targets, ("good", "bad", "ignored"), strict=True):
            yield Case(check, (start, lang), source, target, kind)


def _cases() -> list[Case]:
    cases: list[Case] = []
    for path in sorted(CASES.glob("*.yaml")):
        for check, table in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if isinstance(table, dict):
                cases += _language_cases(check, table)
            else:
                for row in table:
                    langs = (row[0], row[1]) if len(row) == 5 else ("en", "de")
                    cases.append(Case(check, langs, row[-3], row[-2], row[-1]))
    return cases


ALL = _cases()


def findings(case: Case, langs: tuple[str | None, str | None] | None = None) -> dict[str, str]:
    answer = Candidate("u", "model", "family", case.target)
    found = check_segment(
        Segment("u", 0, case.source, 0, len(case.source)), [answer], langs or case.langs, Policy(name="p", version=1)
    )
    return {finding.check: finding.message for finding in found}


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.check}-{case.langs[1]}-{case.kind}-{case.target[:12]}")
def test_case(case: Case) -> None:
    found = findings(case)
    if case.kind == "bad":
        assert case.check in found, found
        assert found[case.check].endswith(".")
    else:
        assert case.check not in found, found[case.check]


@pytest.mark.parametrize("case", [c for c in ALL if c.kind == "good"], ids=lambda c: f"{c.check}-{c.langs[1]}")
def test_a_good_translation_passes_every_check(case: Case) -> None:
    assert findings(case) == {}


def test_every_claimed_language_has_its_three_cases() -> None:
    had: dict[tuple[str, str], set[str]] = defaultdict(set)
    for case in ALL:
        had[case.check, str(case.langs[1])].add(case.kind)
        had[case.check, "*"].add(case.kind)
    missing = [
        (name, lang)
        for name, info in SEGMENT_IDS.items()
        if name not in ELSEWHERE
        for lang in (("*",) if info.languages == ANY else info.languages)
        if had[name, lang] != {"good", "bad", "ignored"}
    ]
    assert missing == []


@pytest.mark.parametrize("case", [c for c in ALL if c.check in ("placeholders", "tags", "urls", "emails", "codes")])
def test_checks_without_language_run_when_no_language_is_known(case: Case) -> None:
    if "plural," in case.source or "tr" in case.langs:
        return  # plural categories, and a percent sign in front of its number, need the language
    assert (case.check in findings(case, (None, None))) == (case.kind == "bad")
