"""Closed classes of words whose members exclude each other: opposites, parties, weekdays, months, numbers, units.

Two answers of one language that are alike but for two members of one class ("left" against "right") do not say the
same. A class is a name, a member of it is a side; several words may stand for one side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from consensus.normalize.han_numbers import han_value
from consensus.normalize.languages import LANGUAGES, language, spellings
from consensus.normalize.number_words import number_words
from consensus.normalize.scripts import UNSPACED
from consensus.normalize.tokens import base_language

#: A class and the side that a word takes in it.
Stance = tuple[str, str]
NUMBER, DUTY = "number", "duty0"
#: Classes that state a measure together: "two weeks" is "fourteen days".
MEASURES = frozenset({NUMBER, "unit", "currency", "scale"})
_NONE: tuple[Stance, ...] = ()
_HAN_DIGIT = "[〇零一二三四五六七八九两兩]"
#: A number with a scale, a year or a row of figures, else one figure: in 唯一一个 they are two.
_HAN_NUMBER = f"{_HAN_DIGIT}*[十百千万亿萬億](?:{_HAN_DIGIT}|[十百千万亿萬億])*|{_HAN_DIGIT}{{3,}}|{_HAN_DIGIT}"
_ALL_HAN_NUMBER = re.compile(_HAN_NUMBER)
#: Letters that Arabic and Hebrew write onto the word: and, in, to, from, the.
_PREFIXES = {code: re.compile(one.prefixes) for code, one in LANGUAGES.items() if one.prefixes}
#: An article written onto the word: l'arrêt, dell'acquirente.
_ELIDED = re.compile("['’]")
_MOST_WORDS = 50_000


class Wording:
    """The words of a text, phrases of the classes joined to one, with what each says in a closed class.

    said: class, side and how often that side came before: equal for texts that say the same. The rest is read on first
    use, since most texts are compared by what they say alone.
    """

    def __init__(self, lower: str, words: tuple[str, ...], lexicon: _Lexicon) -> None:
        self._lower, self._words, self._lexicon = lower, words, lexicon
        found: Iterable[str] = lexicon.members.findall(lower) if lexicon.members is not None else self.tokens
        self.said = _said(map(lexicon.words.__getitem__, found))

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Its words; one character at a time between the members of classes in a language without blanks."""
        lexicon = self._lexicon
        if lexicon.pieces is not None:
            return tuple(lexicon.pieces.findall(self._lower))
        if lexicon.phrases.keys().isdisjoint(self._words):
            return self._words
        return tuple(_joined(self._words, lexicon.phrases, lexicon.words))

    @cached_property
    def stances(self) -> tuple[tuple[Stance, ...], ...]:
        """What each of the tokens says."""
        return tuple(map(self._lexicon.words.__getitem__, self.tokens))

    @cached_property
    def before(self) -> tuple[int, ...]:
        """For each place, and the end, how many tokens before it say something in a class."""
        return tuple(accumulate(map(bool, self.stances), initial=0))


def _said(stances: Iterable[tuple[Stance, ...]]) -> frozenset[tuple[str, str, int]]:
    times: dict[Stance, int] = {}
    said = []
    for every in filter(None, stances):
        for stance in every:
            before = times.get(stance, 0)
            times[stance] = before + 1
            said.append((*stance, before))
    return frozenset(said)


