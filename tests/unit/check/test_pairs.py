"""Sentence pairs of a language: the right translation passes every check, the one with a planted error is found."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from consensus.check import check_segment
from consensus.domain import Candidate, Policy, Segment

PAIRS = [
    (path.stem, *row)
    for path in sorted((Path(__file__).parent / "pairs").glob("*.yaml"))
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def findings(lang: str, source: str, target: str) -> dict[str, str]:
    answer = Candidate("u", "model", "family", target)
    found = check_segment(Segment("u", 0, source, 0, len(source)), [answer], ("en", lang), Policy(name="p", version=1))
    return {finding.check: finding.message for finding in found}


@pytest.mark.parametrize(("lang", "source", "right", "check", "wrong"), PAIRS, ids=lambda part: part[:24])
def test_right_passes_and_wrong_is_found(lang: str, source: str, right: str, check: str, wrong: str) -> None:
    assert findings(lang, source, right) == {}
    assert check in findings(lang, source, wrong)
