"""The routing table, prices, and the plan that is shown before a cent is spent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from consensus.domain import Document, ModelFacts, ModelSpec, Panel, Policy, RouteFacts, Size, Task
from consensus.route import Link, Work, plan, priced, routed

TABLE = [
    {"data_class": "health", "panel": "clinic"},
    {"task": "extract", "tokens_over": 1000, "panel": ["long/a", "long/b"]},
    {"latency": "interactive", "risk": "low", "panel": "quick"},
    {"risk": "high", "panel": "careful"},
]
FACTS = [
    # facts, the panel, meaning
    (RouteFacts(Task.TRANSLATE, 10), None, "no line fits, so the policy's panel it is"),
    (RouteFacts(Task.EXTRACT, 1001), ("long/a", "long/b"), "more tokens than the limit"),
    (RouteFacts(Task.EXTRACT, 1000), None, "the limit itself is not over it"),
    (RouteFacts(Task.TRANSLATE, 1001), None, "every condition of a line must hold"),
    (RouteFacts(Task.EXTRACT, 1001, "batch", "high", "health"), "clinic", "the first line that fits decides"),
    (RouteFacts(Task.TRANSLATE, 1, "interactive", "low"), "quick", "latency and risk"),
    (RouteFacts(Task.TRANSLATE, 1, "interactive", "high"), "careful", "risk alone"),
]


def policy(**more: Any) -> Policy:
    return Policy.model_validate({"name": "p", "version": 1, **more})


@pytest.mark.parametrize(("facts", "panel", "meaning"), FACTS, ids=[row[2] for row in FACTS])
def test_the_first_line_that_fits_names_the_panel(facts: RouteFacts, panel: Any, meaning: str) -> None:
    found = routed(policy(routing=TABLE), facts)
    assert (found.sends.panel if found else None) == panel, meaning


LISTED = ModelFacts(Decimal("2.5"), Decimal(10), 128_000, 1000, "a list")
PRICES = [
    # the policy's rule, the list, (in, out), where from, meaning
    ({}, LISTED, ("2.5", "10"), "a list", "the list's prices"),
    ({"price_in": 1, "price_out": 2}, LISTED, ("1", "2"), "policy p, as of 2026-05-01", "the policy's come first"),
    (
        {"price_in": 1},
        LISTED,
        ("1", "10"),
        "policy p, as of 2026-05-01; what it leaves out: a list",
        "each by itself",
    ),
    ({}, None, (None, None), "unknown", "unknown stays unknown"),
    ({"price_in": 0, "price_out": 0}, None, ("0", "0"), "policy p, as of 2026-05-01", "0 is a price where one says so"),
    ({"price_in": 1}, None, ("1", None), "unknown", "half a price is none"),
]


@pytest.mark.parametrize(("rule", "listed", "prices", "why", "meaning"), PRICES, ids=[row[4] for row in PRICES])
def test_prices_and_where_they_come_from(
    rule: dict[str, Any], listed: ModelFacts | None, prices: tuple[Any, Any], why: str, meaning: str
) -> None:
    rules = policy(members=[{"model": "x/m", **rule}], prices_as_of="2026-05-01")
    found = priced(ModelSpec("x/m", "x/m", "f", max_output_tokens=4096), rules, listed)
    assert (found.price_in, found.price_out) == tuple(None if p is None else Decimal(p) for p in prices), meaning
    assert found.price_why == why
    assert found.max_output_tokens == (1000 if listed else 4096), "the model's own limit"


def test_the_policys_context_comes_before_the_lists() -> None:
    rules = policy(members=[{"model": "x/m", "context_tokens": 9}])
    assert priced(ModelSpec("x/m", "x/m", "f", context_tokens=9), rules, LISTED).context_tokens == 9
    assert priced(ModelSpec("x/m", "x/m", "f"), policy(), LISTED).context_tokens == 128_000


@pytest.mark.parametrize("source", ["embedded", "recorded"])
def test_what_runs_here_costs_nothing(source: str) -> None:
    found = priced(ModelSpec("m", "m", "f", source=source), policy(), None)
    assert found.price_of(1000, 1000) == 0


def test_a_price_of_tokens() -> None:
    spec = ModelSpec("m", "m", "f", price_in=Decimal("0.15"), price_out=Decimal("0.6"))
    assert spec.price_of(1_000_000, 500_000) == Decimal("0.45")
    assert ModelSpec("m", "m", "f", price_in=Decimal(1)).price_of(1, 1) is None


DOCUMENT = Document("d", "page.md", Task.TRANSLATE, "markdown", "x", "en", "de")


TWO_ASKS = ((Size(100, 50),), (Size(100, 50),))
#: All that may follow them.
MOST = Size(1000, 500)


def planned(
    *members: ModelSpec,
    sizes: Any = TWO_ASKS,
    too_long: int = 0,
    shorter: int = 0,
    readers: Any = (),
    **rules: Any,
) -> Any:
    others = {"dear": dear, "unknown": ModelSpec("unknown", "unknown", "u")}

    def link(spec: ModelSpec) -> Link:
        return Link(spec, sizes, MOST, too_long, shorter)

    chains = {spec.name: [link(one) for one in (spec, *map(others.__getitem__, spec.fallbacks))] for spec in members}
    read = [("critic", link(spec)) for spec in readers]
    work = Work(DOCUMENT, 4, RouteFacts(Task.TRANSLATE, 30), chains, read)
    return plan(work, Panel("given", members, ""), policy(**rules), "the policy's panel", ())


def member(name: str, *fallbacks: str, price: str | None = "1") -> ModelSpec:
    amount = None if price is None else Decimal(price)
    return ModelSpec(name, name, name, price_in=amount, price_out=amount, fallbacks=fallbacks)


dear = member("dear", price="7")


def test_every_request_once_and_all_that_may_follow() -> None:
    found = planned(member("a"), member("b", price="2"))
    assert [one.once_cost for one in found.members] == [Decimal("0.0003"), Decimal("0.0006")]
    assert [one.worst_cost for one in found.members] == [Decimal("0.0015"), Decimal("0.0030")]
    assert (found.once_cost, found.worst_cost) == (Decimal("0.0009"), Decimal("0.0045"))
    assert (found.asks, found.units, found.members[0].requests) == (2, 4, 2)
    assert found.as_dict()["members"][0]["fallbacks"] == ["human"], "the last link is a person"


def test_every_link_of_a_chain_may_be_paid_for() -> None:
    found = planned(member("a", "dear"))
    assert (found.once_cost, found.worst_cost) == (Decimal("0.0003"), Decimal("0.0120"))


def test_who_reads_answers_costs_too() -> None:
    found = planned(member("a"), readers=[dear])
    assert (found.once_cost, found.worst_cost) == (Decimal("0.0024"), Decimal("0.0120"))
    (reader,) = found.as_dict()["readers"]
    assert (reader["name"], reader["role"]) == ("dear", "critic")
    assert planned(member("a"), readers=[member("x", price=None)]).unpriced == ("x",)


@pytest.mark.parametrize("chain", [("a", None, ()), ("a", "1", ("unknown",))])
def test_one_unknown_price_makes_the_sum_unknown_and_is_named(chain: Any) -> None:
    name, price, fallbacks = chain
    found = planned(member(name, *fallbacks, price=price), member("b"))
    assert found.worst_cost is None
    assert found.unpriced == (fallbacks[0] if fallbacks else "a",)
    (note,) = [one for one in found.notes if one.startswith(f"Cost unknown for {found.unpriced[0]}:")]
    assert "price_in: 0, price_out: 0" in note
    assert found.as_dict()["worst_cost"] is None


def test_the_plan_says_beforehand_what_is_cut_and_what_does_not_fit() -> None:
    notes = planned(member("a"), sizes=((Size(1, 1),) * 3, ()), too_long=1).notes
    assert notes == ("1 ask does not fit a.", "a is asked in up to 3 parts for one ask.")


def test_a_ceiling_under_the_worst_case_is_said() -> None:
    found = planned(member("a"), budget={"document": "0.0001", "unit": "0.000001", "day": 1})
    assert [note for note in found.notes if "ceiling" in note] == [
        "The worst case passes the ceiling of $0.0001 for one document; the rest goes to a person."
    ]
    assert found.as_dict()["ceilings"] == {"unit": 0.000001, "document": 0.0001, "day": 1.0}


@pytest.mark.parametrize(
    ("sizes", "too_long", "shorter", "notes"),
    [
        (TWO_ASKS, 0, 0, []),
        (TWO_ASKS, 2, 0, ["2 asks do not fit a."]),
        (TWO_ASKS, 0, 2, []),  # a short document
        (TWO_ASKS, 0, 3, ["counts up to 3 more requests to"]),
        (((Size(1, 1),) * 2,), 0, 1, ["a is asked in up to 2 parts", "counts up to 1 more request to"]),
        (((Size(1, 1),) * 2,), 0, 0, ["a is asked in up to 2 parts"]),
    ],
)
def test_what_the_plan_says_of_parts_and_of_asking_again(
    sizes: Any, too_long: int, shorter: int, notes: list[str]
) -> None:
    found = planned(member("a"), sizes=sizes, too_long=too_long, shorter=shorter).notes
    assert len(found) == len(notes)
    assert all(part in note for part, note in zip(notes, found, strict=True))


def test_a_reader_in_parts_is_not_spoken_of_as_a_member() -> None:
    found = planned(member("a"), readers=[dear], sizes=((Size(1, 1),) * 2,)).notes
    assert [note.split()[0] for note in found] == ["a"]


@pytest.mark.parametrize(
    ("price", "budget", "said"),
    [
        ("1", {"document": "0.0015"}, 0),  # the worst case itself
        ("1", {"document": "0.00149"}, 1),
        ("1", {"unit": "0.000001"}, 0),  # nothing is known of one unit
        (None, {}, 0),
        (None, {"document": "1"}, 1),
    ],
)
def test_when_a_ceiling_is_spoken_of(price: str | None, budget: dict[str, str], said: int) -> None:
    notes = planned(member("a", price=price), budget=budget).notes
    assert len([note for note in notes if "ceiling" in note]) == said


def test_a_rule_for_the_model_prices_it_at_any_address() -> None:
    rules = policy(members=[{"model": "x/m", "price_in": 1, "price_out": 2}])
    found = priced(ModelSpec("x/m@http://gpu/v1", "x/m", "f", max_output_tokens=500), rules, LISTED)
    assert (found.price_in, found.price_ruled, found.price_why) == (Decimal(1), True, "policy p, undated")
    assert found.max_output_tokens == 500, "the smaller of the two limits"
    other = priced(ModelSpec("y/m", "y/m", "f"), rules, LISTED)
    assert (other.price_in, other.price_ruled) == (Decimal("2.5"), False)


@pytest.mark.parametrize(("rule", "ruled"), [({"price_out": 2}, True), ({"price_in": 1}, True), ({"weight": 2}, False)])
def test_half_a_price_of_the_policy_is_its_word_too(rule: dict[str, Any], ruled: bool) -> None:
    found = priced(ModelSpec("x/m", "x/m", "f"), policy(members=[{"model": "x/m", **rule}]), LISTED)
    assert found.price_ruled is ruled
    assert ("what it leaves out: a list" in found.price_why) is ruled


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({}, "everything"),
        ({"task": "extract"}, "task extract"),
        ({"tokens_over": 0}, "over 0 tokens"),
        (
            {"task": "extract", "tokens_over": 0, "risk": "low", "latency": "batch"},
            "task extract, over 0 tokens, batch, risk low",
        ),
        ({"data_class": "health"}, "data class health"),
    ],
)
def test_a_line_of_the_table_in_words(line: dict[str, Any], words: str) -> None:
    facts = RouteFacts(Task.EXTRACT, 1, "batch", "low", "health")
    found = routed(policy(routing=[{**line, "panel": "x"}]), facts)
    assert found is not None
    assert (found.sends.panel, found.words) == ("x", f"line 1 of the routing table ({words})")


@pytest.mark.parametrize(
    "line",
    [{"task": "translate"}, {"latency": "interactive"}, {"risk": "high"}, {"data_class": "law"}, {"tokens_over": 1}],
)
def test_each_condition_of_a_line_alone_can_fail(line: dict[str, Any]) -> None:
    facts = RouteFacts(Task.EXTRACT, 1, "batch", "low", "health")
    assert routed(policy(routing=[{**line, "panel": "x"}]), facts) is None
