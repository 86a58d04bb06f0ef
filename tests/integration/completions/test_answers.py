"""Questions of other programs: asked once, answered or held, decided by a person, kept apart by tenant."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from consensus import bootstrap
from consensus.domain import Event, JobOwner, Outcome
from consensus.domain.file import File
from consensus.errors import NotFoundError, UsageError
from consensus.service.answers import AnswerStatus, GivenAnswer
from consensus.service.completions import Asker, Completions, Question
from consensus.service.jobs.service import SubmitRequest
from tests.integration.completions.asked import (
    ACCEPTED,
    ACCEPTED_GERMAN,
    HELD,
    HELD_GERMAN,
    HELD_INVOICE,
    INVOICE,
    INVOICE_SCHEMA,
    MEMBERS,
    Installation,
    Later,
)

ASKER = Asker("office", "k1")


def translation(text: str, policy: str = "german", **more: Any) -> Question:
    return Question(text, policy, **{"source_lang": "en", "target_lang": "de", **more})


def extraction(text: str) -> Question:
    return Question(text, "invoices", schema=INVOICE_SCHEMA)


async def answered(one: Installation, question: Question, asker: Asker = ASKER) -> GivenAnswer:
    return await one.completions.settled(await one.completions.ask(question, asker, "consensus/german:en-de"))


async def test_an_accepted_translation_and_an_accepted_object(either: Installation) -> None:
    found = await answered(either, translation(ACCEPTED))
    assert (found.status, found.verdict, found.value) == (AnswerStatus.ACCEPTED, Outcome.ACCEPTED, ACCEPTED_GERMAN)
    assert (found.families_agreed, found.families_asked, found.reasons) == (2, 2, ())
    assert found.words == "not certified"
    read = await answered(either, extraction(INVOICE))
    assert read.value == {"total": 12.5, "currency": "EUR"}
    assert read.fingerprint != found.fingerprint
    again = either.completions.answers.get(read.completion.id, "office")
    assert again.as_dict() == read.as_dict()
    assert json.loads(json.dumps(again.as_dict())) == again.as_dict()


async def test_a_held_answer_gives_no_value_and_is_completed_by_a_person(either: Installation) -> None:
    found = await answered(either, translation(HELD))
    assert (found.status, found.verdict, found.value) == (AnswerStatus.HELD, Outcome.REVIEW, None)
    assert "17" in " ".join(found.reasons)
    assert found.leading in (HELD_GERMAN, HELD_GERMAN.replace("7", "17"))
    assert found.families_agreed == 1
    either.reviewed(found.job.id, HELD_GERMAN)
    done = either.completions.answers.get(found.completion.id, "office")
    assert (done.status, done.value, done.leading) == (AnswerStatus.ACCEPTED, HELD_GERMAN, None)
    assert done.verdict is Outcome.REVIEW, "the machine's verdict stays what it was"
    (unit,) = done.as_dict()["units"]
    assert unit["verification"] == "human-edited"
    assert unit["decision"]["by"] == "ana"


async def test_an_object_is_held_whole_while_one_field_is(either: Installation) -> None:
    found = await answered(either, extraction(HELD_INVOICE))
    assert (found.status, found.value) == (AnswerStatus.HELD, None)
    assert found.leading["currency"] == "EUR"
    assert found.leading["total"] in (77.5, 71.5)
    by_path = {unit["path"]: unit for unit in found.as_dict()["units"]}
    assert (by_path["currency"]["value"], by_path["total"]["value"]) == ("EUR", None)
    either.reviewed(found.job.id)
    done = either.completions.answers.get(found.completion.id, "office")
    assert done.status is AnswerStatus.ACCEPTED
    assert done.value == {"total": done.value["total"], "currency": "EUR"}


async def test_a_text_of_several_sentences_is_accepted_when_all_are(installation: Installation) -> None:
    found = await answered(installation, translation(f"{ACCEPTED} {HELD}\n\n{ACCEPTED}"))
    assert found.status is AnswerStatus.HELD
    assert found.leading.startswith(ACCEPTED_GERMAN)
    assert found.leading.endswith(f"\n\n{ACCEPTED_GERMAN}")


async def test_a_rejected_answer_says_so(installation: Installation) -> None:
    found = await answered(installation, translation(HELD))
    installation.reviewed(found.job.id, reject=True)
    done = installation.completions.answers.get(found.completion.id, "office")
    assert (done.status, done.value, done.leading) == (AnswerStatus.REJECTED, None, None)
    assert done.reasons[0] == "A person decided that no answer is right: no such valve."


async def test_a_repeat_is_answered_without_a_call(either: Installation) -> None:
    first, held = await answered(either, translation(ACCEPTED)), await answered(either, translation(HELD))
    calls = len(either.provider.requests)
    again = await answered(either, translation(ACCEPTED))
    assert again.value == ACCEPTED_GERMAN
    assert again.completion.id != first.completion.id
    assert (await answered(either, translation(HELD))).job.id == held.job.id, "one review item, not two"
    either.reviewed(held.job.id, HELD_GERMAN)
    assert (await answered(either, translation(HELD))).value == HELD_GERMAN
    assert len(either.provider.requests) == calls


@pytest.mark.parametrize("question", [translation(ACCEPTED, target_lang="nl"), translation("Open valve 4 now.")])
async def test_another_question_is_asked(installation: Installation, question: Question) -> None:
    first = await answered(installation, translation(ACCEPTED))
    assert (await answered(installation, question)).job.id != first.job.id


async def test_without_cache_days_and_for_another_tenant_it_is_asked_again(installation: Installation) -> None:
    for asker, policy in ((ASKER, "fresh"), (ASKER, "fresh"), (Asker("shop"), "german"), (ASKER, "german")):
        await answered(installation, translation(ACCEPTED, policy), asker)
    assert len(installation.service.jobs.outside.store.job_lines()) == 4


async def test_the_same_question_at_once_is_one_job(installation: Installation) -> None:
    installation.provider.delay = 0.3
    found = await asyncio.gather(*(answered(installation, translation(ACCEPTED, "fresh")) for _ in range(5)))
    assert len({one.job.id for one in found}) == 1
    assert len({one.completion.id for one in found}) == 5
    assert [one.value for one in found] == [ACCEPTED_GERMAN] * 5
    assert len(installation.provider.requests) == len(MEMBERS)


async def test_the_same_question_to_two_processes_at_once_is_one_job(either: Installation) -> None:
    either.provider.delay = 0.3
    other = bootstrap.build(either.service.settings)
    questions = [translation(f"Open valve {number} now.", "fresh") for number in range(10, 16)]
    both = (either.completions, other.completions)

    async def asked(completions: Completions, question: Question) -> GivenAnswer:
        return await completions.settled(await completions.ask(question, ASKER, "m"))

    found = await asyncio.gather(*(asked(one, question) for question in questions for one in both))
    assert [one.status for one in found] == [AnswerStatus.ACCEPTED] * 12
    assert len({one.job.id for one in found}) == len(questions)
    assert len(either.provider.requests) == len(questions) * len(MEMBERS)
    other.close()


async def test_what_one_key_asks_two_processes_at_once_shares_a_batch(either: Installation) -> None:
    either.policy("promised", task="translate", guarantee={"alpha": 0.2, "catch": 1, "cap": 3})
    other = bootstrap.build(either.service.settings)
    for jobs in (either.service.jobs, other.jobs):
        jobs.outside = replace(jobs.outside, clock=Later())  # a batch is named by the second in which it was opened
    pages = [File(f"{n}.txt", f"Open valve {n} now.") for n in range(8)]
    requests = [SubmitRequest((page,), "promised", "en", "de", owner=JobOwner("office", "k1")) for page in pages]
    enter = [either.service.jobs.enter, other.jobs.enter] * 4
    await asyncio.gather(*(asyncio.to_thread(one, request) for one, request in zip(enter, requests, strict=True)))
    (batch,) = other.jobs.outside.store.open_batches()
    assert batch.name.startswith("key k1 from ")
    other.close()


async def test_waiting_that_is_given_up_leaves_the_job_to_whoever_asks_again(installation: Installation) -> None:
    installation.provider.delay = 0.5
    completion = await installation.completions.ask(translation(ACCEPTED), ASKER, "m")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await installation.completions.settled(completion)
    assert installation.completions.answers.get(completion.id, "office").status is AnswerStatus.PENDING
    assert (await answered(installation, translation(ACCEPTED))).value == ACCEPTED_GERMAN
    assert len(installation.provider.requests) == len(MEMBERS)


async def test_what_nobody_answered_is_held_and_asked_again(installation: Installation) -> None:
    installation.provider.always = dict.fromkeys(MEMBERS, "reset")  # type: ignore[assignment]
    found = await answered(installation, translation(ACCEPTED))
    assert (found.status, found.verdict, found.leading) == (AnswerStatus.HELD, Outcome.FAILED, None)
    installation.provider.always = {}
    again = await answered(installation, translation(ACCEPTED))
    assert (again.job.id, again.value) == (found.job.id, ACCEPTED_GERMAN)


async def test_another_tenant_and_a_deleted_job_have_no_answer(either: Installation) -> None:
    found = await answered(either, translation(ACCEPTED))
    with pytest.raises(NotFoundError, match="there is no such answer"):
        either.completions.answers.get(found.completion.id, "shop")
    store = either.service.jobs.outside.store
    store.delete_job(found.job.id, Event("2026-05-04T10:00:00+00:00", "ana", "delete", found.job.id))
    with pytest.raises(NotFoundError, match="there is no such answer"):
        either.completions.answers.get(found.completion.id, "office")
    assert (await answered(either, translation(ACCEPTED))).job.id != found.job.id


@pytest.mark.parametrize(
    ("question", "what"),
    [
        (Question(ACCEPTED, "german"), "a translation needs its languages"),
        (Question(ACCEPTED, "german", target_lang="de"), "a translation needs its languages"),
        (Question(ACCEPTED, "invoices"), "it extracts, so it needs a schema"),
        (Question(ACCEPTED, "german", "en", "de", INVOICE_SCHEMA), "it translates, so it reads no schema"),
        (Question(INVOICE, "invoices", "en", "de", INVOICE_SCHEMA), "an extraction has no target language"),
        (translation("  \n"), "there is no text in it"),
        (translation(ACCEPTED, batch="b"), "it has no guarantee"),
        (translation(ACCEPTED, policy="../policies/german.yaml"), "is no name of a policy"),
        (translation(ACCEPTED, policy="/etc/passwd"), "is no name of a policy"),
    ],
)
async def test_what_cannot_be_asked_is_refused_before_anybody_is(
    installation: Installation, question: Question, what: str
) -> None:
    with pytest.raises(UsageError, match=what):
        await answered(installation, question)
    assert installation.provider.requests == []
    assert installation.service.jobs.outside.store.job_lines() == []


async def test_under_a_guarantee_answers_wait_for_the_batch_that_a_key_fills(either: Installation) -> None:
    either.policy("promised", task="translate", guarantee={"alpha": 0.2, "catch": 1, "cap": 3})
    found = await answered(either, translation(ACCEPTED, "promised"))
    assert (found.status, found.value, found.leading, found.families_agreed) == (AnswerStatus.HELD, None, None, None)
    assert "1 unit waits until the batch" in found.reasons[0]
    assert ACCEPTED_GERMAN not in json.dumps(found.as_dict(), ensure_ascii=False)
    await answered(either, translation("Open valve 4 now.", "promised"))
    await answered(either, translation("Open valve 5 now.", "promised"), Asker("office", "k2"))
    await answered(either, translation("Open valve 6 now.", "promised", batch="delivery 7"))
    owner = JobOwner("office", "k1")
    page = File("page.txt", "Open valve 8 now.")
    either.service.jobs.enter(SubmitRequest((page,), "promised", "en", "de", owner=owner))
    names = sorted(batch.name for batch in either.service.jobs.outside.store.open_batches())
    assert [name.partition(" from ")[0] for name in names] == ["delivery 7", "key k1", "key k2"]
    (shared,) = [name for name in names if name.startswith("key k1")]
    either.service.guarantees.batches.close_named("promised", shared)
    closed = either.completions.answers.get(found.completion.id, "office")
    assert closed.status is AnswerStatus.HELD, "nothing is certified yet"
    assert closed.leading == ACCEPTED_GERMAN
