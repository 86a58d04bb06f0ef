"""A month for another one, where no day stands beside it."""

from __future__ import annotations

import pytest

from consensus.check import check_segment
from consensus.domain import Candidate, Policy, Segment


@pytest.mark.parametrize(
    ("lang", "source", "target", "found"),
    [
        ("es", "Payment is due in June.", "El pago vence en julio.", True),
        ("es", "Payment is due in June.", "El pago vence en junio.", False),
        ("de", "The offer ends in May.", "Das Angebot endet im März.", True),
        ("de", "The offer ends in May.", "Das Angebot endet im Mai.", False),
        ("pl", "Deliveries start in October.", "Dostawy ruszają w listopadzie.", True),
        ("tr", "It opens in September.", "Eylül ayında açılıyor.", False),
        ("fi", "It opens in September.", "Se avataan lokakuussa.", True),
        ("cs", "The employee may not work for a competitor.", "Zaměstnanec nesmí pracovat pro konkurenci.", False),
        ("fr", "You may start in July.", "Vous pouvez commencer en juillet.", False),
        ("de", "It was sent on 3/5/2024.", "Es wurde am 5. März 2024 versandt.", False),
    ],
)
def test_months(lang: str, source: str, target: str, found: bool) -> None:
    segment, policy = Segment("u", 0, source, 0, len(source)), Policy(name="p", version=1)
    findings = check_segment(segment, [Candidate("u", "a", "a", target)], ("en", lang), policy)
    assert ("dates" in {finding.check for finding in findings}) is found
