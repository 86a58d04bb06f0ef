"""A document that is handed in again: treated as when it came first, counted, and never a way to more acceptance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consensus.certify import keyed_draw, lot_key, unit_name
from consensus.domain import ItemKind, Scheme
from consensus.domain.job import UnitRecord
from consensus.service.guarantee import closing

Decided = Callable[..., UnitRecord]
DAY = 86400.0
FULL = "Its document was delivered so often that its batch is full: a person decides."
OTHER = "It differs from what was accepted when this document was first handed in: a person decides."
SEEN = "This document was handed in before, when it could not be accepted: a person decides."
BELOW = "Its score is below the certified level: a person decides."


def why(world: Any, job: Any, unit: str = "u0") -> str:
    verdict = world.verdicts(job)[unit]
    assert (verdict.rule, verdict.value, verdict.certificate) == ("guarantee", None, "not certified")
    assert verdict.leading, "a person has something to choose"
    assert unit in {item.unit_id for item in world.store.items(job.id)}
    return str(verdict.reasons[0])


def test_it_is_accepted_as_before_and_counted(world: Any) -> None:
    world.certified()
    first = world.submit([1.0, 0.5], text="Manual.")
    before, accepted = world.batch(first), world.snapshot().accepted
    copy = world.submit([1.0, 0.5], text="Manual.")
    (entry, batch) = world.place(copy)
    assert world.accepted(copy) == {"u0", "u1"}
    assert {verdict.certificate for verdict in world.verdicts(copy).values()} == {before.certificate}
    assert (entry.repeated, entry.units, batch.id, batch.place) == (True, 2, before.id, before.place)
    assert (batch.sizes, batch.delivered) == ((1, 2, 2), (2, 4, 4))
    assert world.snapshot().accepted == accepted + 2
    assert world.audits(copy) == [], "a copy is not drawn from"
    (event,) = [one for one in world.store.events(batch.id) if one.action == "late-copy"]
    assert event.detail == f"job {copy.id}: 2 units once more"


def test_a_copy_is_decided_once(world: Any, decided: Decided) -> None:
    world.certified()
    units = [decided("u0", 1.0)]
    world.submit(units, text="Manual.")
    copy = world.submit(units, text="Manual.")
    before = (world.batch(copy), world.verdicts(copy))
    world.guarantees.decided(copy, units)
    assert (world.batch(copy), world.verdicts(copy)) == before


@pytest.mark.parametrize("change", ["another answer", "a lower score", "a unit more"])
def test_what_is_not_the_same_goes_to_people_and_is_not_counted(world: Any, decided: Decided, change: str) -> None:
    world.certified()
    first = decided("u0", 1.0)
    assert first.verdict is not None
    batch = world.batch(world.submit([first], text="Manual."))
    other = {
        "another answer": replace(first, verdict=replace(first.verdict, value="Anders.", leading="Anders.")),
        "a lower score": replace(first, verdict=replace(first.verdict, score=0.9)),
        "a unit more": decided("u9", 1.0),
    }[change]
    copy = world.submit([other], text="Manual.")
    assert why(world, copy, other.unit.id) == (SEEN if change == "a unit more" else OTHER)
    assert world.batch(copy) == batch, "nothing was delivered once more"


def test_beyond_the_cap_people_decide(world: Any) -> None:
    world.certified()
    first = world.submit([1.0] * 3, text="Manual.")
    copy = world.submit([1.0] * 3, text="Manual.")
    assert len(world.accepted(copy)) == 1, "the cap is four"
    assert [why(world, copy, name) for name in world.verdicts(copy) if name not in world.accepted(copy)] == [FULL] * 2
    assert world.batch(first).delivered == (4, 4, 4)
    again = world.submit([1.0] * 3, text="Manual.")
    assert (world.accepted(again), world.batch(first).delivered) == (set(), (4, 4, 4))


@pytest.mark.parametrize("judgement", ["wrong", "unsure"])
def test_what_was_found_wrong_is_not_accepted_again(world: Any, judgement: str) -> None:
    world.certified()
    made = 0
    while not world.waiting():
        made += 1
        first = world.submit([1.0, 1.0], text=f"Manual {made}.")
    (item,) = world.waiting()
    world.judge(item, judgement)
    copy = world.submit([1.0, 1.0], text=f"Manual {made}.")
    told = "It was not accepted when this document was first handed in: a person decides."
    assert why(world, copy, item.unit_id) == told
    assert world.accepted(copy) == {"u0", "u1"} - {item.unit_id}
    assert world.batch(first).delivered == (3, 3, 3), "the other one was delivered once more"


def test_what_came_while_levels_were_placed_or_shown_is_not_accepted_later(world: Any) -> None:
    placing = world.submit([1.0], text="Placing.")
    again = world.submit([1.0], text="Placing.")
    assert (world.place(again)[0].repeated, why(world, again)) == (True, SEEN)
    assert world.snapshot().record.scores == (1.0,), "the scores of a copy place no levels"
    world.levels_declared()
    learning = world.submit([1.0], text="Learning.")
    world.certified()
    for name, first in (("Placing.", placing), ("Learning.", learning)):
        copy = world.submit([1.0], text=name)
        assert (why(world, copy), world.batch(copy).id) == (SEEN, world.batch(first).id)


def test_a_copy_of_a_census_costs_and_is_not_drawn(world: Any) -> None:
    world.levels_declared()
    first = world.submit([1.0], text="Learning.")
    copy = world.submit([1.0], text="Learning.")
    batch = world.batch(first)
    assert (batch.scheme, batch.sizes, batch.delivered) == (Scheme.CENSUS, (1, 1, 1), (2, 2, 2))
    assert (len(world.audits(first)), world.audits(copy)) == (1, [])
    (entry,) = world.snapshot().entries
    assert (entry.n, entry.delivered, entry.m) == ((1, 1, 1), (2, 2, 2), (1, 1, 1))


def test_after_an_alarm_a_copy_goes_to_people_also_once_it_is_certified_again(world: Any) -> None:
    world.certified()
    first = world.submit([1.0], text="Manual.")
    assert world.accepted(first) == {"u0"}
    world.judge_all()
    world.until_alarm()
    copy = world.submit([1.0], text="Manual.")
    assert why(world, copy) == "Acceptance is not certified (paused by an alarm): a person decides."
    for _ in range(12):
        world.submit([1.0] * 4)
    world.judge_all()
    assert world.standing().level is not None
    later = world.submit([1.0], text="Manual.")
    assert why(world, later) == "This document was first handed in before an alarm: a person decides."


def test_a_copy_of_what_came_while_stale_goes_to_people(world: Any) -> None:
    world.certified()
    world.clock.advance(15 * DAY)
    world.submit([1.0], text="Manual.")
    made = 0
    while world.status().state == "stale":
        made += 1
        world.submit([1.0] * 4)
        world.judge_all()
        assert made < 20
    assert why(world, world.submit([1.0], text="Manual.")) == SEEN


def test_while_stale_a_copy_of_what_was_accepted_goes_to_people(world: Any) -> None:
    world.certified()
    world.submit([1.0], text="Manual.")
    world.clock.advance(15 * DAY)
    told = "Acceptance is not certified (too few recent audits): a person decides."
    assert why(world, world.submit([1.0], text="Manual.")) == told


def test_under_a_narrower_level_a_copy_is_accepted_by_that_level(world: Any) -> None:
    world.levels_declared()
    wide = world.submit([0.3] * 4)
    for _ in range(6):
        world.submit([0.5] * 4)
    items = sorted(world.waiting(), key=lambda item: item.job_id == wide.id)
    for item in items:
        world.judge(item)
    assert world.standing().level == 2
    first = world.submit([0.5, 0.3], text="Manual.")
    assert world.accepted(first) == {"u0", "u1"}
    for _ in range(4):
        world.queue.release(world.queue.undo("ana"))
    assert world.standing().level == 1
    copy = world.submit([0.5, 0.3], text="Manual.")
    assert (world.accepted(copy), why(world, copy, "u1")) == ({"u0"}, BELOW)
    assert world.batch(first).delivered == (0, 2, 4), "what is not accepted of it counts all the same: it can only cost"
    assert world.batch(first).accepted == 3, "but nobody is told that it was accepted"


def drawn_anew(world: Any, scores: list[float], between: Callable[[Any], None] = lambda _: None) -> Any:
    """A document that is not drawn from before it is delivered four times."""
    for number in range(40):
        text = f"Manual {number}."
        first = world.submit(scores, text=text, batch=f"b{number}")
        world.guarantees.batches.close_named("promised", f"b{number}")
        if world.audits(first):
            continue
        between(first)
        for _ in range(3):
            world.submit(scores, text=text)
        if world.audits(first):
            return first
    raise AssertionError("nothing was drawn anew")


def test_more_copies_may_draw_the_first_hand_in(world: Any) -> None:
    """Otherwise whoever delivers one unit four times has it audited with the chance of one."""
    world.certified()
    first = drawn_anew(world, [1.0])
    (audit,) = world.audits(first)
    assert (audit.unit_id, audit.drawn_for, audit.spoiled) == ("u0", 0b100, False)
    assert audit.drawn_at > world.batch(first).closed_at
    (item,) = world.store.items(first.id)
    assert (item.kind, item.unit_id, item.state) == (ItemKind.CHECK, "u0", "open")
    world.judge(item)
    assert world.audits(first)[0].judgement == "right"


def test_an_audit_that_is_drawn_for_one_more_level_speaks_for_it(world: Any) -> None:
    """Otherwise the alarm of the operating level does not hear of the batch."""
    world.levels_declared()
    for _ in range(2):
        world.submit([0.3] * 4)
    world.judge_all("wrong")
    for _ in range(6):
        world.submit([0.5] * 4)
    world.judge_all()
    assert world.standing().level == 1, "what only the widest level accepts was wrong"
    basis, job_id = world.snapshot().record.digest, f"job{world.made + 1:04}"

    def drawn_by_the_widest_level_first(name: str) -> bool:
        draw = keyed_draw(lot_key(world.key, closing.batch_id(name, "promised", "en to de", basis)))
        inner, outer = (draw("audit", unit_name(job_id, unit)) for unit in ("u0", "u1"))
        return 0.2 <= draw("batch", "") < 0.4 and inner < outer

    name = next(name for name in map(str, range(1000)) if drawn_by_the_widest_level_first(name))
    first = world.submit([0.5, 0.3], text="Manual.", batch=name)
    world.guarantees.batches.close_named("promised", name)
    assert [(one.unit_id, one.drawn_for) for one in world.audits(first)] == [("u0", 0b100)]
    world.judge_all()
    assert world.accepted(world.submit([0.5, 0.3], text="Manual.")) == {"u0"}
    (audit,) = world.audits(first)
    assert (audit.unit_id, audit.drawn_for, audit.judgement) == ("u0", 0b110, "right")
    assert world.snapshot().entries[-1].m == (0, 1, 1)


def test_a_copy_inside_an_open_batch_is_an_ordinary_unit_of_it(world: Any) -> None:
    """Whatever batch is named for it."""
    world.certified()
    first, copy = (world.submit([1.0], text="Manual.", batch=name) for name in ("monday", "tuesday"))
    assert (world.place(copy)[0].repeated, world.batch(copy).id) == (False, world.batch(first).id)
    world.guarantees.batches.close_named("promised", "monday")
    assert world.batch(first).sizes == (2, 2, 2)
    assert (world.accepted(first), world.accepted(copy)) == ({"u0"}, {"u0"})
    assert world.batch(first).documents == 1


def test_under_another_policy_or_to_another_language_it_is_no_copy(world: Any) -> None:
    world.certified()
    first = world.submit([1.0], text="Manual.")
    french = world.submit([1.0], text="Manual.", to="fr")
    world.in_force["promised"] = world.in_force["promised"].model_copy(update={"quorum": 3})
    other = world.submit([1.0], text="Manual.")
    assert len({world.batch(one).id for one in (first, french, other)}) == 3
    assert not any(world.place(one)[0].repeated for one in (first, french, other))
