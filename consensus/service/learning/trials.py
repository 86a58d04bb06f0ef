"""Facade for models on trial: start, stop, list, and what they show."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from consensus import route
from consensus.auth.roles import Role, Roles
from consensus.domain import Event, Label, ModelSpec, Money, Panel, Policy
from consensus.domain.trial import Pair, Trial, TrialJobState, TrialState
from consensus.errors import ConflictError, ConsensusError, ForbiddenError, NotFoundError, UsageError, shown_value
from consensus.ports.guarantee import LabelStore
from consensus.ports.trials import TrialStore
from consensus.service.dependencies import Dependencies
from consensus.service.learning.trial_report import TrialFacts, TrialReport, report_of

#: How far from 0.5 the mean score may lie for "equal".
MARGIN = 0.05
#: Documents whose labels are read for a report, the newest.
_MOST_JOBS = 2_000
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class TrialRequest:
    """What a person asks for. share: of units or documents, above 0 .. 1. budget: US dollars. name: "" for one that is
    made. margin: as in ``domain.Trial``."""

    candidate: str
    policy: str
    share: float
    budget: Money
    name: str = ""
    margin: float = MARGIN


@dataclass(frozen=True, slots=True)
class Labels:
    """What people said of answers. codes: what each member's answer is worth by a label, for ``independence``."""

    store: LabelStore
    codes: Callable[[Label], Mapping[str, int] | None]


