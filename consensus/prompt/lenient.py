"""The one JSON value of a reply, whatever stands around it. Pure; nothing is guessed.

A reply is read where it has exactly one reading: text, fences or a model's thoughts around one object, and within it
spellings that cannot mean anything else (a trailing comma, a comment, Python's None and single quotes). Several
objects, a key said twice, NaN and what is cut off have none, and are refused. Time is linear in the reply's length.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, NoReturn

#: Levels of nesting beyond which a reply that is not plain JSON is not read.
_DEEPEST: Final = 100
_THOUGHTS: Final = re.compile(r"<(think|thinking|thought|reasoning)>")
_BLANK: Final = re.compile(r"(?:[\s\ufeff\u200b]|//[^\n]*|\#[^\n]*|/\*.*?\*/)*+", re.DOTALL)
_BRACKETS: Final = re.compile(r"[{}\[]")
#: Braces around words in running text, as in {name}: they hold neither a quote nor a colon, so no object.
_PROSE_BRACES: Final = re.compile(r"\{\s*+[^{}\"'“”„:\[\]\s][^{}\"'“”„:\[\]]*+\}|\{\{[\w .-]++\}\}")
_STRING: Final = re.compile(r"\"((?:[^\"\\]|\\.)*+)\"|'((?:[^'\\\n]|\\.)*+)'|[“”„]([^“”„\"\\\n]*+)[“”]", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_ESCAPE_OR_QUOTE: Final = re.compile(r"\\(.)|\"", re.DOTALL)
_NUMBER: Final = re.compile(r"\+?(-?)((?:0|[1-9][0-9]*)?(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.])")
_WORD: Final = re.compile(r"(?:true|false|null|True|False|None)(?!\w)")
_WORDS: Final = {"true": True, "false": False, "null": None, "True": True, "False": False, "None": None}
#: What stands before or after a part of a larger object whose own braces are missing.
_PART_OF_MORE: Final = (re.compile(r"[\"'“”]\s*[:,]\s*\Z"), re.compile(r"\s*[,\]]"))


class Unreadable(ValueError):
    """A reply without exactly one reading. at: the character where that shows. cut: nothing after it can help."""

    def __init__(self, what: str, at: int = 0, *, cut: bool = False) -> None:
        super().__init__(what)
        self.at, self.cut = at, cut


def read_value(text: str) -> Any:
    """The text's only JSON value: the whole of it, or the one object (or list that holds one) in other text.

    Raises Unreadable or another ValueError, or RecursionError, when there is none or more than one.
    """
    text = without_thoughts(text).strip("\ufeff\u200b \t\r\n")
    try:
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
    except Unreadable:
        raise
    except (ValueError, RecursionError):
        return _only(text)


def without_thoughts(text: str) -> str:
    """The text after a model's thoughts, where it begins with them; "" when they never end."""
    text = text.lstrip("\ufeff\u200b \t\r\n")
    opened = _THOUGHTS.match(text)
    return text if opened is None else text.partition(f"</{opened[1]}>")[2]


def _no_number(constant: str) -> NoReturn:
    raise Unreadable(f"{constant} is not JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are doubled says two things; the last one is not more right than the first."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("a key stands twice in one object")
    return found


def _only(text: str) -> Any:
    """The one object in a text, or the one list that holds objects."""
    found: list[tuple[int, int, Any]] = []
    at = 0
    while bracket := _BRACKETS.search(text, at):
        start, which = bracket.start(), bracket[0]
        if which == "}":
            raise Unreadable(f"a brace closes at character {start} that was never opened")
        if which == "{" and (words := _PROSE_BRACES.match(text, start)):
            at = words.end()
            continue
        try:
            value, at = _value(text, start, 0)
        except Unreadable as error:
            # Brackets are common in running text; what has braces or a cut string in it was meant as JSON.
            if which == "{" or error.cut or "{" in text[start : error.at]:
                raise
            at = max(error.at, start + 1)
            continue
        if which == "{" or _holds_objects(value):
            found.append((start, at, value))
            if len(found) > 1:
                raise Unreadable("it holds several objects")
    if not found:
        raise Unreadable("it holds no JSON object")
    start, end, value = found[0]
    if _PART_OF_MORE[0].search(text[max(0, start - 40) : start]) or _PART_OF_MORE[1].match(text, end):
        raise Unreadable("its object is part of another one whose braces are missing")
    return value


def _holds_objects(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_holds_objects, value)))


