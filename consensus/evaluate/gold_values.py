"""When an extracted value counts as right: more lenient than the comparison that accepts, by design.

A gold label says what is meant, not how it is written; so case, spaces and punctuation do not count here, dates count
in any order, and "", null and an empty list are one "absent". The definitions are those of the public scorer of this
project's recorded-answer format, so that its figures and ours are the same.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

#: The canonical form of a value that is not there.
ABSENT = "absent"
#: Share of equal leaves under which two rows are not the same row.
ROW_FLOOR = 0.2

_NUMBER = re.compile(
    r"[\(\-+]?\s*(?:[a-z]{2,3}\s?|[$€£¥₪])?\s*[\-+]?\d[\d.,'\s]*(?:%|[$€£¥₪]|[a-z]{3})?\)?", re.IGNORECASE
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMERIC_DATE = re.compile(r"(\d{1,4})[-/. ]+(\d{1,2})[-/. ]+(\d{1,4})(?:[T ,]+\d{1,2}:\d\d.*)?,?")
_DAY_FIRST = re.compile(
    r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]{3,9})[-/., ]+(\d{2}|\d{4}),?", re.IGNORECASE
)
_MONTH_FIRST = re.compile(r"(?:[a-z]{3,9},? )?([a-z]{3,9})[. ]+(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4}),?", re.IGNORECASE)
_LONGEST_DATE = 40

Row = Mapping[str, Any]


def is_absent(value: Any) -> bool:
    """Null, blank text, an empty list or an empty object."""
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


def label_form(value: Any) -> str:
    """A string that is equal for values that mean the same; dates that can be read two ways hold both, joined by |."""
    if is_absent(value):
        return ABSENT
    if isinstance(value, bool):
        return f"bool:{value}"
    if isinstance(value, (int, float)):
        return f"number:{round(float(value), 6)!r}"
    if isinstance(value, list):
        return "list:" + "\x1f".join(sorted(_item_form(item) for item in value))
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if dates := _dates(text):
        return "date:" + "|".join(sorted(dates))
    number = _number(text)
    if number is not None and not re.fullmatch(r"0\d+", text):
        return f"number:{round(number, 6)!r}"
    folded = re.sub(r"[\W_]+", "", text.casefold())
    return f"text:{folded}" if folded else ABSENT


def same_label(left: str, right: str) -> bool:
    """Two label forms mean the same; an ambiguous date does when one of its readings fits."""
    if left == right:
        return True
    both_dates = left.startswith("date:") and right.startswith("date:")
    return both_dates and bool(set(left[5:].split("|")) & set(right[5:].split("|")))


def _item_form(item: Any) -> str:
    if isinstance(item, (dict, list)):
        return json.dumps(item, sort_keys=True, ensure_ascii=False).casefold()
    return label_form(item)


def _number(text: str) -> float | None:
    if not _NUMBER.fullmatch(text):
        return None
    negative = (text.startswith("(") and text.endswith(")")) or "-" in text
    digits = re.sub(r"[^\d.,]", "", text)
    if "," in digits and "." in digits:
        decimal = max(",.", key=digits.rfind)
        digits = digits.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif "," in digits:
        parts = digits.split(",")
        grouped = len(parts) > 2 or len(parts[-1]) == 3
        digits = digits.replace(",", "" if grouped else ".")
    elif digits.count(".") > 1:
        digits = digits.replace(".", "")
    try:
        return -float(digits) if negative else float(digits)
    except ValueError:
        return None


def _dates(text: str) -> set[str]:
    if len(text) > _LONGEST_DATE:
        return set()
    if numeric := _NUMERIC_DATE.fullmatch(text):
        a, b, c = numeric.groups()
        if len(a) > 2:
            return _iso(a, b, c)
        return _iso(c, a, b) | _iso(c, b, a) if len(c) in (2, 4) else set()
    if day_first := _DAY_FIRST.fullmatch(text):
        day, month, year = day_first.groups()
    elif month_first := _MONTH_FIRST.fullmatch(text):
        month, day, year = month_first.groups()
    else:
        return set()
    name = month[:3].lower()
    return _iso(year, str(_MONTHS.index(name) + 1), day) if name in _MONTHS else set()


def _iso(year: str, month: str, day: str) -> set[str]:
    century = 0 if len(year) > 2 else 2000 if int(year) < 69 else 1900
    try:
        return {date(int(year) + century, int(month), int(day)).isoformat()}
    except ValueError:
        return set()


def flatten(value: Any, prefix: str = "") -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """An object as (scalars by path, tables by path); a row is {leaf path: value}, a list inside a row is one leaf."""
    scalars: dict[str, Any] = {}
    tables: dict[str, list[dict[str, Any]]] = {}
    if isinstance(value, list):
        value, prefix = {prefix or "$": value}, ""
    for key, inner in (value or {}).items():
        path = f"{prefix}.{key}" if prefix else str(key)
        if isinstance(inner, dict):
            below, lists = flatten(inner, path)
            scalars.update(below)
            tables.update(lists)
        elif isinstance(inner, list):
            tables[path] = [row_leaves(row) for row in inner]
        else:
            scalars[path] = inner
    return scalars, tables


def row_leaves(row: Any, prefix: str = "") -> dict[str, Any]:
    """One row as {leaf path: value}; the path of a scalar row is ""."""
    if not isinstance(row, dict):
        return {prefix: row}
    leaves: dict[str, Any] = {}
    for key, inner in row.items():
        path = f"{prefix}.{key}" if prefix else str(key)
        leaves.update(row_leaves(inner, path) if isinstance(inner, dict) else {path: inner})
    return leaves


def match_rows(mine: Sequence[Mapping[str, str]], gold: Sequence[Mapping[str, str]]) -> dict[int, int]:
    """Rows of label forms -> {index in mine: index in gold}, by the most equal leaves; document order breaks ties."""
    from scipy.optimize import linear_sum_assignment  # half a second, and few commands need it

    if not mine or not gold:
        return {}
    keys = sorted({key for row in (*mine, *gold) for key in row})
    codes: dict[str, int] = {}

    def encode(rows: Sequence[Mapping[str, str]]) -> np.ndarray[Any, np.dtype[np.int64]]:
        table = np.full((len(rows), len(keys)), -1, dtype=np.int64)
        for i, row in enumerate(rows):
            for j, key in enumerate(keys):
                if row.get(key, ABSENT) != ABSENT:
                    table[i, j] = codes.setdefault(row[key], len(codes))
        return table

    left, right = encode(mine), encode(gold)
    similarity = np.zeros((len(mine), len(gold)))
    for i in range(len(mine)):
        equal = ((right == left[i]) & (left[i] >= 0)).sum(1)
        either = ((right >= 0) | (left[i] >= 0)).sum(1)
        similarity[i] = np.where(either > 0, equal / np.maximum(either, 1), 1.0)

    apart = np.abs(np.arange(len(mine))[:, None] / len(mine) - np.arange(len(gold))[None, :] / len(gold))
    rows, columns = linear_sum_assignment(1e-6 * apart - similarity)
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if similarity[i, j] >= ROW_FLOOR}
