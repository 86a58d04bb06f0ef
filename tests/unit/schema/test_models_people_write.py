"""Pydantic models as people write them: decided leaf by leaf; what comes back is the model that was given."""

from __future__ import annotations

import json
from dataclasses import dataclass as plain_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple, Union
from uuid import UUID

import pytest
from pydantic import AnyUrl, BaseModel, ConfigDict, Field, RootModel, TypeAdapter
from typing_extensions import TypedDict

from consensus.schema import from_pydantic


class Given(NamedTuple):
    """answer: right. wrong: where in it one answer errs, and what it says. unit: the path that is in dispute then."""

    model: Any
    answer: Any
    wrong: tuple[tuple[str | int, ...], Any]
    unit: str


class Currency(StrEnum):
    EUR = "EUR"
    USD = "USD"


class Amount(BaseModel):
    value: Decimal
    currency: Currency = Currency.EUR


class Money(BaseModel):
    total: Decimal = Field(max_digits=12, decimal_places=2)
    vat: Decimal | None = None
    paid: Amount


class Status(BaseModel):
    state: Literal["open", "paid", "void"]
    flag: Literal["void"] | None = None
    level: Literal[1, 2, 3]
    code: int | str


class Card(BaseModel):
    kind: Literal["card"]
    last4: str
    holder: str | None = None


class Bank(BaseModel):
    kind: Literal["bank"]
    iban: str
    holder: str


class Cash(BaseModel):
    kind: Literal["cash"] = "cash"
    till: int


Payment = Annotated[Card | Bank | Cash, Field(discriminator="kind")]


class Receipt(BaseModel):
    number: str
    payment: Payment
    refund: Payment | None = None
    parts: list[Payment] = []


class Person(BaseModel):
    name: str
    born: date


class Company(BaseModel):
    company: str
    registered: int


class Deed(BaseModel):
    seller: Person | Company
    buyer: Person | Company | None = None
    witness: Person | str


class Lab(BaseModel):
    value: float
    unit: str
    range: tuple[float, float] | None = None


class Report(BaseModel):
    labs: dict[str, Lab]
    notes: dict[str, str] = {}
    rates: dict[str, Decimal]
    flags: dict[str, list[str]] = {}
    raw: dict[str, Any] = {}


class Line(BaseModel):
    sku: str
    qty: int
    dims: tuple[float, float, str]


class Order(BaseModel):
    id: str
    lines: list[Line]
    tags: set[str] = set()


class Shipment(BaseModel):
    orders: list[Order]
    grid: list[list[int]]
    seen: datetime
    cut: time | None = None


class Employee(BaseModel):
    name: str
    title: str | None = None
    reports: list[Employee] = []


class Node(BaseModel):
    label: str
    left: Node | None = None
    right: Node | None = None


class Comment(BaseModel):
    author: str
    text: str
    answers: dict[str, Comment] = {}


class Thread(BaseModel):
    title: str
    comments: list[Comment]


class Inner(BaseModel):
    city: str | None = None
    zip: str | None = None


class Middle(BaseModel):
    address: Inner | None = None
    phone: str | None = None


class Nested(BaseModel):
    model_config = ConfigDict(extra="forbid")
    contact: Middle | None = None
    backup: Middle | None = None
    site: AnyUrl | None = None
    key: UUID | None = None


class Base(BaseModel):
    id: Annotated[str, Field(pattern=r"^[A-Z]{2}-\d+$")]
    score: Annotated[float, Field(ge=0, le=1)]


class Derived(Base):
    label: str = Field(alias="Label text")
    items: list[Annotated[str, Field(min_length=1)]] = Field(default=[], max_length=5)


class Rows(RootModel[list[Person]]):
    pass


class Rates(RootModel[dict[str, float]]):
    pass


class Paid(RootModel[Payment]):
    pass


@plain_dataclass
class Parcel:
    code: str
    weight: float
    size: list[int]


class Film(TypedDict):
    title: str
    year: int
    cast: list[Person]


