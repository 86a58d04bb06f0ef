"""Sentence pairs of a language: the right translation passes every check, the one with a planted error is found."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import yaml

from consensus.check import check_segment, hard_fact_disputes
from consensus.domain import Candidate, Policy, Segment

PAIRS = [
    (path.stem, *row)
    for path in sorted((Path(__file__).parent / "pairs").glob("*.yaml"))
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))
]


RIGHT = [
    (source, lang, target)
    for source, targets in yaml.safe_load((Path(__file__).parent / "right_pairs.yaml").read_text("utf-8")).items()
    for lang, target in targets.items()
]


WRONG = [
    (source, lang, target, checks)
    for source, targets in yaml.safe_load((Path(__file__).parent / "wrong_pairs.yaml").read_text("utf-8")).items()
    for checks in (tuple(sorted(targets.pop("checks"))),)
    for lang, target in targets.items()
]


def findings(lang: str, source: str, target: str, start: str = "en") -> dict[str, str]:
    answer = Candidate("u", "model", "family", target)
    found = check_segment(Segment("u", 0, source, 0, len(source)), [answer], (start, lang), Policy(name="p", version=1))
    return {finding.check: finding.message for finding in found}


@pytest.mark.parametrize(("lang", "source", "right", "check", "wrong"), PAIRS, ids=lambda part: part[:24])
def test_right_passes_and_wrong_is_found(lang: str, source: str, right: str, check: str, wrong: str) -> None:
    assert findings(lang, source, right) == {}
    assert findings("en", right, source, lang) == {}
    assert check in findings(lang, source, wrong)


@pytest.mark.parametrize(("source", "lang", "target"), RIGHT, ids=lambda part: part[:24])
def test_right_translations_pass_in_both_directions(source: str, lang: str, target: str) -> None:
    assert findings(lang, source, target) == {}
    assert findings("en", target, source, lang) == {}


@pytest.mark.parametrize(("source", "lang", "target", "checks"), WRONG, ids=lambda part: str(part)[:24])
def test_wrong_translations_are_found_in_both_directions(
    source: str, lang: str, target: str, checks: tuple[str, ...]
) -> None:
    assert set(checks) & findings(lang, source, target).keys()
    assert set(checks) & findings("en", target, source, lang).keys()


@pytest.mark.parametrize(
    ("lang", "source", "right", "wrong"),
    [
        (
            "vi",
            "The filter must not be washed for 5 minutes.",
            "Không được rửa bộ lọc trong 5 phút.",
            "Rửa lọc trong 6 giờ.",
        ),
        ("ko", "Do not wash it for 5 minutes.", "5분 동안 씻지 마십시오.", "6시간 동안 씻으십시오."),
        ("el", "Do not wash it for 5 minutes.", "Μην το πλένετε για 5 λεπτά.", "Πλένετέ το για 6 μήνες."),
    ],
)
def test_letters_with_their_marks_apart_read_the_same(lang: str, source: str, right: str, wrong: str) -> None:
    apart = unicodedata.normalize("NFD", right)
    assert apart != right
    assert findings(lang, source, apart) == {}
    planted = unicodedata.normalize("NFD", wrong)
    answer = Candidate("u", "model", "family", planted)
    segment, policy = Segment("u", 0, source, 0, len(source)), Policy(name="p", version=1)
    found = {f.check: f for f in check_segment(segment, [answer], ("en", lang), policy)}
    assert {"numbers", "negation"} <= found.keys()
    start, end = found["numbers"].target_span or (0, 0)
    assert unicodedata.normalize("NFC", planted[start:end]).startswith("6")


def test_a_korean_denial_that_one_answer_lost_is_a_dispute() -> None:
    texts = ("보증은 물로 인한 손상에 적용되지 않습니다.", "보증은 물로 인한 손상에 적용됩니다.")
    source = "The warranty does not cover damage from water."
    answers = [Candidate("u", f"model{at}", f"family{at}", text) for at, text in enumerate(texts)]
    (found,) = hard_fact_disputes(Segment("u", 0, source, 0, len(source)), answers, ("en", "ko"))
    assert "negation" in found
