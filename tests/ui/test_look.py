"""Colours, sizes and distances are chosen in one place; what is read has the contrast of WCAG AA, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ui

ROOT = Path(ui.__file__).parent
SHEET = (ROOT / "look" / "look.css").read_text("utf-8")
REVIEW = (ROOT / "look" / "review.css").read_text("utf-8")
#: A colour as it is written: hexadecimal, by its parts, or the two sides of one.
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(|light-dark\(")
#: The body of the rule that chooses.
CHOSEN = re.search(r":root \{(.*?)\n\}", SHEET, re.DOTALL)
NAMES = dict(re.findall(r"(--[a-z0-9-]+): ([^;]+);", CHOSEN[1] if CHOSEN else ""))
GROUNDS = ("--c-ground", "--c-raised", "--c-accent-wash")
READ = ("--c-ink", "--c-soft", "--c-quiet", "--c-accent", "--c-right", "--c-wrong", "--c-doubt")


def literals(text: str) -> list[str]:
    """Colours, and sizes of type, that are no name of the sheet's."""
    sizes = [size for size in re.findall(r"font-size: ([^;}]+)", text) if not size.startswith("var(") and "em" in size]
    return COLOUR.findall(text) + [size for size in sizes if "rem" in size]


def test_nothing_but_the_sheet_chooses_a_colour_or_a_size() -> None:
    assert CHOSEN is not None
    assert literals(SHEET.replace(CHOSEN[0], "")) == []
    assert literals(REVIEW) == []
    for path in ROOT.rglob("*.py"):
        if path.name != "theme.py":  # plots read no style sheet
            assert literals(path.read_text("utf-8")) == [], path.name


def test_a_colour_in_a_screen_is_seen() -> None:
    assert literals('_CSS = ".c-x {color: #1f5f9e; border: 1px solid rgba(0, 0, 0, 0.1); font-size: 0.8rem}"') == [
        "#1f5f9e",
        "rgba(",
        "0.8rem",
    ]
    assert literals(".c-x {font-size: 0.7em; color: var(--c-ink)}") == [], "half of its text's size is no new size"


def test_every_name_is_chosen_and_used() -> None:
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", SHEET + REVIEW))
    assert used == set(NAMES)
    assert len([name for name in NAMES if name.startswith("--t-")]) == 5, "few sizes of type"


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", READ)
def test_contrast(name: str, ground: str, side: int) -> None:
    assert contrast(sides(name)[side], sides(ground)[side]) >= 4.5


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["--c-accent-fill", "--c-accent-over"])
def test_contrast_on_a_button(name: str, side: int) -> None:
    assert contrast(sides("--c-on-accent")[0], sides(name)[side]) >= 4.5
    assert contrast(sides(name)[side], sides("--c-ground")[side]) >= 3


def test_streamlit_has_the_same_colours() -> None:
    config = (ROOT / ".streamlit" / "config.toml").read_text("utf-8")
    light, dark = config.split("[theme.light]")[1].split("[theme.dark]")
    names = {"backgroundColor": "--c-ground", "secondaryBackgroundColor": "--c-raised", "textColor": "--c-ink"}
    for key, name in {**names, "borderColor": "--c-line"}.items():
        assert (f'\n{key} = "{sides(name)[0]}"' in light, f'\n{key} = "{sides(name)[1]}"' in dark) == (True, True), key
    assert f'primaryColor = "{sides("--c-accent")[0]}"' in light


def sides(name: str) -> tuple[str, ...]:
    """Light and dark."""
    found = re.findall(r"#[0-9a-f]{6}", NAMES[name])
    return (found[0], found[-1])


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
