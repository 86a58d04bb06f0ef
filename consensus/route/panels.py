"""Which members are asked, and why these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from consensus.domain import MemberRule, ModelSpec, NamedPanel, Panel, Policy
from consensus.errors import PanelError
from consensus.route.families import FamilyMap, family_of
from consensus.route.members import RECORDED, Known, recorded_names, resolve_member

#: Members that ``auto`` asks at most: two peers give most of the signal, and five add little to three.
AUTO_MEMBERS = 3
_BUILT_IN = ("auto", "embedded", "recorded")
#: Names that no panel of one's own may have; ``members`` is the word for a list of them.
RESERVED = (*_BUILT_IN, "members")


def resolve_panel(
    requested: str | Sequence[str] | None,
    policy: Policy,
    keys: Mapping[str, bool],
    families: FamilyMap,
    embedded: Sequence[ModelSpec],
    recorded_example: str | None,
) -> Panel:
    """The panel a user asked for, or the policy's when nothing was asked for.

    requested: "auto" (hosted models by the keys there are, else embedded ones), "embedded", "recorded", the policy's
    named panel, a panel of the policy, or members (a comma list or a sequence).
    keys: name of a provider's variable -> whether it is set. recorded_example: path of the shipped recorded answers.
    Raises PanelError when no member is named, one cannot be used, or the families are fewer than the policy's quorum.
    """
    known = Known(policy, families, keys, embedded)
    wanted, by_policy = (policy.own_panel, True) if requested is None else (requested, False)
    name, members, why = _named(wanted, known, recorded_example, by_policy)
    if not members:
        raise PanelError("the panel has no members.", do="Name models, or use --panel auto, embedded or recorded.")
    resolved = [resolve_member(member, known) for member in dict.fromkeys(member.strip() for member in members)]
    # The shipped example lies in the package; its members are known by their names, not by a local path.
    specs = tuple(replace(spec, name=spec.model) if name == "recorded" else spec for spec, _ in resolved)
    warnings = [*_passed_over(requested, policy, specs), *(warning for _, found in resolved for warning in found)]
    if len(specs) < len(members):
        warnings.append("A member was named twice; it is asked once.")
    made_by = {spec.family for spec in specs}
    if len(made_by) < policy.fewest_families:
        raise _below_quorum(specs, policy, wanted)
    if len(made_by) < len(specs):
        warnings.append(f"{len(specs)} members are of {len(made_by)} families; a family has one vote.")
    return Panel(name, specs, why, tuple(warnings))


def with_panel(policy: Policy, name: str, rules: Sequence[MemberRule]) -> Policy:
    """The policy with a panel of this installation beside it: what the panel says of a model counts first.

    What the policy says of the same model at the same address stays where the panel is silent. Raises PanelError where
    the policy has a panel of that name itself.
    """
    if name in policy.panels:
        raise PanelError(
            f'"{name}" is a panel of policy "{policy.name}" and one of panels.yaml; which of them is not said.',
            where=f"--panel {name}",
            do="Rename one of them.",
        )
    named = NamedPanel(name=name, members=tuple(_over(policy, rule) for rule in rules))
    return policy.model_copy(update={"named_panel": named})


def _over(policy: Policy, rule: MemberRule) -> MemberRule:
    known = next((one for one in policy.members if one.model == rule.model), None)
    if known is None or rule.base_url not in (None, known.base_url):
        return rule
    return known.model_copy(update={key: getattr(rule, key) for key in rule.model_fields_set})


def _passed_over(requested: str | Sequence[str] | None, policy: Policy, specs: Sequence[ModelSpec]) -> Sequence[str]:
    """What to say when somebody names other models than those that the policy itself names."""
    own = policy.own_panel
    if requested is None or isinstance(own, str):
        return ()
    asked = {name for spec in specs for name in (spec.name, spec.name.partition("@http")[0])}
    left = [name for name in own if name not in asked]
    if not left:
        return ()
    said = f'The panel "{requested}"' if isinstance(requested, str) else "The panel that was given"
    return [f'{said} is asked instead of the members that policy "{policy.name}" names; not asked: {_list(left)}.']


def _named(
    wanted: str | Sequence[str], known: Known, example: str | None, by_policy: bool
) -> tuple[str, Sequence[str], str]:
    """Name of the panel, its members as written, and the reason in a sentence."""
    said = f'policy "{known.policy.name}" names' if by_policy else "the command names"
    if not isinstance(wanted, str):
        return (known.policy.name if by_policy else "given"), tuple(wanted), f"These members, because {said} them."
    wanted = wanted.strip()
    if wanted == "auto":
        return ("auto", *_auto(known))
    if wanted == "embedded":
        return "embedded", _embedded(known), f"The embedded models, because {said} them."
    if wanted == "recorded":
        return "recorded", _example(example), "Written by hand for the shipped example; no model made these answers."
    named = known.policy.named_panel
    if named is not None and wanted == named.name:
        return wanted, [rule.model for rule in named.members], f'Panel "{wanted}" of panels.yaml, because {said} it.'
    if wanted in known.policy.panels:
        return wanted, known.policy.panels[wanted], f'Panel "{wanted}" of policy "{known.policy.name}".'
    # A lone word without a host or a comma that resembles a panel's name is a slip, not a model.
    close = get_close_matches(wanted, (*_BUILT_IN, *known.policy.panels), n=1, cutoff=0.75)
    if close and "," not in wanted and "/" not in wanted:
        raise PanelError(f'there is no panel "{wanted}".', do=f'Did you mean "{close[0]}"?')
    return "given", [part for part in wanted.split(",") if part.strip()], f"These members, because {said} them."


def _auto(known: Known) -> tuple[Sequence[str], str]:
    """Hosted models when enough families have a key, else the embedded ones."""
    chosen: dict[str, str] = {}
    used = []
    most = max(AUTO_MEMBERS, known.policy.quorum)
    for default in known.families.hosted:
        family = family_of(default.model, known.families).family
        if known.keys.get(default.key) and family not in chosen and len(chosen) < most:
            chosen[family] = default.model
            used.append(default.key)
    if len(chosen) >= known.policy.quorum:
        return tuple(chosen.values()), f"Hosted models, because {_list(used)} are set."
    found = f"only {used[0]} is set" if len(used) == 1 else f"{len(used) or 'no'} provider keys are set"
    if not known.embedded:
        raise PanelError(
            f"there is nothing to ask: {found}, and the embedded models are not installed.",
            do=f"Set keys of {known.policy.quorum} makers, or install the embedded models (see: consensus doctor).",
        )
    return _embedded(known), f"The embedded models, because {found} and {known.policy.quorum} families are needed."


def _embedded(known: Known) -> tuple[str, ...]:
    if not known.embedded:
        raise PanelError("the embedded models are not installed.", do="Run: consensus doctor")
    return tuple(spec.name for spec in known.embedded)


def _example(example: str | None) -> tuple[str, ...]:
    if example is None:
        raise PanelError("the recorded example is not installed.", do="Install the package anew.")
    return tuple(f"{RECORDED}{example}#{name}" for name in recorded_names(example))


def _below_quorum(specs: Sequence[ModelSpec], policy: Policy, wanted: str | Sequence[str]) -> PanelError:
    made_by = sorted({spec.family for spec in specs})
    members = ", ".join(f"{spec.name} ({spec.family})" for spec in specs)
    count = f"{len(made_by)} {'family' if len(made_by) == 1 else 'families'}"
    return PanelError(
        f'{count} in the panel, and policy "{policy.name}" needs {policy.quorum}: {members}.',
        where=f"--panel {wanted}" if isinstance(wanted, str) else "panel",
        do="Models of one maker make the same mistakes. Add a model of another maker, or set `family:` for a member.",
    )


def _list(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1]
