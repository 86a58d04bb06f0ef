"""Halves of the documents, chances of audits, and what labels may be counted for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from consensus import certify
from consensus.certify import audit_chance, keyed_draw, unit_name
from consensus.domain import Action, Batch, Document, Drawing, HumanLabel, LabelKind, Scheme, Task
from consensus.domain import LabelledAnswer as Answer
from consensus.learn.halves import Half, document_digest, half_of
from consensus.learn.labels import standing, weighed

LABEL = HumanLabel(
    "j", "u", "i", 1, LabelKind.AUDIT, True, Drawing.AUDIT, 0.5, "d", "p 1", "en to de", "", True, "accepted",
    Action.CHOSEN, "right", "2026-01-01T00:00:00+00:00",
)  # fmt: skip


def test_a_document_stays_in_its_half() -> None:
    draw = keyed_draw(b"key")
    names = [f"{number:064x}" for number in range(1000)]
    halves = {name: half_of(name, draw) for name in names}
    assert halves == {name: half_of(name, keyed_draw(b"key")) for name in reversed(names)}
    assert 440 <= Counter(halves.values())[Half.LEARNING] <= 560
    assert halves != {name: half_of(name, keyed_draw(b"another")) for name in names}, "nobody without the key can tell"


def test_its_name_schema_and_job_change_nothing() -> None:
    one = Document("id1", "a.txt", Task.TRANSLATE, "text", "Some text.", "en", "de")
    other = replace(one, id="id2", name="b.txt", task=Task.EXTRACT, schema={"type": "object"})
    assert document_digest(one) == document_digest(other) != document_digest(replace(one, text="Some texts."))
    assert document_digest(replace(one, blob="b1")) == "b1"


@pytest.mark.parametrize(("operating", "level"), [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2)])
def test_the_chance_of_an_audit_is_how_often_it_is_drawn(operating: int, level: int) -> None:
    """Against the draw itself, over many keys."""
    levels = {unit_name("job", str(n)): n % 3 for n in range(12)}
    sizes = tuple(sum(at <= one for at in levels.values()) for one in range(3))
    r, m = certify.audit_plan(0.2, 20)
    batch = Batch("b", "b", "p", "s", "d", "2026", "c", scheme=Scheme.PPS, operating=operating, r=r, m=m, cap=20)
    batch = replace(batch, sizes=sizes, delivered=sizes)
    served = (operating, operating + 1) if operating < 2 else (operating,)  # at 0: of an order that begins there
    plan = certify.DrawPlan(Scheme.PPS, r, m, 20, served, 3)
    name = next(one for one, at in levels.items() if at == level)
    keys = 4000
    drawn = sum(name in certify.drawn_for(levels, sizes, plan, keyed_draw(b"k%d" % key)) for key in range(keys))
    chance = audit_chance(batch, level)
    assert chance is not None
    assert abs(drawn / keys - chance) < 4 * (chance * (1 - chance) / keys) ** 0.5
    assert audit_chance(replace(batch, scheme=Scheme.CENSUS), level) == 1.0
    assert audit_chance(replace(batch, scheme=Scheme.PLACING), level) is None


def test_an_audit_weighs_by_its_chance_and_the_rest_is_left_out() -> None:
    right = replace(LABEL, answers=(Answer("m", "m", "f", "a", 0),))
    wrong = replace(LABEL, unit_id="v", chance=0.125, answers=(Answer("m", "m", "f", "a", 1),))
    queue = replace(LABEL, unit_id="w", kind=LabelKind.RESOLUTION, drawn=Drawing.QUEUE, chance=None)
    found = weighed([right, wrong, queue])
    assert found.weights == (2.0, 8.0)
    assert found.share(lambda one: one.answers[0].right) == 0.2
    assert round(found.effective, 2) == 1.47
    assert found.why.startswith("1 of 3 labels come from queues")
    assert weighed([queue]).share(lambda one: True) is None
    assert weighed([]).why == "No unit was settled by a person yet."


def test_one_label_counts_for_a_unit() -> None:
    first = replace(LABEL, settles=False)
    second = replace(LABEL, decision=2, kind=LabelKind.SECOND_REVIEW)
    gold = replace(LABEL, decision=3, kind=LabelKind.GOLD)
    assert standing([first, second, gold]) == [second]
