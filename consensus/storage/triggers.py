"""What the database counts by itself, whichever version of the program writes: on SQLite and on PostgreSQL."""

from __future__ import annotations

from sqlalchemy import DDL, MetaData, event

_COUNT_IN = """INSERT INTO item_counts (job_id, state, n) VALUES (NEW.job_id, NEW.state, 1)
ON CONFLICT (job_id, state) DO UPDATE SET n = n + 1;"""
_COUNT_OUT = "UPDATE item_counts SET n = n - 1 WHERE job_id = OLD.job_id AND state = OLD.state;"
_SQLITE = (
    f"TRIGGER items_counted_in AFTER INSERT ON items WHEN NEW.kind <> 'gold' BEGIN\n{_COUNT_IN}\nEND",
    f"""TRIGGER items_counted_over AFTER UPDATE OF state ON items WHEN OLD.state <> NEW.state
AND NEW.kind <> 'gold' BEGIN\n{_COUNT_OUT}\n{_COUNT_IN}\nEND""",
    f"TRIGGER items_counted_out AFTER DELETE ON items WHEN OLD.kind <> 'gold' BEGIN\n{_COUNT_OUT}\nEND",
    """TRIGGER costs_of_deleted AFTER DELETE ON calls WHEN OLD.state <> 'withdrawn' BEGIN
INSERT INTO past_costs (day, member, calls, failed, settled, held, unpriced, reused)
VALUES (OLD.day, OLD.member, 1, OLD.state = 'failed', OLD.settled, OLD.held, OLD.unpriced, OLD.reused)
ON CONFLICT (day, member) DO UPDATE SET calls = calls + 1, failed = failed + excluded.failed,
settled = settled + excluded.settled, held = held + excluded.held, unpriced = unpriced + excluded.unpriced,
reused = reused + excluded.reused;
END""",
    """TRIGGER calls_counted AFTER INSERT ON calls BEGIN
INSERT INTO day_totals (day, counted) VALUES (NEW.day, NEW.settled + NEW.held)
ON CONFLICT (day) DO UPDATE SET counted = counted + excluded.counted;
END""",
    """TRIGGER calls_counted_anew AFTER UPDATE OF settled, held ON calls BEGIN
UPDATE day_totals SET counted = counted + (NEW.settled + NEW.held) - (OLD.settled + OLD.held) WHERE day = NEW.day;
END""",
)
_AMOUNTS = ("calls", "failed", "settled", "held", "unpriced", "reused")
# A job's calls go with one statement: added up row by row, each row of past_costs would be written once a call.
_POSTGRESQL = (
    f"""FUNCTION costs_of_deleted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO past_costs (day, member, {", ".join(_AMOUNTS)})
SELECT day, member, count(*), count(*) FILTER (WHERE state = 'failed'), sum(settled), sum(held), sum(unpriced),
sum(reused) FROM gone WHERE state <> 'withdrawn' GROUP BY day, member ORDER BY day, member
ON CONFLICT (day, member) DO UPDATE SET
{", ".join(f"{name} = past_costs.{name} + excluded.{name}" for name in _AMOUNTS)};
RETURN NULL; END $$""",
    """TRIGGER costs_of_deleted AFTER DELETE ON calls REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION costs_of_deleted()""",
    """FUNCTION calls_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO day_totals (day, counted) VALUES (NEW.day, NEW.settled + NEW.held)
ON CONFLICT (day) DO UPDATE SET counted = day_totals.counted + excluded.counted;
RETURN NULL; END $$""",
    "TRIGGER calls_counted AFTER INSERT ON calls FOR EACH ROW EXECUTE FUNCTION calls_counted()",
    """FUNCTION calls_counted_anew() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
UPDATE day_totals SET counted = counted + (NEW.settled + NEW.held) - (OLD.settled + OLD.held) WHERE day = NEW.day;
RETURN NULL; END $$""",
    """TRIGGER calls_counted_anew AFTER UPDATE OF settled, held ON calls
FOR EACH ROW EXECUTE FUNCTION calls_counted_anew()""",
    # Counted from an index when asked: a row that every claim changes would make reviewers wait for each other.
    """VIEW item_counts AS
SELECT job_id, state, count(*) AS n FROM items WHERE kind <> 'gold' GROUP BY job_id, state""",
)


def counted_by(metadata: MetaData) -> None:
    """Make them after the tables."""
    for name, made in (("sqlite", _SQLITE), ("postgresql", _POSTGRESQL)):
        for words in made:
            ddl = DDL("CREATE " + words.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(metadata, "after_create", ddl.execute_if(dialect=name))
