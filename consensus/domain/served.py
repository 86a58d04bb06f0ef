"""Which model answers under a configured name: series of calls that one served model answered, and their changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

#: How long a served model that no longer answers still counts as one that does.
QUIET = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Sighting:
    """Replies under one configured name by one served model in one set-up. first, last: ISO 8601 with zone. calls: how
    many replies.

    fingerprint: what the provider said of its set-up, or "".
    """

    model: str
    served: str
    first: str
    last: str
    calls: int = 1
    fingerprint: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What is kept of when it was last seen: the served model, and the set-up of it."""
        return (self.served, f"{self.served} {self.fingerprint}") if self.fingerprint else (self.served,)


@dataclass(frozen=True, slots=True)
class ServedSeries:
    """Calls under one configured name while one served model answered. number: from 1, for each configured name.

    before: who answered in the series before, "" for the first. setup: from 1, counts the set-ups of this served model
    by their fingerprints; setup_since: when this one was first seen, "" for the first. Another set-up is watched by
    itself and asked recorded requests again, and voids no guarantee: providers change it between their own machines.
    """

    model: str
    number: int
    served: str
    first_seen: str
    last_seen: str
    calls: int = 0
    fingerprint: str = ""
    before: str = ""
    setup: int = 1
    setup_since: str = ""

    @property
    def series(self) -> str:
        """What its calls are watched as: ``2``, or ``2.3`` in its third set-up."""
        return f"{self.number}.{self.setup}" if self.setup > 1 else str(self.number)

    @property
    def changed_at(self) -> str:
        """ISO 8601, when the last change began; "" where there was none."""
        return self.setup_since or (self.first_seen if self.before else "")

    @property
    def words(self) -> str:
        """A change in one sentence without its stop."""
        if self.setup_since:
            return f"model {self.model} answers from another set-up ({self.fingerprint}) since {self.setup_since[:16]}"
        return f"model {self.model} answered as {self.served} since {self.first_seen[:16]}, before as {self.before}"


def next_series(
    current: ServedSeries | None, seen: Mapping[str, str], sightings: Sequence[Sighting]
) -> list[ServedSeries]:
    """The current series of one configured name after these sightings, and those that they began, by number.

    seen: when each served model was last seen, ISO 8601 with zone. The first model ever seen begins the first series,
    which is no change. Another one begins the next series when it was not seen within the last 24 hours, or when the
    current one was not. So a gateway that alternates between models makes one change for each new model, not one for
    each reply; a model that comes back after a short trial of another is a change once the other has been silent for a
    day; and a name that is used once a week is judged by its last reply.
    """
    known, found = dict(seen), [] if current is None else [current]
    for one in sorted(sightings, key=lambda one: (current is None or one.served != current.served, one.first)):
        now = found[-1] if found else None
        if now is None:
            found.append(ServedSeries(one.model, 1, one.served, one.first, one.last, one.calls, one.fingerprint))
        elif now.served == one.served:
            last = max(now.last_seen, one.last, key=datetime.fromisoformat)
            found[-1] = replace(_in_setup(now, one, known), last_seen=last, calls=now.calls + one.calls)
        elif current is not None and (
            _is_quiet(known.get(one.served, ""), one.first) or _is_quiet(known.get(now.served, ""), one.first)
        ):
            more = (one.first, one.last, one.calls, one.fingerprint, now.served)
            found.append(ServedSeries(one.model, now.number + 1, one.served, *more))
        for name in one.names:
            known[name] = max(known.get(name, one.last), one.last, key=datetime.fromisoformat)
    return found


def _in_setup(now: ServedSeries, one: Sighting, known: Mapping[str, str]) -> ServedSeries:
    if not one.fingerprint or one.fingerprint == now.fingerprint:
        return now
    if not now.fingerprint:
        return replace(now, fingerprint=one.fingerprint)
    if not _is_quiet(known.get(one.names[-1], ""), one.first):
        return now  # it alternates with others
    return replace(now, fingerprint=one.fingerprint, setup=now.setup + 1, setup_since=one.first)


def series_names(current: Iterable[ServedSeries], models: Iterable[str]) -> tuple[str, ...]:
    """Of these configured names, those that another model answers under than at first, each with its series' number."""
    numbers = {one.model: one.number for one in current}
    return tuple(sorted(f"{model}#{numbers[model]}" for model in set(models) if numbers.get(model, 1) > 1))


def _is_quiet(last: str, now: str) -> bool:
    return not last or datetime.fromisoformat(now) - datetime.fromisoformat(last) > QUIET
