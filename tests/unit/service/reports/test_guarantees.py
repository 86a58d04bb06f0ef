"""What the screens say of guarantees, on both stores."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from consensus.domain import Judgement, Origin
from consensus.errors import NotFoundError
from consensus.providers.clock import SystemClock
from consensus.service.guarantee.service import Guarantees
from consensus.service.reports.guarantees import Promises
from consensus.service.reports.insights import Share

RIGHT, STYLE, UNSURE, WRONG = Judgement


class NoFiles:
    """No policy file is there, as after a policy was deleted."""

    def load(self, name: str) -> Any:
        raise NotFoundError(f"there is no policy {name}", do="Make one.")


def of(store: Any) -> Promises:
    guarantees = Guarantees(store, SystemClock(), lambda purpose, name: 0.5, NoFiles())  # type: ignore[arg-type]
    return Promises(guarantees, store, store)


def test_before_levels_nothing_is_promised(store: Any, promised: Any) -> None:
    world = promised(store)
    world.declared(replace(world.begun, life="", scores=(0.5,) * 40))
    (found,) = of(store).all()
    assert (found.status.state, found.risk, found.bound, found.level) == ("learning", None, None, None)
    assert "40 so far" in found.status.words
    assert of(store).evidence(found) is None
    assert "0 of at least 20 seeded errors were judged, 20 more are needed" in found.reviewers


def test_certified_with_its_figures(store: Any, promised: Any) -> None:
    promised(store).checks(74)
    (found,) = of(store).all()
    assert (found.status.state, found.level, found.checks, found.missing) == ("certified", 3, Share(0, 74), 0)
    assert found.risk == 0.05
    assert found.escaped == pytest.approx(1000 * 0.05 * 0.75)
    assert found.bound == pytest.approx(0.05, abs=5e-4), "74 checks without an error, from the table of integers"
    evidence = of(store).evidence(found)
    assert evidence is not None
    assert [point.checks for point in evidence.bound_curve] == list(range(1, 75))
    first, last = evidence.bound_curve[0], evidence.bound_curve[-1]
    assert first.within.lower == 0.0
    assert min(first.bound, first.within.upper) > 0.9, "one check says next to nothing"
    assert last.bound == found.bound
    assert last.within.upper > last.bound, "two sides cost more than one"
    assert first.at < last.at


def test_the_order_of_the_checks_is_kept(store: Any, promised: Any) -> None:
    world = promised(store)
    for judgement in (RIGHT, UNSURE, STYLE, WRONG, RIGHT):
        world.check(judgement)
    evidence = of(store).evidence(of(store).all()[0])
    assert evidence is not None
    assert [point.wrong for point in evidence.bound_curve] == [0, 1, 1, 2, 2], "unsure is wrong, style is not"


def test_a_level_hears_of_its_own_checks(store: Any, promised: Any) -> None:
    world = promised(store)
    for level in (0, 0, 1, 2, 2, 2):
        world.check(WRONG if level == 2 else RIGHT, level)
    found = of(store).all()[0]
    evidence = of(store).evidence(found)
    assert evidence is not None
    assert [one.checks for one in evidence.levels] == [Share(0, 2), Share(0, 3), Share(3, 6)]
    assert (found.level, [point.checks for point in evidence.bound_curve]) == (2, [1, 2, 3]), (
        "the first to be certified"
    )
    # Each document has two units, and one of them some level accepts.
    assert [one.coverage for one in evidence.levels] == [Share(2, 12), Share(3, 12), Share(6, 12)]
    assert [one.within for one in evidence.levels] == [None] * 3, "six documents are too few to know their spread"


def test_what_does_not_count(store: Any, promised: Any) -> None:
    world = promised(store)
    world.checks(3)
    world.check(WRONG, origin=Origin.EXTRA)
    world.check(WRONG, origin=Origin.QUEUE)
    world.check(WRONG, digest="another basis")
    world.check(None)
    (found,) = of(store).all()
    evidence = of(store).evidence(found)
    assert evidence is not None
    assert (found.checks, evidence.bound_curve[-1].wrong, len(evidence.bound_curve)) == (Share(0, 3), 0, 3)
    assert found.status.open_checks == 1
    assert found.missing == 27


def test_spot_checks_under_their_own_name(store: Any, promised: Any) -> None:
    world = promised(store)
    world.checks(4)
    for judgement in (RIGHT, WRONG, STYLE, RIGHT):
        world.check(judgement, origin=Origin.SPOT_CHECK, accepted=True)
    (found,) = of(store).all()
    assert (found.spots, found.style) == (Share(1, 4), 1)
    assert found.between is not None
    assert found.between.lower < 0.25 < found.between.upper


def test_overdue_is_wrong_at_the_upper_end_alone(store: Any, promised: Any) -> None:
    world = promised(store)
    world.checks(20)
    before = of(store).evidence(of(store).all()[0])
    for _ in range(5):
        world.check(None, due_at=(world.now - timedelta(days=1)).isoformat())
    (found,) = of(store).all()
    after = of(store).evidence(found)
    assert before is not None
    assert after is not None
    assert (found.status.overdue, found.checks) == (5, Share(5, 25))
    risk, earlier = after.levels[1].risk, before.levels[1].risk
    assert risk is not None
    assert earlier is not None
    assert risk.lower == 0.0
    assert risk.upper > earlier.upper
    assert len(after.bound_curve) == 20, "nobody has made them"


def test_a_curve_takes_labels_and_errors(store: Any, promised: Any) -> None:
    world = promised(store)
    world.checks(30, 9)
    few = of(store).evidence(of(store).all()[0])
    assert few is not None
    assert few.no_curve == (
        "No curve yet, it would show chance: 39 of 200 labels: 161 more are needed; 9 of 10 errors: 1 more would be "
        "needed."
    )
    world.checks(160, 1)
    enough = of(store).evidence(of(store).all()[0])
    assert enough is not None
    assert enough.no_curve == ""
    assert enough.all_seen, "no document is left out"
    within = enough.levels[0].within
    assert within is not None
    assert (enough.levels[0].coverage, within.lower, within.upper) == (Share(200, 400), 0.5, 0.5), "all documents alike"
    assert 100 < len(enough.bound_curve) <= 150, "thinned, with both ends"
    assert (enough.bound_curve[0].checks, enough.bound_curve[-1].checks) == (1, 200)


def test_an_alarm_begins_anew(store: Any, promised: Any) -> None:
    world = promised(store, alpha=0.2)
    world.checks(30)
    assert of(store).all()[0].risk == 0.2
    world.checks(0, 3, origin=Origin.SPOT_CHECK, accepted=True)
    world.check(None, origin=Origin.SPOT_CHECK, accepted=True)
    world.checks(0, 3, origin=Origin.SPOT_CHECK, accepted=True)
    (found,) = of(store).all()
    assert found.status.state == "alarm"
    assert (found.risk, found.escaped, found.status.record.attempt) == (None, None, 2)
    evidence = of(store).evidence(found)
    assert evidence is not None
    assert evidence.carried == len(evidence.bound_curve[:1]) * evidence.bound_curve[0].checks > 30, (
        "what still speaks for a level"
    )
    assert evidence.bound_curve[0].at == ""


def test_one_job_alone(store: Any, promised: Any) -> None:
    german = promised(store)
    job = german.check(RIGHT)
    promised(store, slices=("en", "fr")).checks(2)
    promises = of(store)
    assert [one.key[1] for one in promises.all()] == ["en to de", "en to fr"]
    (found,) = promises.all(job)
    assert found.key[1] == "en to de"
    evidence = promises.evidence(found, job)
    assert evidence is not None
    assert evidence.levels[2].coverage == Share(1, 2)
    german.policy = german.policy.model_copy(update={"guarantee": "none"})
    unpromised = german._job("without")
    store.create_job(unpromised, [])
    assert (promises.all("without"), promises.words("without")) == ([], "not certified")


def test_words_of_a_job(store: Any, promised: Any) -> None:
    world = promised(store)
    job = world.check(RIGHT)
    assert of(store).words(job) == of(store).all()[0].status.words
    other = replace(world._job("other"), panel=replace(world.panel, members=world.panel.members[:2]))
    store.create_job(other, [])
    assert of(store).words("other").startswith("not certified: this job was decided under another policy or by other")
