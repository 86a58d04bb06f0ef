"""Telemetry switched on: where it goes, what its labels may be, and what is read when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING

from consensus import telemetry
from consensus.errors import CallFault, UsageError
from consensus.settings import Settings
from consensus.telemetry.port import Reading

if TYPE_CHECKING:
    from consensus.domain import Money
    from consensus.ports.runtime import Clock
    from consensus.providers.otel import OtelExporter
    from consensus.service.gauges import CountingStore


def start_telemetry(
    settings: Settings, readings: Callable[[], Iterable[Reading]] | None = None, *, metrics: bool = False
) -> None:
    """Send spans and metrics where the settings say, and open the port for Prometheus; once a process.

    metrics: keep metrics even where the settings name no place, for ``metrics_text``. readings: of what is read when
    somebody asks. Raises UsageError where the extra ``otel`` is missing or the port is taken.
    """
    if telemetry.exporter() is None and (metrics or settings.otel_endpoint or settings.metrics_port):
        from consensus.providers.otel import open_exporter

        _name_labels()
        found = open_exporter(settings.otel_endpoint)
        if settings.metrics_port is not None:
            found.serve(settings.metrics_port)
        telemetry.export_to(found)
    exporter = telemetry.exporter()
    if exporter is not None and readings is not None:
        exporter.read_from(readings)


def is_installed() -> bool:
    """Whether the extra ``otel`` is."""
    return all(map(find_spec, ("opentelemetry", "opentelemetry.sdk")))


def gauges_of(store: CountingStore, clock: Clock, ceilings: Mapping[str, Money]) -> Iterable[Reading]:
    """What is read from the database when metrics are fetched."""
    from consensus.service.gauges import read_gauges

    return read_gauges(store, clock, ceilings)


def metrics_text() -> bytes:
    """All metrics of this process, and those of the database, in Prometheus' text format (version 0.0.4).

    For ``start_telemetry(settings, metrics=True)`` has been called. Raises UsageError where it has not.
    """
    exporter: OtelExporter | None = telemetry.exporter()  # type: ignore[assignment]  # the only one there is
    if exporter is None:
        raise UsageError("metrics are not switched on", where="/metrics", do="Install consensus-verifier[otel].")
    return exporter.metrics_text()


def _name_labels() -> None:
    """The closed sets of labels that are enumerations; names become known with the jobs that they are of."""
    from consensus.ask.call_metrics import ANSWERED, CACHED
    from consensus.certify import State
    from consensus.domain import Action, ItemState, Outcome, Rule
    from consensus.service.gauges import STATES

    verdicts = [outcome.value for outcome in Outcome]
    telemetry.known("outcome", [ANSWERED, CACHED, *verdicts, *(fault.value for fault in CallFault), "delivered"])
    telemetry.known("rule", [rule.value for rule in Rule])
    telemetry.known("action", [action.value for action in Action])
    telemetry.known("direction", ["input", "output"])
    telemetry.known("ceiling", ["document", "day"])
    telemetry.known("state", [state.value for state in (*State, *ItemState)])
    telemetry.known("state", STATES)
