"""The models that answered under configured names, in the database: whoever sees a change first writes it, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, func, select

from consensus.domain import Event, ServedSeries, Sighting, WebhookType, next_series
from consensus.storage.database import SqlBase, retried
from consensus.storage.dialect import insert, lock
from consensus.storage.journal import log_event
from consensus.storage.outbox import announce
from consensus.storage.served_tables import served_names, served_series


class SqlServed(SqlBase):
    """Implements the part of ``ports.Store`` about served models."""

    @retried
    def record_served(self, sightings: Sequence[Sighting], at: str) -> Sequence[ServedSeries]:
        by_model: defaultdict[str, list[Sighting]] = defaultdict(list)
        for one in sightings:
            by_model[one.model].append(one)
        changes: list[ServedSeries] = []
        with self._writing() as connection:
            for model in sorted(by_model):  # in one order, or two processes would wait for each other
                lock(connection, f"served {model}")
                changes += _record(connection, model, by_model[model], at)
        return changes

    def served_series(self) -> Sequence[ServedSeries]:
        chosen = select(served_series).order_by(served_series.c.model, served_series.c.number)
        with self._reading() as connection:
            return [ServedSeries(**row._mapping) for row in connection.execute(chosen)]

    def current_series(self) -> Sequence[ServedSeries]:
        last = select(served_series.c.model, func.max(served_series.c.number).label("last"))
        newest = last.group_by(served_series.c.model).subquery()
        joined = (served_series.c.model == newest.c.model) & (served_series.c.number == newest.c.last)
        with self._reading() as connection:
            rows = connection.execute(select(served_series).join(newest, joined).order_by(served_series.c.model))
            return [ServedSeries(**row._mapping) for row in rows]


def _record(connection: Connection, model: str, sightings: Sequence[Sighting], at: str) -> list[ServedSeries]:
    mine = select(served_series).where(served_series.c.model == model)
    row = connection.execute(mine.order_by(served_series.c.number.desc()).limit(1)).one_or_none()
    current = None if row is None else ServedSeries(**row._mapping)
    names = select(served_names.c.served, served_names.c.last_seen).where(served_names.c.model == model)
    seen = {row.served: row.last_seen for row in connection.execute(names)}
    found = next_series(current, seen, sightings)
    for one in found:
        values = asdict(one)
        keys = ("model", "number")
        changed = {name: value for name, value in values.items() if name not in keys}
        statement = insert(served_series).values(**values)
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))
    for name, last_seen in sorted((name, sighting.last) for sighting in sightings for name in sighting.names):
        last = seen[name] = max(seen.get(name, last_seen), last_seen, key=datetime.fromisoformat)
        row_of = insert(served_names).values(model=model, served=name, last_seen=last)
        connection.execute(row_of.on_conflict_do_update(index_elements=("model", "served"), set_={"last_seen": last}))
    begun = [one for one in found if one.changed_at and (current is None or one.series != current.series)]
    for one in begun:
        log_event(connection, Event(at, "system", "model.changed", model, one.words))
        told = {"model": model, "served": one.served, "before": one.before, "series": one.series}
        announce(connection, WebhookType.MODEL_CHANGED, f"model.changed {model} {one.series}", told)
    return begun
