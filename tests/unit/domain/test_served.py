"""When another model answers under a name than before, and when that is no news."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from consensus.domain import ServedSeries, Sighting, next_series, series_names

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(hours: float) -> str:
    return (BEGIN + timedelta(hours=hours)).isoformat()


def seen(served: str, hours: float, calls: int = 1, fingerprint: str = "") -> Sighting:
    return Sighting("m", served, at(hours), at(hours), calls, fingerprint)


class Watched:
    """One configured name through some flushes."""

    def __init__(self) -> None:
        self.series: list[ServedSeries] = []
        self.names: dict[str, str] = {}

    def see(self, *sightings: Sighting) -> list[str]:
        """The served models of the series that begin with these sightings, the first one left out."""
        current = self.series[-1] if self.series else None
        found = next_series(current, self.names, sightings)
        self.series = [*self.series[:-1], *found]
        self.names |= {one.served: one.last for one in sightings}
        return [one.served for one in found if one.before and (current is None or one.number > current.number)]


def test_the_first_sight_is_no_change() -> None:
    watched = Watched()
    assert watched.see(seen("a", 0, 3)) == []
    assert watched.series == [ServedSeries("m", 1, "a", at(0), at(0), 3)]


def test_two_models_at_first_sight_are_no_change() -> None:
    assert Watched().see(seen("a", 0), seen("b", 0.1)) == []


def test_another_model_begins_a_series_at_its_first_reply() -> None:
    watched = Watched()
    watched.see(seen("a", 0))
    assert watched.see(seen("b", 1, 2)) == ["b"]
    assert watched.series[-1] == ServedSeries("m", 2, "b", at(1), at(1), 2, before="a")
    assert watched.series[-1].words == "model m answered as b since 2026-03-01T13:00, before as a"
    assert series_names(watched.series[-1:], ["m", "other"]) == ("m#2",)


def test_a_gateway_that_alternates_makes_one_change() -> None:
    watched = Watched()
    watched.see(seen("a", 0))
    begun = [one for hour in range(1, 200) for one in watched.see(seen("ab"[hour % 2], hour))]
    assert begun == ["b"]


def test_a_gateway_that_alternates_within_a_flush_makes_one_change() -> None:
    watched = Watched()
    watched.see(seen("a", 0))
    assert watched.see(seen("a", 1, 50), seen("b", 1, 50)) == ["b"]
    assert watched.see(seen("a", 2, 50), seen("b", 2, 50)) == []


def test_a_model_that_comes_back_is_a_change_once_the_other_was_silent_for_a_day() -> None:
    watched = Watched()
    watched.see(seen("a", 0))
    assert watched.see(seen("b", 1)) == ["b"]
    assert watched.see(seen("a", 2)) == []
    assert watched.see(seen("a", 25)) == [], "24 hours are not more than a day"
    assert watched.see(seen("a", 25.1)) == ["a"]


def test_a_model_that_comes_back_after_a_day_is_a_change_at_once() -> None:
    watched = Watched()
    watched.see(seen("a", 0))
    watched.see(seen("b", 30))
    assert watched.see(seen("b", 40), seen("a", 40)) == ["a"]


def test_calls_are_kept_and_another_fingerprint_is_a_set_up_of_its_own() -> None:
    watched = Watched()
    watched.see(seen("a", 0, 3, "fp1"))
    assert watched.see(seen("a", 1, 4, "fp2")) == []
    assert watched.see(seen("a", 2, 1)) == []
    assert watched.series == [ServedSeries("m", 1, "a", at(0), at(2), 8, "fp2", setup=2, setup_since=at(1))]


def test_a_change_that_is_stored_late_does_not_turn_time_back() -> None:
    watched = Watched()
    watched.see(seen("a", 5))
    watched.see(seen("a", 3))
    assert watched.series[-1].last_seen == at(5)
