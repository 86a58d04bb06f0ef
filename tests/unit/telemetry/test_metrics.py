"""The page, the dashboard and the alert rules name the metrics and labels that there are, and leave none out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from consensus.telemetry.metrics import ALL, Kind, Metric

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs" / "telemetry"
KINDS = {kind: kind.value for kind in Kind} | {Kind.SCRAPED: "gauge, read from the database"}
_NAME = re.compile(r"\bconsensus_[a-z_]+\b")
_SELECTED = re.compile(r"\b(consensus_[a-z_]+)\{([^}]*)\}")
_GROUPED = re.compile(r"by \(([a-z_, ]+)\)")


def exported(metric: Metric) -> set[str]:
    """The names of its series."""
    return (
        {f"{metric.name}{end}" for end in ("_bucket", "_sum", "_count")}
        if metric.kind is Kind.HISTOGRAM
        else {metric.name}
    )


def expressions() -> Iterator[tuple[str, str]]:
    """Where, and what is asked of Prometheus."""
    board: dict[str, Any] = json.loads((DOCS / "dashboard.json").read_text("utf-8"))
    for panel in board["panels"]:
        yield from ((panel["title"], target["expr"]) for target in panel["targets"])
    rules = yaml.safe_load((DOCS / "alerts.yaml").read_text("utf-8"))
    for rule in rules["groups"][0]["rules"]:
        yield rule["alert"], rule["expr"]


def wrong(expression: str) -> list[str]:
    """What an expression names that is not there: series, labels."""
    series = {name: metric for metric in ALL for name in exported(metric)}
    named = _NAME.findall(expression)
    bad = [name for name in named if name not in series]
    labels = {label for name in named if name in series for label in series[name].labels} | {"le"}
    asked = [one.strip() for group in _GROUPED.findall(expression) for one in group.split(",")]
    asked += [
        one.partition("=")[0].rstrip("!~ ") for _, inside in _SELECTED.findall(expression) for one in inside.split(",")
    ]
    return [*bad, *(label for label in asked if label not in labels), *([] if named else ["no metric"])]


@pytest.mark.parametrize(("where", "expression"), [*expressions()], ids=lambda one: one[:40])
def test_an_expression_names_what_there_is(where: str, expression: str) -> None:
    assert wrong(expression) == [], where


def test_what_is_not_there_is_seen() -> None:
    assert wrong("sum by (nobody) (consensus_units_total)") == ["nobody"]
    assert wrong('consensus_units_total{who="x"}') == ["who"]
    assert wrong("rate(consensus_call_seconds[5m])") == ["consensus_call_seconds"]
    assert wrong("up") == ["no metric"]


def test_every_metric_is_on_the_dashboard() -> None:
    asked = " ".join(expression for _, expression in expressions())
    assert [metric.name for metric in ALL if not exported(metric) & set(_NAME.findall(asked))] == []


def test_the_page_lists_every_metric_as_it_is() -> None:
    page = (ROOT / "docs" / "telemetry.md").read_text("utf-8")
    found = re.findall(r"^\| `(consensus_[a-z_]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", page, re.M)
    labels = lambda metric: ", ".join(f"`{label}`" for label in metric.labels) or "-"  # noqa: E731
    assert found == [(metric.name, KINDS[metric.kind], labels(metric), metric.says) for metric in ALL]


def test_names_say_what_kind_they_are() -> None:
    assert len({metric.name for metric in ALL}) == len(ALL)
    assert all(metric.name.endswith("_total") is (metric.kind is Kind.COUNTER) for metric in ALL)
    assert not {"job", "person", "reviewer", "key", "text"} & {label for metric in ALL for label in metric.labels}
