"""Proposals in words and as diffs, alike on the screen and on a terminal. Pure."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Callable
from math import ceil, floor

from consensus.domain import Expectation, FileChange, FileKind, ProposalKind, ProposalState, StoredProposal

#: Lines of one file's diff that are shown; the rest is named.
_MOST_LINES = 400

KINDS = {
    ProposalKind.ROUTE: "Route",
    ProposalKind.WEIGHTS: "Weights of models",
    ProposalKind.JUDGE_WEIGHT: "The judge's weight",
    ProposalKind.FIELD_ORDER: "Order of fields",
    ProposalKind.CONVENTION: "Convention of a field",
    ProposalKind.EXAMPLE: "Example",
    ProposalKind.GLOSSARY_TERM: "Glossary term",
    ProposalKind.WARNING: "A check that warns",
}
STATES = {
    ProposalState.PROPOSED: "proposed",
    ProposalState.ADOPTED: "adopted",
    ProposalState.DISMISSED: "dismissed",
    ProposalState.UNDONE: "undone",
}


def expectation_words(one: Expectation) -> str:
    """One sentence: what, the figure, its interval rounded outwards, and what it is counted over."""
    if one.percent:
        value = f"{100 * one.value:.1f} %"
        between = f"{floor(1000 * one.lower + 1e-9) / 10:.1f} to {ceil(1000 * one.upper - 1e-9) / 10:.1f} %"
    else:
        value, between = f"{one.value:.4g}", f"{one.lower:.4g} to {one.upper:.4g}"
    return f"{one.what}: {value} ({100 * one.confidence:.0f}% interval {between}, n = {one.n:,})"


def next_steps(stored: StoredProposal, place: Callable[[FileKind, str], str]) -> tuple[str, ...]:
    """What is to be done so that it counts, one sentence each; before it is adopted, what will be. Nothing for one that
    was dismissed or undone. place: where a file of one's own lies, by its kind and name."""
    if stored.state not in (ProposalState.PROPOSED, ProposalState.ADOPTED):
        return ()
    adopted = stored.state is ProposalState.ADOPTED
    schemas = [place(one.kind, one.name) for one in stored.proposal.changes if one.kind is FileKind.SCHEMA]
    if not schemas:
        return ("Nothing more is to be done: documents handed in from now on go by it.",) if adopted else ()
    when = "Hand" if adopted else "Once it is adopted, hand"
    return tuple(
        f"{when} documents in with its schema: consensus submit FILE --policy NAME --schema {shlex.quote(where)} "
        "(on Submit, choose this file under JSON Schema of the fields)."
        for where in schemas
    )


def file_words(change: FileChange) -> str:
    """Which file is written, and whether there is one."""
    return f"{change.kind.value} {change.name}{'' if change.own else ', a new file of your own'}"


def diff_lines(change: FileChange) -> list[str]:
    """What adopting changes in a file, as a unified diff without its header."""
    before, after = change.before.splitlines(), change.after.splitlines()
    lines = list(difflib.unified_diff(before, after, n=2, lineterm=""))[2:]
    rest = len(lines) - _MOST_LINES
    return lines if rest <= 1 else [*lines[:_MOST_LINES], f"… and {rest} more lines"]
