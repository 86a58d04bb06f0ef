"""Figures on guarantees: what the screens and ``certify status`` say, on both stores."""

from __future__ import annotations

import json
from dataclasses import replace
from math import log
from typing import Any

import pytest

from consensus.domain import BatchEntry, Event, Scheme
from consensus.service.reports import guarantees, insights
from consensus.service.reports.guarantees import Promises, guarantees_counted
from consensus.service.reports.insights import Share

DAY = 86400.0


def of(world: Any) -> Promises:
    return Promises(world.guarantees, world.store, world.store)


def shown(world: Any) -> Any:
    (found,) = of(world).all()
    return found


def evidence(world: Any) -> Any:
    return of(world).evidence(shown(world))


def test_while_levels_are_placed_batches_and_documents_are_counted(world: Any) -> None:
    world.submit([0.5, 0.9])
    world.submit([0.5], batch="delivery 7")
    found = shown(world)
    assert (found.status.state, found.level, found.levels, found.shown) == ("learning", None, (), None)
    assert found.escaped == ""
    assert (found.closed, found.documents, found.judged) == (1, 1, Share(0, 0))
    assert found.batches == '1 batch closed with 1 document, 1 open ("delivery 7" since 2030-01-01 00:00).'
    assert found.status.words.startswith(
        "Learning: the levels are placed from 1 of 30 documents, 2 of 100 scored units"
    )
    assert of(world).evidence(found) is None


def test_learning_says_how_far_the_proof_is_and_what_holds_it_back(world: Any) -> None:
    world.levels_declared()
    world.submit([1.0] * 4)
    world.judge_all()
    world.submit([1.0] * 4)
    found = shown(world)
    assert found.status.words.startswith("Learning: 2 of about 6 documents, if nothing more is wrong. 4 judged, 4 open")
    assert found.backlog == "4 judged, 4 open"
    assert found.as_dict()["audits"] == {"made": 4, "wrong": 0, "open": 4, "overdue": 0}
    world.clock.advance(8 * DAY)
    assert shown(world).backlog == "4 judged, 4 open (4 overdue)"


def test_certified_with_its_figures(world: Any) -> None:
    world.certified()
    found = shown(world)
    assert (found.status.state, found.level) == ("certified", 3)
    assert [(one.number, one.certified, one.accepts, one.stands) for one in found.levels] == [
        (1, True, False, "certified"),
        (2, True, False, "certified"),
        (3, True, True, "accepts now"),
    ]
    assert [(one.batches, one.documents, one.audits, one.wrong, one.pending) for one in found.levels] == [
        (6, 6, 24, 0, 0)
    ] * 3
    assert found.shown.bound <= 0.5, "proven"
    assert found.escaped.startswith("at most ")
    assert (found.reviewers, found.to_do) == ("", ()), "its sentence says it already"
    told = evidence(world)
    assert [point.batches for point in told.points] == [1, 2, 3, 4, 5, 6]
    assert told.needed == pytest.approx(-log(0.8 * 0.05))
    assert told.points[-1].evidence >= told.needed > told.points[-2].evidence
    assert told.points[-1].bound == pytest.approx(found.shown.bound)
    bounds = [point.bound for point in told.points]
    assert bounds == sorted(bounds, reverse=True)


def test_a_level_hears_of_its_own_audits(world: Any) -> None:
    world.levels_declared()
    for score in (0.9, 0.5, 0.3, 0.3):
        world.submit([score, 0.1])
    for item in world.waiting():
        world.judge(item, "wrong" if item.job_id > "job0003" else "right")
    found = shown(world)
    assert [(one.batches, one.judged) for one in found.levels] == [(1, Share(0, 1)), (2, Share(0, 2)), (4, Share(2, 4))]
    told = evidence(world)
    assert found.level == 2, "the first to be certified"
    assert [(point.batches, point.audits) for point in told.points] == [(1, 1), (2, 2)]
    # The document that asked for the guarantee has a unit of its own; what no level accepts counts as a unit.
    assert [one.share for one in told.coverage] == [Share(1, 9), Share(3, 9), Share(5, 9)]
    assert [one.within for one in told.coverage] == [None] * 3, "five documents are too few to know their spread"


