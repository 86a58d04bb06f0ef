"""The words of a page of a PDF, in PDFium's order, each with its box on the page as shown."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as c

#: Ends a word: blanks, and what PDFium puts for a line's end.
_BLANKS = frozenset((9, 10, 13, 32, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000))
#: What PDFium puts for a hyphen at a line's end.
_HYPHENS = frozenset((0x02, 0xFFFE))
#: Not to be seen: other control characters, soft hyphen, joiners of words, byte order mark.
_UNSEEN = frozenset((*range(1, 32), *range(0x7F, 0xA0), 0xAD, 0x2060, 0xFEFF)) - _BLANKS - _HYPHENS
#: Device units per point while the transform of a page is measured.
_FINE = 20
#: A blank wider than so many heights of a letter ends a word that PDFium goes on with.
_WIDE = 1.2
#: Points that such a blank has at least: dots have no height.
_LEAST = 5.0
_INVISIBLE = 3
#: Points from the page beyond which nothing is drawn; also infinity, and what is no number.
_FAR = 1e5
_Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Word:
    """Corners in points from the top left of the page as shown. turn: quarter turns clockwise of its direction.

    number: in PDFium's order. size: height of its letters in points. line: its corners with the room that the font
    leaves above and below every letter, which says at which height it stands; else the same.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    turn: int = 0
    number: int = 0
    size: float = 0.0
    line: tuple[float, float, float, float] | None = None


@dataclass(slots=True)
class PageWords:
    """outside, hidden, unmapped: how many words are not on the visible page, how many are not drawn, and how many
    letters have no Unicode value. picture: it has an image. ocr: its words are an invisible layer over an image."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    outside: int = 0
    hidden: int = 0
    unmapped: int = 0
    picture: bool = False
    ocr: bool = False


#: A letter, its corners, and its number in PDFium's order. Millions are made of a long document, hence a bare tuple.
_Letter = tuple[str, float, float, float, float, int]


def words_of(page: Any, number: int, forms: Any = None) -> PageWords:
    """page: of pypdfium2. forms: its document's form environment, or None."""
    width, height = page.get_size()
    found = PageWords(number, width, height)
    found.picture, covered, invisible = _objects(page, width * height)
    text = page.get_textpage()
    matrix = transform_of(page)
    is_hidden = _invisible_letters(text.raw) if invisible else None
    drawn: list[Word] = []
    under: list[Word] = []
    for letters, hidden in _runs(text, matrix, is_hidden, found):
        word = _word(letters, text, matrix)
        (under if hidden else drawn).append(word)
    text.close()
    if under and covered > 0.5 and len(under) >= len(drawn):
        found.ocr, drawn = True, drawn + under
    else:
        found.hidden = len(under)
    if forms is not None:
        drawn += _field_words(page, forms, matrix)
    found.words = list(_visible(_once(drawn), found))
    for at, word in enumerate(found.words):
        word.number = at
    return found


def transform_of(page: Any) -> _Matrix:
    """(a, b, c, d, e, f): page coordinates to points from the top left of the page as shown, rotated and cropped."""
    width, height = page.get_size()
    x, y = ctypes.c_int(), ctypes.c_int()
    fine = min(_FINE, 1e6 / max(width, height, 1))
    size = (max(1, int(width * fine)), max(1, int(height * fine)))

    def shown(px: float, py: float) -> tuple[float, float]:
        c.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, px, py, x, y)
        return x.value / fine, y.value / fine

    far = 1000.0
    (e, f), (x1, y1), (x2, y2) = shown(0, 0), shown(far, 0), shown(0, far)
    return (x1 - e) / far, (y1 - f) / far, (x2 - e) / far, (y2 - f) / far, e, f


