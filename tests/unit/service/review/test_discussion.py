"""Comments and questions to a colleague: nobody who decides blindly reads them, and nothing waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from consensus import review
from consensus.auth.roles import Role, Roles
from consensus.domain import Candidate, CommentKind, Event, Facets, ItemKind, Policy, ReviewRules
from consensus.domain.job import QueueFilter, UnitRecord
from consensus.errors import ConflictError, ForbiddenError, UsageError
from consensus.service.reports.search import Library
from consensus.service.review import seeds
from consensus.service.review.discussion import ANSWER_DAYS, LONGEST, OwnQuestions
from consensus.service.review.queue import Queue, ReviewSettings, ReviewView
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

ANA, BEN, CEM, DAN = "Ana@example.org", "ben@example.org", "cem@example.org", "dan@example.org"
REVIEWERS = frozenset({Role.REVIEWER})
DAY = timedelta(days=1).total_seconds()


def roles(*people: str, adjudicators: tuple[str, ...] = ()) -> Roles:
    given = dict.fromkeys((one.lower() for one in people), REVIEWERS)
    return Roles(given | dict.fromkeys(adjudicators, frozenset({Role.REVIEWER, Role.ADJUDICATOR})))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def made(store: SqlStore, clock: FixedClock, keep: Any, decided: Callable[..., UnitRecord]) -> Callable[..., Queue]:
    """Stores a job of segments that wait and opens the queue for these people. second: all are reviewed twice."""

    def opened(*sources: str, people: Roles | None = None, second: bool = False) -> Queue:
        rules = ReviewRules(second_share=1.0 if second else 0.0)
        records = []
        for at, source in enumerate(sources):
            one = decided(f"u{at}", 0.1, "split", index=at)
            answers = tuple(Candidate(f"u{at}", f"m{n}", f"f{n}", f"{source} {n}") for n in range(2))
            assert one.verdict is not None
            verdict = replace(one.verdict, leading=f"{source} 0")
            records.append(replace(one, unit=replace(one.unit, text=source), answers=answers, verdict=verdict))
        keep(store, "job1", records, policy=Policy(name="p", version=1, semantic="off", review=rules))
        settings = ReviewSettings(lambda: people or roles(ANA, BEN, CEM), draw=lambda *_: 0.0)
        return Queue(store, clock, settings)

    return opened


def take(queue: Queue, clock: FixedClock, person: str, **part: Any) -> ReviewView:
    view = queue.next(person, wanted=QueueFilter(**part))
    assert view is not None
    clock.advance(1)
    return view


def texts(queue: Queue, view: ReviewView) -> list[str]:
    return [one.text for one in queue.discussion.of(view).comments]


# --- comments


def test_a_comment_is_for_whoever_reviews_the_item(
    made: Callable[..., Queue], store: SqlStore, clock: FixedClock
) -> None:
    queue = made("One.")
    view = take(queue, clock, ANA)
    queue.discussion.comment(view, "  Which pump?\n")
    queue.discussion.comment(view, "The <b>old</b> one.")
    assert texts(queue, view) == ["Which pump?", "The <b>old</b> one."]
    assert queue.touch(view), "the item is still hers, as it was shown"
    queue.release(view)
    shown = queue.discussion.of(take(queue, clock, BEN))
    assert [(one.author, one.kind, one.addressee) for one in shown.comments] == [(ANA, CommentKind.COMMENT, "")] * 2
    assert shown.may_write
    (first, second, _) = store.events(view.item.id)
    assert (first.action, first.actor, first.detail) == ("comment", ANA, ""), "what was said goes with the job"
    assert second.action == "comment"


def test_a_comment_needs_words_a_role_and_the_item(made: Callable[..., Queue], clock: FixedClock) -> None:
    queue = made("One.")
    view = take(queue, clock, ANA)
    for text in ("", " \n", "x" * (LONGEST + 1)):
        with pytest.raises(UsageError):
            queue.discussion.comment(view, text)
    queue.discussion.comment(view, "x" * LONGEST)
    other = replace(view, item=replace(view.item, owner=BEN))
    with pytest.raises(ConflictError):
        queue.discussion.comment(other, "Mine.")
    stranger = replace(view, item=replace(view.item, owner="eve@example.org"))
    with pytest.raises(ForbiddenError):
        queue.discussion.comment(stranger, "Mine.")
    queue.release(view)
    with pytest.raises(ConflictError):
        queue.discussion.comment(view, "Later.")
    assert texts(queue, view) == ["x" * LONGEST]


def test_the_second_reviewer_reads_nothing_of_the_first(made: Callable[..., Queue], clock: FixedClock) -> None:
    queue = made("One.", people=roles(ANA, BEN, CEM, adjudicators=(DAN,)), second=True)
    view = take(queue, clock, ANA)
    queue.discussion.comment(view, "I take the first.")
    queue.choose(view, "A")
    second = take(queue, clock, BEN)
    assert second.item.round == 2
    assert texts(queue, second) == []
    queue.discussion.comment(second, "B reads better.")
    assert texts(queue, second) == ["B reads better."]
    queue.release(second)
    third = take(queue, clock, CEM)
    assert texts(queue, third) == [], "nor of another second one"
    queue.release(third)
    queue.choose(again := take(queue, clock, BEN), "B")
    assert again.item.round == 2
    settles = take(queue, clock, DAN)
    assert settles.item.round == 3
    shown = queue.discussion.of(settles).comments
    assert sorted(one.text for one in shown) == ["B reads better.", "I take the first."]
    assert {(one.author, one.at, one.addressee) for one in shown} == {("", "", "")}, "nor who was first"


def test_who_took_part_is_no_blind_second_reviewer(
    made: Callable[..., Queue], store: SqlStore, clock: FixedClock
) -> None:
    queue = made("One.", second=True)
    view = take(queue, clock, BEN)
    queue.discussion.comment(view, "A, I think.")
    queue.release(view)
    queue.choose(take(queue, clock, ANA), "A")
    assert queue.next(BEN) is None, "he said what he thinks, and she read it"
    assert queue.next(CEM) is not None


def test_where_nobody_else_is_left_the_second_review_is_made_all_the_same(
    made: Callable[..., Queue], clock: FixedClock
) -> None:
    queue = made("One.", people=roles(ANA, BEN), second=True)
    view = take(queue, clock, BEN)
    queue.discussion.comment(view, "A, I think.")
    queue.release(view)
    queue.choose(take(queue, clock, ANA), "A")
    assert take(queue, clock, BEN).item.round == 2


def test_taken_back_an_item_is_for_everybody_again(
    made: Callable[..., Queue], store: SqlStore, clock: FixedClock
) -> None:
    queue = made("One.", second=True)
    view = take(queue, clock, BEN)
    queue.discussion.comment(view, "A, I think.")
    queue.release(view)
    queue.choose(take(queue, clock, ANA), "A")
    back = queue.undo(ANA)
    assert back.item.barred == ()
    assert texts(queue, back) == ["A, I think."]
    queue.release(back)
    assert take(queue, clock, BEN).item.round == 1


@pytest.mark.parametrize("kind", [ItemKind.CHECK, ItemKind.GOLD])
def test_audits_have_no_comments(
    made: Callable[..., Queue], store: SqlStore, clock: FixedClock, kind: ItemKind
) -> None:
    queue = made("One.")
    view = take(queue, clock, ANA)
    queue.discussion.comment(view, "Seen.")
    facets = Facets(reason=seeds.PLAIN) if kind is ItemKind.GOLD else Facets()
    audit = replace(view, item=replace(view.item, kind=kind, facets=facets), as_audit=kind is ItemKind.CHECK)
    assert queue.discussion.of(audit) == type(queue.discussion.of(audit))()
    for act in (queue.discussion.comment, lambda view, text: queue.discussion.ask(view, BEN, text)):
        with pytest.raises(UsageError, match="audit"):
            act(audit, "Which?")


def test_a_unit_with_a_known_answer_shows_ones_own_comments_alone(
    made: Callable[..., Queue], store: SqlStore, clock: FixedClock
) -> None:
    queue = made("One.")
    view = take(queue, clock, ANA)
    queue.discussion.comment(view, "A.")
    found = store.comments(view.item.id)
    gold = replace(view.item, kind=ItemKind.GOLD)
    assert [one.text for one in review.comments_for(ANA.lower(), gold, found)] == ["A."]
    assert review.comments_for(BEN, gold, found) == ()


def test_comments_go_with_their_job(made: Callable[..., Queue], store: SqlStore, clock: FixedClock) -> None:
    queue = made("One.")
    view = take(queue, clock, ANA)
    queue.discussion.ask(view, BEN, "Which?")
    assert store.comments(view.item.id)
    assert queue.discussion.mine(BEN).to_answer == 1
    store.delete_job("job1", Event("2026-05-04T12:00:00+00:00", "ana", "delete", "job1"))
    assert store.comments(view.item.id) == []
    assert queue.discussion.mine(BEN) == OwnQuestions()


def test_an_export_has_what_was_said_once_nobody_decides_blindly_any_more(
    made: Callable[..., Queue], store: SqlStore, clock: FixedClock
) -> None:
    queue = made("One.", second=True)
    view = take(queue, clock, ANA)
    queue.discussion.comment(view, "A.")
    assert [one.text for one in store.comments_of("job1")] == ["A."]
    queue.choose(view, "A")
    assert store.comments_of("job1") == []
    queue.choose(take(queue, clock, CEM), "A")
    assert [one.text for one in store.comments_of("job1")] == ["A."]


def test_results_show_what_was_said_once_the_unit_is_settled(
    made: Callable[..., Queue], store: SqlStore, clock: FixedClock
) -> None:
    queue, library = made("One."), Library(store, store)
    view = take(queue, clock, ANA)
    queue.discussion.comment(view, "A.")
    assert library.history("job1", "u0").record.comments == ()
    queue.choose(view, "A")
    assert [one.text for one in library.history("job1", "u0").record.comments] == ["A."]


# --- questions


def test_a_question_goes_to_one_colleague_and_its_answer_comes_back(
    made: Callable[..., Queue], store: SqlStore, clock: FixedClock
) -> None:
    queue = made("One.", "Two.")
    view = take(queue, clock, ANA)
    assert queue.discussion.colleagues(view) == (BEN, CEM)
    queue.discussion.ask(view, BEN, "Pump or valve?")
    assert queue.discussion.mine(ANA) == OwnQuestions(asked=1)
    assert queue.discussion.mine(BEN) == OwnQuestions(to_answer=1)
    other = take(queue, clock, ANA)
    assert other.item.id != view.item.id, "it left her queue"
    assert queue.next(CEM) is None, "nobody takes it from him"
    asked = take(queue, clock, BEN)
    assert asked.item.id == view.item.id, "he is served it first"
    talk = queue.discussion.of(asked)
    assert (talk.asked_by, talk.answered) == (ANA.lower(), False)
    assert [(one.kind, one.text) for one in talk.comments] == [(CommentKind.QUESTION, "Pump or valve?")]
    queue.discussion.answer(asked, "The valve.")
    assert queue.discussion.mine(BEN) == OwnQuestions()
    assert queue.discussion.mine(ANA) == OwnQuestions(answered=1)
    assert queue.next(BEN) is None
    queue.release(other)
    back = take(queue, clock, ANA)
    assert back.item.id == view.item.id, "what was answered comes before what waits longer"
    assert queue.discussion.of(back).answered
    assert texts(queue, back) == ["Pump or valve?", "The valve."]
    queue.choose(back, "A")
    assert queue.discussion.mine(ANA) == OwnQuestions()
    assert [event.action for event in store.events(view.item.id)] == ["question", "answer", "resolve"]
    assert not any("valve" in event.detail for event in store.events(view.item.id))


def test_who_is_asked_may_decide(made: Callable[..., Queue], store: SqlStore, clock: FixedClock) -> None:
    queue = made("One.")
    queue.discussion.ask(take(queue, clock, ANA), BEN, "Which?")
    queue.choose(take(queue, clock, BEN), "A")
    made_by = store.unit("job1", "u0").resolution
    assert made_by is not None
    assert made_by.reviewer == BEN
    assert queue.discussion.mine(ANA) == OwnQuestions()
    assert queue.next(ANA) is None


def test_a_question_ends(made: Callable[..., Queue], clock: FixedClock) -> None:
    queue = made("One.")
    queue.discussion.ask(take(queue, clock, ANA), BEN, "Which?")
    clock.advance(ANSWER_DAYS * DAY - 10)
    assert queue.next(ANA) is None
    assert queue.next(CEM) is None
    clock.advance(10)
    assert queue.discussion.mine(BEN) == OwnQuestions()
    queue.release(take(queue, clock, CEM))
    queue.release(take(queue, clock, ANA))
    shown = take(queue, clock, BEN)
    assert queue.discussion.of(shown).asked_by == ""
    with pytest.raises(UsageError, match="no question"):
        queue.discussion.answer(shown, "The valve.")


def test_an_answer_waits_for_the_asker_as_long(made: Callable[..., Queue], clock: FixedClock) -> None:
    queue = made("One.")
    queue.discussion.ask(take(queue, clock, ANA), BEN, "Which?")
    clock.advance(2 * DAY)
    queue.discussion.answer(take(queue, clock, BEN), "That.")
    clock.advance(2 * DAY)
    assert queue.next(CEM) is None
    clock.advance(DAY)
    assert queue.next(CEM) is not None


def test_skipped_by_the_one_asked_it_is_for_everybody(made: Callable[..., Queue], clock: FixedClock) -> None:
    queue = made("One.")
    queue.discussion.ask(take(queue, clock, ANA), BEN, "Which?")
    asked = take(queue, clock, BEN)
    queue.release(asked)
    assert queue.next(CEM) is None, "given back it still waits for him"
    queue.skip(take(queue, clock, BEN), "I do not know.")
    assert texts(queue, take(queue, clock, CEM)) == ["Which?", "I do not know."], "the next reads why"


def test_mine_is_a_filter(made: Callable[..., Queue], clock: FixedClock) -> None:
    queue = made("One.", "Two.", "Three.")
    assert queue.next(BEN, wanted=QueueFilter(mine=True)) is None
    first = take(queue, clock, ANA)
    queue.discussion.ask(first, BEN, "Which?")
    mine = take(queue, clock, BEN, mine=True)
    assert mine.item.id == first.item.id
    queue.discussion.answer(mine, "That.")
    assert queue.next(BEN, wanted=QueueFilter(mine=True)) is None
    assert take(queue, clock, ANA, mine=True).item.id == first.item.id
    held = take(queue, clock, BEN)
    assert held.item.id != first.item.id
    assert queue.next(BEN, wanted=QueueFilter(mine=True)) is None, "what he holds is not his by name"


def test_what_waits_is_listed_to_whom_it_waits_for(made: Callable[..., Queue], clock: FixedClock) -> None:
    queue = made("One.", "Two.")
    view = take(queue, clock, ANA)
    queue.discussion.ask(view, BEN, "Which?")
    lists = {one: {item.id for item in queue.held.waiting(one, QueueFilter(), 10)} for one in (ANA, BEN, CEM)}
    assert view.item.id in lists[BEN]
    assert view.item.id not in lists[ANA] | lists[CEM]
    assert len(lists[CEM]) == 1
    opened = queue.open(CEM, view.item.id)
    clock.advance(1)
    assert queue.choose(opened, "A"), "who opens it by its link is not kept from deciding"


def test_the_same_text_waits_with_it(made: Callable[..., Queue], clock: FixedClock) -> None:
    queue = made("One.", "One.", "Two.")
    view = take(queue, clock, ANA)
    assert view.repeats == 1
    queue.discussion.ask(view, BEN, "Which?")
    assert take(queue, clock, CEM).source == "Two."
    assert queue.next(ANA) is None, "the same text again would be the same question"
    asked = take(queue, clock, BEN)
    assert asked.repeats == 1
    assert queue.choose(asked, "A").repeats == 1


def test_only_a_colleague_who_may_decide_it_is_asked(made: Callable[..., Queue], clock: FixedClock) -> None:
    queue = made("One.", second=True, people=roles(ANA, BEN, adjudicators=(CEM, DAN)))
    view = take(queue, clock, ANA)
    for nobody in (ANA, "eve@example.org", ""):
        with pytest.raises(UsageError, match="cannot be asked"):
            queue.discussion.ask(view, nobody, "Which?")
    queue.choose(view, "A")
    queue.choose(take(queue, clock, BEN), "B")
    third = take(queue, clock, CEM)
    assert queue.discussion.colleagues(third) == (DAN,)
    with pytest.raises(UsageError, match="cannot be asked"):
        queue.discussion.ask(third, BEN, "Which?")
    queue.discussion.ask(third, DAN, "Which?")
    assert queue.discussion.of(take(queue, clock, DAN)).asked_by == CEM


def test_the_first_reviewer_is_asked_in_vain_by_the_second(made: Callable[..., Queue], clock: FixedClock) -> None:
    queue = made("One.", second=True)
    queue.choose(take(queue, clock, ANA), "A")
    second = take(queue, clock, BEN)
    assert queue.discussion.colleagues(second) == (ANA.lower(), CEM), "the list says nothing of who decided"
    queue.discussion.ask(second, ANA, "Which?")
    assert queue.discussion.mine(BEN) == OwnQuestions(asked=1), "to him all questions look alike"
    assert queue.discussion.mine(ANA) == OwnQuestions()
    assert queue.next(ANA) is None
    assert queue.next(BEN) is None
    other = take(queue, clock, CEM)
    assert (other.item.round, texts(queue, other)) == (2, []), "nobody else is kept from it, nor told"


def test_a_question_in_the_second_round_is_between_two(made: Callable[..., Queue], clock: FixedClock) -> None:
    queue = made("One.", second=True)
    view = take(queue, clock, ANA)
    queue.discussion.comment(view, "A it is.")
    queue.choose(view, "A")
    queue.discussion.ask(take(queue, clock, BEN), CEM, "Which?")
    asked = take(queue, clock, CEM)
    assert texts(queue, asked) == ["Which?"]
    queue.discussion.answer(asked, "That.")
    assert texts(queue, take(queue, clock, BEN)) == ["Which?", "That."]


def test_a_known_answer_is_asked_about_in_vain(made: Callable[..., Queue], store: SqlStore, clock: FixedClock) -> None:
    queue = made("One.", "Two.")
    view = take(queue, clock, ANA)
    gold = replace(view.item, id="gold", unit_id="u1", kind=ItemKind.GOLD, version=1, priority=9.0, owner="")
    store.save_decisions("job1", [store.unit("job1", "u1")], [gold])
    part = QueueFilter(gold=True)
    held = store.claim_next(BEN, clock.now(), 900, wanted=part)
    assert held is not None
    queue.discussion.ask(replace(view, item=held), CEM, "Which?")
    assert queue.discussion.mine(BEN) == OwnQuestions(asked=1)
    assert queue.discussion.mine(CEM) == OwnQuestions()
    assert store.claim_next(BEN, clock.now(), 900, wanted=part) is None
    assert store.claim_next(CEM, clock.now(), 900, wanted=part) is not None
    assert store.comments_of("job1") == []


def test_bulk_leaves_questions_alone(made: Callable[..., Queue], clock: FixedClock) -> None:
    queue = made(*(f"Text {n}." for n in range(8)))
    view = take(queue, clock, ANA)
    queue.discussion.ask(view, BEN, "Which?")
    for person in (BEN, CEM):
        offer = queue.bulk.offer(person, QueueFilter(job_id="job1"))
        assert offer.size == 7
        assert view.item.id not in {line.item.id for line in (*offer.sample, *offer.rest)}
