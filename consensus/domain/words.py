"""Lists of words that are stored, and that another version may have more of."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self


class OpenWords(StrEnum):
    """An enumeration that keeps a word it does not list, instead of making what was stored unreadable.

    Such a word equals none of the members, so nothing is accepted because of it.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        word = str.__new__(cls, value)
        word._name_, word._value_ = value, value
        return word

    def __reduce_ex__(self, proto: Any) -> tuple[Any, ...]:
        # Some versions of Python pickle a member by its name, and such a word is no member.
        return self.__class__, (self._value_,)
