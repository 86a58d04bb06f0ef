"""What must stand behind a value that only OCR read.

Members that read the text alone share one reading of such a page: however many families repeat a misread digit, it
is one error. So their agreement accepts nothing there. A vote counts for more where its member was sent the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from consensus.decide.verdicts import winner_of
from consensus.domain import Agreement, Candidate, Cluster, Page, Policy, Rule
from consensus.domain.job import UnitRecord
from consensus.locate.values import locate, stands

#: What comparison says of a value that it did not find in the text; members may have read it from the picture.
_NOWHERE = frozenset({Rule.UNLOCATED.value, Rule.UNLOCATED_TEXT.value})
_READ_BY_OCR_ALONE = "Only OCR read {where}; no member that agrees saw the picture."
_READ_FROM_IMAGE = "It stands nowhere in the text that OCR read; two families that saw the picture must give it."
_NEVER = "Only OCR read {where}, and the policy leaves such values to a person."


class _Support(NamedTuple):
    """What a value needs. pages: where it stands, those that OCR read; all of them must be seen where ``every``.

    families: how many that saw them must give it.
    """

    pages: tuple[Page, ...]
    every: bool
    families: int = 1


def with_pages(record: UnitRecord, text: str | None, pages: Sequence[Page], policy: Policy) -> UnitRecord:
    """The field with the gate ``only_ocr`` where its leading value lacks what it needs; else as it was. Pure.

    Where enough families read it from the picture, that it stands nowhere in the text is no doubt.
    """
    agreement = record.agreement
    if agreement is None or text is None or all(page.source != "ocr" for page in pages):
        return record
    winner, members = winner_of(record, policy)
    if winner is None:
        return record
    behind = [one for one in record.answers if isinstance(one, Candidate) and one.member in members]
    needed = _needed(winner, behind, text, pages)
    if needed is None:
        return record
    rule = policy.documents.scans
    families = {one.family for one in behind if _saw(one, needed)} if rule != "review" else set()
    where = _words(needed.pages)
    if len(families) >= needed.families:
        return replace(record, agreement=_seen(agreement, needed))
    if rule == "two_readers" and needed.families == 1 and not needed.every and _read_twice(behind, needed.pages):
        return record
    said = _NEVER.format(where=where) if rule == "review" else _READ_BY_OCR_ALONE.format(where=where)
    if needed.families > 1 and rule != "review":
        said = _READ_FROM_IMAGE
    gates, disputes = (*agreement.gates, Rule.ONLY_OCR.value), (*agreement.disputes, said)
    return replace(record, agreement=replace(agreement, gates=gates, disputes=disputes))


def _needed(winner: Cluster, behind: Sequence[Candidate], text: str, pages: Sequence[Page]) -> _Support | None:
    """What the value of the winning answers needs; None where it also stands on a page that needed no OCR."""
    read = tuple(page for page in pages if page.source == "ocr")
    parts = list(_scalars(winner.value))
    if winner.null or not parts:
        return _Support(read, every=True)
    found: dict[int, Page] = {}
    for at, part in parts:
        forms = [part, *(one for answer in behind for where, one in _scalars(answer.value) if where == at)]
        spans = next((spans for form in forms if (spans := locate(text, form))), [])
        places = {page.number: page for span in spans for page in pages if page.start <= span[0] < page.end}
        if not places:
            return _Support(read, every=True, families=2)
        if all(page.source == "ocr" for page in places.values()):
            found |= places
    return _Support(tuple(found.values()), every=len(parts) > 1) if found else None


def _saw(answer: Candidate, needed: _Support) -> bool:
    numbers = {page.number for page in needed.pages}
    return numbers <= set(answer.saw) if needed.every else not numbers.isdisjoint(answer.saw)


def _seen(agreement: Agreement, needed: _Support) -> Agreement:
    """Without the doubt that it stands nowhere, where it was read from the picture."""
    if needed.families == 1 or _NOWHERE.isdisjoint(agreement.gates):
        return agreement
    gates = tuple(gate for gate in agreement.gates if gate not in _NOWHERE)
    disputes = tuple(one for one in agreement.disputes if not one.endswith("stands nowhere in the document."))
    return replace(agreement, gates=gates, disputes=disputes)


def _read_twice(behind: Sequence[Candidate], pages: Sequence[Page]) -> bool:
    """Whether a second engine read the same characters on one of the pages where the value stands."""
    values = [one.value for one in behind]
    return any(page.again and stands(page.again, value) for page in pages for value in values)


def _scalars(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """The parts of a value that can stand somewhere, each with its place in it."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _scalars(one, f"{at}.{name}")
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from _scalars(one, f"{at}[{number}]")
    elif value not in (None, "") and not isinstance(value, bool):
        yield at, value


def _words(pages: Sequence[Page]) -> str:
    numbers = [str(page.number) for page in pages]
    if len(numbers) == 1:
        return "this page" if numbers == ["1"] else f"page {numbers[0]}"
    return f"the pages {', '.join(numbers[:-1])} and {numbers[-1]}"
