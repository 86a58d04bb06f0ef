"""A second opinion sends units to review and never past it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from consensus.decide import with_opinion
from consensus.domain import Opinion, Outcome, Verdict

RULES = {
    Outcome.ACCEPTED: ("near_identity", "calibrated"),
    Outcome.REVIEW: ("veto", "split"),
    Outcome.FAILED: ("no_answer",),
}
VERDICTS = st.sampled_from(list(Outcome)).flatmap(
    lambda outcome: st.builds(
        Verdict,
        unit_id=st.just("u"),
        outcome=st.just(outcome),
        rule=st.sampled_from(RULES[outcome]),
        reasons=st.lists(st.text(min_size=1), min_size=1, max_size=3).map(tuple),
        value=st.text(min_size=1) if outcome is Outcome.ACCEPTED else st.none(),
        leading=st.text(),
    )
)
OPINIONS = st.builds(Opinion, objects=st.sampled_from([True, False, None]), reason=st.text(min_size=1))


@given(VERDICTS, st.lists(OPINIONS, max_size=3))
def test_no_opinion_ever_accepts(verdict: Verdict, opinions: list[Opinion]) -> None:
    after = verdict
    for opinion in opinions:
        after = with_opinion(after, opinion)
    if verdict.outcome is not Outcome.ACCEPTED:
        assert after == verdict, "no veto is lifted, nothing is explained away"
    elif all(opinion.objects is False for opinion in opinions):
        assert (after.outcome, after.value, after.rule) == (Outcome.ACCEPTED, verdict.value, verdict.rule)
    else:
        assert (after.outcome, after.value) == (Outcome.REVIEW, None)
    assert set(verdict.reasons) <= set(after.reasons), "what was known is still said"
    assert after.leading == verdict.leading
