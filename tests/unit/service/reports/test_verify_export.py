"""An export checked from its text alone: whole, tampered with, certified, falsely certified."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from consensus.certify import lot_certificate
from consensus.errors import InputError
from consensus.export.chain import chained
from consensus.service.reports.verify_export import VerifiedExport, verify_export

POLICY = {"name": "contracts", "version": 7, "digest": "0123456789ab"}


def lines(certificate: Any = "not certified", accepted: int = 40) -> list[dict[str, Any]]:
    """Ten units for review, the others accepted; two of these were looked at and mended."""
    units: list[dict[str, Any]] = []
    for number in range(accepted + 10):
        outcome = "accepted" if number < accepted else "review"
        verification = "auto" if 2 <= number < accepted else "human-edited" if number < 2 else "unverified"
        units.append(
            {
                "job": "j1",
                "policy": POLICY,
                "certificate": certificate,
                "unit": f"u{number}",
                "value": "Ventil schließen, 3,5 bar",
                "verification": verification,
                "verdict": {"outcome": outcome, "score": -0.25},
            }
        )
    return units


def lot(**changed: Any) -> dict[str, Any]:
    found = lot_certificate(40, 20, 2, policy="contracts v7", digest="0123456789ab")
    return {**found.as_dict(), **changed}


def checked(units: list[dict[str, Any]], expected: str | None = None) -> VerifiedExport:
    return verify_export(chained(units).encode(), expected)


def test_a_whole_export() -> None:
    found = checked(lines())
    assert (found.whole, found.lines, found.broken_line, found.problem) == (True, 50, None, "")
    assert found.classes == {
        "auto": 38, "human-accepted": 0, "human-edited": 2, "second-review": 0, "reused": 0, "unverified": 10
    }  # fmt: skip
    assert found.certificate == "not certified"
    assert found.as_dict()["certificate"] == "not certified"
    assert "compare it with the one kept" in found.limits


def swap(rows: list[str]) -> list[str]:
    return [rows[1], rows[0], *rows[2:]]


def edited(old: str, new: str, at: int = 3) -> Callable[[list[str]], list[str]]:
    return lambda rows: [*rows[:at], rows[at].replace(old, new), *rows[at + 1 :]]


# what was done -> the line that is broken, and why
TAMPERED = [
    (edited("3,5 bar", "3,6 bar"), 4, "was changed", "a value changed"),
    (edited('"verification":"auto"', '"verification":"human-accepted"'), 4, "was changed", "a class changed"),
    (edited('"value":', '"value":"other","value":'), 4, "one JSON object", "a key twice: readers would differ"),
    (edited("-0.25", "NaN"), 4, "one JSON object", "no number"),
    (edited("-0.25", "-1e999"), 4, "one JSON object", "a number too large"),
    (edited("-0.25", "[" * 100_000), 4, "one JSON object", "nested without end"),
    (lambda rows: rows[:7] + rows[8:], 8, "does not follow", "a line dropped"),
    (lambda rows: [*rows[:7], rows[6], *rows[7:]], 8, "does not follow", "a line twice"),
    (swap, 1, "does not follow", "two lines in another order"),
    (lambda rows: rows[5:], 1, "does not follow", "the start cut off"),
    (lambda rows: ["[1, 2]", *rows], 1, "one JSON object", "no object"),
    (lambda rows: ['{"unit":"u"}'], 1, "carries no digest", "no export of this kind"),
    (lambda rows: [*rows, "", ""], 51, "one JSON object", "blank lines at the end"),
]


@pytest.mark.parametrize(("done", "line", "why", "meaning"), TAMPERED, ids=[row[3] for row in TAMPERED])
def test_tampering_names_the_line(done: Callable, line: int, why: str, meaning: str) -> None:
    rows = done(chained(lines()).splitlines())
    found = verify_export(("\n".join(rows) + "\n").encode())
    assert (found.whole, found.broken_line) == (False, line), meaning
    assert f"line {line} " in found.problem
    assert why in found.problem
    assert found.classes == {}, "nothing is counted in a broken file"
    assert found.certificate == "not certified"


def test_layout_is_no_content() -> None:
    rows = [json.dumps(json.loads(row), indent=None) for row in chained(lines()).splitlines()]
    assert verify_export("\r\n".join(rows).encode()).whole


def test_bytes_that_are_no_text() -> None:
    content = chained(lines()).encode().splitlines(keepends=True)
    content[4] = content[4].replace("ß".encode(), b"\xdf")
    found = verify_export(b"".join(content))
    assert (found.broken_line, "UTF-8" in found.problem) == (5, True)


def test_a_cut_end_shows_only_against_the_digest_kept() -> None:
    whole = checked(lines())
    cut = "".join(chained(lines()).splitlines(keepends=True)[:-10])
    assert verify_export(cut.encode()).whole, "what the words under every result warn of"
    found = verify_export(cut.encode(), whole.last_digest)
    assert (found.whole, found.broken_line) == (False, None)
    assert "lines are missing" in found.problem
    assert checked(lines(), whole.last_digest.upper()).whole


@pytest.mark.parametrize("content", [b"", b"\n", b"  \n\n"])
def test_an_empty_file(content: bytes) -> None:
    with pytest.raises(InputError, match="empty"):
        verify_export(content)


def test_lines_that_are_no_units() -> None:
    units = lines()
    units[6]["verification"] = "certainly"
    assert "line 7 is no unit" in checked(units).problem
    units = lines()
    units[6]["unit"] = units[1]["unit"]
    assert checked(units).problem == "line 7 holds unit u1 once more, which stands on line 2."


# --- certificates ----------------------------------------------------------------------------------------------------


def test_a_lot_certificate_is_computed_again() -> None:
    found = checked(lines(lot()))
    assert found.whole, found.problem
    assert found.lot is not None
    assert found.lot.at_most_wrong == lot_certificate(40, 20, 2).at_most_wrong > 2
    assert found.certificate == lot()["words"]
    assert found.as_dict()["certificate"] == lot()
    assert "no file can show" in found.limits


# the certificate that stands in the file -> what is said
FALSE = [
    (lot(at_most_wrong=2), "its own counts give", "a bound that its counts do not give"),
    (lot(at_most_left=0), "its own counts give", "a remainder that its counts do not give"),
    (lot(confidence=0.99), "its own counts give", "a confidence that its bound does not have"),
    (lot(words="Nothing is wrong."), "its own counts give", "words of its own"),
    (lot(confidence=1.5), "not a number from 0.5", "a confidence that cannot be"),
    (lot(confidence="0.95"), "not a number from 0.5", "a confidence in words"),
    (lot(checked=10**12, accepted=10**12), "1000000000000 accepted units, and the file holds 40", "another lot"),
    (lot(checked=1), "2 wrong in 1 checked", "more wrong than checked"),
    (lot(checked=True, wrong=0), "not one of a lot", "a count that is none"),
    (lot(kind="slice"), "not one of a lot", "another kind"),
    (lot(policy_digest="ffffffffffff"), "earned with policy ffffffffffff", "earned under another policy"),
    ("At most 2% are wrong.", "not in a form", "words alone"),
    (None, "not in a form", "nothing"),
]


@pytest.mark.parametrize(("certificate", "said", "meaning"), FALSE, ids=[row[2] for row in FALSE])
def test_false_certificates(certificate: Any, said: str, meaning: str) -> None:
    found = checked(lines(certificate))
    assert not found.whole, meaning
    assert said in found.problem
    assert (found.broken_line, found.certificate) == (None, "not certified")
    assert found.as_dict()["certificate"] == "not certified"


@pytest.mark.parametrize("name", ["certificate", "policy", "job"])
def test_two_exports_in_one(name: str) -> None:
    units = lines(lot())
    units[30] = {**units[30], name: "other"}
    assert checked(units).problem == f"line 31 names another {name} than line 1."


def test_a_certificate_for_more_than_the_file_holds() -> None:
    assert "about 40 accepted units, and the file holds 39" in checked(lines(lot(), accepted=39)).problem


def test_a_guarantee_beside_a_lot_is_computed_again(world: Any) -> None:
    world.certified()
    job = world.submit([1.0])
    world.judge_all()
    guarantee = world.guarantees.certificate(job, world.store.units(job.id))["guarantee"]
    found = checked(lines(lot() | {"guarantee": guarantee}))
    assert found.whole, found.problem
    for false in ({**guarantee, "words": "Nothing is wrong."}, {}, "certified"):
        assert not checked(lines(lot() | {"guarantee": false})).whole, false
