"""What must come through letter by letter: code, link targets, addresses, codes, file names, keys and line breaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from consensus.check.base import Check, CheckId, Pair, Problem, changed, quoted, span_of
from consensus.check.facts import Reading
from consensus.check.markup import Piece
from consensus.domain import Severity
from consensus.normalize.numbers import canonical
from consensus.normalize.tokens import squash

_ACCOUNT = re.compile(r"@\w*\d")
_NAMED = re.compile(r"@?([^\W\d_]{2,})[-_/]?(\d+(?:\.\d+)?)")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w*])|(?<!\w)__?(?=[^\s_])|(?<=[^\s_])__?(?!\w)"
)
_KEYS = re.compile(
    r"\b(?:Ctrl|Control|Alt|AltGr|Shift|Cmd|Command|Option|Opt|Win|Windows|Meta|Super|Strg|Umschalt|Maj|Mayús|Fn)"
    r"(?:\s?[+＋]\s?\w{1,12}){0,2}\s?[+＋]\s?(F\d{1,2}|[A-Z0-9]|\w{2,12})(?!\w)"
)
_PLUS = re.compile(r"[+＋]\s?(?:(F\d{1,2}|[A-Z0-9])(?!\w))?")
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")

LINKS = CheckId("links", "A Markdown link points elsewhere.", "veto")


class VerbatimCheck(Check):
    """Missing and added code spans, link targets, URLs and addresses; missing codes and names; lines, emphasis."""

    ids = (
        CheckId("inline_code", "Inline code differs from the source.", "veto"),
        LINKS,
        CheckId("urls", "A web address is missing, changed or added.", "veto"),
        CheckId("emails", "An e-mail address is missing, changed or added.", "veto"),
        CheckId(
            "codes", "A code of letters and digits (INV-1007), file name, path or key (Ctrl+C) is missing.", "veto"
        ),
        CheckId("lines", "The text has another number of lines or paragraphs.", "veto"),
        CheckId("emphasis", "Markdown emphasis marks differ in number.", "warning"),
    )

    def find(self, pair: Pair) -> Iterable[Problem]:
        source, target = pair.source.markup, pair.target.markup
        if source is not target:
            yield from _exact("inline_code", "Inline code", source.code, target.code)
            yield from _exact("links", "Link target", source.links, target.links)
            yield from _exact("urls", "Address", source.urls, target.urls)
            yield from _exact("emails", "E-mail address", source.emails, target.emails)
        if pair.source.codes or source.handles:
            yield from _codes(pair.source, pair.target)
        if source.names or "+" in pair.source.prose or "＋" in pair.source.prose:
            yield from _names(pair.source, pair.target)
        if "\n" in pair.source.text or "\n" in pair.target.text:
            yield from _lines(pair.source.text, pair.target.text)
        if "*" in pair.source.prose or "_" in pair.source.prose:
            yield from _emphasis(pair.source.prose, pair.target.prose)


def _exact(check: str, what: str, source: tuple[Piece, ...], target: tuple[Piece, ...]) -> Iterable[Problem]:
    if not source and not target:
        return
    ours, theirs = Counter(piece.text for piece in source), Counter(piece.text for piece in target)
    lost, added = list((ours - theirs).elements()), list((theirs - ours).elements())
    if message := changed(what, lost, added):
        yield Problem(check, Severity.MAJOR, message, span_of(source, lost), span_of(target, added))


def missing_codes(source: Reading, target: Reading) -> list[Piece]:
    """Codes and numbered accounts of the source that the target does not hold, however it spaces or hyphenates them."""
    accounts = [handle for handle in source.markup.handles if _ACCOUNT.match(handle.text)]
    if not source.codes and not accounts:
        return []
    wanted = [code for code in (*source.codes, *accounts) if squash(code.text) not in target.squashed]
    return [code for code in wanted if not _rewritten(code.text, target)]


def _rewritten(code: str, target: Reading) -> bool:
    """A name with a number ("COVID-19", "win8.1", "@user7") whose name was translated and whose number stands."""
    named = _NAMED.fullmatch(code)
    if not named:
        return False
    letters = named.group(1).lower()
    known = (
        code[0] == "@"
        or len(letters) >= 4
        or any(len(letters) == 3 and word.startswith(letters) for word in target.words)
    )
    if not known:
        return False
    numbers = {value for quantity in target.quantities for value in quantity.values}
    return canonical(*named.group(2).split(".")) in numbers | target.code_values


def _codes(source: Reading, target: Reading) -> Iterable[Problem]:
    if missing := missing_codes(source, target):
        texts = [code.text for code in missing]
        message = f"Code {quoted(texts)} of the source is missing in the translation."
        yield Problem("codes", Severity.MAJOR, message, (missing[0].start, missing[0].end))


def _names(source: Reading, target: Reading) -> Iterable[Problem]:
    """File names, paths and keys of the source that the target has not; modifier keys have names in every language."""
    names = source.markup.names
    counts = Counter(piece.text for piece in names)
    if lost := [piece for piece in names if target.text.count(piece.text) < counts[piece.text]]:
        message = f"File name or path {quoted([piece.text for piece in lost])} of the source is missing."
        yield Problem("codes", Severity.MAJOR, message, (lost[0].start, lost[0].end))
    if "+" in source.prose or "＋" in source.prose:
        chords = list(_KEYS.finditer(source.prose))
        keys = list(_PLUS.findall(target.text))
        for chord in chords:
            key = chord.group(1) if len(chord.group(1)) == 1 or chord.group(1)[1:].isdigit() else ""
            if key in keys:
                keys.remove(key)
            else:
                message = f"Keys {quoted([chord.group()])} of the source are missing in the translation."
                yield Problem("codes", Severity.MAJOR, message, chord.span())


def _lines(source: str, target: str) -> Iterable[Problem]:
    """Another number of paragraphs, or of lines."""
    source, target = source.strip(), target.strip()
    for what, ours, theirs in (
        ("paragraphs", len(_PARAGRAPH.findall(source)), len(_PARAGRAPH.findall(target))),
        ("lines", source.count("\n"), target.count("\n")),
    ):
        if ours != theirs:
            message = f"{ours + 1} {what} in the source, {theirs + 1} in the translation."
            yield Problem("lines", Severity.MAJOR, message, None, (0, len(target)))
            return


def _emphasis(source: str, target: str) -> Iterable[Problem]:
    ours, theirs = len(_EMPHASIS.findall(source)), len(_EMPHASIS.findall(target))
    if ours != theirs:
        message = f"{ours} emphasis marks in the source, {theirs} in the translation."
        yield Problem("emphasis", Severity.MINOR, message)
