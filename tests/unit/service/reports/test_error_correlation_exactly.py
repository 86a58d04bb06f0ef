"""Mistakes at the numbers that decide, from votes and labels that are given as they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import Action, JobVersion, JobVotes, Label, UnitVote
from consensus.service.reports import error_correlation
from consensus.service.reports.error_correlation import ModelMistakes

ABC = ("a", "b", "c")


class Read:
    """What is stored: jobs in the order they were handed in. asked: ids of the jobs whose votes were read."""

    def __init__(self) -> None:
        self.marks: list[JobVersion] = []
        self.kept: dict[str, dict[str, UnitVote]] = {}
        self.found: dict[str, list[Label]] = {}
        self.asked: list[list[str]] = []

    def add(
        self,
        votes: Sequence[tuple[str, str]],
        *,
        said: Sequence[dict[str, str]] = (),
        members: tuple[str, ...] = ABC,
        judged: str = "",
        **label: Any,
    ) -> JobVersion:
        """votes: (who answered, who leads) of each unit. said: of the first units, what each member answered; "r" is
        right."""
        number = len(self.marks) + 1
        name, at = f"job{number}", f"2026-03-{number:02}T10:00:00+00:00"
        mark = JobVersion(name, "translate en-de", members, at, "done", len(votes), len(said))
        self.marks.append(mark)
        self.kept[name] = {f"u{n}": UnitVote(tuple(all_), frozenset(led)) for n, (all_, led) in enumerate(votes)}
        made = Label(name, "", True, Action.CHOSEN, judged, "r", "a", {}, ())
        self.found[name] = [replace(made, unit_id=f"u{n}", answers=one, **label) for n, one in enumerate(said)]
        return mark

    def job_versions(self, limit: int, job_id: str = "") -> Sequence[JobVersion]:
        return self.marks[::-1][:limit]

    def votes(self, job_ids: Sequence[str]) -> Sequence[JobVotes]:
        self.asked.append(sorted(job_ids))
        return [JobVotes(name, self.kept[name]) for name in job_ids]

    def labels(self, job_ids: Sequence[str]) -> Sequence[Label]:
        return [label for name in job_ids for label in self.found[name]]


@pytest.fixture
def read() -> Read:
    return Read()


def figures(read: Read) -> Any:
    return ModelMistakes(read).figures()  # type: ignore[arg-type]


MIXED = [{"a": "r", "b": "r", "c": "x"}, {"a": "x", "b": "x", "c": "r"}, {"a": "x", "b": "r", "c": "x"}]


@pytest.mark.parametrize(
    ("labels", "missing"),
    [(29, "29 labelled units; 1 more are needed before anything is said."), (30, ""), (31, "")],
)
def test_thirty_labels_are_enough(read: Read, labels: int, missing: str) -> None:
    read.add([("abc", "ab")] * labels, said=(MIXED * 11)[:labels])
    (panel,) = figures(read).panels
    assert (panel.missing, len(panel.pairs)) == (missing, 0 if missing else 3)
    assert (panel.effective is None) is bool(missing)


def test_a_pair_needs_thirty_that_both_answered(read: Read) -> None:
    read.add([("abc", "ab")] * 30, said=[*MIXED * 9, *[{"a": "r", "b": "x"}] * 3])
    (panel,) = figures(read).panels
    assert [(pair.first, pair.second) for pair in panel.pairs] == [("a", "b")]
    assert panel.missing == "Some pairs have fewer than 30 labelled units that both answered."
    assert panel.effective is None


def test_who_is_never_wrong_cannot_be_compared(read: Read) -> None:
    read.add([("abc", "abc")] * 30, said=[{"a": "r", "b": "r", "c": "r"}] * 30)
    (panel,) = figures(read).panels
    assert panel.missing == "No two models were both wrong and right often enough to compare their mistakes."
    assert (panel.effective, len(panel.pairs)) == (None, 3)


@pytest.mark.parametrize(("members", "panels"), [(("a",), 0), (("a", "b"), 1)])
def test_one_model_shares_no_mistakes(read: Read, members: tuple[str, ...], panels: int) -> None:
    read.add([("ab", "a")], members=members)
    assert len(figures(read).panels) == panels


def test_blind_checks_and_decisions_of_the_queue_are_told_apart(read: Read) -> None:
    read.add([("abc", "ab")] * 3, said=MIXED, judged="right", segment=False)
    read.add([("abc", "ab")] * 2, said=MIXED[:2], segment=False)
    (panel,) = figures(read).panels
    assert (panel.checked, panel.reviewed, panel.labels, panel.wordings) == (3, 2, 5, False)


# --- what is read ----------------------------------------------------------------------------------------------------


def test_only_what_has_changed_is_read_again(read: Read) -> None:
    read.add([("ab", "ab")])
    read.add([("ab", "ab")])
    mistakes = ModelMistakes(read)  # type: ignore[arg-type]
    assert (mistakes.figures().units, mistakes.figures().units) == (2, 2)
    assert read.asked == [["job1", "job2"]]
    read.marks[1] = replace(read.marks[1], last="2026-04-01")
    read.add([("ab", "ab")])
    assert mistakes.figures().units == 3
    assert read.asked[1:] == [["job2", "job3"]]


@pytest.mark.parametrize(("most", "again"), [(3, [["job3"]]), (2, [["job1", "job2", "job3"]])])
def test_what_is_remembered_does_not_grow_for_ever(
    read: Read, monkeypatch: pytest.MonkeyPatch, most: int, again: list[list[str]]
) -> None:
    monkeypatch.setattr(error_correlation, "_MOST_REMEMBERED", most)
    mistakes = ModelMistakes(read)  # type: ignore[arg-type]
    read.add([("ab", "ab")])
    read.add([("ab", "ab")])
    mistakes.figures()
    read.add([("ab", "ab")])
    assert mistakes.figures().units == 3
    assert read.asked[1:] == again


def test_labels_are_read_where_something_was_settled(read: Read) -> None:
    read.add([("abc", "ab")] * 3, said=MIXED)
    assert figures(read).labels == 3
    read.marks[0] = replace(read.marks[0], settled=0)
    assert figures(read).labels == 0
