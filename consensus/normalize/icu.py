"""ICU MessageFormat arguments with cases, and which plural categories a language has. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from consensus.normalize.languages import with_trait
from consensus.normalize.tokens import base_language

_HEAD = re.compile(r"\{\s*(\w+)\s*,\s*(plural|selectordinal|select|choice)\s*,")
_CASE = re.compile(r"\s*(?:offset:\d+\s*)?(=\d+|[\w-]+)\s*\{")
_CLOSE = re.compile(r"\s*\}")
_BRACE = re.compile(r"[{}]")
#: The limit in front of each case of a Java choice: ``0#no files|1#one file|1<many files``.
_LIMIT = re.compile(r"(?:^|\|)\s*(-?[\d.∞]+\s*[#<≤])")
#: Languages whose nouns stay as they are behind a number: one text may serve every number.
_ONE_FORM = with_trait("one_plural_form")


class IcuArgument(NamedTuple):
    """An ICU plural, selectordinal, select or choice argument.

    cases: selector -> its text, in order. closed: braces match. frame: the spans that are no prose: all but the texts
    of its cases, and of those of a plural all but ``other``, since the others say the same with other numbers.
    """

    start: int
    end: int
    name: str
    kind: str
    cases: tuple[tuple[str, str], ...]
    closed: bool
    frame: tuple[tuple[int, int], ...] = ()


def icu_arguments(text: str) -> list[IcuArgument]:
    """Every argument with cases, outermost ones only, read with balanced braces."""
    found: list[IcuArgument] = []
    at = 0
    while head := _HEAD.search(text, at):
        argument = _choice(text, head) if head.group(2) == "choice" else _cases(text, head)
        found.append(argument)
        at = max(argument.end, head.end())
    return found


def _cases(text: str, head: re.Match[str]) -> IcuArgument:
    name, kind = head.groups()
    cases: list[tuple[str, str]] = []
    frame: list[tuple[int, int]] = []
    at, begin, closed = head.end(), head.start(), False
    while case := _CASE.match(text, at):
        end = _closing(text, case.end())
        if end is None:
            return IcuArgument(head.start(), len(text), name, kind, tuple(cases), False, (*frame, (begin, case.end())))
        cases.append((case.group(1), text[case.end() : end]))
        if kind == "select" or case.group(1) == "other":
            frame.append((begin, case.end()))
            begin = end
        at = end + 1
    if close := _CLOSE.match(text, at):
        at, closed = close.end(), True
    return IcuArgument(head.start(), at, name, kind, tuple(cases), closed, (*frame, (begin, at)))


def _choice(text: str, head: re.Match[str]) -> IcuArgument:
    end = _closing(text, head.end())
    body = text[head.end() : end]
    limits = list(_LIMIT.finditer(body))
    ends = [*(limit.start() for limit in limits[1:]), len(body)]
    cases = tuple(("".join(m.group(1).split()), body[m.end() : stop]) for m, stop in zip(limits, ends, strict=False))
    stop = len(text) if end is None else end + 1
    frame = ((head.start(), head.end()), *((head.end() + m.start(), head.end() + m.end()) for m in limits))
    return IcuArgument(head.start(), stop, head.group(1), "choice", cases, end is not None, frame)


def _closing(text: str, at: int) -> int | None:
    """Where the brace that is open at ``at`` closes; None when it never does."""
    depth = 1
    for brace in _BRACE.finditer(text, at):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return brace.start()
    return None


@lru_cache(maxsize=128)
def plural_categories(lang: str | None, ordinal: bool) -> frozenset[str]:
    """Plural categories of a language by CLDR, through Babel; empty when unknown."""
    rule = _rule(lang, ordinal)
    return frozenset(rule.tags) | {"other"} if rule else frozenset()


@lru_cache(maxsize=128)
def needed_categories(lang: str | None) -> frozenset[str]:
    """The plural categories without which whole numbers would read wrongly.

    Left out: categories that only fractions or millions have, ``zero`` and ``two``, whose numbers ``other`` may state,
    and ``one`` where a noun stays as it is behind every number.
    """
    rule = _rule(lang, False)
    if rule is None:
        return frozenset()
    used = {rule(number) for number in range(200)} - {"zero", "two"}
    return frozenset(used - {"one"} if base_language(lang) in _ONE_FORM else used)


def _rule(lang: str | None, ordinal: bool):  # type: ignore[no-untyped-def]
    base = base_language(lang)
    if base is None:
        return None
    from babel import Locale, UnknownLocaleError  # 0.1 s that a text without ICU messages need not pay

    try:
        locale = Locale.parse(base)
    except (UnknownLocaleError, ValueError):
        return None
    return locale.ordinal_form if ordinal else locale.plural_form
