"""What every way of deciding has in common: the view of an item, the decision on it, and who may make it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from consensus import check, export, review
from consensus.auth.roles import Role, Roles
from consensus.domain import (
    Action,
    Candidate,
    Draw,
    Event,
    Field,
    Finding,
    ItemKind,
    ItemState,
    MemoryMatch,
    Resolution,
    ReviewItem,
    Rule,
    Segment,
)
from consensus.domain.job import DecisionEffect, JobRecord, QueueFilter, UnitRecord
from consensus.errors import ConflictError, ForbiddenError, NotFoundError, UsageError
from consensus.normalize.digests import digest
from consensus.ports.guarantee import GuaranteeStore
from consensus.ports.runtime import Clock
from consensus.ports.storage import QueueStore
from consensus.review import Choice, DecisionContext, Earlier, ReviewView
from consensus.review.document import Alike
from consensus.service.draws import unkeyed_draw
from consensus.service.guarantee.audits import store_audit
from consensus.service.guarantee.basis import rules_of
from consensus.service.labels import made_label
from consensus.service.review import seeds
from consensus.service.review.decision_metrics import observed
from consensus.service.review.discussion_rounds import kept_apart
from consensus.service.review.page_pictures import PagePictures

STALE = "this item changed since it was shown: somebody else decided or holds it."
#: Jobs kept at hand: reading a policy with its reference tables takes longer than everything else between two keys.
_MOST_JOBS = 16
#: Repeated segments settled with one decision; the rest follow with the next.
_MOST_TWINS = 500


def everyone() -> Roles:
    """The roles of an installation without a file."""
    return Roles()


def nothing() -> None:
    """Where no guarantee is kept, nothing has to be tended."""


def no_batch(job_id: str) -> None:
    """Where no guarantee is kept, no batch has to be closed before accepted text is shown."""


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """What differs between installations. roles: read anew at each look. seed: of the blind letters.

    tend: sees to guarantees after a decision that they depend on. reveal: closes the batch of a job (its id) before its
    accepted text is shown. pages: shows where answers stand, None where the files that were handed in are not at hand.
    """

    roles: Callable[[], Roles] = everyone
    draw: Draw = unkeyed_draw
    seed: str = review.SEED
    tend: Callable[[], object] = nothing
    reveal: Callable[[str], object] = no_batch
    pages: PagePictures | None = None


@dataclass(frozen=True, slots=True)
class DecisionOutcome:
    """A decision that was stored, with what was hidden until now. members: (letter, who gave it) in display order.

    repeats: how many units it settled besides: the same text, or cells of the same row. reason: why the machine sent it
    here. waits: another person must look before it counts. memory: earlier verified translations of the same text that
    differ from what was decided; evidence to think again, shown only now because before it would lead. So is judged:
    what the policy's judge said of the answer that the machine would have delivered, one sentence a line. alike:
    earlier decisions on texts of the document that differ in numbers alone.
    """

    resolution: Resolution
    members: tuple[tuple[str, str], ...]
    repeats: int = 0
    reason: str = ""
    waits: bool = False
    memory: tuple[MemoryMatch, ...] = ()
    judged: tuple[str, ...] = ()
    alike: tuple[Alike, ...] = ()


class DecisionService:
    """Where one installation's reviewers sit."""

    def __init__(self, store: GuaranteeStore, clock: Clock, settings: ReviewSettings) -> None:
        self.store, self.clock, self.settings = store, clock, settings
        self._jobs: dict[str, JobRecord] = {}
        self._records: dict[str, tuple[float, list[UnitRecord]]] = {}

    def require(self, owner: str, role: Role) -> Roles:
        """The roles as they are now. Raises ForbiddenError for a person without this one."""
        roles = self.settings.roles()
        if role not in roles.of(owner):
            raise ForbiddenError(
                f"{owner} has no {role.value} role here.", do="Ask the admin, who gives it with: consensus roles set"
            )
        return roles

    def allowed(self, owner: str, wanted: QueueFilter | None) -> QueueFilter:
        """What a person wants, with what their roles let them see, and who else could make an audit."""
        roles, me = self.require(owner, Role.REVIEWER), owner.strip().lower()
        others = sorted(one for one, may in (roles.given or {}).items() if Role.REVIEWER in may and one != me)
        adjudicates = Role.ADJUDICATOR in roles.of(owner)
        return replace(wanted or QueueFilter(), adjudicates=adjudicates, others=tuple(others), person=owner)

    def job(self, job_id: str) -> JobRecord:
        """A job, kept at hand: what a reviewer needs of it never changes. Raises NotFoundError."""
        if job_id not in self._jobs:
            while len(self._jobs) >= _MOST_JOBS:
                del self._jobs[next(iter(self._jobs))]
            self._jobs[job_id] = self.store.job(job_id)
        return self._jobs[job_id]

    def view(self, item: ReviewItem) -> ReviewView:
        """What the screen shows of an item that was just claimed."""
        with self.store.snapshot():
            job, record = self.job(item.job_id), self.store.unit(item.job_id, item.unit_id)
            alone = seeds.answer_alone(item, record, job)
            order = alone or review.blind_order(record.choices, drawn_for(item.id, self.store), self.settings.seed)
            view = review.view_of(item, job, record, order, self.clock.now().isoformat())
            if self.settings.pages is not None:
                view = self.settings.pages.placed(view)
            more: dict[str, object] = {"drafts": self.store.drafts(item)}
            if alone:
                return replace(review.alone(view), **more)  # type: ignore[arg-type]
            if item.round > 2:
                more["earlier"] = self._earlier(item)
            if isinstance(record.unit, Field):
                more["sheet"] = review.sheet_of(self.records(item.job_id), item.unit_id, job.document.text)
            if item.facets.twin and item.round == 1:
                more["repeats"] = len(self._duplicates(item))
            return replace(view, **more)  # type: ignore[arg-type]

    def records(self, job_id: str) -> list[UnitRecord]:
        """All units of a document, at most some seconds old: they stand beside, nothing is decided on them.

        Nothing is told of the answer of a unit that was drawn and is not audited yet, or whoever reads it here would
        have seen it before the audit.
        """
        now = self.clock.monotonic()
        at, found = self._records.get(job_id, (float("-inf"), []))
        if now - at > 5.0:
            units = self.store.units(job_id)  # before the items: what is drawn in between had no value yet
            waiting = [item for item in self.store.items(job_id) if item.state is not ItemState.RESOLVED]
            drawn = {item.unit_id for item in waiting if item.kind in (ItemKind.CHECK, ItemKind.SPOT)}
            found = [review.withheld(one) if one.unit.id in drawn else one for one in units]
            self._records = {job_id: (now, found)}
        return found

    def forget(self, job_id: str) -> None:
        """Look at a document's units anew."""
        self._records.pop(job_id, None)

    @observed
    def decide(
        self,
        view: ReviewView,
        act: Callable[[DecisionContext, Choice], Resolution],
        choice: Choice,
        *,
        bulk: bool = False,
    ) -> DecisionOutcome:
        """Store a decision on the item that was seen. Raises ConflictError, TooSoonError, UsageError, VetoError."""
        item = view.item
        self.require(item.owner, Role.REVIEWER)
        try:
            job, record = self.job(item.job_id), self.store.unit(item.job_id, item.unit_id)
        except NotFoundError as gone:
            raise ConflictError("the job of this item was deleted.", do="Take the next one.") from gone
        alone = seeds.answer_alone(item, record, job)
        if bool(alone) is not (act is review.judged):
            raise UsageError("an audit is judged, and nothing else is.", do="Use the keys on the screen.")
        drawn = drawn_for(item.id, self.store)
        order = alone or review.blind_order(record.choices, drawn, self.settings.seed)
        shown_at, now = datetime.fromisoformat(view.shown_at), self.clock.now()
        context = DecisionContext(record.unit, order, item.owner, shown_at, now, record.choices)
        if not bulk:
            review.check_dwell(context)
        made = replace(act(context, choice), bulk=bulk)
        if not (seeds.is_seed(item) or (made.judgement and made.action is Action.CHOSEN)):
            # The question names what is wrong; who judges an answer alone has to find it.
            made = review.overruling(context, choice, made, findings_of(made, record, job))
        if seeds.is_seed(item):
            made = seeds.once_missed(made, self.store.decisions(item_id=item.id))
        effect = self._effect(item, made, record, job, choice.row)
        detail = f"{made.action.value} {choice.letter}".strip() + f"; order seed {self.settings.seed}"
        detail += f", draw {drawn.partition('#')[2]}" if "#" in drawn else ""
        detail += f"; over the veto of {', '.join(made.overruled)}" if made.overruled else ""
        detail += f"; judged {made.judgement}" if made.judgement else ""
        detail += "" if choice.row is None else "; the row is there" if choice.row else "; no such row"
        detail += "; known error shown" if seeds.is_seed(item) else ""
        event = self.event(view.item, "resolve-bulk" if bulk else "resolve", detail)
        with self.store.transaction() as tx:
            if not tx.resolve(item, made, event, effect):
                raise ConflictError(STALE, do="Take the next one.")
            if effect.audit_outcome is not None:
                store_audit(tx, item, effect.audit_outcome, made.decided_at, made.reviewer)
        self.forget(item.job_id)
        if effect.audit_outcome is not None or (record.verdict is not None and record.verdict.rule == Rule.ALARM):
            self.settings.tend()
        if alone:  # what could be told of a known error is not what could be told of an accepted answer
            return DecisionOutcome(made, ())
        reasons = record.verdict.reasons if record.verdict else ()
        members = tuple((blind.letter, ", ".join(blind.members)) for blind in order)
        first, waits = reasons[0] if reasons else "", effect.settled is None
        again, said = _otherwise(made, record, job), review.judge_sentences(record, order)
        return DecisionOutcome(made, members, len(effect.duplicates), first, waits, again, said)

    def gold_is_due(self, owner: str) -> bool:
        """By the policy of the last decision's job, at a place that only the installation's key foretells."""
        last = next(iter(self.store.decisions(owner, limit=1)), None)
        if last is None:
            return False
        job = self.job(last.job_id)
        share = max(job.policy.review.gold_share, seeds.SEED_SHARE if rules_of(job) is not None else 0.0)
        return share > 0 and self.settings.draw("gold", f"{owner} {last.number}") < share

    def event(self, item: ReviewItem, action: str, detail: str) -> Event:
        """A line of the audit about an item, by its holder."""
        return Event(self.clock.now().isoformat(), item.owner, action, item.id, detail)

    def _effect(
        self, item: ReviewItem, made: Resolution, record: UnitRecord, job: JobRecord, row: bool | None
    ) -> DecisionEffect:
        rules = job.policy.review
        earlier = self.store.decisions(item_id=item.id) if item.round > 1 else ()
        if item.kind is ItemKind.CHECK and self.settings.roles().given is not None:  # with one person nobody could
            rules = rules.model_copy(update={"second_share": max(rules.second_share, review.AUDITED_TWICE)})
        effect = review.effect_of(item, made, earlier, rules, self.settings.draw)
        settles = effect.settled is not None
        said = made_label(item, effect.settled or made, record, job, self.store, settles=settles)
        effect = replace(effect, edits=export.edit_distance(made, record.choices), label=said)
        if made.judgement:
            effect = replace(effect, audit_outcome=seeds.outcome_of(item, effect.settled, made, record, job))
        if effect.settled is None:
            return kept_apart(effect, item, self.store, self.settings.roles().having(Role.REVIEWER))
        if not made.judgement:
            effect = review.with_gold(effect, item, rules)
        if rules_of(job) is not None:
            seen_by = frozenset(event.actor for event in self.store.events(item.id)) - {"system"}
            effect = seeds.with_seed(effect, item, record, job, seen_by)
        if item.facets.twin and not made.bulk and not made.judgement:
            alike = _alike(effect.settled or made, record, self._duplicates(item), self.store, row)
            effect = review.repeated(effect, item, alike, made.decided_at)
        return kept_apart(effect, item, self.store, frozenset())

    def _duplicates(self, item: ReviewItem) -> list[ReviewItem]:
        wanted = QueueFilter(job_id=item.job_id)
        found = self.store.waiting(wanted, self.clock.now(), _MOST_TWINS, twin=item.facets.twin)
        return [twin for twin in found if twin.id != item.id]

    def _earlier(self, item: ReviewItem) -> tuple[Earlier, ...]:
        """What two reviewers decided, in no order that says who was first."""
        made = [one.resolution for one in review.in_force(self.store.decisions(item_id=item.id))]
        lines = [
            Earlier(review.shown(one.value), " · ".join(p for p in (one.action.value, one.reason, one.comment) if p))
            for one in made
        ]
        return tuple(sorted(lines, key=lambda line: digest(item.id, line.text, line.said)))


