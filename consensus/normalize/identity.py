"""Caches over values that are never changed but cannot be hashed: schemas, reference tables."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class ById(Generic[T]):
    """A value as a cache key: equal only to itself, and held, so that its id stays its own."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ById) and self.value is other.value
