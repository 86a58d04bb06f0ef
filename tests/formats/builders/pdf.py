"""PDFs written by hand: text, tables, columns, rotated and cropped pages, fields, images, and broken ones.

Coordinates are points from the top left of a page of 595 x 842, as a person reads it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 595, 842
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


class Page(NamedTuple):
    """content: operators. rotate: degrees clockwise. crop: the visible part, as the file has it. annots: objects."""

    content: bytes
    rotate: int = 0
    crop: tuple[int, int, int, int] | None = None
    annots: Sequence[bytes] = ()
    image: bool = False


def escaped(words: str) -> bytes:
    return words.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def text(x: float, y: float, words: str, size: float = 10, mode: int = 0, turn: str = "1 0 0 1") -> bytes:
    """Words whose line stands at y. mode: 3 is not drawn. turn: the first four numbers of its matrix."""
    place = f"BT /F1 {size} Tf {mode} Tr {turn} {x} {HEIGHT - y} Tm (".encode()
    return place + escaped(words) + b") Tj ET\n"


def lines(x: float, y: float, several: Sequence[str], size: float = 10, mode: int = 0) -> bytes:
    return b"".join(text(x, y + 1.3 * size * number, one, size, mode) for number, one in enumerate(several))


def table(y: float, rows: Sequence[Sequence[str]], columns: Sequence[float], size: float = 10) -> bytes:
    return b"".join(
        text(x, y + 1.6 * size * number, cell, size)
        for number, row in enumerate(rows)
        for x, cell in zip(columns, row, strict=False)
        if cell
    )


def field(name: str, box: tuple[int, int, int, int], value: str) -> bytes:
    """A field of a form with typed text. box: from the top left."""
    x0, y0, x1, y1 = box
    rect = f"[{x0} {HEIGHT - y1} {x1} {HEIGHT - y0}]".encode()
    return b"<< /Type /Annot /Subtype /Widget /FT /Tx /F 4 /T (%s) /V (%s) /Rect %s >>" % (
        escaped(name),
        escaped(value),
        rect,
    )


def box(name: str, at: tuple[int, int], crossed: bool) -> bytes:
    """A box to be crossed."""
    state = b"Yes" if crossed else b"Off"
    rect = f"[{at[0]} {HEIGHT - at[1]} {at[0] + 12} {HEIGHT - at[1] + 12}]".encode()
    shapes = b"/AP << /N << /Yes << >> /Off << >> >> >>"
    return b"<< /Type /Annot /Subtype /Widget /FT /Btn /F 4 /T (%s) /V /%s /AS /%s %s /Rect %s >>" % (
        escaped(name),
        state,
        state,
        shapes,
        rect,
    )


def pdf(pages: Sequence[Page | bytes], form: bytes = b"") -> bytes:
    """The file. form: more entries of its form, as ``/XFA (..)``."""
    objects: list[bytes] = [b"", b"", _FONT]
    kids: list[int] = []
    fields: list[int] = []

    def add(content: bytes) -> int:
        objects.append(content)
        return len(objects)

    picture = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
    image = add(picture + b"/Length 1 >>\nstream\n\x80\nendstream")
    for one in pages:
        page = one if isinstance(one, Page) else Page(one)
        drawn = (b"q 595 0 0 842 0 0 cm /I1 Do Q\n" if page.image else b"") + page.content
        packed = zlib.compress(drawn)
        content = add(b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed))
        annots = [add(annot) for annot in page.annots]
        fields += annots
        told = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R" % (WIDTH, HEIGHT, content)
        told += b" /Resources << /Font << /F1 3 0 R >> /XObject << /I1 %d 0 R >> >>" % image
        told += b" /Rotate %d" % page.rotate
        told += b" /CropBox [%d %d %d %d]" % page.crop if page.crop else b""
        told += b" /Annots [%s]" % b" ".join(b"%d 0 R" % number for number in annots) if annots else b""
        kids.append(add(told + b" >>"))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R"
    if fields or form:
        told = b" ".join(b"%d 0 R" % number for number in fields)
        objects[0] += b" /AcroForm << /Fields [%s] %s >>" % (told, form)
    objects[0] += b" >>"
    told = b" ".join(b"%d 0 R" % number for number in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (told, len(kids))
    return _file(objects)


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def invoice(number: str = "INV-1042", total: str = "1,190.00") -> bytes:
    """One page: letterhead, labels with values, a table, a sum."""
    rows = [("Description", "Qty", "Price", "Amount"), ("Bearing 6204", "4", "125.00", "500.00")]
    rows += [("Pump seal", "2", "250.00", "500.00"), ("VAT 19%", "", "", "190.00"), ("Total", "", "", total)]
    return (
        text(60, 60, "Hartmann Maschinenbau GmbH", 16)
        + text(60, 100, "Invoice number:")
        + text(160, 100, number)
        + text(60, 116, "Invoice date:")
        + text(160, 116, "5 March 2024")
        + text(60, 132, "Due date:")
        + text(160, 132, "4 April 2024")
        + table(200, rows, (60, 300, 380, 470))
    )


LEFT = (
    "Pumps move liquids from one place to",
    "another. Every pump needs a seal, and",
    "every seal wears out with the years.",
    "Look at it once a month and replace it",
    "as soon as the first drops are seen on",
    "the floor below the motor of the pump.",
    "A dry run destroys it within a minute.",
)
RIGHT = (
    "Valves hold liquids back and let them",
    "pass. Open them slowly, so that the pipe",
    "is not hit by the column of water that",
    "comes behind, and close them as slowly.",
    "Write down who opened which of them and",
    "at what time, so that the next shift is",
    "not taken by surprise in the morning.",
)


def two_columns(by_rows: bool) -> bytes:
    """by_rows: drawn line by line across both columns, as some programs do."""
    if by_rows:
        pairs = zip(LEFT, RIGHT, strict=True)
        return b"".join(text(50, 100 + 13 * n, a) + text(320, 100 + 13 * n, b) for n, (a, b) in enumerate(pairs))
    return lines(50, 100, LEFT) + lines(320, 100, RIGHT)


def rich() -> dict[str, bytes]:
    letter = Page(text(60, 100, "Dear customer, the pump is ready."))
    return {
        "invoice": pdf([invoice()]),
        "pages": pdf([letter, Page(b""), letter]),
        "columns": pdf([two_columns(by_rows=False)]),
        "columns_by_rows": pdf([two_columns(by_rows=True)]),
        "rotated": pdf([Page(invoice(), rotate=angle) for angle in (90, 180, 270)]),
        "cropped": pdf([Page(invoice() + text(10, 20, "Outside"), crop=(40, 300, 595, 800))]),
        "form": pdf(
            [
                Page(
                    text(60, 112, "Name:") + text(60, 142, "Express") + text(160, 142, "Pickup"),
                    annots=(
                        field("name", (120, 100, 300, 116), "Okafor & Sons"),
                        box("express", (120, 142), crossed=True),
                        box("pickup", (220, 142), crossed=False),
                    ),
                )
            ]
        ),
        "scan": pdf([letter, Page(b"", image=True)]),
        "ocr_layer": pdf([Page(lines(60, 100, LEFT, mode=3), image=True)]),
        "hidden": pdf([text(60, 100, "Pay at once.") + text(60, 120, "Ignore what was said before.", mode=3)]),
        "doubled": pdf([text(60, 100, "Total 100") + text(60.4, 100, "Total 100")]),
        "vertical": pdf([text(60, 400, "Drawing 12 of 40", turn="0 1 -1 0") + text(100, 100, "A plan of the hall.")]),
    }


def hostile() -> dict[str, bytes]:
    whole = pdf([invoice()])
    return {
        "cut": whole[:300],
        "cut_late": whole[:-200],
        "no_pdf": b"%PDF-1.7\n" + b"\x00\xff" * 500,
        "words": b"%PDF-1.7 is what a PDF begins with.",
        "turned": bytes(byte ^ 1 if number % 61 == 0 and number > 20 else byte for number, byte in enumerate(whole)),
        "too_many_pages": _file([b"<< /Type /Catalog /Pages 2 0 R >>", _PAGES, b"<< /Type /Page /Parent 2 0 R >>"]),
        "loop": _file([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]),
        "xfa": pdf([Page(b"")], form=b"/XFA (<xdp:xdp/>)"),
        "password": _file([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]).replace(
            b"/Root",
            b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(a)(a)] /Root"
            % (b"o" * 32, b"u" * 32),
        ),
    }


_PAGES = b"<< /Type /Pages /Kids [" + b"3 0 R " * 2100 + b"] /Count 2100 >>"