def _objects(page: Any, area: float) -> tuple[bool, float, bool]:
    """Whether the page has an image, how much of the page the largest covers, and whether text is drawn invisibly."""
    picture, covered, invisible = False, 0.0, False
    sides = [ctypes.c_float() for _ in range(4)]
    for one in page.get_objects(max_depth=4):
        if one.type == c.FPDF_PAGEOBJ_IMAGE:
            picture = True
            if c.FPDFPageObj_GetBounds(one.raw, *sides):
                left, bottom, right, top = (side.value for side in sides)
                covered = max(covered, abs((right - left) * (top - bottom)) / max(area, 1))
        elif one.type == c.FPDF_PAGEOBJ_TEXT and not invisible:
            invisible = c.FPDFTextObj_GetTextRenderMode(one.raw) == _INVISIBLE
    return picture, covered, invisible


def _invisible_letters(raw: Any) -> Any:
    known: dict[int, bool] = {}

    def hidden(number: int) -> bool:
        owner = c.FPDFText_GetTextObject(raw, number)
        if not owner:
            return False
        address = ctypes.cast(owner, ctypes.c_void_p).value or 0
        if address not in known:
            known[address] = c.FPDFTextObj_GetTextRenderMode(owner) == _INVISIBLE
        return known[address]

    return hidden


def _runs(text: Any, matrix: _Matrix, is_hidden: Any, found: PageWords) -> Iterator[tuple[list[_Letter], bool]]:
    """The letters of one word after the other."""
    letters: list[_Letter] = []
    wide, hidden = _LEAST, False
    upright = abs(matrix[0]) > abs(matrix[1])
    for letter in _letters(text, matrix, found):
        if letter is None:
            if letters:
                yield letters, hidden
                letters, wide = [], _LEAST
            continue
        _, x0, y0, x1, y1, number = letter
        now = is_hidden is not None and is_hidden(number)
        across, down = x1 - x0, y1 - y0
        wide = max(wide, _WIDE * (down if down < 3 * across else 3 * across))
        if letters:
            last, a0, b0, a1, b1, _ = letters[-1]
            apart = x0 - a1 > wide or a0 - x1 > wide or y0 - b1 > wide or b0 - y1 > wide
            stacked = (y0 > b1 or b0 > y1) and x0 < a1 and a0 < x1
            stacked = stacked if upright else (x0 > a1 or a0 > x1) and y0 < b1 and b0 < y1
            apart = apart or (stacked and _is_below(letters[-1], letter, text, matrix))
            if apart or now != hidden or (last.isdigit() and _is_raised(letters[-1], letter)):
                yield letters, hidden
                letters, wide = [], _LEAST
        hidden = now
        letters.append(letter)
    if letters:
        yield letters, hidden


def _letters(text: Any, matrix: _Matrix, found: PageWords) -> Iterator[_Letter | None]:
    """The letters of a page in PDFium's order; None for a blank between words."""
    raw = text.raw
    a, b, cc, d, e, f = matrix
    sides = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = sides
    pointers = [ctypes.pointer(side) for side in sides]
    unicode_of, box_of = c.FPDFText_GetUnicode, c.FPDFText_GetCharBox
    high = 0
    for number in range(text.count_chars()):
        code = unicode_of(raw, number)
        if code in _BLANKS:
            yield None
            continue
        if code in _UNSEEN or not box_of(raw, number, *pointers):
            continue
        if 0xD800 <= code <= 0xDFFF:
            if code < 0xDC00 or not high:
                high = code if code < 0xDC00 else 0
                continue
            code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
        if not code or code > 0x10FFFF:
            found.unmapped += 1
            code = 0xFFFD
        px, py, qx, qy = left.value, bottom.value, right.value, top.value
        x0, y0, x1, y1 = a * px + cc * py + e, b * px + d * py + f, a * qx + cc * qy + e, b * qx + d * qy + f
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        if x0 > -_FAR and x1 < _FAR and y0 > -_FAR and y1 < _FAR:
            yield "-" if code in _HYPHENS else chr(code), x0, y0, x1, y1, number


