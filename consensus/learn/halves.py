"""Two halves of the documents: what is learned on one is judged on the other, for good."""

from __future__ import annotations

import hashlib
from enum import StrEnum

from consensus.domain import Document, Draw


class Half(StrEnum):
    """Which half a document is in."""

    LEARNING = "learning"  #: What is fitted, counted or quoted comes from here.
    JUDGING = "judging"  #: Figures come from here, and nothing else is made of it.


def half_of(document: str, draw: Draw) -> Half:
    """The half of a document: the same whenever, and however often, it is asked. Pure.

    document: digest of its content (``document_digest``), so that a renamed file, or one that is handed in again, under
    another policy or schema, stays in its half. draw: by the installation's key, so that nobody outside can choose a
    document for a half.
    """
    return Half.LEARNING if draw("half", document) < 0.5 else Half.JUDGING


def document_digest(document: Document) -> str:
    """Names the content of a document: SHA-256 of its file, or of its text where no file was kept. Pure."""
    return document.blob or hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
