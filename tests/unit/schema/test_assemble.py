"""From cells back to an object."""

from __future__ import annotations

from consensus.schema import assemble, violations

SCHEMA = {
    "type": "object",
    "required": ["id", "lines"],
    "properties": {
        "id": {"type": "string"},
        "note": {"type": "string"},
        "due": {"type": ["string", "null"]},
        "vendor": {
            "type": "object",
            "required": ["name"],
            "properties": {"name": {"type": "string"}, "city": {"type": "string"}},
        },
        "lines": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["sku"],
                "properties": {"sku": {"type": "string"}, "price": {"type": "number"}},
            },
        },
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}

CELLS = {
    "id": "A",
    "note": None,
    "due": None,
    "vendor.name": "V",
    "vendor.city": None,
    "lines[0].sku": "x",
    "lines[0].price": 1,
    "lines[1].sku": "y",
    "lines[1].price": None,
    "tags": ["a"],
}


def test_an_object_whose_cells_are_all_accepted_validates():
    built = assemble(SCHEMA, CELLS, open_paths=())
    assert built == {
        "id": "A",
        "due": None,
        "vendor": {"name": "V"},
        "lines": [{"sku": "x", "price": 1}, {"sku": "y"}],
        "tags": ["a"],
    }
    assert violations(SCHEMA, built) == []


def test_cells_that_are_open_stay_as_null():
    built = assemble(SCHEMA, CELLS, open_paths={"note", "lines[1].price"})
    assert built["note"] is None
    assert built["lines"][1] == {"sku": "y", "price": None}


def test_without_open_paths_every_null_stays():
    assert assemble(SCHEMA, CELLS)["vendor"] == {"name": "V", "city": None}


def test_an_optional_object_of_accepted_nulls_is_left_out():
    cells = {**CELLS, "vendor.name": None}
    built = assemble(SCHEMA, cells, open_paths=())
    assert "vendor" not in built
    assert violations(SCHEMA, built) == []
    assert assemble(SCHEMA, cells, open_paths={"vendor.name"})["vendor"] == {"name": None}


def test_rows_stand_in_the_order_of_their_index_and_an_empty_list_is_a_list():
    built = assemble(SCHEMA, {"id": "A", "lines[2].sku": "z", "lines[0].sku": "x"}, open_paths=())
    assert [row.get("sku") for row in built["lines"]] == ["x", "z"]
    assert assemble(SCHEMA, {"id": "A", "lines": []}, open_paths=())["lines"] == []


def test_keys_outside_the_schema_are_put_where_their_path_says():
    built = assemble(SCHEMA, {"id": "A", "extra": 1, "vendor.zip": 2, "lines[0].sku": "x", "lines[0].odd": 3})
    assert built["extra"] == 1
    assert built["vendor"] == {"zip": 2}
    assert built["lines"] == [{"sku": "x", "odd": 3}]


def test_a_row_without_a_value_stays_while_it_waits_and_after():
    cells = {"id": "A", "lines[0].sku": "x", "lines[1].sku": None, "lines[2].sku": "z"}
    assert [row["sku"] for row in assemble(SCHEMA, cells, open_paths=())["lines"]] == ["x", None, "z"]
    waiting = assemble(SCHEMA, cells, open_paths={"lines[1].sku"})
    assert [row["sku"] for row in waiting["lines"]] == ["x", None, "z"]


def test_a_row_that_says_nothing_is_still_a_row() -> None:
    rows = {"type": "array", "items": {"type": "object", "properties": {"a": {"type": ["string", "null"]}}}}
    schema = {"type": "object", "properties": {"rows": rows}}
    assert assemble(schema, {"rows[0].a": None, "rows[1].a": "x"}, ()) == {"rows": [{"a": None}, {"a": "x"}]}
    assert assemble(schema, {"rows[1].a": "x"}, ()) == {"rows": [{"a": "x"}]}