def _word(letters: list[_Letter], text: Any, matrix: _Matrix) -> Word:
    """Doubled letters, as a bold face is feigned with, count once; a ligature's letters share one box and all count."""
    kept: list[_Letter] = []
    for letter in letters:
        if not any(_is_doubled(letter, one) for one in kept[-2:]):
            kept.append(letter)
    first, last = kept[0], kept[-1]
    x0, y0 = min(one[1] for one in kept), min(one[2] for one in kept)
    x1, y1 = max(one[3] for one in kept), max(one[4] for one in kept)
    word = Word("".join([one[0] for one in kept]), x0, y0, x1, y1)
    if len(kept) > 1:
        right, down = (last[1] + last[3] - first[1] - first[3]) / 2, (last[2] + last[4] - first[2] - first[4]) / 2
        if abs(down) > 1.5 * abs(right) and not _runs_across(text, first[5], matrix):
            word.turn = 1 if down > 0 else 3
        elif right < 0 and not _is_right_to_left(word.text):
            word.turn = 2
    loose, (a, b, cc, d, e, f) = c.FS_RECTF(), matrix
    word.size = x1 - x0 if word.turn % 2 else y1 - y0
    if c.FPDFText_GetLooseCharBox(text.raw, first[5], loose):
        across = sorted((a * loose.left + cc * loose.bottom + e, a * loose.right + cc * loose.top + e))
        along = sorted((b * loose.left + d * loose.bottom + f, b * loose.right + d * loose.top + f))
        tall = across[1] - across[0] if word.turn % 2 else along[1] - along[0]
        if word.size < tall < 4 * word.size + 1:
            word.size, word.line = tall, (across[0], along[0], across[1], along[1])
    return word


def _is_below(last: _Letter, letter: _Letter, text: Any, matrix: _Matrix) -> bool:
    """Whether a letter stands on another line than the one before, in a column of single letters for example; scripts
    that are written from top to bottom apart."""
    down = abs(letter[2] + letter[4] - last[2] - last[4]) > abs(letter[1] + letter[3] - last[1] - last[3])
    return letter[0] < "\u2e80" and down == _runs_across(text, letter[5], matrix)


def _runs_across(text: Any, number: int, matrix: _Matrix) -> bool:
    """Whether the line that a letter is on goes from left to right or back, on the page as shown."""
    angle = c.FPDFText_GetCharAngle(text.raw, number)
    a, b, cc, d, _, _ = matrix
    along, up = math.cos(angle), math.sin(angle)
    return abs(a * along + cc * up) >= abs(b * along + d * up)


def _is_raised(last: _Letter, letter: _Letter) -> bool:
    """Whether a figure is followed by one of another size at another height, or a raised one by a word: 10² is not 102,
    and the number of a footnote is no part of a value."""
    if not letter[0].isalnum() or min(last[4], letter[4]) <= max(last[2], letter[2]):
        return False
    tall, small = last[4] - last[2], letter[4] - letter[2]
    return abs(letter[4] - last[4]) > 0.2 * max(tall, small) and (letter[0].isdigit() or tall < 0.8 * small)


def _is_doubled(letter: _Letter, other: _Letter) -> bool:
    if letter[0] != other[0]:
        return False
    dx, dy = abs(letter[1] - other[1]), abs(letter[2] - other[2])
    moved = dx + dy > 0.01 or letter[0] not in "fl"
    return moved and dx < 0.3 * max(letter[3] - letter[1], 0.1) and dy < 0.3 * max(letter[4] - letter[2], 0.1)


def _is_right_to_left(text: str) -> bool:
    return any("\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufefc" for char in text)


