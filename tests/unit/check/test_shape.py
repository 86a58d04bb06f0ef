"""Length, loops and damaged characters at their limits."""

from __future__ import annotations

import pytest

from consensus.check import check_segment
from consensus.domain import Candidate, Policy, Segment


def found(source: str, target: str) -> dict[str, str]:
    answer = Candidate("u", "m", "f", target)
    segment, policy = Segment("u", 0, source, 0, len(source)), Policy(name="p", version=1)
    return {one.check: one.message for one in check_segment(segment, [answer], (None, None), policy)}


def text(length: int) -> str:
    """So many letters, a blank after every sixth, no word twice in a row."""
    letters = "".join(chr(ord("a") + (n * 7 + n // 26) % 26) for n in range(length))
    return "".join(" " if n % 7 == 6 else letter for n, letter in enumerate(letters))


@pytest.mark.parametrize(
    ("ours", "theirs", "which"),
    [
        (28, 92, ""),  # 104 / 40 is 2.6
        (28, 93, "long"),
        (48, 12, ""),  # 24 / 60 is 0.4
        (48, 11, "short"),
        (24, 1, ""),  # too little to tell by
        (25, 1, "short"),
        (1, 24, ""),
        (1, 25, "long"),
        (40, 40, ""),
    ],
)
def test_length(ours: int, theirs: int, which: str) -> None:
    told = found(text(ours), text(theirs)).get("length", "")
    assert bool(told) is bool(which)
    assert not which or told.startswith(f"The translation is too {which}: {theirs} characters for {ours}")


def test_nothing_at_all_is_not_called_short() -> None:
    assert "length" not in found(text(100), "   ")


@pytest.mark.parametrize(
    ("target", "loop"),
    [
        ("go " * 12, "go"),
        (("go " * 5 + "x ") * 2 + "go go", ""),  # five times in a row, again and again
        (("go " * 6 + "x ") * 2, "go"),
        ("go there " * 6, "go there"),
        ("go now " * 3 + "go there " * 4, "go there"),
        ("go there at once " * 3, ""),  # three times is no loop
        ("go there at once " * 4, "go there at once"),
        ("one two three four five " * 4, "one two three four five"),
        ("one two three four five six seven eight nine ten " * 4, "one two three four five six seven eight nine ten"),
        ("go " * 6 + "a b c d e", ""),  # eleven words are too few to tell by
        ("go " * 6 + "a b c d e f", ""),  # most of them come once
        ("haha" * 8, "ha"),
        ("haha" * 7, ""),  # 28 characters
        ("abcdefghijklmnopqrstuvwxyzabcdefghij", ""),
        ("ha " * 3 + "ho hi hu", ""),
    ],
)
def test_loops(target: str, loop: str) -> None:
    source = text(max(26, len(target)))
    told = found(source, target.strip()).get("repetition", "")
    assert told == (f'"{loop}" is repeated over and over.' if loop else "")
    assert "repetition" not in found(target.strip(), target.strip()), "the source repeats it too"


@pytest.mark.parametrize(
    ("mark", "damaged"),
    [
        ("\ufffd", True),
        ("\x07", True),
        ("Ã¤", True),
        ("â€™", True),
        ("Ã", False),  # a letter of its own
        ("â", False),
        ("\u202e", True),
        ("\u2066abc\u2069", True),
        ("\u2066שלום", False),  # letters follow that run right to left
        ("\t", False),
    ],
)
def test_damage(mark: str, damaged: bool) -> None:
    target = f"Close the {mark} valve"
    assert ("damaged" in found("Close the valve", target)) is damaged
    assert "damaged" not in found(target, target), "the source is damaged too"
