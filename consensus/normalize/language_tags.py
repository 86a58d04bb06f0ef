"""Languages as BCP 47 tags: read once at the door, written in one way, compared by language and script.

Names and codes are those of CLDR, through Babel, which is imported on first use.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from consensus.errors import UsageError, shown_value
from consensus.normalize.languages import LANGUAGES

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<extended>[a-z]{3}))?(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)"
)
#: What POSIX adds to the name of a locale: ``de_DE.UTF-8@euro``.
_POSIX = re.compile(r"(?<=[a-z])\.[\w-]+(?:@\w+)?$|@\w+$", re.IGNORECASE)
_NAMED_VARIANT = re.compile(r"(.+?)[\s,]*\((.+)\)|(.+), (.+)")
_REGION = re.compile(r"[A-Z]{2}|\d{3}|[A-Z][a-z]{3}")
_NO_LANGUAGE = frozenset(("und", "mul", "zxx", "root", "mis"))
#: A macrolanguage that everybody takes for its larger member.
_ONE_PAIR = {"no": "nb"}
#: How like a known name a misspelt one must be to be suggested, 0..100.
_ALIKE = 75
_HOW = "Write a language tag, as in de, en-GB or zh-Hant."


class _Subtags(NamedTuple):
    language: str
    script: str = ""
    region: str = ""
    rest: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.language, self.script, self.region, self.rest.strip("-")) if part)


@lru_cache(maxsize=512)
def normalize_tag(text: str, where: str = "") -> str:
    """The one way to write a language: ``german``, ``EN``, ``eng`` and ``en_US.UTF-8`` -> de, en, en and en-US.

    text: a BCP 47 tag, a locale's name, or a language's name in English or in that language. where: named in the error.
    A script that goes without saying is left out (``de-Latn`` -> de, ``zh-Hans`` -> zh). Raises UsageError, with a
    suggestion where something is like it, for a language that is unknown or misspelt.
    """
    written = " ".join(_POSIX.sub("", text.strip()).split())
    if named := _named(written):
        return named
    found = _TAG.fullmatch(written.replace("_", "-").lower())
    if found is None:
        raise _unknown(text, written, where)
    known = _cldr()
    code = found["extended"] or found["language"]
    alias = known.aliases.get(code, "")
    code, _, script = alias.partition("_") if alias else (code, "", "")
    script, region = (found["script"] or script).title(), (found["region"] or "").upper()
    if code not in known.languages or code in _NO_LANGUAGE:
        raise _unknown(text, written, where)
    if script and script not in known.scripts:
        raise UsageError(f"{script} is no script that CLDR knows, in {shown_value(text)}.", where=where, do=_HOW)
    if region and region not in known.territories:
        hint = f"Did you mean {known.names[code]} ({code})?" if code in known.names else _HOW
        raise UsageError(f"{region} is no country or region, in {shown_value(text)}.", where=where, do=hint)
    for variant in re.findall(r"-([a-z]{5,8}|\d\w{3})(?![^-])", found["rest"].partition("-x-")[0]):
        if variant.upper() not in known.variants:
            raise UsageError(
                f"{shown_value(variant)} is no variant of a language, in {shown_value(text)}.", where=where, do=_HOW
            )
    if script and script == likely_script(code, region):
        script = ""
    return str(_Subtags(code, script, region, found["rest"]))


def normalize_pair(source: str | None, target: str | None) -> tuple[str | None, str | None]:
    """Both languages of a translation as normalised tags; None and "" stay None.

    Raises UsageError for an unknown language, for what is no text, and where both are one: en and en-US are, en-GB and
    en-US are not.
    """
    for one in (source, target):
        if not isinstance(one, str | None):
            raise UsageError(f"{shown_value(one)} is no language", where="languages", do='Write a tag, as in "de".')
    first = normalize_tag(source, "source language") if source else None
    second = normalize_tag(target, "target language") if target else None
    if first and second and _maximized(_split(first)) == _maximized(_split(second)):
        raise UsageError(
            f"source and target are the same language: {language_name(first)} ({first}).",
            where="languages",
            do="Name the language of the document first, then the one to translate into.",
        )
    return first, second


def pair_cuts(written: str) -> list[tuple[str, str]]:
    """Every way to read a pair, first that whose regions and scripts are written as such (pt-BR-en, en-zh-Hant)."""
    parts = written.split("-")
    cuts = [("-".join(parts[:at]), "-".join(parts[at:])) for at in range(1, len(parts))]
    first = next((at for at in range(1, len(parts)) if not _REGION.fullmatch(parts[at])), 1)
    return sorted(cuts, key=lambda cut: cut[0].count("-") != first - 1)


@lru_cache(maxsize=512)
def pair_part(tag: str) -> str:
    """What of a tag tells language pairs apart, language and script: ``en-GB`` -> en, ``zh-TW`` -> zh-Hant.

    Takes tags that were never normalised, as old rows and files hold them; one that nobody knows is itself.
    """
    if tag in LANGUAGES:
        return tag
    try:
        parts = _split(normalize_tag(tag))
    except UsageError:
        return tag.strip().lower()
    if parts.language in _ONE_PAIR:
        return _ONE_PAIR[parts.language]
    script = parts.script or likely_script(parts.language, parts.region)
    return parts.language if script == likely_script(parts.language, "") else f"{parts.language}-{script}"


def pair_name(source: str | None, target: str | None) -> str:
    """A pair by language and script, as in en-zh-Hant; the one that there is, or ""."""
    return "-".join(pair_part(tag) for tag in (source, target) if tag)


@lru_cache(maxsize=512)
def likely_script(code: str, region: str = "") -> str:
    """The script in which a language is usually written, there or anywhere, as in Latn; "" where nobody knows."""
    likely = _cldr().likely
    found = (region and likely.get(f"{code}_{region}")) or likely.get(code) or ""
    return found.split("_")[1] if found else ""


@lru_cache(maxsize=256)
def language_name(tag: str | None) -> str:
    """``de`` -> German, ``pt-BR`` -> Portuguese (Brazil); the script too where a language has two that are alive.

    The tag itself when nobody knows it, "" for None.
    """
    if not tag:
        return ""
    from babel import Locale, UnknownLocaleError

    try:
        parts = _split(tag)
        locale = Locale.parse(str(parts._replace(rest="")), sep="-")
        name = locale.get_display_name("en") or tag
    except (UnknownLocaleError, ValueError):
        return _cldr().names.get(tag, tag)
    name = name.replace(" Han", "")
    if parts.language in ("zh", "sr") and "(" not in name:
        return f"{name} ({_cldr().scripts[likely_script(parts.language)].removesuffix(' Han')})"
    return name


def language_menu() -> dict[str, str]:
    """Tag -> name of the languages to choose from, by name: those in everyday use, variants beside their language."""
    tags = [code for code in _cldr().languages if len(code) == 2] + ["zh-Hant", "pt-PT", "pt-BR", "en-GB", "en-US"]
    named = {tag: language_label(tag) for tag in tags if normalize_tag(tag) == tag}
    return dict(sorted(named.items(), key=lambda item: item[1]))


def language_label(text: str) -> str:
    """``german`` -> German (de); what is no language stays as it is."""
    try:
        tag = normalize_tag(text)
    except UsageError:
        return text
    return f"{language_name(tag)} ({tag})"


def _split(tag: str) -> _Subtags:
    found = _TAG.fullmatch(tag.replace("_", "-").lower())
    if found is None:
        return _Subtags(tag.lower())
    return _Subtags(found["language"], (found["script"] or "").title(), (found["region"] or "").upper(), found["rest"])


def _maximized(parts: _Subtags) -> _Subtags:
    """With the script and region that are likeliest where none is said (UTS 35, "Likely Subtags")."""
    likely = _cldr().likely
    keys = (f"{parts.language}_{parts.script}", f"{parts.language}_{parts.region}", parts.language)
    full = next((likely[key] for key in keys if key in likely), "")
    _, script, region = full.split("_") if full.count("_") == 2 else ("", "", "")
    return parts._replace(script=parts.script or script, region=parts.region or region)


class _Cldr(NamedTuple):
    """languages: every code. names: code to its English name. The rest as CLDR has it, written as it writes codes."""

    languages: frozenset[str]
    names: dict[str, str]
    scripts: dict[str, str]
    territories: dict[str, str]
    variants: frozenset[str]
    aliases: dict[str, str]
    likely: dict[str, str]


@cache
def _cldr() -> _Cldr:
    from babel import Locale
    from babel.core import get_global

    english = Locale("en")
    names = {code: name for code, name in english.languages.items() if "_" not in code}
    aliases = {
        code: new for code, new in get_global("language_aliases").items() if re.fullmatch("[a-z]{2}(_Latn)?", new)
    }
    scripts, territories = dict(english.scripts), dict(english.territories)
    variants = frozenset(english.variants)
    return _Cldr(frozenset(names), names, scripts, territories, variants, aliases, dict(get_global("likely_subtags")))


@cache
def _names() -> dict[str, str]:
    """A language's English name in lower case -> its tag; variants that have a name of their own too."""
    from babel import Locale

    known = {name.casefold(): code.replace("_", "-") for code, name in Locale("en").languages.items()}
    known |= {"mandarin": "zh", "mandarin chinese": "zh", "simplified chinese": "zh", "norwegian": "no"}
    return {name: tag for name, tag in known.items() if tag not in _NO_LANGUAGE}


