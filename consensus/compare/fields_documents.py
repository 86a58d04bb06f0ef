"""A second document in the same file: what single fields say stands there once more, with other figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from consensus.compare.fields_lines import has_figure, lines_of
from consensus.compare.fields_vote import Vote
from consensus.compare.fields_walk import Cell

_FIGURES: Final = re.compile(r"\d+")
_WORD: Final = re.compile(r"[^\W\d_]{3}")


class _Twin(NamedTuple):
    """A field's own line, and the first line that reads like it but for its figures, both from 0."""

    cell: int
    line: int
    other: int


def gate_documents(cells: Sequence[Cell], votes: Sequence[Vote], text: str) -> None:
    """Add the gate ``second_document`` where two single fields at least stand in one of two like documents.

    All their own lines are on one side, all the lines that read like them on the other: the fields of one document,
    and then those of the next. A heading that each page repeats has the same figures, and is none.
    """
    fields = [n for n, cell in enumerate(cells) if cell.row is None and has_figure(votes[n].leading)]
    if len(fields) < 2:
        return
    lines = text.split("\n")
    like: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if (mask := _mask(line)) is not None:
            like.setdefault(mask, []).append(at)
    twins = [twin for n in fields if (twin := _twin(n, votes[n], text, lines, like)) is not None]
    for one in _apart(twins):
        votes[one.cell].gates.append("second_document")
        said = (
            f"Line {one.other + 1} reads like line {one.line + 1}, “{lines[one.line].strip()[:60]}”, with other figures"
        )
        votes[one.cell].disputes.append(f"{said}: the file may hold two documents.")


def _mask(line: str) -> str | None:
    """The line without its figures; None without any, or without a word."""
    if not _FIGURES.search(line) or not _WORD.search(line):
        return None
    return " ".join(_FIGURES.sub("#", line).casefold().split())


def _twin(cell: int, vote: Vote, text: str, lines: Sequence[str], like: dict[str, list[int]]) -> _Twin | None:
    places = lines_of(text, vote.leading)
    if len(places) != 1:
        return None
    (line,) = places
    mask = _mask(lines[line])
    others = [at for at in like.get(mask, ()) if at != line] if mask is not None else []
    return _Twin(cell, line, others[0]) if len(others) == 1 else None


def _apart(twins: Sequence[_Twin]) -> Sequence[_Twin]:
    """The twins, if there are two lines of them and no own line lies between the others."""
    own, others = {twin.line for twin in twins}, {twin.other for twin in twins}
    if len(own) < 2:
        return ()
    return twins if max(own) < min(others) or max(others) < min(own) else ()
