"""What a discussion leads to: who took part in it does not decide blindly afterwards."""

from __future__ import annotations

from dataclasses import replace

from consensus.domain import ItemKind, ReviewItem
from consensus.domain.job import DecisionEffect
from consensus.ports.storage import Store


def kept_apart(effect: DecisionEffect, item: ReviewItem, store: Store, reviewers: frozenset[str]) -> DecisionEffect:
    """Who read or wrote about an item is not its blind second reviewer, nor shown it as one with a known answer.

    reviewers: all, in lower case; none where it is not known who reviews. Where nobody else is left of them, only who
    decided is kept away, or the unit would wait for ever.
    """
    if item.kind is ItemKind.CHECK:  # nobody reads a comment of an audit
        return effect
    second = effect.settled is None and effect.next_round == 2
    if not (second or effect.gold is not None) or not store.comments(item.id):
        return effect
    seen = tuple(sorted({event.actor for event in store.events(item.id)} - {"system", item.owner}))
    if effect.gold is not None:
        known = replace(effect.gold, barred=tuple(dict.fromkeys((*effect.gold.barred, *seen))))
        effect = replace(effect, gold=known)
    left = reviewers - {one.strip().lower() for one in (*seen, *item.barred, item.owner)}
    return replace(effect, barred=seen) if second and (left or not reviewers) else effect
