"""Terms that reviewers put into translations, proposed for the glossary of the policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePath

from consensus.domain import (
    Expectation,
    FileChange,
    FileKind,
    LearnedProposal,
    Policy,
    ProposalKind,
    Segment,
    Task,
)
from consensus.errors import ConsensusError
from consensus.learn.terms import LearnedTerm, SegmentDecision, learned_terms
from consensus.ports.storage import Store
from consensus.resources.glossary import Term, parse_glossary
from consensus.resources.glossary_files import glossary_csv
from consensus.service.learning.decided import DecidedJob, by_itself, decided_jobs, led_with, named_units
from consensus.service.learning.file_changes import FileChanges

_FOLDER = "glossaries"


def term_proposals(store: Store, changes: FileChanges) -> list[LearnedProposal]:
    """A line of a glossary for each term, in each policy. A glossary of one's own is added to; a policy without any
    gets one. Policies that name another file are left alone."""
    by_policy: defaultdict[str, list[SegmentDecision]] = defaultdict(list)
    for decided in decided_jobs(store, Task.TRANSLATE):
        by_policy[decided.job.policy.name].extend(_decisions(decided))
    found = []
    for name, decisions in sorted(by_policy.items()):
        pairs = {one.pair for one in decisions}
        for term in learned_terms(decisions) if len(pairs) == 1 else ():  # a glossary has one target language
            made = _changes(name, term, changes)
            if made:
                found.append(_proposal(name, term, made))
    return found


def _decisions(decided: DecidedJob) -> Iterator[SegmentDecision]:
    document = decided.job.document
    pair = f"{document.source_lang}-{document.target_lang}"
    for record in decided.units:
        made = by_itself(record)
        if made is None or not isinstance(record.unit, Segment):
            continue
        before = led_with(record, made)
        if isinstance(before, str) and isinstance(made.value, str):
            ref = decided.ref(record)
            texts = record.unit.text, before, made.value
            yield SegmentDecision(pair, *texts, decided.document, ref.job_id, ref.unit_id)


def _changes(name: str, term: LearnedTerm, changes: FileChanges) -> tuple[FileChange, ...]:
    """The glossary with the term, and where the policy names none yet, the policy that names it."""
    try:
        policy = changes.policies.load(name)
    except ConsensusError:
        return ()
    line: Term = (term.source, term.target, "required")
    file = _own_glossary(policy)
    if not file or any(source.casefold() == term.source.casefold() for source, _, _ in policy.glossary_terms):
        return ()
    old = changes.files.text(FileKind.GLOSSARY, file)
    try:
        terms = parse_glossary(old.encode("utf-8"), PurePath(file).suffix) if old is not None else ()
    except ConsensusError:
        return ()
    glossary = changes.file(FileKind.GLOSSARY, file, glossary_csv((*terms, line)).decode("utf-8-sig"))
    if policy.glossary is not None:
        return (glossary,)
    named = changes.policy(name, {("glossary",): f"{_FOLDER}/{file}"}, also=(glossary,))
    return (glossary, named) if named is not None else ()


def _own_glossary(policy: Policy) -> str:
    """The file of a policy's glossary among the home's CSV files; "" where it lies elsewhere."""
    if policy.glossary is None:
        return f"{policy.name}.csv"
    path = PurePath(policy.glossary)
    return path.name if path.parent == PurePath(_FOLDER) and path.suffix == ".csv" else ""


def _proposal(policy: str, term: LearnedTerm, made: tuple[FileChange, ...]) -> LearnedProposal:
    edits = f"{len(term.follows)} edits of {len({one.document for one in term.follows})} documents"
    have = f"{term.kept} of {term.held} decided segments with “{term.source}” have it"
    why = f"In {edits} it replaced “{term.instead}”; {have}."
    expected = Expectation(
        f"share of the segments with “{term.source}” in which people want “{term.target}”",
        term.kept / term.held,
        term.lower,
        term.upper,
        term.held,
    )
    return LearnedProposal(
        kind=ProposalKind.GLOSSARY_TERM,
        key=f"term {policy} {term.source.casefold()}",
        what=f"Translate “{term.source}” as “{term.target}” under the policy {policy}.",
        why=why,
        weight=len(term.follows),
        evidence=named_units(term.follows),
        expected=(expected,),
        changes=made,
        void=(
            "A translation without the term goes to a person, unless the policy has glossary_required as a warning.",
        ),
    )
