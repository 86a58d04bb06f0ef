"""What comparing translations establishes, and what can never be talked into it."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from consensus.compare import SegmentAnswers, compare_segments
from consensus.domain import (
    Abstention,
    AbstentionReason,
    Agreement,
    Answer,
    Candidate,
    Reference,
    Segment,
    TranslationRules,
)

RULES = TranslationRules()
LANGS = ("en", "de")
LONG = "Die Pumpe läuft im Dauerbetrieb und darf nur von Fachpersonal geöffnet werden. "


def candidate(text: str, member: str, family: str = "", weight: float = 1.0) -> Candidate:
    return Candidate("u", member, family or member, text, weight=weight)


def compare(*answers: Answer, rules: TranslationRules = RULES, source: str = "The pump runs.") -> Agreement:
    segment = Segment("u", 0, source, 0, len(source))
    return compare_segments([SegmentAnswers(segment, answers)], rules, LANGS)[0]


def texts(*given: str) -> Agreement:
    return compare(*(candidate(text, f"m{i}") for i, text in enumerate(given)))


#: Answers that must not be one cluster, whatever the near identity. Each pair is embedded in a long segment too.
TRAPS = [
    ("30 days", "80 days", "a digit"),
    ("-3.5 mg", "35 mg", "sign and decimal mark"),
    ("-3.5 mg", "3.5 mg", "a sign"),
    ("3.5 mg", "35 mg", "a decimal mark"),
    ("1.50", "150", "a decimal mark without a unit"),
    ("-5%", "5%", "a sign before percent"),
    ("2024-01-02", "2024-02-01", "a date turned around"),
    ("191.89", "191.69", "one digit of an amount"),
    ("9053.28", "905328", "a decimal mark in an amount"),
    ("10² m", "102 m", "a power"),
    ("1½ l", "11/2 l", "a fraction"),
]


@pytest.mark.parametrize(("a", "b", "meaning"), TRAPS, ids=[row[2] for row in TRAPS])
def test_figures_that_differ_are_never_one_cluster(a: str, b: str, meaning: str) -> None:
    for before in ("", LONG * 3):
        agreement = compare(
            candidate(before + a, "x"), candidate(before + b, "y"), rules=TranslationRules(near_identity=0.5)
        )
        assert len(agreement.clusters) == 2, meaning
        assert agreement.support == 0.5


def test_shall_pay_and_shall_not_pay_are_two() -> None:
    agreement = texts("The tenant shall pay.", "The tenant shall not pay.")
    assert len(agreement.clusters) == 2


def test_a_difference_after_2000_characters_is_seen() -> None:
    agreement = texts(LONG * 40 + "Ende.", LONG * 40 + "Anfang mit einem ganz anderen Schluss.")
    assert agreement.disagreement is not None
    assert agreement.disagreement > 0.001
    assert compare(candidate(LONG * 40 + "7", "x"), candidate(LONG * 40 + "8", "y")).support == 0.5


def test_chinese_homophones_are_not_folded_together() -> None:
    agreement = texts("他们在这里", "她们在这里")
    assert len(agreement.clusters) == 2
    assert agreement.similarities["levenshtein"] == pytest.approx(0.8)


def test_identical_after_folding_is_one_cluster_and_full_agreement() -> None:
    agreement = texts("Die  Pumpe ﬁel aus.", " Die Pumpe fiel\naus. ", "Die Pumpe fiel aus.")
    assert len(agreement.clusters) == 1
    assert agreement.support == 1.0
    assert agreement.disagreement == 0.0
    assert all(value == 1.0 for value in agreement.similarities.values())


def test_near_identical_answers_are_one_cluster_only_when_all_pairs_are_near() -> None:
    a, b, c = LONG + "aaaaaa", LONG + "aaabbb", LONG + "bbbbbb"  # a-b and b-c are near, a-c is not
    rules = TranslationRules(near_identity=0.96)
    agreement = compare(candidate(a, "a"), candidate(b, "b"), candidate(c, "c"), rules=rules)
    assert sorted(len(cluster.members) for cluster in agreement.clusters) == [1, 2]


def test_the_representative_is_the_medoid_and_an_answer_some_member_gave() -> None:
    agreement = texts("Die Pumpe läuft schnell", "Die Pumpe läuft sehr schnell", "Pumpen sind langsam")
    assert agreement.leading in ("Die Pumpe läuft schnell", "Die Pumpe läuft sehr schnell")
    assert agreement.clusters[0].value == agreement.leading


def test_the_raw_answer_is_delivered_not_its_folded_form() -> None:
    assert texts("Die Pumpe  läuft\u00a0²", "Die Pumpe  läuft\u00a0²").leading == "Die Pumpe  läuft\u00a0²"


def test_weight_moves_the_medoid() -> None:
    pair = [candidate("Der Motor läuft an", "a"), candidate("Der Antrieb startet", "b", weight=3.0)]
    assert compare(*pair).leading == "Der Antrieb startet"
    assert compare(pair[0], candidate("Der Antrieb startet", "b", weight=0.5)).leading == "Der Motor läuft an"


def test_a_primary_is_delivered_whatever_the_others_say() -> None:
    rules = TranslationRules(primary="p")
    same = [candidate(LONG, m) for m in ("a", "b", "c")]
    agreement = compare(*same, candidate("Etwas anderes", "p"), rules=rules)
    assert (agreement.leading, agreement.support) == ("Etwas anderes", 0.25)
    assert agreement.disagreement is not None
    assert agreement.disagreement > 0.5
    assert compare(*same, rules=rules).leading == LONG, "a primary that gave no answer is not waited for"


def test_two_alike_of_five_do_not_outvote_the_medoid() -> None:
    copies = [candidate("Ganz anders formuliert, aber zweimal gleich", m) for m in ("a", "b")]
    others = [candidate(f"Die Pumpe läuft im {w} Betrieb weiter", w) for w in ("vollen", "halben", "langen")]
    assert compare(*copies, *others).leading.startswith("Die Pumpe")
    assert compare(*copies, others[0]).leading.startswith("Ganz"), "two of three are most of them"


def test_a_family_that_contradicts_itself_is_in_no_cluster() -> None:
    agreement = compare(
        candidate(LONG, "gpt-a", "openai"), candidate("Etwas anderes", "gpt-b", "openai"), candidate(LONG, "c")
    )
    assert agreement.clusters[0].families == ("c",)
    assert agreement.support == 0.5


def test_copies_of_a_member_add_no_vote_and_no_trust() -> None:
    panel = [candidate("Die Pumpe läuft an", "a"), candidate("Die Pumpe startet", "b"), candidate("Pumpe ein", "c")]
    alone = compare(*panel)
    copied = compare(*panel, *(candidate("Die Pumpe läuft an", f"a{i}", "a") for i in range(4)))
    assert copied.score == pytest.approx(alone.score, abs=1e-12)
    assert (copied.support, copied.families, copied.leading) == (alone.support, alone.families, alone.leading)
    assert copied.similarities == pytest.approx(alone.similarities)


def test_nothing_depends_on_the_order_of_the_panel() -> None:
    answers: list[Answer] = [
        candidate("Die Pumpe läuft", "a"),
        candidate("Die Pumpe lief", "b", "x"),
        candidate("Die Pumpe läuft.", "c", "x"),
        Abstention("u", "d", "d", AbstentionReason.TIMEOUT),
    ]
    found = {repr(compare(*order)) for order in permutations(answers)}
    assert len(found) == 1


def test_an_abstention_or_a_blank_answer_is_no_answer() -> None:
    away = Abstention("u", "b", "b", AbstentionReason.REFUSAL)
    agreement = compare(candidate("Die Pumpe läuft", "a"), candidate(" \n", "c"), away)
    assert agreement.families == ("a",)
    assert agreement.abstentions == (away,)
    assert (agreement.disagreement, agreement.similarities) == (1.0, {}), "one answer is confirmed by nobody"


def test_when_all_abstain_there_is_a_score_and_nothing_else() -> None:
    agreement = compare(Abstention("u", "a", "a", AbstentionReason.EMPTY))
    assert (agreement.clusters, agreement.families, agreement.support, agreement.leading) == ((), (), 0.0, None)
    assert agreement.score < compare(candidate("Ja", "a"), candidate("Ja", "b")).score


def test_trust_falls_with_disagreement_and_with_size() -> None:
    same, near, far = (texts(LONG, other).score for other in (LONG, LONG.replace("Pumpe", "Anlage"), "Nein, nie."))
    assert same > near > far
    assert texts("Ja", "Ja").score > same > texts(LONG * 4, LONG * 4).score


def test_raising_near_identity_never_raises_support_or_the_score() -> None:
    answers = [candidate(LONG + tail, f"m{i}") for i, tail in enumerate(("", ".", " ..", " und", " oder auch"))]
    seen = [compare(*answers, rules=TranslationRules(near_identity=n)) for n in (0.5, 0.9, 0.95, 0.98, 0.99, 1.0)]
    supports = [max(len(cluster.families) for cluster in agreement.clusters) for agreement in seen]
    assert supports == sorted(supports, reverse=True)
    assert len({agreement.score for agreement in seen}) == 1


def straight(*measures: str) -> Reference:
    ramp = tuple(i / 100 for i in range(101))
    return Reference(pairs={"*": dict.fromkeys(measures, ramp)}, signature="ramp")


def semantic(rules: TranslationRules, vectors: dict[str, np.ndarray]) -> Agreement:
    segment = Segment("u", 0, "The pump starts.", 0, 16)
    answers = (candidate("Die Pumpe startet", "a"), candidate("Das Aggregat läuft an", "b"))
    return compare_segments([SegmentAnswers(segment, answers)], rules, LANGS, vectors, "hash")[0]


def test_meaning_counts_only_where_it_is_calibrated() -> None:
    vectors = {"Die Pumpe startet": np.array([1.0, 0.0]), "Das Aggregat läuft an": np.array([0.8, 0.6])}
    measures = {"chrf": 1.0, "semantic": 1.0}
    raw = semantic(TranslationRules(measures=measures), vectors)
    assert "semantic" not in raw.similarities
    assert "hash" not in raw.signature
    fitted = semantic(TranslationRules(measures=measures, reference=straight("chrf", "semantic")), vectors)
    assert fitted.similarities["semantic"] == pytest.approx(0.8)
    assert fitted.disagreement == pytest.approx((1 - fitted.similarities["chrf"] + 0.2) / 2)
    assert fitted.signature.endswith("reference.ramp|embedder.hash")
    del vectors["Die Pumpe startet"]
    bare = semantic(TranslationRules(measures=measures, reference=straight("chrf", "semantic")), vectors)
    assert "semantic" not in bare.similarities


def test_the_signature_names_what_made_the_numbers() -> None:
    agreement = texts("Ja", "Nein")
    assert agreement.signature.startswith("segments.1|chrf+levenshtein+token_sort|rules.")
    other = compare(candidate("Ja", "m0"), candidate("Nein", "m1"), rules=TranslationRules(length_offset=31))
    assert other.signature != agreement.signature


def test_a_batch_is_its_segments_one_by_one() -> None:
    panels = [("Ja", "Nein"), ("Ja", "Ja"), (LONG, LONG + "x", LONG + "yz"), ("水泵停止", "水泵在运行")]
    items = [
        SegmentAnswers(Segment(f"u{i}", i, "s", 0, 1), tuple(candidate(t, f"m{j}") for j, t in enumerate(panel)))
        for i, panel in enumerate(panels)
    ]
    together = compare_segments(items, RULES, LANGS)
    assert together == [compare_segments([item], RULES, LANGS)[0] for item in items]
    assert compare_segments([], RULES, LANGS) == []
