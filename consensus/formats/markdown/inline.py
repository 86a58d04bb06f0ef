"""Marks inside Markdown text: what is cut off at the edges of a block, and what must stand in a translation again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from markdown_it.common.utils import normalizeReference

from consensus.formats.markdown.dialects import ATTRIBUTES, COMMENT_FIRST
from consensus.formats.sentences import CODE
from consensus.formats.spans import Line
from consensus.formats.words import has_letters

_ALERT = re.compile(r"\[![A-Za-z][\w-]*(?:\|[^\]\n]*)?\][+-]?[ \t]*")
_TASK = re.compile(r"\[[ xX]\][ \t]+(?=\S)")
_TRAILING = re.compile(rf"(?:^|[ \t]+){ATTRIBUTES}[ \t]*$")
_IMAGE = r"!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])"
#: A line of tags or images alone stays a line of its own.
_ALONE = re.compile(rf"(?:(?:</?[A-Za-z][^<>]*>|{_IMAGE}|\[{_IMAGE}\](?:\([^()]*\)|\[[^\[\]]*\]))[ \t]*)+")
#: Formulas, footnotes and icons are placeholders: ``normalize.placeholders`` has them.
_KEPT = re.compile(
    r"(?P<image>!(?=\[[^\]]*\][(\[]))|\]\[(?P<label>[^\[\]]+)\]"
    rf"|(?P<attributes>{ATTRIBUTES})|(?P<keys>\+\+[\w+-]+\+\+(?!\+))"
)
_NAMES = {"image": "image mark", "label": "reference", "attributes": "attribute list", "keys": "keys"}
_REFERENCE = re.compile(r"(?<![\\\]])\[((?:[^\[\]\\]|\\.)+)\](\[\])?(?![\[(])")
_FULL = re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]\[((?:[^\[\]\\]|\\.)+)\]")


def parts(lines: Sequence[Line], container: str) -> tuple[list[list[Line]], tuple[str, ...]]:
    """A block's text in parts that stay on lines of their own, and the marks that were cut off its edges."""
    rest, marks, first = list(lines), [], None
    opener = {"quote": _ALERT, "list_item": _TASK}.get(container)
    found = opener.match(rest[0].text) if opener and rest else None
    if not found and rest:
        found, container = COMMENT_FIRST.match(rest[0].text), ""
    if found:
        marks.append(found.group().strip())
        rest[0] = Line(rest[0].start + found.end(), rest[0].text[found.end() :])
        if container == "quote":  # what follows on the line of an alert is its title
            first, rest = rest[:1], rest[1:]
    last = _TRAILING.search(rest[-1].text) if rest else None
    if last and not CODE.search(last.group()):
        marks.append(last.group().strip())
        rest[-1] = Line(rest[-1].start, rest[-1].text[: last.start()])
    return [part for part in (first, *_apart(rest)) if part], tuple(marks)


def _apart(lines: Sequence[Line]) -> Iterator[list[Line]]:
    part: list[Line] = []
    for line in lines:
        alone = len(lines) > 1 and line.text.lstrip()[:1] in ("<", "!", "[") and _ALONE.fullmatch(line.text.strip())
        if alone:
            yield part
            yield [line]
            part = []
        else:
            part.append(line)
    yield part


def is_prose(text: str) -> bool:
    """Words are left once attribute lists and keys are taken away."""
    return has_letters(_KEPT.sub(" ", text)) if _KEPT.search(text) else True


def kept_marks(text: str) -> Counter[tuple[str, str]]:
    """Kind and text of every mark that a translation must hold as often as its source; none inside code."""
    prose = CODE.sub(" ", text) if "`" in text else text
    found = ((m.lastgroup or "", m[m.lastgroup or 0]) for m in _KEPT.finditer(prose))
    return Counter((kind, normalizeReference(shown) if kind == "label" else shown) for kind, shown in found)


def damage(source: str, target: str) -> str:
    """In one sentence, the mark that a translation lost or added; "" when it holds the same ones."""
    ours, theirs = kept_marks(source), kept_marks(target)
    for differing, what in ((ours - theirs, "is missing in the translation"), (theirs - ours, "is not in the source")):
        for kind, shown in differing:
            quoted = "![" if kind == "image" else shown
            return f'The {_NAMES[kind]} "{quoted}" {what}; written back it would change the Markdown around it.'
    return ""


def with_labels(text: str, labels: Collection[str]) -> str:
    """``[parts list][]`` and ``[parts list]`` as ``[parts list][parts list]``: the first half can be translated, the
    second still names the link. labels: those that the document defines, normalised."""
    if not labels or "[" not in text:
        return text
    code = [found.span() for found in CODE.finditer(text)] if "`" in text else []

    def full(found: re.Match[str]) -> str:
        inside = any(start <= found.start() < end for start, end in code)
        defines = found.start() == 0 and text.startswith(":", found.end())
        known = not inside and not defines and normalizeReference(found[1]) in labels
        return f"[{found[1]}][{found[1]}]" if known else found.group()

    return _REFERENCE.sub(full, text)


def without_labels(new: str, written: str) -> str:
    """The translation with labels left out again where its words are still the label. written: the source as it stands
    in the document."""
    if "][" not in new:
        return new
    short = {normalizeReference(found[1]): found[2] or "" for found in _REFERENCE.finditer(written)}

    def fold(found: re.Match[str]) -> str:
        label = normalizeReference(found[2])
        same = label in short and normalizeReference(found[1]) == label
        return f"[{found[1]}]{short[label]}" if same else found.group()

    return _FULL.sub(fold, new)
