"""Several documents in one file, as a scanner makes them of a pile: where each seems to begin."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from consensus.domain import Page

#: "Page 1 of 2", "Seite 1/2", "1 / 2" alone on a line.
_COUNT = re.compile(
    r"(?:\b(?:page|seite|blatt|página|pagina|pág\.?|pag\.?|strona|sida|side)\s*:?\s*(\d{1,4})\s*"
    r"(?:/|of|von|de|di|sur|van|af|av|z)\s*(\d{1,4})\b)|(?:^\W*(\d{1,4})\s*/\s*(\d{1,4})\W*$)",
    re.IGNORECASE | re.MULTILINE,
)
#: Which kind of document a number is of, and the number.
_NUMBER = re.compile(
    r"\b(?P<kind>invoice|rechnung|facture|fattura|factura|factuur|order|bestell|auftrag|commande|pedido|ordine|"
    r"credit note|gutschrift|delivery note|lieferschein|contract|vertrag|quotation|quote|angebot|policy|statement)"
    r"(?:s|ung)?[ -]{0,2}(?:no|number|nummer|nr|num|numéro|numero|número|n°|nº|id|#)[.:]?\s*[:#]?\s*"
    r"(?P<number>(?=[^\s]*\d)[A-Z0-9][\w/.-]{0,30})",
    re.IGNORECASE,
)
#: Words for the same kind.
_SAME = dict.fromkeys(("rechnung", "facture", "fattura", "factura", "factuur"), "invoice")
_SAME |= dict.fromkeys(("bestell", "auftrag", "commande", "pedido", "ordine"), "order")


def parts_of(text: str, pages: Sequence[Page]) -> list[tuple[int, int]]:
    """The first and last page of each document that the file seems to hold; one pair where it seems to be one.

    A document begins where the count of pages begins anew, or where the number of an invoice, order or the like is
    another one than on the pages before. A page that counts on is of the document before it.
    """
    starts: list[int] = []
    known: dict[str, str] = {}
    for page in pages:
        told = text[page.start : page.end]
        numbers, count = _numbers(told), _count(told)
        other = any(known.get(kind, number) != number for kind, number in numbers.items())
        if not starts or count == 1 or (other and count is None):
            starts.append(page.number)
            known = {}
        known |= numbers
    ends = [start - 1 for start in starts[1:]] + [pages[-1].number if pages else 0]
    return list(zip(starts, ends, strict=True))


def sentence(parts: Sequence[tuple[int, int]]) -> str:
    """ "This file may hold 3 documents: pages 1-2, 3, 4-5." or "" for one."""
    if len(parts) < 2:
        return ""
    shown = [f"{first}-{last}" if last > first else str(first) for first, last in parts]
    listed = ", ".join(shown[:20]) + (f" and {len(shown) - 20} more" if len(shown) > 20 else "")
    return f"This file may hold {len(parts)} documents: pages {listed}. Split it where each is to be read alone."


def _count(text: str) -> int | None:
    """The page's number in its own document; None where it says none, or says several."""
    found = {int(match[1] or match[3]) for match in _COUNT.finditer(text) if _is_count(match)}
    return found.pop() if len(found) == 1 else None


def _is_count(match: re.Match[str]) -> bool:
    return 0 < int(match[1] or match[3]) <= int(match[2] or match[4])


def _numbers(text: str) -> Mapping[str, str]:
    """Kind of document -> its number, where the page names one alone: a list of invoices is no invoice."""
    found: dict[str, set[str]] = {}
    for match in _NUMBER.finditer(text):
        kind = match["kind"].lower()
        found.setdefault(_SAME.get(kind, kind), set()).add(match["number"].rstrip(".-/").upper())
    return {kind: next(iter(numbers)) for kind, numbers in found.items() if len(numbers) == 1}
