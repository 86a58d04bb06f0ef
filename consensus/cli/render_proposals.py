"""Proposals on a terminal and as JSON."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from consensus.cli.render import harmless
from consensus.domain import StoredProposal
from consensus.service.learning.shown import diff_lines, expectation_words, file_words


def proposal_dict(stored: StoredProposal) -> dict[str, Any]:
    """One proposal for programs."""
    proposal = stored.proposal
    return {
        "id": stored.id,
        "kind": proposal.kind.value,
        "state": stored.state.value,
        "what": proposal.what,
        "why": proposal.why,
        "weight": proposal.weight,
        "evidence": [{"job": one.job_id, "unit": one.unit_id} for one in proposal.evidence],
        "expected": [
            {"what": one.what, "value": one.value, "lower": one.lower, "upper": one.upper, "n": one.n}
            for one in proposal.expected
        ],
        "files": [
            {"kind": one.kind.value, "name": one.name, "diff": "\n".join(diff_lines(one))} for one in proposal.changes
        ],
        "acts": [{"state": act.state.value, "by": act.by, "at": act.at, "reason": act.reason} for act in stored.acts],
    }


def print_proposals(found: Sequence[StoredProposal], nothing: str, missing: Sequence[str] = ()) -> None:
    """One line each, and its reason. missing: sentences on what is not proposed, and why."""
    for one in found:
        _line(f"{one.id[:8]}  {one.state.value:<9}  {one.proposal.what}")
        _line(f"{'':21}{one.proposal.why}")
    if not found:
        _line(nothing)
    for sentence in missing:
        _line(f"Not proposed: {sentence}")


def print_proposal(stored: StoredProposal, cost: Sequence[str], steps: Sequence[str]) -> None:
    """All of one. steps: what is to be done so that it counts."""
    proposal = stored.proposal
    _line(f"{stored.id}  {stored.state.value}")
    _line(proposal.what)
    _line(proposal.why)
    for one in proposal.expected:
        _line(f"Expected: {expectation_words(one)}")
    for sentence in cost:
        _line(f"Costs: {sentence}")
    for step in steps:
        _line(f"Next: {step}")
    for change in proposal.changes:
        _line("")
        _line(file_words(change))
        for line in diff_lines(change):
            _line(line)
    _line("")
    for act in stored.acts:
        _line(f"{act.at[:19]}  {act.state.value} by {act.by}{f': {act.reason}' if act.reason else ''}")


def print_act(stored: StoredProposal, steps: Sequence[str]) -> None:
    """How it stands after an act, and what is to be done so that it counts."""
    _line(f"{stored.id}: {stored.state.value}. {stored.proposal.what}")
    for step in steps:
        _line(f"Next: {step}")


def _line(text: str) -> None:
    sys.stdout.write(f"{harmless(text)}\n")
