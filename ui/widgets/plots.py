"""Plots of a guarantee's course. Lines differ in dashes, not in colour alone; names from outside are never in them."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

import streamlit as st

from consensus.service.reports.guarantees import BatchPoint
from ui.widgets.theme import ACCENT, AMBER, GREY, RED

_EVIDENCE, _NEEDED = "evidence so far", "a proof"
_BOUND, _RATE, _TARGET = "bound", "wrong so far", "target"
_HEIGHT = 300


def evidence_plot(points: Sequence[BatchPoint], needed: float, alt: str) -> None:
    """log E after every batch against what a proof takes."""
    lowest = -2 * needed  # a wholly wrong batch may bring it down without end
    shown = [max(one.evidence, lowest) if isfinite(one.evidence) else lowest for one in points]
    rows = [
        {**_facts(one), _EVIDENCE: height, _NEEDED: needed, "alarm": height if one.alarm else None}
        for one, height in zip(points, shown, strict=True)
    ]
    span = [min(0.0, *shown) * 1.1, 1.15 * max(needed, *shown)]
    _drawn(
        rows, _axis("evidence", "evidence (log E)", span), {_EVIDENCE: (ACCENT, [1, 0]), _NEEDED: (GREY, [8, 4])}, alt
    )


def bound_plot(points: Sequence[BatchPoint], target: float, alt: str) -> None:
    """The bound after every batch, beside the share of wrong ones among audits made. target: 0..1."""
    rows = [
        {
            **_facts(one),
            _BOUND: 100 * one.bound,
            _RATE: 100 * one.wrong / (one.audits - one.pending) if one.audits > one.pending else None,
            _TARGET: 100 * target,
            "alarm": 100 * one.bound if one.alarm else None,
        }
        for one in points
    ]
    # The first batches reach 100 and would leave nothing to see of the others.
    top = min(100.0, 100 * max(2.5 * target, 1.25 * points[-1].bound, 1.25 * points[len(points) // 2].bound))
    lines = {_BOUND: (ACCENT, [1, 0]), _RATE: (AMBER, [2, 3]), _TARGET: (GREY, [8, 4])}
    _drawn(rows, _axis("bound", "wrong among accepted, %", [0.0, top]), lines, alt)


def _facts(one: BatchPoint) -> dict[str, Any]:
    return {
        "batches": one.batches,
        "audits": one.audits,
        "wrong": one.wrong,
        "not made": one.pending,
        "on": one.at[:10],
    }


def _drawn(rows: Sequence[dict[str, Any]], y: dict[str, Any], lines: dict[str, Any], alt: str) -> None:
    """lines: by what they are called, colour and dashes."""
    x = {"field": "batches", "type": "quantitative", "title": "batches, in the order they were closed"}
    looks = [_scale(list(lines), [look[at] for look in lines.values()]) for at in (0, 1)]
    tooltip = [{"field": name} for name in ("batches", "on", "audits", "wrong", "not made", "line")]
    drawn = {
        "transform": [{"fold": list(lines), "as": ["line", "height"]}],
        "mark": {"type": "line", "strokeWidth": 2.5, "clip": True},
        "encoding": {
            "x": x,
            "y": {**y, "field": "height"},
            "color": looks[0],
            "strokeDash": looks[1],
            "tooltip": [*tooltip, {"field": "height", "format": ".2f", "title": y["title"]}],
        },
    }
    alarm = {
        "transform": [{"filter": "isValid(datum.alarm)"}],
        "mark": {"type": "point", "shape": "cross", "size": 160, "filled": True, "color": RED, "aria": False},
        "encoding": {"x": x, "y": {**y, "field": "alarm"}},
    }
    st.vega_lite_chart(list(rows), {"layer": [drawn, alarm], "height": _HEIGHT}, width="stretch", alt=alt)


def _axis(field: str, title: str, span: Sequence[float]) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "title": title, "scale": {"domain": list(span), "nice": False}}


def _scale(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    legend = {"title": None, "orient": "bottom", "symbolType": "stroke", "labelLimit": 200}
    return {"field": "line", "type": "nominal", "scale": {"domain": names, "range": values}, "legend": legend}