class ModelTrials:
    """Trials of an installation. roles: read anew at each look. Starting and stopping is for whoever is at the machine
    itself, so nobody is asked for a role."""

    def __init__(self, outside: Dependencies, store: TrialStore, labels: Labels, roles: Callable[[], Roles]) -> None:
        self._outside, self._store, self._labels, self._roles = outside, store, labels, roles

    def start(self, request: TrialRequest, by: str) -> tuple[Trial, tuple[str, ...]]:
        """Begin a trial; also sentences on what it will not do. Asks nobody.

        Raises UsageError, PanelError for a model that cannot be asked or is in the panel, NotFoundError for a policy.
        """
        _checked(request)
        policy = self._outside.policies.load(request.policy)
        spec = self._outside.spec_for(request.candidate, policy)
        self._outside.refuse_unusable(Panel("given", (spec,), "on trial"))
        if spec.price_of(1, 1) is None:
            what = f"the price of {request.candidate} is not known, so no budget could be kept."
            raise UsageError(
                what, where="trial", do=f"State it under `members:` of policy {policy.name}: price_in, price_out."
            )
        if _is_member(spec, policy, self._outside):
            what = f"{request.candidate} is in the panel of policy {policy.name}."
            raise UsageError(what, where="trial", do="Name a model that is not asked already.")
        now = self._outside.clock.now().isoformat()
        trial = Trial(
            name=request.name or f"trial-{secrets.token_hex(3)}",
            policy=policy.name,
            candidate=request.candidate,
            family=spec.family,
            share=request.share,
            budget=request.budget,
            margin=request.margin,
            seed=secrets.token_hex(8),
            started_at=now,
            started_by=by,
        )
        detail = f"{trial.candidate} under {trial.policy}, {100 * trial.share:g}%, ${trial.budget}"
        self._store.create_trial(trial, Event(now, by, "trial.started", trial.name, detail))
        return trial, tuple(self._told(spec, policy))

    def stop(self, name: str, by: str) -> Trial:
        """End a trial that runs. Raises NotFoundError, ConflictError for one that has ended."""
        trial = self.one(name)
        event = Event(self._outside.clock.now().isoformat(), by, "trial.stopped", trial.name)
        if not self._store.end_trial(trial.name, TrialState.STOPPED, event):
            raise ConflictError(f"the trial {trial.name} has ended already.", do="See: consensus trial list")
        return self._store.trial(trial.name)

    def all(self) -> Sequence[Trial]:
        """Every trial, the oldest first."""
        return self._store.trials()

    def one(self, name: str = "") -> Trial:
        """A trial by its name; without one the newest. Raises NotFoundError."""
        if name:
            return self._store.trial(name)
        found = self._store.trials()
        if not found:
            raise NotFoundError("there is no trial.", do="Start one: consensus trial start --help")
        return found[-1]

    def report(self, name: str = "") -> TrialReport:
        """What a trial shows so far. Raises NotFoundError."""
        trial = self.one(name)
        pairs = self._store.pairs(trial.name)
        return report_of(
            TrialFacts(
                trial,
                pairs,
                self._store.trial_job_states(trial.name),
                self._store.trial_reasons(trial.name, TrialJobState.REFUSED),
                self._store.trial_reasons(trial.name, TrialJobState.ASKING),
                self._store.trial_calls(trial.name),
                self._coded(pairs),
            )
        )

    def may_see(self, person: str) -> bool:
        """Whether a person is shown figures of trials: who only compares is not, or they would know who leads."""
        return Role.ADMIN in self._roles().of(person)

    def report_for(self, person: str, name: str) -> TrialReport:
        """The same for the screens. Raises ForbiddenError for who is no admin."""
        if not self.may_see(person):
            do = "Ask the admin, who gives it with: consensus roles set"
            raise ForbiddenError(f"{person} has no {Role.ADMIN.value} role here.", do=do)
        return self.report(name)

    def _told(self, spec: ModelSpec, policy: Policy) -> list[str]:
        """Where documents will go, and which will not."""
        told = [f"Documents go to: {self._outside.place_of(spec)}."]
        for name in sorted(policy.data_classes):
            if why := route.refused(spec, policy, name):
                told.append(f"It is not asked about data of the class {shown_value(name)}: {why}")
        return told

    def _coded(self, pairs: Sequence[Pair]) -> Mapping[tuple[str, str], Mapping[str, int]]:
        """What each family's answer to a labelled unit is worth: that of its first member that is known."""
        job_ids = list(dict.fromkeys(pair.job_id for pair in pairs))[-_MOST_JOBS:]
        families: dict[str, Mapping[str, str]] = {}
        found: dict[tuple[str, str], dict[str, int]] = {}
        units = {(pair.job_id, pair.unit_id) for pair in pairs}
        for label in self._labels.store.labels(job_ids) if job_ids else ():
            if (label.job_id, label.unit_id) not in units or (coded := self._labels.codes(label)) is None:
                continue
            if label.job_id not in families:
                members = self._outside.store.job(label.job_id).panel.members
                families[label.job_id] = {spec.name: spec.family for spec in members}
            row: dict[str, int] = {}
            for member, code in coded.items():
                row.setdefault(families[label.job_id].get(member, member), code)
            found[label.job_id, label.unit_id] = row
        return found


def dollars(text: str) -> Money:
    """An amount in US dollars as a person writes it. Raises UsageError."""
    try:
        amount = Decimal(text.strip().removeprefix("$"))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise UsageError(f"{shown_value(text)} is no amount", where="--budget", do="Give US dollars, as in: --budget 5")
    return amount


def _checked(request: TrialRequest) -> None:
    wrong = ""
    if not 0 < request.share <= 1:
        wrong = "the share is above 0 and at most 1"
    elif request.budget <= 0:
        wrong = "the budget is above 0"
    elif not 0 < request.margin < 0.5:
        wrong = "the margin is above 0 and below 0.5"
    elif len(request.name) > _LONGEST_NAME or not request.name.isprintable():
        wrong = f"a name has at most {_LONGEST_NAME} characters that can be printed"
    if wrong:
        raise UsageError(f"{wrong}.", where="trial", do="See: consensus trial start --help")


def _is_member(spec: ModelSpec, policy: Policy, outside: Dependencies) -> bool:
    with suppress(ConsensusError):  # a panel that cannot be told holds nobody
        return spec.name in {one.name for one in outside.panel(None, policy).members}
    return False
