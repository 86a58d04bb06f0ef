"""Bytes and text: by byte order mark, by what the file declares, as UTF-8; and back again in the same encoding."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from consensus.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Decoded(NamedTuple):
    """The text of a file without its byte order mark, and how to write it: Python's name of the encoding, the mark."""

    text: str
    encoding: str
    mark: bytes = b""

    def encoded(self, text: str) -> bytes:
        """A file of this text. Raises UnicodeEncodeError for a character that the encoding lacks."""
        return self.mark + text.encode(self.encoding)

    def holds(self, text: str) -> bool:
        """Whether the encoding has all characters of the text."""
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True


def decode(content: bytes, where: str, declared: str = "", last: str = "") -> Decoded:
    """The text of a file.

    declared: the encoding that the file names, "" where it names none; one that Python does not know counts as none.
    last: the one that is tried where the file is not UTF-8. Raises DocumentError for bytes that are in none of them,
    and for those that could not be written back unchanged.
    """
    mark, encoding = next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), (b"", _known(declared)))
    if encoding[:6] in _WIDE and b"\0" not in content[:4]:
        encoding = "utf-8"  # a declaration that could be read was not written in several bytes a character
    body = content[len(mark) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        if mark or not last:
            raise _unreadable(error, encoding, declared, where) from error
        encoding = last
        text = body.decode(last)
    if encoding not in ("utf-8", "latin-1") and text.encode(encoding, "surrogatepass") != body:
        what = f"its {encoding} is written in a way that could not be kept."
        raise DocumentError(what, where=where, do="Save it as UTF-8.")
    if "\0" in text:
        what = f"not a text: a NUL character at offset {text.index(chr(0))}."
        raise DocumentError(what, where=where, do="Save it as UTF-8, or as UTF-16 with a byte order mark.")
    return Decoded(text, encoding, mark)


def _known(declared: str) -> str:
    """Python's name of an encoding; UTF-8 for one that it does not know, and for ASCII, which is a part of it."""
    try:
        name = codecs.lookup(declared).name if declared.isascii() else "utf-8"
        "a".encode(name)  # some of what Python calls codecs makes no bytes of texts
    except (LookupError, TypeError, ValueError):
        return "utf-8"
    return "utf-8" if name in ("ascii", "utf-8-sig", "utf-7", "punycode", "idna") else name


_WIDE = ("utf-16", "utf-32")


def _unreadable(error: UnicodeDecodeError, encoding: str, declared: str, where: str) -> DocumentError:
    shown = declared if declared and encoding != "utf-8" else encoding.upper()
    what = f"not {shown}: byte 0x{error.object[error.start]:02x} at offset {error.start}."
    return DocumentError(what, where=where, do="Save it as UTF-8, for example with: iconv -f WINDOWS-1252 -t UTF-8")
