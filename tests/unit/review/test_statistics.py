"""Agreement between people, against published values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from consensus.domain import Action, Decision, ItemKind, Resolution
from consensus.review import alpha_nominal, figures, reliability, seconds_of


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


@pytest.mark.parametrize(
    ("shown", "decided", "seconds"),
    [
        ("12:00:00", "12:00:00", 0.0),
        ("12:00:00", "12:15:00", 900.0),
        ("12:00:00", "12:15:01", None),
        ("12:00:01", "12:00:00", None),
    ],
    ids=["at once", "a quarter of an hour", "a break", "a clock that was set back"],
)
def test_how_long_a_decision_took(shown: str, decided: str, seconds: float | None) -> None:
    made = decision("ana", "s0", "x")
    times = {"shown_at": f"2026-05-04T{shown}+00:00", "decided_at": f"2026-05-04T{decided}+00:00"}
    assert seconds_of(replace(made, resolution=replace(made.resolution, **times))) == seconds


def test_nothing_is_computed_from_nothing() -> None:
    (ana,) = figures([decision("ana", "s0", "x", seconds=40 * 60)], {})
    assert (ana.reviewer, ana.decisions, ana.seconds, ana.edits, ana.actions) == ("ana", 1, None, None, {"chosen": 1})
    assert figures([], {}) == []


def test_what_was_decided_with_others_in_view_is_no_agreement() -> None:
    one, other = decision("ana", "s0", "x"), decision("ben", "s0", "x")
    left_out = [
        replace(other, round=3),
        replace(other, source=4),
        replace(other, undone=True),
        decision("ben", "s0", "x", bulk=True),
        decision("ben", "s9", "x"),
        decision("ana", "s0", "y"),
    ]
    for made in left_out:
        assert reliability([one, made]).units == 0, made
    assert reliability([one, replace(other, round=2)]).units == 1


def test_gold_is_what_two_settled_and_was_shown_as_gold() -> None:
    shown = replace(decision("ana", "s0", "x"), kind=ItemKind.GOLD)
    gold = {("job1", "s0"): '"x"'}
    for made, expected in ((shown, (1, 1)), (decision("ana", "s0", "x"), (0, 0))):
        assert figures([made], gold)[0].gold == expected
    assert figures([replace(shown, unit_id="s1")], gold)[0].gold == (0, 0), "its settlement is gone"


def test_gold_and_reliability() -> None:
    gold = replace(decision("cleo", "s0", "y"), kind=ItemKind.GOLD)
    made = [decision("ana", "s0", "x"), replace(decision("ben", "s0", "x"), round=2), gold, decision("ana", "s1", "z")]
    assert [f.gold for f in figures(made, {("job1", "s0"): '"x"'})] == [(0, 0), (0, 0), (0, 1)]
    assert reliability(made).units == 1
