"""Placeholders that a program fills in later: printf, braces, template variables, ICU messages."""

from __future__ import annotations

import re
from typing import NamedTuple

from consensus.canon.tokens import matches

_MAY_HOLD = re.compile(r"[{%$](?:(?<=\{)|(?<=%)[\w(+#*.@-]|(?<=\$)[A-Z])")
_PATTERN = re.compile(
    r"(?P<jinja>\{%.{0,200}?%\})"
    r"|(?P<mustache>\{\{\{?[^{}]{0,200}\}?\}\})"
    r"|(?P<dollar>[$#%]\{[^{}]{0,200}\})"
    r"|(?P<format>\{\s*\w+\s*,\s*(?:number|date|time|spellout|ordinal|duration)\b[^{}]{0,80}\})"
    r"|(?P<brace>\{[\w.\[\]-]{0,80}(?:![rsa])?(?::[^{}\s]{0,20})?\})"
    r"|(?P<percent_name>(?<![\d%])%[A-Za-z_]\w+%(?!%))"
    r"|(?P<printf>(?<![\d%])%(?:\(\w+\)|\d+\$)?[-+0#]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh?|ll?|[Lqjzt])?[diouxXeEfFgGcCsSpaA@]"
    r"(?![A-Za-z]{2}))"
    r"|(?P<environment>\$[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"
)
_LEAD = re.compile(r"[{$#%]")
_ICU_HEAD = re.compile(r"\{\s*(\w+)\s*,\s*(plural|selectordinal|select)\s*,")
_ICU_CASE = re.compile(r"\s*(?:offset:\d+\s*)?(=\d+|[\w-]+)\s*\{")


class Placeholder(NamedTuple):
    """One placeholder, verbatim. kind: jinja, mustache, dollar, format, brace, percent_name, printf, environment."""

    start: int
    end: int
    text: str
    kind: str


class IcuArgument(NamedTuple):
    """An ICU plural, selectordinal or select argument. cases: selector -> its text, in order. closed: braces match."""

    start: int
    end: int
    name: str
    kind: str
    cases: tuple[tuple[str, str], ...]
    closed: bool


class Placeholders(NamedTuple):
    """All of a text: plain ones outside ICU arguments, ICU arguments, and what stands inside their cases."""

    plain: tuple[Placeholder, ...] = ()
    icu: tuple[IcuArgument, ...] = ()
    nested: frozenset[str] = frozenset()


_NONE = Placeholders()


def scan_placeholders(text: str) -> Placeholders:
    """Every placeholder of a text. ICU arguments are read with balanced braces, their insides as a set."""
    if not _MAY_HOLD.search(text):
        return _NONE
    icu = _icu_arguments(text)
    plain = [Placeholder(m.start(), m.end(), m.group(), str(m.lastgroup)) for m in matches(_LEAD, _PATTERN, text)]
    nested = {inner.text for argument in icu for _, body in argument.cases for inner in scan_placeholders(body).plain}
    outer = tuple(p for p in plain if not any(a.start < p.end and p.start < a.end for a in icu))
    return Placeholders(outer, tuple(icu), frozenset(nested)) if outer or icu else _NONE


def _icu_arguments(text: str) -> list[IcuArgument]:
    found: list[IcuArgument] = []
    at = 0
    while head := _ICU_HEAD.search(text, at):
        argument = _read_icu(text, head)
        found.append(argument)
        at = max(argument.end, head.end())
    return found


def _read_icu(text: str, head: re.Match[str]) -> IcuArgument:
    cases: list[tuple[str, str]] = []
    at = head.end()
    while case := _ICU_CASE.match(text, at):
        end = _closing(text, case.end())
        if end is None:
            return IcuArgument(head.start(), len(text), head.group(1), head.group(2), tuple(cases), False)
        cases.append((case.group(1), text[case.end() : end]))
        at = end + 1
    close = re.compile(r"\s*\}").match(text, at)
    end = close.end() if close else at
    return IcuArgument(head.start(), end, head.group(1), head.group(2), tuple(cases), close is not None)


def _closing(text: str, at: int) -> int | None:
    """Where the brace that is open at ``at`` closes; None when it never does."""
    depth = 1
    for brace in re.compile(r"[{}]").finditer(text, at):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return brace.start()
    return None
