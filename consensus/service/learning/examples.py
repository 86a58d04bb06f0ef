"""Documents in which people changed answers, proposed as examples of their schema. None is of the judging half."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, cast

from consensus.domain import Draw, FileKind, LearnedProposal, Policy, ProposalKind, Task, Verification
from consensus.errors import ConsensusError
from consensus.export import delivered
from consensus.learn.halves import Half, half_of
from consensus.normalize.digests import digest
from consensus.ports.storage import Store
from consensus.prompt.examples import KEYWORD, check_examples
from consensus.service.learning.conventions import file_name
from consensus.service.learning.decided import DecidedJob, decided_jobs, field_decisions, named_units
from consensus.service.learning.file_changes import FileChanges, schema_text

#: Characters of a text that is sent with every document, and the most examples of one schema.
_LONGEST, _MOST = 3000, 3


def example_proposals(store: Store, changes: FileChanges, draw: Draw) -> list[LearnedProposal]:
    """A text with its right answer for each of the documents with most edits, by schema. Texts with a data class are
    left out: an example goes wherever a later document goes. draw: by the installation's key."""
    by_schema: defaultdict[str, list[DecidedJob]] = defaultdict(list)
    for decided in decided_jobs(store, Task.EXTRACT):
        if _may_be_shown(decided) and half_of(decided.document, draw) is Half.LEARNING:
            by_schema[digest(decided.job.document.schema or {})].append(decided)
    found: list[LearnedProposal] = []
    for its in by_schema.values():
        best = sorted({one.document: one for one in its}.values(), key=_edits, reverse=True)
        made = (_proposal(one, changes) for one in best[:_MOST])
        found.extend(one for one in made if one is not None)
    return found


def _may_be_shown(decided: DecidedJob) -> bool:
    """Whether it is short, of no class, verified throughout, and changed by a person somewhere."""
    document, policy = decided.job.document, decided.job.policy
    classed = document.data_class is not None or policy.data_class is not None
    verified = all(record.result.verification is not Verification.UNVERIFIED for record in decided.units)
    short = 0 < len(document.text.strip()) <= _LONGEST
    return short and not classed and verified and _edits(decided) > 0


def _edits(decided: DecidedJob) -> int:
    return sum(one.edited for one in field_decisions(decided))


def _proposal(decided: DecidedJob, changes: FileChanges) -> LearnedProposal | None:
    document = decided.job.document
    schema: Mapping[str, Any] = document.schema or {}
    name = file_name(schema)
    own = changes.files.text(FileKind.SCHEMA, name)
    made = _with_example(schema if own is None else own, decided)
    if made is None:
        return None
    edited = [one for one in field_decisions(decided) if one.edited]
    places = ", ".join(dict.fromkeys(one.place for one in edited[:5]))
    count = f"{len(edited)} field{'s' * (len(edited) != 1)}"
    return LearnedProposal(
        kind=ProposalKind.EXAMPLE,
        key=f"example {digest(schema)} {decided.document}",
        what=f"Show every member {document.name} with its right answer, as an example of the schema.",
        why=f"People changed {count} of the {len(decided.units)} in it ({places}); it is in the learning half.",
        weight=len(edited),
        evidence=named_units(edited)[::-1],
        expected=(),
        changes=(changes.file(FileKind.SCHEMA, name, schema_text(made), schema_text(schema)),),
        void=(
            "What it changes is not known: try it on recorded answers of other documents first.",
            f"The text of {document.name} is sent with every document from then on, and stays in the schema whatever "
            "becomes of the document.",
        ),
        text_of=decided.job.id,
    )


def _with_example(schema: Mapping[str, Any] | str, decided: DecidedJob) -> dict[str, Any] | None:
    """The schema with the document as an example; None where it has enough, or this one, or the answer does not fit."""
    try:
        made = json.loads(schema if isinstance(schema, str) else json.dumps(schema))
    except ValueError:
        return None
    given, text = made.get(KEYWORD, []), decided.job.document.text
    if not isinstance(given, list) or len(given) >= _MOST or any(one.get("text") == text for one in given):
        return None
    answer = delivered(decided.job.document.schema or {}, decided.units)
    made[KEYWORD] = [*given, {"text": text, "object": answer}]
    try:
        check_examples(made, Policy(name="any", version=1))
    except ConsensusError:
        return None
    return cast("dict[str, Any]", made)
