"""Reference quantiles from unlabelled answers, and what a policy makes of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.compare import SegmentAnswers, compare_segments, fit_reference
from consensus.domain import Candidate, Reference, Segment, TranslationRules
from consensus.reference import acceptance_level, level_reached, matched, pair_key, reference_key, table, value_at

WORDS = [
    "die",
    "Pumpe",
    "läuft",
    "an",
    "das",
    "Ventil",
    "schließt",
    "bei",
    "Druck",
    "warm",
    "kalt",
    "Motor",
    "Welle",
    "dreht",
    "langsam",
    "schnell",
]
PAIR = ("en", "de")


def answers(seed: int, members: int = 4, noise: float = 0.2) -> list[SegmentAnswers]:
    """Sixty segments of 4 to 24 words; every member replaces a share of the words at random."""
    random = np.random.default_rng(seed)
    items = []
    for index in range(60):
        text = random.choice(WORDS, random.integers(4, 25))
        given = []
        for member in range(members):
            own = np.where(
                random.random(len(text)) < noise * random.random() * 2, random.choice(WORDS, len(text)), text
            )
            given.append(Candidate(f"u{index}", f"m{member}", f"m{member}", " ".join(own)))
        items.append(SegmentAnswers(Segment(f"u{index}", index, "source", 0, 6), tuple(given)))
    return items


@pytest.fixture(scope="module")
def fitted() -> TranslationRules:
    rules = TranslationRules(accept_share=0.4)
    reference = fit_reference({PAIR: answers(1, noise=0.2), ("de", "fr"): answers(2, noise=0.5)}, rules)
    return rules.model_copy(update={"reference": reference})


def test_tables_rise_have_101_entries_and_stay_in_range(fitted: TranslationRules) -> None:
    reference = fitted.reference
    assert reference is not None
    assert {"*", "*/2", "*/3", "*/4", "en-de", "en-de/3", "de-fr/4"} <= set(reference.pairs)
    for tables in reference.pairs.values():
        for measure, values in tables.items():
            assert len(values) == 101
            assert list(values) == sorted(values)
            assert values == tuple(round(value, 4) for value in values)
            assert measure == "score" or (values[0] >= 0 and values[-1] <= 1)


def test_the_level_is_what_the_share_of_reference_segments_reaches(fitted: TranslationRules) -> None:
    for size in (2, 3, 4):
        items = [SegmentAnswers(i.segment, i.answers[:size]) for i in answers(1, noise=0.2)]
        scores = [agreement.score for agreement in compare_segments(items, fitted, PAIR)]
        share = np.mean([bool(level_reached(fitted, PAIR, score)) for score in scores])
        assert share == pytest.approx(0.4, abs=0.12), f"panels of {size} are on one scale"


def test_a_larger_share_never_accepts_less(fitted: TranslationRules) -> None:
    levels = [
        acceptance_level(fitted.model_copy(update={"accept_share": share}), "en-de") for share in np.linspace(0, 1, 21)
    ]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] == float("inf")


def test_identical_answers_are_at_zero_on_every_scale(fitted: TranslationRules) -> None:
    """With the pair's tables, with the pooled ones, without languages, and without a reference."""
    first = answers(3)[0].answers[0]
    assert isinstance(first, Candidate)
    twins = SegmentAnswers(Segment("u", 0, "source", 0, 6), (first, Candidate("u", "z", "z", first.value)))
    for langs in (PAIR, ("it", "es"), (None, None)):
        for rules in (fitted, fitted.model_copy(update={"reference": None})):
            assert compare_segments([twins], rules, langs)[0].disagreement == 0.0


def test_fitting_does_not_depend_on_the_order_of_answers_or_pairs() -> None:
    rules = TranslationRules()
    one, two = answers(1), answers(2)
    turned = [SegmentAnswers(item.segment, item.answers[::-1]) for item in one]
    assert fit_reference({PAIR: one, ("de", "fr"): two}, rules) == fit_reference(
        {("de", "fr"): two, PAIR: turned}, rules
    )


def test_pooled_gives_every_pair_the_same_weight() -> None:
    one = fit_reference({PAIR: answers(1), ("de", "fr"): answers(2, noise=0.6)}, TranslationRules())
    many = fit_reference({PAIR: answers(1) * 5, ("de", "fr"): answers(2, noise=0.6)}, TranslationRules())
    assert one.pairs["*/3"]["chrf"] == pytest.approx(many.pairs["*/3"]["chrf"], abs=0.03)


def test_meaning_is_fitted_when_vectors_are_at_hand() -> None:
    items = answers(1)
    texts = sorted({a.value for item in items for a in item.answers if isinstance(a, Candidate)})
    random = np.random.default_rng(0)
    vectors = {}
    for text in texts:
        vector = np.array([10.0, *random.random(3)])
        vectors[text] = vector / np.linalg.norm(vector)
    rules = TranslationRules(measures={"chrf": 1.0, "semantic": 1.0})
    reference = fit_reference({PAIR: items}, rules, vectors, "hash")
    assert reference.pairs["en-de/3"]["semantic"][-1] < 0.05, "a cosine saturates"
    fitted = rules.model_copy(update={"reference": reference})
    found = compare_segments(items, fitted, PAIR, vectors, "hash")
    assert np.median([a.disagreement for a in found]) > 0.1, "and is carried to the common scale"


