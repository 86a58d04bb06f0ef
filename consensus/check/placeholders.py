"""Placeholders: every one of the source in the translation, none invented, ICU messages whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from consensus.check.base import Check, CheckId, Pair, Problem, changed, quoted, span_of
from consensus.check.facts import Reading
from consensus.domain import Severity
from consensus.normalize.icu import IcuArgument, needed_categories, plural_categories
from consensus.normalize.languages import with_trait
from consensus.normalize.placeholders import Placeholder, Placeholders
from consensus.normalize.tokens import base_language

#: Where the percent sign stands before its number, "%20" is one fifth and no placeholder.
_PERCENT_FIRST = with_trait("percent_first")
#: Found in a translation alone, these are more often punctuation than a placeholder that a model made up.
_NEVER_INVENTED = frozenset(["colon", "numbered", "math"])
_OPENING = "[{［｛【〔"


class PlaceholderCheck(Check):
    """Missing and added placeholders, unnumbered ones in another order, damaged ICU arguments."""

    ids = (CheckId("placeholders", "A placeholder or ICU argument is missing, added, reordered or damaged.", "veto"),)

    def find(self, pair: Pair) -> Iterable[Problem]:
        source, target = pair.source.markup.placeholders, pair.target.markup.placeholders
        return () if source is target or source == target else _differences(source, target, pair)


def _differences(source: Placeholders, target: Placeholders, pair: Pair) -> Iterable[Problem]:
    yield from _multiset(source.plain, target.plain, pair)
    if source.slots and sum(map(pair.target.text.count, _OPENING)) < sum(map(pair.source.text.count, _OPENING)):
        yield Problem("placeholders", Severity.CRITICAL, "A place to fill in, in brackets, is missing.")
    if source.icu or target.icu:
        yield from _icu(source.icu, target.icu, (pair.source.lang, pair.target.lang))
        lost, added = source.nested - target.nested, target.nested - source.nested
        if lost or added:
            yield _problem(sorted(lost), sorted(added))


def signature(reading: Reading) -> tuple[object, ...]:
    """What two answers must share: equal signatures hold the same placeholders."""
    found = reading.markup.placeholders
    icu = tuple(sorted((argument.name, argument.kind) for argument in found.icu))
    return tuple(sorted(item.text for item in found.plain)), icu, tuple(sorted(found.nested))


def _problem(lost: list[str], added: list[str], spans: tuple[tuple[int, int] | None, ...] = (None, None)) -> Problem:
    return Problem("placeholders", Severity.CRITICAL, changed("Placeholder", lost, added), *spans)


def _multiset(source: tuple[Placeholder, ...], target: tuple[Placeholder, ...], pair: Pair) -> Iterable[Problem]:
    ours, theirs = _counted(source, pair.source.lang), _counted(target, pair.target.lang)
    if ours != theirs:
        lost = [text for text in (ours - theirs).elements() if not _reads(text, ours[text], pair.target)]
        added = list((theirs - ours).elements())
        invented = {item.text for item in target if item.kind not in _NEVER_INVENTED}
        if lost or any(text in invented for text in added):
            yield _problem(lost, added, (span_of(source, lost), span_of(target, added)))
        return
    order, order_there = [p.text for p in source if p.by_position], [p.text for p in target if p.by_position]
    if order != order_there:
        message = f"Unnumbered placeholders changed their order: {quoted(order)} became {quoted(order_there)}."
        yield Problem("placeholders", Severity.CRITICAL, message)


def _counted(items: tuple[Placeholder, ...], lang: str | None) -> Counter[str]:
    percent = base_language(lang) in _PERCENT_FIRST
    return Counter(item.text for item in items if not (percent and item.kind == "numbered"))


def _reads(text: str, times: int, target: Reading) -> bool:
    """Whether a placeholder stands in a translation in which it could be something else."""
    return base_language(target.lang) in _PERCENT_FIRST and text[1:].isdigit() and target.text.count(text) >= times


def _icu(
    source: tuple[IcuArgument, ...], target: tuple[IcuArgument, ...], langs: tuple[str | None, str | None]
) -> Iterable[Problem]:
    ours = Counter((argument.name, argument.kind) for argument in source)
    theirs = Counter((argument.name, argument.kind) for argument in target)
    if ours != theirs:
        lost = [f"{{{name}, {kind}}}" for name, kind in (ours - theirs).elements()]
        added = [f"{{{name}, {kind}}}" for name, kind in (theirs - ours).elements()]
        yield _problem(lost, added)
        return
    by_name = {(argument.name, argument.kind): argument for argument in source}
    for argument in target:
        original = by_name[argument.name, argument.kind]
        if why := _damage(original, argument, langs):
            yield Problem(
                "placeholders",
                Severity.CRITICAL,
                f"ICU argument {{{argument.name}, {argument.kind}}}: {why}.",
                (original.start, original.end),
                (argument.start, argument.end),
            )


def _damage(source: IcuArgument, target: IcuArgument, langs: tuple[str | None, str | None]) -> str:
    """Why the ICU argument of the translation would not work, or ""."""
    if source.closed and not target.closed:
        return "its braces do not match"
    ours, theirs = dict(source.cases), dict(target.cases)
    if target.kind in ("select", "choice"):
        gone = sorted(set(ours) ^ set(theirs))
        return f"its selectors differ from the source in {quoted(gone)}" if gone else ""
    exact = sorted(case for case in set(ours) ^ set(theirs) if case.startswith("="))
    if exact:
        return f"the exact case {quoted(exact)} differs from the source"
    if "other" not in theirs:
        return 'the case "other" is missing'
    if any("#" in body for body in ours.values()) and not any("#" in body for body in theirs.values()):
        return 'the number sign "#" is missing'
    return _categories(set(ours), set(theirs), langs, target.kind == "selectordinal")


def _categories(ours: set[str], theirs: set[str], langs: tuple[str | None, str | None], ordinal: bool) -> str:
    """Categories that the language of the translation has not, or that it lacks though the source has all of its."""
    allowed = plural_categories(langs[1], ordinal)
    wrong = sorted(case for case in theirs if not case.startswith("=") and allowed and case not in allowed)
    if wrong:
        return f'{quoted(wrong)} is no plural category of "{langs[1]}"'
    exact = {"one"} if "=1" in theirs else set()
    missing = [] if ordinal else sorted(needed_categories(langs[1]) - theirs - exact)
    if missing and (needed_categories(langs[0]) or {"one"}) <= ours | exact:
        return f'the plural category {quoted(missing)} of "{langs[1]}" is missing'
    return ""
