"""How long an answer will be: near what it is where a list is copied, small where there is none."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from consensus.normalize.token_counts import estimated_tokens
from consensus.prompt.answer_sizes import answer_size

TEXT, NUMBER = {"type": "string"}, {"type": "number"}
ROW = {"type": "object", "properties": {"day": {"type": "string", "format": "date"}, "what": TEXT, "amount": NUMBER}}
SCHEMA = {"type": "object", "properties": {"iban": TEXT, "rows": {"type": "array", "items": ROW}}}
ROWS = [{"day": f"2031-03-{n % 28 + 1:02}", "what": f"Card payment {n % 9}", "amount": n * 1.25} for n in range(120)]
HEAD = "Statement\nIBAN DE02 1203\n\n"


def cells(row: dict[str, Any]) -> list[str]:
    return [str(value) for value in row.values()]


def lines(write: Callable[[dict[str, Any]], str]) -> str:
    return HEAD + "".join(write(row) for row in ROWS)


LAYOUTS = {
    "columns": lines(lambda row: "   ".join(cells(row)) + "\n"),
    "single blanks": lines(lambda row: " ".join(cells(row)) + "\n"),
    "CSV": lines(lambda row: ",".join(cells(row)) + "\n"),
    "Markdown": lines(lambda row: f"| {' | '.join(cells(row))} |\n"),
    "tabs": lines(lambda row: "\t".join(cells(row)) + "\n"),
    "two lines": lines(lambda row: f"{row['day']} {row['what']}\n      EUR {row['amount']}\n"),
    "label and value": lines(lambda row: "".join(f"{name}: {value}\n" for name, value in row.items()) + "\n"),
    "XML": lines(lambda row: "<r>" + "".join(f"<{name}>{value}</{name}>" for name, value in row.items()) + "</r>\n"),
    "XML over lines": lines(lambda row: "".join(f"  <{name}>{value}</{name}>\n" for name, value in row.items())),
    "a cell a line": lines(lambda row: "".join(f"{cell}\n" for cell in cells(row))),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_table_in_any_layout_is_about_as_long_as_its_answer(layout: str) -> None:
    size = answer_size(SCHEMA, LAYOUTS[layout])
    answer = estimated_tokens(json.dumps({"iban": "DE02 1203", "rows": ROWS}))
    assert 0.7 * answer < size.fixed + sum(size.likely) < 2.2 * answer
    assert len(size.likely) == len(size.most) == len(LAYOUTS[layout].splitlines())


def test_without_a_list_the_answer_is_as_long_as_its_fields_however_long_the_document() -> None:
    size = answer_size({"type": "object", "properties": {"iban": TEXT, "total": NUMBER}}, LAYOUTS["columns"])
    assert size.fixed < 40
    assert not any(size.likely)
    assert not any(size.most)


def test_running_text_gives_few_rows_and_may_give_many() -> None:
    prose = "The tenant keeps the garden in order and pays the rent on the third of each month. It rained.\n" * 200
    size = answer_size(SCHEMA, prose)
    assert sum(size.likely) == 0
    assert sum(size.most) > 4000


WRAPPED = [
    ({"$ref": "#/$defs/Row", "$defs": {"Row": ROW}}, "a reference"),
    ({"anyOf": [ROW, {"type": "null"}]}, "an optional row"),
    ({"oneOf": [{"type": "object", "properties": {"what": TEXT}}, ROW]}, "the longer of two"),
    ({"allOf": [ROW, {"type": "object"}]}, "what is put together"),
]


@pytest.mark.parametrize(("items", "meaning"), WRAPPED, ids=[row[1] for row in WRAPPED])
def test_rows_are_found_however_a_schema_says_them(items: Any, meaning: str) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "object", "properties": {"rows": {"items": items}}}}}
    root = {**schema, "$defs": items.pop("$defs", {})} if "$ref" in items else schema
    plain = answer_size({"type": "object", "properties": {"rows": {"items": ROW}}}, LAYOUTS["CSV"])
    assert answer_size(root, LAYOUTS["CSV"]).likely == plain.likely, meaning


def test_a_map_is_a_list_and_a_schema_that_contains_itself_has_an_end() -> None:
    mapped = {"type": "object", "properties": {"rates": {"type": "object", "additionalProperties": NUMBER}}}
    assert sum(answer_size(mapped, LAYOUTS["CSV"]).likely) > 1000
    node = {"type": "object", "properties": {"name": TEXT, "below": {"type": "array", "items": {"$ref": "#/$defs/N"}}}}
    assert sum(answer_size({"$ref": "#/$defs/N", "$defs": {"N": node}}, LAYOUTS["CSV"]).likely) > 1000


def test_the_schemas_own_limit_holds() -> None:
    few = {"type": "object", "properties": {"rows": {"type": "array", "items": ROW, "maxItems": 5}}}
    assert sum(answer_size(few, LAYOUTS["columns"]).likely) < 0.1 * sum(answer_size(SCHEMA, LAYOUTS["columns"]).likely)
