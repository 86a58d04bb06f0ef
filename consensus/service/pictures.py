"""The pages of a job's document as pictures, for members that see."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from consensus import formats
from consensus.domain import Document
from consensus.errors import DocumentError
from consensus.ports.storage import Blobs


def pictures_of(document: Document, blobs: Blobs) -> Callable[[int], bytes]:
    """Page number, from 1, to its PNG file; each is made once, whoever asks. What it gives raises DocumentError."""
    made: dict[int, bytes] = {}
    one_at_a_time = Lock()

    def picture(page: int) -> bytes:
        with one_at_a_time:
            if page not in made:
                content = blobs.get(document.blob) if document.blob else None
                if content is None:
                    what, do = "the file that was handed in is no longer stored.", "Hand it in again."
                    raise DocumentError(what, where=document.name, do=do)
                made[page] = formats.page_png(content, document.format, page, where=document.name)
            return made[page]

    return picture
