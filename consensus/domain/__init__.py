"""Frozen nouns; docs and screens use these words. No I/O, no async."""

from consensus.domain.access import (
    OWN_TENANT,
    ApiKey,
    JobOwner,
    KeptReply,
    StoredFile,
    Webhook,
    WebhookMessage,
    WebhookType,
)
from consensus.domain.agreement import Agreement, Cluster, Finding, MqmError, MqmJudgement, Severity
from consensus.domain.asking import (
    Abstention,
    AbstentionReason,
    Answer,
    Ask,
    Call,
    CallState,
    Candidate,
    HostOutcome,
    ModelKind,
    ModelReply,
    ModelRequest,
    ModelSpec,
    Money,
    Panel,
    Picture,
    Totals,
)
from consensus.domain.changes import (
    Rate,
    RateAlarm,
    RateCount,
    RateStanding,
    RateStream,
    Replay,
    ReplayCounts,
    ReplayRules,
    ReplayState,
)
from consensus.domain.counts import StoreCounts
from consensus.domain.discussion import Assignment, Comment, CommentKind
from consensus.domain.document import (
    Box,
    Code,
    Document,
    Field,
    Filled,
    Langs,
    LeftOut,
    Limit,
    MemoryMatch,
    Page,
    SchemaClass,
    Segment,
    Task,
    Unit,
)
from consensus.domain.field_order import LearnedOrder, OrderFeature
from consensus.domain.found import FoundServer, Proposal
from consensus.domain.guarantee import (
    Audit,
    AuditOutcome,
    Batch,
    BatchEntry,
    BatchJob,
    BatchUnit,
    Claim,
    Draw,
    GuaranteeKey,
    GuaranteeRecord,
    GuaranteeSnapshot,
    GuaranteeUpdate,
    Judgement,
    Level,
    LotKeys,
    Origin,
    Scheme,
    Seeds,
)
from consensus.domain.labels import (
    Drawing,
    HumanLabel,
    JobVersion,
    JobVotes,
    Label,
    LabelKind,
    LabelledAnswer,
    LevelCoverage,
    UnitVote,
)
from consensus.domain.learned import (
    Expectation,
    FileChange,
    FileKind,
    LearnedProposal,
    ProposalAct,
    ProposalKind,
    ProposalState,
    StoredProposal,
    UnitRef,
)
from consensus.domain.library import (
    MOST_COUNTED,
    ImportedMemory,
    JobAge,
    JobLine,
    MemoryEntry,
    PolicyLine,
    SettledSegment,
    SettledUnit,
    Tally,
    UnitFilter,
    UnitLine,
    UnitPage,
    Vote,
)
from consensus.domain.opinion import Opinion, OpinionRequest
from consensus.domain.plan import ModelFacts, Place, PlannedMember, Refusal, RouteFacts, RoutePlan, Size, total_cost
from consensus.domain.policy import (
    AskingRules,
    CheckLevel,
    DocumentRules,
    Example,
    ExtractionRules,
    FittedPair,
    GuaranteeRules,
    MemberRule,
    NamedPanel,
    Policy,
    Reference,
    ReviewRules,
    TranslationRules,
)
from consensus.domain.progress import CallStats, JobStatus, ModelHealth, Pace, Progress
from consensus.domain.routing import (
    Budget,
    ClassRules,
    DataClass,
    DataTerms,
    RequestClass,
    RouteRule,
    Sends,
    StrategyName,
)
from consensus.domain.served import ServedSeries, Sighting, next_series, series_names
from consensus.domain.spending import CostSummary, Spending, SpentLine, summarize_costs
from consensus.domain.verdict import (
    UNASKED,
    Action,
    Decision,
    Event,
    Facets,
    ItemKind,
    ItemState,
    Outcome,
    Resolution,
    Result,
    ReviewItem,
    Rule,
    Verdict,
    Verification,
)
