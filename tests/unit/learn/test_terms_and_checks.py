"""Terms and overruled checks: found where people agree on them, not at random, and never a hard fact."""

from __future__ import annotations

import random

from consensus.check import CATALOGUE
from consensus.learn.overruled import ABOUT_WORDING, Vetoed, overruled_checks
from consensus.learn.terms import SegmentDecision, learned_terms

WORDS = tuple("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda omicron sigma tau upsilon".split())  # noqa: SIM905


def segment(number: int, source: str, before: str, after: str) -> SegmentDecision:
    return SegmentDecision("en-de", source, before, after, f"d{number}", "job", f"s{number}")


def sentence(draw: random.Random, word: str) -> str:
    words = draw.sample(WORDS, 4)
    return " ".join([*words[:2], word, *words[2:]])


def test_a_term_is_found_where_the_same_words_are_replaced_in_eight_documents() -> None:
    draw = random.Random(1)
    made = [
        segment(n, sentence(draw, "control valve"), f"{n} das Ventil ist", f"{n} das Regelventil ist") for n in range(8)
    ]
    kept = [segment(100 + n, sentence(draw, "pump"), "die Pumpe", "die Pumpe") for n in range(40)]
    assert learned_terms([*made[:7], *kept]) == []
    (term,) = learned_terms([*made, *kept])
    assert (term.source, term.target, term.instead, term.kept, term.held) == (
        "control valve",
        "Regelventil",
        "ventil",
        8,
        8,
    )
    against = [segment(200 + n, sentence(draw, "control valve"), "das Ventil", "das Ventil") for n in range(2)]
    assert learned_terms([*made, *kept, *against]) == [], "two of ten kept the other word"


def test_alike_sentences_do_not_say_which_word_is_meant() -> None:
    made = [segment(n, f"close valve number {n}", f"schliesse Ventil {n}", f"schliesse Hahn {n}") for n in range(20)]
    assert [term.source for term in learned_terms(made)] == ["close valve number"], "the words that all have"
    mixed = [segment(n, f"close {n} valve", f"schliesse {n} Ventil", f"schliesse {n} Hahn") for n in range(20)]
    assert learned_terms(mixed) == []


def test_random_edits_make_no_terms() -> None:
    found = 0
    for seed in range(40):
        draw = random.Random(seed)
        made = []
        for n in range(60):
            before = draw.sample(WORDS, 5)
            after = [draw.choice(WORDS) if draw.random() < 0.3 else word for word in before]
            made.append(segment(n, " ".join(draw.sample(WORDS, 6)), " ".join(before), " ".join(after)))
        found += bool(learned_terms(made))
    assert found == 0


def vetoed(check: str, number: int, overruled: bool) -> Vetoed:
    return Vetoed(check, overruled, f"d{number}", "job", f"s{number}")


def test_a_check_is_a_candidate_by_its_lower_bound() -> None:
    made = [vetoed("untranslated", n, True) for n in range(29)]
    assert overruled_checks(made[:28]) == []
    (found,) = overruled_checks(made)
    assert (found.check, found.overruled, found.documents, found.share) == ("untranslated", 29, 29, 1.0)
    assert overruled_checks([*made, vetoed("untranslated", 30, False)]) == []
    assert overruled_checks([vetoed("untranslated", n % 4, True) for n in range(400)]) == [], "four documents"


def test_false_candidates_are_rare() -> None:
    found = 0
    for seed in range(200):
        draw = random.Random(seed)
        made = [vetoed("length", n, draw.random() < 0.9) for n in range(draw.choice([30, 60, 200]))]
        found += bool(overruled_checks(made))
    assert found <= 17, "5% of 200 is 10; 18 or more come with a chance of under 2%"


def test_hard_facts_are_never_proposed() -> None:
    for check in CATALOGUE:
        found = overruled_checks([vetoed(check, n, True) for n in range(500)])
        assert bool(found) is (check in ABOUT_WORDING)
    assert overruled_checks([vetoed("a check to come", n, True) for n in range(500)]) == []
    facts = {"numbers", "signs", "percent", "units", "currency", "dates", "times", "negation", "codes", "placeholders"}
    assert not ABOUT_WORDING & {*facts, "schema_validity", "object_validity", "empty", "damaged_codes", "urls"}
    assert set(CATALOGUE) >= ABOUT_WORDING
