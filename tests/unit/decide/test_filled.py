"""A translation that the file already holds: kept without asking, or confirmed by what members agree on."""

from __future__ import annotations

import pytest

from consensus.decide import accept_kept, with_filled
from consensus.domain import Filled, Finding, Outcome, Rule, Segment, Severity, Verdict

FILLED = Filled("translated", "Ventil schließen.", kept=False)
AGREED = Verdict(
    "s", Outcome.ACCEPTED, Rule.NEAR_IDENTITY, ("3 of 3 agree.",), "Ventil zu.", "Ventil zu.", "a", 1.0, 1.0
)
VETO = Finding("numbers", Severity.MAJOR, True, "A number is missing.")
NOTE = Finding("numbers", Severity.MINOR, False, "A number looks odd.")


def test_what_is_kept_is_no_agreement() -> None:
    verdict = accept_kept(Segment("s", 0, "Close the valve.", 0, 16), Filled("approved", "Ventil schließen."))
    assert (verdict.outcome, verdict.rule, verdict.value) == (Outcome.ACCEPTED, Rule.KEPT, "Ventil schließen.")
    assert verdict.reasons == ("The file holds a translation that it calls approved; it is delivered as it is.",)
    assert not verdict.is_agreement
    assert (verdict.support, verdict.score) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("equivalent", "findings", "value", "rule", "reason"),
    [
        (True, (), "Ventil schließen.", Rule.NEAR_IDENTITY, "The members agree on what the file already holds"),
        (True, (NOTE,), "Ventil schließen.", Rule.NEAR_IDENTITY, "The members agree on what the file already holds"),
        (True, (VETO,), None, Rule.FILLED, "A number is missing."),
        (False, (), None, Rule.FILLED, "The file's translation differs from what the members agree on."),
        (False, (VETO,), None, Rule.FILLED, "The file's translation differs from what the members agree on."),
    ],
)
def test_it_is_delivered_where_the_members_agree_on_it(
    equivalent: bool, findings: tuple[Finding, ...], value: str | None, rule: Rule, reason: str
) -> None:
    verdict = with_filled(AGREED, FILLED, equivalent=equivalent, findings=findings)
    assert (verdict.value, verdict.rule) == (value, rule)
    assert verdict.reasons[0].startswith(reason)
    assert verdict.reasons[-1] == AGREED.reasons[0]
    assert verdict.is_agreement is (value is not None)


def test_it_changes_nothing_where_members_do_not_agree() -> None:
    split = Verdict("s", Outcome.REVIEW, Rule.SPLIT, ("They differ.",), None, "Ventil zu.")
    assert with_filled(split, FILLED, equivalent=True, findings=()) == split
