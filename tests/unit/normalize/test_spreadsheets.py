"""No cell that we write is run by a spreadsheet."""

from __future__ import annotations

import pytest

from consensus.normalize.spreadsheets import as_text


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "＝cmd", "－1", "\ufeff=1", " =1", "\u200b=1", "\u00a0\ufeff＝1"]
)
def test_a_formula_becomes_text(cell: str) -> None:
    assert as_text(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["a=1", "1-2", "", "übung", "'=1", "5 = 5"])
def test_other_cells_stay(cell: str) -> None:
    assert as_text(cell) == cell
