"""check_segment and hard_fact_disputes: golden traps, levels, members, unknown languages, symmetry."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus.check import CATALOGUE, check_segment, hard_fact_disputes
from consensus.domain import Abstention, AbstentionReason, Candidate, Policy, Segment, Severity

POLICY = Policy(name="p", version=1)


def answers(*texts: str) -> list[Candidate]:
    return [Candidate("u", f"m{i}", f"f{i}", text) for i, text in enumerate(texts)]


def segment(text: str) -> Segment:
    return Segment("u", 0, text, 0, len(text))


GOLDEN = [
    ("-3.5 mg", "35 mg", "numbers"),
    ("1.50", "150", "numbers"),
    ("-5%", "5%", "signs"),
    ("2024-01-02", "2024-02-01", "dates"),
    ("191.89", "191.69", "numbers"),
    ("9053.28", "905328", "numbers"),
    ("The buyer shall pay.", "The buyer shall not pay.", "negation"),
    ("within 30 days", "within 80 days", "numbers"),
]


@pytest.mark.parametrize(("right", "wrong", "check"), GOLDEN)
def test_golden_traps_are_vetoed_and_disputed(right: str, wrong: str, check: str) -> None:
    for source, target in ((right, wrong), (wrong, right)):
        found = check_segment(segment(source), answers(target), ("en", "en"), POLICY)
        assert check in {finding.check for finding in found if finding.veto}
        assert len(hard_fact_disputes(segment(""), answers(source, target), ("de", "en"))) == 1


@pytest.mark.parametrize(
    ("right", "wrong", "check"), [row for row in GOLDEN if row[2] in ("numbers", "signs", "dates")]
)
def test_golden_traps_between_languages(right: str, wrong: str, check: str) -> None:
    decimal = wrong.replace(".", ",") if check != "dates" else wrong
    found = check_segment(
        segment(right.replace("within", "binnen").replace("days", "Tagen")), answers(decimal), ("en", "de"), POLICY
    )
    assert check in {finding.check for finding in found if finding.veto}


@pytest.mark.parametrize(
    ("one", "other", "lang"),
    [
        ("Es sind 1.000 Stück.", "Es sind 1000 Stück.", "de"),  # grouping
        ("Il y a 1 000 pièces.", "Il y a 1000 pièces.", "fr"),  # narrow no-break space
        ("5 % Wasser", "5% Wasser", "de"),
        ("drei Ventile", "3 Ventile", "de"),  # a small number in words
        ("12. März 2024", "12.03.2024", "de"),
        ("Es kostet 5 €.", "Es kostet 5 Euro.", "de"),
        ("5 mm tief", "5 Millimeter tief", "de"),
        ("um 14:30 Uhr", "um 14.30 Uhr", "de"),
        ("价格为250万美元", "价格为2,500,000美元", "zh"),
        ("Kosztuje 2,5 mln zł.", "Kosztuje 2 500 000 zł.", "pl"),
        ("bez vody", "ve vodě", "cs"),  # a weak cue is no denial
    ],
)
def test_the_same_fact_written_differently_is_no_dispute(one: str, other: str, lang: str) -> None:
    assert hard_fact_disputes(segment("x"), answers(one, other), ("en", lang)) == ()


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        ("5 mm tief", "5 cm tief", "units"),
        ("5 € teuer", "5 $ teuer", "currency"),
        ("5 % mehr", "5 mehr", "a percent sign"),
        ("Hallo {name}", "Hallo {Name}", "placeholders"),
        ("um 14:30 Uhr", "um 15:30 Uhr", "times of day"),
        ("am 1. Mai 2024", "am 2. Mai 2024", "dates"),
        ("2,5 mm", "25 mm", "numbers"),
        ("1,500 Liter", "1.500 Liter", "numbers"),  # one and a half, and fifteen hundred
        ("um 7:45 Uhr", "um 19:45 Uhr", "times of day"),
        ("Er zahlt.", "Er zahlt nicht.", "negation"),
    ],
)
def test_disputes_say_what_differs_and_name_no_member(one: str, other: str, what: str) -> None:
    found = hard_fact_disputes(segment("x"), answers(one, other), ("en", "de"))
    assert len(found) == 1
    assert what in found[0]
    assert "m0" not in found[0]


def test_disputes_do_not_depend_on_the_order_of_the_panel_or_on_copies() -> None:
    texts = ["2,5 mm und 3 kg", "25 mm und 3 kg", "2,5 mm und 3 g", "2,5 mm nicht"]
    found = {hard_fact_disputes(segment("x"), answers(*order), ("en", "de")) for order in permutations(texts)}
    assert len(found) == 1
    assert hard_fact_disputes(segment("x"), answers(*texts, texts[0], texts[0]), ("en", "de")) in found


def test_one_answer_or_abstentions_alone_are_no_dispute() -> None:
    gone = Abstention("u", "m9", "f9", AbstentionReason.REFUSAL)
    assert hard_fact_disputes(segment("5 mm"), [*answers("5 cm"), gone], ("en", "de")) == ()
    assert check_segment(segment("5 mm"), [gone], ("en", "de"), POLICY) == ()


def test_every_member_that_gave_the_text_gets_the_finding() -> None:
    found = check_segment(segment("2.5 mm"), answers("25 mm", "2,5 mm", "25 mm"), ("en", "de"), POLICY)
    assert [(finding.check, finding.member) for finding in found] == [("numbers", "m0"), ("numbers", "m2")]


def test_a_finding_quotes_both_sides_and_says_where() -> None:
    (finding,) = check_segment(segment("Bore 2.5 mm deep"), answers("25 mm tief bohren"), ("en", "de"), POLICY)
    assert finding.message == '"2.5 mm" in the source, "25 mm" in the translation.'
    assert (finding.severity, finding.veto) == (Severity.MAJOR, True)
    assert finding.source_span is not None
    assert finding.target_span is not None
    assert "Bore 2.5 mm deep"[slice(*finding.source_span)] == "2.5 mm"
    assert "25 mm tief bohren"[slice(*finding.target_span)] == "25 mm"


@pytest.mark.parametrize(("level", "expected"), [("veto", [True]), ("warning", [False]), ("off", [])])
def test_the_policy_sets_the_level_of_a_check(level: str, expected: list[bool]) -> None:
    policy = Policy(name="p", version=1, checks={"numbers": level})  # type: ignore[dict-item]
    found = check_segment(segment("2.5 mm"), answers("25 mm"), ("en", "de"), policy)
    assert [finding.veto for finding in found] == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("kaks ventiili", "2 valves", set()),  # a number word in a language we cannot read
        ("12. märts 2024", "March 12, 2024", set()),
        ("paine 191.89", "pressure 191.69", {"numbers"}),  # digits need no language
        ("5 mm", "5 cm", {"units"}),
        ("ei maksa", "pays", set()),  # no word of it is known
    ],
)
def test_unknown_languages_keep_the_checks_that_need_none(source: str, target: str, expected: set[str]) -> None:
    for langs in ((None, None), (None, "en"), ("et", "en")):
        assert {f.check for f in check_segment(segment(source), answers(target), langs, POLICY)} == expected


def test_the_catalogue_describes_every_check() -> None:
    assert {"numbers", "placeholders", "schema_validity"} <= CATALOGUE.keys()
    assert all(info.name == name and info.description.endswith(".") for name, info in CATALOGUE.items())


texts = st.text(alphabet="ab 0123456789.,-–%€$°mkgC{}<>/`[]()@:#nÄ日月年不没\u202f\u0660", max_size=60)


@settings(max_examples=150, deadline=None)
@given(texts, texts, st.sampled_from([("en", "de"), ("zh", "en"), (None, None), ("ar", "ja"), ("tr", "cs")]))
def test_any_text_is_checked_without_error_and_spans_lie_inside(
    source: str, target: str, langs: tuple[str | None, str | None]
) -> None:
    for finding in check_segment(segment(source), answers(target), langs, POLICY):
        for span, text in ((finding.source_span, source), (finding.target_span, target)):
            assert span is None or 0 <= span[0] < span[1] <= len(text)
    hard_fact_disputes(segment(source), answers(source, target), langs)


@settings(max_examples=150, deadline=None)
@given(texts)
def test_a_text_agrees_with_itself(text: str) -> None:
    hard = {"numbers", "signs", "percent", "units", "currency", "dates", "times", "negation", "placeholders", "tags"}
    found = check_segment(segment(text), answers(text), ("en", "en"), POLICY)
    assert not {finding.check for finding in found} & hard
    assert hard_fact_disputes(segment(text), answers(text, text), ("en", "en")) == ()


@pytest.mark.parametrize(
    ("source", "target", "langs", "check"),
    [
        ("1. Close the valve.", "2. Das Ventil schließen.", ("en", "de"), "numbers"),  # both are list numbers
        ("Last August it ran.", "去年1月它在运行。", ("en", "zh"), "numbers"),  # another month
        ("第十六页", "page 6", ("zh", "en"), "numbers"),  # the six of sixteen is no six
        ("@user13 yes", "@user53 ja", ("en", "de"), "codes"),
        ("Use 0xFE39FE39.", "Nutzen Sie 0xFE39FE36.", ("en", "de"), "codes"),
        ("COVID-19 is here", "COVID-15 ist da", ("en", "de"), "codes"),
    ],
)
def test_one_changed_digit_is_found(source: str, target: str, langs: tuple[str, str], check: str) -> None:
    found = check_segment(segment(source), answers(target), langs, POLICY)
    assert check in {finding.check for finding in found if finding.veto}


@pytest.mark.parametrize(
    ("source", "target", "langs"),
    [
        ("Last August it ran.", "去年8月它在运行。", ("en", "zh")),
        ("@user13 yes", "@uživatel13 ano", ("en", "cs")),  # the name was translated, the number stands
        ("win8.1很好用", "Windows 8.1 is good to use", ("zh", "en")),
        ("open 24/7 for you", "immer für Sie geöffnet", ("en", "de")),  # an idiom
        ("from 6 to 9 p.m.", "von 18 bis 21 Uhr", ("en", "de")),
        ("from 1981-87", "von 1981 bis 1987", ("en", "de")),
        ("about 16 or 17 thousand", "大概一万六七千", ("en", "zh")),
        ("at 0430", "um 4:30 Uhr", ("en", "de")),
        ("a N585 million fund", "5.85亿奈拉的基金", ("en", "zh")),
    ],
)
def test_the_same_said_otherwise_is_no_finding(source: str, target: str, langs: tuple[str, str]) -> None:
    assert [f.message for f in check_segment(segment(source), answers(target), langs, POLICY)] == []


def test_a_finding_names_what_was_read_where_both_sides_look_alike() -> None:
    (finding,) = check_segment(
        segment("The tank holds 1,500 l."), answers("Der Tank fasst 1,500 l."), ("en", "de"), POLICY
    )
    assert finding.message == '"1,500 l" is "1500 litres" in the source and "1.5 litres" in the translation.'


def test_a_number_of_another_locale_is_shown_as_it_should_be() -> None:
    (finding,) = check_segment(segment("It weighs 12.8 kg."), answers("Es wiegt 12.8 kg."), ("en", "de"), POLICY)
    assert (finding.check, finding.veto) == ("locale", True)
    assert finding.message == '"12.8 kg" does not write the number as German does, which is "12,8".'


def test_a_further_answer_hides_no_dispute() -> None:
    digits, without, in_words = "v 00. letech to bylo", "vloni to bylo", "jen v nultých letech to bylo"
    found = hard_fact_disputes(segment("x"), answers(digits, without), ("en", "cs"))
    assert len(found) == 1
    assert hard_fact_disputes(segment("x"), answers(digits, in_words), ("en", "cs")) == (), "the word says it too"
    assert hard_fact_disputes(segment("x"), answers(digits, without, in_words), ("en", "cs")) == found