def test_the_order_is_that_of_the_batches_not_of_the_audits(world: Any) -> None:
    world.levels_declared()
    for _ in range(3):
        world.submit([1.0] * 2)
    for item in sorted(world.waiting(), key=lambda one: one.job_id, reverse=True):
        world.judge(item, "wrong" if item.job_id == "job0003" else "unsure" if item.job_id == "job0004" else "right")
    told = evidence(world).points
    assert [(point.wrong, point.pending) for point in told] == [(0, 0), (2, 0), (4, 0)], "unsure is wrong"


def test_no_bound_is_below_what_was_seen(world: Any) -> None:
    world.certified()
    world.until_alarm()
    world.clock.advance(1)
    record = world.snapshot().record
    snapshot = replace(world.snapshot(), record=replace(record, attempt=1))
    entries = [entry(place, 4, 0) for place in range(1, 6)] + [entry(place, 4, 4) for place in range(6, 30)]
    status = replace(world.status(), snapshot=replace(snapshot, entries=tuple(entries)))
    found = guarantees._promise(status, [])
    assert found.levels[1].bound >= 24 / 29


def entry(place: int, drawn: int, wrong: int) -> BatchEntry:
    counts = (drawn,) * 3
    at = f"2030-01-01T00:{place:02}:00+00:00"
    nothing = (0,) * 3
    return BatchEntry(
        place, f"b{place}", at, Scheme.CENSUS, 1.0, 1.0, None, False, 1, counts, counts, counts, (wrong,) * 3, nothing,
        nothing,
    )  # fmt: skip


def test_an_alarm_says_what_to_do_and_begins_anew(world: Any) -> None:
    world.certified()
    job = world.submit([1.0] * 4)
    assert world.accepted(job), "with the proof"
    world.guarantees.exported(job, world.store.units(job.id))
    world.until_alarm()
    found = shown(world)
    assert (found.status.state, found.escaped, found.status.record.attempt) == ("alarm", "", 2)
    since = found.status.record.paused_since[:16].replace("T", " ")
    exported = found.status.snapshot.exported
    assert [step.split(":")[0].split(".")[0] for step in found.to_do] == [
        *(["Tell whoever received them"] if exported else []),
        "Decide what was taken back",
        "Find the cause",
        "Go on handing in",
    ]
    if exported:
        assert f"{exported} units accepted since {since} left the house" in found.to_do[0]
    assert "in attempt 2" in found.to_do[-1]
    assert evidence(world).points == (), "nothing of before counts"
    told = found.as_dict()
    assert (told["state"], told["attempt"], told["level"]) == ("alarm", 2, None)
    assert told["alarmed_at"]
    assert told["paused_since"]


def test_the_batch_that_raised_the_alarm_is_marked() -> None:
    entries = [entry(place, 4, 0) for place in range(1, 401)]
    course = guarantees._course(tuple(entries), 1, (4, 0.4, 0.04, 0.8), 123)
    assert [(point.batches, point.alarm) for point in course if point.alarm] == [(123, True)]
    assert 140 < len(course) <= 150, "thinned, with both ends"
    assert (course[0].batches, course[-1].batches) == (1, 400)
    assert all(point.bound <= 1 for point in course)


