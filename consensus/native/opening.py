"""Opening a PDF, and why one is not opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

#: More pages are not read.
MOST_PAGES = 2000
#: PDFium's number for a password that is missing or wrong, and for a kind of protection it does not know.
_PASSWORD, _PROTECTION = c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY


class Refused(Exception):
    """A file that cannot be read: password, protection, damaged, pages, xfa, empty."""


@contextmanager
def opened(content: bytes) -> Iterator[Any]:
    """The document with its form. Raises Refused."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        raise Refused({_PASSWORD: "password", _PROTECTION: "protection"}.get(code, "damaged")) from None
    try:
        if len(document) > MOST_PAGES:
            raise Refused("pages")
        if not len(document):
            raise Refused("empty")
        kind = document.get_formtype()
        if kind == c.FORMTYPE_XFA_FULL:
            raise Refused("xfa")
        if kind != c.FORMTYPE_NONE:
            document.init_forms()
        yield document
    finally:
        document.close()
