"""Conventions of fields, proposed as sentences of the schema's descriptions."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from consensus.domain import Expectation, FileChange, FileKind, LearnedProposal, ProposalKind, Task
from consensus.errors import ConsensusError
from consensus.learn.conventions import Convention, FieldDecision, conventions
from consensus.normalize.digests import digest
from consensus.ports.storage import Store
from consensus.schema import leaves, paths
from consensus.service.learning.decided import decided_jobs, field_decisions, named_units
from consensus.service.learning.file_changes import FileChanges, schema_text


@dataclass(slots=True)
class _Schema:
    """A schema, and what was decided under it."""

    schema: Mapping[str, Any]
    decisions: list[FieldDecision] = field(default_factory=list)


def convention_proposals(store: Store, changes: FileChanges) -> list[LearnedProposal]:
    """A sentence for each field of a schema that people write by a rule of theirs."""
    schemas: dict[str, _Schema] = {}
    for decided in decided_jobs(store, Task.EXTRACT):
        schema = decided.job.document.schema or {}
        schemas.setdefault(digest(schema), _Schema(schema)).decisions.extend(field_decisions(decided))
    found = []
    for name, one in schemas.items():
        for convention in conventions(one.decisions):
            change = _change(one.schema, file_name(one.schema), convention, changes)
            if change is not None:
                found.append(_proposal(name, convention, change))
    return found


def file_name(schema: Mapping[str, Any]) -> str:
    """Under which a schema is kept among one's own: its title in plain letters, and the beginning of its digest."""
    title = schema.get("title")
    stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40] if isinstance(title, str) else ""
    return f"{stem or 'schema'}-{digest(schema)[:6]}.json"


def with_sentence(schema: Mapping[str, Any], pattern: str, sentence: str) -> dict[str, Any] | None:
    """A copy of a schema whose field has one sentence more in its description; None where the field has no place of its
    own, or says so already."""
    copied: dict[str, Any] = json.loads(json.dumps(schema))
    node = _node(copied, pattern)
    if node is None:
        return None
    said = node.get("description", "")
    if not isinstance(said, str) or sentence in said:
        return None
    node["description"] = f"{said.rstrip()} {sentence}".strip()
    try:
        told = [leaf.schema.get("description", "") for leaf in leaves(copied) if leaf.pattern == pattern]
    except ConsensusError:
        return None
    return copied if told and all(sentence in one for one in told) else None


def _node(schema: dict[str, Any], pattern: str) -> dict[str, Any] | None:
    """The schema of a field by its pattern, through objects and lists alone."""
    here: Any = schema
    for part in paths.parts(pattern.replace("[]", "[0]")):
        here = here.get("items") if isinstance(part, int) else (here.get("properties") or {}).get(part)
        if not isinstance(here, dict):
            return None
    return cast("dict[str, Any]", here)


def _change(schema: Mapping[str, Any], name: str, convention: Convention, changes: FileChanges) -> FileChange | None:
    """The schema's own file with the sentence; made of that file where there is one already."""
    own = changes.files.text(FileKind.SCHEMA, name)
    if own is not None:
        try:
            schema = json.loads(own)
        except ValueError:
            return None
    made = with_sentence(schema, convention.place, convention.form.sentence)
    return None if made is None else changes.file(FileKind.SCHEMA, name, schema_text(made), schema_text(schema))


def _proposal(name: str, convention: Convention, change: FileChange) -> LearnedProposal:
    place, form, follows = convention.place, convention.form, convention.follows
    documents = len({one.document for one in follows})
    about = len(follows) + convention.against
    against = f"{convention.against} of {about} decisions that it speaks of contradict it"
    why = (
        f"{len(follows)} of {convention.edits} edits of {place}, in {documents} documents, follow this rule; {against}."
    )
    expected = Expectation(
        f"share of the edits of {place} that are not needed any more, counted on the edits that showed the rule",
        len(follows) / convention.edits,
        convention.lower,
        convention.upper,
        convention.edits,
    )
    return LearnedProposal(
        kind=ProposalKind.CONVENTION,
        key=f"convention {name} {place} {form.name}",
        what=f"Say of the field {place} in its schema: {form.sentence}",
        why=why,
        weight=len(follows),
        evidence=named_units(follows)[::-1],
        expected=(expected,),
        changes=(change,),
    )
