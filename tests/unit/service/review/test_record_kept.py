"""What is kept by what it is made of."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest

from consensus.service.review.record_kept import Kept


def test_it_is_made_once_and_the_least_used_goes() -> None:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name.upper()

    kept: Kept[str] = Kept(2)
    assert [kept.get(name, lambda name=name: make(name)) for name in ("a", "b", "a", "c", "a", "b")] == [*"ABACAB"]
    assert made == ["a", "b", "c", "b"], "b had been used longest ago when c came"


def test_what_failed_is_tried_again() -> None:
    kept: Kept[int] = Kept(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", lambda: 1) == 1


def test_of_two_that_want_the_same_at_once_one_makes_it() -> None:
    kept: Kept[int] = Kept(2)
    made: list[int] = []
    both = Barrier(2, timeout=10)

    def make() -> int:
        made.append(1)
        return len(made)

    def wanted() -> None:
        both.wait()
        kept.get("a", make)

    threads = [Thread(target=wanted) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (made, kept.get("a", make)) == ([1], 1)
