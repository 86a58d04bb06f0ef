"""Checks that people overrule, proposed as warnings of the policy under which they did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from consensus.check import CATALOGUE
from consensus.domain import Expectation, LearnedProposal, ProposalKind, Task
from consensus.learn.overruled import Overruled, Vetoed, overruled_checks
from consensus.ports.storage import Store
from consensus.service.learning.decided import DecidedJob, by_itself, decided_jobs, named_units
from consensus.service.learning.file_changes import FileChanges


def warning_proposals(store: Store, changes: FileChanges) -> list[LearnedProposal]:
    """A change of ``checks:`` for each check that reviewers overrule, in each policy. Hard facts are never proposed."""
    by_policy: defaultdict[str, list[Vetoed]] = defaultdict(list)
    for task in Task:
        for decided in decided_jobs(store, task):
            by_policy[decided.job.policy.name].extend(_vetoed(decided))
    found = []
    for policy, decisions in sorted(by_policy.items()):
        for one in overruled_checks(decisions):
            proposal = _proposal(policy, one, changes)
            if proposal is not None:
                found.append(proposal)
    return found


def _vetoed(decided: DecidedJob) -> Iterator[Vetoed]:
    """Of each unit whose leading answer a check forbade: whether people delivered it all the same."""
    for record in decided.units:
        made, verdict = by_itself(record), record.verdict
        if made is None or verdict is None:
            continue
        of_leading = {one.check for one in record.findings if one.veto and one.member in (verdict.representative, "")}
        for check in sorted(of_leading):
            ref = decided.ref(record)
            yield Vetoed(check, check in made.overruled, decided.document, ref.job_id, ref.unit_id)


def _proposal(policy: str, one: Overruled, changes: FileChanges) -> LearnedProposal | None:
    change = changes.policy(policy, {("checks", one.check): "warning"})
    if change is None:
        return None
    share = f"at least {100 * one.lower:.0f}% of {one.documents} documents"
    why = f"People delivered {one.overruled} of {len(one.found)} answers that it forbade all the same: in {share}."
    what = f"vetoes by {one.check} that people need not overrule any more, counted by documents"
    expected = Expectation(f"share of the {what}", one.share, one.lower, one.upper, one.documents)
    return LearnedProposal(
        kind=ProposalKind.WARNING,
        key=f"warning {policy} {one.check}",
        what=f"Let the check {one.check} warn and not forbid under the policy {policy} ({_finds(one.check)}).",
        why=why,
        weight=len(one.found),
        evidence=named_units(one.found),
        expected=(expected,),
        changes=(change,),
        void=("Answers that it forbade can then be accepted without a person; what it finds is still shown.",),
    )


def _finds(check: str) -> str:
    said = CATALOGUE[check].description.rstrip(".")
    return f"{said[:1].lower()}{said[1:]}"
