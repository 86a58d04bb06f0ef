"""Whether two spellings are one string: what may be layout, what is content, and what the document itself shows.

Two spellings that ``fold`` merges can still be two values: ``5 MW`` and ``5 mW``, ``not able`` and ``notable``,
``AB`` and ``A, B``. Here their letters and digits are compared one by one, with what stands between them. A difference
is layout, or content, or layout only if the document holds one of the two forms.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from consensus.normalize.folding import fold, fold_shape
from consensus.normalize.source_text import Letters, Span, letters_of, spans_of, wide
from consensus.normalize.unit_case import case_counts, is_clock_or_ordinal, unit_runs

_RUN: Final = re.compile(r"[^\W\d_]+")
_LONG_WORD: Final = re.compile(r"[^\W\d_]{4}")
_TOKEN: Final = re.compile(r"\S+")
_FIGURE: Final = re.compile(r"\d")
_LINK: Final = re.compile(r"://|^www\.", re.IGNORECASE)
#: A comma or semicolon in front of a blank, and figures that a blank may group.
_COMMA: Final = re.compile(r"(?<=[\w\")\]])[,;](?= )")
_POINT: Final = re.compile(r"(?<=[^\W\d])\. (?=\w)")
_GROUPED: Final = re.compile(r"(?<!\d)\d{1,3} \d{3}(?!\d)")
_SHORT_FORMS: Final = {
    "incorporated": "Inc",
    "limited": "Ltd",
    "corporation": "Corp",
    "inc": "Inc",
    "ltd": "Ltd",
    "corp": "Corp",
}
_LONG_FORM: Final = re.compile(rf"(?<=[\w,.] )({'|'.join(_SHORT_FORMS)})\.?\s*$", re.IGNORECASE)
_MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PAUSES: Final = frozenset(",;:. ")
_ANSWER_WORDS = "yes no ok na nil ja nein oui non si sí да нет"
_LEGAL_WORDS = "llc llp plc gmbh ohg sas sarl spa srl asa oyj aps pty bhd sro doo inc ltd corp"
#: Answers to a question: their case is typography although they are short. So it is of legal forms behind a name.
_ANSWERS: Final = frozenset(_ANSWER_WORDS.split())
_LEGAL: Final = frozenset(_LEGAL_WORDS.split())


class Difference(NamedTuple):
    """How two spellings of the same letters and digits differ.

    content: in something that may be another value. case: in case that counts unless the document shows one of the
    two. blanks: at these letters one has a blank between two words and the other has none. pauses: in a comma, colon
    or semicolon between words.
    """

    content: bool = False
    case: bool = False
    blanks: tuple[int, ...] = ()
    pauses: bool = False


_CONTENT: Final = Difference(content=True)


def one_string(one: str, other: str, text: str | None, *, prose: bool = False) -> bool:
    """Whether two strings that fold alike are one value. Symmetric; not transitive where the document decides.

    text: the source. None: what only the source could settle counts as a difference. prose: punctuation between words
    does not count.
    """
    if one == other:
        return True
    a, b = fold_shape(one).strip(), fold_shape(other).strip()
    if a == b:
        return True
    found = difference(*sorted((a, b)), prose=prose)
    if found.content:
        return False
    if not (found.case or found.blanks or found.pauses):
        return True
    return _settled(found, a, b, spans_of(text, a) if text is not None else ())


def one_phrase(one: str, other: str, text: str) -> bool:
    """Whether two phrases differ in commas that stand for line breaks, or in blanks behind the points of initials.

    Lines of an address, also behind figures. Only for three words or more that stand in the source, and never where a
    comma or its lack could make one number of two.
    """
    a, b = fold_shape(one).strip(), fold_shape(other).strip()
    if len(a.split()) < 3 or not _is_phrase(a) or letters_of(a).folded != letters_of(b).folded:
        return False
    a, b = (_POINT.sub(".", _COMMA.sub("", form)) for form in (a, b))
    return fold(a) == fold(b) and not _GROUPED.search(a) and bool(spans_of(text, a)) and one_string(a, b, text)


def one_company(one: str, other: str, text: str) -> bool:
    """Whether two names differ in how the legal form is spelt ("Inc.", "Incorporated"); one stands in the source."""
    a, b = (_LONG_FORM.sub(lambda match: _SHORT_FORMS[match[1].casefold()], fold_shape(form)) for form in (one, other))
    if fold(a) != fold(b) or fold(one) == fold(other):
        return False
    return one_string(a, b, None) and any(spans_of(text, fold_shape(form).strip()) for form in (one, other))


def _settled(found: Difference, a: str, b: str, spans: Sequence[Span]) -> bool:
    if found.case and _stands(a, spans) == _stands(b, spans) and not _in_capitals(a, b, spans):
        return False  # neither stands there, or both do: then the document itself tells them apart
    words = max(len(a.split()), len(b.split()))
    if found.blanks and not all(_joined_there(at, spans, words) for at in found.blanks):
        return False
    return not found.pauses or bool(spans) or words > 2


def _stands(form: str, spans: Sequence[Span]) -> bool:
    wanted = letters_of(form).sources
    return any(span.letters.sources == wanted for span in spans)


def _in_capitals(a: str, b: str, spans: Sequence[Span]) -> bool:
    """Whether the document has the phrase in capitals, so that it says nothing of the case of either form."""
    found = [[difference(*sorted((form, span.text))) for form in (a, b)] for span in spans]
    return any(not (one.content or one.case or other.content or other.case) for one, other in found)


def _joined_there(at: int, spans: Sequence[Span], words: int) -> bool:
    """Whether the document lost the blank in front of a letter, or a capital there still shows where it was."""
    if any(s.letters.sources[at].isupper() and s.letters.sources[at - 1].islower() for s in spans):
        return True
    # "not able" and "notable", "now here" and "nowhere" are words of their own; a longer phrase is one phrase.
    return any(not span.letters.gaps[at] for span in spans) and words > 2


@lru_cache(maxsize=2048)
def difference(a: str, b: str, *, prose: bool = False) -> Difference:
    """The difference of two shaped strings; content where their letters and digits are not the same ones."""
    one, other = letters_of(a), letters_of(b)
    if one.folded != other.folded:
        return _CONTENT
    blanks, pauses = [], False
    for at in range(1, len(one.folded)):
        s, t = one.gaps[at], other.gaps[at]
        if s != t and not (prose and s and t):
            kind = _gap(s, t, one, at)
            if kind == "pause" and not _LONG_WORD.search(a):
                return _CONTENT  # a list of short symbols: "AB, CD"
            if kind == "content":
                return _CONTENT
            pauses = pauses or kind == "pause"
            if kind == "blank":
                blanks.append(at)
    case = 0
    if one.sources != other.sources:
        case = _case(a, b, one, other)
    return _CONTENT if case == 2 else Difference(False, case == 1, tuple(blanks), pauses)


def _gap(s: str, t: str, letters: Letters, at: int) -> str:
    """What the difference between two gaps in front of a letter or digit is: layout, pause, blank or content."""
    before, after = letters.sources[at - 1], letters.sources[at]
    if s.replace(" ", "") == t.replace(" ", ""):
        if s.strip() or wide(before) or wide(after):
            return "layout"
        return _blank(letters, at)
    shorter, longer = sorted((s, t), key=len)
    if not set(s + t) <= _PAUSES or not shorter:
        return "content"
    if {before, after} & set("0123456789") and len(shorter.strip()) == len(longer.strip()):
        return "content"
    if set(longer.strip()) - set(shorter.strip()) == {"."} and not before.isdigit():
        return "layout"  # the point of an abbreviation
    words = _word(letters, at - 1, -1), _word(letters, at, 1)
    return "content" if max(words) < 2 else "pause"


def _blank(letters: Letters, at: int) -> str:
    """A blank that one form has between two letters or digits and the other has not."""
    before, after = letters.sources[at - 1], letters.sources[at]
    left, right = _word(letters, at - 1, -1), _word(letters, at, 1)
    if before.isdigit() and after.isdigit():
        return "content"
    if before.isdigit():  # "5 kg" and "5kg", not the parts of an id
        first, last = at - left, at + right
        inside = first and not letters.gaps[first] and not letters.sources[first - 1].isdigit()
        follows = last < len(letters.sources) and not letters.gaps[last] and after not in "xX"
        return "content" if inside or follows else "layout"
    if after.isdigit():
        sizes = left == 1 and before in "xX" and at > 1 and letters.sources[at - 2].isdigit()
        return "layout" if sizes else "blank" if left > 3 else "content"
    return "content" if left < 2 or right < 2 else "blank"


def _word(letters: Letters, at: int, step: int) -> int:
    """How many letters, or digits, stand together from one place on, in one direction."""
    digit, size = letters.sources[at].isdigit(), 0
    while 0 <= at < len(letters.sources) and letters.sources[at].isdigit() == digit:
        size += 1
        if step > 0:
            at += 1
            if at < len(letters.sources) and letters.gaps[at]:
                break
        else:
            if letters.gaps[at]:
                break
            at -= 1
    return size


def _case(a: str, b: str, one: Letters, other: Letters) -> int:
    """0: the difference in case is typography; 2: it is content; 1: it is content where the document shows neither."""
    if not all(_cased_alike(x, y, a, b) for x, y in zip(one.sources, other.sources, strict=True)):
        return 2
    phrase = _is_phrase(a) and any(form in (form.upper(), form.lower()) for form in (a, b))
    units = set(unit_runs(a))
    worst = int("ß" in one.sources or "ß" in other.sources)
    tokens = [*_TOKEN.finditer(a)]
    for match in _RUN.finditer(a):
        start, end = match.span()
        first, last = bisect_left(one.places, start), bisect_left(one.places, end)
        mine, theirs = "".join(one.sources[first:last]), "".join(other.sources[first:last])
        if mine == theirs:
            continue
        token = tokens[bisect_right(tokens, start, key=lambda each: each.start()) - 1][0]
        found = _run(mine, theirs, token, phrase, len(tokens))
        if (start, end) in units and (counts := case_counts(mine, theirs)) is not None:
            found = 2 * counts
        if is_clock_or_ordinal(a, start, end) and _plain(mine) and _plain(theirs):
            found = 0
        worst = max(worst, min(found, 1) if phrase else found)
    return worst


def _run(mine: str, theirs: str, token: str, phrase: bool, tokens: int) -> int:
    """One run of letters whose case differs, by the token that it stands in."""
    plain, size = _plain(mine) and _plain(theirs), len(mine)
    if _FIGURE.search(token):
        return 1 if plain else 2
    if phrase or mine.casefold() in _ANSWERS or _MAIL.fullmatch(token) or (tokens > 1 and mine.casefold() in _LEGAL):
        return 0
    if size == 1:
        return 2
    if size < 4:
        small = mine.casefold()
        if tokens > 2 and {mine, theirs} == {small, small.capitalize()}:
            return 0  # "Bank Of America"
        return 1 if plain else 2
    if plain:
        return int(bool(_LINK.search(token)))
    return 1 if tokens > 1 or _humps(mine) or _humps(theirs) else 2


def _plain(run: str) -> bool:
    return run.isupper() or run.islower() or (len(run) > 2 and run == run.capitalize())


def _humps(run: str) -> bool:
    """``DeepMind``: words of three letters or more written together, not the letters of a token."""
    starts = [*[at for at, c in enumerate(run) if c.isupper()], len(run)]
    return len(starts) > 2 and starts[0] == 0 and all(b - a > 2 for a, b in pairwise(starts))


def _is_phrase(text: str) -> bool:
    return " " in text and _LONG_WORD.search(text) is not None


def _cased_alike(x: str, y: str, a: str, b: str) -> bool:
    """Whether two letters that fold alike differ in case only: ß stands for SS in capitals, never for ss."""
    if x == y or x.lower() == y.lower():
        return True
    if "ß" in (x, y):
        return (a if y == "ß" else b) == (a if y == "ß" else b).upper()
    return {x, y} in ({"I", "ı"}, {"İ", "i"}) or (x.upper() == y.upper() and "ı" not in (x, y))
