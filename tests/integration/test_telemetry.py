"""A whole job observed: spans at a collector, metrics at a port, JSON lines in the log; nothing of its texts in any.

The collector and the provider are real sockets; what the collector gets is read with OpenTelemetry's own messages.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from consensus import bootstrap, telemetry
from consensus.bootstrap import telemetry as wiring
from consensus.domain.file import File
from consensus.errors import UsageError
from consensus.providers.otel import OtelExporter, open_exporter
from consensus.service.jobs.service import SubmitRequest
from consensus.settings import Settings
from consensus.telemetry import metrics, port
from consensus.testing import Fault, LoopbackProvider

SECRET = "plantedkey0123456789"
#: In the document, in answers, in the policy's terms, in comments: none may leave.
WORDS = ("Geheimnisvoll", "Verborgenheit", "Wundersame")
TEXT = f"Open the {WORDS[0]} valve.\n\nMail {WORDS[1]}@example.org about it.\n"
PASSWORD = "hiddenpassword77"


@dataclass
class Collector:
    """An OTLP collector over HTTP. got: (path, body)."""

    got: list[tuple[str, bytes]] = field(default_factory=list)
    url: str = ""

    def spans(self) -> list[Any]:
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

        found = []
        for path, body in self.got:
            if path == "/v1/traces":
                message = ExportTraceServiceRequest.FromString(body)
                found += [s for r in message.resource_spans for scope in r.scope_spans for s in scope.spans]
        return found


@pytest.fixture
def collector() -> Iterator[Collector]:
    one = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.headers.get("content-encoding") == "gzip":
                import gzip

                body = gzip.decompress(body)
            one.got.append((self.path, body))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield one
    server.shutdown()
    server.server_close()


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No exporter and no known labels, before and after."""
    monkeypatch.setattr(port, "_known", {})
    telemetry.export_to(None)
    yield
    exporter = telemetry.exporter()
    telemetry.export_to(None)
    if isinstance(exporter, OtelExporter):
        exporter.close()


def settings(home: Path, **more: Any) -> Settings:
    return Settings(home, f"sqlite:///{home / 'c.sqlite'}", secrets={"TEST_API_KEY": SECRET}, **more)


async def run(made: Settings, provider: LoopbackProvider) -> bootstrap.Service:
    """One document through two members, one of which answers otherwise and once fails."""
    service = bootstrap.build(made)
    panel = f"left@{provider.base_url},right@{provider.base_url}"
    request = SubmitRequest(
        [File("page.txt", TEXT.encode())], "translation", source_lang="en", target_lang="de", panel=panel
    )
    await service.jobs.submit(request)
    return service


@pytest.fixture
def provider() -> Iterator[LoopbackProvider]:
    def answer(model: str, text: str) -> str:
        return f"{WORDS[2]} {text}" if model == "left" else f"Anders: {text}"

    script: dict[str, list[Fault | None]] = {"right": [Fault.SERVER_ERROR]}
    with LoopbackProvider(script=script, translate=answer) as one:
        yield one


async def test_a_job_is_observed_and_nothing_of_it_leaves(
    tmp_path: Path, fresh: None, collector: Collector, provider: LoopbackProvider
) -> None:
    made = settings(tmp_path, otel_endpoint=collector.url, log_form="json")
    log = telemetry.start(tmp_path, form="json")
    service = await run(made, provider)
    exporter = telemetry.exporter()
    assert isinstance(exporter, OtelExporter)
    with telemetry.about(job="j1"), telemetry.span("job"):
        logging.getLogger("consensus.test").warning("a line of the log")
    exporter.flush()
    text = wiring.metrics_text().decode()
    spans = collector.spans()
    names = [one.name for one in spans]
    assert {"read", "job", "ask", "compare", "check", "decide"} <= set(names)
    calls = [one for one in spans if one.name.startswith("chat ")]
    assert len(calls) == len(provider.requests)
    _follows(spans)
    line = json.loads(log.read_text("utf-8").splitlines()[-1])
    assert line["message"] == "a line of the log"
    assert line["job"] == "j1"
    assert len(line["trace"]) == 32
    assert 'consensus_calls_total{host="127.0.0.1:' in text
    assert 'outcome="unavailable"} 1.0' in text
    assert 'consensus_queue_jobs{state="done"} 1.0' in text
    service.close()
    everything = b"".join(body for _, body in collector.got) + text.encode() + log.read_bytes()
    for word in (*WORDS, SECRET, PASSWORD, "example.org", "Anders"):
        assert word.encode() not in everything, word


def _follows(spans: list[Any]) -> None:
    """Spans hang together, and calls are named by the GenAI conventions."""
    by_id = {one.span_id: one for one in spans}
    job = next(one for one in spans if one.name == "job" and _attributes(one).get("consensus.job_id"))
    ask = next(one for one in spans if one.name == "ask")
    assert ask.parent_span_id == job.span_id
    assert by_id[job.parent_span_id].name == "submit", "by what is kept with the job: a worker may be elsewhere"
    for call in (one for one in spans if one.name.startswith("chat ")):
        assert by_id[call.parent_span_id].name == "ask"
        assert call.trace_id == job.trace_id
        found = _attributes(call)
        assert found["gen_ai.operation.name"] == "chat"
        assert found["gen_ai.provider.name"] == "openai"
        assert found["gen_ai.request.model"] in ("openai/left", "openai/right")
        if "error.type" in found:
            assert found["error.type"] == "unavailable"
            assert "gen_ai.response.model" not in found
        else:
            assert found["gen_ai.response.model"] in ("left", "right")
            assert int(found["gen_ai.usage.input_tokens"]) > 0
    assert [_attributes(one).get("error.type") for one in spans].count("unavailable") == 1


