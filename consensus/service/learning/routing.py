"""Facade for whoever would send work elsewhere: what recorded answers with labels say of the policy's routing.

Asks nobody, stores nothing, and changes no policy: what it proposes is a text to adopt.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from consensus.domain import Draw, Policy, Sends, Task
from consensus.errors import ConsensusError, UsageError
from consensus.evaluate import Changed, changes_between
from consensus.formats import RecordedFile, RecordedRecord
from consensus.learn.halves import Half, half_of
from consensus.learn.routing import Choice, Limits, Slice, choices
from consensus.learn.ways import Menu, present_way
from consensus.normalize.digests import digest
from consensus.normalize.language_tags import pair_name
from consensus.normalize.token_counts import estimated_tokens
from consensus.reference import pair_key
from consensus.route import document_type
from consensus.service.learning.measured import Setting, decided, document_of, measured

#: Values that are shown of what a proposal would have changed; all are counted.
MOST_SHOWN = 20
TYPE, LENGTH = "type", "length"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be looked at. panel: asked at present, names in the recorded answers. by: slices further divided, by
    "type" or "length". limits: as in ``Limits``."""

    panel: tuple[str, ...]
    by: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Effects:
    """What a proposal would have changed on the judging half. counts: (before, after) verdicts -> units."""

    counts: Mapping[tuple[str, str], int]
    shown: tuple[Changed, ...]

    def as_dict(self) -> dict[str, Any]:
        pairs = [{"before": a, "after": b, "units": count} for (a, b), count in self.counts.items()]
        names = ("record", "path", "before", "after", "value_before", "value_after")
        shown = [{name: getattr(one, name) for name in names} for one in self.shown]
        return {"verdicts": pairs, "examples": shown}


@dataclass(frozen=True, slots=True)
class RoutingReport:
    """What was found. diff: of the policy's text, "" where nothing is proposed. text: the policy with the proposals."""

    policy: str
    digest: str
    choices: tuple[Choice, ...]
    effects: Mapping[str, Effects]
    diff: str
    text: str
    notices: tuple[str, ...]
    limits: Limits

    @property
    def proposed(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.proposed)

    def as_dict(self) -> dict[str, Any]:
        slices = [
            {
                **choice.as_dict(),
                "effects": self.effects[choice.name].as_dict() if choice.name in self.effects else None,
            }
            for choice in self.choices
        ]
        return {
            "policy": self.policy,
            "digest": self.digest,
            "margin": self.limits.margin,
            "slices": slices,
            "diff": self.diff,
            "notices": list(self.notices),
        }


@dataclass(frozen=True, slots=True)
class PolicyText:
    """The policy as it stands in its file. edit: as in ``ports.PolicySource``. parse: raises what is wrong with it."""

    name: str
    text: str
    edit: Callable[[str, Mapping[tuple[str, ...], Any]], tuple[str, bool]]
    parse: Callable[[str, str], Policy]


def propose(recorded: RecordedFile, setting: Setting, order: Order, draw: Draw, written: PolicyText) -> RoutingReport:
    """Choose on the learning half of the documents, test on the judging half. Raises UsageError without prices."""
    _refuse_unpriced(recorded, setting, order.panel)
    left = [name for name in setting.names if not _priced(setting, name, recorded.records)]
    setting = replace(setting, names=tuple(name for name in setting.names if name not in left))
    groups = _groups(recorded.records, order.by)
    slices = [_slice(key, records, setting, order, draw) for key, records in sorted(groups.items())]
    found = choices(slices, order.limits)
    effects = {
        choice.name: _effects(setting, choice, [one for one in groups[key] if not is_learning(one, draw)])
        for choice, key in zip(found, sorted(groups), strict=True)
        if choice.proposed
    }
    text, notices = _text(found, setting.policy, written)
    notices += _about_labels(recorded.records)
    if left:
        notices.append(f"No price is known for {', '.join(left)}: no panel with them was tried.")
    if setting.policy.judge or setting.policy.asked_critic or setting.policy.second_opinion != "off":
        notices.append("Calls of the judge, the critic and the second opinion are in no cost here.")
    diff = "\n".join(_diff(written, text)) if text != written.text else ""
    policy = setting.policy
    return RoutingReport(policy.name, policy.digest, tuple(found), effects, diff, text, tuple(notices), order.limits)


_Key = tuple[str, str, str, str]


def _groups(records: Sequence[RecordedRecord], by: Sequence[str]) -> dict[_Key, list[RecordedRecord]]:
    """Records by (task, language pair, type, length class); "" where nothing is divided by."""
    tokens: Counter[str] = Counter()
    for one in records:
        tokens[document_of(one)] += estimated_tokens(one.text or "")
    middle = int(median(tokens.values())) if tokens else 0
    groups: dict[_Key, list[RecordedRecord]] = defaultdict(list)
    for one in records:
        length = ("over" if tokens[document_of(one)] > middle else "up_to") + f" {middle}" if LENGTH in by else ""
        langs = pair_name(*one.langs) if one.langs else ""
        groups[one.task.value, langs, type_of(one) if TYPE in by else "", length].append(one)
    return groups


def type_of(record: RecordedRecord) -> str:
    """The type of a document: its domain, or what its schema calls or says of itself; "" where nothing tells."""
    return document_type(record.schema) or record.domain or ""


