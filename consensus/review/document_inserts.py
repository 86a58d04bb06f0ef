"""What can be put into a text that is being written: the codes of its source, and the terms it has to use. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from consensus.domain import Code
from consensus.normalize.coded import tokens

#: Roles are words of formats; one with anything else in it may come from a file, and is not said on a button.
_ROLE = re.compile(r"[a-z]+(?: [a-z]+){0,3}")


@dataclass(frozen=True, slots=True)
class Insert:
    """text: what is put in. name: "1 bold", in our own words, or "" for a term. missing: the text does not have it."""

    text: str
    name: str = ""
    missing: bool = True


def code_inserts(source: str, codes: Sequence[Code], text: str) -> tuple[Insert, ...]:
    """The inline codes of a source in its order, each as far as the text lacks it: of a pair that has its start, the
    end alone. One that the text has in full is offered in full, for a text that is written anew. Pure."""
    known = {code.id: code for code in codes}
    there = [token.text for token in tokens(text)]
    pieces: dict[int, list[str]] = {}
    for token in tokens(source):
        if token.code in known:
            pieces.setdefault(token.code, []).append(token.text)
    found = []
    for number, whole in pieces.items():
        lacks = [piece for piece in whole if piece not in there]
        role = known[number].role if _ROLE.fullmatch(known[number].role) else "code"
        found.append(Insert("".join(lacks or whole), f"{number} {role}", bool(lacks)))
    return tuple(found)


def term_inserts(terms: Sequence[tuple[str, str, str]], text: str) -> tuple[Insert, ...]:
    """The required translations of the glossary's terms. terms: (source, target, kind). Pure."""
    wanted = dict.fromkeys(target for _, target, kind in terms if kind != "forbidden" and target)
    return tuple(Insert(target, missing=target.casefold() not in text.casefold()) for target in wanted)


def inserted(text: str, insert: Insert) -> str:
    """The text with this at its end, since a text area does not say where the cursor is; a term after a blank. Pure."""
    parted = " " if not insert.name and text and not text[-1].isspace() else ""
    return f"{text}{parted}{insert.text}"
