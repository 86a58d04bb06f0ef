"""Limits that a file sets: what breaks it is a veto, what a viewer cannot read is a warning."""

import pytest

from consensus.check import check_segment
from consensus.domain import Candidate, Limit, Policy, Segment


def _found(source: str, target: str, limit: Limit | None) -> dict[str, tuple[bool, str]]:
    segment = Segment("u", 0, source, 0, len(source), kind="cue", limit=limit)
    findings = check_segment(segment, [Candidate("u", "m", "f", target)], ("en", "de"), Policy(name="p", version=1))
    names = ("too_long", "outgrows", "reading_speed")
    return {one.check: (one.veto, one.message) for one in findings if one.check in names}


SOFT = Limit(lines=2, line_characters=42, seconds=2.0, soft=True)


@pytest.mark.parametrize(
    ("source", "target", "limit", "expected"),
    [
        ("Save it now.", "Jetzt sichern.", None, {}),
        ("Save it now.", "Jetzt sichern.", Limit(characters=14), {}),
        ("Save it now.", "Jetzt sichern.", Limit(characters=13), {"too_long": True}),
        ("Save it now.", "Jetzt sichern.", Limit(characters=13, soft=True), {"outgrows": False}),
        ("Go on.", "x" * 42, Limit(line_characters=42, soft=True), {}),
        ("Go on.", "x" * 43, Limit(line_characters=42, soft=True), {"outgrows": False}),
        ("Go on.", "好" * 22, Limit(line_characters=42, soft=True), {"outgrows": False}),
        ("Go on.", "a\nb\nc", SOFT, {"outgrows": False}),
        ("Go on.", "x" * 40, SOFT, {}),
        ("Go on.", "x" * 41, SOFT, {"reading_speed": False}),
        ("y" * 60, "x" * 30 + "\n" + "x" * 29, SOFT, {}),
        ("y" * 60, "x" * 31 + "\n" + "x" * 30, SOFT, {"reading_speed": False}),
        ("Go on.", "ก็" * 42, Limit(line_characters=42, soft=True), {}),
    ],
    ids=range(13),
)
def test_limits(source: str, target: str, limit: Limit | None, expected: dict[str, bool]) -> None:
    found = _found(source, target, limit)
    assert {name: veto for name, (veto, _) in found.items()} == expected
    assert all(message.endswith(".") for _, message in found.values())


def test_what_is_said() -> None:
    assert _found("Go on.", "x" * 50, SOFT) == {
        "outgrows": (False, "A line has 50 characters; 42 are allowed."),
        "reading_speed": (False, "50 characters are shown for 2.0 seconds: 25 a second, where 20 can be read."),
    }
