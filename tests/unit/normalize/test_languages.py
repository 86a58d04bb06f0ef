"""The files of languages: one registry, and no fact that nobody asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import consensus
from consensus.normalize import languages
from consensus.normalize.languages import ALL, LANGUAGES, language, spellings, with_trait
from consensus.normalize.languages.further import FURTHER
from consensus.normalize.languages.neighbours import GROUPS, letters_of, small_words
from consensus.normalize.languages.short_answers import short_answers
from consensus.normalize.numbers import number_style
from consensus.normalize.scripts import SCRIPT_LETTERS, UNSPACED, scripts_of

#: Modules of the package that hold no language.
SHARED = {"__init__", "base", "further", "neighbours", "short_answers"}


def test_every_file_is_in_the_registry_under_its_own_code() -> None:
    files = {path.stem for path in Path(languages.__file__).parent.glob("*.py")} - SHARED
    assert files == set(LANGUAGES)
    assert {code for code, one in LANGUAGES.items() if one.code != code or not one.name} == set()


def test_a_language_is_known_in_one_place() -> None:
    codes = [one.code for one in FURTHER]
    assert codes == sorted(set(codes) - set(LANGUAGES)), "each once, by its code, and none that has a file"
    assert set(ALL) == {*codes, *LANGUAGES}


def test_traits_are_those_that_somebody_asks_for() -> None:
    code = "".join(path.read_text("utf-8") for path in Path(consensus.__file__).parent.rglob("*.py"))
    asked = set(re.findall(r'with_trait\("(\w+)"\)', code))
    assert {trait for one in ALL.values() for trait in one.traits.split()} == asked
    assert all(f"{trait}" in (languages.Language.__doc__ or "") for trait in asked)


def test_scripts_and_styles_of_numbers_are_known_ones() -> None:
    assert {script for one in ALL.values() for script in one.scripts.split()} <= SCRIPT_LETTERS.keys()
    assert {one.number_style for one in ALL.values()} == {"", "point", "comma", "space"}


def test_every_language_of_a_group_of_neighbours_has_what_tells_it_apart() -> None:
    assert {code for group in GROUPS for code in group if not small_words(code)} == set()
    assert {code for group in GROUPS for code in group if not letters_of(code)} == {"id", "ms"}


@pytest.mark.parametrize(
    ("code", "scripts", "style", "yes"),
    [
        ("de", ("latin",), "comma", "ja"),
        ("ja", ("kana", "han"), "point", "はい"),
        ("sk", ("latin",), "space", "yes"),
        ("nn", ("latin",), "space", "ja"),
        ("yue", ("han",), "point", "yes"),
        ("tlh", (), "both", "yes"),
    ],
)
def test_what_is_known_of_a_language_with_and_without_word_lists(
    code: str, scripts: tuple[str, ...], style: str, yes: str
) -> None:
    assert scripts_of(f"{code}-001") == scripts_of(code) == scripts
    assert number_style(code) == style
    assert short_answers(code)[yes] is True


def test_a_language_without_word_lists_gives_none() -> None:
    assert language("sk") == language("tlh") == language(None)
    assert ALL["sk"].small_words


def test_traits_speak_of_languages_with_and_without_word_lists() -> None:
    assert {"zh", "yue", "km"} <= UNSPACED
    assert with_trait("year_first") == {"hu"}
    assert with_trait("am_is_a_word") == {"de", "ro", "hu", "lb"}
    assert with_trait("no_such_trait") == frozenset()


def test_spellings_of_a_table() -> None:
    assert list(spellings("kg=kilo,kilo_gram~ *10=tens")) == [("kg", "kilo"), ("kg", "kilo gram~"), ("*10", "tens")]
    assert list(spellings("")) == []
