"""Curtailed asking decides as asking everybody does, whatever the answers, the policy and the order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from consensus import strategy
from consensus.compare import SegmentAnswers
from consensus.domain import (
    Abstention,
    AbstentionReason,
    Answer,
    Candidate,
    Field,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Reference,
    Segment,
)
from consensus.domain.job import UnitRecord
from consensus.pipeline import DecisionConfig, ObjectAnswers, decide_object, decide_segments

SOURCE = Segment("s", 0, "Close the main valve before 30 days have passed and do not open it again.", 0, 70)
GERMAN = "Schließen Sie das Hauptventil vor Ablauf von 30 Tagen und öffnen Sie es nicht wieder."
TEXTS = (
    GERMAN,
    GERMAN.replace("Hauptventil", "Hauptventill"),  # near, and near to the next, which is not near to the first
    GERMAN.replace("Hauptventil", "Hauptventill").replace("öffnen", "öffnet").replace("wieder", "wiede"),
    GERMAN.replace("Tagen", "Tage").replace("wieder.", "wieder!"),
    GERMAN.replace(" ", "\u00a0", 1),  # the same but for typography
    GERMAN.replace("30", "80"),
    GERMAN.replace("nicht ", ""),
    "Das Hauptventil ist vor Ablauf von 30 Tagen zu schließen und darf nicht wieder geöffnet werden.",
    "Drehen Sie das Ventil innerhalb von 30 Tagen zu; ein erneutes Öffnen ist nicht zulässig.",
    "",
)
LEVEL = {"score": tuple(range(-12, -2))}
REFERENCE = Reference(pairs={"*": {**LEVEL, "disagreement": (0.0, 0.5, 1.0)}, "en-de": LEVEL})
SCHEMA = {
    "type": "object",
    "properties": {
        "total": {"type": "number", "x-compare": {"number": {"tolerance": 1}}},
        "vendor": {"type": "string", "x-compare": "name"},
        "place": {"type": "string"},
        "rate": {"type": "number", "description": "May be left blank."},
        "day": {"type": "string", "format": "date"},
        "seller": {"type": "object", "properties": {"tags": {"type": "array", "items": {"type": "string"}}}},
    },
    "required": ["place"],
}
VALUES: dict[str, tuple[Any, ...]] = {
    "total": (10, 10.0, 10.9, 11.5, "1,250.00", 1250),
    "vendor": ("ACME Ltd", "Acme Limited", "The ACME", "AL", "Other Corp", None),
    "place": ("The Hague", "Hague", "the hague.", "Bonn", "HA-1", "Ha-1", "ha-1", None, 7),
    "rate": (0, 0.0, "0", 1, None),
    "day": ("2024-01-02", "2024-02-01", "soon"),
    "seller": (None, {"tags": ["a", "b"]}, {"tags": ["b", "a"]}, {}, {"tags": []}),
    "surprise": (1,),
}


class Cast(NamedTuple):
    """Members in the order of the panel, and what each would answer."""

    members: tuple[ModelSpec, ...]
    answers: tuple[Answer, ...]


def member(number: int, family: int, price: int | None, fallback: bool) -> ModelSpec:
    fallbacks = ("elsewhere",) if fallback else ()
    return ModelSpec(f"m{number}", f"m{number}", f"f{family}", price_in=price, price_out=price, fallbacks=fallbacks)


def casts(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Cast]:
    # Mostly a family of its own; sometimes one that answered already, or a substitute of another family.
    one = st.tuples(st.integers(0, 9), st.integers(0, 5), st.integers(0, 3), st.booleans(), st.none() | values)

    def made(drawn: Sequence[tuple[int, int, int, bool, Any]]) -> Cast:
        members, answers = [], []
        for n, (shared, price, substitute, fallback, value) in enumerate(drawn):
            spec = member(n, shared if shared < 2 else n + 10, price, fallback and substitute == 0)
            family = "f10" if spec.fallbacks and shared % 2 else spec.family
            members.append(spec)
            answers.append(
                Abstention("s", spec.name, spec.family, AbstentionReason.TIMEOUT)
                if value is None
                else Candidate("s", spec.name, family, value, weight=1.0 + price / 10)
            )
        return Cast(tuple(members), tuple(answers))

    return st.lists(one, min_size=1, max_size=6).map(made)


def policies() -> st.SearchStrategy[Policy]:
    return st.builds(
        lambda quorum, support, dispute, share, primary, gates, veto: Policy.model_validate(
            {
                "name": "t",
                "version": 1,
                "strategy": "curtailed",
                "quorum": quorum,
                "support": support,
                "hard_fact_dispute": dispute,
                "translation": {"accept_share": share, "reference": REFERENCE, "primary": primary},
                "extraction": {"gates": gates},
                "checks": {"numbers": veto, "negation": veto, "schema_validity": veto},
            }
        ),
        st.integers(2, 4),
        st.sampled_from((0.51, 0.6, 0.75, 0.8, 1.0)),
        st.sampled_from(("review", "outvoted")),
        st.sampled_from((0.0, 0.0, 0.4)),
        st.sampled_from((None, None, "m1")),
        st.sets(st.sampled_from(("blank_zero", "unlocated", "column_dispute", "row_count"))).map(sorted),
        st.sampled_from(("veto", "warning")),
    )


def judge(cast: Cast, policy: Policy, asked: set[str], *, objects: bool) -> tuple[UnitRecord, ...]:
    given = [
        answer if spec.name in asked else strategy.strategy_of(policy).not_needed("s", spec)
        for spec, answer in zip(cast.members, cast.answers, strict=True)
    ]
    if objects:
        return decide_object(
            ObjectAnswers("d", "Bonn, Ha-1, 2024-01-02, ACME Ltd, 10", SCHEMA, given), DecisionConfig(policy)
        )
    return decide_segments([SegmentAnswers(SOURCE, tuple(given))], DecisionConfig(policy, ("en", "de")))


def curtailed(cast: Cast, policy: Policy, *, objects: bool) -> tuple[set[str], tuple[UnitRecord, ...]]:
    plan = strategy.strategy_of(policy).waves(policy, Panel("given", cast.members, ""))
    asked: set[str] = set()
    records: tuple[UnitRecord, ...] = ()
    for at, wave in enumerate(plan):
        asked |= {spec.name for spec in wave}
        missing = [spec for later in plan[at + 1 :] for spec in later]
        records = judge(cast, policy, asked, objects=objects)
        if objects:
            more = strategy.strategy_of(policy).document_needs_more(records, SCHEMA, missing, policy)
        else:
            more = strategy.strategy_of(policy).needs_more(records[0], missing, policy, ("en", "de"))
        if not more:
            break
    return asked, records


def decided_alike(part: UnitRecord, whole: UnitRecord) -> None:
    assert part.verdict is not None
    assert whole.verdict is not None
    assert whole.agreement is not None
    assert part.verdict.outcome is whole.verdict.outcome, f"{part.verdict.rule} against {whole.verdict.rule}"
    if whole.verdict.outcome is Outcome.ACCEPTED:
        won = next(c for c in whole.agreement.clusters if whole.verdict.representative in c.members)
        assert part.verdict.representative in won.members, "an answer of the cluster that wins with everybody"


@settings(max_examples=400, deadline=None)
@given(casts(st.sampled_from(TEXTS)), policies())
def test_segments(cast: Cast, policy: Policy) -> None:
    everybody = {spec.name for spec in cast.members}
    asked, part = curtailed(cast, policy, objects=False)
    whole = judge(cast, policy, everybody, objects=False)
    decided_alike(part[0], whole[0])
    assert part[0].verdict is not None
    told = [reason for reason in part[0].verdict.reasons if "not asked" in reason]
    assert bool(told) == (asked < everybody), "what was spared is said"


@settings(max_examples=400, deadline=None)
@given(casts(st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in VALUES.items()})), policies())
def test_fields(cast: Cast, policy: Policy) -> None:
    """Every field by itself: a document waits for its last open one, which would hide most of them."""
    plan = strategy.strategy_of(policy).waves(policy, Panel("given", cast.members, ""))
    whole = {r.unit.id: r for r in judge(cast, policy, {spec.name for spec in cast.members}, objects=True)}
    asked: set[str] = set()
    for at, wave in enumerate(plan):
        asked |= {spec.name for spec in wave}
        missing = [spec for later in plan[at + 1 :] for spec in later]
        for record in judge(cast, policy, asked, objects=True):
            if not strategy.strategy_of(policy).needs_more(record, missing, policy, (None, None)):
                decided_alike(record, whole[record.unit.id])


@settings(max_examples=150, deadline=None)
@given(casts(st.fixed_dictionaries({k: st.sampled_from(VALUES[k]) for k in ("total", "place")})), policies())
def test_documents(cast: Cast, policy: Policy) -> None:
    _, part = curtailed(cast, policy, objects=True)
    whole = {r.unit.id: r for r in judge(cast, policy, {spec.name for spec in cast.members}, objects=True)}
    for record in part:
        decided_alike(record, whole[record.unit.id])


def test_it_does_spare_calls() -> None:
    """The properties above would also hold for a strategy that always asks everybody."""
    policy = Policy.model_validate({"name": "t", "version": 1, "strategy": "curtailed"})
    outvoted = policy.model_copy(update={"support": 0.6, "hard_fact_dispute": "outvoted"})
    members = tuple(member(n, n, None, False) for n in range(5))

    def asked(rules: Policy, *texts: str) -> int:
        answers = tuple(Candidate("s", spec.name, spec.family, text) for spec, text in zip(members, texts, strict=True))
        return len(curtailed(Cast(members, answers), rules, objects=False)[0])

    assert asked(policy, GERMAN, GERMAN, GERMAN, GERMAN, GERMAN) == 5, "the last one could dissent"
    assert asked(policy, GERMAN, TEXTS[5], GERMAN, GERMAN, GERMAN) == 2, "30 against 80 is for a person"
    assert asked(outvoted, GERMAN, GERMAN, GERMAN, GERMAN, GERMAN) == 3, "three of five"
    assert asked(outvoted, TEXTS[7], TEXTS[8], GERMAN, GERMAN, GERMAN) == 5


def test_an_article_waits_for_whoever_may_join_it_to_its_name() -> None:
    policy = Policy.model_validate({"name": "t", "version": 1, "strategy": "curtailed"})
    members = tuple(member(n, n, None, False) for n in range(3))
    said = ({"place": "The Hague"}, {"place": "Hague"}, {"place": "Hague"})
    cast = Cast(members, tuple(Candidate("s", m.name, m.family, value) for m, value in zip(members, said, strict=True)))
    before, after = (place(judge(cast, policy, asked, objects=True)) for asked in ({"m0", "m1"}, {"m0", "m1", "m2"}))
    assert strategy.strategy_of(policy).needs_more(before, members[2:], policy, (None, None)), (
        "two of three make the article idle"
    )
    assert after.verdict is not None
    assert after.verdict.outcome is Outcome.ACCEPTED


def test_a_value_that_the_document_does_not_hold_waits_for_a_dissenter() -> None:
    rules = {"support": 0.6, "extraction": {"gates": ["unlocated"]}}
    policy = Policy.model_validate({"name": "t", "version": 1, "strategy": "curtailed", **rules})
    members = tuple(member(n, n, None, False) for n in range(5))
    said = ("Ulm", "Bonn", "Bonn", "Bonn", "Bonn")  # the gate looks at what all agree on, and they do not
    answers = [Candidate("s", m.name, m.family, {"place": v}) for m, v in zip(members, said, strict=True)]
    four = place(judge(Cast(members, tuple(answers)), policy, {"m0", "m1", "m2", "m3"}, objects=True))
    assert four.verdict is not None
    assert four.verdict.outcome is Outcome.ACCEPTED
    curtailed = strategy.strategy_of(policy)
    assert curtailed.needs_more(four, members[4:], policy, (None, None)), "cautious where a gate may come or go"


def place(records: Sequence[UnitRecord]) -> UnitRecord:
    return next(record for record in records if isinstance(record.unit, Field) and record.unit.path == "place")
