"""Who may see a document at all: what its data class demands, against what each host is known to promise. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from consensus.domain import DataClass, DataTerms, MemberRule, ModelSpec, Panel, Policy, Refusal
from consensus.errors import PanelError, UsageError

#: Members whose text never leaves this machine.
_HERE = frozenset({"embedded", "recorded"})


def lacking(terms: DataTerms, demand: DataClass) -> tuple[str, ...]:
    """What the terms lack of the demand, in words; () when all of it is met. What is unknown is lacking."""
    lacks = []
    if demand.regions and terms.region not in demand.regions:
        lacks.append(f"it is processed in {' or '.join(demand.regions)} ({_known(terms.region)})")
    if demand.retention_days is not None and (
        terms.retention_days is None or terms.retention_days > demand.retention_days
    ):
        lacks.append(f"it is kept for {demand.retention_days} days at most ({_known(terms.retention_days)})")
    if demand.no_training and terms.trains is not False:
        lacks.append("nothing is trained on it")
    if demand.baa and terms.baa is not True:
        lacks.append("a business associate agreement is signed")
    return tuple(lacks)


def admitted(panel: Panel, policy: Policy, data_class: str | None) -> tuple[Panel, tuple[Refusal, ...]]:
    """The panel without the members and fallbacks that lack what the data class demands; and who was refused, and why.

    Fallbacks are put in order: the same model elsewhere, then other families, then the rest. The panel's warnings say
    who was refused. Raises UsageError for a class that the policy does not know, PanelError when too few families are
    left.
    """
    demand = _demand(policy, data_class)
    members: list[ModelSpec] = []
    refusals: list[Refusal] = []
    for spec in panel.members:
        why = "" if spec.source in _HERE else _why(spec.name, policy, demand, data_class)
        if why:
            refusals.append(Refusal(spec.name, why))
            continue
        refused = {name: _why(name, policy, demand, data_class) for name in spec.fallbacks}
        refusals += [Refusal(name, found, spec.name) for name, found in refused.items() if found]
        kept = [name for name in spec.fallbacks if not refused[name]]
        members.append(replace(spec, fallbacks=in_order(spec, kept, policy)))
    left = {spec.family for spec in members}
    if refusals and len(left) < policy.quorum:
        raise PanelError(
            f"{len(left)} {'family' if len(left) == 1 else 'families'} may be asked about data of the class "
            f'"{data_class}", and policy "{policy.name}" needs {policy.quorum}.',
            where=f"panel {panel.name}",
            do=" ".join(map(str, refusals)) + " Name other models, or state their `data_terms:` in the policy.",
        )
    warned = (*panel.warnings, *(str(refusal) for refusal in refusals))
    return replace(panel, members=tuple(members), warnings=warned), tuple(refusals)


def refusal(name: str, policy: Policy, data_class: str | None) -> str:
    """Why a model may not be sent data of this class, or "". Raises UsageError for a class that the policy does not
    know."""
    return _why(name, policy, _demand(policy, data_class), data_class)


def refused(spec: ModelSpec, policy: Policy, data_class: str | None) -> str:
    """The same of a member of a panel; a model on this machine may be sent all."""
    return "" if spec.source in _HERE else refusal(spec.name, policy, data_class)


def refuse_readers(policy: Policy, data_class: str | None) -> None:
    """Raise PanelError when a critic, a judge or a second opinion may not see data of this class."""
    demand = _demand(policy, data_class)
    readers = [policy.asked_critic]
    if policy.second_opinion != "off" and not policy.second_opinion.startswith("nli:"):
        readers.append(policy.second_opinion)
    if policy.judge is not None:
        readers.append(policy.judge)
    for name in readers:
        why = _why(name, policy, demand, data_class) if name is not None else ""
        if name is not None and why:
            raise PanelError(str(Refusal(name, why)), where=f"policy {policy.name}", do="Name another model.")


def in_order(spec: ModelSpec, fallbacks: Sequence[str], policy: Policy) -> tuple[str, ...]:
    """The same model at another host first, then what is not known to share its maker, then the rest."""

    def place(name: str) -> int:
        if _bare(name) == _bare(spec.model):
            return 0
        rule = _rule(name, policy)
        return 2 if rule is not None and rule.family == spec.family else 1

    return tuple(sorted(fallbacks, key=place))


def _demand(policy: Policy, data_class: str | None) -> DataClass | None:
    if data_class is None:
        return None
    if data_class not in policy.data_classes:
        known = ", ".join(sorted(policy.data_classes)) or "none"
        raise UsageError(
            f'there is no data class "{data_class}"',
            where=f"policy {policy.name}",
            do=f"It knows: {known}. Say what the class demands under `data_classes:`.",
        )
    return policy.data_classes[data_class]


def _why(name: str, policy: Policy, demand: DataClass | None, data_class: str | None) -> str:
    """Why a model is not called, or ""."""
    if demand is None or name.startswith(("embedded/", "recorded:")):
        return ""
    rule = _rule(name, policy)
    lacks = lacking(rule.data_terms if rule is not None else DataTerms(), demand)
    return f'data of the class "{data_class}" demands that {", that ".join(lacks)}.' if lacks else ""


def _rule(name: str, policy: Policy) -> MemberRule | None:
    return policy.rule_for(name) or policy.rule_for(name.partition("@http")[0])


def _bare(name: str) -> str:
    return name.partition("@http")[0].rsplit("/", 1)[-1].lower()


def _known(value: object) -> str:
    return "not stated" if value is None else f"stated: {value}"
