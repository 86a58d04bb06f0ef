"""What the program calls to be observed: ``span``, ``count``, ``observe``. Nothing happens until ``export_to``.

What may be said is closed twice: a span's attributes are those that the adapter names, and a label has only values that
were made ``known``. So neither a text nor a key can leave through here, whatever a caller passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol

from consensus.telemetry.metrics import Metric

#: What stands for every value of a label that is in no closed set.
OTHER = "other"
#: Values that one label may have, at most.
MOST_VALUES = 200
#: A value of a gauge, by its labels.
Reading = tuple[Metric, Mapping[str, str], float]


class Span(Protocol):
    """One stretch of work."""

    def set(self, **attributes: object) -> None:
        """Say more of it. None is left out."""


class Exporter(Protocol):
    """Where spans and metrics go. Must never raise into the work that it observes."""

    def span(self, name: str, attributes: Mapping[str, object], parent: str) -> AbstractContextManager[Span]: ...

    def count(self, metric: Metric, amount: float, labels: Mapping[str, str]) -> None: ...

    def observe(self, metric: Metric, value: float, labels: Mapping[str, str]) -> None: ...

    def traceparent(self) -> str: ...

    def read_from(self, readings: Callable[[], Iterable[Reading]]) -> None:
        """Ask this for the metrics that are read whenever somebody asks."""


class _NoSpan:
    """Observes nothing."""

    def __enter__(self) -> _NoSpan:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to end."""

    def set(self, **attributes: object) -> None:
        """Nothing to say."""


#: What is entered where nothing is observed.
NO_SPAN: AbstractContextManager[Span] = _NoSpan()
_exporter: Exporter | None = None
_known: dict[str, set[str]] = {}


def export_to(found: Exporter | None) -> None:
    """Send spans and metrics of this process there from now on; None sends them nowhere."""
    global _exporter
    _exporter = found


def exporter() -> Exporter | None:
    """Where spans and metrics of this process go; None for nowhere."""
    return _exporter


def known(label: str, values: Iterable[str]) -> None:
    """Values that a label may have: of an enumeration, or configured by whoever runs this. At most 200 a label."""
    kept = _known.setdefault(label, {OTHER})
    for value in values:
        if len(kept) <= MOST_VALUES:
            kept.add(value)


def closed(metric: Metric, labels: Mapping[str, str]) -> dict[str, str]:
    """The labels of a metric, each with a known value."""
    return {
        name: value if (value := labels.get(name, OTHER)) in _known.get(name, ()) else OTHER for name in metric.labels
    }


def span(name: str, parent: str = "", **attributes: object) -> AbstractContextManager[Span]:
    """Observe the block. parent: the ``traceparent`` of what caused it in another process, "" for what runs now."""
    return NO_SPAN if _exporter is None else _exporter.span(name, attributes, parent)


def count(metric: Metric, amount: float = 1, **labels: str) -> None:
    """Add to a counter."""
    if _exporter is not None and amount > 0:
        _exporter.count(metric, amount, closed(metric, labels))


def observe(metric: Metric, value: float, **labels: str) -> None:
    """The value of a gauge now, or one more value of a histogram."""
    if _exporter is not None:
        _exporter.observe(metric, value, closed(metric, labels))


def traceparent() -> str:
    """What leads another process to the present span (W3C Trace Context); "" where nothing is observed."""
    return "" if _exporter is None else _exporter.traceparent()
