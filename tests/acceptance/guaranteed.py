"""An installation under a guarantee that is soon shown: pages, what three models say of them, and a reviewer.

The target is 20% and a batch holds at most 3 accepted units, so that 30 pages place the levels and 18 right ones
certify. Of a page's four sentences two are translated alike by all models, the third by two, the fourth by none: there
are two levels, of 50% and 75% of units.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from consensus.bootstrap import build
from consensus.certify import Standing
from consensus.domain import BatchEntry, GuaranteeSnapshot, ItemKind, ItemState, Outcome, ReviewItem
from consensus.domain.job import UnitRecord
from consensus.ports.guarantee import GuaranteeStore
from consensus.providers.clock import SystemClock
from consensus.service.guarantee.service import GuaranteeStatus
from consensus.service.jobs.report import JobReport
from consensus.service.jobs.service import Jobs, SubmitRequest
from consensus.service.review.queue import Queue, ReviewSettings
from consensus.settings import Settings

#: What a silently degraded model says: no number, unit or negation gives it away.
WRONG = "nach dem Ende der Arbeit"
KEY = ("promised", "en to de")
POLICY = """\
name: promised
version: 1
task: translate
semantic: off
panel: [{members}]
guarantee: {{alpha: 0.2, catch: 1, cap: 3}}
"""


class Patient(SystemClock):
    """A second passes whenever somebody looks at it, so that a reviewer takes their time; it can be moved on."""

    def __init__(self, later: timedelta = timedelta(0)) -> None:
        self.later = later

    def now(self) -> datetime:
        self.later += timedelta(seconds=1)
        return super().now() + self.later


def write_pages(folder: Path, home: Path, right: int, wrong: int = 0) -> list[Path]:
    """Write the policy, what the models say, and so many right pages, then so many wrong ones. Returns the pages."""
    lines, pages = [], []
    for number in range(right + wrong):
        sources = []
        when = "vor dem Beginn der Arbeit" if number < right else WRONG
        for place in range(4):
            unit = 10_000 + 10 * number + place  # texts of one length have one score
            sources.append(f"Check the valve of unit {unit} before you start work.")
            said = f"Prüfen Sie {when} das Ventil von Einheit {unit}."
            other = f"Kontrollieren: Ventil, Einheit {unit}, vorher." if place > 1 else said
            third = f"Bitte das Ventil {unit} der Einheit einmal anschauen, bevor es losgeht." if place > 2 else said
            outputs = {"one": said, "two": third, "three": other}
            lines.append({"id": str(unit), "source": sources[-1], "langs": ["en", "de"], "outputs": outputs})
        pages.append(folder / f"{'right' if number < right else 'wrong'}{number:03}.txt")
        pages[-1].write_text("\n\n".join(sources) + "\n", "utf-8")
    (folder / "answers.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    members = ", ".join(f'"recorded:{folder / "answers.jsonl"}#{name}"' for name in ("one", "two", "three"))
    (home / "policies").mkdir(parents=True, exist_ok=True)
    (home / "policies" / "promised.yaml").write_text(POLICY.format(members=members), "utf-8")
    return pages


class House:
    """One installation in this process, with a clock that can be moved, and Ana, who sees every error."""

    def __init__(self, home: Path, database_url: str = "", later: timedelta = timedelta(0)) -> None:
        """later: how far its clock is ahead."""
        url = database_url or f"sqlite:///{home / 'consensus.sqlite'}"
        self._built = build(Settings(home=home, database_url=url))
        self.clock = Patient(later)
        outside = replace(self._built.outside, clock=self.clock)
        self.store: GuaranteeStore = outside.store
        self.jobs = Jobs(outside)
        self.guarantees = self.jobs.guarantees
        self.library = self._built.pages.library
        self.queue = Queue(self.store, self.clock, ReviewSettings(draw=outside.draw, tend=self.guarantees.tend))

    def close(self) -> None:
        self._built.close()

    def submit(self, *pages: Path, batch: str | None = None) -> list[JobReport]:
        """Hand pages in with one call, and wait for their verdicts."""
        request = SubmitRequest(tuple(pages), "promised", "en", "de", batch=batch)
        return asyncio.run(self.jobs.submit(request))

    def submit_each(self, pages: Sequence[Path]) -> list[JobReport]:
        """Hand pages in one after the other: each is a batch of its own."""
        return [report for page in pages for report in self.submit(page)]

    # --- people

    def waiting(self, kind: ItemKind = ItemKind.CHECK) -> list[ReviewItem]:
        return [item for item in self.store.items() if item.kind is kind and item.state is not ItemState.RESOLVED]

    def held(self) -> list[ReviewItem]:
        """Units that an alarm took back."""
        return [item for item in self.waiting(ItemKind.REVIEW) if item.facets.reason == "alarm"]

    def audit(self, item: ReviewItem, judgement: str = "") -> None:
        """Judge an audit by its answer and source alone. judgement: "" for what Ana sees."""
        view = self.queue.open("ana", item.id)
        (letter,) = view.letters
        assert (view.notes, view.terms, letter.notes, letter.differs) == ((), (), (), ()), "an auditor is not led"
        self.queue.audits.judge(view, judgement or ("wrong" if WRONG in letter.text else "right"))

    def audit_all(self, judgement: str = "") -> int:
        """Judge every audit that waits."""
        waiting = self.waiting()
        for item in waiting:
            self.audit(item, judgement)
        return len(waiting)

    def learn(self, pages: Sequence[Path]) -> list[Path]:
        """Place levels, then earn the certificate with right pages. Returns the pages that are left."""
        self.submit(*pages[:30])
        rest = list(pages[30:])
        while self.standing().level is None:
            assert rest[0].name.startswith("right"), self.standing().words
            self.submit(rest.pop(0))
            self.audit_all()
        return rest

    def until_alarm(self, pages: Sequence[Path]) -> list[Path]:
        """Hand in wrong pages one by one, and audit what is drawn, until the alarm. Returns the pages that are left."""
        rest, attempt = list(pages), self.snapshot().record.attempt
        while self.snapshot().record.attempt == attempt:
            self.submit(rest.pop(0))
            self.audit_all()
        return rest

    # --- what stands

    def status(self) -> GuaranteeStatus:
        (found,) = self.guarantees.statuses()
        return found

    def standing(self) -> Standing:
        return self.status().standing

    def snapshot(self) -> GuaranteeSnapshot:
        (found,) = self.store.load_guarantees(self.clock.now().isoformat(), KEY)
        return found

    def log(self) -> Sequence[BatchEntry]:
        """Every closed batch of the present attempt."""
        return self.guarantees.draw_log(KEY)

    def accepted(self, job_id: str) -> list[UnitRecord]:
        """Units that are delivered without a person."""
        units = self.store.units(job_id)
        return [one for one in units if one.verdict is not None and one.verdict.outcome is Outcome.ACCEPTED]
