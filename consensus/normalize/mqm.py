"""Errors of a translation as MQM names them, read from JSON, and what they weigh together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from consensus.domain import MqmError, MqmJudgement, Severity

#: Categories of MQM that a judge may name; anything else it names is "other", for only the severity decides.
CATEGORIES = (
    "accuracy: addition",
    "accuracy: mistranslation",
    "accuracy: omission",
    "accuracy: untranslated text",
    "fluency",
    "locale convention",
    "style",
    "terminology",
    "non-translation",
    "other",
)
SEVERITIES = (Severity.CRITICAL.value, Severity.MAJOR.value, Severity.MINOR.value)
ERROR_KEYS = ("category", "severity", "quote", "problem")
#: What an error weighs, how many count, and the most that they weigh together: Kocmi and Federmann, "GEMBA-MQM:
#: Detecting Translation Quality Error Spans with GPT-4", WMT 2023, as its published code counts them.
_WEIGHTS = {Severity.CRITICAL: 25.0, Severity.MAJOR: 5.0, Severity.MINOR: 1.0, Severity.NEUTRAL: 0.0}
_COUNTED, HEAVIEST = 5, 25.0
#: Errors that are kept of one judgement, the gravest first: however many a reply lists, nobody reads more.
_KEPT = 20
#: Characters that are kept of a quote and of a problem.
_LONGEST_QUOTE, _LONGEST_PROBLEM = 400, 240

Errors = tuple[MqmError, ...]


def errors_of(rows: Any) -> Errors | None:
    """A list of errors as a judge writes it; None for anything else. Without a severity of MQM it is no error."""
    if not isinstance(rows, list):
        return None
    errors = [_error(row) for row in rows]
    return None if any(error is None for error in errors) else tuple(error for error in errors if error is not None)


def judgement_of(judge: str, member: str, text: str, errors: Errors | float) -> MqmJudgement:
    """The errors with what they weigh and where they stand. text: what was judged, the answer of ``member``.

    errors: or where only that is known, what they weigh.
    """
    if not isinstance(errors, tuple):
        return MqmJudgement(judge, member, min(errors, HEAVIEST))
    gravest = sorted(errors, key=lambda error: -_WEIGHTS[error.severity])
    total = min(sum(_WEIGHTS[error.severity] for error in gravest[:_COUNTED]), HEAVIEST)
    return MqmJudgement(judge, member, total, tuple(_located(error, text) for error in gravest[:_KEPT]))


def as_json(errors: Errors | float) -> dict[str, Any]:
    """As recorded answers hold a judgement: its errors, or the score alone."""
    if not isinstance(errors, tuple):
        return {"score": -errors}
    return {
        "errors": [
            {"category": one.category, "severity": one.severity.value, "quote": one.quote, "problem": one.problem}
            for one in errors
        ]
    }


def from_json(value: Any) -> Errors | float | None:
    """What ``as_json`` wrote; None for anything else."""
    if not isinstance(value, Mapping) or ("errors" in value) is ("score" in value):
        return None
    if "errors" in value:
        return errors_of(value["errors"])
    score = value["score"]
    usable = isinstance(score, int | float) and not isinstance(score, bool) and -HEAVIEST <= score <= 0
    return abs(float(score)) if usable else None


def found_by(judgement: MqmJudgement) -> Errors | float:
    """What a judge found: its errors, or what they weigh where only that is known."""
    return judgement.total if judgement.total and not judgement.errors else judgement.errors


def _error(row: Any) -> MqmError | None:
    if not isinstance(row, Mapping) or any(not isinstance(row.get(key, ""), str) for key in ERROR_KEYS):
        return None
    severity, category = row.get("severity"), row.get("category", "other")
    if severity not in SEVERITIES:
        return None
    problem = " ".join(row.get("problem", "").split())[:_LONGEST_PROBLEM]
    named = category if category in CATEGORIES else "other"
    return MqmError(named, Severity(severity), row.get("quote", "")[:_LONGEST_QUOTE], problem)


def _located(error: MqmError, text: str) -> MqmError:
    start = text.find(error.quote) if error.quote else -1
    return replace(error, span=(start, start + len(error.quote)) if start >= 0 else None)