def _once(words: list[Word]) -> Iterator[Word]:
    """Words that stand twice at the same place, a shadow or a feigned bold, count once."""
    seen: dict[tuple[str, int, int], Word] = {}
    for word in words:
        reach = max(0.12 * word.size, 0.5)
        at = (int(word.x0 / 4), int(word.y0 / 4))
        near = (seen.get((word.text, at[0] + dx, at[1] + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        if any(
            one is not None
            and abs(one.x0 - word.x0) < max(reach, 1.2)
            and abs(one.y0 - word.y0) < max(reach, 1.2)
            and abs(one.x1 - word.x1) < max(reach, 1.2)
            for one in near
        ):
            continue
        seen[(word.text, *at)] = word
        yield word


def _visible(words: Iterator[Word], found: PageWords) -> Iterator[Word]:
    """The words whose middle is on the page, their boxes cut at its edges."""
    for word in words:
        across, down = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        if 0 <= across <= found.width and 0 <= down <= found.height:
            word.x0, word.x1 = max(0.0, word.x0), min(found.width, word.x1)
            word.y0, word.y1 = max(0.0, word.y0), min(found.height, word.y1)
            yield word
        else:
            found.outside += 1


def _field_words(page: Any, forms: Any, matrix: _Matrix) -> list[Word]:
    """What is typed into the fields of a form, or written on the page as an annotation; crossed boxes as [x], [ ]."""
    words = []
    for number in range(min(c.FPDFPage_GetAnnotCount(page.raw), 10_000)):
        annotation = c.FPDFPage_GetAnnot(page.raw, number)
        if not annotation:
            continue
        try:
            words += _annotation_words(annotation, forms, matrix)
        finally:
            c.FPDFPage_CloseAnnot(annotation)
    return words


def _annotation_words(annotation: Any, forms: Any, matrix: _Matrix) -> list[Word]:
    kind = c.FPDFAnnot_GetSubtype(annotation)
    if c.FPDFAnnot_GetFlags(annotation) & (c.FPDF_ANNOT_FLAG_HIDDEN | c.FPDF_ANNOT_FLAG_NOVIEW):
        return []
    text = ""
    if kind == c.FPDF_ANNOT_FREETEXT:
        text = _string(lambda *more: c.FPDFAnnot_GetStringValue(annotation, b"Contents", *more))
    elif kind == c.FPDF_ANNOT_WIDGET:
        field_kind = c.FPDFAnnot_GetFormFieldType(forms, annotation)
        if field_kind in (c.FPDF_FORMFIELD_TEXTFIELD, c.FPDF_FORMFIELD_COMBOBOX, c.FPDF_FORMFIELD_LISTBOX):
            text = _string(lambda *more: c.FPDFAnnot_GetFormFieldValue(forms, annotation, *more))
        elif field_kind in (c.FPDF_FORMFIELD_CHECKBOX, c.FPDF_FORMFIELD_RADIOBUTTON):
            text = "[x]" if c.FPDFAnnot_IsChecked(forms, annotation) else "[\u00a0]"
    box = c.FS_RECTF()
    if not text.strip() or not c.FPDFAnnot_GetRect(annotation, box):
        return []
    a, b, cc, d, e, f = matrix
    x0, y0 = a * box.left + cc * box.bottom + e, b * box.left + d * box.bottom + f
    x1, y1 = a * box.right + cc * box.top + e, b * box.right + d * box.top + f
    return _spread(text, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _string(read: Any) -> str:
    size = read(None, 0)
    if size <= 2:
        return ""
    buffer = (c.FPDF_WCHAR * (size // 2 + 1))()
    read(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace").replace("\0", "")


def _spread(text: str, box: tuple[float, float, float, float]) -> list[Word]:
    """The words of a field over its box: its lines from top to bottom, its letters of one width."""
    x0, y0, x1, y1 = box
    lines = [line for line in text.splitlines() if line.strip()][:1000]
    tall = (y1 - y0) / len(lines)
    longest = max(map(len, lines))
    wide = min((x1 - x0) / longest, 0.6 * tall)
    words = []
    for row, line in enumerate(lines):
        at = 0
        for part in line.split(" ") if "\u00a0" in line else line.split():
            at = line.find(part, at)
            top = y0 + row * tall
            words.append(Word(part, x0 + at * wide, top, x0 + (at + len(part)) * wide, top + tall, size=tall))
            at += len(part)
    return words
