"""A layout says where the words of a text stand, and is the same bytes for the same words."""

import json
import zlib

import pytest

from consensus.domain import Box
from consensus.errors import StoreError
from consensus.formats.layout import boxes, pack, place_at, unpack
from consensus.locate.layout import Spot

WORDS = [
    Spot(0, 5, Box(1, 10.0, 20.0, 40.0, 30.0)),
    Spot(6, 11, Box(1, 44.5, 20.2, 80.0, 30.1)),
    Spot(12, 15, Box(1, 10.0, 34.0, 30.0, 44.0)),
    Spot(16, 20, Box(2, 10.0, 20.0, 30.0, 30.0)),
]
CELLS = [Spot(0, 3, cell="Sheet2!B7"), Spot(6, 9, cell="Sheet2!C7"), Spot(10, 12, cell="Größe & Co!A1")]


def test_what_is_unpacked_says_the_same_and_packs_to_the_same_bytes() -> None:
    for spots in (WORDS, CELLS):
        packed = pack(spots)
        assert pack(list(spots)) == packed
        layout = unpack(packed)
        assert [(start, end) for start, end in zip(layout.starts, layout.ends, strict=True)] == [
            one[:2] for one in spots
        ]
    assert pack([]) == b""
    assert boxes(unpack(b""), 0, 10) == ()
    assert place_at(unpack(b""), 0, 10) == ""


def test_boxes_are_one_a_line_and_begin_anew_on_a_new_line_or_page() -> None:
    layout = unpack(pack(WORDS))
    assert boxes(layout, 0, 5) == (Box(1, 10.0, 20.0, 40.0, 30.0),)
    assert boxes(layout, 1, 3) == (Box(1, 10.0, 20.0, 40.0, 30.0),)  # part of a word has the word's
    assert boxes(layout, 0, 11) == (Box(1, 10.0, 20.0, 80.0, 30.1),)
    assert boxes(layout, 0, 20) == (
        Box(1, 10.0, 20.0, 80.0, 30.1),
        Box(1, 10.0, 34.0, 30.0, 44.0),
        Box(2, 10.0, 20.0, 30.0, 30.0),
    )
    assert boxes(layout, 5, 6) == boxes(layout, 3, 3) == boxes(layout, 20, 99) == ()


def test_places_are_told_for_people() -> None:
    pages, cells = unpack(pack(WORDS)), unpack(pack(CELLS))
    assert place_at(pages, 12, 15) == "page 1"
    assert place_at(pages, 12, 20) == "pages 1 and 2"
    assert place_at(cells, 6, 8) == "Sheet2!C7"
    assert place_at(cells, 0, 9) == "Sheet2!B7 to Sheet2!C7"
    assert place_at(cells, 3, 6) == ""


@pytest.mark.parametrize(
    "packed",
    [
        b"no zlib",
        zlib.compress(b"[]"),
        zlib.compress(b'{"version": 2}'),
        zlib.compress(json.dumps({"version": 1, "starts": [0, 1], "sizes": [1], "places": [""]}).encode()),
        zlib.compress(json.dumps({"version": 1, "starts": [1e99], "sizes": [1], "places": [3]}).encode()),
    ],
    ids=["no zlib", "a list", "version", "lengths", "numbers"],
)
def test_bytes_that_are_no_layout_are_one_line(packed: bytes) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        unpack(packed)
