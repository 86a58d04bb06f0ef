"""A required term is found in its own forms and compounds alone: lengths at, below and above what an ending takes."""

from __future__ import annotations

import pytest

from consensus.check import check_segment
from consensus.domain import Candidate, Policy, Segment


def missed(lang: str, term: str, target: str, kind: str = "required") -> bool:
    policy = Policy(name="p", version=1, glossary_terms=(("pump", term, kind),))
    answer = Candidate("u", "m", "f", target)
    findings = check_segment(Segment("u", 0, "Check the pump.", 0, 0), [answer], ("en", lang), policy)
    return any(finding.check == f"glossary_{kind}" for finding in findings)


@pytest.mark.parametrize(
    ("lang", "term", "form", "other"),
    [
        ("de", "Pumpe", "Pumpen", "Puma"),
        ("de", "Kreiselpumpe", "Kreiselpumpen", "Kreisel"),
        ("de", "Öl", "Motoröl", "Olive"),
        ("de", "Tor", "Garagentore", "Motor"),
        ("de", "Rad", "Räder", "Rest"),
        ("de", "Rad", "Rades", "Regal"),
        ("de", "Topf", "Töpfe", "Tapete"),
        ("fr", "eau", "l'eau", "terre"),
        ("fr", "huile", "d'huile", "tuile"),
        ("fr", "pompe", "pompes", "pomme"),
        ("it", "acqua", "dell'acqua", "arco"),
        ("es", "bomba", "bombas", "bolsa"),
        ("pl", "pompa", "pompy", "popiół"),
        ("cs", "voda", "vodou", "vozidlo"),
        ("ru", "насос", "насосами", "носок"),
        ("fi", "pumppu", "pumpun", "puu"),
        ("hu", "szivattyú", "szivattyúkat", "sziget"),
        ("tr", "pompa", "pompayı", "posta"),
        ("nl", "pomp", "pompen", "poort"),
        ("sv", "pump", "pumpen", "plan"),
        ("he", "משאבה", "המשאבה", "משרד"),
        ("ar", "مضخة", "المضخة", "مدرسة"),
    ],
)
def test_a_form_and_another_word(lang: str, term: str, form: str, other: str) -> None:
    assert not missed(lang, term, f"{form}.")
    assert missed(lang, term, f"{other}.")


@pytest.mark.parametrize(
    ("lang", "term", "form", "other"),
    [
        ("de", "Pumpe", "Pumpen", "Puma"),
        ("de", "Kreiselpumpe", "Kreiselpumpen", "Kreisel"),
        ("fr", "pompe", "pompes", "pomme"),
        ("es", "bomba", "bombas", "bolsa"),
        ("pl", "pompa", "pompy", "popiół"),
        ("he", "משאבה", "המשאבה", "משרד"),
        ("zh", "水泵", "请检查水泵", "请检查水管"),
    ],
)
def test_a_forbidden_term(lang: str, term: str, form: str, other: str) -> None:
    assert missed(lang, term, f"{form}.", "forbidden")
    assert not missed(lang, term, f"{other}.", "forbidden")
