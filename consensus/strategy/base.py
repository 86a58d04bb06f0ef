"""What a strategy is. A new one is one file beside this one, and its line in ``registry.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from consensus.ask import AskContext
from consensus.check import has_rules
from consensus.decide import may_change
from consensus.domain import Abstention, AbstentionReason, Langs, ModelSpec, Panel, Policy
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import PanelError
from consensus.schema import Branch, Lazy, Table, Union, compile_plan

#: Members that are asked at the same time.
Wave = tuple[ModelSpec, ...]
#: A model's name to its spec, as for fallbacks; it may raise for a name that cannot be used.
SpecFor = Callable[[str], ModelSpec]
#: The place of a mistake in a policy file, and the sentence that says what it is.
Problem = tuple[tuple[str | int, ...], str]


class Strategy:
    """In which order the members of a panel are asked. As it stands here, all are asked at once.

    name: the policy's word. why_not_asked: why a member was not asked, for the verdict and the export; "" where the
    strategy asks everybody. asks_anew: a later wave is asked about the open segments alone, in new asks; else whole
    asks go on. by_wording: between waves no meaning is compared. for_translations_alone: it is no use in extraction.
    """

    name: ClassVar[str]
    why_not_asked: ClassVar[str] = ""
    asks_anew: ClassVar[bool] = False
    by_wording: ClassVar[bool] = False
    for_translations_alone: ClassVar[bool] = False

    def problems(self, policy: Policy) -> Iterator[Problem]:
        """Mistakes in any policy: parts that this strategy needs where it is named, or has alone where it is not."""
        yield from ()

    def refuse(self, policy: Policy, panel: Panel, spec_for: SpecFor) -> None:
        """Raise PanelError when the panel cannot be asked as this strategy says."""

    def waves(self, policy: Policy, panel: Panel) -> tuple[Wave, ...]:
        """The panel in the order in which it is asked."""
        return (panel.members,)

    def needs_more(self, record: UnitRecord, missing: Sequence[ModelSpec], policy: Policy, langs: Langs) -> bool:
        """Whether the missing members are to be asked about this unit. record: decided on the answers so far."""
        return may_change(record, missing, policy, langs)

    def document_needs_more(
        self, records: Sequence[UnitRecord], schema: Mapping[str, Any], missing: Sequence[ModelSpec], policy: Policy
    ) -> bool:
        """The same for a document that is asked about as a whole: one open field asks all of it.

        A table, an object with free keys or a union is never settled by the answers so far: a further member may list
        more. Nor is one with rules: a further answer may settle a split, or break the object.
        """
        if missing and (_grows(compile_plan(schema)) or has_rules(schema)):
            return True
        return any(self.needs_more(record, missing, policy, (None, None)) for record in records)

    async def after(
        self, records: Sequence[UnitRecord], job: JobRecord, context: AskContext, langs: Langs
    ) -> tuple[UnitRecord, ...]:
        """The decided records after whoever reads them under this strategy."""
        return tuple(records)

    def not_needed(self, unit_id: str, spec: ModelSpec) -> Abstention:
        """What stands in for a member that was not asked."""
        return Abstention(unit_id, spec.name, spec.family, AbstentionReason.NOT_NEEDED, self.why_not_asked)


def listed_members(policy: Policy) -> frozenset[str]:
    """The members that the policy's panel lists; empty for a panel that is named."""
    listed = policy.own_panel
    return frozenset(listed) if isinstance(listed, tuple) else frozenset()


def refuse_primary(policy: Policy, panel: Panel) -> None:
    """Raise PanelError when the member whose answer is delivered is not asked."""
    primary = policy.translation.primary
    if policy.task != "extract" and primary not in {spec.name for spec in panel.members}:
        members = ", ".join(spec.name for spec in panel.members)
        said = f'the primary "{primary}" is not in the panel' if primary else "the policy names no primary"
        raise PanelError(f"{said}: {members}.", where="translation.primary", do="Name one of these members.")


def _grows(branch: Branch) -> bool:
    return bool(branch.extra) or any(
        isinstance(child, Table | Union | Lazy) or (isinstance(child, Branch) and _grows(child))
        for child in branch.children
    )
