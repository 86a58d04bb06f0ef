"""Where what people said of answers is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from consensus.domain import Decision, HumanLabel


class HumanLabelStore(Protocol):
    """Labels are written with their decision, taken back with it, and go with their job."""

    def human_labels(self, job_ids: Sequence[str] | None = None) -> Sequence[HumanLabel]:
        """Every label, or those of these jobs, in the order of the decisions, with their chances as of now."""

    def unlabelled(self, after: int, limit: int) -> Sequence[Decision]:
        """Decisions in force without a label, by number, those after a number; no repeats of another decision."""

    def keep_labels(self, job_id: str, found: Sequence[HumanLabel]) -> int:
        """Write labels of a job's earlier decisions, unless they are there or the decision was taken back; how many."""

    def repliers(self, call_ids: Sequence[str]) -> Mapping[str, str]:
        """By the id of a call, the model that answered it, by its provider's word; not those that nobody answered."""
