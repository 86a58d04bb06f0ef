"""Scalars of YAML written with other words: in their own style where it holds them, else in double quotes."""

from __future__ import annotations

import re
import textwrap
from typing import NamedTuple

import yaml

#: Ten times as fast as the one in Python, and the same events.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?")
_ENDS = re.compile(r"\r\n|\r|\n")
#: Words that some version of YAML reads as something else than a string.
_RESERVED = re.compile(r"(?i)(?:y|n|yes|no|on|off|true|false|null|~|nan|inf|[-+.\d_:,eExXoO ]+)")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0", "\x1b": "\\e"}
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]')


class Scalar(NamedTuple):
    """A scalar in the file. start, end: without anchor and tag. style: "", "'", '"', "|" or ">". flow: it stands in
    brackets, where a comma ends it."""

    start: int
    end: int
    value: str
    style: str
    flow: bool


def written(scalar: Scalar, new: str, text: str) -> str:
    """A text as it is written in place of the scalar. text: the file."""
    raw = text[scalar.start : scalar.end]
    if scalar.style in ("|", ">"):
        return _block(scalar, new, text) or _quoted(new, text) + _after(raw)
    if scalar.style == "'" and "\n" not in new and not _unprintable(new):
        return "'" + new.replace("'", "''") + "'"
    if scalar.style == "" and _is_plain(new, scalar.flow):
        return new
    return _quoted(new, text)


def _is_plain(new: str, flow: bool) -> bool:
    """Whether every version of YAML reads a bare text as this string."""
    if _RESERVED.fullmatch(new) or re.search(r"[\n\t#]|:(?:\s|$)", new) or _unprintable(new) or new != new.strip():
        return False
    if not (new[0].isalnum() or new[0] in "($/.+«»“”„‘’¡¿…") or new.startswith(("...", "---")):
        return False
    if flow and re.search(r"[][{},:?]", new):
        return False
    try:
        return bool(yaml.load(f"[{new}]" if flow else f"k: {new}", Loader=LOADER) == ([new] if flow else {"k": new}))
    except (yaml.YAMLError, ValueError):
        return False


def _unprintable(new: str) -> bool:
    return re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]", new) is not None


def _quoted(new: str, text: str) -> str:
    """In double quotes, characters beyond ASCII as escapes where the file has such escapes alone."""
    new = _ESCAPED.sub(_escaped, new)
    if text.isascii() and re.search(r"\\[uUx][0-9A-Fa-f]{2}", text):
        new = "".join(one if one.isascii() else _code(one) for one in new)
    return f'"{new}"'


def _escaped(found: re.Match[str]) -> str:
    one = found[0]
    if one == "\xa0":
        return one
    return _ESCAPES.get(one) or _code(one)


def _code(one: str) -> str:
    number = ord(one)
    return f"\\x{number:02X}" if number < 256 else f"\\u{number:04X}" if number < 65536 else f"\\U{number:08X}"


def _block(scalar: Scalar, new: str, text: str) -> str:
    """Header, indent and what follows the words as they are; "" where the style cannot hold the text."""
    raw = text[scalar.start : scalar.end]
    header = _HEADER.match(raw)
    if header is None or _unprintable(new):
        return ""
    end = next((one for one in ("\r\n", "\n", "\r") if one in raw), "\n")
    lines = _ENDS.split(raw[header.end() :])[1:]
    filled = [line for line in lines if line.strip(" ")]
    if not filled:
        return ""
    digit = re.search(r"[1-9]", header[0].split("#")[0])
    indent = len(filled[0]) - len(filled[0].lstrip(" "))
    if digit:  # the first line may be indented further than the block is
        value = scalar.value.lstrip("\n")
        indent -= len(value) - len(value.lstrip(" "))
    if indent < 1:
        return ""
    words = re.sub(r"\n\s*\Z", "", new.lstrip("\n"))
    before = lines[: lines.index(filled[0])]
    if scalar.style == ">":
        longest = max(map(len, filled))
        choices = [_folded(words, longest - indent), _folded(words, 0)]
        heads = [header[0], header[0], "|" + header[0][1:]]
        bodies = [*choices, words.split("\n")]
    else:
        heads, bodies = [header[0]], [words.split("\n")]
    for head, body in zip(heads, bodies, strict=True):
        padded = [" " * indent + line if line else "" for line in body]
        made = end.join([head, *before, *padded]) + _after(raw)
        if _reads(made, new, indent - (int(digit[0]) if digit else 1)):
            return made
    return ""


def _after(raw: str) -> str:
    """What follows the last line of a block that holds words: line ends and blank lines."""
    found = re.search(r"(?:\r\n|\r|\n)[ \t\r\n]*\Z", raw)
    return found[0] if found else ""


def _folded(words: str, wide: int) -> list[str]:
    """Lines that fold to the words: a line break of the words is a blank line more."""
    found: list[str] = []
    for number, line in enumerate(words.split("\n")):
        if number:
            found.append("")
        if not line:
            continue
        wrap = wide > 20 and not line[0].isspace()
        options = {"break_long_words": False, "break_on_hyphens": False, "drop_whitespace": True}
        found += textwrap.wrap(line, wide, **options) if wrap else [line]  # type: ignore[arg-type]
    return found


def _reads(made: str, new: str, outer: int) -> bool:
    """Whether a block is read as the text. outer: the indent of its key."""
    try:
        held = yaml.load(f"{' ' * outer}k: {made}\n", Loader=LOADER)
    except (yaml.YAMLError, ValueError):
        return False
    return isinstance(held, dict) and str(held.get("k")).rstrip() == new.rstrip()
