"""What the program says of itself while it runs: logs, spans, metrics. Never a text, a value, a key or a person.

``logs`` writes to files; ``port`` is what the rest of the program calls; ``metrics`` lists every metric there is. What
sends spans and metrics away is an adapter in ``consensus.providers``; without one, all of this costs next to nothing.
"""

from __future__ import annotations

from consensus.telemetry.logs import about, log_file, start, unforeseen
from consensus.telemetry.names import host_name, plain_name
from consensus.telemetry.port import Exporter, Span, count, export_to, exporter, known, observe, span, traceparent

__all__ = [
    "Exporter",
    "Span",
    "about",
    "count",
    "export_to",
    "exporter",
    "host_name",
    "known",
    "log_file",
    "observe",
    "plain_name",
    "span",
    "start",
    "traceparent",
    "unforeseen",
]
