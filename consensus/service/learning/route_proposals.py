"""What recorded answers propose for a policy's routing, as proposals that an admin adopts."""

from __future__ import annotations

import json

from consensus.domain import Expectation, LearnedProposal, ProposalKind
from consensus.learn.paired import Compared
from consensus.learn.routing import DELTA, Choice
from consensus.service.learning.file_changes import FileChanges
from consensus.service.learning.routing import RoutingReport, line_of, routing_with


def route_proposals(report: RoutingReport, changes: FileChanges) -> list[LearnedProposal]:
    """One for each slice whose test holds and which a line of the routing table can tell.

    Each changes the same table: once one is adopted, the others are made anew from the policy as it is then.
    """
    found = [_proposal(report, choice, changes) for choice in report.proposed if line_of(choice)]
    return [one for one in found if one is not None]


def _proposal(report: RoutingReport, choice: Choice, changes: FileChanges) -> LearnedProposal | None:
    assert choice.tested is not None
    line, test = line_of(choice), choice.tested
    policy = changes.policies.load(report.policy)
    change = changes.policy(report.policy, {("routing",): routing_with(policy, [line])})
    if change is None or policy.digest != report.digest:
        return None
    said = json.dumps(line, ensure_ascii=False)
    same = "Verdicts are the same by construction, and only calls differ. " if choice.by_construction else ""
    return LearnedProposal(
        kind=ProposalKind.ROUTE,
        key=f"route {report.policy} {choice.name}",
        what=f"Send {choice.name} by a line of the routing table of the policy {report.policy}: {said}.",
        why=f"{same}Of {choice.tried} ways it was chosen on {choice.documents[0]} documents, and tested once on "
        f"{test.documents} others: {test.after.wrong} of {test.after.labelled} accepted units are wrong there, at "
        f"present {test.before.wrong} of {test.before.labelled}; a document costs ${test.after.cost:.4f}, at present "
        f"${test.before.cost:.4f}, people's time included.",
        weight=sum(choice.labels),
        evidence=(),
        expected=_expected(test),
        changes=(change,),
        void=(f"Its error may be up to {report.limits.margin:.1%} higher: no more was tested.",),
    )


def _expected(test: Compared) -> tuple[Expectation, ...]:
    confidence = 1 - 2 * DELTA
    error = Expectation(
        "wrong among accepted units",
        test.error.estimate,
        test.error.low,
        test.error.high,
        test.after.labelled,
        confidence=confidence,
    )
    cost = Expectation(
        "US dollars for a document, with people's time",
        test.cost.estimate,
        test.cost.low,
        test.cost.high,
        test.documents,
        percent=False,
        confidence=confidence,
    )
    return error, cost
