"""Every metric of the program: its name, its labels and what it counts. A test holds docs/telemetry.md against this.

Labels come from closed sets (``port.known``); what is in none is ``other``. Never a job, a person, a key or a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How values of a metric add up."""

    COUNTER = "counter"  #: Only grows; its name ends in _total.
    GAUGE = "gauge"  #: The last value counts.
    HISTOGRAM = "histogram"  #: Seconds, by how many calls took at most so long.
    SCRAPED = "scraped"  #: A gauge that is read from the database whenever somebody asks.


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric. labels: names of labels. says: what it counts, one line for people."""

    name: str
    kind: Kind
    labels: tuple[str, ...]
    says: str


UNITS = Metric("consensus_units_total", Kind.COUNTER, ("policy", "pair", "outcome"), "Units that got a verdict.")
REVIEW_REASONS = Metric(
    "consensus_review_reason_total", Kind.COUNTER, ("policy", "rule"), "Units sent to people, by the rule that did."
)
CALLS = Metric(
    "consensus_calls_total",
    Kind.COUNTER,
    ("host", "model", "outcome"),
    "Calls that ended: answered, cached, or by their fault.",
)
CALL_SECONDS = Metric(
    "consensus_call_seconds", Kind.HISTOGRAM, ("host", "model"), "From sending a call to its end, in seconds."
)
TOKENS = Metric("consensus_tokens_total", Kind.COUNTER, ("model", "direction"), "Tokens as the provider counted them.")
COST = Metric("consensus_cost_usd_total", Kind.COUNTER, ("model",), "US dollars of calls whose cost is known.")
COST_UNKNOWN = Metric(
    "consensus_cost_unknown_calls_total", Kind.COUNTER, ("model",), "Answered calls whose cost nobody knows."
)
BUDGET_USED = Metric(
    "consensus_budget_used_ratio",
    Kind.GAUGE,
    ("policy", "ceiling"),
    "Spent and held, over the ceiling; 1 is all.",
)
HOST_PLACES = Metric("consensus_host_places", Kind.GAUGE, ("host",), "Calls that may be under way at a host now.")
BREAKER_OPEN = Metric("consensus_breaker_open", Kind.GAUGE, ("host", "model"), "1 while a model is left alone, else 0.")
RATE_WAIT = Metric(
    "consensus_rate_wait_seconds", Kind.HISTOGRAM, ("host",), "Seconds that a call waited for its place at the host."
)
JOURNAL_COMMIT = Metric(
    "consensus_journal_commit_seconds", Kind.HISTOGRAM, (), "Seconds of one transaction that writes calls down."
)
QUEUE_JOBS = Metric("consensus_queue_jobs", Kind.SCRAPED, ("state",), "Jobs by state.")
QUEUE_OLDEST = Metric(
    "consensus_queue_oldest_seconds", Kind.SCRAPED, (), "Age of the oldest job that is not finished; 0 for none."
)
HEARTBEAT_AGE = Metric(
    "consensus_worker_heartbeat_age_seconds",
    Kind.SCRAPED,
    (),
    "Seconds since the last sign of the most silent worker; 0 for none.",
)
RESCUED = Metric("consensus_jobs_rescued_total", Kind.COUNTER, (), "Jobs taken over from a worker that fell silent.")
PAID_TWICE = Metric(
    "consensus_calls_maybe_paid_twice_total",
    Kind.COUNTER,
    (),
    "Calls sent again because a process ended while the first was under way.",
)
REVIEW_OPEN = Metric("consensus_review_open", Kind.SCRAPED, ("state",), "Units that wait for a person.")
REVIEW_OLDEST = Metric(
    "consensus_review_oldest_seconds", Kind.SCRAPED, (), "Age of the unit that waits longest for a person; 0 for none."
)
REVIEW_SECONDS = Metric(
    "consensus_review_seconds", Kind.HISTOGRAM, ("action",), "From showing a unit to the decision on it, in seconds."
)
GUARANTEE_STATE = Metric(
    "consensus_guarantee_state", Kind.SCRAPED, ("policy", "pair", "state"), "1 for the state of each guarantee."
)
MODEL_CHANGED = Metric(
    "consensus_model_changed_total", Kind.COUNTER, ("model",), "Changes of the model that answers under a name."
)
WEBHOOKS = Metric("consensus_webhook_deliveries_total", Kind.COUNTER, ("outcome",), "Deliveries that were tried.")

ALL: tuple[Metric, ...] = (
    *(UNITS, REVIEW_REASONS, CALLS, CALL_SECONDS, TOKENS, COST, COST_UNKNOWN, BUDGET_USED, HOST_PLACES, BREAKER_OPEN),
    *(RATE_WAIT, JOURNAL_COMMIT, QUEUE_JOBS, QUEUE_OLDEST, HEARTBEAT_AGE, RESCUED, PAID_TWICE, REVIEW_OPEN),
    *(REVIEW_OLDEST, REVIEW_SECONDS, GUARANTEE_STATE, MODEL_CHANGED, WEBHOOKS),
)
#: Upper bounds of histograms, in seconds.
BUCKETS = (0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
