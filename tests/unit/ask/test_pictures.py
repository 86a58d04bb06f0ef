"""Members that see: what they are sent, what the journal keeps of it, and what an answer says of what was seen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from consensus.ask import AskContext, ask_panel
from consensus.domain import Abstention, AbstentionReason, Answer, Ask, Candidate, ModelSpec, Page, Panel, Policy, Task
from consensus.errors import DocumentError
from consensus.providers.rate_limit import HostLimiter
from consensus.testing import FixedClock, MemoryJournal, ScriptedClient, Step

SEES, BLIND = ModelSpec("sees", "openai/a", "a", vision=True), ModelSpec("blind", "openai/b", "b")
SCHEMA = {"type": "object", "properties": {"total": {"type": "number"}}, "required": ["total"]}
ASK = Ask(
    *("a", "d", Task.EXTRACT, ("d",), ("Total: 7\n\fPage two",), ("",)),
    schema=SCHEMA,
    pages=(Page(1, 595, 842, 0, 8, "ocr"), Page(2, 595, 842, 10, 18, "ocr")),
)
GOOD = json.dumps({"total": 7})


def png(page: int) -> bytes:
    return b"\x89PNG" + bytes([page]) * 50_000


def run(
    script: dict[str, Sequence[Step]],
    journal: MemoryJournal,
    picture: Callable[[int], bytes] = png,
    specs: Sequence[ModelSpec] = (SEES, BLIND),
) -> tuple[ScriptedClient, dict[str, Answer]]:
    client = ScriptedClient(script)
    context = AskContext(
        job_id="job",
        policy=Policy(name="t", version=1),
        client_for=lambda spec: client,
        limiter=HostLimiter(4),
        clock=FixedClock(),
        journal=journal,
        picture=picture,
    )
    answers = asyncio.run(ask_panel([ASK], Panel("p", tuple(specs), ""), context))["d"]
    return client, {answer.member: answer for answer in answers}


def seen(answer: Answer) -> tuple[int, ...]:
    assert isinstance(answer, Candidate)
    return answer.saw


def test_who_sees_gets_the_pictures_and_its_answer_says_so_also_when_a_job_is_resumed() -> None:
    journal = MemoryJournal()
    client, answers = run({"sees": [GOOD], "blind": [GOOD]}, journal)
    sent = {request.spec.name: request.pictures for request in client.requests}
    assert [picture.content for picture in sent["sees"]] == [png(1), png(2)]
    assert sent["blind"] == ()
    assert (seen(answers["sees"]), seen(answers["blind"])) == ((1, 2), ())

    again, later = run({}, journal, picture=lambda page: pytest.fail("nothing is sent, so nothing is drawn"))
    assert again.requests == []
    assert later == answers


def test_what_an_earlier_run_did_not_see_stays_unseen_though_its_member_sees_now() -> None:
    journal = MemoryJournal()
    run({"sees": [GOOD]}, journal, specs=[replace(SEES, vision=False)])
    _, answers = run({}, journal, specs=[SEES])
    assert seen(answers["sees"]) == ()


def test_the_journal_keeps_digests_and_no_pictures() -> None:
    journal = MemoryJournal()
    run({"sees": [GOOD], "blind": [GOOD]}, journal)
    kept = {call.member: call for call in journal.calls.values()}
    assert len(kept["sees"].sent) < 6000
    assert '"sha256"' in kept["sees"].sent
    assert "sha256" not in kept["blind"].sent
    assert (kept["sees"].saw, kept["blind"].saw) == ((1, 2), ())


def test_an_unreadable_reply_is_sent_back_with_the_pictures_and_counts_as_seen() -> None:
    client, answers = run({"sees": ["{", GOOD], "blind": [GOOD]}, MemoryJournal())
    assert [len(request.pictures) for request in client.requests if request.spec.name == "sees"] == [2, 2]
    assert seen(answers["sees"]) == (1, 2)


def test_a_page_that_cannot_be_shown_costs_that_member_its_vote_and_no_call() -> None:
    def broken(page: int) -> bytes:
        raise DocumentError("it is damaged.")

    client, answers = run({"blind": [GOOD]}, MemoryJournal(), picture=broken)
    assert [request.spec.name for request in client.requests] == ["blind"]
    lost = answers["sees"]
    assert isinstance(lost, Abstention)
    assert lost.reason is AbstentionReason.UNAVAILABLE
    assert "page 1 cannot be shown to it: it is damaged." in lost.detail
