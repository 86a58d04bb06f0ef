"""A layout as bytes: kept beside the file of its document, under its own digest (``Document.layout``)."""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterable
from itertools import accumulate

from consensus.errors import StoreError
from consensus.locate.layout import Layout, Spot
from consensus.locate.layout import boxes as boxes
from consensus.locate.layout import place_at as place_at

_VERSION = 1


def pack(spots: Iterable[Spot]) -> bytes:
    """The same bytes for the same spots; b"" without any. spots: in the order of the text, apart from each other."""
    starts: list[int] = []
    sizes: list[int] = []
    places: list[str | list[int]] = []
    last = 0
    for start, end, box, cell in spots:
        starts.append(start - last)
        sizes.append(end - start)
        if box is None:
            places.append(cell)
        else:
            places.append([box.page, *(round(10 * side) for side in (box.x0, box.y0, box.x1, box.y1))])
        last = start
    if not starts:
        return b""
    told = {"version": _VERSION, "starts": starts, "sizes": sizes, "places": places}
    return zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def unpack(packed: bytes) -> Layout:
    """What was packed. Raises StoreError for bytes that are no layout of this version."""
    if not packed:
        return Layout()
    try:
        told = json.loads(zlib.decompress(packed))
        if told["version"] != _VERSION:
            raise ValueError(told["version"])
        starts = array("q", accumulate(told["starts"]))
        ends = array("q", (start + size for start, size in zip(starts, told["sizes"], strict=True)))
        places = [place if isinstance(place, str) else tuple(place) for place in told["places"]]
        if len(places) != len(starts):
            raise ValueError("places")
        return Layout(starts, ends, places)
    except (zlib.error, ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        what = "the stored places of a document's words cannot be read"
        raise StoreError(what, do="Open it with the version of Consensus that it was handed in to.") from error