def drawn_for(item_id: str, store: QueueStore) -> str:
    """What the letters of an item are drawn for: they are drawn anew after every decision that was taken back.

    Who decided was told who stood behind which letter, and sees the item again.
    """
    undone = sum(made.undone for made in store.decisions(item_id=item_id))
    return f"{item_id}#{undone}" if undone else item_id


def _alike(
    settled: Resolution,
    record: UnitRecord,
    duplicates: Sequence[ReviewItem],
    store: GuaranteeStore,
    row: bool | None,
) -> list[tuple[ReviewItem, Resolution]]:
    """What a decision settles besides: the same text once more, or the other cells of a row in doubt."""
    alike = []
    for twin in duplicates:
        copy: Resolution | None = replace(settled, unit_id=twin.unit_id)
        if isinstance(record.unit, Field):
            copy = review.with_its_row(settled, record, store.unit(twin.job_id, twin.unit_id), row)
        if copy is not None:
            alike.append((twin, copy))
    return alike


def findings_of(made: Resolution, record: UnitRecord, job: JobRecord) -> tuple[Finding, ...]:
    """What the checks say of the value to be delivered; a text that a person wrote is checked anew."""
    if made.action is Action.CHOSEN:
        alike = next((members for members in made.order if made.chosen_member in members), ())
        told = [finding for finding in record.findings if finding.check != Rule.JUDGE]  # the judge speaks afterwards
        return tuple(finding for finding in told if finding.member in alike)
    if made.action is Action.REJECTED:
        return ()
    document, written = job.document, (Candidate(record.unit.id, "", "", made.value),)
    if isinstance(record.unit, Field):
        return check.check_field(record.unit, written, document.text, job.policy)
    return check.check_segment(record.unit, written, (document.source_lang, document.target_lang), job.policy)


def _otherwise(made: Resolution, record: UnitRecord, job: JobRecord) -> tuple[MemoryMatch, ...]:
    known = record.unit.memory if isinstance(record.unit, Segment) and job.policy.memory.reviewers else ()
    return () if any(one.target == made.value for one in known) else known