class _Words(dict[str, tuple[Stance, ...]]):
    """Word -> its stances, looked up once: exact forms first, else the longest stem of each class."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.exact: dict[str, tuple[Stance, ...]] = {}
        self.stems: dict[str, tuple[Stance, ...]] = {}
        self.prefixes = _PREFIXES.get(base)
        self.numbers = _ALL_HAN_NUMBER if base in UNSPACED else None
        for form, stance in _forms(base):
            table = self.stems if form.endswith("~") else self.exact
            form = form.rstrip("~")
            table[form] = tuple(dict.fromkeys((*table.get(form, _NONE), stance)))

    def __missing__(self, word: str) -> tuple[Stance, ...]:
        if len(self) > _MOST_WORDS:
            self.clear()
        if self.numbers is not None and self.numbers.fullmatch(word):
            self[word] = number = ((NUMBER, str(han_value(word))),)
            return number
        found = self._found(word)
        if not found and self.prefixes is not None and (lead := self.prefixes.match(word)) and lead.end():
            found = self._found(word[lead.end() :])
        if not found and (elided := _ELIDED.search(word)):
            found = self._found(word[elided.end() :])
        self[word] = found
        return found

    def _found(self, word: str) -> tuple[Stance, ...]:
        found = dict(self.exact.get(word, _NONE))
        for length in range(len(word), 0, -1):
            for name, side in self.stems.get(word[:length], _NONE):
                found.setdefault(name, side)
        return tuple(found.items())


class _Lexicon(NamedTuple):
    words: _Words
    #: First word of a phrase -> the phrases, longest first, each as its words.
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    #: In a language without blanks: every member and number, and these or else one character at a time.
    members: re.Pattern[str] | None
    pieces: re.Pattern[str] | None


def _groups(name: str, groups: str) -> Iterator[tuple[str, Stance]]:
    for number, group in enumerate(groups.split(";") if groups else ()):
        for side, forms in enumerate(group.split("/")):
            for form in forms.split():
                yield form.replace("_", " "), (f"{name}{number}", str(side))


def _named(name: str, table: str, shortest: int) -> Iterator[tuple[str, Stance]]:
    """Entries ``meaning=spelling,spelling``; shorter spellings are symbols, not words."""
    for meaning, spelling in spellings(table):
        if len(spelling.rstrip("~")) >= shortest and spelling[0] not in "个個":
            yield spelling.lower(), (name, meaning)


def _forms(base: str) -> Iterator[tuple[str, Stance]]:
    """Every form of every class of a language, "~" at its end for any ending."""
    spoken = language(base)
    shortest = 1 if base in UNSPACED else 3
    yield from _groups("opposite", spoken.opposites)
    yield from _groups("party", spoken.parties)
    yield from _groups("duty", spoken.duties)
    for name, groups in (("weekday", spoken.weekdays), ("month", spoken.months)):
        for side, forms in enumerate(groups.split()):
            for form in forms.split("|"):
                inflected = len(form) > 3 or base == "ko"
                yield form.replace("_", " ") + ("~" if inflected else ""), (name, str(side))
    yield from _named("unit", spoken.unit_words, shortest)
    yield from _named("currency", spoken.currency_words, shortest)
    yield from _named("scale", spoken.scale_words, shortest)
    yield from ((word, (NUMBER, str(value))) for word, value in number_words(base).items())


def _any_of(members: set[str]) -> str:
    """A pattern of any member, the longest first.

    One class of first characters spares every other character all of them; then they are tried by first character.
    """
    by_first: dict[str, list[str]] = {}
    for member in sorted(members, key=len, reverse=True):
        by_first.setdefault(member[0], []).append(member[1:])
    groups = (f"{re.escape(c)}(?:{'|'.join(map(re.escape, rest))})" for c, rest in by_first.items())
    return f"(?=[{re.escape(''.join(by_first))}])(?:{'|'.join(groups)})"


@lru_cache(maxsize=64)
def _lexicon(base: str) -> _Lexicon | None:
    words = _Words(base)
    members = {*words.exact, *words.stems}
    if not members:
        return None
    if base in UNSPACED:
        found = [_any_of(members), _HAN_NUMBER]
        return _Lexicon(words, {}, re.compile("|".join(found)), re.compile("|".join([*found, r"[a-z0-9]+", r"\w"])))
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for member in members:
        first, *rest = member.split(" ")
        if rest:
            phrases.setdefault(first, []).append((first, *rest))
    return _Lexicon(
        words, {first: tuple(sorted(every, key=len, reverse=True)) for first, every in phrases.items()}, None, None
    )


def _joined(words: tuple[str, ...], phrases: dict[str, tuple[tuple[str, ...], ...]], stems: _Words) -> list[str]:
    """The words with each phrase made one; the last word of a phrase with "~" may have any ending."""
    joined, at = [], 0
    while at < len(words):
        for phrase in phrases.get(words[at], ()):
            found = words[at : at + len(phrase)]
            whole = " ".join(phrase)
            if found == phrase or (whole in stems.stems and " ".join(found).startswith(whole)):
                joined.append(" ".join(found))
                at += len(phrase)
                break
        else:
            joined.append(words[at])
            at += 1
    return joined


def read_wording(lower: str, words: tuple[str, ...], lang: str | None) -> Wording | None:
    """The words of a text with their stances; None for a language without such data."""
    lexicon = _lexicon(base_language(lang) or "")
    return Wording(lower, words, lexicon) if lexicon is not None else None
