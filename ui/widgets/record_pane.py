"""The right half of a document of fields: the whole record, its tables as grids, and the rules over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby

import streamlit as st

from consensus.domain.job import FieldState
from consensus.service.review.record import RecordCell, RecordRow, RecordTable, RecordView, RuleLine, RuleState
from ui.state import Act
from ui.widgets.record_actions import RecordActions
from ui.widgets.record_cells import on_cell
from ui.widgets.safe_html import GridCell, SafeHtml, clean, grid, joined, plain, show

_SIGNS = {FieldState.ACCEPTED: "", FieldState.DECIDED: "●", FieldState.REJECTED: "✕", FieldState.WAITING: "?"}
_RULES = {RuleState.BROKEN: ("✕", "veto"), RuleState.WAITS: ("…", "quiet"), RuleState.HOLDS: ("✓", "holds")}
_LEGEND = "▶ open now  ·  ? waits  ·  ● decided  ·  ✕ rejected  ·  without a sign: accepted"
#: The paths that a rule reads which does not hold, and the number of each field that can be opened.
_How = tuple[frozenset[str], Mapping[str, int]]
_NOTHING: _How = (frozenset(), {})
#: Rows of one table on the screen at once, and rules that hold which are named.
_ROWS, _MOST_HOLDING = 60, 3


def record_pane(found: RecordView | None, does: RecordActions, act: Act) -> None:
    """The record as it stands. None: of what has none. Another field is opened only while nothing is being typed."""
    if found is None:
        return
    waiting = len(found.record.waiting)
    show(plain(f"The record: {waiting:,} {'field waits' if waiting == 1 else 'fields wait'}", "label"))
    if act.mode == "look":
        _moves(found, does)
    if found.closed:
        show(plain("Accepted values are not shown: audits of this document may still come to you.", "quiet"))
        if act.mode == "look":
            turned, key = partial(does.turn, Act("open")), does.key("open text")
            st.button("Open the accepted values", key=key, shortcut=does.bound("O"), type="tertiary", on_click=turned)
    opens = _opens(found) if act.mode == "look" else {}
    parts = [_own(found, opens)] if found.record.own else []
    for place, table in enumerate(found.record.tables):
        parts.append(_grid(table, (found.broken, opens), _page(table, does.key(f"rows{place}"))))
    if act.mode == "look" and any(cell.line.state is FieldState.ACCEPTED for cell in found.record.cells):
        turned = partial(does.turn, Act("correct"))
        key, shortcut = does.key("correct"), does.bound("V")
        st.button("Correct an accepted value", key=key, shortcut=shortcut, type="tertiary", on_click=turned)
    with st.container(key=does.key("recordcells")):
        show(joined(parts, "recordpane", label="The record"), plain(_legend(found), "quiet"), *_rules(found.rules))
        if opens:
            on_cell(does.key("cells"), partial(_open_cell, found, does))


def _opens(found: RecordView) -> dict[str, int]:
    """The number of each field that can be opened, by its path."""
    return {cell.line.path: at for at, cell in enumerate(found.record.waiting) if not cell.line.here}


def _open_cell(found: RecordView, does: RecordActions, number: int) -> None:
    """A number that names no field of the record opens none."""
    if 0 <= number < len(found.record.waiting):
        does.open(found.record.waiting[number].item_id)


def row_pane(found: RecordView | None, does: RecordActions, act: Act) -> None:
    """The one decision about a row that some members lack, over the answers for its open field."""
    row = found.record.row if found is not None else None
    if found is None or row is None or act.mode != "look":
        return
    table = next(one for one in found.record.tables if row in one.rows)
    with st.container(border=True, key=does.key("cardrow")):
        show(
            plain(f"Row {row.number:,} of {table.path or 'the list'}: some members have no such row", "label"),
            plain("One decision for all its open fields; those that members differ on are asked next.", "quiet"),
            grid("", table.columns, [[_cell(cell, _NOTHING) if cell else GridCell("") for cell in row.cells]]),
        )
        take, drop = st.columns(2)
        with take:
            _button(does, "Take the row", "takerow", "T", does.take_row)
        with drop:
            _button(does, "Drop the row", "droprow", "D", does.drop_row)


def _moves(found: RecordView, does: RecordActions) -> None:
    """To another field that waits: by its name, or to the next or previous one."""
    cells = found.record.waiting
    here = next((at for at, cell in enumerate(cells) if cell.line.here), None)
    if not cells or (here is not None and len(cells) == 1):
        return
    names = {clean(cell.line.path): cell.item_id for cell in cells}
    before, after = (-1, 0) if here is None else (here - 1, (here + 1) % len(cells))
    chosen, back, on = st.columns([0.5, 0.25, 0.25], vertical_alignment="bottom")
    with chosen:
        key, args = does.key("field"), ("field", names)
        st.selectbox(
            "Open field",
            list(names),
            index=here,
            key=key,
            label_visibility="collapsed",
            on_change=does.open_chosen,
            args=args,
        )
    with back:
        _button(does, "Previous open", "previous", "Left", does.open, cells[before].item_id)
    with on:
        _button(does, "Next open", "following", "Right", does.open, cells[after].item_id)


def _button(does: RecordActions, label: str, name: str, shortcut: str, action: Callable[..., None], *args: str) -> None:
    st.button(label, key=does.key(name), shortcut=does.bound(shortcut), width="stretch", on_click=action, args=args)


def _own(found: RecordView, opens: Mapping[str, int]) -> SafeHtml:
    """Fields that stand in no table."""
    rows = [
        (GridCell(cell.name), _cell(cell, (found.broken, opens)), GridCell(_line(cell), "cellaccepted"))
        for cell in found.record.own
    ]
    return grid("", ("Field", "Value", "Line"), rows)


def _grid(table: RecordTable, how: _How, rows: Sequence[RecordRow]) -> SafeHtml:
    head = ("Row", *table.columns, "Line")
    body = [
        (_name(row), *(_in_row(cell, row, how) for cell in row.cells), GridCell(_row_line(row), "cellaccepted"))
        for row in rows
    ]
    count = f"{len(table.rows):,} row{'s' * (len(table.rows) != 1)}"
    return grid(f"{table.path} ({count})" if table.path else count, head, body)


def _page(table: RecordTable, key: str) -> Sequence[RecordRow]:
    """The rows to show: those around the open field, or those that were asked for."""
    if len(table.rows) <= _ROWS:
        return table.rows
    starts = range(0, len(table.rows), _ROWS)
    names = [f"Rows {start + 1:,} to {min(start + _ROWS, len(table.rows)):,}" for start in starts]
    here = next((at for at, row in enumerate(table.rows) if row.here), 0) // _ROWS
    chosen = st.selectbox("Rows", names, index=here, key=key, label_visibility="collapsed")
    start = names.index(chosen) * _ROWS
    return table.rows[start : start + _ROWS]


def _name(row: RecordRow) -> GridCell:
    """The number of a row, and whether it is one."""
    if row.dropped:
        return GridCell(f"{row.number:,} no such row", "celldropped")
    return GridCell(f"{row.number:,} ± a row?" if row.doubt else f"{row.number:,}")


def _in_row(cell: RecordCell | None, row: RecordRow, how: _How) -> GridCell:
    if cell is None or row.dropped:
        return GridCell("")
    return _cell(cell, how)


def _cell(cell: RecordCell, how: _How) -> GridCell:
    line, (broken, opens) = cell.line, how
    given = " / ".join(text or "no value" for text in cell.answers)
    if line.here:
        return GridCell(f"▶ {given}".strip(), "cellhere")
    if line.state is FieldState.WAITING:
        return GridCell(f"? {given}".strip(), "cellwaiting", opens.get(line.path))
    text = f"{line.text} {_SIGNS[line.state]}".strip()
    if line.path in broken:
        return GridCell(text, "cellbroken")
    return GridCell(text, "cellaccepted" if line.state is FieldState.ACCEPTED else "")


def _line(cell: RecordCell) -> str:
    """Where an accepted value stands, and in how many places it does."""
    line = cell.line
    if not line.line:
        return ""
    return f"{line.line:,}" if line.places < 2 else f"{line.line:,} (1 of {line.places:,} places)"


def _row_line(row: RecordRow) -> str:
    """The line that most cells of a row stand on."""
    lines = [cell.line.line for cell in row.cells if cell is not None and cell.line.line]
    return f"{max(lines, key=lines.count):,}" if lines else ""


def _legend(found: RecordView) -> str:
    rows = [row for table in found.record.tables for row in table.rows]
    return _LEGEND + ("  ·  ± some members have no such row" if any(row.doubt for row in rows) else "")


def _rules(lines: Sequence[RuleLine]) -> list[SafeHtml]:
    """What does not add up, what still waits for a value, and how much holds."""
    parts = [plain("Rules of the schema", "label")] if lines else []
    for state, group in groupby(lines, key=lambda line: line.state):
        named = [line.words for line in group]
        sign, look = _RULES[state]
        if state is RuleState.HOLDS and len(named) > _MOST_HOLDING:
            parts.append(plain(f"{sign} {len(named):,} rules hold.", look))
        else:
            parts += [plain(f"{sign} {words}", look) for words in named]
    return parts