def _value(text: str, at: int, depth: int) -> tuple[Any, int]:
    """The value that begins at a character, and where it ends. Raises Unreadable."""
    if depth > _DEEPEST:
        raise Unreadable("it is nested too deep", at, cut=True)
    first = text[at : at + 1]
    if first == "{":
        return _object(text, at + 1, depth)
    if first == "[":
        return _list(text, at + 1, depth)
    if first and first in "\"'“”„":
        return _string(text, at)
    if word := _WORD.match(text, at):
        return _WORDS[word[0]], word.end()
    number = _NUMBER.match(text, at)
    if number and number[2][:1].isdigit():
        return json.loads(number[1] + number[2]), number.end()
    if number and number[2][:1] == ".":
        return json.loads(f"{number[1]}0{number[2]}"), number.end()
    raise Unreadable(f"no value stands at character {at}", at, cut=not first)


def _object(text: str, at: int, depth: int) -> tuple[dict[str, Any], int]:
    pairs: list[tuple[str, Any]] = []
    at = _blank(text, at)
    while text[at : at + 1] != "}":
        key, at = _string(text, at)
        at = _blank(text, at)
        if text[at : at + 1] != ":":
            raise Unreadable(f"a colon is missing at character {at}", at, cut=True)
        value, at = _value(text, _blank(text, at + 1), depth + 1)
        pairs.append((key, value))
        at = _next(text, at, "}")
    return _once(pairs), at + 1


def _list(text: str, at: int, depth: int) -> tuple[list[Any], int]:
    values: list[Any] = []
    at = _blank(text, at)
    while text[at : at + 1] != "]":
        value, at = _value(text, at, depth + 1)
        values.append(value)
        at = _next(text, at, "]")
    return values, at + 1


def _next(text: str, at: int, end: str) -> int:
    """Where the next element begins, after its comma, or the end bracket stands."""
    at = _blank(text, at)
    if text[at : at + 1] == end:
        return at
    if text[at : at + 1] != ",":
        raise Unreadable(f"a comma is missing at character {at}", at, cut=at >= len(text))
    return _blank(text, at + 1)


def _blank(text: str, at: int) -> int:
    """The first character after white space and comments."""
    end = _BLANK.match(text, at).end()  # type: ignore[union-attr]  # it matches the empty text too
    if text.startswith("/*", end):
        raise Unreadable("a comment never ends", end, cut=True)
    return end


def _string(text: str, at: int) -> tuple[str, int]:
    found = _STRING.match(text, at)
    if found is None:
        raise Unreadable(f"no quoted text stands at character {at}", at, cut=True)
    double, single, typographic = found.groups()
    if typographic is not None:
        return typographic, found.end()
    body = _ESCAPE.sub(_plain_apostrophe, double) if single is None else _ESCAPE_OR_QUOTE.sub(_from_single, single)
    # A line break as it stands is read as one: no other reading is open.
    value: str = json.loads(f'"{body}"', strict=False)
    return value, found.end()


def _plain_apostrophe(found: re.Match[str]) -> str:
    return "'" if found[1] == "'" else found[0]


def _from_single(found: re.Match[str]) -> str:
    """Text between single quotes as JSON writes it between double ones."""
    if found[0] == '"':
        return '\\"'
    if found[1] == "/":
        raise Unreadable("\\/ in single quotes is two things in two languages", cut=True)
    return _plain_apostrophe(found)
