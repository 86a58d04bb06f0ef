"""Every check by name: what it finds, how hard it is by default, and for which languages it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from consensus.domain import CheckLevel, Langs, Policy
from consensus.normalize.language_tags import language_name
from consensus.normalize.languages import codes_with
from consensus.normalize.tokens import base_language

ANY = ("*",)
#: The languages whose numbers, dates, units and negation we know.
LANGUAGES = codes_with(lambda one: one.unit_words)
#: The languages whose everyday words we know.
READABLE = codes_with(lambda one: one.everyday)


@dataclass(frozen=True, slots=True)
class CheckInfo:
    """One check. level: what it does unless the policy says otherwise. languages: base languages, or ("*",) for all."""

    name: str
    description: str
    level: CheckLevel
    languages: tuple[str, ...] = ANY


_CHECKS = (
    CheckInfo(
        "numbers", "A number of the source is missing, changed or added, after locale normalisation.", "veto", LANGUAGES
    ),
    CheckInfo("locale", "A number is written by the separators of another locale.", "veto"),
    CheckInfo("signs", "A number lost, gained or changed its sign.", "veto", LANGUAGES),
    CheckInfo("percent", "A number lost or gained its percent sign.", "veto", LANGUAGES),
    CheckInfo("units", "A number changed its unit, or lost a physical one.", "veto", LANGUAGES),
    CheckInfo("currency", "An amount changed or lost its currency.", "veto", LANGUAGES),
    CheckInfo("dates", "A date names another day.", "veto", LANGUAGES),
    CheckInfo("times", "A time of day names another minute.", "veto", LANGUAGES),
    CheckInfo("conversion", "A measure was converted to another unit.", "warning"),
    CheckInfo("enumeration", "The number of a list item is on one side only.", "warning"),
    CheckInfo(
        "negation",
        "One side denies outright, the other not at all.",
        "veto",
        LANGUAGES,
    ),
    CheckInfo("placeholders", "A placeholder or ICU argument is missing, added, reordered or damaged.", "veto"),
    CheckInfo("tags", "A tag is missing, added, changed or wrongly nested.", "veto"),
    CheckInfo("inline_code", "Inline code differs from the source.", "veto"),
    CheckInfo("links", "A Markdown link points elsewhere.", "veto"),
    CheckInfo("urls", "A web address is missing, changed or added.", "veto"),
    CheckInfo("emails", "An e-mail address is missing, changed or added.", "veto"),
    CheckInfo("codes", "A code of letters and digits (INV-1007), file name, path or key (Ctrl+C) is missing.", "veto"),
    CheckInfo("lines", "The text has another number of lines or paragraphs.", "veto"),
    CheckInfo("emphasis", "Markdown emphasis marks differ in number.", "warning"),
    CheckInfo("glossary_required", "A required glossary term is missing.", "veto"),
    CheckInfo("glossary_forbidden", "A forbidden glossary term is used.", "veto"),
    CheckInfo("empty", "The translation has no words though the source has.", "veto"),
    CheckInfo("untranslated", "The translation is the source itself.", "veto"),
    CheckInfo("copied_run", "Six words or more in a row stand as in the source.", "veto"),
    CheckInfo("length", "The translation is far too long or short for its source.", "veto"),
    CheckInfo("repetition", "A run of words comes over and over.", "veto"),
    CheckInfo("residue", "Words of a chat or prompt stand in the translation.", "veto"),
    CheckInfo("damaged", "A damaged, control or direction character (U+FFFD, U+202E, double encoding).", "veto"),
    CheckInfo("script", "Letters of another script, or hardly any of the right one.", "veto"),
    CheckInfo("language", "The words and letters are those of another language.", "veto", READABLE),
    CheckInfo(
        "variant", "Characters or words of another script or region (zh-Hans for zh-Hant, pt-BR for pt-PT).", "veto"
    ),
)

_BY_NAME = {info.name: info for info in _CHECKS}


def level_of(name: str, policy: Policy) -> CheckLevel:
    """What a finding of this check does: the policy's word, else the default."""
    return policy.checks.get(name) or _BY_NAME[name].level


def silent_checks(langs: Langs) -> tuple[str, ...]:
    """One sentence for each language of a translation of which too little is known for every check to speak."""
    source, target = langs
    said = [] if source else ["The source language is not named: checks that must know it say nothing."]
    for tag in filter(None, (source, target)):
        if base_language(tag) not in LANGUAGES:
            said.append(
                f"There are no word lists for {language_name(tag)} ({tag}): numbers, codes, placeholders and tags are "
                "compared; number words, months, units, currencies and negation are not."
            )
    return tuple(said)


#: The checks of segments, for read-only use.
SEGMENT_CHECKS: Mapping[str, CheckInfo] = MappingProxyType(_BY_NAME)
