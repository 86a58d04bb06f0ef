"""Gates of the comparison: why a cell on which all agree is still shown to a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from consensus.compare.fields_source import Source, doubts
from consensus.compare.fields_totals import total_rows
from consensus.compare.fields_vote import Vote, Voters
from consensus.compare.fields_walk import Cell
from consensus.compare.hints import declare_hint

#: Words by which a field's own description says that nothing printed is not 0.
_MAY_BE_BLANK: Final = re.compile(
    r"\b(blank|omit(ted)?|empty|absent|missing|null|leave out|if (not|none|any)|when not|not (shown|printed|present|"
    r"stated|given)|leer|weglassen|fehlt|vide|absente?|omis|vac[ií]o|omitir|vuoto|vuota|leeg|weglaten|puste|pust[ay])\b",
    re.IGNORECASE,
)

#: Gates that no policy can lift.
ALWAYS: Final = frozenset({"unknown_key"})
#: Cells of a row that name it in a sentence, and characters of one.
_NAMED_BY, _SHOWN = 3, 40


def may_be_blank(description: str) -> bool:
    """Whether a field's own words allow it to be blank or left out."""
    return bool(_MAY_BE_BLANK.search(description))


def gate_rows(cells: Sequence[Cell], votes: Sequence[Vote], voters: Voters) -> None:
    """Add the gates of rows to the votes: rows that some member lacks, uneven counts, totals counted as rows."""
    tables: dict[str, list[int]] = {}
    for n, cell in enumerate(cells):
        if cell.row is not None:
            tables.setdefault(cell.row.path, []).append(n)
    for places in tables.values():
        rows: dict[int, list[int]] = {}
        for n in places:
            row = cells[n].row
            assert row is not None
            if row.lacking:
                rows.setdefault(row.index, []).append(n)
        for row_places in rows.values():
            _gate_absent(cells, votes, voters, row_places)
        _gate_uneven(cells, votes, places)


def _gate_absent(cells: Sequence[Cell], votes: Sequence[Vote], voters: Voters, places: Sequence[int]) -> None:
    row = cells[places[0]].row
    assert row is not None
    lacking = sorted(voters.names[m] for d in row.lacking for m in voters.by_object[d])
    named = _row_name(cells, votes, places)
    for n in places:
        votes[n].gates.append("row_absent")
        votes[n].disputes.append(f"The row {named} is missing with {_listed(lacking)}.")


def _row_name(cells: Sequence[Cell], votes: Sequence[Vote], places: Sequence[int]) -> str:
    """The key columns of a row, else its first cells: ``"Taxi · 45"``."""
    row = cells[places[0]].row
    assert row is not None
    keys = [n for n in places if cells[n].leaf.name in row.table.key]
    given = [votes[n].leading for n in keys or places]
    said = [
        _cut(str(one), _SHOWN) for one in given if one is not None and one != "" and not isinstance(one, list | dict)
    ]
    return f'"{" · ".join(said[:_NAMED_BY])}"' if said else f"{row.index + 1}"


def _gate_uneven(cells: Sequence[Cell], votes: Sequence[Vote], places: Sequence[int]) -> None:
    first = cells[places[0]].row
    assert first is not None
    if not first.uneven:
        return
    totals = total_rows([cells[n] for n in places])
    counts = sorted({count for count in first.counts if count is not None})
    uneven = f"The members list {' or '.join(map(str, counts))} rows in {first.table.pattern}."
    for n in places:
        row = cells[n].row
        assert row is not None
        votes[n].gates.append("row_count")
        votes[n].disputes.append(uneven)
        if total := totals.get(row.index):
            votes[n].gates.append("total_row")
            votes[n].disputes.append(f"The numbers of this row are {total}.")


def gate_cells(cells: Sequence[Cell], votes: Sequence[Vote], source: Source | None) -> None:
    """Add the gates of single cells: keys outside the schema, zeros for blanks, what the document does not bear out.

    source: None where its text is not known, and nothing is looked for in it.
    """
    for cell, one in zip(cells, votes, strict=True):
        if "x-unknown" in cell.leaf.schema:
            one.gates.append("unknown_key")
            one.disputes.append("The schema does not know this key.")
        if len(one.clusters) == 1 and not one.clusters[0].null:
            value = one.clusters[0].value
            if _is_zero(value) and may_be_blank(str(cell.leaf.schema.get("description", ""))):
                one.gates.append("blank_zero")
                one.disputes.append("All say 0, and the field's own words allow it to be blank.")
            if source is not None:
                for doubt in doubts(value, cell.leaf, source):
                    one.gates.append(doubt.gate)
                    one.disputes.append(doubt.sentence)
        if len(one.clusters) > 1:
            one.disputes.append(_split(one))
            if hint := declare_hint([c.value for c in one.clusters], cell.leaf):
                one.disputes.append(hint)


def _is_zero(value: object) -> bool:
    return value in (0, "0") and not isinstance(value, bool)


def _split(one: Vote) -> str:
    said = [f"{_short(c.value)} ({len(c.members)})" for c in one.clusters]
    return f"The members differ: {', '.join(said)}."


def _short(value: Any) -> str:
    return _cut("nothing" if value is None or value == "" else str(value), 60)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 3] + "..."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
