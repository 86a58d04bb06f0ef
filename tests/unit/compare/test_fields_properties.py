"""What must hold for any answers: order, copies, abstentions, identity."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from consensus.compare import compare_fields
from consensus.domain import Abstention, AbstentionReason, Candidate, ExtractionRules

SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "x-compare": "name"},
        "code": {"type": ["string", "null"]},
        "total": {"type": "number", "x-compare": {"number": 0.5}},
        "tags": {"type": "array", "items": {"type": "string"}},
        "vendor": {"type": "object", "properties": {"city": {"type": "string"}}},
        "rows": {
            "type": "array",
            "items": {"type": "object", "properties": {"k": {"type": "string"}, "n": {"type": "number"}}},
        },
    },
}
ROW = st.fixed_dictionaries({}, optional={"k": st.sampled_from(["a", "A ", "b"]), "n": st.sampled_from([1, 1.0, 2])})
OBJECT = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["RBF", "River Bank Fund", "the River Bank Fund", "Rose Bay Farm", None, 7]),
        "code": st.sampled_from(["x", "the x", "X.", "y", "", None]),
        "total": st.sampled_from([1, 1.4, 1.8, "1", None, True]),
        "tags": st.sampled_from([[], ["a"], ["A"], None]),
        "vendor": st.sampled_from([{"city": "K"}, {"city": None}, {}, None, "K"]),
        "rows": st.one_of(st.none(), st.lists(ROW, max_size=3)),
        "odd": st.just(1),
    },
)
ANSWERS = st.lists(st.tuples(OBJECT, st.sampled_from("ABC"), st.sampled_from([1.0, 2.0])), min_size=1, max_size=5)
RULES = ExtractionRules()


def candidates(drawn: list[tuple[Any, str, float]]) -> list[Candidate]:
    return [Candidate("d", f"m{i}", family, value, "", weight) for i, (value, family, weight) in enumerate(drawn)]


def accepted(cells) -> dict[str, Any]:
    """Paths that full support, two families and no gate would accept."""
    return {
        cell.field.path: cell.agreement.clusters[0].value
        for cell in cells
        if cell.agreement.support == 1.0 and len(cell.agreement.families) >= 2 and not cell.agreement.gates
    }


@settings(max_examples=200, deadline=None)
@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_the_panel_changes_nothing(drawn, random):
    answers = candidates(drawn)
    shuffled = list(answers)
    random.shuffle(shuffled)
    assert compare_fields("d", "RBF", SCHEMA, answers, RULES) == compare_fields("d", "RBF", SCHEMA, shuffled, RULES)


@settings(max_examples=200, deadline=None)
@given(ANSWERS, st.integers(0, 4), st.integers(1, 3))
def test_copies_of_a_model_add_no_vote(drawn, which, copies):
    answers = candidates(drawn)
    copied = answers[which % len(answers)]
    more = answers + [Candidate("d", f"copy{i}", copied.family, copied.value, "", copied.weight) for i in range(copies)]
    before, after = compare_fields("d", None, SCHEMA, answers, RULES), compare_fields("d", None, SCHEMA, more, RULES)
    assert [(c.field.path, c.agreement.support, c.agreement.families, c.agreement.gates) for c in before] == [
        (c.field.path, c.agreement.support, c.agreement.families, c.agreement.gates) for c in after
    ]


@settings(max_examples=100, deadline=None)
@given(ANSWERS)
def test_an_added_abstention_never_turns_review_into_accept(drawn):
    answers = candidates(drawn)
    more = [*answers, Abstention("d", "z", "Z", AbstentionReason.REFUSAL), Candidate("d", "y", "Y", None)]
    before = accepted(compare_fields("d", None, SCHEMA, answers, RULES))
    assert accepted(compare_fields("d", None, SCHEMA, more, RULES)) == before


@settings(max_examples=100, deadline=None)
@given(OBJECT)
def test_identical_answers_agree_on_all_that_they_say(value):
    answers = [Candidate("d", f"m{i}", f"f{i}", value) for i in range(3)]
    for cell in compare_fields("d", None, SCHEMA, answers, RULES):
        assert cell.agreement.support in (0.0, 1.0)
        assert len(cell.agreement.clusters) <= 1


@settings(max_examples=100, deadline=None)
@given(ANSWERS)
def test_every_cell_is_well_formed(drawn):
    cells = compare_fields("d", None, SCHEMA, candidates(drawn), RULES)
    assert len({cell.field.path for cell in cells}) == len(cells)
    for cell in cells:
        agreement = cell.agreement
        members = [member for cluster in agreement.clusters for member in cluster.members]
        assert len(members) == len(set(members))
        assert len(cell.answers) == len(drawn)
        assert 0.0 <= agreement.support <= 1.0
        for cluster in agreement.clusters:
            assert cluster.representative in cluster.members
            given_by = {a.member: a.value for a in cell.answers if isinstance(a, Candidate)}
            assert given_by[cluster.representative] == cluster.value, "always an answer some member really gave"
