"""Spans and metrics through OpenTelemetry (extra ``otel``): the only file that knows its names.

The names are those of the GenAI conventions, which are still "in development" and have moved to a repository of their
own: https://github.com/open-telemetry/semantic-conventions-genai. They are written here as texts, as they stood with
the SDK 1.45 (conventions 0.66b2), because the package's constants are deprecated and change.

What is not in ``_ATTRIBUTES`` never leaves, and of an error only its type does.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from consensus.errors import CallError, ConsensusError, UsageError
from consensus.telemetry import Span
from consensus.telemetry.metrics import ALL, BUCKETS, Kind, Metric
from consensus.telemetry.names import plain_name
from consensus.telemetry.port import NO_SPAN, Reading, closed

_LOG = logging.getLogger(__name__)
_SCOPE = "consensus"
#: Our attributes of a span, as OpenTelemetry calls them.
_ATTRIBUTES: Mapping[str, str] = {
    "operation": "gen_ai.operation.name",
    "provider": "gen_ai.provider.name",
    "model": "gen_ai.request.model",
    "served_model": "gen_ai.response.model",
    "finish": "gen_ai.response.finish_reasons",
    "max_tokens": "gen_ai.request.max_tokens",
    "tokens_in": "gen_ai.usage.input_tokens",
    "tokens_out": "gen_ai.usage.output_tokens",
    "host": "server.address",
    "fault": "error.type",
    **{
        name: f"consensus.{name}"
        for name in ("job_id", "call_id", "attempt", "hedge", "cached", "policy", "pair", "units", "members", "asks")
    },
    **{name: f"consensus.{name}" for name in ("format", "action", "outcome", "member", "bytes")},
}
#: Providers by the prefix of a LiteLLM name, as the conventions call them; others as they are.
_PROVIDERS = {
    "azure": "azure.ai.openai",
    "bedrock": "aws.bedrock",
    "gemini": "gcp.gemini",
    "mistral": "mistral_ai",
    "vertex_ai": "gcp.vertex_ai",
    "watsonx": "ibm.watsonx.ai",
    "xai": "x_ai",
}
#: Seconds for which one reading of the database serves all metrics that are read from it.
_FRESH = 1.0
#: Seconds that sending to a collector may take, also at the program's end.
_SEND_SECONDS = 5


def open_exporter(endpoint: str | None) -> OtelExporter:
    """Spans and metrics of this process. endpoint: of an OTLP collector over HTTP, such as http://127.0.0.1:4318; None
    for metrics that are fetched here alone. Raises UsageError where the extra is not installed."""
    try:
        return OtelExporter(endpoint)
    except ImportError as error:
        raise UsageError(
            "OpenTelemetry is not installed, and telemetry is switched on",
            where="CONSENSUS_OTEL_ENDPOINT, CONSENSUS_METRICS_PORT",
            do="Run: pip install 'consensus-verifier[otel]', or unset them.",
        ) from error


class OtelExporter:
    """``telemetry.Exporter`` on the SDK."""

    def __init__(self, endpoint: str | None) -> None:
        from opentelemetry.exporter.prometheus import PrometheusMetricReader
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from prometheus_client import CollectorRegistry

        _quiet()
        resource = Resource.create({"service.name": "consensus"})
        self.registry = CollectorRegistry()
        readers: list[MetricReader] = [
            PrometheusMetricReader(disable_target_info=True, scope_info_enabled=False, registry=self.registry)
        ]
        self._traces, self._sends = TracerProvider(resource=resource), endpoint is not None
        if endpoint is not None:
            from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.trace.export import BatchSpanProcessor

            base = endpoint.rstrip("/")
            traces = OTLPSpanExporter(endpoint=f"{base}/v1/traces", timeout=_SEND_SECONDS)
            self._traces.add_span_processor(BatchSpanProcessor(traces))
            metrics = OTLPMetricExporter(endpoint=f"{base}/v1/metrics", timeout=_SEND_SECONDS)
            readers.append(PeriodicExportingMetricReader(metrics))
        self._metrics = MeterProvider(readers, resource=resource, views=_views())
        self._tracer, self._scraped = self._traces.get_tracer(_SCOPE), _Scraped()
        meter = self._metrics.get_meter(_SCOPE)
        self._instruments = {metric.name: _instrument(meter, metric, self._scraped) for metric in ALL}

    def span(self, name: str, attributes: Mapping[str, object], parent: str) -> AbstractContextManager[Span]:
        """A span of the conventions for a call to a model, else one of ours; none where nobody collects them."""
        return _span(self._tracer, name, attributes, parent) if self._sends else NO_SPAN

    def count(self, metric: Metric, amount: float, labels: Mapping[str, str]) -> None:
        self._instruments[metric.name].add(amount, labels)

    def observe(self, metric: Metric, value: float, labels: Mapping[str, str]) -> None:
        instrument = self._instruments[metric.name]
        if metric.kind is Kind.HISTOGRAM:
            instrument.record(value, labels)
        elif metric.kind is Kind.GAUGE:
            instrument.set(value, labels)

    def traceparent(self) -> str:
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        carrier: dict[str, str] = {}
        TraceContextTextMapPropagator().inject(carrier)
        return carrier.get("traceparent", "")

    def read_from(self, readings: Callable[[], Iterable[Reading]]) -> None:
        self._scraped.readings = readings

    def metrics_text(self) -> bytes:
        """All metrics as Prometheus reads them."""
        from prometheus_client import generate_latest

        return generate_latest(self.registry)

    def serve(self, port: int) -> int:
        """Answer Prometheus at 127.0.0.1; returns the port. 0: any that is free. Raises UsageError for one in use."""
        from prometheus_client import start_http_server

        try:
            server, _ = start_http_server(port, addr="127.0.0.1", registry=self.registry)
        except OSError as error:
            raise UsageError(
                f"port {port} on 127.0.0.1 cannot be opened: {error.strerror}",
                where="CONSENSUS_METRICS_PORT",
                do="Give each process a port of its own.",
            ) from error
        return int(server.server_port)

    def flush(self) -> None:
        """Send what waits to be sent, for at most some seconds."""
        self._traces.force_flush(_SEND_SECONDS * 1000)
        self._metrics.force_flush(_SEND_SECONDS * 1000)

    def close(self) -> None:
        """Send what waits, and end the threads that send."""
        self._traces.shutdown()
        self._metrics.shutdown()


class _Scraped:
    """What is read from the database when somebody asks; one reading serves all metrics for a moment."""

    def __init__(self) -> None:
        self.readings: Callable[[], Iterable[Reading]] = lambda: ()
        self._read: tuple[float, list[Reading]] = (float("-inf"), [])
        self._lock = threading.Lock()

    def of(self, metric: Metric) -> list[Any]:
        """The values of one metric now. Different ones under the same labels are added."""
        from opentelemetry.metrics import Observation

        sums: dict[tuple[tuple[str, str], ...], float] = {}
        for one, labels, value in self._fresh():
            if one is metric:
                key = tuple(closed(metric, labels).items())
                sums[key] = sums.get(key, 0.0) + value
        return [Observation(value, dict(labels)) for labels, value in sums.items()]

    def _fresh(self) -> list[Reading]:
        with self._lock:
            at, found = self._read
            if time.monotonic() - at > _FRESH:
                try:
                    found = list(self.readings())
                except Exception as error:
                    # Who watches must see the rest of the metrics all the more when the database is away.
                    _LOG.warning("metrics could not be read from the database: %s", type(error).__name__)
                    found = []
                self._read = (time.monotonic(), found)
            return found


def _instrument(meter: Any, metric: Metric, scraped: _Scraped) -> Any:
    if metric.kind is Kind.COUNTER:
        return meter.create_counter(metric.name, description=metric.says)
    if metric.kind is Kind.GAUGE:
        return meter.create_gauge(metric.name, description=metric.says)
    if metric.kind is Kind.HISTOGRAM:
        return meter.create_histogram(metric.name, description=metric.says)
    return meter.create_observable_gauge(metric.name, [lambda _: scraped.of(metric)], description=metric.says)


@contextmanager
def _span(tracer: Any, name: str, attributes: Mapping[str, object], parent: str) -> Iterator[Span]:
    from opentelemetry.trace import SpanKind
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    context = TraceContextTextMapPropagator().extract({"traceparent": parent}) if parent else None
    asks = "model" in attributes
    title = f"{name} {plain_name(attributes['model'])}" if asks else name
    given = _named({**attributes, "operation": name} if asks else attributes)
    kind = SpanKind.CLIENT if asks else SpanKind.INTERNAL
    quiet = {"record_exception": False, "set_status_on_exception": False}  # its message may quote a text
    with tracer.start_as_current_span(title, context, kind, given, **quiet) as found:
        one = _OtelSpan(found)
        try:
            yield one
        except BaseException as error:
            one.set(fault=_type_of(error))
            raise


class _OtelSpan:
    """``telemetry.Span``."""

    def __init__(self, span: Any) -> None:
        self._span = span

    def set(self, **attributes: object) -> None:
        from opentelemetry.trace import StatusCode

        self._span.set_attributes(_named(attributes))
        if attributes.get("fault"):
            self._span.set_status(StatusCode.ERROR)


def _named(attributes: Mapping[str, object]) -> dict[str, Any]:
    """The attributes that may leave, under their names."""
    found: dict[str, Any] = {}
    for name, value in attributes.items():
        if name not in _ATTRIBUTES or value is None:
            continue
        if name == "provider":
            value = _PROVIDERS.get(str(value), value)
        if name == "finish":
            found[_ATTRIBUTES[name]] = [plain_name(value)]
        else:
            found[_ATTRIBUTES[name]] = value if isinstance(value, bool | int | float) else plain_name(value)
    return found


def _type_of(error: BaseException) -> str:
    if isinstance(error, CallError):
        return error.fault.value
    return error.code if isinstance(error, ConsensusError) else type(error).__name__


def _views() -> list[Any]:
    from opentelemetry.sdk.metrics import Histogram
    from opentelemetry.sdk.metrics.view import ExplicitBucketHistogramAggregation, View

    return [View(instrument_type=Histogram, aggregation=ExplicitBucketHistogramAggregation(BUCKETS))]


class _Quiet(logging.Handler):
    """What the SDK has to say goes into our log without its details: they may hold the collector's address."""

    def emit(self, record: logging.LogRecord) -> None:
        _LOG.warning("telemetry could not be sent or made: %s", record.name)


def _quiet() -> None:
    root = logging.getLogger("opentelemetry")
    if not any(isinstance(one, _Quiet) for one in root.handlers):
        root.addHandler(_Quiet(logging.WARNING))
        root.propagate = False
