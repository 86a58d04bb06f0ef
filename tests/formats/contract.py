"""What every format must keep of a file, whoever wrote it: used on files that tests build and on folders of real ones.

a: without texts the very bytes come back. b: with a pseudo-translation everything else stays: untouched members of a
package byte for byte, the skeleton of the others, and the new texts are read back. c: so it is with the inline codes in
another order. d: letters of the file that reach a piece or are counted as left.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from consensus.domain import Code, Task
from consensus.errors import DocumentError
from consensus.formats.base import Format, Options, Parsed, Piece
from consensus.formats.registry import of_suffix
from consensus.normalize.coded import damage_of, plain, tokens
from tests.formats import skeletons

LANGS = ("en", "de")


@dataclass
class Told:
    """What was seen of one file. refused: the line that a person gets, where it is not read. failed: what broke."""

    name: str
    format: str
    refused: str = ""
    failed: list[str] = field(default_factory=list)
    pieces: int = 0
    coded: int = 0
    letters: int = 0
    reached: int = 0
    left: int = 0
    written: Mapping[str, bytes] = field(default_factory=dict)


def check(name: str, content: bytes, form: Format | None = None) -> Told:
    """Everything that holds of one file. name: its suffix tells the format."""
    form = form or of_suffix(f".{name.rsplit('.', 1)[-1]}")
    if form is None:
        return Told(name, "", refused="unknown suffix")
    told = Told(name, form.name)
    options = Options(name, "en", Task.TRANSLATE, skeletons.EVERYTHING, "de")
    try:
        read = form.read(content, replace_task(options, form))
    except DocumentError as error:
        told.refused = " ".join(str(error).split("\n"))
        return told
    told.pieces, told.coded = len(read.pieces), sum(bool(piece.codes) for piece in read.pieces)
    told.left = len(read.left)
    told.letters, told.reached = skeletons.letters(form, content, read)
    _same(told, "not deterministic", form.read(content, replace_task(options, form)), read)
    if not form.writes:
        return told
    _same(told, "a: other bytes without texts", form.write(content, {}, LANGS).content, content)
    for label, make in (("b", pseudo), ("c", shuffled)):
        _written(told, form, content, read, options, label, make)
    return told


def replace_task(options: Options, form: Format) -> Options:
    """Formats that are not written back are read for extraction."""
    return options if form.writes else options._replace(task=Task.EXTRACT)


def _written(
    told: Told,
    form: Format,
    content: bytes,
    read: Parsed,
    options: Options,
    label: str,
    make: Callable[[Piece], str],
) -> None:
    todo = [piece for piece in read.pieces if piece.filled is None]
    texts = {piece.locator: make(piece) for piece in todo}
    if form.name not in skeletons.BILINGUAL:  # the others are not given what stands there already
        texts = {locator: text for locator, text in texts.items() if text != _of(todo, locator).text}
    for piece in todo:
        if damage := damage_of(piece.text, texts.get(piece.locator, piece.text), piece.codes):
            told.failed.append(f"{label}: a right text is called damaged: {damage}")
    written = form.write(content, texts, LANGS)
    told.written = {**told.written, label: written.content}
    if written.left_out:
        told.failed.append(f"{label}: not written: {next(iter(written.left_out.items()))}")
    if broken := skeletons.differ(form, content, written.content):
        told.failed.append(f"{label}: {broken}")
    again = form.read(written.content, options)
    unwritten = form.name in skeletons.BILINGUAL
    wanted = [texts.get(piece.locator, "" if unwritten else piece.text) for piece in todo]
    found = skeletons.read_back(form, again, todo)
    if label == "c":  # codes are numbered anew, those at an edge are no part of a piece, sentences end elsewhere
        wanted, found = (["".join(_words(one) for one in several)] for several in (wanted, found))
    for one, other in zip(wanted, found, strict=False):
        if _folded(one) != _folded(other):
            told.failed.append(f"{label}: written {one[:60]!r}, read back {other[:60]!r}")
            break
    if len(wanted) != len(found):
        told.failed.append(f"{label}: {len(wanted)} texts written, {len(found)} read back")


def _of(pieces: Sequence[Piece], locator: str) -> Piece:
    return next(piece for piece in pieces if piece.locator == locator)


def _words(text: str) -> str:
    return "".join("".join(token.text for token in tokens(text) if not token.code).split())


def _folded(text: str) -> str:
    return " ".join(text.split())


def _same(told: Told, what: str, one: Any, other: Any) -> None:
    if one != other:
        told.failed.append(what)


def pseudo(piece: Piece) -> str:
    """Other words around the same codes."""
    if not piece.codes:
        return f"Ü{piece.text}"
    parts = []
    for token in tokens(piece.text):
        letters = token.kind == "text" and any(char.isalpha() for char in token.text)
        lead = len(token.text) - len(token.text.lstrip())
        parts.append(f"{token.text[:lead]}Ü{token.text[lead:]}" if letters else token.text)
    return "".join(parts)


def shuffled(piece: Piece) -> str:
    """The same words and codes in another order, as a translation may have them; a start stays before its end."""
    whole = top_level(piece.text) if piece.codes else [piece.text]
    if len(whole) < 2:
        return piece.text
    random.Random(piece.text).shuffle(whole)
    text = "".join(whole)
    return text if text.strip() == text and not damage_of(piece.text, text, piece.codes) else piece.text


def top_level(text: str) -> list[str]:
    """The stretches of a coded text that may change places without breaking a pair."""
    out, current, depth = [], "", 0
    for token in tokens(text):
        current += token.text
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0:
            out.append(current)
            current = ""
    return [*out, current] if current else out


def is_balanced(text: str, codes: Sequence[Code]) -> bool:
    """Whether every pair of a segment is opened and closed in it, and all its codes are known."""
    open_codes: list[int] = []
    known = {code.id for code in codes}
    for token in tokens(text) if codes else ():
        if token.code and token.code not in known:
            return False
        if token.kind == "open":
            open_codes.append(token.code)
        elif token.kind == "close" and (not open_codes or open_codes.pop() != token.code):
            return False
    return not open_codes


def letters_of(text: str, codes: Sequence[Code]) -> int:
    return sum(char.isalpha() for char in plain(text, codes))


__all__ = ["Told", "check", "is_balanced", "letters_of", "pseudo", "replace", "shuffled", "top_level"]
