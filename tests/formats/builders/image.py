"""Pictures of documents, good and hostile, drawn for tests."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageDraw, ImageFont

INVOICE = ("ACME Tools", "Invoice number: RE-2031", "", "Total: 478.74", "Buyer: Harbour Books")


def page(lines: Sequence[str] = INVOICE, size: tuple[int, int] = (640, 420)) -> Any:
    """A page with these lines in dark letters on white."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=30)
    for number, line in enumerate(lines):
        draw.text((40, 40 + 60 * number), line, fill="black", font=font)
    return image


def saved(image: Any, form: str, **how: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **how)
    return file.getvalue()


def turned(image: Any) -> bytes:
    """A JPEG on its side, whose EXIF data say so, as cameras write it, and where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "taken at the secret site"
    return saved(image.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif, quality=90)


def rich() -> dict[str, bytes]:
    """Every kind of file that is read."""
    image = page()
    more = page(("Second page", "Freight: 12.50"))
    glass = image.convert("RGBA")
    glass.putalpha(255)
    return {
        "plain.png": saved(image, "PNG", dpi=(150, 150)),
        "camera.jpg": turned(image),
        "two pages.tif": saved(image, "TIFF", save_all=True, append_images=[more], compression="tiff_lzw"),
        "black and white.tiff": saved(image.convert("1"), "TIFF", compression="group4"),
        "palette.png": saved(image.convert("P"), "PNG"),
        "print.jpeg": saved(image.convert("CMYK"), "JPEG"),
        "see through.png": saved(glass, "PNG"),
        "sixteen bits.png": saved(image.convert("L").convert("I;16"), "PNG"),
    }


def hostile() -> dict[str, bytes]:
    """What is no picture, or no picture that may be read."""
    good = saved(page(), "PNG")
    return {
        "empty.png": b"",
        "cut.png": good[: len(good) // 2],
        "head.png": good[:40],
        "cut.jpg": saved(page(), "JPEG")[:900],
        "cut.tif": saved(page(), "TIFF")[:3000],
        "noise.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
        "noise.tif": b"II*\0" + b"\xff" * 400,
        "bomb.png": _declared(60_000, 60_000),
        "wide.png": _declared(2_000_000_000, 1),
        "text.png": b"This is no picture.\n",
        "svg.png": b'<svg xmlns="http://www.w3.org/2000/svg"><text>Total: 1</text></svg>',
    }


def many_pages(count: int) -> bytes:
    small = Image.new("1", (8, 8), 1)
    return saved(small, "TIFF", save_all=True, append_images=[small] * (count - 1))


def _declared(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says that it has so many pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")
