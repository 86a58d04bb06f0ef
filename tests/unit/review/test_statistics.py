"""Agreement between people, against published values."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from consensus.domain import Action, Decision, ItemKind, Resolution
from consensus.review import alpha_nominal, figures, reliability


def units(*observers: str) -> list[list[str]]:
    """Columns of a reliability table, "." for no label."""
    return [[label for label in column if label != "."] for column in zip(*(o.split() for o in observers), strict=True)]


GOLDEN = [
    # table, alpha, where it is worked out
    (
        ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"),
        0.095,
        "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, A: two observers, binary",
    ),
    (
        ("a a b b d c c c e d d a", "b a b b b c c c e d d d"),
        0.692,
        "Krippendorff 2011, B: two observers, nominal",
    ),
    (
        (
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ),
        0.743,
        "Krippendorff 2011, C: four observers, twelve units, labels missing",
    ),
    (
        (
            ". . . . . 3 4 1 2 1 1 3 3 . 3",
            "1 . 2 1 3 3 4 3 . . . . . . .",
            ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
        ),
        0.691,
        "Wikipedia, Krippendorff's alpha: three observers, fifteen units",
    ),
]


@pytest.mark.parametrize(("table", "alpha", "source"), GOLDEN, ids=[row[2] for row in GOLDEN])
def test_alpha_against_the_literature(table: Sequence[str], alpha: float, source: str) -> None:
    assert alpha_nominal(units(*table)) == pytest.approx(alpha, abs=0.0005)


@pytest.mark.parametrize(
    ("table", "alpha", "meaning"),
    [
        (("a b a b", "a b a b"), 1.0, "they always agree"),
        (("a a", "b b"), -0.5, "they never do, worse than chance"),
        (("a a a", "a a a"), None, "one label alone: nothing to agree on"),
        (("a b", ". ."), None, "nobody looked twice"),
        ((), None, "nothing"),
    ],
)
def test_alpha_at_its_ends(table: Sequence[str], alpha: float | None, meaning: str) -> None:
    assert alpha_nominal(units(*table)) == (None if alpha is None else pytest.approx(alpha)), meaning


def decision(reviewer: str, unit: str, value: str, **changes: object) -> Decision:
    seconds = changes.pop("seconds", 4)
    resolution = Resolution(
        unit,
        Action.CHOSEN,
        reviewer,
        value,
        "2026-05-04T12:00:00+00:00",
        f"2026-05-04T12:{seconds // 60:02d}:{seconds % 60:02d}+00:00",  # type: ignore[operator]
        bulk=bool(changes.pop("bulk", False)),
    )
    return Decision(f"i-{unit}", "job1", unit, ItemKind.REVIEW, 1, resolution, **changes)  # type: ignore[arg-type]


def test_what_counts_as_a_look() -> None:
    made = [
        decision("ana", "s0", "x", edits=0),
        decision("ana", "s1", "x", edits=4, seconds=8),
        decision("ana", "s2", "x", seconds=40 * 60),
        decision("ana", "s3", "x", undone=True, seconds=1),
        decision("ana", "s4", "x", source=2, seconds=1),
        decision("ana", "s5", "x", bulk=True, seconds=1),
    ]
    (ana,) = figures(made, {})
    assert (ana.decisions, ana.seconds, ana.edits, ana.gold) == (3, 6.0, 2.0, (0, 0)), "the break is no thinking"


def test_gold_and_reliability() -> None:
    from dataclasses import replace

    gold = replace(decision("cleo", "s0", "y"), kind=ItemKind.GOLD)
    made = [decision("ana", "s0", "x"), replace(decision("ben", "s0", "x"), round=2), gold, decision("ana", "s1", "z")]
    assert [f.gold for f in figures(made, {("job1", "s0"): '"x"'})] == [(0, 0), (0, 0), (0, 1)]
    assert reliability(made).units == 1
