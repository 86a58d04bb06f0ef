"""Mistakes that no type shows: a quorum that the panel cannot reach, a check that does not exist, a key in a file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from consensus.domain import Policy
from consensus.domain.secrets import looks_like_key
from consensus.policy_files.pairs import reference_problems
from consensus.policy_files.problems import ADVICE_KEY, did_you_mean, dotted
from consensus.policy_files.routing import class_problems, routing_problems
from consensus.policy_files.strategy import strategy_problems
from consensus.policy_files.yaml import Path, Reading

#: Panels that exist without being written in a policy.
BUILT_IN_PANELS = ("auto", "embedded", "recorded")
_MOST_FEATURES = 200
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def problems_of(policy: Policy, reading: Reading, known_checks: Collection[str]) -> list[tuple[int, str]]:
    """Every mistake as (line, sentence). An empty known_checks leaves check names unjudged."""
    found = [
        *_named(policy),
        *_panels(policy),
        *_members(policy),
        *_translation(policy),
        *_words(policy),
        *_opinion(policy),
        *_examples(policy),
        *_order(policy),
        *_guarantee(policy),
        *routing_problems(policy),
        *class_problems(policy),
        *(reference_problems(policy.translation.reference, ("translation", "reference"))),
    ]
    found += strategy_problems(policy)
    return [(reading.line(path), f"`{dotted(path)}`: {sentence}") for path, sentence in found] + checks_of(
        reading, known_checks
    )


def checks_of(reading: Reading, known_checks: Collection[str]) -> list[tuple[int, str]]:
    """Names of checks that are in no catalogue; from the raw values, so that other mistakes do not hide them."""
    checks = reading.values.get("checks")
    if not known_checks or not isinstance(checks, dict):
        return []
    return [
        (reading.line(("checks", name)), f"`checks.{name}`: there is no such check{did_you_mean(name, known_checks)}")
        for name in checks
        if name not in known_checks
    ]


def secrets_of(reading: Reading) -> list[tuple[int, str]]:
    """Values that look like keys, wherever they stand."""
    found: list[tuple[int, str]] = []

    def walk(value: Any, path: Path) -> None:
        if looks_like_key(value):
            found.append((reading.line(path), f"`{dotted(path)}`: {ADVICE_KEY}"))
        elif isinstance(value, dict):
            for key, below in value.items():
                walk(below, (*path, key))
        elif isinstance(value, list):
            for at, below in enumerate(value):
                walk(below, (*path, at))

    walk(reading.values, ())
    return found


def _named(policy: Policy) -> Iterator[tuple[Path, str]]:
    if policy.named_panel is not None:
        yield ("named_panel",), "is not a key of a policy; did you mean `panels`?"


def _panels(policy: Policy) -> Iterator[tuple[Path, str]]:
    quorum = policy.fewest_families
    if isinstance(policy.panel, tuple):
        yield from _members_of(("panel",), policy.panel, quorum)
    else:
        names = [name.strip() for name in policy.panel.split(",") if name.strip()]
        if policy.panel in BUILT_IN_PANELS or policy.panel in policy.panels or policy.panel.startswith("recorded:"):
            pass
        elif len(names) > 1:
            yield from _members_of(("panel",), tuple(names), quorum)
        else:
            known = [*BUILT_IN_PANELS, *policy.panels]
            near = did_you_mean(policy.panel, known)
            yield ("panel",), f'there is no panel "{policy.panel}"{near} (or list two models or more)'
    for name, members in policy.panels.items():
        if name in BUILT_IN_PANELS:
            yield ("panels", name), "is the name of a built-in panel; take another one"
        yield from _members_of(("panels", name), members, quorum)


def _members_of(path: Path, members: tuple[str, ...], quorum: int) -> Iterator[tuple[Path, str]]:
    distinct = {member.strip() for member in members}
    if not members:
        yield path, "is empty; list two models or more, or write `panel: auto`"
        return
    for at, member in enumerate(members):
        if not member.strip():
            yield (*path, at), "has no name; write a model or leave the line out"
        elif member in members[:at]:
            yield (*path, at), f'"{member}" stands twice; a copy adds no vote, leave it out'
    if quorum > len(distinct):
        count = f"{len(distinct)} model{'s' if len(distinct) != 1 else ''}"
        yield path, f"holds {count}, so the quorum of {quorum} families is never reached; add models or lower `quorum`"


def _members(policy: Policy) -> Iterator[tuple[Path, str]]:
    seen: set[str] = set()
    for at, member in enumerate(policy.members):
        here: Path = ("members", at)
        if not member.model.strip():
            yield (*here, "model"), "has no name; write the model as LiteLLM calls it, as in openai/gpt-4o"
        if member.model in seen:
            yield (*here, "model"), f'"{member.model}" stands twice; keep one'
        seen.add(member.model)
        if member.api_key_env is not None and not _VARIABLE.fullmatch(member.api_key_env):
            yield (*here, "api_key_env"), "must be the name of an environment variable, as in OPENAI_API_KEY"
        if member.base_url is not None and not re.match(r"https?://[^\s/]", member.base_url):
            yield (*here, "base_url"), "must start with http:// or https://, as in http://localhost:11434/v1"
        if member.model in member.fallbacks:
            yield (*here, "fallbacks"), "names the model itself; name another one"


def _translation(policy: Policy) -> Iterator[tuple[Path, str]]:
    rules = policy.translation
    here: Path = ("translation",)
    for name, weight in rules.measures.items():
        if weight < 0:
            yield (*here, "measures", name), f"{weight:g} must be at least 0"
    if not any(weight > 0 for weight in rules.measures.values()):
        yield (*here, "measures"), "needs one measure with a weight above 0, as in `levenshtein: 1.0`"


def _opinion(policy: Policy) -> Iterator[tuple[Path, str]]:
    here, word = ("second_opinion",), policy.second_opinion.strip()
    if word.lower() in ("", "none", "no", "never"):
        yield here, f'"{policy.second_opinion}" is not possible; did you mean `off`?'
    elif word.lower() in ("on", "yes", "auto", "default", "nli", "nli:"):
        yield here, f'"{policy.second_opinion}" names no model; write `off`, `nli:MODEL` or a model outside the panel'


def _examples(policy: Policy) -> Iterator[tuple[Path, str]]:
    here: Path = ("extraction", "examples")
    if policy.extraction.examples and policy.task == "translate":
        yield here, "are shown in extraction only; leave them out"
    for at, example in enumerate(policy.extraction.examples):
        if example.problem:
            yield (*here, at), example.problem


def _order(policy: Policy) -> Iterator[tuple[Path, str]]:
    """What an order needs to count at all: nothing may stand in a policy and do nothing."""
    here: Path = ("extraction", "order")
    order = policy.extraction.order
    if order is None:
        return
    if policy.task == "translate":
        yield here, "is about fields; leave it out"
    elif policy.guarantee == "none":
        yield here, "is used by the levels of a guarantee alone; add `guarantee: {alpha: ...}` or leave it out"
    elif policy.second_opinion != "off":
        yield (
            here,
            "accepts nothing that got no second opinion; write `second_opinion: off` or leave it out",
        )
    if not 0 < len(order.features) <= _MOST_FEATURES:
        yield (*here, "features"), f"holds {len(order.features)} features; write 1 to {_MOST_FEATURES}"
    if order.wrong > order.labels:
        yield (*here, "wrong"), f"{order.wrong} is more than the {order.labels} labels"


def _guarantee(policy: Policy) -> Iterator[tuple[Path, str]]:
    if policy.guarantee == "none":
        return
    if policy.semantic == "auto":
        what = "`auto` takes what a machine has, so verdicts could change unseen; under a guarantee"
        yield ("semantic",), f"{what} write `off` or name the model"
    if policy.memory.reuse == "accepted":
        yield (
            ("memory", "reuse"),
            "under a guarantee only what people resolved is reused; write `human` or `off`",
        )
    if policy.review.spot_share:
        yield ("review", "spot_share"), "a guarantee draws its own audits of accepted units; leave it out"


def _words(policy: Policy) -> Iterator[tuple[Path, str]]:
    meant = {"": "off", "none": "off", "no": "off", "never": "off", "on": "auto", "yes": "auto", "default": "auto"}
    word = policy.semantic.strip().lower()
    if word in meant:
        yield ("semantic",), f'"{policy.semantic}" is not possible; did you mean `{meant[word]}`?'
    for at, (source, target, kind) in enumerate(policy.glossary_terms):
        if kind not in ("required", "forbidden"):
            near = did_you_mean(kind, ("required", "forbidden"))
            yield ("glossary_terms", at), f'"{kind}" is not possible{near}'
        if not source.strip() or not target.strip():
            yield ("glossary_terms", at), "needs a source term and a target term"
