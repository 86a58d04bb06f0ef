"""Named, versioned rules that turn agreement, findings and risk into a verdict.

The value is complete: thresholds, reference quantiles and style instructions are inside, so that deciding is pure.
"""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Measure = Literal["chrf", "levenshtein", "token_sort", "semantic"]
CheckLevel = Literal["veto", "warning", "off"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MemberRule(_Part):
    """What a policy says of one model. model: the LiteLLM name. api_key_env names a variable, it never holds a key."""

    model: str
    family: str | None = None
    kind: Literal["chat", "completion"] | None = None
    base_url: str | None = None
    api_key_env: str | None = None
    weight: float = Field(default=1.0, gt=0)
    context_tokens: int | None = Field(default=None, gt=0)
    max_output_tokens: int | None = Field(default=None, gt=0)
    segments_per_ask: int | None = Field(default=None, ge=1)
    fallbacks: tuple[str, ...] = ()


class Reference(_Part):
    """Quantiles over reference segments: ``pairs[key][measure][i]`` is its value at share i/(len-1), ascending.

    key: a language pair ("en-cs"), or "*" for all pairs together; with "/3" the tables for three answering families.
    measure: disagreement (1 - similarity) by one measure, 0..1; "disagreement", the mean of the lexical ones (the
    common scale); or "score". signature: what the tables were made from.
    """

    pairs: dict[str, dict[str, tuple[float, ...]]] = Field(default_factory=dict)
    signature: str = ""


class TranslationRules(_Part):
    """How candidates of a segment are compared and accepted.

    near_identity: normalised Levenshtein similarity from which answers are one cluster. measures: name to its weight.
    disagreement_weight (k) and length_offset (c, characters): the expected-error form,
    score = -(k d + ln(length + c) + s ln(sentences)), s the sentence_weight.
    length, sentences: medians over the answers. wide_weight: how many characters a wide one (Chinese, Japanese, Korean)
    counts for.
    accept_share: accepts units at or below the expected-error level that this share of reference segments reaches;
    0 accepts near-identity only. deliver: the weighted medoid, or one named member gated by the panel.
    """

    near_identity: Share = 0.95
    measures: dict[Measure, float] = {"chrf": 1.0, "levenshtein": 1.0, "token_sort": 1.0}
    disagreement_weight: float = Field(default=8.0, ge=0)
    length_offset: float = Field(default=30.0, gt=0)
    sentence_weight: float = Field(default=0.4, ge=0)
    wide_weight: float = Field(default=3.0, ge=1)
    accept_share: Share = 0.0
    primary: str | None = None
    reference: Reference | None = None


class ExtractionRules(_Part):
    """How fields are compared. row_floor: typed row similarity under which rows are not the same row.

    gates: the optional gates in force, by name (see docs/checks.md).
    """

    row_floor: Share = 0.2
    gates: tuple[Literal["row_absent", "total_row", "blank_zero", "row_count", "column_dispute", "unlocated"], ...] = (
        "row_absent",
        "total_row",
        "blank_zero",
    )
    date_order: Literal["iso", "dmy", "mdy"] = "iso"
    number_locale: str | None = None


class AskingRules(_Part):
    """How members are asked. Seconds and tokens; segment_tokens is the budget of one ask."""

    call_seconds: float = Field(default=90.0, gt=0)
    ask_seconds: float = Field(default=240.0, gt=0)
    attempts: int = Field(default=4, ge=1, le=10)
    concurrency_per_host: int = Field(default=8, ge=1)
    calls_per_minute: int | None = Field(default=None, ge=1)
    segment_tokens: int = Field(default=400, ge=1)
    temperature: float = Field(default=0.0, ge=0)


class Policy(_Part):
    """Named, versioned rules. quorum: fewest distinct families. support: share of answering families that must agree.

    checks: check name -> veto, warning or off, over the catalogue's defaults. hard_fact_dispute: what a difference in a
    number, date, unit or negation between any two members does even when the others agree. style: instructions to
    members. glossary: path relative to the policy file. glossary_terms: its content, part of the digest.
    second_opinion: "off", "nli:MODEL" (a folder or a hub name), or a model outside the panel; asked about translations
    that would be accepted.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    version: int = Field(ge=1)
    task: Literal["translate", "extract", "any"] = "any"
    description: str = ""
    panel: str | tuple[str, ...] = "auto"
    panels: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    members: tuple[MemberRule, ...] = ()
    quorum: int = Field(default=2, ge=2)
    support: Annotated[float, Field(gt=0.5, le=1.0)] = 1.0
    hard_fact_dispute: Literal["review", "outvoted"] = "review"
    checks: dict[str, CheckLevel] = Field(default_factory=dict)
    translation: TranslationRules = TranslationRules()
    extraction: ExtractionRules = ExtractionRules()
    asking: AskingRules = AskingRules()
    semantic: str = "auto"
    second_opinion: str = "off"
    style: str = ""
    glossary: str | None = None
    glossary_terms: tuple[tuple[str, str, str], ...] = ()
    guarantee: Literal["none"] = "none"

    @property
    def digest(self) -> str:
        """Twelve hex digits over everything that can change a verdict. A description cannot."""
        content = self.model_dump(mode="json", exclude={"description", "name", "version"})
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]

    def rule_for(self, member: str) -> MemberRule | None:
        """What this policy says of a member, by its exact name."""
        return next((rule for rule in self.members if rule.model == member), None)
