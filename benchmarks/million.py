"""What people wait for when a million units are stored: the next item, status, search, insights.

    python benchmarks/million.py [--units 1000000] [--seconds 40] [--postgresql EMPTY_URL] [--sqlite FOLDER]

Fills a database of each kind that is given, its rows copied inside it: jobs of 1,000 units with three answers each, 6
in 100 for a person, a third of those decided; a call for every ten units and member; and a guarantee whose draw log has
as many units again in batches of 20. Then four processes review (decide, claim and read the next, count), half a second
between two items, while a fifth looks at everything else in turn. Prints the median and the 95th percentile in seconds
beside what is promised. A database that is filled already is measured as it is.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import draw_log
from sqlalchemy import Connection, text

from consensus import bootstrap, review
from consensus.domain import (
    Action,
    Agreement,
    Call,
    CallState,
    Candidate,
    Cluster,
    Document,
    Event,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Resolution,
    Rule,
    Segment,
    Task,
    UnitFilter,
    Verdict,
    Verification,
)
from consensus.domain.job import JobRecord, JobState, UnitRecord
from consensus.errors import VetoError
from consensus.providers.clock import SystemClock
from consensus.reference import value_at
from consensus.service.review.queue import Queue
from consensus.settings import Settings
from consensus.storage.store import SqlStore
from consensus.storage.tables import metadata

REVIEWERS, UNITS_A_JOB, DWELL = 4, 1_000, 0.5
AT = "2026-05-04T12:00:00+00:00"
SENTENCE = "Check that the valve at the inlet of pump {0} in hall {1} is closed before the cover is opened, Straße {2}."
#: Seconds that are promised, by the first words of what is done.
PROMISED = {"next item": 0.3, "status": 1.0, "search": 1.0, "insights": 2.0}
_PLACES = 1 << 32


def fill(url: str, units: int) -> None:
    """The first job is stored as the product stores it, the others are copies of its rows."""
    store, started = SqlStore(url), time.monotonic()
    if not store.job_lines(1):
        _first_job(store)
        with store._writing() as connection:
            _copy_jobs(connection, units // UNITS_A_JOB)
        draw_log.fill(store, units // 20, 20)
        with store._writing() as connection:
            connection.exec_driver_sql("ANALYZE")
        print(f"filled in {time.monotonic() - started:.0f} s")
    store.close()


def _first_job(store: SqlStore) -> None:
    panel = Panel("given", tuple(ModelSpec(f"m{n}", f"openai/m{n}", f"f{n}") for n in range(3)), "because")
    segments = [_segment(n) for n in range(UNITS_A_JOB)]
    document = Document("d", "page.txt", Task.TRANSLATE, "text", "\n\n".join(s.text for s in segments), "en", "de")
    job = JobRecord("first", document, Policy(name="any", version=1), panel, "page.txt", JobState.DONE, AT, AT)
    store.create_job(job, segments)
    records = [_record(segment) for segment in segments]
    store.save_decisions(job.id, records, review.waiting_items(job, records, AT, lambda purpose, name: 1.0))
    asks = [(f"ask{n}", f"m{m}") for n in range(UNITS_A_JOB // 10) for m in range(3)]
    given = (1, "digest", "Translate. " * 40, "p", CallState.SETTLED, AT)
    store.record([Call(f"{ask}{member}", "first", ask, member, *given, ended=AT) for ask, member in asks])
    for _ in range(20):
        item = store.claim_next("zoe", SystemClock().now(), 900)
        assert item is not None
        made = Resolution(item.unit_id, Action.CHOSEN, "zoe", "Übersetzt.", AT, AT, "m0")
        with store.transaction() as tx:
            tx.resolve(item, made, Event(AT, "zoe", "resolve", item.id))


def _segment(n: int) -> Segment:
    return Segment(f"s{n}", n, SENTENCE.format(n, n % 7, n * 13 % 101), n * 120, n * 120 + 110)


def _record(segment: Segment) -> UnitRecord:
    answers = tuple(Candidate(segment.id, f"m{n}", f"f{n}", f"{segment.text} Übersetzt {n}.") for n in range(3))
    waits = segment.index % 100 < 6
    groups = [answers[:1], answers[1:2], answers[2:]] if waits else [answers]
    clusters = tuple(
        Cluster(tuple(a.member for a in g), tuple(a.family for a in g), g[0].member, g[0].value) for g in groups
    )
    agreement = Agreement(segment.id, clusters, ("f0", "f1", "f2"), 1 / len(groups), 0.5, "signature")
    outcome, rule = (Outcome.REVIEW, Rule.SPLIT) if waits else (Outcome.ACCEPTED, Rule.NEAR_IDENTITY)
    value = None if waits else answers[0].value
    verdict = Verdict(segment.id, outcome, rule, ("Told in one sentence.",), value, answers[0].value, "m0")
    return UnitRecord(segment, answers, agreement, (), verdict)


def _copy_jobs(connection: Connection, jobs: int) -> None:
    """Copy the rows of the first job; every copy is a job of its own, numbered on."""
    on_server = connection.dialect.name == "postgresql"
    if on_server:
        connection.exec_driver_sql("ALTER TABLE calls DISABLE TRIGGER USER")  # one row would be written for each
    job, own = "'job' || n", {"jobs": {"id": "'job' || n", "number": "n"}}
    own |= {name: {"job_id": job} for name in ("job_runs", "units", "unit_index")}
    own |= {"items": {"job_id": job, "id": "id || '-' || n", "place": f"place + (n - 1) * CAST({_PLACES} AS bigint)"}}
    own |= {name: {"job_id": job, "item_id": "item_id || '-' || n"} for name in ("resolutions", "decisions")}
    own |= {"calls": {"job_id": job, "id": "id || '-' || n"}}
    numbers = f"WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < {jobs})"
    for table, changed in own.items():
        kept = [column.name for column in metadata.tables[table].c if column.name != "number" or "number" in changed]
        values = ", ".join(changed.get(name, name) for name in kept)
        whose = f"{'id' if table == 'jobs' else 'job_id'} = 'first'"
        chosen = f"SELECT {values} FROM numbers, {table} WHERE {whose} ORDER BY n"
        connection.execute(text(f"INSERT INTO {table} ({', '.join(kept)}) {numbers} {chosen}"))
        if on_server:
            connection.exec_driver_sql(f"ANALYZE {table}")  # or each row's owner is sought by reading the whole table
    if on_server:
        connection.exec_driver_sql("ALTER TABLE calls ENABLE TRIGGER USER")
        connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('jobs', 'number'), {jobs})")


def reviewed(url: str, name: str, seconds: float, told: multiprocessing.Queue[tuple[str, float]]) -> None:
    """Decide one item after the other, and tell how long the reviewer waited for each next one."""
    store, until = SqlStore(url), time.monotonic() + seconds
    queue = Queue(store, SystemClock())
    view = queue.next(name)
    while view is not None and time.monotonic() < until:
        time.sleep(DWELL)
        started = time.perf_counter()
        try:
            queue.choose(view, "A")
        except VetoError as asked:
            queue.choose(view, "A", over=asked)
        view = queue.next(name)
        queue.counts()
        told.put(("next item", time.perf_counter() - started))
    store.close()


def looked(url: str, home: Path, seconds: float, told: multiprocessing.Queue[tuple[str, float]]) -> None:
    """Everything else that people look at, in turn; the first look at figures is told by itself."""
    service, until = bootstrap.build(Settings(home, url, hub_allowed=False)), time.monotonic() + seconds
    settings, pages, first = service.settings, service.pages, True
    sought: dict[str, UnitFilter] = {
        "search, a text in all": UnitFilter(text="strasse"),
        "search, a rare text": UnitFilter(text="pump 7 in hall 0"),
        "search, no such text": UnitFilter(text="zzz"),
        "search, verdict": UnitFilter(verdict=Outcome.REVIEW),
        "search, verification": UnitFilter(verification=Verification.HUMAN_ACCEPTED),
        "search, one job": UnitFilter(job_id="job2", text="valve"),
    }
    work: dict[str, Callable[[], object]] = {
        "status": lambda: bootstrap.job_list(settings, 20),
        "status --all": lambda: bootstrap.job_list(settings),
        "status of a job": lambda: service.jobs.status("job7"),
        **{name: lambda wanted=wanted: pages.library.units(wanted, 0) for name, wanted in sought.items()},
        "insights": lambda: (pages.insights.figures(), pages.promises.all("")),
        "certify status": service.guarantees.statuses,
    }
    while first or time.monotonic() < until:
        for name, look in work.items():
            started = time.perf_counter()
            look()
            shown = f"{name}, first look" if first and name == "insights" else name
            told.put((shown, time.perf_counter() - started))
        first = False
    service.close()


def measured(url: str, home: Path, seconds: float) -> dict[str, list[float]]:
    """Seconds of everything, by what it was."""
    context = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue[tuple[str, float]] = context.Queue()
    working = [context.Process(target=reviewed, args=(url, f"r{n}", seconds, told)) for n in range(REVIEWERS)]
    working.append(context.Process(target=looked, args=(url, home, seconds, told)))
    for process in working:
        process.start()
    found: dict[str, list[float]] = {}
    while any(process.is_alive() for process in working) or not told.empty():
        with contextlib.suppress(Exception):
            name, waited = told.get(timeout=0.5)
            found.setdefault(name, []).append(waited)
    if any(process.exitcode for process in working):
        raise SystemExit("a process failed")
    return found


def report(kind: str, found: dict[str, list[float]]) -> None:
    print(f"{kind:<24}{'n':>6}{'median':>9}{'95th':>9}  promised")
    for name, waits in found.items():
        ordered = sorted(waits)
        most = next((one for begin, one in PROMISED.items() if name.startswith(begin)), None)
        late = value_at(ordered, 0.95)
        words = "" if most is None else f"{most:.1f}  {'kept' if late <= most else 'MISSED'}"
        print(f"{name:<24}{len(waits):>6}{value_at(ordered, 0.5):>9.3f}{late:>9.3f}  {words}")


@contextlib.contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given
    else:
        with tempfile.TemporaryDirectory() as made:
            yield Path(made)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--postgresql", metavar="URL")
    parser.add_argument("--sqlite", type=Path, metavar="FOLDER", help="where its file is kept; default: nowhere")
    options = parser.parse_args()
    with _folder(options.sqlite) as folder:
        urls = {"SQLite": f"sqlite:///{folder / 'million.sqlite'}"}
        urls |= {"PostgreSQL": options.postgresql} if options.postgresql else {}
        for kind, url in urls.items():
            fill(url, options.units)
            report(kind, measured(url, folder, options.seconds))


if __name__ == "__main__":
    main()
