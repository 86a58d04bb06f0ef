"""A part of an ask is an ask of its own."""

from __future__ import annotations

from consensus.ask.split import narrow
from consensus.domain import Ask, Task


def test_a_part_has_its_neighbours_as_context_and_a_name_of_its_own() -> None:
    whole = Ask(
        "a", "doc", Task.TRANSLATE, ("a.a", "a.b", "a.c"), ("a", "b", "c"), ("1", "2", "3"), before="<", after=">"
    )
    part = narrow(whole, 1, 2)
    assert (part.unit_ids, part.texts, part.before, part.after) == (("a.b",), ("b",), "a", "c")
    assert part.source_digests == ("2",)
    assert (narrow(whole, 0, 1).before, narrow(whole, 2, 3).after) == ("<", ">")
    assert narrow(whole, 0, 3) is whole
    assert part.id == narrow(whole, 1, 2).id
    assert len({whole.id, part.id, narrow(whole, 0, 1).id, narrow(whole, 0, 2).id}) == 4
