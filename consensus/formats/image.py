"""PNG, JPEG and TIFF, which are read and not written: their text by OCR, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from consensus.domain import Segment
from consensus.errors import DocumentError
from consensus.formats.base import Langs, Locator, Options, Parsed, Written
from consensus.formats.ocr import read_pictures

#: How such files begin: PNG, JPEG, TIFF in both orders of bytes, and large ones.
_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


class Image:
    """``Format`` for pictures of documents."""

    name = "image"
    label = "images"
    suffixes = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
    version = 1
    writes = False
    left: Mapping[str, tuple[str, str]] = MappingProxyType({})

    def sniff(self, head: bytes) -> bool:
        return head.startswith(_BEGINNINGS)

    def read(self, content: bytes, options: Options) -> Parsed:
        if not self.sniff(content):
            do = "Open it in a viewer, save it as PNG, and hand that in."
            raise DocumentError("it is no PNG, JPEG or TIFF file.", where=options.where, do=do)
        found = read_pictures(content, self.name, options).parsed
        if not found.text.strip():
            do = "Hand in one in which text can be read: upright, sharp, with 300 dots an inch."
            raise DocumentError("no text was found in it.", where=options.where, do=do)
        return found

    def write(self, content: bytes, texts: Mapping[Locator, str], langs: Langs) -> Written:
        return Written(content, dict.fromkeys(texts, "An image is not written."))

    def damage(self, segment: Segment, target: str) -> str:
        return ""


FORMAT = Image()
