"""The review queue in memory: behaves as the one in the database does, and the same tests hold for both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from consensus.domain import Again, Decision, Event, ItemKind, ItemState, Resolution, ReviewItem
from consensus.domain.job import DecisionEffect, QueueFilter
from consensus.errors import NotFoundError
from consensus.testing.memory_guarantees import MemoryGuarantees, mark_check, unmark_check
from consensus.testing.memory_tables import instant


class MemoryQueue(MemoryGuarantees):
    """Review items: claimed with a lease, released, resolved."""

    def claim_next(
        self,
        owner: str,
        now: datetime,
        lease_seconds: float,
        job_id: str | None = None,
        wanted: QueueFilter | None = None,
    ) -> ReviewItem | None:
        part = wanted or QueueFilter(job_id=job_id or "")
        with self._tables.lock:
            mine = [item for item in self._tables.items.values() if _fits(item, part)]
            own = [item for item in mine if item.owner == owner and _live(item, now) and not part.gold]
            free = [
                item for item in mine if (item.kind is ItemKind.GOLD) is part.gold and _free(item, part, owner, now)
            ]
            if not own and not free:
                return None
            return self._take(min(own or free, key=self._tables.place), owner, now, lease_seconds)

    def claim(
        self, item_id: str, wanted: QueueFilter, owner: str, now: datetime, lease_seconds: float
    ) -> ReviewItem | None:
        with self._tables.lock:
            item = self._tables.items.get(item_id)
            if item is None or not (_free(item, wanted, owner, now) or (item.owner == owner and _live(item, now))):
                return None
            return self._take(item, owner, now, lease_seconds)

    def _take(self, chosen: ReviewItem, owner: str, now: datetime, lease_seconds: float) -> ReviewItem:
        kept = chosen.owner == owner and _live(chosen, now)
        claimed = replace(
            chosen,
            state=ItemState.CLAIMED,
            owner=owner,
            version=chosen.version + 1,
            claimed_at=chosen.claimed_at if kept else instant(now),
            lease_until=instant(now + timedelta(seconds=lease_seconds)),
        )
        self._tables.items[claimed.id] = claimed
        return claimed

    def renew(self, item: ReviewItem, now: datetime, lease_seconds: float) -> bool:
        tables = self._tables
        with tables.lock:
            if not tables.held(item):
                return False
            until = instant(now + timedelta(seconds=lease_seconds))
            tables.items[item.id] = replace(tables.items[item.id], lease_until=until)
            return True

    def item(self, item_id: str) -> ReviewItem:
        if item_id not in self._tables.items:
            raise NotFoundError(f"there is no review item {item_id}", do="Take the next one: its job may be deleted.")
        return self._tables.items[item_id]

    def items(self, job_id: str | None = None) -> Sequence[ReviewItem]:
        with self._tables.lock:
            found = [item for item in self._tables.items.values() if job_id in (None, item.job_id)]
            return sorted(found, key=self._tables.place)

    def release(self, item: ReviewItem, event: Event, priority: float | None = None) -> bool:
        freed = replace(item, state=ItemState.OPEN, owner="", claimed_at=None, lease_until=None)
        if priority is not None:
            freed = replace(freed, priority=priority)
        return self._change(item, freed, event)

    def resolve(
        self, item: ReviewItem, resolution: Resolution, event: Event, effect: DecisionEffect | None = None
    ) -> bool:
        effect = effect or DecisionEffect(settled=resolution)
        after = replace(item, state=ItemState.RESOLVED, lease_until=None)
        if effect.settled is None:
            barred = (*item.barred, resolution.reviewer)
            after = replace(
                after, state=ItemState.OPEN, owner="", claimed_at=None, round=effect.next_round, barred=barred
            )
        tables = self._tables
        with tables.lock:
            if not self._change(item, after, event):
                return False
            number = self._keep(item, resolution, effect.edits)
            tables.drafts = {key: text for key, text in tables.drafts.items() if key[0] != item.id}
            if effect.settled is not None:
                self._settle(item, effect.settled)
            for twin, repeated, noted in effect.duplicates:
                if tables.items.get(twin.id) == twin:
                    done = replace(twin, state=ItemState.RESOLVED, owner=repeated.reviewer, version=twin.version + 1)
                    tables.items[twin.id] = done
                    tables.audit.append(noted)
                    self._keep(twin, repeated, None, number)
                    self._settle(twin, repeated)
            if effect.audit_outcome is not None:
                mark_check(tables, item, effect.audit_outcome, resolution.decided_at, resolution.reviewer)
            if effect.gold is not None:
                tables.items.setdefault(effect.gold.id, effect.gold)
            return True

    def queue_counts(self, job_id: str | None = None) -> Mapping[str, int]:
        states = Counter(item.state for item in self.items(job_id) if item.kind is not ItemKind.GOLD)
        return {state.value: states[state] for state in ItemState}

    def _keep(self, item: ReviewItem, made: Resolution, edits: int | None, source: int = 0) -> int:
        number = len(self._tables.decisions) + 1
        self._tables.decisions.append(
            Decision(
                item.id, item.job_id, item.unit_id, item.kind, item.round, made, edits, number, item.version + 1,
                source=source,
            )
        )  # fmt: skip
        return number

    def _settle(self, item: ReviewItem, resolution: Resolution) -> None:
        key = (item.job_id, item.unit_id)
        self._tables.units[key] = replace(self._tables.units[key], resolution=resolution)

    def _change(self, item: ReviewItem, changed: ReviewItem, event: Event) -> bool:
        with self._tables.lock:
            if not self._tables.held(item):
                return False
            self._tables.items[item.id] = replace(changed, version=item.version + 1)
            self._tables.audit.append(event)
            return True


class MemoryReview(MemoryGuarantees):
    """Decisions as they were made, undo, drafts and the values of the queue's filters."""

    def waiting(self, wanted: QueueFilter, now: datetime, limit: int, twin: str = "") -> Sequence[ReviewItem]:
        with self._tables.lock:
            found = [
                item
                for item in self._tables.items.values()
                if item.kind is not ItemKind.GOLD and _fits(item, wanted) and _free(item, wanted, "", now)
            ]
            if twin:
                found = [i for i in found if i.facets.twin == twin and i.state is ItemState.OPEN and i.round == 1]
            return sorted(found, key=self._tables.place)[:limit]

    def facet_values(self, facet: str) -> Sequence[str]:
        waiting = [i for i in self._tables.items.values() if i.state is not ItemState.RESOLVED]
        return sorted({getattr(item.facets, facet) for item in waiting} - {""})

    def decisions(
        self, reviewer: str | None = None, item_id: str | None = None, limit: int | None = None
    ) -> Sequence[Decision]:
        found = [
            made
            for made in reversed(self._tables.decisions)
            if reviewer in (None, made.resolution.reviewer) and item_id in (None, made.item_id)
        ]
        return found[:limit]

    def undo(
        self, decision: Decision, now: datetime, lease_seconds: float, event: Event, again: Again | None = None
    ) -> ReviewItem | None:
        tables = self._tables
        who = decision.resolution.reviewer
        with tables.lock:
            until = instant(now + timedelta(seconds=lease_seconds))
            opened = self._reopen(decision, ItemState.CLAIMED, who)
            if opened is None:
                return None
            tables.items[opened.id] = replace(opened, claimed_at=instant(now), lease_until=until)
            tables.audit.append(event)
            if again is not None:
                unmark_check(tables, decision.item_id, event, again)
            for twin in [made for made in tables.decisions if made.source == decision.number]:
                if self._reopen(twin, ItemState.OPEN, "") is not None:
                    tables.audit.append(replace(event, subject=twin.item_id))
            return tables.items[opened.id]

    def confirm(self, job_id: str, made: Sequence[tuple[Resolution, Event]]) -> int:
        tables, settled = self._tables, 0
        with tables.lock:
            queued = {item.unit_id for item in tables.items.values() if item.job_id == job_id}
            for resolution, event in made:
                key = (job_id, resolution.unit_id)
                if resolution.unit_id not in queued and tables.units[key].resolution is None:
                    tables.units[key] = replace(tables.units[key], resolution=resolution)
                    tables.audit.append(event)
                    settled += 1
        return settled

    def save_draft(self, item: ReviewItem, name: str, text: str) -> None:
        held = self._tables.items.get(item.id)
        self._tables.drafts.pop((item.id, item.owner, name), None)
        if text and held is not None and (held.state, held.owner) == (ItemState.CLAIMED, item.owner):
            self._tables.drafts[(item.id, item.owner, name)] = text

    def drafts(self, item: ReviewItem) -> Mapping[str, str]:
        mine = (item.id, item.owner)
        return {key[2]: text for key, text in self._tables.drafts.items() if key[:2] == mine}

    def _reopen(self, made: Decision, state: ItemState, owner: str) -> ReviewItem | None:
        tables = self._tables
        item = tables.items.get(made.item_id)
        if item is None or made.undone or item.version != made.after or item.state is ItemState.CLAIMED:
            return None
        who = made.resolution.reviewer
        barred = tuple(name for name in item.barred if name != who)
        opened = replace(item, state=state, owner=owner, round=made.round, barred=barred, version=item.version + 1)
        tables.items[item.id] = opened
        tables.decisions[made.number - 1] = replace(made, undone=True)
        key = (made.job_id, made.unit_id)
        if made.kind is not ItemKind.GOLD:
            tables.units[key] = replace(tables.units[key], resolution=None)
            gone = [i.id for i in tables.items.values() if (i.job_id, i.unit_id) == key and _unseen_gold(i)]
            for item_id in gone:
                del tables.items[item_id]
        return opened


def _unseen_gold(item: ReviewItem) -> bool:
    return item.kind is ItemKind.GOLD and item.state is ItemState.OPEN and item.version == 1


def _live(item: ReviewItem, now: datetime) -> bool:
    return item.state is ItemState.CLAIMED and (item.lease_until or "") > instant(now)


def _free(item: ReviewItem, wanted: QueueFilter, owner: str, now: datetime) -> bool:
    resolved = item.state is ItemState.RESOLVED
    allowed = item.round <= (3 if wanted.adjudicates else 2) and owner not in item.barred
    return not resolved and not _live(item, now) and allowed


def _fits(item: ReviewItem, wanted: QueueFilter) -> bool:
    facets = item.facets
    pairs = (
        (wanted.job_id, item.job_id),
        (wanted.languages, facets.languages),
        (wanted.field, facets.field),
        (wanted.reason, facets.reason),
        (wanted.risk, facets.risk),
    )
    young = bool(wanted.waiting_since) and facets.since > wanted.waiting_since
    return not young and all(asked in ("", given) for asked, given in pairs)