Expr = Annotated[Union["Num", "Sum"], Field(discriminator="op")]


class Num(BaseModel):
    op: Literal["num"]
    value: int


class Sum(BaseModel):
    op: Literal["sum"]
    terms: list[Expr]


class Formula(BaseModel):
    name: str
    expr: Expr


class Shape(BaseModel):
    text: str | list[str]
    size: int | float | None = None
    where: Inner | list[Inner] | None = None
    when: date | datetime


BANK = {"kind": "bank", "iban": "XX12 0000 0000 4321", "holder": "Mara Lund"}
CARD = {"kind": "card", "last4": "4321", "holder": None}
ANN, BO = {"name": "Ann Lee", "born": "1980-02-03"}, {"name": "Bo Ek", "born": "1975-11-30"}

MODELS = {
    "Decimal and Enum": Given(
        Money,
        {"total": "1250.00", "vat": None, "paid": {"value": "12.50", "currency": "USD"}},
        (("paid", "value"), "15.20"),
        "paid.value",
    ),
    "Literal and optional Literal": Given(
        Status, {"state": "paid", "flag": None, "level": 2, "code": "A-7"}, (("level",), 3), "level"
    ),
    "discriminated union": Given(
        Receipt,
        {"number": "7", "payment": BANK, "refund": CARD, "parts": [CARD, BANK, {"kind": "cash", "till": 4}]},
        (("parts", 2, "till"), 5),
        "parts[2].till",
    ),
    "discriminated union, optional and absent": Given(
        Receipt,
        {"number": "7", "payment": CARD, "refund": None, "parts": []},
        (("payment", "last4"), "9"),
        "payment.last4",
    ),
    "union without a tag": Given(
        Deed,
        {"seller": {"company": "Ek AB", "registered": 77}, "buyer": ANN, "witness": BO},
        (("buyer", "born"), "1980-03-02"),
        "buyer.born",
    ),
    "union of an object and a text": Given(
        Deed, {"seller": ANN, "buyer": None, "witness": "Kim Roe"}, (("witness",), "Tim Roe"), "witness"
    ),
    "maps": Given(
        Report,
        {
            "labs": {
                "Sodium": {"value": 140, "unit": "mmol/L", "range": [135, 145]},
                "Vit. B12 (total)": {"value": 4.1, "unit": "pmol/L", "range": None},
            },
            "notes": {},
            "rates": {"USD": "1.0850", "": "2"},
            "flags": {"low": ["a", "b"]},
            "raw": {"x": {"y": [1, 2, {"z": None}]}, "n": 3},
        },
        (("labs", "Vit. B12 (total)", "value"), 4.7),
        'labs["Vit. B12 (total)"].value',
    ),
    "tables in tables": Given(
        Shipment,
        {
            "orders": [
                {"id": "O1", "lines": [{"sku": "A", "qty": 1, "dims": [1.5, 2, "cm"]}], "tags": ["x", "y"]},
                {
                    "id": "O2",
                    "lines": [
                        {"sku": "B", "qty": 2, "dims": [3, 4, "cm"]},
                        {"sku": "C", "qty": 3, "dims": [5, 6.5, "in"]},
                    ],
                    "tags": [],
                },
            ],
            "grid": [[1, 2], [3, 4]],
            "seen": "2024-05-06T07:08:09+02:00",
            "cut": None,
        },
        (("orders", 1, "lines", 0, "qty"), 9),
        "orders[1].lines[0].qty",
    ),
    "tuple with one wrong place": Given(
        Shipment,
        {
            "orders": [{"id": "O1", "lines": [{"sku": "A", "qty": 1, "dims": [4.5, 2, "kg"]}], "tags": []}],
            "grid": [],
            "seen": "2024-05-06T07:08:09Z",
            "cut": "10:00:00",
        },
        (("orders", 0, "lines", 0, "dims"), [4.5, 2, "g"]),
        "orders[0].lines[0].dims",
    ),
    "organisation chart": Given(
        Employee,
        {
            "name": "A",
            "title": "CEO",
            "reports": [
                {"name": "B", "title": None, "reports": [{"name": "D", "title": "Clerk", "reports": []}]},
                {"name": "C", "title": "CFO", "reports": []},
            ],
        },
        (("reports", 0, "reports", 0, "title"), "Cook"),
        "reports[0].reports[0].title",
    ),
    "binary tree": Given(
        Node,
        {
            "label": "a",
            "left": {"label": "b", "left": None, "right": {"label": "c", "left": None, "right": None}},
            "right": None,
        },
        (("left", "right", "label"), "d"),
        "left.right.label",
    ),
    "comments by name, answered by name": Given(
        Thread,
        {
            "title": "T",
            "comments": [
                {"author": "x", "text": "one", "answers": {"y": {"author": "y", "text": "two", "answers": {}}}},
                {"author": "z", "text": "three", "answers": {}},
            ],
        },
        (("comments", 0, "answers", "y", "text"), "too"),
        "comments[0].answers.y.text",
    ),
    "optional objects within optional objects": Given(
        Nested,
        {
            "contact": {"address": {"city": "Oslo", "zip": None}, "phone": None},
            "backup": None,
            "site": "https://a.example/x",
            "key": "7f6c1b9e-0f43-4d52-9a54-2c9d1b1f0a11",
        },
        (("contact", "address", "city"), "Bergen"),
        "contact.address.city",
    ),
    "an inherited model with an alias": Given(
        Derived,
        {"id": "AB-12", "score": 0.5, "Label text": "L", "items": ["p", "q"]},
        (("Label text",), "M"),
        "Label text",
    ),
    "list as root": Given(Rows, [ANN, BO], ((1, "born"), "1975-11-03"), "[1].born"),
    "list type": Given(list[Person], [ANN], ((0, "name"), "Ann Lea"), "[0].name"),
    "list of a union as root": Given(
        TypeAdapter(list[Payment]), [BANK, CARD], ((0, "holder"), "Maria Lund"), "[0].holder"
    ),
    "list of numbers as root": Given(TypeAdapter(list[float]), [1, 2.5], ((1,), 2.6), "$"),
    "map as root": Given(Rates, {"USD": 1.085, "GBP": 0.84}, (("GBP",), 0.48), "GBP"),
    "union as root": Given(Paid, BANK, (("iban",), "XX12 0000 0000 4312"), "iban"),
    "dataclass": Given(Parcel, {"code": "c", "weight": 1.5, "size": [1, 2, 3]}, (("size",), [1, 3, 2]), "size"),
    "TypedDict": Given(Film, {"title": "F", "year": 1999, "cast": [ANN]}, (("year",), 1998), "year"),
    "expression tree": Given(
        Formula,
        {
            "name": "f",
            "expr": {
                "op": "sum",
                "terms": [{"op": "num", "value": 1}, {"op": "sum", "terms": [{"op": "num", "value": 2}]}],
            },
        },
        (("expr", "terms", 1, "terms", 0, "value"), 3),
        "expr.terms[1].terms[0].value",
    ),
    "unions of scalars, lists and objects": Given(
        Shape,
        {"text": ["a", "b"], "size": 4, "where": [{"city": "Oslo", "zip": "1"}], "when": "2024-01-02"},
        (("where", 0, "zip"), "2"),
        "where[0].zip",
    ),
}


@pytest.mark.parametrize("name", MODELS)
def test_a_model_is_decided_leaf_by_leaf_and_comes_back(name, checked, decided):
    model, answer, (where, says), unit = MODELS[name]
    schema = from_pydantic(model)
    checked(schema, answer, where, says, unit)
    value, _ = decided(schema, answer, answer, answer)
    adapter = model if isinstance(model, TypeAdapter) else TypeAdapter(model)
    assert adapter.validate_json(json.dumps(value)) == adapter.validate_python(answer)
