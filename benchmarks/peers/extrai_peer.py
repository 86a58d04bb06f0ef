"""extrai: ConsensusRunner, what its workflow runs on the revisions that its clients return.

    python extrai_peer.py THRESHOLD

Nested data go through it as its hierarchical extraction does: the object without its tables is one entity, and each
table is a list of entities of its own. It omits what does not reach its ``consensus_threshold`` (default 0.51) and
gives no confidence per value; so what it delivers is accepted, and what it compared and omitted is for review. Rows
that it cuts off before it compares are lost.
"""

from __future__ import annotations

import logging
import sys
import types
from typing import Any

from wire import offline, serve, timed

offline()

# Its import fetches a list of prices from the web; it decides nothing here.
_prices = types.ModuleType("extrai.core.pricing_updater")
_prices.load_pricing_data = lambda: None  # type: ignore[attr-defined]
_prices.update_prices_if_stale = lambda: None  # type: ignore[attr-defined]
sys.modules[_prices.__name__] = _prices

from extrai.core.analytics_collector import WorkflowAnalyticsCollector  # noqa: E402
from extrai.core.extraction_config import ExtractionConfig  # noqa: E402
from extrai.core.shared.consensus_runner import ConsensusRunner  # noqa: E402
from extrai.utils.alignment_utils import normalize_json_revisions  # noqa: E402
from extrai.utils.flattening_utils import flatten_json  # noqa: E402

_LOGGER = logging.getLogger("extrai")


def _without_tables(value: dict[str, Any]) -> dict[str, Any]:
    kept = {k: _without_tables(v) if isinstance(v, dict) else v for k, v in value.items()}
    return {k: v for k, v in kept.items() if not isinstance(v, list)}


def _tables(value: dict[str, Any], prefix: str = "") -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for key, below in value.items():
        path = f"{prefix}.{key}" if prefix else key
        if isinstance(below, dict):
            found.update(_tables(below, path))
        elif isinstance(below, list):
            found[path] = below
    return found


def _path(base: str, parts: tuple[str | int, ...]) -> str:
    for part in parts:
        base += f"[{part}]" if isinstance(part, int) else f".{part}" if base else part
    return base


def _cells(base: str, revisions: list[Any], delivered: list[Any]) -> list[list[Any]]:
    """Delivered values, then what it compared and left out."""
    kept = flatten_json(delivered)
    cells = [[_path(base, path), value, None, True] for path, value in kept.items() if path]
    considered = {path for revision in normalize_json_revisions(revisions) for path in flatten_json(revision)}
    return cells + [[_path(base, path), None, None, False] for path in considered - set(kept) if path]


class _Runner:
    def __init__(self, threshold: float) -> None:
        config = ExtractionConfig(consensus_threshold=threshold)
        self._runner = ConsensusRunner(config, WorkflowAnalyticsCollector(_LOGGER), _LOGGER)

    def decide(self, record: dict[str, Any]) -> dict[str, Any]:
        answers = [m for m in record["members"] if m is not None]
        if not answers:
            return {"cells": [], "seconds": 0.0}
        names = dict.fromkeys(name for answer in answers for name in _tables(answer))
        tables = {name: [_tables(answer).get(name, []) for answer in answers] for name in names}
        entities = [[_without_tables(answer)] for answer in answers]
        everything = [entities, *tables.values()]
        results, seconds = timed(lambda: [self._runner.run(revisions) for revisions in everything])
        # The one entity is the object itself: its cells have no index.
        cells = [[path[4:], *rest] for path, *rest in _cells("", entities, results[0])]
        for (name, revisions), delivered in zip(tables.items(), results[1:], strict=True):
            cells += _cells(name, revisions, delivered)
        return {"cells": cells, "seconds": seconds}


if __name__ == "__main__":
    _threshold = float(sys.argv[1])
    serve("extrai-workflow", f"delivered at `consensus_threshold={_threshold}`", _Runner(_threshold).decide)
