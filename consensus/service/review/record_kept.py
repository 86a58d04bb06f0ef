"""What takes long to make, kept by what it is made of."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Place(Generic[T]):
    """Where one thing is made, by one thread at a time. made: empty until it is."""

    lock: Lock = field(default_factory=Lock)
    made: list[T] = field(default_factory=list)


class Kept(Generic[T]):
    """The most recently used, for any number of threads. Of two that want the same at once one makes it."""

    def __init__(self, most: int) -> None:
        """most: so many are kept."""
        self._most, self._lock = most, Lock()
        self._places: OrderedDict[Hashable, _Place[T]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept, or made now. key: all that it is made of. What ``make`` raises is raised, and not kept."""
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > self._most:
                self._places.popitem(last=False)
        with place.lock:
            if not place.made:
                place.made.append(make())
            return place.made[0]