def _attributes(span: Any) -> dict[str, Any]:
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


async def test_metrics_are_fetched_at_a_port_of_loopback(
    tmp_path: Path, fresh: None, provider: LoopbackProvider
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        number = taken.getsockname()[1]
    service = await run(settings(tmp_path, metrics_port=number), provider)
    text = await asyncio.to_thread(fetched, f"http://127.0.0.1:{number}/metrics")
    service.close()
    assert 'consensus_units_total{outcome="review",pair="en-de",policy="translation"}' in text
    assert 'consensus_tokens_total{direction="input",model="left@' in text
    assert "consensus_journal_commit_seconds_count" in text


def fetched(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as response:
        return str(response.read().decode())


def test_a_label_that_nobody_named_is_other(fresh: None) -> None:
    exporter = open_exporter(None)
    telemetry.export_to(exporter)
    telemetry.known("policy", ["translation"])
    telemetry.count(metrics.UNITS, 2, policy="translation", pair=WORDS[0], outcome="x", text=WORDS[1])
    telemetry.count(metrics.UNITS, 1, policy=WORDS[0])
    text = exporter.metrics_text().decode()
    assert 'consensus_units_total{outcome="other",pair="other",policy="translation"} 2.0' in text
    assert 'consensus_units_total{outcome="other",pair="other",policy="other"} 1.0' in text
    assert not any(word in text for word in WORDS)


def test_a_label_takes_no_more_values_than_it_may_have(fresh: None) -> None:
    telemetry.known("model", [f"m{n}" for n in range(1000)])
    found = [port.closed(metrics.COST, {"model": f"m{n}"})["model"] for n in range(1000)]
    assert len(set(found)) == port.MOST_VALUES + 1


def test_an_attribute_that_is_not_listed_and_an_error_s_message_stay(fresh: None, collector: Collector) -> None:
    exporter = open_exporter(collector.url)
    telemetry.export_to(exporter)
    with pytest.raises(ValueError), telemetry.span("job", text=WORDS[0], policy="p"):
        raise ValueError(WORDS[1])
    with telemetry.span("chat", model=f"m@http://someone:{PASSWORD}@127.0.0.1/v1?key={SECRET}"):
        pass
    exporter.flush()
    everything = b"".join(body for _, body in collector.got)
    assert b"ValueError" in everything
    assert b"m@http://127.0.0.1/v1" in everything
    for word in (*WORDS, PASSWORD, SECRET):
        assert word.encode() not in everything


def test_a_trace_goes_on_in_another_process(fresh: None, collector: Collector) -> None:
    exporter = open_exporter(collector.url)
    telemetry.export_to(exporter)
    with telemetry.span("read"):
        parent = telemetry.traceparent()
    with telemetry.span("job", parent):
        pass
    exporter.flush()
    read, job = (next(one for one in collector.spans() if one.name == name) for name in ("read", "job"))
    assert job.trace_id == read.trace_id
    assert job.parent_span_id == read.span_id


def test_a_database_that_is_away_leaves_the_other_metrics(fresh: None) -> None:
    exporter = open_exporter(None)
    telemetry.export_to(exporter)
    exporter.read_from(lambda: 1 / 0)  # type: ignore[arg-type, return-value]
    telemetry.count(metrics.RESCUED)
    assert "consensus_jobs_rescued_total 1.0" in exporter.metrics_text().decode()


def test_a_collector_that_is_away_ends_no_work(fresh: None, tmp_path: Path) -> None:
    log = telemetry.start(tmp_path)
    exporter = open_exporter(f"http://someone:{PASSWORD}@127.0.0.1:9")
    telemetry.export_to(exporter)
    with telemetry.span("job"):
        pass
    exporter.flush()
    said = log.read_text("utf-8")
    assert "telemetry could not be sent" in said
    assert PASSWORD not in said


@pytest.mark.parametrize(
    "given", [{"CONSENSUS_METRICS_PORT": "99999"}, {"CONSENSUS_METRICS_PORT": "x"}, {"CONSENSUS_LOG": "xml"}]
)
def test_a_setting_that_is_none_is_refused(given: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        Settings.read(given, tmp_path)
    assert refused.value.where == next(iter(given))


def test_settings_of_telemetry(tmp_path: Path) -> None:
    given = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://a", "CONSENSUS_METRICS_PORT": "9464", "CONSENSUS_LOG": "JSON"}
    found = Settings.read(given, tmp_path)
    assert (found.otel_endpoint, found.metrics_port, found.log_form) == ("http://a", 9464, "json")
    assert Settings.read({**given, "CONSENSUS_OTEL_ENDPOINT": "http://b"}, tmp_path).otel_endpoint == "http://b"
    assert Settings.read({}, tmp_path).otel_endpoint is None


def test_a_port_that_is_taken_is_said(fresh: None) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match=r"cannot be opened.*CONSENSUS_METRICS_PORT|CONSENSUS_METRICS_PORT"):
            open_exporter(None).serve(taken.getsockname()[1])
