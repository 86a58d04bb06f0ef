"""Glossaries out as CSV and TBX, and in again as they were."""

from __future__ import annotations

import pytest

from consensus.errors import PolicyError
from consensus.resources.glossary import MAX_BYTES, Term, parse_glossary
from consensus.resources.glossary_files import glossary_csv, glossary_tbx

TERMS: tuple[Term, ...] = (
    ("pump", "Pumpe", "required"),
    ("pump", "Pumpanlage", "forbidden"),
    ('a "b", <c> & d', "é; 水 ــ", "required"),
    ("=1+1", "@sum", "required"),
    ("-x", "'tis", "forbidden"),
)


def test_what_is_written_is_read_again_as_it_was() -> None:
    assert parse_glossary(glossary_csv(TERMS), ".csv") == TERMS
    assert parse_glossary(glossary_tbx(TERMS, "en", "de"), ".tbx") == TERMS
    assert parse_glossary(glossary_tbx(TERMS, "zh-Hant", "pt-BR"), ".xml") == TERMS


def test_no_spreadsheet_runs_a_term() -> None:
    lines = glossary_csv(TERMS).decode("utf-8-sig").splitlines()
    assert lines[4] == "'=1+1,'@sum,required"
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line.split(","))


def test_what_xml_cannot_hold_is_left_out() -> None:
    (term,) = parse_glossary(glossary_tbx((("a\x00\x07b", "c\ud800d", "required"),), "en", "de"), ".tbx")
    assert term == ("ab", "cd", "required")


@pytest.mark.parametrize(
    ("content", "suffix", "why"),
    [
        (b"x" * (MAX_BYTES + 1), ".csv", "larger than"),
        (b"source,target\na,b\n", ".exe", "is not a glossary"),
        (b'<!DOCTYPE x [<!ENTITY a "ha">]>\n<tbx>&a;</tbx>', ".tbx", "declares entities"),
    ],
    ids=["large", "no glossary", "entities"],
)
def test_a_file_that_is_none_is_refused(content: bytes, suffix: str, why: str) -> None:
    with pytest.raises(PolicyError, match=why):
        parse_glossary(content, suffix)
