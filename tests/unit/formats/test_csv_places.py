"""CSV: each value says which row and column it is in, and rows of another width are named."""

import pytest

from consensus.domain import Task
from consensus.formats import layout
from consensus.formats.base import Options, Parsed
from consensus.formats.registry import named

TEXT = 'Item,Amount\nA pump,"1,200.00"\nA valve,7\n'


def extracted(text: str) -> Parsed:
    return named("csv").read(text.encode(), Options("list.csv", None, Task.EXTRACT))


@pytest.mark.parametrize(
    ("text", "value", "place"),
    [
        (TEXT, "1,200.00", "row 2, column 2 (Amount)"),
        (TEXT, "A valve", "row 3, column 1 (Item)"),
        (TEXT, "Amount", "row 1, column 2"),
        (TEXT.replace("\n", "\r\n"), "A valve", "row 3, column 1 (Item)"),
        ("12;First text here.\n13;Another one.\n", "Another one.", "row 2, column 2"),
        ("Name\nA long text of one column\nAnother text\n", "Another text", "row 3"),
    ],
)
def test_a_value_has_its_row_and_column(text: str, value: str, place: str) -> None:
    at = text.index(value)
    assert layout.place_at(layout.unpack(extracted(text).layout), at, at + len(value)) == place


def test_segments_have_their_places() -> None:
    parsed = named("csv").read(TEXT.encode(), Options("list.csv", "en"))
    assert [(piece.text, piece.place) for piece in parsed.pieces] == [
        ("A pump", "row 2, column 1 (Item)"),
        ("A valve", "row 3, column 1 (Item)"),
    ]


def test_rows_of_another_width_are_named_for_extraction() -> None:
    assert list(extracted("a,b\n1,2\n3,4,5\n6,7\n").warnings) == [
        "1 row has not 2 cells as most have (row 3): values there may stand in the wrong column."
    ]
    assert not extracted(TEXT).warnings
