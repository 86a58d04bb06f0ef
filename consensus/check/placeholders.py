"""Placeholders: every one of the source in the translation, none invented, ICU messages whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from consensus.canon.placeholders import IcuArgument, Placeholder, Placeholders
from consensus.canon.tokens import base_language
from consensus.check.facts import Reading
from consensus.check.problem import Pair, Problem, quoted
from consensus.domain import Severity


def find(pair: Pair) -> Iterable[Problem]:
    """Missing and added placeholders, unnumbered printf arguments in another order, damaged ICU arguments."""
    source, target = pair.source.markup.placeholders, pair.target.markup.placeholders
    return () if source is target or source == target else _differences(source, target, pair.target.lang)


def _differences(source: Placeholders, target: Placeholders, lang: str | None) -> Iterable[Problem]:
    yield from _multiset(source.plain, target.plain)
    if source.icu or target.icu:
        yield from _icu(source.icu, target.icu, lang)
        lost, added = source.nested - target.nested, target.nested - source.nested
        if lost or added:
            yield _problem(sorted(lost), sorted(added))


def signature(reading: Reading) -> tuple[object, ...]:
    """What two answers must share: equal signatures hold the same placeholders."""
    found = reading.markup.placeholders
    icu = tuple(sorted((argument.name, argument.kind) for argument in found.icu))
    return tuple(sorted(item.text for item in found.plain)), icu, tuple(sorted(found.nested))


def _problem(lost: list[str], added: list[str], spans: tuple[tuple[int, int] | None, ...] = (None, None)) -> Problem:
    if lost and added:
        message = f"Placeholder {quoted(lost)} of the source became {quoted(added)}."
    elif lost:
        message = f"Placeholder {quoted(lost)} of the source is missing in the translation."
    else:
        message = f"Placeholder {quoted(added)} in the translation is not in the source."
    return Problem("placeholders", Severity.CRITICAL, message, spans[0], spans[1])


def _multiset(source: tuple[Placeholder, ...], target: tuple[Placeholder, ...]) -> Iterable[Problem]:
    ours, theirs = Counter(item.text for item in source), Counter(item.text for item in target)
    if ours != theirs:
        lost, added = list((ours - theirs).elements()), list((theirs - ours).elements())
        span_lost = next(((p.start, p.end) for p in source if p.text in lost), None)
        span_added = next(((p.start, p.end) for p in target if p.text in added), None)
        yield _problem(lost, added, (span_lost, span_added))
        return
    order, order_there = _unnumbered(source), _unnumbered(target)
    if order != order_there:
        message = f"Unnumbered placeholders changed their order: {quoted(order)} became {quoted(order_there)}."
        yield Problem("placeholders", Severity.CRITICAL, message)


def _unnumbered(items: tuple[Placeholder, ...]) -> list[str]:
    """Placeholders filled by position: their order is their meaning."""
    return [p.text for p in items if p.text == "{}" or (p.kind == "printf" and "$" not in p.text and "(" not in p.text)]


def _icu(source: tuple[IcuArgument, ...], target: tuple[IcuArgument, ...], lang: str | None) -> Iterable[Problem]:
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
        if why := _damage(original, argument, lang):
            yield Problem(
                "placeholders",
                Severity.CRITICAL,
                f"ICU argument {{{argument.name}, {argument.kind}}}: {why}.",
                (original.start, original.end),
                (argument.start, argument.end),
            )


def _damage(source: IcuArgument, target: IcuArgument, lang: str | None) -> str:
    """Why the ICU argument of the translation would not work, or ""."""
    if source.closed and not target.closed:
        return "its braces do not match"
    ours, theirs = dict(source.cases), dict(target.cases)
    if target.kind == "select":
        gone = sorted(set(ours) ^ set(theirs))
        return f"its selectors differ from the source in {quoted(gone)}" if gone else ""
    exact = sorted(case for case in set(ours) ^ set(theirs) if case.startswith("="))
    if exact:
        return f"the exact case {quoted(exact)} differs from the source"
    if "other" not in theirs:
        return 'the case "other" is missing'
    allowed = plural_categories(lang, target.kind == "selectordinal")
    wrong = sorted(case for case in theirs if not case.startswith("=") and allowed and case not in allowed)
    if wrong:
        return f'{quoted(wrong)} is no plural category of "{lang}"'
    if any("#" in body for body in ours.values()) and not any("#" in body for body in theirs.values()):
        return 'the number sign "#" is missing'
    return ""


@lru_cache(maxsize=64)
def plural_categories(lang: str | None, ordinal: bool) -> frozenset[str]:
    """Plural categories of a language by CLDR, through Babel; empty when unknown."""
    base = base_language(lang)
    if base is None:
        return frozenset()
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(base)
    except (UnknownLocaleError, ValueError):
        return frozenset()
    rule = locale.ordinal_form if ordinal else locale.plural_form
    return frozenset(rule.tags) | {"other"}
