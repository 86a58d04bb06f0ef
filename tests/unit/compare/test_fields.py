"""Field comparison: votes, rows, nulls, gates, and every trap that peers fall into."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.compare import FieldComparison, compare_fields
from consensus.domain import Abstention, AbstentionReason, Candidate, ExtractionRules
from consensus.schema import from_json

RULES = ExtractionRules()
ALL_GATES = ExtractionRules(gates=(*RULES.gates, "row_count", "column_dispute", "unlocated_text"))


def schema_of(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def rows_of(**columns: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "properties": columns}}


def given(*values: Any, families: str | None = None) -> list[Candidate | Abstention]:
    """One member a value, a family each unless ``families`` names them by letter; ``...`` is an abstention."""
    answers: list[Candidate | Abstention] = []
    for i, value in enumerate(values):
        member, family = f"m{i}", families[i] if families else f"f{i}"
        if value is ...:
            answers.append(Abstention("d", member, family, AbstentionReason.TIMEOUT))
        else:
            answers.append(Candidate("d", member, family, value))
    return answers


def compared(schema, answers, text=None, rules=RULES) -> dict[str, FieldComparison]:
    return {cell.field.path: cell for cell in compare_fields("d", text, schema, answers, rules)}


def one(kind: dict[str, Any], *values: Any, **more: Any):
    return compared(schema_of(a=kind), given(*({"a": v} for v in values), **more))["a"].agreement


STRING, NUMBER, NULLABLE = {"type": "string"}, {"type": "number"}, {"type": ["string", "null"]}

# type, answers, support, what is delivered, meaning
VOTES = [
    (NUMBER, (5, 5.0, 5), 1.0, 5, "int equals float"),
    (NUMBER, (1.5, 150, 1.5), 2 / 3, 1.5, "a decimal mark is never lost"),
    (NUMBER, (191.89, 191.69, 191.89), 2 / 3, 191.89, "one digit is a difference"),
    (STRING, ("-3.5 mg", "35 mg"), 1 / 2, "-3.5 mg", "a dose is not its digits"),
    (STRING, ("-5%", "5%"), 1 / 2, "-5%", "a sign is meaning"),
    (STRING, ("shall pay", "shall not pay"), 1 / 2, "shall not pay", "a negation is meaning"),
    (STRING, ("30 days", "80 days", "30 days"), 2 / 3, "30 days", "near is not equal"),
    (STRING, ("x" * 2500 + "a", "x" * 2500 + "b"), 1 / 2, "x" * 2500 + "a", "comparison never truncates"),
    (STRING, ("事实", "实时"), 1 / 2, "事实", "homophones are other words"),
    ({"type": "string", "format": "date"}, ("2024-01-02", "2024-02-01"), 1 / 2, "2024-01-02", "day and month"),
    (NULLABLE, (None, None, "PO-999"), 2 / 3, None, "two nulls and a value are not unanimous"),
    (NULLABLE, (None, None, None), 1.0, None, "a unanimous null is as sure as a unanimous value"),
    (NULLABLE, (None, "", "  "), 1.0, None, "blank is null"),
    (STRING, ("ACME Ltd", "Acme Ltd.", "ACME Ltd"), 1.0, "ACME Ltd", "the most frequent form is delivered"),
    (STRING, ("the ACME", "ACME", "ACME"), 1.0, "ACME", "a stray article is outvoted"),
    (STRING, ("the ACME", "ACME"), 1 / 2, "ACME", "an article in dispute is a dispute"),
    ({"type": "boolean"}, (True, False, True), 2 / 3, True, "booleans"),
    ({"type": "string", "enum": ["open", "paid"]}, ("open", "open", "Open"), 1.0, "open", "a label in other letters"),
    ({"type": "string", "enum": ["A", "a"]}, ("A", "A", "a"), 2 / 3, "A", "labels that differ in letter case alone"),
]


@pytest.mark.parametrize(("kind", "values", "support", "value", "meaning"), VOTES, ids=[v[4] for v in VOTES])
def test_votes(kind, values, support, value, meaning):
    agreement = one(kind, *values)
    assert agreement.support == pytest.approx(support), meaning
    assert agreement.clusters[0].value == value, meaning
    assert agreement.clusters[0].null is (value is None)


def test_a_dispute_between_null_and_a_value_shows_the_value_first():
    agreement = one(NULLABLE, None, None, "PO-999")
    assert agreement.leading == "PO-999"
    assert agreement.clusters[0].null
    assert agreement.disputes == ("The members differ: nothing (2), PO-999 (1).",)


def test_a_required_key_left_out_is_an_abstention_and_an_optional_one_a_vote_for_absent():
    answers = given({"a": "x", "b": None}, {"a": "x"}, {"a": "x"})
    cell = compared({**schema_of(a=STRING, b=NULLABLE), "required": ["b"]}, answers)["b"]
    assert cell.agreement.families == ("f0",)
    assert [(a.member, a.reason) for a in cell.agreement.abstentions] == [
        ("m1", AbstentionReason.OMITTED),
        ("m2", AbstentionReason.OMITTED),
    ]
    cell = compared(schema_of(a=STRING, b=NULLABLE), answers)["b"]
    assert (cell.agreement.support, cell.agreement.clusters[0].null, cell.agreement.abstentions) == (1.0, True, ())


def test_what_one_found_and_two_left_out_is_in_dispute_at_every_level():
    schema = schema_of(a=STRING, at=schema_of(city=STRING), lines=rows_of(sku=STRING, note=STRING))
    full = {"a": "x", "at": {"city": "y"}, "lines": [{"sku": "s", "note": "z"}]}
    for less in ({"lines": full["lines"]}, {"at": {}, "lines": [{"sku": "s"}]}):
        cells = compared(schema, given(full, less, less))
        for path in ("a", "at.city"):
            assert cells[path].agreement.support == 2 / 3
            assert cells[path].agreement.leading == full.get(path, "y")
    assert cells["lines[0].note"].agreement.support == 2 / 3
    cells = compared(schema, given({"a": "x"}, {"a": "x"}))
    assert [cell.agreement.support for cell in cells.values()] == [1.0, 1.0, 1.0]
    assert cells["lines"].agreement.clusters[0].null


def test_a_whole_answer_that_is_no_object_abstains_everywhere():
    cells = compared(schema_of(a=STRING), given({"a": "x"}, None, [1], ...))
    assert cells["a"].agreement.families == ("f0",)
    assert [a.reason.value for a in cells["a"].agreement.abstentions] == ["empty", "invalid", "timeout"]


def test_every_leaf_has_a_cell_even_when_nobody_answered():
    schema = schema_of(a=STRING, v=schema_of(b=NUMBER), rows=rows_of(x=NUMBER))
    cells = compared(schema, given(..., ...))
    assert list(cells) == ["a", "v.b", "rows"]
    assert all(cell.agreement.clusters == () and cell.agreement.families == () for cell in cells.values())


def test_an_object_that_is_something_else_abstains_below():
    cells = compared(schema_of(v=schema_of(b=NUMBER)), given({"v": {"b": 1}}, {"v": "one"}, {"v": None}))
    reasons = {answer.member: getattr(answer, "reason", None) for answer in cells["v.b"].answers}
    assert reasons == {"m0": None, "m1": AbstentionReason.INVALID, "m2": None}
    assert cells["v.b"].agreement.support == 1 / 2, "a null object votes for absent"


# --- families ---------------------------------------------------------------------------------------------------------


def test_copies_of_a_model_have_one_vote():
    agreement = one(STRING, "x", "x", "x", "y", families="AAAB")
    assert agreement.support == 1 / 2
    assert agreement.clusters[0].families == ("A",)
    assert agreement.clusters[0].members == ("m0", "m1", "m2")


def test_a_family_that_contradicts_itself_votes_for_nothing_but_answered():
    agreement = one(STRING, "x", "y", "x", families="AAB")
    assert agreement.families == ("A", "B")
    assert agreement.support == 1 / 2
    assert agreement.clusters[0].families == ("B",)
    assert agreement.clusters[0].members == ("m0", "m2")
    assert {cluster.families for cluster in agreement.clusters} == {("B",), ()}


def test_the_heavier_of_equal_forms_is_delivered():
    answers = [Candidate("d", "a", "a", {"a": "acme"}), Candidate("d", "b", "b", {"a": "ACME"}, weight=2.0)]
    agreement = compared(schema_of(a=STRING), answers)["a"].agreement
    assert (agreement.support, agreement.clusters[0].value, agreement.clusters[0].representative) == (1.0, "ACME", "b")


# --- x-compare --------------------------------------------------------------------------------------------------------

DECLARED = [
    ("exact", STRING, ("Ab", "ab"), 1 / 2),
    ("casefold", STRING, ("Ab", "aB"), 1.0),
    ({"number": {"tolerance": 0.05}}, NUMBER, (1.0, 1.04, 1.02), 1.0),
    ({"number": {"tolerance": 0.05}}, NUMBER, (1.0, 1.04, 1.08), 2 / 3),
    ({"number": {"tolerance": 5}}, NUMBER, (-1, 1), 1 / 2),
    ({"number": {"relative": 0.01}}, NUMBER, (1000, 1009), 1.0),
    ("number", STRING, ("1,234.50", "1234.5"), 1.0),
    ("money", STRING, ("EUR 5", "€5.00"), 1.0),
    ("money", STRING, ("EUR 5", "USD 5"), 1 / 2),
    ({"date": "dmy"}, STRING, ("05/03/2024", "2024-03-05"), 1.0),
    ("date", STRING, ("05/03/2024", "2024-03-05"), 1 / 2),
    ("name", STRING, ("The River Bank Fund, Inc.", "RBF", "River Bank Fund"), 1.0),
    ("text", STRING, ("Yes (it is).", "yes it is"), 1.0),
    ("set", {"type": "array", "items": STRING}, (["nuts", "milk"], ["Milk", "nuts"]), 1.0),
    ("set", {"type": "array", "items": STRING}, (["5 MW", "b"], ["b", "5 mW"]), 1 / 2),
    ("id", STRING, ("A-100", "A-100 "), 1.0),
    ("id", STRING, ("A-100", "A100", "a-100"), 1 / 3),
    ("unit", STRING, ("12,5 kg", "12.5 kg", "12.50kg", "12,5 KG"), 1.0),
    ("unit", STRING, ("5 MW", "5 mW", "5000 kW"), 1 / 3),
    ("unit", STRING, ("<5 mg/L", "< 5 mg/l"), 1.0),
    ("unit", STRING, ("<5 mg/L", "5 mg/L"), 1 / 2),
    ("unit", STRING, ("1,234 kg", "1.234 kg", "1234 kg"), 1 / 3),
    ({"unit": {"locale": "en_US"}}, STRING, ("1,234 kg", "1234 kg"), 1.0),
    ("phone", STRING, ("+44 (0)20 7946 0958", "0044 20 79460958", "+442079460958"), 1.0),
    ("phone", STRING, ("555 010-0199 ext. 5", "5550100199 x5"), 1.0),
    ("phone", STRING, ("+1 555 010 0199", "555 010 0199", "+1 555 010 0199 x5"), 1 / 3),
    ("percent", STRING, ("19%", "19 %", "19,0 percent"), 1.0),
    ("percent", STRING, ("19%", "0.19", "19", "19 ‰"), 1 / 4),
    ("money", STRING, ("$5.00 USD", "USD 5", "US$5"), 1.0),
    ("money", STRING, ("$5", "USD 5", "C$5"), 1 / 3),
    ("money", STRING, ("CHF 50.-", "50,00 CHF"), 1.0),
    ("set", {"type": "array", "items": STRING}, (["a", "a"], ["a"]), 1 / 2),
]


@pytest.mark.parametrize(("declared", "kind", "values", "support"), DECLARED)
def test_declared_comparisons(declared, kind, values, support):
    assert one({**kind, "x-compare": declared}, *values).support == pytest.approx(support)


def test_clusters_have_complete_linkage():
    """1.0 ~ 1.04 ~ 1.08 is a chain, not a cluster."""
    agreement = one({"type": "number", "x-compare": {"number": 0.05}}, 1.0, 1.04, 1.08)
    assert sorted(len(cluster.members) for cluster in agreement.clusters) == [1, 2]


def test_a_name_is_delivered_in_its_fullest_legal_form_that_stands_in_the_text():
    kind = {"type": "string", "x-compare": "name"}
    answers = given({"a": "Acme Works"}, {"a": "Acme Works"}, {"a": "Acme Works, Inc."})
    for text, value in (("by Acme Works, Inc. today", "Acme Works, Inc."), ("by Acme Works today", "Acme Works")):
        assert compared(schema_of(a=kind), answers, text)["a"].agreement.clusters[0].value == value
    assert compared(schema_of(a=kind), answers)["a"].agreement.clusters[0].value == "Acme Works"


def test_of_acronym_and_name_the_more_frequent_is_delivered_and_of_equals_the_name():
    kind = {"type": "string", "x-compare": "name"}
    assert one(kind, "RBF", "RBF", "River Bank Fund").clusters[0].value == "RBF"
    assert one(kind, "RBF", "River Bank Fund").clusters[0].value == "River Bank Fund"


# --- lists and rows ---------------------------------------------------------------------------------------------------

LINES = schema_of(lines=rows_of(sku=STRING, price=NUMBER))


def lines(*rows: tuple[str, float]) -> dict[str, Any]:
    return {"lines": [{"sku": sku, "price": price} for sku, price in rows]}


def test_shuffled_rows_are_the_same_rows():
    cells = compared(LINES, given(lines(("a", 1), ("b", 2), ("c", 3)), lines(("c", 3), ("a", 1), ("b", 2))))
    assert all(cell.agreement.support == 1.0 and not cell.agreement.gates for cell in cells.values())
    assert len(cells) == 6


def test_a_row_seen_by_one_of_three_does_not_vanish():
    cells = compared(
        LINES, given(lines(("a", 1), ("b", 2), ("c", 3)), lines(("a", 1), ("c", 3)), lines(("a", 1), ("c", 3)))
    )
    assert len(cells) == 6
    lost = next(cell for cell in cells.values() if cell.agreement.leading == "b")
    assert lost.field.path == "lines[1].sku", "beside its neighbours"
    assert lost.agreement.clusters[0].null
    assert lost.agreement.support == 2 / 3
    assert lost.agreement.gates == ("row_absent",)
    assert lost.agreement.disputes[0] == 'The row "b · 2" is missing with m1 and m2.'
    assert [getattr(a, "row_absent", None) for a in lost.answers] == [False, True, True]
    assert cells["lines[0].sku"].agreement.gates == (), "rows that all have are not held back"


def test_a_row_count_that_differs_is_said_and_gates_where_the_policy_asks():
    answers = given(lines(("a", 1), ("b", 2)), lines(("a", 1)))
    cell = compared(LINES, answers)["lines[0].sku"]
    assert cell.agreement.disputes[0] == "The members list 1 or 2 rows in lines."
    assert "row_count" in compared(LINES, answers, rules=ALL_GATES)["lines[0].sku"].agreement.gates
    assert cell.agreement.gates == ()


def test_a_required_table_left_out_is_an_abstention_and_a_null_or_empty_one_a_vote():
    full = lines(("a", 1))
    cells = compared({**LINES, "required": ["lines"]}, given(full, full, {}))
    assert cells["lines[0].sku"].agreement.support == 1.0
    assert cells["lines[0].sku"].agreement.gates == ()
    for empty in ({"lines": []}, {"lines": None}, {}):
        cells = compared(LINES, given(full, full, empty))
        assert cells["lines[0].sku"].agreement.support == 2 / 3
        assert cells["lines[0].sku"].agreement.gates == ("row_absent",)


def test_an_empty_table_is_one_cell():
    cells = compared(LINES, given({"lines": []}, {"lines": []}))
    assert list(cells) == ["lines"]
    assert cells["lines"].agreement.support == 1.0
    assert cells["lines"].agreement.clusters[0].value == []


def test_lists_of_scalars_are_one_cell_in_order():
    kind = {"type": "array", "items": STRING}
    assert one(kind, ["nuts", "b"], ["Nuts", "b"]).support == 1.0
    assert one(kind, ["a", "b"], ["A", "b"]).support == 0.5, "the case of one letter is content"
    assert one(kind, ["a", "b"], ["b", "a"]).support == 1 / 2
    assert one({**kind, "uniqueItems": True}, ["a", "b"], ["b", "a"]).support == 1.0


def test_a_table_inside_a_row_has_cells_of_its_own_and_its_rows_have_no_order():
    schema = schema_of(lines=rows_of(sku=STRING, parts=rows_of(x=NUMBER)))
    first = {"lines": [{"sku": "a", "parts": [{"x": 1}, {"x": 2}]}]}
    other = {"lines": [{"sku": "a", "parts": [{"x": 2.0}, {"x": 1}]}]}
    cells = compared(schema, given(first, other))
    assert list(cells) == ["lines[0].sku", "lines[0].parts[0].x", "lines[0].parts[1].x"]
    assert {cell.agreement.support for cell in cells.values()} == {1.0}


def test_duplicate_rows_are_counted():
    cells = compared(LINES, given(lines(("a", 1), ("a", 1)), lines(("a", 1))))
    assert cells["lines[0].sku"].agreement.support == 1.0
    assert cells["lines[1].sku"].agreement.support == 1 / 2


def test_list_by_key_aligns_by_its_column_alone():
    table = {**rows_of(sku=STRING, price=NUMBER, text=STRING), "x-compare": {"list-by-key": "sku"}}
    first = {"lines": [{"sku": "a", "price": 1, "text": "x"}, {"sku": "b", "price": 2, "text": "y"}]}
    other = {"lines": [{"sku": "b", "price": 1, "text": "x"}, {"sku": "a", "price": 2, "text": "y"}]}
    cells = compared(schema_of(lines=table), given(first, other))
    assert cells["lines[0].sku"].agreement.support == 1.0
    assert cells["lines[0].price"].agreement.support == 1 / 2


def test_a_table_that_is_no_list_abstains():
    cells = compared(LINES, given(lines(("a", 1)), lines(("a", 1)), {"lines": "none"}))
    assert cells["lines[0].sku"].agreement.families == ("f0", "f1")
    assert cells["lines[0].sku"].agreement.abstentions[0].reason is AbstentionReason.INVALID


# --- gates ------------------------------------------------------------------------------------------------------------


def test_totals_counted_as_rows_by_some_are_held_back():
    with_total = lines(("a", 10), ("b", 20), ("sum", 30))
    cells = compared(LINES, given(with_total, lines(("a", 10), ("b", 20), ("sum", 30), ("c", 7))))
    assert cells["lines[2].price"].agreement.gates == ("total_row",)
    assert "The numbers of this row are the sum of rows 1 to 2." in cells["lines[2].price"].agreement.disputes
    assert cells["lines[1].price"].agreement.gates == ()
    even = compared(LINES, given(with_total, with_total))
    assert all(not cell.agreement.gates for cell in even.values()), "only where row counts differ"


WIDE = schema_of(lines=rows_of(label=STRING, now=NUMBER, before=NUMBER))


def wide(*rows: tuple[str, float, float]) -> dict[str, Any]:
    return {"lines": [{"label": label, "now": now, "before": before} for label, now, before in rows]}


#: label and two columns of a table of which one member lacks the last row; the row judged is the last but one.
SUMS = [
    ("words", [("Rent", 10, 1), ("Fuel", 20, 0), ("Summe", 30, 1)], True),
    ("two columns, right behind", [("Rent", 10, 3), ("Fuel", 20, 4), ("Cost", 30, 7)], True),
    ("one column, by chance", [("Rent", 10, 0), ("Fuel", 20, 0), ("Food", 30, 0)], False),
    ("not behind what it sums", [("Rent", 10, 3), ("Fuel", 20, 4), ("Taxi", 1, 1), ("Food", 30, 7)], False),
    ("a closing balance", [("Opening balance", 10, 3), ("Change", 20, 4), ("Closing balance", 30, 7)], False),
    ("a total of totals", [("Total of A", 10, 3), ("Total of B", 20, 4), ("Total of both", 30, 7)], True),
    ("not even in one column", [("Rent", 10, 3), ("Fuel", 20, 4), ("Total", 30, 8)], False),
]


@pytest.mark.parametrize(("why", "rows", "held"), SUMS, ids=[case[0] for case in SUMS])
def test_a_row_that_all_have_is_a_total_by_its_words_or_by_its_place_and_two_columns(why, rows, held):
    cells = compared(WIDE, given(wide(*rows, ("late", 900, 77)), wide(*rows)))
    assert (cells[f"lines[{len(rows) - 1}].now"].agreement.gates == ("total_row",)) is held


def test_chance_sums_hold_nothing_back():
    """200 round signed amounts hold many sums; one lost row puts none of the others in doubt."""
    amounts = [(-1) ** (i * i // 7) * 10 * (1 + (i * 37) % 40) for i in range(200)]
    full = lines(*((f"s{i}", amount) for i, amount in enumerate(amounts)))
    cells = compared(LINES, given(full, {"lines": full["lines"][:120] + full["lines"][121:]}, full))
    held = {path for path, cell in cells.items() if cell.agreement.gates}
    assert held == {"lines[120].sku", "lines[120].price"}


def test_a_row_that_some_member_lacks_is_named_in_one_sentence():
    full = {"lines": [{"sku": "a", "price": 1}, {"sku": "Taxi", "price": 45}]}
    cells = compared(LINES, given(full, full, {"lines": full["lines"][:1]}))
    said = 'The row "Taxi · 45" is missing with m2.'
    assert all(cells[f"lines[1].{name}"].agreement.disputes[0] == said for name in ("sku", "price"))


@pytest.mark.parametrize(
    ("words", "value", "gates"),
    [
        ("nights; 0 or omit if blank", 0, ("blank_zero",)),
        ("nights; leave empty when not printed", 0.0, ("blank_zero",)),
        ("nights", 0, ()),
        ("nights; 0 or omit if blank", 1, ()),
        ("nights; 0 or omit if blank", None, ()),
    ],
)
def test_a_unanimous_zero_where_the_words_allow_blank(words, value, gates):
    assert one({"type": ["number", "null"], "description": words}, value, value).gates == gates


def test_column_dispute_and_unlocated_gate_in_strict_policies_only():
    answers = given(lines(("a", 1), ("b", 2)), lines(("a", 1), ("b", 3)))
    strict = compared(LINES, answers, "a 1 b", ALL_GATES)
    assert strict["lines[0].price"].agreement.gates == ("column_dispute",)
    assert strict["lines[1].sku"].agreement.gates == ()
    assert compared(LINES, answers, "b 1", ALL_GATES)["lines[0].sku"].agreement.gates == ("unlocated_text",)
    assert compared(LINES, answers, "b 1")["lines[0].sku"].agreement.gates == (), "words need not stand there"
    assert compared(LINES, answers, "b")["lines[0].price"].agreement.gates == ("unlocated",)
    assert compared(LINES, answers)["lines[0].price"].agreement.gates == (), "nothing is looked for without a text"


def test_a_key_outside_the_schema_is_a_cell_that_no_policy_accepts():
    rules = ExtractionRules(gates=())
    cells = compared(schema_of(a=STRING), given({"a": "x", "b": 1}, {"a": "x", "b": 1}), rules=rules)
    assert cells["b"].agreement.support == 1.0
    assert cells["b"].agreement.gates == ("unknown_key",)
    typed = {**schema_of(a=STRING), "additionalProperties": {"type": "number"}}
    assert compared(typed, given({"a": "x", "b": 1}, {"a": "x", "b": 1.0}))["b"].agreement.gates == ()


# --- order and shape --------------------------------------------------------------------------------------------------


def test_score_puts_support_first_then_a_quiet_column_and_document():
    cells = compared(LINES, given(lines(("a", 1), ("b", 2)), lines(("a", 1), ("b", 3)), lines(("a", 1), ("b", 2))))
    sku, price, disputed = (cells[p].agreement.score for p in ("lines[0].sku", "lines[0].price", "lines[1].price"))
    assert sku > price > disputed


def test_fields_are_addressed_and_numbered():
    schema = from_json(schema_of(a=STRING, lines=rows_of(sku={"type": "string", "description": "code"})))
    cells = list(compared(schema, given({"a": "x", "lines": [{"sku": "s"}]})).values())
    assert [(c.field.index, c.field.path, c.field.pattern) for c in cells] == [
        (0, "a", "a"),
        (1, "lines[0].sku", "lines[].sku"),
    ]
    assert cells[1].field.schema["description"] == "code"
    assert len({c.field.id for c in cells}) == 2
    assert all(c.agreement.unit_id == c.field.id == c.answers[0].unit_id for c in cells)
    assert cells[0].agreement.signature.startswith("typed-fields/2;")
