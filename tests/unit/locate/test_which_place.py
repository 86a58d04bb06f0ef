"""Invoices of many looks whose values stand in several places: the box that is named is the one that was meant."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest

from consensus.domain import Box
from consensus.locate.evidence import Evidence, evidence_of
from consensus.locate.layout import Layout
from tests.formats.builders import pdf as made

pytest.importorskip("pypdfium2")

ENGLISH = {
    "number": "Invoice number",
    "invoice_date": "Invoice date",
    "order_date": "Order date",
    "due_date": "Due date",
    "customer": "Customer",
    "net": "Net amount",
    "tax": "Tax",
    "total": "Total",
    "paid": "Already paid",
}
GERMAN = {
    "number": "Rechnungsnummer",
    "invoice_date": "Rechnungsdatum",
    "order_date": "Bestelldatum",
    "due_date": "Fällig am",
    "customer": "Kunde",
    "net": "Nettobetrag",
    "tax": "Umsatzsteuer",
    "total": "Gesamtbetrag",
    "paid": "Bereits bezahlt",
}
HEAD, SUMS = ("number", "invoice_date", "order_date", "due_date"), ("net", "tax", "total", "paid")


class Invoice(NamedTuple):
    """content: a page. values: by path. at: where the left end of each value's line stands. schemas: by path."""

    content: bytes
    values: Mapping[str, Any]
    at: Mapping[str, tuple[float, float]]
    schemas: Mapping[str, Mapping[str, Any]]


def invoices() -> Iterator[Invoice]:
    for seed in range(32):
        yield invoice(random.Random(seed), look=seed % 4, labels=GERMAN if seed % 8 > 4 else ENGLISH)


def invoice(draw: random.Random, look: int, labels: Mapping[str, str]) -> Invoice:
    """look 0: labels left of their values; 1: above them; 2: left, drawn column by column; 3: right half, a footer."""
    day = f"2024-0{draw.randint(1, 9)}-{draw.randint(10, 28)}"
    other = draw.choice([day, f"2024-1{draw.randint(0, 2)}-{draw.randint(10, 28)}"])
    net = float(draw.choice([draw.randint(100, 900), 500]))
    tax = draw.choice([0.0, 95.0])
    values: dict[str, Any] = {"number": f"R-{draw.randint(1000, 9999)}", "invoice_date": day, "order_date": other}
    values |= {"due_date": draw.choice([day, other]), "customer": "Okafor & Sons Ltd"}
    values |= {"net": net, "tax": tax, "total": net + tax, "paid": draw.choice([0.0, net + tax])}
    at: dict[str, tuple[float, float]] = {}
    first: list[bytes] = [made.text(60, 50, "Hartmann GmbH, Werkstr. 5, 20095 Hamburg", 12)]
    last: list[bytes] = []
    x, y = (330, 100) if look == 3 else (60, 100)
    for number, name in enumerate((*HEAD, "customer")):
        label = (60 + 105 * number, y) if look == 1 else (x, y + 15 * number)
        at[name] = (label[0], label[1] + 14) if look == 1 else (label[0] + 110, label[1])
        first.append(made.text(*label, labels[name] + ("" if look == 1 else ":")))
        (last if look == 2 else first).append(made.text(*at[name], str(values[name])))
    rows = [("Pump seal", 2, 50.0), ("Bearing", 2, 50.0), ("Valve", draw.randint(1, 4), draw.choice([50.0, 12.5]))]
    heads = ("Pos", "Description", "Quantity", "Price", "Amount")
    columns = (60, 95, 300, 380, 470)
    first += [made.text(column, 250, head) for column, head in zip(columns, heads, strict=True)]
    for number, (what, count, price) in enumerate(rows):
        line = 268 + 16 * number
        row = {"description": what, "quantity": count, "price": price, "amount": count * price}
        first.append(made.text(60, line, str(number + 1)))
        for column, (name, value) in zip(columns[1:], row.items(), strict=True):
            values[f"items[{number}].{name}"], at[f"items[{number}].{name}"] = value, (column, line)
            first.append(made.text(column, line, f"{value:.2f}" if isinstance(value, float) else str(value)))
    for number, name in enumerate(SUMS):
        at[name] = (470, 350 + 15 * number)
        first.append(made.text(360, 350 + 15 * number, labels[name]))
        first.append(made.text(*at[name], f"{values[name]:.2f}"))
    first.append(made.text(60, 800, f"{values['number']} of {day}: please pay {values['total']:.2f} to Hartmann GmbH"))
    schemas = {name: {"type": "string", "title": label} for name, label in labels.items()}
    return Invoice(b"".join([*first, *last]), values, at, schemas if labels is GERMAN else {})


def located(one: Invoice) -> Mapping[str, Evidence]:
    from consensus.native.pdf import read

    told = read(made.pdf([one.content]), {})
    words = told["words"]
    places = [(page, *(round(10 * side) for side in sides)) for _, _, page, *sides in words]
    layout = Layout([word[0] for word in words], [word[1] for word in words], places)
    return evidence_of(told["text"], {path: [value] for path, value in one.values.items()}, one.schemas, layout)


def is_at(box: Box, at: tuple[float, float]) -> bool:
    return box.x0 - 3 <= at[0] + 1 <= box.x1 and box.y0 - 3 <= at[1] - 2 <= box.y1 + 3


def test_of_several_places_the_one_that_is_meant_is_named_first() -> None:
    found, right, several, values, wrong = 0, 0, 0, 0, []
    for number, one in enumerate(invoices()):
        for path, evidence in located(one).items():
            values += 1
            found += bool(evidence.places)
            assert all(place.boxes and place.shown == "page 1" for place in evidence.places)
            if evidence.several:
                several += 1
                is_right = any(is_at(box, one.at[path]) for box in evidence.places[0].boxes)
                right += is_right
                if not is_right:
                    wrong.append((number, path, evidence.ambiguous))
    assert several > 200
    assert found / values >= 0.98
    assert right / several >= 0.9, (right, several, wrong)
