"""Mistakes in a policy's routing table and data classes: names that stand for nothing, conditions that never hold."""

from __future__ import annotations

from collections.abc import Iterator

from consensus.domain import Policy, RouteRule, Sends
from consensus.normalize.language_tags import pair_cuts
from consensus.policy_files.problems import did_you_mean
from consensus.policy_files.strategy import strategy_problems
from consensus.policy_files.yaml import Path
from consensus.reference import reference_key
from consensus.route import ruled

#: Of one class.
MOST_EXAMPLES = 100


def routing_problems(policy: Policy) -> Iterator[tuple[Path, str]]:
    """Every mistake as (path, sentence)."""
    if policy.data_class is not None and policy.data_class not in policy.data_classes:
        yield ("data_class",), _no_class(policy.data_class, policy)
    quorum = policy.fewest_families
    always: int | None = None
    for at, rule in enumerate(policy.routing):
        here: Path = ("routing", at)
        if rule.data_class is not None and rule.data_class not in policy.data_classes:
            yield (*here, "data_class"), _no_class(rule.data_class, policy)
        if always is not None:
            yield here, f"is never reached, because entry {always} fits everything"
        if rule.task is not None and policy.task not in ("any", rule.task):
            yield (*here, "task"), f"never fits, because the policy's task is {policy.task}"
        yield from _sends(policy, rule, here, quorum)
        if rule.langs is not None and reference_key(rule.langs) != rule.langs:
            yield (*here, "langs"), f'is no language pair as it is compared; write "{reference_key(rule.langs)}"'
        if rule.langs is not None and not pair_cuts(rule.langs):
            yield (*here, "langs"), "is no language pair; write it as in en-cs: source, then target"
        if rule.tokens_up_to is not None and rule.tokens_over is not None and rule.tokens_up_to <= rule.tokens_over:
            yield (*here, "tokens_up_to"), "never fits, because no text is that short and over `tokens_over` too"
        if always is None and _fits_everything(rule):
            always = at + 1


def class_problems(policy: Policy) -> Iterator[tuple[Path, str]]:
    """Every mistake in the classes by example as (path, sentence)."""
    of: dict[str, str] = {}
    for name, one in policy.route.classes.items():
        here: Path = ("route", "classes", name)
        yield from _sends(policy, one, here, policy.fewest_families)
        if not name.strip():
            yield here, "has no name"
        if not one.examples:
            yield here, "has no examples; write texts such as those that belong to it under `examples:`"
        if len(one.examples) > MOST_EXAMPLES:
            yield (*here, "examples"), f"holds more than {MOST_EXAMPLES} examples"
        for at, example in enumerate(one.examples):
            said = " ".join(example.split()).casefold()
            if not said:
                yield (*here, "examples", at), "is empty"
            elif said in of:
                where = "twice here" if of[said] == name else f"under `{of[said]}` too"
                yield (*here, "examples", at), f"stands {where}, so it tells nothing"
            of.setdefault(said, name)
    if policy.route.classes and policy.semantic == "off":
        yield ("route", "classes"), "needs a sentence model, and `semantic` is off"


def _fits_everything(rule: RouteRule) -> bool:
    return rule.model_dump(exclude=set(Sends.model_fields), exclude_defaults=True) == {}


def _sends(policy: Policy, sends: Sends, here: Path, quorum: int) -> Iterator[tuple[Path, str]]:
    """Mistakes in how work is done that is sent this way, by the rules for the same keys of a policy."""
    if sends.says_nothing:
        yield here, "changes nothing; name a `panel` or a `strategy`"
    panel = sends.panel
    if panel is not None and (not panel or (isinstance(panel, tuple) and len(set(panel)) < quorum)):
        yield (*here, "panel"), f"holds too few members for the quorum of {quorum} families"
    if sends.tiers and sends.strategy is None:
        yield (*here, "tiers"), "needs `strategy: cascade` beside it"
    if sends.strategy is None and sends.primary is None:
        return
    asked = {"panel": panel} if panel is not None else {}
    made = ruled(policy, sends).model_copy(update=asked)
    known = set(strategy_problems(policy))
    for path, sentence in strategy_problems(made):
        if (path, sentence) not in known:
            at = path[-1] if path and path[0] == "translation" else path[0] if path else ""
            yield (*here, *([at] if at in Sends.model_fields else [])), sentence


def _no_class(name: str, policy: Policy) -> str:
    near = did_you_mean(name, policy.data_classes)
    return f'there is no "{name}" under `data_classes:`{near}'
