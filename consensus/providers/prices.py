"""Prices and limits of hosted models from the list that LiteLLM carries; read as data, so that nothing is imported."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from consensus.domain import ModelFacts, Money

_FILE = "model_prices_and_context_window_backup.json"


class LiteLLMPrices:
    """Implements ``ports.PriceList``. path: another list of the same shape. Nothing is fetched."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    def facts(self, model: str) -> ModelFacts | None:
        """What the list says of a model by its LiteLLM name; None when it does not know it.

        The dearest of several prices counts (long contexts cost more), because this is for worst cases.
        """
        entry = self._entry(model)
        if entry is None:
            return None
        return ModelFacts(
            price_in=_dearest(entry, "input_cost_per_token"),
            price_out=_dearest(entry, "output_cost_per_token"),
            context_tokens=_whole(entry.get("max_input_tokens") or entry.get("max_tokens")),
            max_output_tokens=_whole(entry.get("max_output_tokens")),
            source=self._source,
            vision=True if entry.get("supports_vision") is True else None,
        )

    def _entry(self, model: str) -> Mapping[str, Any] | None:
        found = self._entries.get(model)
        if found is None:
            host, slash, name = model.partition("/")
            found = self._entries.get(name) if slash else None
            # Names without a host are the makers' own; the same name at another host has another price.
            if isinstance(found, dict) and found.get("litellm_provider") != host:
                return None
        return found if isinstance(found, dict) else None

    @cached_property
    def _entries(self) -> Mapping[str, Any]:
        path = self._path or _installed()
        try:
            content = json.loads(path.read_text(encoding="utf-8")) if path is not None else {}
        except (OSError, ValueError):
            return {}  # a list that cannot be read knows nothing: every price is unknown, none is 0
        return content if isinstance(content, dict) else {}

    @cached_property
    def _source(self) -> str:
        if self._path is not None:
            return self._path.name
        try:
            return f"LiteLLM {version('litellm')}'s list"
        except PackageNotFoundError:
            return "LiteLLM's list"


def _installed() -> Path | None:
    spec = find_spec("litellm")
    return Path(spec.origin).parent / _FILE if spec is not None and spec.origin else None


def _dearest(entry: Mapping[str, Any], key: str) -> Money | None:
    """US dollars per million tokens."""
    steps = [entry.get(key), *(value for name, value in entry.items() if _is_step(name, key))]
    found = [price for price in map(_price, steps) if price is not None]
    return max(found) if found and _price(entry.get(key)) is not None else None


def _is_step(name: str, key: str) -> bool:
    return name.startswith(f"{key}_above_") and name.endswith("_tokens")


def _price(value: Any) -> Money | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        price = Decimal(str(value)) * 1_000_000
    except InvalidOperation:
        return None
    # The list writes 0 for what it does not know as well as for what is free.
    return price.normalize() if price.is_finite() and price > 0 else None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None
