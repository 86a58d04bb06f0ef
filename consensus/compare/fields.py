"""Typed, schema-driven comparison of extracted objects: every leaf of every answer becomes one vote on one cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from consensus.compare.fields_documents import gate_documents
from consensus.compare.fields_gates import ALWAYS, gate_cells, gate_rows
from consensus.compare.fields_lines import gate_lines
from consensus.compare.fields_source import Source
from consensus.compare.fields_vote import Gap, Vote, Voters, vote, voters_of
from consensus.compare.fields_walk import Cell, Walk
from consensus.compare.spellings import Spellings
from consensus.domain import (
    Abstention,
    AbstentionReason,
    Agreement,
    Answer,
    Candidate,
    ExtractionRules,
    Field,
)
from consensus.domain.making import maker
from consensus.normalize.digests import digest
from consensus.schema import compile_plan

#: Names the measure and the canonical form in every signature; changes whenever a verdict could.
SIGNATURE: Final = "typed-fields/2"

_candidate, _agreement, _field = maker(Candidate), maker(Agreement), maker(Field)

_GAP_TEXT: Final = {
    AbstentionReason.OMITTED: "The object left this key out.",
    AbstentionReason.INVALID: "Something else stands where this field would be.",
}


class FieldComparison(NamedTuple):
    """One cell: the field, every member's answer for it by member name, and what comparison established."""

    field: Field
    answers: tuple[Answer, ...]
    agreement: Agreement


def compare_fields(
    document_id: str,
    text: str | None,
    schema: Mapping[str, Any],
    answers: Sequence[Answer],
    rules: ExtractionRules,
    lang: str | None = None,
) -> list[FieldComparison]:
    """Every cell of the document, in schema order. Does not depend on the order of the answers.

    answers: whole JSON objects; one that is not an object counts as an abstention on every field. text: the source,
    None when unknown. lang: its BCP 47 tag, None when unknown. With no object at all, every leaf of the schema is one
    cell without clusters. Values are compared, and later delivered, in the form that the schema asks for (see
    ``normalize.normal_forms``). Raises SchemaError.
    """
    plan = compile_plan(schema)
    candidates, abstained = _sorted_out(answers)
    voters = voters_of(candidates, abstained)
    if not voters.members:
        voters = Voters((), (), ({},), voters.abstained, by_object=((),))
    cells = Walk(voters, rules, text, lang).cells(plan)
    document = Spellings(text, rules)
    votes = [_vote(cell, voters, document) for cell in cells]
    gate_rows(cells, votes, voters)
    source = Source(text, lang, rules) if text and not text.isspace() else None
    gate_cells(cells, votes, source)
    if source is not None:
        gate_lines(cells, votes, source.text, rules.gates)
        if "second_document" in rules.gates:
            gate_documents(cells, votes, source.text)
    scores = _scores(cells, votes)
    return [
        _comparison(document_id, index, cell, one, voters, (score, rules))
        for index, (cell, one, score) in enumerate(zip(cells, votes, scores, strict=True))
    ]


def _sorted_out(answers: Iterable[Answer]) -> tuple[list[Candidate], list[Abstention]]:
    candidates: list[Candidate] = []
    abstained: list[Abstention] = []
    for answer in answers:
        if isinstance(answer, Abstention):
            abstained.append(answer)
        elif isinstance(answer.value, dict):
            candidates.append(answer)
        else:
            reason = AbstentionReason.EMPTY if answer.value is None else AbstentionReason.INVALID
            detail = "The whole answer is null." if answer.value is None else "The answer is not an object."
            abstained.append(Abstention(answer.unit_id, answer.member, answer.family, reason, detail, answer.call_id))
    return candidates, abstained


def _vote(cell: Cell, voters: Voters, document: Spellings) -> Vote:
    if not voters.members:
        return Vote((), (), 0.0, cell.raws)
    return vote(cell.raws, cell.keys, cell.leaf, voters, document)


def _scores(cells: Sequence[Cell], votes: Sequence[Vote]) -> list[float]:
    """Support first; then how much of the column, and of the document, is in dispute."""
    split = [one.support < 1.0 for one in votes]
    document = sum(split) / max(len(votes), 1)
    columns: dict[str, list[int]] = {}
    for n, cell in enumerate(cells):
        columns.setdefault(cell.leaf.pattern, []).append(n)
    scores = [0.0] * len(cells)
    for places in columns.values():
        disputed = sum([split[n] for n in places])
        share = disputed / len(places)
        for n in places:
            if disputed > split[n]:
                votes[n].gates.append("column_dispute")
            scores[n] = round(votes[n].support - 1e-3 * share - 1e-4 * document, 9)
    return scores


def _comparison(
    document_id: str, index: int, cell: Cell, one: Vote, voters: Voters, scored: tuple[float, ExtractionRules]
) -> FieldComparison:
    score, rules = scored
    leaf = cell.leaf
    unit = digest(document_id, cell.path)
    given, abstained = _answers(unit, cell, voters)
    agreement = _agreement(
        unit,
        one.clusters,
        one.families,
        one.support,
        score,
        f"{SIGNATURE};{leaf.kind}",
        abstained,
        disputes=tuple(one.disputes),
        gates=tuple(sorted(g for g in one.gates if g in ALWAYS or g in rules.gates)) if one.gates else (),
        leading=one.leading,
    )
    return FieldComparison(_field(unit, index, cell.path, leaf.pattern, leaf.schema), given, agreement)


def _answers(unit: str, cell: Cell, voters: Voters) -> tuple[tuple[Answer, ...], tuple[Abstention, ...]]:
    """Every member's answer for one cell, by member name, and those of them that are none."""
    given: list[Answer] = []
    silent = False
    raws = cell.raws
    for one, d in zip(voters.members, voters.owner, strict=True):
        raw = raws[d]
        if type(raw) is not Gap:
            given.append(_candidate(unit, one.member, one.family, raw, one.call_id, one.weight, saw=one.saw))
        elif raw is Gap.ABSENT:
            given.append(_candidate(unit, one.member, one.family, None, one.call_id, one.weight, True, one.saw))
        else:
            silent, reason = True, AbstentionReason(raw.value)
            given.append(Abstention(unit, one.member, one.family, reason, _GAP_TEXT[reason], one.call_id))
    if voters.abstained:
        for lost in voters.abstained:
            given.append(replace(lost, unit_id=unit))
        given.sort(key=lambda answer: answer.member)
    elif not silent:
        return tuple(given), ()
    return tuple(given), tuple([answer for answer in given if type(answer) is Abstention])
