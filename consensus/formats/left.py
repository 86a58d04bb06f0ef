"""What of a document is not sent though it holds words: counted by kind, named, and said in sentences for a person."""

from __future__ import annotations

from collections.abc import Sequence

from consensus.domain import Document, DocumentRules, Format, LeftOut, Segment, Task
from consensus.formats.markdown import HARD_BREAK
from consensus.formats.segments import stretches_of

#: Kind -> one of them, several of them. The kinds that an option of ``documents:`` lets through come first.
_WORDS = {
    "html": ("HTML block", "HTML blocks"),
    "alt_texts": ("alt or title text in HTML", "alt or title texts in HTML"),
    "front_matter": ("entry of front matter", "entries of front matter"),
    "csv_header": ("column name", "column names"),
    "indented": ("block indented as code", "blocks indented as code"),
    "link_title": ("title of a link definition", "titles of link definitions"),
    "template": ("text in a template or directive", "texts in templates or directives"),
    "fence": ("block with a code fence out of place", "blocks with a code fence out of place"),
    "unplaced": ("block that could not be placed", "blocks that could not be placed"),
    "table_row": ("row with more cells than its table's header", "rows with more cells than their table's header"),
    "deep": ("line nested too deeply", "lines nested too deeply"),
    "row_width": ("row of another width", "rows of another width"),
    "single_word": ("single word that may be a code", "single words that may be codes"),
    "half_character": ("string with half a character", "strings with half a character"),
}
_OPTIONS = ("html", "alt_texts", "front_matter", "csv_header")
#: Names in one sentence.
_MOST_NAMES = 6


def left_out(document: Document, rules: DocumentRules, segments: Sequence[Segment]) -> tuple[LeftOut, ...]:
    """Every kind of stretch that holds words and is not sent, the first in the document first; () for extraction.

    segments: those of the job; what they hold is not left.
    """
    if document.task is not Task.TRANSLATE:
        return ()
    sent = sorted((segment.start, segment.end) for segment in segments)
    kinds: dict[str, list[str]] = {}
    for one in sorted(stretches_of(document, rules)):
        while sent and sent[0][1] <= one.start:
            sent.pop(0)
        if not (sent and sent[0][0] < one.end):
            kinds.setdefault(one.kind, []).append(one.name)
    return tuple(LeftOut(kind, len(names), _words(kind, names)) for kind, names in kinds.items())


def _words(kind: str, names: Sequence[str]) -> str:
    one, several = _WORDS[kind]
    named = list(dict.fromkeys(name for name in names if name))
    more = f" and {len(named) - _MOST_NAMES} more" if len(named) > _MOST_NAMES else ""
    shown = ", ".join(named[:_MOST_NAMES]) + more
    count = f"{len(names)} {one if len(names) == 1 else several}"
    return f"{count} ({shown})" if shown else count


def left_sentence(left: Sequence[LeftOut]) -> str:
    """ "Not sent and left as it is: 3 HTML blocks, 2 rows of another width (4, 9)." or "" when nothing is left."""
    return f"Not sent and left as it is: {', '.join(one.words for one in left)}." if left else ""


def notes(document: Document, rules: DocumentRules, segments: Sequence[Segment]) -> tuple[str, ...]:
    """What a person should know of what comes back: what is left, with the options that change it, and joined lines."""
    left = left_out(document, rules, segments)
    options = [one.kind for one in left if one.kind in _OPTIONS]
    found = [left_sentence(left)] if left else []
    if options:
        found.append(f"To have it translated, set in the policy: documents: {', '.join(options)}.")
    if not segments and not left and document.task is Task.TRANSLATE:
        found.append("There are no words in it to translate.")
    return (*found, *_joined(document, segments))


def _joined(document: Document, segments: Sequence[Segment]) -> list[str]:
    if document.format not in (Format.MARKDOWN, Format.TEXT):
        return []
    written = [document.text[s.start : s.end] for s in segments if s.kind not in ("html", "attribute")]
    wrapped = [text for text in written if "\n" in text or "\r" in text]
    hard = [text for text in wrapped if document.format is Format.MARKDOWN and HARD_BREAK.search(_all_but_last(text))]
    found = []
    if wrapped:
        one = len(wrapped) == 1
        what, how = ("1 sentence runs", "it comes") if one else (f"{len(wrapped)} sentences run", "each comes")
        found.append(f"{what} over several lines; translated, {how} back on one line.")
    if hard:
        what = "1 of them loses its" if len(hard) == 1 else f"{len(hard)} of them lose their"
        found.append(f"{what} hard line break, which stands inside emphasis or code.")
    return found


def _all_but_last(text: str) -> str:
    """All lines but the last, whose end is the segment's."""
    return text.replace("\r\n", "\n").rpartition("\n")[0]