#: Languages as documents give them, and the key of their tables.
KEYS = [
    (("en", "cs"), "en-cs", "plain"),
    (("en-GB", "zh-CN"), "en-zh", "regions do not matter"),
    (("en-GB", "zh_Hant_TW"), "en-zh-Hant", "scripts do"),
    (("en", "zh-HK"), "en-zh-Hant", "a region may imply the script"),
    (("sr-Latn", "zh-Hans"), "sr-Latn-zh", "the script that goes without saying is left out"),
    (("eng", "Deutsch"), "en-de", "old rows hold other codes and names"),
    (("EN", "De"), "en-de", "case does not matter"),
    ((None, "de"), "*", "an unknown source"),
    (("en", ""), "*", "an empty target"),
]


@pytest.mark.parametrize(("langs", "key", "meaning"), KEYS, ids=[row[2] for row in KEYS])
def test_pair_key(langs: tuple[str | None, str | None], key: str, meaning: str) -> None:
    assert pair_key(langs) == key


#: Keys as people write them, and as tables are looked up.
WRITTEN = [
    ("en-pt-BR/3", ("en", "pt-BR"), "/3"),
    ("en-zh-TW", ("en", "zh-TW"), ""),
    ("pt-BR-en/2", ("pt-BR", "en"), "/2"),
    ("zh-Hant-TW-ja", ("zh-Hant-TW", "ja"), ""),
    ("es-419-en-GB/5", ("es-419", "en-GB"), "/5"),
    ("en-cs", ("en", "cs"), ""),
]


@pytest.mark.parametrize(("key", "langs", "size"), WRITTEN, ids=[row[0] for row in WRITTEN])
def test_a_written_key_is_the_key_of_its_languages(key: str, langs: tuple[str, str], size: str) -> None:
    assert reference_key(key) == pair_key(langs) + size


@pytest.mark.parametrize("key", ["*", "*/3", "english", "english/3"])
def test_what_names_no_pair_stays_as_it_is(key: str) -> None:
    assert reference_key(key) == key


def test_tables_are_found_by_pair_and_size_then_pooled() -> None:
    ramps = {name: (0.0, float(i)) for i, name in enumerate(("*", "*/2", "*/4", "en-cs/3"), 1)}
    reference = Reference(pairs={name: {"chrf": ramp} for name, ramp in ramps.items()})
    for pair, size, name in [
        ("en-cs", 3, "en-cs/3"),
        ("en-cs", 2, "en-cs/3"),
        ("en-cs", 9, "en-cs/3"),
        ("en-fi", 1, "*/2"),
        ("en-fi", 3, "*/2"),
        ("en-fi", 7, "*/4"),
    ]:
        assert table(reference, pair, "chrf", size) == ramps[name], (pair, size)
    assert table(reference, "en-cs", "semantic", 3) == ()


def test_without_a_reference_no_level_is_known() -> None:
    assert level_reached(TranslationRules(accept_share=0.4), PAIR, 0.0) is None
    only = TranslationRules(accept_share=0.4, reference=Reference(pairs={"en-cs": {"score": (-9.0, -3.0)}}))
    assert level_reached(only, PAIR, 0.0) is None
    assert level_reached(only, ("en", "cs"), -5.4) is True
    assert level_reached(only, ("en", "cs"), -5.41) is False


def test_the_pooled_reference_ranks_and_never_accepts() -> None:
    pooled = Reference(pairs={"*": {"score": (-9.0, -3.0), "disagreement": (0.0, 1.0)}, "*/2": {"chrf": (0.0, 1.0)}})
    rules = TranslationRules(accept_share=0.4, reference=pooled)
    assert table(pooled, "en-de", "chrf", 2) == (0.0, 1.0)
    for langs in (PAIR, ("en", None), (None, None)):
        assert acceptance_level(rules, pair_key(langs)) is None
        assert level_reached(rules, langs, 0.0) is None


def test_value_at_is_linear_between_entries() -> None:
    assert [value_at((0.0, 1.0, 4.0), share) for share in (0, 0.25, 0.5, 0.75, 1, 2)] == [0, 0.5, 1, 2.5, 4, 4]
    assert value_at((3.0,), 0.7) == 3.0


unit = st.floats(0, 1)
tables = st.lists(unit, min_size=5, max_size=5).map(lambda values: tuple(sorted(values)))


@given(unit, unit, tables, tables)
def test_matching_never_turns_an_order_around(
    a: float, b: float, own: tuple[float, ...], common: tuple[float, ...]
) -> None:
    low, high = sorted((a, b))
    assert 0.0 <= matched(low, own, common) <= matched(high, own, common) + 1e-12 <= 1.0 + 1e-12
    assert matched(0.0, own, common) == 0.0
