"""What a judge found: read from JSON, weighed as GEMBA-MQM weighs it, and found in the text where it stands there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain import MqmError, Severity
from consensus.normalize.mqm import CATEGORIES, SEVERITIES, as_json, errors_of, found_by, from_json, judgement_of

TEXT = "Öffnen Sie das Ventil, dann das Ventil."


def error(severity: str, quote: str = "") -> dict[str, str]:
    return {"category": "style", "severity": severity, "quote": quote, "problem": "Off."}


@pytest.mark.parametrize(
    ("severities", "total"),
    [
        ([], 0),
        (["minor"], 1),
        (["major"], 5),
        (["critical"], 25),
        (["minor", "major"], 6),
        (["minor"] * 7, 5),  # five are counted
        (["minor"] * 5 + ["major"], 9),  # and the gravest of them first
        (["major"] * 9, 25),
        (["critical", "critical", "minor"], 25),  # at most 25 together
    ],
)
def test_what_errors_weigh(severities: list[str], total: float) -> None:
    errors = errors_of([error(severity) for severity in severities])
    assert errors is not None
    assert judgement_of("j", "m", TEXT, errors).total == total


def test_spans_are_of_the_judged_text_or_of_nothing() -> None:
    errors = errors_of([error("minor", "das Ventil"), error("major", "die Pumpe"), error("critical")])
    assert errors is not None
    critical, major, minor = judgement_of("j", "m", TEXT, errors).errors
    assert (critical.span, major.span) == (None, None), "an omission, and words that do not stand there"
    assert minor.span is not None
    assert TEXT[slice(*minor.span)] == "das Ventil"


@pytest.mark.parametrize(
    "rows",
    [
        None,
        {},
        "no errors",
        1e30,
        ["minor"],
        [{}],
        [error("none")],
        [error("neutral")],
        [{**error("minor"), "quote": 3}],
        [{**error("minor"), "problem": None}],
        [error("minor"), None],
    ],
)
def test_what_is_no_list_of_errors(rows: Any) -> None:
    assert errors_of(rows) is None


@pytest.mark.parametrize(
    "value",
    [
        0,
        {},
        {"errors": None},
        {"errors": [], "score": 0},
        {"score": 1},
        {"score": -26},
        {"score": True},
        {"score": "-5"},
        {"score": float("nan")},
    ],
)
def test_what_is_no_judgement(value: Any) -> None:
    assert from_json(value) is None


texts = st.text(max_size=30)
rows = st.lists(
    st.fixed_dictionaries(
        {"category": st.sampled_from([*CATEGORIES, "mine"]), "severity": st.sampled_from(SEVERITIES)},
        optional={"quote": texts, "problem": texts},
    ),
    max_size=30,
)


@given(rows, texts)
def test_a_judgement_is_bounded_and_survives_being_recorded(given_rows: list[dict[str, str]], text: str) -> None:
    errors = errors_of(given_rows)
    assert errors is not None
    judgement = judgement_of("j", "m", text, errors)
    assert 0 <= judgement.total <= 25
    assert len(judgement.errors) <= 20
    assert all(one.span is None or text[slice(*one.span)] == one.quote for one in judgement.errors)
    again = from_json(json.loads(json.dumps(as_json(found_by(judgement)))))
    assert again is not None
    assert judgement_of("j", "m", text, again) == judgement


def test_a_bare_total_names_no_error() -> None:
    judgement = judgement_of("j", "m", TEXT, 7.0)
    assert (judgement.total, judgement.errors, found_by(judgement)) == (7.0, (), 7.0)
    assert from_json(as_json(7.0)) == 7.0
    assert found_by(judgement_of("j", "m", TEXT, 0.0)) == ()
    assert found_by(judgement_of("j", "m", TEXT, (MqmError("style", Severity.MINOR),))) != ()
