"""Levels learned from one's own answers: which jobs, by whom, and where the policy is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consensus.auth.roles import Role
from consensus.domain import Candidate, Policy, Task
from consensus.domain.job import UnitRecord
from consensus.errors import NotFoundError, UsageError
from consensus.service.levels import FEWEST, Fits, Learnable, levels_of
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

Decided = Callable[..., UnitRecord]


class Kept:
    """Policies in memory."""

    def __init__(self) -> None:
        self.kept: list[tuple[Any, ...]] = []

    def load(self, name: str) -> Policy:
        measures = {"measures": {"chrf": 1.0}, "accept_share": 0.5}
        return Policy.model_validate({"name": name, "version": 1, "semantic": "off", "translation": measures})

    def keep(self, policy: Policy, base: str, name: str, path: Path | None) -> tuple[Policy, str]:
        self.kept.append((base, name, path))
        return policy, "somewhere"


def _no_model(wanted: str) -> Any:
    raise AssertionError("nothing that is measured here needs a model")


def fits(store: SqlStore, policies: Any = None, role: Role = Role.ADMIN) -> Fits:
    return Fits(
        lambda: store,
        lambda: store,
        policies or Kept(),
        FixedClock(),
        _no_model,
        lambda name, policy: name,
        lambda person: frozenset({role}),
    )


def spoken(record: UnitRecord, number: int) -> UnitRecord:
    """Three members who say nearly the same."""
    words = ("Öffnen Sie das Ventil", "Ventil öffnen", "Machen Sie das Ventil auf")
    answers = tuple(Candidate(record.unit.id, f"m{n}", f"f{n}", f"{said} {number}.") for n, said in enumerate(words))
    return replace(record, answers=answers, unit=replace(record.unit, text=f"Open the valve {number}."))


def test_the_jobs_that_can_be_learned_from(store: SqlStore, keep: Any, decided: Decided) -> None:
    keep(store, "done1", [decided("a", 1.0)])
    keep(store, "french", [decided("a", 1.0)], to="fr")
    keep(store, "running", [decided("a", 1.0)], state="running")
    keep(store, "bill", [], task=Task.EXTRACT)
    keep(store, "nowhere", [decided("a", 1.0)], to="")
    found = fits(store).jobs()
    assert {pair: [line.id for line in lines] for pair, lines in found.items()} == {
        "en-de": ["done1"],
        "en-fr": ["french"],
    }


@pytest.mark.parametrize(
    ("job", "words"),
    [("running", "has not ended"), ("bill", "levels are of translations")],
)
def test_jobs_that_teach_nothing(store: SqlStore, keep: Any, decided: Decided, job: str, words: str) -> None:
    keep(store, "running", [decided("a", 1.0)], state="running")
    keep(store, "bill", [], task=Task.EXTRACT)
    with pytest.raises(UsageError, match=words):
        fits(store).fit("p", [job], "sue")
    with pytest.raises(NotFoundError) as unknown:
        fits(store).fit("p", ["nothing"], "sue")
    assert unknown.value.do.startswith("A file of recorded answers is named by its path.")


def test_levels_of_ones_own_answers(store: SqlStore, keep: Any, decided: Decided) -> None:
    units = [spoken(decided(f"u{at}", 1.0, index=at), at) for at in range(FEWEST)]
    keep(store, "job1", units)
    keep(store, "job2", units[:-1], to="fr")
    source = Kept()
    fit = fits(store, source).fit("p", ["job1", "job1"], "sue")
    (level,) = levels_of(fit.policy)
    assert (level.pair, level.units, level.on) == ("en-de", FEWEST, "2030-01-01")
    with pytest.raises(UsageError):
        fits(store).fit("p", ["job2"], "sue")
    assert levels_of(source.load("p")) == ()
    nothing = fit.policy.model_copy(
        update={"translation": fit.policy.translation.model_copy(update={"accept_share": None})}
    )
    assert levels_of(nothing) == (), "a policy that accepts no share by them"
    made = fits(store, source)
    made.keep(fit, "p", "sue", name="manuals-de")
    made.keep(fit, "p", "sue", path=Path("x.yaml"))
    assert source.kept == [("p", "manuals-de", None), ("p", "", Path("x.yaml"))]


def test_only_an_admin_learns_and_keeps(store: SqlStore) -> None:
    reviewer = fits(store, role=Role.REVIEWER)
    assert (reviewer.may("ana"), fits(store).may("sue")) == (False, True)
    with pytest.raises(UsageError, match="ana may not change policies"):
        reviewer.fit("p", [], "ana")


def test_a_pair_with_units_enough_and_no_level_can_be_learned(store: SqlStore, keep: Any, decided: Decided) -> None:
    units = [decided(f"u{at}", 1.0, index=at) for at in range(FEWEST // 2)]
    keep(store, "first", units)
    assert fits(store).learnable() == (), "too few"
    keep(store, "second", units)
    keep(store, "french", units, to="fr")
    assert fits(store).learnable() == (Learnable("en-de", store.job("first").policy.name, FEWEST),)


@pytest.mark.parametrize(
    ("change", "meaning"),
    [
        ({"guarantee": {"alpha": 0.1}}, "audits place the levels"),
        ({"task": "extract"}, "levels are of translations"),
        (
            {"translation": {"accept_share": 0.5, "reference": {"pairs": {"en-de": {"score": (0.0, 1.0)}}}}},
            "it has one",
        ),
        (None, "the policy is gone"),
    ],
)
def test_what_has_no_level_to_learn(
    store: SqlStore, keep: Any, decided: Decided, change: dict[str, Any] | None, meaning: str
) -> None:
    class Other(Kept):
        def load(self, name: str) -> Policy:
            if change is None:
                raise NotFoundError("gone")
            return Policy.model_validate({"name": name, "version": 1, **change})

    keep(store, "job", [decided(f"u{at}", 1.0, index=at) for at in range(FEWEST)])
    assert fits(store, Other()).learnable() == (), meaning
