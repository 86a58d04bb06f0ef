"""Plural forms of gettext files: how many a language has, for which numbers, and of which source text each is made."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

_HEADER = re.compile(r"nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+);?")
_SAMPLE = range(201)
_SHOWN = 5
_ARGUMENT = re.compile(r"%|\{")


class Forms(NamedTuple):
    """The forms of a language. forms: how many. form_of: number -> form. declared: the file itself says so."""

    forms: int
    form_of: Callable[[int], int]
    declared: bool

    def of(self, form: int) -> list[int]:
        return [number for number in _SAMPLE if self.form_of(number) == form]

    def numbers(self, form: int) -> str:
        """ "1", "2, 3, 4, 22, 23 and so on"."""
        found = self.of(form)
        if self.forms == 1:
            return "every number"
        shown = ", ".join(map(str, found[:_SHOWN])) or "numbers with fractions"
        return f"{shown} and so on" if len(found) > _SHOWN else shown

    def source(self, form: int, one: str, many: str) -> str:
        """The keyword of the source text: msgid for what says one thing of one, else msgid_plural.

        A text for one that lacks the number serves no form that also stands for 21.
        """
        numbers = self.of(form)
        lacks = bool(_ARGUMENT.search(many)) and not _ARGUMENT.search(one)
        serves = 1 in numbers and self.forms > 1 and (numbers == [1] or not lacks)
        return "msgid" if serves else "msgid_plural"


def forms_of(declared: str, lang: str | None) -> Forms:
    """By the Plural-Forms of a header, else by CLDR; one and other where neither is known."""
    for line, own in ((declared, True), (_known(lang), False), ("nplurals=2; plural=(n != 1);", False)):
        found = _HEADER.search(line)
        if found and 0 < int(found[1]) <= 10 and (index := _compiled(found[2].strip())):
            return Forms(int(found[1]), index, own)
    raise AssertionError("the last of them can be read")


def header_line(lang: str | None) -> str:
    """ "nplurals=2; plural=(n != 1);" for a language, "" for one that is not known."""
    return _known(lang)


@lru_cache(maxsize=64)
def _compiled(expression: str) -> Callable[[int], int] | None:
    try:
        index = gettext.c2py(expression)
        for number in _SAMPLE:
            index(number)
    except (ValueError, ZeroDivisionError, OverflowError, RecursionError):
        return None
    return index


@lru_cache(maxsize=64)
def _known(lang: str | None) -> str:
    if not lang:
        return ""
    from babel import UnknownLocaleError  # not needed for files without plurals
    from babel.messages.plurals import get_plural

    try:
        plural = get_plural(lang.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return ""
    return f"nplurals={plural[0]}; plural={plural[1]};"
