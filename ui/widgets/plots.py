"""Plots of bounds and rates. Lines differ in dashes, not in colour alone; names from outside are never in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from consensus.service.reports.guarantees import BoundPoint, LevelFigures

_BLUE, _AMBER, _GREY = "#3f7fc0", "#c27c0e", "#868f9c"
_BOUND, _RATE, _TARGET = "bound (one-sided)", "wrong so far", "target"
_HEIGHT = 260


def bound_plot(points: Sequence[BoundPoint], target: float, alt: str) -> None:
    """The bound after every check, with the two-sided interval as a band. target: 0..1."""
    rows = [
        {
            "checks": one.checks,
            "wrong": one.wrong,
            "lower": 100 * one.within.lower,
            "upper": 100 * one.within.upper,
            _BOUND: 100 * one.bound,
            _RATE: 100 * one.rate,
            _TARGET: 100 * target,
        }
        for one in points
    ]
    x = _axis("checks", "blind checks made")
    top = _top(target, [points[-1].within.upper, points[len(points) // 2].within.upper])
    band = {
        "mark": {"type": "area", "opacity": 0.2, "color": _BLUE, "clip": True},
        "encoding": {"x": x, "y": _axis("lower", "error rate, %", top), "y2": {"field": "upper"}},
    }
    names = [_BOUND, _RATE, _TARGET]
    lines = {
        "transform": [{"fold": names, "as": ["line", "rate"]}],
        "mark": {"type": "line", "strokeWidth": 2.5, "clip": True},
        "encoding": {
            "x": x,
            "y": _axis("rate", "error rate, %", top),
            "color": _scale(names, [_BLUE, _AMBER, _GREY]),
            "strokeDash": _scale(names, [[1, 0], [2, 3], [8, 4]]),
            "tooltip": [_told("checks"), _told("wrong"), _told("line"), _told("rate"), _told("lower"), _told("upper")],
        },
    }
    _drawn(rows, [band, lines], alt, _HEIGHT + 50)  # the legend takes some of it


def levels_plot(levels: Sequence[LevelFigures], target: float, alt: str) -> None:
    """Risk against coverage, each with its interval. target: 0..1."""
    rows = [
        {
            "level": str(one.number),
            "coverage": 100 * (one.coverage.value or 0.0),
            "risk": 100 * (one.checks.value or 0.0),
            "lower": 100 * one.risk.lower,
            "upper": 100 * one.risk.upper,
            "left": 100 * one.within.lower,
            "right": 100 * one.within.upper,
            "target": 100 * target,
        }
        for one in levels
        if one.risk is not None and one.within is not None
    ]
    top = _top(target, [one.risk.upper for one in levels if one.risk is not None])
    x = _axis("coverage", "coverage, % of units", 100.0)
    y = _axis("risk", "error rate, %", top)
    bar = {"type": "rule", "color": _BLUE, "clip": True, "strokeWidth": 2}
    layers = [
        {"mark": {"type": "line", "color": _BLUE, "clip": True}, "encoding": {"x": x, "y": y}},
        {"mark": bar, "encoding": {"x": x, "y": _axis("lower", "error rate, %", top), "y2": {"field": "upper"}}},
        {"mark": bar, "encoding": {"x": {**x, "field": "left"}, "x2": {"field": "right"}, "y": y}},
        {"mark": {"type": "point", "filled": True, "size": 90, "color": _BLUE}, "encoding": {"x": x, "y": y}},
        {
            "mark": {"type": "text", "dx": 11, "dy": -9, "fontSize": 13, "color": _BLUE, "fontWeight": "bold"},
            "encoding": {"x": x, "y": y, "text": {"field": "level"}},
        },
        {
            "mark": {"type": "rule", "color": _GREY, "strokeDash": [8, 4], "strokeWidth": 2},
            "encoding": {"y": {**y, "field": "target", "aggregate": "mean"}},
        },
    ]
    _drawn(rows, layers, alt)


def _drawn(rows: Sequence[dict[str, Any]], layers: Sequence[dict[str, Any]], alt: str, height: int = _HEIGHT) -> None:
    st.vega_lite_chart(list(rows), {"layer": list(layers), "height": height}, width="stretch", alt=alt)


def _axis(field: str, title: str, most: float | None = None) -> dict[str, Any]:
    scale = {"domainMin": 0} if most is None else {"domain": [0, most], "nice": False}
    return {"field": field, "type": "quantitative", "title": title, "scale": scale}


def _scale(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    legend = {"title": None, "orient": "bottom", "symbolType": "stroke", "labelLimit": 200}
    return {"field": "line", "type": "nominal", "scale": {"domain": names, "range": values}, "legend": legend}


def _told(field: str) -> dict[str, Any]:
    whole = field in ("checks", "wrong", "line")
    return {"field": field} if whole else {"field": field, "format": ".2f", "title": f"{field}, %"}


def _top(target: float, uppers: Sequence[float]) -> float:
    """Where the axis ends, %: the first checks would reach 100 and leave nothing to see of the others."""
    return min(100.0, 100 * max([2.5 * target, *(1.25 * one for one in uppers)]))
