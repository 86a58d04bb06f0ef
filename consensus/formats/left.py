"""What of a document is not sent though it holds words: counted by kind, named, and said in sentences for a person."""

from __future__ import annotations

from collections.abc import Sequence

from consensus.domain import Document, DocumentRules, LeftOut, Segment, Task
from consensus.formats.base import Left
from consensus.formats.registry import named
from consensus.formats.segments import is_bilingual, parsed

#: Names in one sentence.
_MOST_NAMES = 6


def left_out(
    document: Document, rules: DocumentRules, segments: Sequence[Segment], content: bytes | None = None
) -> tuple[LeftOut, ...]:
    """Every kind of stretch that holds words and is not sent, the first in the document first; () for extraction.

    segments: those of the job; what they hold is not left.
    """
    if document.task is not Task.TRANSLATE:
        return ()
    return _counted(document, parsed(document, rules, content).left, segments)


def _counted(document: Document, left: Sequence[Left], segments: Sequence[Segment]) -> tuple[LeftOut, ...]:
    sent = sorted((segment.start, segment.end) for segment in segments)
    kinds: dict[str, list[str]] = {}
    for one in sorted(left):
        while sent and sent[0][1] <= one.start:
            sent.pop(0)
        if not (sent and sent[0][0] < one.end):
            kinds.setdefault(one.kind, []).append(one.name)
    words = named(document.format).left
    return tuple(LeftOut(kind, len(names), _words(words[kind], names)) for kind, names in kinds.items())


def _words(words: tuple[str, str], names: Sequence[str]) -> str:
    shown_names = list(dict.fromkeys(name for name in names if name))
    more = f" and {len(shown_names) - _MOST_NAMES} more" if len(shown_names) > _MOST_NAMES else ""
    shown = ", ".join(shown_names[:_MOST_NAMES]) + more
    count = f"{len(names)} {words[len(names) > 1]}"
    return f"{count} ({shown})" if shown else count


def left_sentence(left: Sequence[LeftOut]) -> str:
    """ "Not sent and left as it is: 3 HTML blocks, 2 rows of another width (4, 9)." or "" when nothing is left."""
    return f"Not sent and left as it is: {', '.join(one.words for one in left)}." if left else ""


def notes(
    document: Document, rules: DocumentRules, segments: Sequence[Segment], content: bytes | None = None
) -> tuple[str, ...]:
    """What a person should know of what comes back: what is left, with the options that change it, and joined lines."""
    if document.task is not Task.TRANSLATE:
        return document.notes
    read = parsed(document, rules, content)
    left = _counted(document, read.left, segments)
    options = [one.kind for one in left if one.kind in DocumentRules.model_fields]
    found = [left_sentence(left)] if left else []
    if options:
        found.append(f"To have it translated, set in the policy: documents: {', '.join(options)}.")
    if not segments and not left:
        found.append("There are no words in it to translate.")
    return tuple(filter(None, (kept_sentence(segments), *found, *document.notes, *read.warnings)))


def unwritten(document: Document) -> str:
    """What units that are not verified are in the file that comes out."""
    if document.task is not Task.TRANSLATE:
        return "are null"
    return "are as they were" if is_bilingual(named(document.format)) else "are in the source language"


def kept_sentence(segments: Sequence[Segment]) -> str:
    """ "12 units are kept as the file has them: it holds their translation." or "" for none."""
    kept = sum(segment.is_kept for segment in segments)
    them = "1 unit is kept as the file has it" if kept == 1 else f"{kept:,} units are kept as the file has them"
    return f"{them}; nobody is asked about {'it' if kept == 1 else 'them'}." if kept else ""
