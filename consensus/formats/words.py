"""Which stretches hold something to translate, and which are numbers, codes, ids or addresses."""

from __future__ import annotations

import re

from consensus.normalize.placeholders import without_verbatim

#: What stays as it is in every language, most specific first.
FIXED = re.compile(
    r"(?<!`)(?P<ticks>`+)(?!`).{1,4000}?(?<!`)(?P=ticks)(?!`)"  # inline code
    r"|(?<=\])\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"  # target of a link or image
    r"|(?<=\])\[[^\[\]]*\]"  # its reference
    r"|<[^<>\s]+@[^<>\s]+>|</?[A-Za-z][^<>]*>|<!--.{0,4000}?-->"  # mail address, tag, comment
    # Bounded, so that a blob without blanks is not scanned anew from each of its characters.
    r"|(?:[a-z][a-z0-9+.-]{0,30}://|www\.)[^\s<>]+"  # URL
    r"|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"  # mail address
    r"|&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);",  # entity
    re.DOTALL | re.IGNORECASE,
)
_LOOK = 4000
_LITERALS = frozenset({"true", "false", "null", "nan", "none"})
_WORD = re.compile(r"[^\W\d_]+(?:['’‑-][^\W\d_]+)*")
_LOCALE = re.compile(r"[a-z]{2,3}-(?:[A-Z]{2}|[A-Z][a-z]{3})")
#: Surrounds a word in running text; ``/``, ``=``, ``#`` and the like make a code of it.
_AROUND = "\"'“”„‚‘’«»‹›()[]{}<>*_~.,;:!?…。，、！？：；—–-"


def _free(text: str) -> str:
    """The beginning of the text without what is fixed; a blob of megabytes shows what it is there."""
    return FIXED.sub(" ", without_verbatim(text[:_LOOK]))


def has_letters(text: str) -> bool:
    """Something is left to translate once code, addresses, tags and placeholders are taken away."""
    return any(ch.isalpha() for start in range(0, len(text), _LOOK) for ch in _free(text[start : start + _LOOK]))


def is_cell_text(text: str) -> bool:
    """A table cell with words: at least one token of letters alone, two or more of them (one in scripts beside ASCII).

    ``SKU-1``, ``order_id``, ``12 x 4`` and ``true`` stay as they are; ``Colour`` and ``blue`` are text, and so is a
    single word in capitals of more than three letters (``EUR`` and ``ID`` are codes).
    """
    tokens = _free(text).split()
    if text.strip().lower() in _LITERALS:
        return False
    words = [token for token in tokens if _is_word(token)]
    if len(tokens) == 1 and words:
        bare = words[0].strip(_AROUND)
        return not (bare.isascii() and bare.isupper() and len(bare) <= 3)
    return bool(words)


def is_string_text(text: str) -> bool:
    """A JSON string that people read, as opposed to an id, an address, a code or a member of an enumeration.

    Several tokens with a word among them are text. A single token is text when it is a capitalised word (``Save``) or
    has letters beyond ASCII (``größe``, ``保存``); ``active``, ``EUR``, ``en-US`` and ``btn_save`` are codes: a
    code left alone does less harm than a code translated.
    """
    tokens = _free(text).split()
    words = [token for token in tokens if _is_word(token)]
    if not words:
        return False
    if len(text.split()) > 1:
        return True
    bare = words[0].strip(_AROUND)
    return not bare.isascii() or (bare[1:].islower() and bare[0].isupper())


def is_single_word(text: str) -> bool:
    """One ASCII word that ``is_string_text`` takes for a code and that may be a word: ``active``, not ``EUR``."""
    bare = text.strip()
    return (
        bare.isascii() and _is_word(bare) and bare.lower() not in _LITERALS and not (bare.isupper() and len(bare) <= 3)
    )


def _is_word(token: str) -> bool:
    bare = token.strip(_AROUND)
    if not bare:
        return False
    if not bare.isascii():
        return any(ch.isalpha() for ch in bare)
    return len(bare) > 1 and _WORD.fullmatch(bare) is not None and not _LOCALE.fullmatch(bare)