@cache
def _own_names() -> dict[str, str]:
    """What speakers call their language (deutsch, français, 日本語) -> its tag."""
    from babel import Locale, UnknownLocaleError

    found: dict[str, str] = {}
    for code in sorted(_cldr().languages):
        if len(code) == 2:
            try:
                own = Locale.parse(code).get_language_name(code)
            except (UnknownLocaleError, ValueError):
                continue
            if own:
                found.setdefault(own.casefold(), code)
    return found


def _named(written: str) -> str:
    """The tag of a language's name, also as in "Portuguese (Brazil)" and "Chinese, Traditional"; "" for no name."""
    folded = written.casefold()
    if len(folded) < 4 and folded.isascii():
        return ""
    plain = _names().get(folded)
    if plain:
        return plain
    variant = _NAMED_VARIANT.fullmatch(folded)
    if variant:
        name, which = (variant[1], variant[2]) if variant[1] else (variant[3], variant[4])
        code = _names().get(name.strip(), "")
        for table in (_cldr().territories, _cldr().scripts):
            part = next((key for key, one in table.items() if one.casefold().removesuffix(" han") == which.strip()), "")
            if code and part:
                return normalize_tag(f"{code}-{part}")
    return "" if _TAG.fullmatch(folded.replace("_", "-")) else _own_names().get(folded, "")


def _unknown(text: str, written: str, where: str) -> UsageError:
    likely = _suggestion(written)
    hint = f"Did you mean {language_name(likely)} ({likely})?" if likely else _HOW
    return UsageError(f"{shown_value(text)} is no language that we know.", where=where, do=hint)


def _suggestion(written: str) -> str:
    """The language whose name is like this, or whose country this is the code of (cz, jp, dk); "" for none."""
    from babel.languages import get_official_languages
    from rapidfuzz import fuzz, process

    folded = written.casefold()
    if " " in folded and _TAG.fullmatch(folded.replace(" ", "-")):
        try:
            return normalize_tag(folded.replace(" ", "-"))
        except UsageError:
            return ""
    head = re.split(r"[-_ ]", folded)[0]
    if re.fullmatch("[a-z]{2}", head):
        spoken = get_official_languages(head.upper())
        return str(spoken[0]) if spoken else ""
    names = _names() | _own_names()
    like = process.extractOne(folded, names.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return names[like[0]] if like else ""
