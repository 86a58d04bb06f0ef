"""Agreement between people, against published values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from consensus.domain import Action, Decision, ItemKind, Judgement, Resolution
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


def judged(who: str, said: Judgement, unit: str = "s0", kind: ItemKind = ItemKind.CHECK, **changed: object) -> Decision:
    """An audit, or with kind GOLD a known error that was shown as one."""
    wrong = said in (Judgement.WRONG, Judgement.UNSURE)
    one = decision(who, unit, None if wrong else "x")
    action = Action.REJECTED if wrong else Action.CHOSEN
    made = replace(one.resolution, action=action, judgement=said.value)
    return replace(one, kind=kind, resolution=made, **changed)


def test_known_errors_are_seen_or_missed_and_are_no_gold() -> None:
    made = [judged("ana", said, f"s{n}", ItemKind.GOLD) for n, said in enumerate(Judgement)]
    made += [judged("ana", Judgement.RIGHT, "s9", ItemKind.GOLD, undone=True), judged("ana", Judgement.RIGHT, "s8")]
    (ana,) = figures(made, {("job1", f"s{n}"): "x" for n in range(9)})
    assert ana.seeded == (3, 5), "right and style are misses, unsure and wrong are not; nor does undo unsay a miss"
    assert (ana.audits, ana.undone, ana.gold) == (5, 1, (0, 0))


@pytest.mark.parametrize(
    ("others", "ana", "meaning"),
    [
        ((), (0, 0), "nobody looked a second time"),
        ((("ben", 2, "x"),), (0, 1), "they agree"),
        ((("ben", 2, "y"),), (0, 0), "they do not, and nobody has settled it yet"),
        ((("ben", 2, "y"), ("cleo", 3, "x")), (0, 1), "the adjudicator takes the first"),
        ((("ben", 2, "y"), ("cleo", 3, "y")), (1, 1), "the adjudicator takes the second"),
    ],
)
def test_overruled_in_second_review(others: Sequence[tuple[str, int, str]], ana: object, meaning: str) -> None:
    made = [decision("ana", "s0", "x")]
    made += [replace(decision(who, "s0", value), round=at) for who, at, value in others]
    made = [replace(one, item_id="i0") for one in made]
    found = {one.reviewer: one.second for one in figures(made, {})}
    assert found["ana"] == ana, meaning
    assert found.get("cleo", (0, 0)) == (0, 0), "an adjudicator is not seconded"


def test_judging_and_choosing_are_two_questions() -> None:
    """A known error that is called wrong is no disagreement with whoever chose the right answer before."""
    seeds = [judged(who, Judgement.WRONG, kind=ItemKind.GOLD) for who in ("ben", "cleo")]
    assert reliability([decision("ana", "s0", "x"), seeds[0]]).units == 0
    assert reliability([decision("ana", "s0", "x"), *seeds]).units == 1
    mended = replace(seeds[1], resolution=replace(seeds[1].resolution, action=Action.EDITED, value="mended"))
    right = [judged(who, Judgement.RIGHT, "s1") for who in ("ben", "cleo")]
    assert reliability([seeds[0], mended, *right]).alpha == 1.0, "both say that it is wrong, however it is mended"


def test_people_stand_by_name_whatever_its_case_and_their_figures() -> None:
    made = [decision(who, f"s{n}", "x") for n, who in enumerate(("cleo", "Ben", "cleo", "ana", "Zoe"))]
    assert [one.reviewer for one in figures(made, {})] == ["ana", "Ben", "cleo", "Zoe"]


def test_who_took_everything_back_is_named() -> None:
    (ana,) = figures([decision("ana", "s0", "x", undone=True)], {})
    assert (ana.decisions, ana.undone, ana.seconds) == (0, 1, None)
