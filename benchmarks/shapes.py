"""The two shapes that the time of a decision is promised for, made up: nothing of them is anybody's text.

``segment40``: segments of 40 words with numbers, a date and a share, English to German, 5 answers that all differ.
``invoice20``: invoices of 20 leaves, nested, with a table, 5 answers and a few disputes.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Mapping
from typing import Any

from consensus.domain import Task
from consensus.formats import RecordedFile, RecordedRecord

MEMBERS = ("a", "b", "c", "d", "e")

#: Ten words each with three translations. n: a number, p: a share with one decimal, d: day of a month, e: an amount.
_CLAUSES = (
    (
        "The pump must not run for more than {n} minutes",
        "Die Pumpe darf nicht länger als {n} Minuten laufen",
        "Lassen Sie die Pumpe nicht mehr als {n} Minuten laufen",
        "Ein Betrieb der Pumpe über {n} Minuten ist nicht erlaubt",
    ),
    (
        "the board approved the new budget on {d} March 2023",
        "der Vorstand genehmigte den neuen Haushalt am {d}. März 2023",
        "am {d}. März 2023 hat der Vorstand das neue Budget bewilligt",
        "das neue Budget wurde am {d}. März 2023 vom Vorstand genehmigt",
    ),
    (
        "sales in the northern region rose by {p}% last year",
        "der Umsatz in der nördlichen Region stieg im Vorjahr um {p} %",
        "im letzten Jahr wuchs der Absatz im Norden um {p} %",
        "die Verkäufe der Region Nord legten letztes Jahr um {p} % zu",
    ),
    (
        "the supplier offered {n} units at a price of €{e}",
        "der Lieferant bot {n} Stück zu einem Preis von {e} € an",
        "vom Lieferanten wurden {n} Einheiten für {e} € angeboten",
        "der Zulieferer hat {n} Stück zum Preis von {e} € offeriert",
    ),
    (
        "and the committee will discuss every open question next week",
        "und der Ausschuss wird nächste Woche jede offene Frage besprechen",
        "und alle offenen Fragen berät das Komitee in der nächsten Woche",
        "und in der kommenden Woche erörtert der Ausschuss sämtliche offenen Fragen",
    ),
    (
        "because many visitors asked for a quieter place to work",
        "weil viele Besucher um einen ruhigeren Arbeitsplatz baten",
        "da zahlreiche Besucher nach einem ruhigeren Ort zum Arbeiten fragten",
        "denn viele Gäste wünschten sich einen stilleren Platz zum Arbeiten",
    ),
    (
        "while the old bridge remains closed to heavy lorries only",
        "während die alte Brücke nur für schwere Lastwagen gesperrt bleibt",
        "wobei die alte Brücke lediglich für schwere LKW geschlossen ist",
        "während für schwere Lastkraftwagen allein die alte Brücke gesperrt bleibt",
    ),
    (
        "so please store the filter in a dry, cool room",
        "lagern Sie den Filter daher bitte in einem trockenen, kühlen Raum",
        "bewahren Sie den Filter also bitte trocken und kühl auf",
        "der Filter ist daher bitte in einem kühlen, trockenen Raum zu lagern",
    ),
)

_LEAF = {
    "text": {"type": "string"},
    "day": {"type": "string", "format": "date"},
    "amount": {"type": "number"},
    "count": {"type": "integer"},
}


def _object(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(fields), "required": list(fields)}


_LINE = {"description": _LEAF["text"], "quantity": _LEAF["count"], "price": _LEAF["amount"], "amount": _LEAF["amount"]}
_ADDRESS = {"street": _LEAF["text"], "city": _LEAF["text"]}
INVOICE = _object(
    {
        "number": _LEAF["text"],
        "issued": _LEAF["day"],
        "due": _LEAF["day"],
        "currency": {"type": "string", "enum": ["EUR", "USD", "GBP"]},
        "seller": _object({"name": _LEAF["text"], "vat_id": _LEAF["text"], "address": _object(_ADDRESS)}),
        "buyer": _object({"name": _LEAF["text"], "address": _object({"city": _LEAF["text"]})}),
        "lines": {"type": "array", "items": _object(_LINE)},
        "net": _LEAF["amount"],
        "total": _LEAF["amount"],
    }
)


def segment40(seed: int, units: int = 500) -> RecordedFile:
    """Segments of four clauses; one answer in ten has another number than its source."""
    chance = random.Random(seed)
    return RecordedFile(MEMBERS, tuple(_segment(f"{seed}-{i}", chance) for i in range(units)))


def _segment(name: str, chance: random.Random) -> RecordedRecord:
    clauses = [*chance.sample(_CLAUSES[:4], 2), *chance.sample(_CLAUSES[4:], 2)]
    n, p, day, e = chance.randint(2, 900), chance.randint(11, 299), chance.randint(1, 28), chance.randint(1000, 99999)
    said = {"n": n, "p": f"{p / 10:.1f}", "d": day, "e": f"{e:,}.50"}
    source = ", ".join(clause[0] for clause in clauses).format(**said) + "."
    assert len(source.split()) == 40
    wordings = [[1 + (choice // 3**k) % 3 for k in range(4)] for choice in chance.sample(range(81), len(MEMBERS))]
    outputs = {}
    for member, wording in zip(MEMBERS, wordings, strict=True):
        heard = {**said, "n": n + (chance.random() < 0.1), "p": f"{p / 10:.1f}".replace(".", ",")}
        heard["e"] = f"{e:,}".replace(",", ".") + ",50"
        text = ", ".join(clause[which] for clause, which in zip(clauses, wording, strict=True))
        outputs[member] = text.format(**heard) + "."
    return RecordedRecord(name, Task.TRANSLATE, source, outputs, ("en", "de"))


def invoice20(seed: int, units: int = 200) -> RecordedFile:
    """Invoices of two lines; one answer in four differs in one leaf, one in four in the spelling of a name alone."""
    chance = random.Random(seed)
    return RecordedFile(MEMBERS, tuple(_invoice(f"{seed}-{i}", chance) for i in range(units)))


def _invoice(name: str, chance: random.Random) -> RecordedRecord:
    number, month = f"INV-{chance.randint(1000, 9999)}", chance.randint(1, 11)
    lines = []
    for what in chance.sample(("Copper pipe", "Ball valve", "Steel bracket", "Filter cartridge", "Rubber seal"), 2):
        quantity, price = chance.randint(2, 40), chance.randint(100, 9000) / 100
        amount = round(quantity * price, 2)
        lines.append({"description": what, "quantity": quantity, "price": price, "amount": amount})
    net = round(sum(line["amount"] for line in lines), 2)
    value = {
        "number": number,
        "issued": f"2024-{month:02}-{chance.randint(1, 28):02}",
        "due": f"2024-{month + 1:02}-{chance.randint(1, 28):02}",
        "currency": "EUR",
        "seller": {
            "name": f"{chance.choice(('Alder', 'Birch', 'Cedar', 'Hazel'))} Trading Ltd.",
            "vat_id": f"GB{chance.randint(10**8, 10**9 - 1)}",
            "address": {"street": f"{chance.randint(1, 99)} Mill Lane", "city": "Leeds"},
        },
        "buyer": {"name": f"{chance.choice(('Mosel', 'Neckar', 'Weser'))} Werke GmbH", "address": {"city": "Bremen"}},
        "lines": lines,
        "net": net,
        "total": round(net * 1.2, 2),
    }
    outputs = {member: _answer(value, chance) for member in MEMBERS}
    return RecordedRecord(name, Task.EXTRACT, _printed(value), outputs, schema=INVOICE)


def _answer(value: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    answer = copy.deepcopy(dict(value))
    kind = chance.randrange(8)
    if kind == 0:
        answer["total"] = round(answer["total"] + 0.1, 2)
    elif kind == 1:
        answer["due"] = answer["issued"]
    elif kind in (2, 3):
        answer["seller"]["name"] = answer["seller"]["name"].upper().rstrip(".")
    return answer


def _printed(value: Mapping[str, Any]) -> str:
    seller, buyer = value["seller"], value["buyer"]
    rows = [
        f"{x['description']:<24}{x['quantity']:>6}{x['price']:>12,.2f}{x['amount']:>14,.2f}" for x in value["lines"]
    ]
    return "\n".join(
        (
            f"{seller['name']}    {seller['address']['street']}, {seller['address']['city']}    VAT {seller['vat_id']}",
            f"\nINVOICE {value['number']}\nDate of issue {value['issued']}    Payable by {value['due']}",
            f"Bill to: {buyer['name']}, {buyer['address']['city']}\n",
            *rows,
            f"\nNet {value['net']:,.2f} EUR\nVAT 20%\nTotal due {value['total']:,.2f} EUR",
            "Goods remain our property until paid in full. Please quote the number above with your payment.",
        )
    )


#: Each with the policy that it is measured under.
SHAPES: Mapping[str, tuple[str, Callable[[int], RecordedFile]]] = {
    "segment40": ("translation", segment40),
    "invoice20": ("extraction", invoice20),
}
