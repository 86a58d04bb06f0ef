"""Of several places of a value, the one that is meant; all of them are counted."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.locate.evidence import evidence_of, line_of, snippet

_DECOMPOSED = unicodedata.normalize("NFD", "José Müller")
TABLE = """\
Statement 77, 1 May 2024
Item      Qty  Price  Amount
Widget 8   8   1.00     8.00
Gadget     2   1.00     2.00
Widget 8   8   1.00     8.00
Total                  18.00
"""


def standing(text: str, **sought: Any) -> dict[str, list[tuple[str, int]]]:
    found = evidence_of(text, {path: [value] for path, value in sought.items()})
    return {path: [(text[p.start : p.end], p.line) for p in one.places] for path, one in found.items()}


def lines(text: str, sought: dict[str, Any]) -> dict[str, int]:
    found = evidence_of(text, {path: [value] for path, value in sought.items()})
    return {path: one.places[0].line for path, one in found.items() if one.places}


def rows(name: str, *each: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}[{i}].{key}": value for i, row in enumerate(each) for key, value in row.items()}


@pytest.mark.parametrize(
    ("text", "value", "stands"),
    [
        ("Total: 1,250.50 EUR", 1250.5, "1,250.50"),
        ("Summe 1.250,50 EUR", 1250.5, "1.250,50"),
        ("Somme 1 250,50", 1250.5, "1 250,50"),
        ("Loss (1,250.50)", -1250.5, "(1,250.50)"),
        ("on 5 March 2024 in", "2024-03-05", "5 March 2024"),
        ("am 05.03.2024\nin", "2024-03-05", "05.03.2024"),
        ("Date: 2024-03-05\nDue", "2024-03-05", "2024-03-05"),
        (f"Herr {_DECOMPOSED}, Köln", "José Müller", _DECOMPOSED),
        ("a rate of 25% in all", 0.25, "25%"),
        ("名前は山田太郎です", "山田太郎", "山田太郎"),
        ("see ACME\nLtd. there", "ACME Ltd.", "ACME\nLtd."),
    ],
)  # fmt: skip
def test_a_place_is_the_value_and_nothing_else(text: str, value: Any, stands: str) -> None:
    assert [found for found, _ in standing(text, v=value)["v"]] == [stands]


@pytest.mark.parametrize("value", [None, True, False, "not there", 99, [], {}, ""])
def test_what_has_no_place(value: Any) -> None:
    (one,) = evidence_of("Yes: 5, true and null.", {"v": [value]}).values()
    assert (one.places, one.count, one.several) == ((), 0, False)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_counts(end: str) -> None:
    text = end.join(("first", "", "third 12", "fourth"))
    (one,) = evidence_of(text, {"v": [12]}).values()
    (place,) = one.places
    assert (place.line, place.column, text[place.start : place.end]) == (3, 7, "12")
    assert [line_of(text, at) for at in (0, len(text))] == [1, 4]


def test_several_places_are_named_and_counted() -> None:
    (one,) = evidence_of("7 and " * 30, {"v": [7]}).values()
    assert (len(one.places), one.count, one.several) == (20, 30, True)
    assert [place.start for place in one.places] == sorted(place.start for place in one.places)


def test_a_row_takes_the_line_that_holds_most_of_it_and_no_two_rows_the_same() -> None:
    row = {"name": "Widget 8", "qty": 8, "price": 1.0, "amount": 8.0}
    sought = rows("items", row, {"name": "Gadget", "qty": 2, "price": 1.0, "amount": 2.0}, row) | {"total": 18.0}
    assert lines(TABLE, sought) == {
        **{f"items[0].{key}": 3 for key in row},
        **{f"items[1].{key}": 4 for key in row},
        **{f"items[2].{key}": 5 for key in row},
        "total": 6,
    }
    found = evidence_of(TABLE, {path: [value] for path, value in sought.items()})
    assert TABLE[found["items[0].qty"].places[0].start :].startswith("8   1.00"), "not the 8 of the name"
    assert found["items[0].qty"].several
    assert not found["items[1].name"].several


def test_rows_of_several_lines_keep_to_their_own_lines() -> None:
    text = "Article A\nprice 3\nqty 1\nArticle B\nqty 1\nprice 3\nArticle C\nprice 3\nqty 1\n"
    sought = rows("r", *({"name": f"Article {name}", "price": 3, "qty": 1} for name in "ABC"))
    assert list(lines(text, sought).values()) == [1, 2, 3, 4, 6, 5, 7, 8, 9]


def test_records_of_many_lines_follow_each_other() -> None:
    """As in XML: hardly any value stands once, and a line in front holds as much of a record as its own lines."""
    text = "<note>2 of 10 pieces</note>\n" + "".join(
        f"<line>\n<id>{n}</id>\n<qty>10</qty>\n<item>\n<name>pump</name>\n<tax>25</tax>\n</item>\n</line>\n"
        for n in (1, 2, 3)
    )
    sought = rows("r", *({"id": str(n), "qty": 10, "name": "pump", "tax": 25} for n in (1, 2, 3)))
    assert list(lines(text, sought).values()) == [first + at for first in (2, 10, 18) for at in (1, 2, 4, 5)]


def test_a_value_in_the_heading_belongs_to_every_row() -> None:
    text = "Amounts in EUR\nPump A 10\nPump B 10\nEnd of the list\n\n\n\n\nEUR is the euro\n"
    sought = rows("r", *({"name": f"Pump {name}", "amount": 10, "currency": "EUR"} for name in "AB"))
    assert list(lines(text, sought).values()) == [2, 2, 1, 3, 3, 1]


def test_fields_of_an_object_stand_together() -> None:
    text = "Seller: Acme Ltd, Berlin\n\nBuyer: Bolt GmbH, Berlin\n"
    sought = {"buyer.name": "Bolt GmbH", "buyer.city": "Berlin", "seller.name": "Acme Ltd", "seller.city": "Berlin"}
    assert list(lines(text, sought).values()) == [3, 3, 1, 1]


def test_the_values_of_a_map_stand_beside_their_keys() -> None:
    text = "Rates of 7 countries\nAustria 7\nSpain 5\nMalta 9\nGreece 5\nNorth Macedonia 7\nPeru 5\n"
    names = {"Austria": 7, "Greece": 5, "North Macedonia": 7, "Spain": 5, "Malta": 9, "Peru": 5}
    sought = {f"rates.{name}": value for name, value in names.items()}
    assert list(lines(text, sought).values()) == [2, 5, 6, 3, 4, 7]


@pytest.mark.parametrize("names", [("due_date", "order_date"), ("dueDate", "orderDate")])
def test_a_field_takes_the_line_that_has_its_name(names: tuple[str, str]) -> None:
    text = "Order date: 2024-05-01\nDue date: 1 May 2024\n"
    assert lines(text, dict.fromkeys(names, "2024-05-01")) == {names[0]: 2, names[1]: 1}


def test_a_field_outside_the_rows_does_not_take_the_row_s_place() -> None:
    text = "Pump 120.00\n120.00 to pay\n"
    assert lines(text, {"sum": 120, **rows("r", {"name": "Pump", "price": 120})}) == {
        "r[0].name": 1,
        "r[0].price": 1,
        "sum": 2,
    }


def test_a_list_or_map_has_a_place_for_every_entry() -> None:
    text = "Paris and Rome, then Paris again; rooms 4"
    listed, mapped = evidence_of(text, {"a": [["Rome", "Oslo", "Paris"]], "b": [{"rooms": 4, "x": None}]}).values()
    assert [(text[p.start : p.end], p.at) for p in listed.places] == [("Rome", "[0]"), ("Paris", "[2]")]
    assert (listed.count, listed.several) == (3, True)
    assert [p.at for p in mapped.places] == [".rooms"]


def test_the_first_form_that_stands_counts() -> None:
    (one,) = evidence_of("a rate of 25% in 0.5", {"rate": [0.25, "25%"]}).values()
    assert [(place.start, place.end) for place in one.places] == [(10, 13)]


def test_seven_hundred_equal_rows_are_found_quickly() -> None:
    import time

    text = "".join(f"2024-01-{i % 28 + 1:02} transfer {i % 9}.00 EUR 1\n" for i in range(700))
    sought = rows(
        "r",
        *(
            {"day": f"2024-01-{i % 28 + 1:02}", "text": "transfer", "amount": i % 9, "currency": "EUR", "n": 1}
            for i in range(700)
        ),
    )
    began = time.process_time()
    found = lines(text, sought)
    assert time.process_time() - began < 10
    assert [found[f"r[{i}].text"] for i in range(700)] == list(range(1, 701))


_SCALAR = st.one_of(
    st.none(), st.booleans(), st.integers(-99, 99), st.floats(-9, 9), st.text("ab1., -\n\r", max_size=4)
)
_PATH = st.sampled_from(
    ["a", "b.a", "b.c", "r[0].a", "r[0].b", "r[1].a", "r[1].b", "r[1].s[0].x", 'm["1.2"]', "[0].q", "$"]
)


@given(
    st.text("ab1259., -()\n\r\u0301é", max_size=60),
    st.dictionaries(_PATH, st.one_of(_SCALAR, st.lists(_SCALAR, max_size=3))),
)
def test_whatever_is_looked_for_a_place_lies_in_the_text_on_its_line(text: str, sought: dict[str, Any]) -> None:
    found = evidence_of(text, {path: [value] for path, value in sought.items()})
    assert list(found) == list(sought)
    numbered = text.replace("\r\n", "\n ").replace("\r", "\n").split("\n")
    for one in found.values():
        assert one.count >= len(one.places)
        for place in one.places:
            piece = text[place.start : place.end]
            assert piece == piece.strip() != ""
            assert place.line <= len(numbered)
            assert line_of(text, place.start) == place.line
            around, (start, end) = snippet(text, place)
            assert around[start:end] == piece