def _slice(key: _Key, records: Sequence[RecordedRecord], setting: Setting, order: Order, draw: Draw) -> Slice:
    task = Task(key[0])
    learning = [one for one in records if is_learning(one, draw)]
    judging = [one for one in records if not is_learning(one, draw)]
    prices = {name: _mean_price(setting, name, records) for name in setting.names}
    policy = setting.policy
    reference = policy.translation.reference
    pairs = reference.pairs if reference is not None else {}
    levels = any(one.langs and pair_key(one.langs) in pairs for one in records[:1])
    menu = Menu(prices, {n: setting.families(n) for n in setting.names}, policy.fewest_families, task, levels)
    name = ", ".join(word.replace("up_to", "up to") + " tokens" * (at == 3) for at, word in enumerate(key) if word)
    present = present_way(policy, order.panel)
    halves = measured(setting, learning), measured(setting, judging)
    return Slice(name, present, menu, *halves, _condition(key, records), judged=policy.judge is not None)


def _condition(key: _Key, records: Sequence[RecordedRecord]) -> Mapping[str, Any] | None:
    """The keys of a line of the routing table that fits these documents and no others; None where no line can."""
    task, langs, kind, length = key
    translation = task == Task.TRANSLATE.value
    if translation and (kind or length or not langs):
        return None  # nothing tells a document's domain, and its requests are shorter than it is
    found: dict[str, Any] = {"task": task}
    if langs:
        found["langs"] = pair_key(records[0].langs or (None, None))
    if kind:
        found["document_type"] = kind
    if length:
        word, tokens = length.split(" ")
        found[f"tokens_{word}"] = int(tokens)
    return found


def is_learning(record: RecordedRecord, draw: Draw) -> bool:
    """A record that says its half is in it for good; another one is drawn by the key, with its whole document."""
    if record.half is not None:
        return record.half == Half.LEARNING
    return half_of(digest(document_of(record)), draw) is Half.LEARNING


def _priced(setting: Setting, name: str, records: Sequence[RecordedRecord]) -> bool:
    return setting.prices.of(name, records[0]) is not None


def _mean_price(setting: Setting, name: str, records: Sequence[RecordedRecord]) -> float:
    return sum(setting.prices.of(name, one) or 0.0 for one in records) / len(records)


def _refuse_unpriced(recorded: RecordedFile, setting: Setting, panel: Sequence[str]) -> None:
    unknown = [name for name in panel if not _priced(setting, name, recorded.records)]
    if unknown:
        raise UsageError(
            f"no price is known for {', '.join(unknown)}, so nothing can be said to be cheaper.",
            where="route propose",
            do=f"Say what one request costs, in US dollars: --price {unknown[0]}=0.004, or --price 0.004 for all.",
        )


def _about_labels(records: Sequence[RecordedRecord]) -> list[str]:
    """What labels of an installation may be counted for."""
    labels = [label for one in records for label in one.labels.values()]
    chances = {label.chance for label in labels if label.chance is not None}
    unknown = sum(label.chance is None for label in labels)
    said = [f"{unknown} labels have no known chance and are left out: the queue shows disputes first."] * bool(unknown)
    return said + ["Labels were drawn with different chances; each counts for one over its chance."] * (
        len(chances) > 1
    )


def _effects(setting: Setting, choice: Choice, records: Sequence[RecordedRecord]) -> Effects:
    assert choice.chosen is not None
    old, new = (decided(setting, records, way) for way in (choice.present, choice.chosen))
    changed = [
        each for before, after in zip(old, new, strict=True) for each in changes_between(before.line, after.line)
    ]
    counts = Counter((one.before, one.after) for one in changed)
    return Effects(dict(sorted(counts.items())), tuple(changed[:MOST_SHOWN]))


def _text(found: Sequence[Choice], policy: Policy, written: PolicyText) -> tuple[str, list[str]]:
    """The policy's text with a line for every proposal, and what could not be written."""
    lines, notices = [], []
    for choice in found:
        if not choice.proposed or choice.chosen is None:
            continue
        if choice.condition is None:
            notices.append(f"{choice.name}: no line of the routing table can tell this slice; hand it in by a policy.")
            continue
        lines.append(line_of(choice))
    if not lines:
        return written.text, notices
    text, _ = written.edit(written.text, {("routing",): routing_with(policy, lines)})
    try:
        written.parse(text, written.name)
    except ConsensusError as error:
        notices.append(f"The policy cannot take the proposals as they are: {error}")
    return text, notices


def line_of(choice: Choice) -> dict[str, Any]:
    """The line of the routing table that a proposal is; {} where no line can tell its slice."""
    if choice.condition is None or choice.chosen is None:
        return {}
    return {**choice.condition, **choice.chosen.changes(choice.present)}


def routing_with(policy: Policy, lines: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The policy's table with further lines: its own go first, but one that fits everything stays the last."""
    kept = [rule.model_dump(mode="json", exclude_defaults=True) for rule in policy.routing]
    at = len(kept) - (bool(kept) and set(kept[-1]) <= set(Sends.model_fields))
    return [*kept[:at], *lines, *kept[at:]]


def _diff(written: PolicyText, text: str) -> list[str]:
    lines = written.text.splitlines(), text.splitlines()
    return list(difflib.unified_diff(*lines, written.name, f"{written.name}, proposed", lineterm="", n=1))
