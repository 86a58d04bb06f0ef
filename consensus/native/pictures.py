"""Pages of images and PDFs as pictures. Run as ``python -m consensus.native.pictures``: one line of JSON, then the
file, on standard input; one JSON object on standard output.

The line: {"do": "png", "format": "image" or "pdf", "page": from 1, "dpi": dots per inch}. The answer has "png", a file
in base64, or "refused", one of the words that ``Refused`` lists.
"""

from __future__ import annotations

import base64
import io
import json
import sys
import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

#: Pixels of one picture, and of all pages of a file together; pages of a TIFF; beyond them a file is not read.
MOST_PIXELS, MOST_PIXELS_IN_ALL, MOST_FRAMES = 50_000_000, 400_000_000, 100
#: Pixels on the longer side of a picture that is made, at most (``prompt.pictures`` counts tokens by it).
LONGEST_SIDE = 2200
#: Bytes of a PNG file, beyond which it is made with fewer colours, then smaller: providers refuse larger ones.
LARGEST_PNG = 3_500_000
POINTS_PER_INCH = 72
#: Inches on the longer side of a page: what is not within them is no resolution that a scanner wrote; then A4.
_LEAST, _MOST, _A4 = 2.0, 48.0, 11.69


class Refused(Exception):
    """A file that cannot be read: damaged, pixels, frames, page, or a word of ``opening.Refused``."""


class PagePicture(NamedTuple):
    """A page as shown, in colour or grey. number: from 1. width, height: in points."""

    number: int
    image: Any
    width: float
    height: float


def main() -> None:
    head = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        found = next(pages(content, head["format"], head["dpi"], [head["page"]]), None)
        if found is None:
            raise Refused("page")
        answer = {"png": base64.b64encode(png(found.image)).decode()}
    except Refused as refused:
        answer = {"refused": refused.args[0]}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def pages(content: bytes, form: str, dpi: int, wanted: list[int] | None = None) -> Iterator[PagePicture]:
    """The pages with these numbers, or all, each no larger than LONGEST_SIDE. Raises Refused."""
    yield from _of_pdf(content, dpi, wanted) if form == "pdf" else _of_image(content, dpi, wanted)


def png(image: Any) -> bytes:
    """The picture as a PNG file without anything else in it."""
    made = _png(image)
    if len(made) > LARGEST_PNG:
        image = image.convert("L")
        made = _png(image)
    while len(made) > LARGEST_PNG:
        image = image.resize((max(1, image.width * 4 // 5), max(1, image.height * 4 // 5)))
        made = _png(image)
    return made


def _png(image: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _of_pdf(content: bytes, dpi: int, wanted: list[int] | None) -> Iterator[PagePicture]:
    import pypdfium2 as pdfium

    from consensus.native.opening import Refused as Closed
    from consensus.native.opening import opened

    try:
        with opened(content) as document:
            for number in wanted or range(1, len(document) + 1):
                if not 0 < number <= len(document):
                    raise Refused("page")
                page = document[number - 1]
                width, height = page.get_size()
                scale = min(dpi / POINTS_PER_INCH, LONGEST_SIDE / max(width, height, 1.0))
                drawn = page.render(scale=scale).to_pil()
                page.close()
                yield PagePicture(number, _plain(drawn), width, height)
    except Closed as closed:
        raise Refused(*closed.args) from None
    except pdfium.PdfiumError:
        raise Refused("damaged") from None


def _of_image(content: bytes, dpi: int, wanted: list[int] | None) -> Iterator[PagePicture]:
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "TIFF")) as image:
            frames = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
            if frames > MOST_FRAMES:
                raise Refused("frames")
            left = MOST_PIXELS_IN_ALL
            for number in range(1, frames + 1):
                if wanted is not None and number not in wanted:
                    continue
                image.seek(number - 1)
                left -= image.width * image.height
                if image.width * image.height > MOST_PIXELS or left < 0:
                    raise Refused("pixels")
                yield _frame(image, number, dpi)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("pixels") from None
    except Refused:
        raise
    except (UnidentifiedImageError, OSError, EOFError, ValueError, SyntaxError, TypeError, KeyError, IndexError):
        raise Refused("damaged") from None
    except (ArithmeticError, AttributeError, RuntimeError, LookupError):
        raise Refused("damaged") from None  # plugins raise whatever a broken header makes of their sums


def _frame(image: Any, number: int, dpi: int) -> PagePicture:
    """One picture, upright, at most as fine as asked for."""
    density = _density(image)
    upright = _plain(ImageOps.exif_transpose(image))
    width, height = (side * POINTS_PER_INCH / density for side in upright.size)
    scale = min(1.0, dpi / density, LONGEST_SIDE / max(upright.size))
    if scale < 1.0:
        size = tuple(max(1, round(side * scale)) for side in upright.size)
        upright = upright.resize(size, Image.Resampling.LANCZOS)
    return PagePicture(number, upright, round(width, 1), round(height, 1))


def _density(image: Any) -> float:
    """Pixels an inch, as the file says if a page can be of that size; else as if it were of the height of A4."""
    longer = max(image.size)
    told = image.info.get("dpi")
    found = float(max(told)) if isinstance(told, tuple) and told and all(map(_is_number, told)) else 0.0
    return found if found > 0 and _LEAST <= longer / found <= _MOST else max(1.0, longer / _A4)


def _is_number(value: Any) -> bool:
    try:
        return 0.0 < float(value) < 1e6
    except (TypeError, ValueError, ZeroDivisionError):
        return False


def _plain(image: Any) -> Any:
    """In eight bits, grey or in colour, what shows through on white; nothing of what the file says beside."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        over = image.convert("RGBA")
        under = Image.new("RGBA", over.size, "white")
        image = Image.alpha_composite(under, over).convert("RGB")
    elif image.mode.startswith("I"):
        image = image.convert("I")
        most = image.getextrema()[1]  # of sixteen bits, scanners often fill fewer
        scale = 255 / most if most > 255 else 1.0
        image = image.point(lambda value: value * scale).convert("L")
    elif image.mode not in ("RGB", "L"):
        image = image.convert("L" if image.mode in ("1", "F") else "RGB")
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare


if __name__ == "__main__":
    main()
