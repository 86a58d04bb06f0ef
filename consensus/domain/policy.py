"""Named, versioned rules that turn agreement, findings and risk into a verdict.

The value is complete: thresholds, reference quantiles and style instructions are inside, so that deciding is pure.
"""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from consensus.domain.field_order import LearnedOrder
from consensus.domain.routing import (
    Budget,
    ClassRules,
    DataClass,
    DataTerms,
    Dollars,
    Latency,
    Risk,
    RouteRule,
    StrategyName,
)

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Measure = Literal["chrf", "levenshtein", "token_sort", "semantic"]
CheckLevel = Literal["veto", "warning", "off"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MemberRule(_Part):
    """What a policy says of one model. model: the LiteLLM name. api_key_env names a variable, it never holds a key.

    price_in, price_out: US dollars per million tokens, over LiteLLM's list. data_terms: what its host promises.
    vision: whether it reads pictures, over LiteLLM's list.
    """

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
    price_in: Dollars | None = None
    price_out: Dollars | None = None
    data_terms: DataTerms = DataTerms()
    vision: bool | None = Field(default=None, exclude_if=lambda seen: seen is None)


class NamedPanel(_Part):
    """A panel of this installation (``panels.yaml``), named when a document was handed in; never written in a policy.

    Kept with the job's policy, so that a resumed job asks the same members whatever the file says by then.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    members: tuple[MemberRule, ...]


class FittedPair(_Part):
    """What a pair's tables were learned from: so many units, on this day (ISO 8601)."""

    units: int = Field(ge=1)
    on: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")


class Reference(_Part):
    """Quantiles over reference segments: ``pairs[key][measure][i]`` is its value at share i/(len-1), ascending.

    key: a language pair ("en-cs"), or "*" for all pairs together; with "/3" the tables for three answering families.
    measure: disagreement (1 - similarity) by one measure, 0..1; "disagreement", the mean of the lexical ones (the
    common scale); or "score", which is the pair's level: a pair without it accepts near-identical answers alone.
    fitted: by pair. signature: what the tables were made from.
    """

    pairs: dict[str, dict[str, tuple[float, ...]]] = Field(default_factory=dict)
    fitted: dict[str, FittedPair] = Field(default_factory=dict, exclude_if=lambda fitted: not fitted)
    signature: str = ""


class TranslationRules(_Part):
    """How candidates of a segment are compared and accepted.

    near_identity: normalised Levenshtein similarity from which answers are one cluster. measures: name to its weight.
    disagreement_weight (k) and length_offset (c, characters): the expected-error form,
    score = -(k d + ln(length + c) + s ln(sentences)), s the sentence_weight.
    length, sentences: medians over the answers. wide_weight: how many characters a wide one (Chinese, Japanese, Korean)
    counts for.
    accept_share: accepts units at or below the expected-error level that this share of the pair's own reference
    segments reaches; 0, or a pair without a reference of its own, accepts near-identity only. deliver: the weighted
    medoid, or one named member gated by the panel.
    judge_weight (w): what a judge's errors count for, score - w ln(1 + total). without_reference: "judged" accepts in a
    language pair without a level of its own what the judge found clean and the pooled reference ranks among its best.
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
    judge_weight: float = Field(default=0.5, ge=0)
    without_reference: Literal["off", "judged"] = "off"


class Example(_Part):
    """A text with its right answer (``object``), or with one that would be ``wrong`` and why; data for the prompt."""

    text: str
    object: dict[str, Any] | None = None
    wrong: dict[str, Any] | None = None
    why: str = ""

    @property
    def problem(self) -> str:
        """What is wrong with it, or ""."""
        if not self.text.strip():
            return "has no text; write the document that is answered"
        if (self.object is None) == (self.wrong is None):
            return "needs one answer: `object` with a right one, or `wrong` with a wrong one and `why`"
        return "says `why` of a right answer; leave it out" if self.why and self.wrong is None else ""


Gate = Literal[
    "row_absent",
    "total_row",
    "blank_zero",
    "unlocated",
    "ambiguous_date",
    "scale",
    "checkbox",
    "lost_row",
    "second_document",
    "scattered_row",
    "row_count",
    "column_dispute",
    "unlocated_text",
]


#: What is in force unless a policy says otherwise: all but those of the policy ``strict``.
_USUAL_GATES: tuple[Gate, ...] = tuple(
    gate for gate in get_args(Gate) if gate not in ("row_count", "column_dispute", "unlocated_text")
)


class ExtractionRules(_Part):
    """How fields are compared. row_floor: typed row similarity under which rows are not the same row.

    gates: the optional gates in force, by name (see docs/checks.md). examples: shown to every member, but never with a
    document that holds the same text. rule_settles: a field on which most families agree is accepted where an equation
    of the schema holds with their value and with no other (see docs/schemas.md). order: of fields that the rules hold
    back, so that levels of a guarantee may accept the surest of them; None has every one of them go to a person.
    """

    row_floor: Share = 0.2
    gates: tuple[Gate, ...] = _USUAL_GATES
    rule_settles: bool = Field(default=True, exclude_if=lambda on: bool(on))
    date_order: Literal["iso", "dmy", "mdy"] = "iso"
    number_locale: str | None = None
    examples: tuple[Example, ...] = Field(default=(), exclude_if=lambda examples: not examples)
    order: LearnedOrder | None = Field(default=None, exclude_if=lambda order: order is None)


class AskingRules(_Part):
    """How members are asked. Seconds and tokens; segment_tokens is the budget of one ask.

    calls_per_minute, tokens_per_minute: for one host; None for no rate. hedge: ask once more what takes longer than 95
    in 100 of the member's answers did. cache_days: an answer to the very same request is taken from the journal up to
    this age; 0 asks anew. breaker_failures: failures in a row after which a member is left alone, first for
    breaker_seconds, then longer; 0 never.
    """

    call_seconds: float = Field(default=90.0, gt=0)
    ask_seconds: float = Field(default=240.0, gt=0)
    attempts: int = Field(default=4, ge=1, le=10)
    concurrency_per_host: int = Field(default=8, ge=1)
    calls_per_minute: int | None = Field(default=None, ge=1)
    tokens_per_minute: int | None = Field(default=None, ge=1)
    hedge: bool = False
    cache_days: float = Field(default=0.0, ge=0, le=3650)
    breaker_failures: int = Field(default=5, ge=0)
    breaker_seconds: float = Field(default=5.0, gt=0)
    segment_tokens: int = Field(default=400, ge=1)
    temperature: float = Field(default=0.0, ge=0)


class ReviewRules(_Part):
    """How people check people. Shares 0..1, drawn by an installation's key.

    second_share: decisions that a blind second reviewer repeats; a third settles what they disagree on. gold_share:
    decisions preceded by a unit that two people settled earlier. spot_share: automatically accepted units that a person
    looks at all the same.
    """

    second_share: Share = 0.0
    gold_share: Share = 0.0
    spot_share: Share = 0.0


class GuaranteeRules(_Part):
    """What is promised of accepted units: at most alpha of them materially wrong, at this confidence.

    catch: the share of errors that reviewers are taken to catch, 0..1. cap: most accepted units of one batch; None has
    it placed from the first batches.
    """

    alpha: float = Field(ge=0.001, le=0.5)
    confidence: float = Field(default=0.95, ge=0.5, le=0.999)
    catch: float = Field(default=0.8, gt=0, le=1)
    cap: int | None = Field(default=None, ge=1, le=100_000)


class MemoryRules(_Part):
    """What earlier verified translations of the very same source text are used for; see docs/memory.md.

    reviewers: shown after a decision that differs from them. members: offered to every member as context; their
    agreement is then less independent. reuse: delivered without a call: never ("off"), when a person resolved them
    ("human"), or also when this same policy accepted them ("accepted").
    """

    reviewers: bool = True
    members: bool = False
    reuse: Literal["off", "human", "accepted"] = "off"


class DocumentRules(_Part):
    """What of a document is translated beside its running text; what is not is counted and named in the report.

    front_matter: keys of YAML or TOML front matter. html: words in HTML blocks of Markdown. alt_texts: alt, title and
    label attributes in them, and the descriptions of pictures. csv_header: the first row of a CSV file.
    headers: headers and footers of pages. notes: footnotes, endnotes, speaker notes. comments: of reviewers of a file.
    hidden: hidden text, slides, rows, columns and sheets. masters: slide masters and layouts. doc_properties: title,
    subject and keywords. filled: what becomes of a translation that a file already holds: "keep" delivers it as it is,
    "verify" puts it beside the members' answers. signed: "refuse" a signed file, or "drop" its signature.
    ocr: whether pictures of text are read: "auto" where the extra is installed, or "off". scans: when a value is
    accepted that only OCR read: "image_vote" when an accepted vote saw the image, "two_readers" also when two engines
    read the same characters, "review" never.
    """

    front_matter: tuple[str, ...] = ()
    html: bool = False
    alt_texts: bool = False
    csv_header: bool = False
    headers: bool = True
    notes: bool = True
    comments: bool = False
    hidden: bool = False
    masters: bool = False
    doc_properties: bool = False
    filled: Literal["keep", "verify"] = "keep"
    signed: Literal["refuse", "drop"] = "refuse"
    ocr: Literal["auto", "off"] = "auto"
    scans: Literal["image_vote", "two_readers", "review"] = "image_vote"


_FIRST_OF_DOCUMENTS = {"front_matter", "html", "alt_texts", "csv_header"}


class Policy(_Part):
    """Named, versioned rules. quorum: fewest distinct families. support: share of answering families that must agree.

    panel: members, a name, or "auto": the policy's own ``members`` if it has any, else hosted models when keys for
    enough families are set, else the embedded ones.
    checks: check name -> veto, warning or off, over the catalogue's defaults. hard_fact_dispute: what a difference in a
    number, date, unit or negation between any two members does even when the others agree. style: instructions to
    members. glossary: path relative to the policy file. glossary_terms: its content, part of the digest.
    second_opinion: "off", "nli:MODEL" (a folder or a hub name), or a model outside the panel; asked about translations
    that would be accepted, and about free text in different words. routing: the first line that fits names the panel,
    else ``panel`` does. route: classes of requests by example, for what no line fits. prices_as_of: the date of the
    members' prices, for people. data_class, risk, latency: of documents handed in without.
    strategy: in which order members are asked, see docs/strategies.md. tiers: of a cascade, the cheap members first.
    critic: of the strategy critique, a model from a family outside the panel. judge: a model from outside it too, that
    lists errors of what could be accepted, see docs/judge.md. guarantee: none accepts by the declared rules, not
    certified; otherwise acceptance is earned from blind audits, see docs/guarantee.md.
    named_panel: of ``--panel NAME``, put there when a document is handed in; no key of a file.
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
    review: ReviewRules = ReviewRules()
    memory: MemoryRules = MemoryRules()
    documents: DocumentRules = DocumentRules()
    semantic: str = "auto"
    second_opinion: str = "off"
    style: str = ""
    glossary: str | None = None
    glossary_terms: tuple[tuple[str, str, str], ...] = ()
    guarantee: Literal["none"] | GuaranteeRules = "none"
    strategy: StrategyName = StrategyName.INDEPENDENT
    tiers: tuple[tuple[str, ...], ...] = ()
    critic: str | None = None
    judge: str | None = None
    routing: tuple[RouteRule, ...] = ()
    route: ClassRules = Field(default=ClassRules(), exclude_if=lambda rules: rules == ClassRules())
    budget: Budget = Budget()
    prices_as_of: str | None = None
    data_classes: dict[str, DataClass] = Field(default_factory=dict)
    data_class: str | None = None
    risk: Risk = "normal"
    latency: Latency = "batch"
    named_panel: NamedPanel | None = Field(default=None, exclude_if=lambda panel: panel is None)

    @property
    def own_panel(self) -> str | tuple[str, ...]:
        """``panel``; where that is "auto", who the policy itself names: the tiers' members, else its ``members``.

        A critic, a judge and a second opinion are asked about answers, so they are none of the panel.
        """
        if self.panel != "auto":
            return self.panel
        if self.tiers:
            return tuple(name for tier in self.tiers for name in tier)
        readers = (self.critic, self.judge, self.second_opinion)
        return tuple(rule.model for rule in self.members if rule.model not in readers) or self.panel

    @property
    def asked_critic(self) -> str | None:
        """The critic, where the policy's strategy has one read the draft."""
        return self.critic if self.strategy == StrategyName.CRITIQUE else None

    @property
    def fewest_families(self) -> int:
        """Families that a panel must have: the quorum, or 1 where a critic reads a draft, which a person decides on."""
        return 1 if self.strategy == StrategyName.CRITIQUE else self.quorum

    @property
    def digest(self) -> str:
        """Twelve hex digits over everything that can change a verdict. A description and curtailment cannot.

        Who is asked by ``--panel`` is no part of it: a guarantee's basis has the members themselves.
        """
        about = {"description", "name", "version", "review", "named_panel"}
        left_out: dict[str, Any] = dict.fromkeys(about | self._idle(), True)
        if self.judge is None:
            left_out["translation"] = {"judge_weight": True, "without_reference": True}
        content = self.model_dump(mode="json", exclude=left_out)
        content.get("memory", {}).pop("reviewers", None)  # seen after the decision
        documents = content.get("documents")
        if isinstance(documents, dict):  # a policy without newer keys keeps the digest that it had before
            newer = DocumentRules().model_dump(mode="json", exclude=_FIRST_OF_DOCUMENTS)
            content["documents"] = {key: value for key, value in documents.items() if newer.get(key, ...) != value}
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]

    def _idle(self) -> set[str]:
        """Keys of what is not in force: a policy without them keeps the digest that it had before."""
        idle = {"strategy"} if self.strategy in (StrategyName.INDEPENDENT, StrategyName.CURTAILED) else set()
        idle |= {"judge"} if self.judge is None else set()
        idle |= {"documents"} if self.documents == DocumentRules() else set()
        idle |= {"memory"} if not self.memory.members and self.memory.reuse == "off" else set()
        return idle | ({"tiers"} if not self.tiers else set()) | ({"critic"} if self.critic is None else set())

    def rule_for(self, member: str) -> MemberRule | None:
        """What the named panel, else this policy, says of a member, by its exact name."""
        rules = (*(self.named_panel.members if self.named_panel else ()), *self.members)
        return next((rule for rule in rules if rule.model == member), None)

    def source_of(self, rule: MemberRule) -> str:
        """Where a rule stands, in words: ``panel mine`` or ``policy translation``."""
        named = self.named_panel
        return f"panel {named.name}" if named and any(rule is one for one in named.members) else f"policy {self.name}"
