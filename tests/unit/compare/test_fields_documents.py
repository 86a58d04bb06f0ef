"""Two documents in one file are noticed by their fields; pages, items and forms are not taken for documents."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.compare.fields import compare_fields
from consensus.domain import Candidate, ExtractionRules

SCHEMA = {"type": "object", "properties": {"no": {"type": "string"}, "total": {"type": "number"}}}
VALUE = {"no": "771", "total": 10.0}
#: text, value, whether it is noticed, meaning
FILES = [
    ("INVOICE 771\nTotal 10.00\n\n----\n\nINVOICE 772\nTotal 25.00\n", VALUE, True, "one behind the other"),
    ("INVOICE 770\nTotal 25.00\n\nINVOICE 771\nTotal 10.00\n", VALUE, True, "the second was read"),
    ("Rechnung 771\nSumme 10,00\n\fRechnung 8\nSumme 9,00\n", VALUE, True, "in another language"),
    ("INVOICE 771\nTotal 10.00\n", VALUE, False, "one document"),
    ("INVOICE 771 page 1\nBolt 3\nINVOICE 771 page 2\nTotal 10.00\n", VALUE, False, "a heading on every page"),
    ("INVOICE 771\nNet 8.00\nVAT 2.00\nTotal 10.00\nPaid 10.00\n", VALUE, False, "amounts with other words"),
    ("INVOICE 771\nINVOICE 772 is void\nTotal 10.00\nTotal 9.00\n", VALUE, False, "a line that reads otherwise"),
    ("INVOICE 771\nINVOICE 772\nTotal 10.00\nTotal 9.00\n", VALUE, False, "lines that alternate"),
    ("INVOICE 771\nTotal 10.00\nTotal 12.00\n", VALUE, False, "one field alone"),
    ("771\n10.00\n772\n25.00\n", VALUE, False, "figures without a word say nothing"),
]


@pytest.mark.parametrize(("text", "value", "noticed", "meaning"), FILES, ids=[row[3] for row in FILES])
def test_a_second_document(text: str, value: dict[str, Any], noticed: bool, meaning: str) -> None:
    answers = [Candidate("d", name, name, value) for name in ("a", "b", "c")]
    cells = compare_fields("d", text, SCHEMA, answers, ExtractionRules())
    assert {"second_document" in cell.agreement.gates for cell in cells} == {noticed}, meaning
    if noticed:
        assert all("two documents" in " ".join(cell.agreement.disputes) for cell in cells)