def test_what_is_printed_as_json(world: Any) -> None:
    world.certified()
    world.submit([1.0], batch="delivery 7")
    told = json.loads(json.dumps(shown(world).as_dict()))
    assert told["policy"]["name"] == "promised"
    assert (told["slice"], told["state"], told["level"], told["guarantees"]) == ("en to de", "certified", 2, 1)
    assert told["batches"] == {
        "open": 1,
        "closed": 6,
        "opened": [
            {"name": "delivery 7", "opened_at": world.guarantees.open_batches(("promised", "en to de"))[0].opened_at}
        ],
    }
    assert told["progress"] is None
    assert told["levels"][2] == told["levels"][2] | {"audits": 24, "wrong": 0, "pending": 0, "certified": True}
    assert told["words"] == world.status().words
    assert told["reviewers"] == "This assumes that reviewers catch at least 100% of errors."
    low, high = told["escaped_per_1000"]
    assert 0 < low < high


def test_one_job_or_one_policy_alone(world: Any) -> None:
    world.levels_declared()
    job = world.submit([1.0])
    world.submit([1.0], to="fr")
    promises = of(world)
    assert [one.key[1] for one in promises.all()] == ["en to de", "en to fr"]
    (found,) = promises.all(job.id)
    assert found.key[1] == "en to de"
    told = promises.evidence(found, job.id)
    assert told is not None
    assert told.coverage[2].share == Share(1, 1)
    assert len(promises.all(policy="promised")) == 2
    assert promises.all(policy="another") == []
    without = world.in_force["promised"].model_copy(update={"guarantee": "none"})
    unpromised = world.submit([1.0], policy=without)
    assert (promises.all(unpromised.id), promises.words(unpromised.id)) == ([], "not certified")


def test_words_of_a_job(world: Any) -> None:
    world.certified()
    job = world.submit([1.0])
    assert of(world).words(job.id) == shown(world).status.words
    other = world.submit([1.0], panel=replace(world.panel, members=world.panel.members[:2]))
    assert other.id != job.id
    assert of(world).words(job.id).startswith("not certified: this job was decided under another policy or by other")


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 guarantee is kept in this house."),
        (20, "of 20 at their limits at least one does in up to 64%"),
    ],
)
def test_how_many_guarantees_there_are_stands_beside(count: int, words: str) -> None:
    assert words in guarantees_counted(count, 0.95)


def test_a_thousand_open_batches_are_one_sentence(world: Any) -> None:
    world.levels_declared()
    for number in range(5):
        world.submit([1.0], batch=f"delivery {number}")
    found = shown(world).batches
    assert found.startswith("0 batches closed with 0 documents, 5 open (")
    assert found.endswith('"delivery 2" since 2030-01-01 00:00 and 2 more).')


@pytest.mark.parametrize(("documents", "known"), [(9, False), (10, True)])
def test_how_documents_differ_is_known_from_ten_on(world: Any, documents: int, known: bool) -> None:
    world.levels_declared()
    (first,) = world.store.job_versions(10, "")
    world.store.delete_job(first.job_id, Event("2030-01-01T00:00:00+00:00", "ana", "delete-job", first.job_id, ""))
    for at in range(documents):
        world.submit([0.9, 0.1 if at % 2 else 0.9])
    level = evidence(world).coverage[0]
    assert (level.documents, level.within is not None) == (documents, known)
    if known:
        assert 0.5 < level.within.lower < level.share.value == 0.75 < level.within.upper < 1.0


@pytest.mark.parametrize(("most", "all_seen"), [(1, False), (2, False), (3, False), (4, True)])
def test_coverage_says_whether_older_documents_are_left_out(
    world: Any, monkeypatch: pytest.MonkeyPatch, most: int, all_seen: bool
) -> None:
    monkeypatch.setattr(guarantees, "_MOST_JOBS", most)
    world.levels_declared()
    world.submit([0.9])
    world.submit([0.9])
    assert evidence(world).all_seen is all_seen


def test_documents_beyond_so_many_units_are_left_out(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.levels_declared()
    world.submit([0.9] * 100)
    assert evidence(world).all_seen
    monkeypatch.setattr(insights, "MOST_UNITS", 100)
    assert not evidence(world).all_seen
