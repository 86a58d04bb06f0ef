"""Which earlier translation is delivered without a call: a person's before a machine's, and none where two differ."""

from __future__ import annotations

import pytest

from consensus.decide import accept_reused, reusable
from consensus.domain import Finding, MemoryMatch, Outcome, Policy, Segment, Severity

HUMAN = ("Ventil schließen.", "human")
OTHER_HUMAN = ("Das Ventil schließen.", "human")
ACCEPTED = ("Schließen Sie das Ventil.", "accepted")
NEITHER = ("Ventil zu.", "")


def segment(*known: tuple[str, str]) -> Segment:
    memory = tuple(
        MemoryMatch(target, "human-accepted", f"job{n}", f"u{n}", "manual.md", "2026-01-02T03:04:05Z", reusable=reuse)
        for n, (target, reuse) in enumerate(known)
    )
    return Segment("s", 0, "Close the valve.", 0, 16, memory=memory)


def policy(reuse: str) -> Policy:
    return Policy.model_validate({"name": "t", "version": 1, "memory": {"reuse": reuse}})


@pytest.mark.parametrize(
    ("reuse", "known", "delivered"),
    [
        ("off", (HUMAN, ACCEPTED), None),
        ("human", (), None),
        ("human", (HUMAN,), HUMAN),
        ("human", (HUMAN, HUMAN), HUMAN),  # two jobs, one text
        ("human", (HUMAN, OTHER_HUMAN), None),
        ("human", (ACCEPTED,), None),
        ("human", (NEITHER,), None),
        ("accepted", (ACCEPTED,), ACCEPTED),
        ("accepted", (ACCEPTED, HUMAN), HUMAN),  # what people resolved comes first
        ("accepted", (HUMAN, OTHER_HUMAN, ACCEPTED), None),
        ("accepted", (NEITHER,), None),
        ("accepted", (NEITHER, ACCEPTED), ACCEPTED),
    ],
)
def test_what_is_delivered_again(reuse: str, known: tuple, delivered: tuple | None) -> None:
    one = reusable(segment(*known), policy(reuse))
    assert (one and (one.target, one.reusable)) == delivered
    verdict = accept_reused(segment(*known), (), policy(reuse))
    assert (verdict and verdict.value) == (delivered and delivered[0])


@pytest.mark.parametrize("veto", [True, False])
def test_a_veto_on_the_earlier_translation_asks_the_panel(veto: bool) -> None:
    finding = Finding("numbers", Severity.MAJOR, veto, "A number is missing.")
    verdict = accept_reused(segment(HUMAN), (finding,), policy("human"))
    assert (verdict is None) is veto
    if verdict:
        assert verdict.outcome is Outcome.ACCEPTED
        assert "manual.md (job job0, unit u0)" in verdict.reasons[0]
