"""Languages are read once, written in one way, and compared by language and script."""

from __future__ import annotations

import pytest

from consensus.errors import UsageError
from consensus.normalize.language_tags import language_menu, language_name, normalize_pair, normalize_tag, pair_name

SPELLINGS = {
    "de": "de DE deu ger German german Deutsch de-Latn de_Latn",
    "en": "en EN eng english",
    "en-US": "en_US en-us en_US.UTF-8 eng-US",
    "de-DE": "de_DE@euro de-de",
    "zh": "zh zh-Hans zho chi cmn zh-cmn-Hans 中文 mandarin",
    "zh-CN": "zh_CN zh-Hans-CN",
    "zh-Hant": "zh-Hant zh_hant",
    "zh-TW": "zh-TW zh-Hant-TW",
    "pt-BR": "pt-br pt_BR",
    "sr-Latn": "sr-Latn sh sr_latn",
    "sr": "sr sr-Cyrl",
    "he": "iw he heb",
    "id": "in id ind",
    "cs": "cze ces czech Čeština",
    "ca-valencia": "ca-valencia",
    "de-1996": "de-1996",
    "en-x-house": "en-x-house",
}
NAMES = {
    "pt-BR": ("Brazilian Portuguese", "Portuguese (Brazil)"),
    "zh-Hant": ("Traditional Chinese", "Chinese (Traditional)", "Chinese, Traditional"),
    "zh": ("Chinese (Simplified)", "simplified chinese"),
    "en-GB": ("British English", "English (United Kingdom)"),
}


@pytest.mark.parametrize(("tag", "written"), [(t, w) for t, all_ in SPELLINGS.items() for w in all_.split()])
def test_one_way_to_write_a_language(tag: str, written: str) -> None:
    assert normalize_tag(written) == tag
    assert normalize_tag(f"  {written} ") == tag


@pytest.mark.parametrize(("tag", "name"), [(tag, name) for tag, names in NAMES.items() for name in names])
def test_names_of_variants(tag: str, name: str) -> None:
    assert normalize_tag(name) == tag


def test_normalising_twice_changes_nothing() -> None:
    for tag in language_menu():
        assert normalize_tag(tag) == tag
        assert normalize_tag(tag.upper()) == tag


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("germn", "German (de)"),
        ("portugese", "Portuguese (pt)"),
        ("frnech", "French (fr)"),
        ("cz", "Czech (cs)"),
        ("jp", "Japanese (ja)"),
        ("dk", "Danish (da)"),
        ("en us", "English (United States) (en-US)"),
        ("en-XX", "English (en)"),
        ("xx", "Write a language tag"),
        ("zh-Xxxx", "Write a language tag"),
        ("en-germany", "Write a language tag"),
        ("und", ""),
        ("mul", ""),
        ("", "Write a language tag"),
        ("C.UTF-8", "Write a language tag"),
        ("-", "Write a language tag"),
        ("de" * 5000, "Write a language tag"),
    ],
)
def test_an_unknown_language_is_refused_with_a_suggestion(written: str, suggestion: str) -> None:
    with pytest.raises(UsageError) as refused:
        normalize_tag(written, "--to")
    assert suggestion in refused.value.do
    assert refused.value.where == "--to"


@pytest.mark.parametrize(
    "pair",
    [
        ("en", "en"),
        ("en", "eng"),
        ("en", "en-US"),
        ("german", "de-DE"),
        ("zh", "zh-Hans"),
        ("zh-Hant", "zh-TW"),
        ("pt", "pt-BR"),
    ],
)
def test_the_same_language_twice_is_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match="the same language"):
        normalize_pair(*pair)


@pytest.mark.parametrize(
    "pair", [("en-GB", "en-US"), ("zh", "zh-TW"), ("sr", "sr-Latn"), ("pt-PT", "pt-BR"), ("de", "de-CH"), ("da", "nb")]
)
def test_variants_of_a_language_are_a_pair(pair: tuple[str, str]) -> None:
    assert normalize_pair(*pair) == pair


def test_a_pair_is_named_by_language_and_script() -> None:
    assert pair_name("en-GB", "zh-HK") == "en-zh-Hant"
    assert pair_name("EN", "deu") == "en-de"
    assert pair_name("sr-ME", "sr-RS") == "sr-Latn-sr"
    assert pair_name("en", "no") == pair_name("en", "nb")
    assert pair_name("en", "Klingonish") == "en-klingonish", "an old row that nobody can read stands for itself"
    assert pair_name("en", None) == "en"


def test_names_tell_scripts_apart() -> None:
    assert language_name("zh") == "Chinese (Simplified)"
    assert language_name("zh-TW") == "Chinese (Traditional, Taiwan)"
    assert language_name("sr-Latn") == "Serbian (Latin)"
    assert language_name("pt-BR") == "Portuguese (Brazil)"
    assert language_name(None) == ""
