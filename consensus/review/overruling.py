"""An answer that a check forbids is taken only by a reviewer who was told so and decided a second time. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from consensus.domain import Action, Finding, Resolution
from consensus.errors import TooSoonError, VetoError
from consensus.review.decision import MINIMUM_DWELL, Choice, DecisionContext, shown
from consensus.review.order import blind_sentence


def overruling(context: DecisionContext, choice: Choice, made: Resolution, findings: Sequence[Finding]) -> Resolution:
    """The decision, with the checks that it overrules.

    findings: what the checks say of the delivered value. Raises VetoError the first time, TooSoonError for a second
    press that came faster than the question can be read.
    """
    vetoes = [finding for finding in findings if finding.veto]
    if made.action is Action.REJECTED or not vetoes:
        return made
    checks = tuple(dict.fromkeys(finding.check for finding in vetoes))
    answer, asked = shown(made.value), choice.over
    if asked is None or asked.answer != answer or not set(checks) <= set(asked.checks):
        said = (blind_sentence(finding.message, context.order, context.answers) for finding in vetoes)
        raise VetoError(checks, tuple(dict.fromkeys(said)), choice.letter, answer, context.now.isoformat())
    waited = context.now - datetime.fromisoformat(asked.asked_at)
    if timedelta(0) <= waited < timedelta(seconds=MINIMUM_DWELL):
        raise TooSoonError("the question had only just appeared, so the key was not counted.", do="Read it first.")
    return replace(made, overruled=checks)
