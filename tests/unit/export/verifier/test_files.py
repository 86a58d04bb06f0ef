"""Files beside each other: missing, exchanged, of other forms, of version 1; and files that were made to do harm."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus.export.chain import chained
from consensus.export.verifier.files import NO_LINES, NOT_SIGNED, VERSION_1, verify
from consensus.export.verifier.reading import sha256
from consensus.export.verifier.script import lines_of, main, verify_path
from tests.unit.export.verifier.deliveries import Delivery, delivery, lot_key, waiting


@pytest.fixture(scope="module")
def earned() -> Delivery:
    return delivery(key=lot_key())


@pytest.fixture(scope="module")
def plain() -> Delivery:
    return Delivery(None, [{**one, "slice": None, "basis": None} for one in waiting()])


def test_an_export_that_promises_nothing(plain: Delivery) -> None:
    content, beside = plain.files()
    for found in (verify(content, beside), verify(content)):
        assert (found.problem, found.units, found.certificate) == ("", 5, "not certified")
        assert found.notes == [NOT_SIGNED]
    assert found.last_digest == json.loads(content.splitlines()[-1])["digest"]


def test_the_certificate_file_is_missing(earned: Delivery) -> None:
    found = verify(earned.files()[0])
    assert (found.point, "no FILE.certificate.json beside it" in found.problem) == ("file", True)


def test_the_certificate_of_another_export(earned: Delivery, plain: Delivery) -> None:
    found = verify(earned.files()[0], plain.files()[1])
    assert (found.point, "SHA-256 is another" in found.problem) == ("file", True)


def test_a_certificate_put_beside_a_file_that_has_none(earned: Delivery, plain: Delivery) -> None:
    content = plain.files()[0]
    told = plain.told(content) | {"certificate": earned.certificate}
    assert verify(content, json.dumps(told).encode()).point == "match"
    told = earned.told(earned.files()[0]) | {"certificate": "not certified"}
    assert "the file beside it holds none" in verify(earned.files()[0], json.dumps(told).encode()).problem


def test_units_that_name_a_certificate_where_there_is_none(plain: Delivery) -> None:
    told = copy.deepcopy(plain)
    told.lines[0]["verdict"]["certificate"] = "0123456789ab"
    assert "unit w0 names a certificate" in told.verified().problem


@pytest.mark.parametrize("name", ["job", "policy", "slice", "basis", "document"])
def test_two_exports_in_one(plain: Delivery, name: str) -> None:
    told = copy.deepcopy(plain)
    told.lines[3][name] = "other"
    assert told.verified().problem == f"line 4 names another {name} than line 1."


def edited(old: str, new: str) -> Callable[[list[str]], list[str]]:
    return lambda rows: [*rows[:3], rows[3].replace(old, new), *rows[4:]]


TAMPERED: dict[str, tuple[Callable[[list[str]], list[str]], int, str]] = {
    "a value": (edited('"rewritten"', '"chosen"'), 2, ""),
    "a class": (edited("unverified", "auto"), 4, "was changed"),
    "a key twice": (edited('"value":', '"value":"other","value":'), 4, "one JSON object"),
    "no number": (edited("0.2", "NaN"), 4, "one JSON object"),
    "a number too large": (edited("0.2", "1e999"), 4, "one JSON object"),
    "a number too long": (edited("0.2", "9" * 100_000), 4, "one JSON object"),
    "nested without end": (edited("0.2", "[" * 100_000), 4, "one JSON object"),
    "a line dropped": (lambda rows: rows[:2] + rows[3:], 3, "does not follow"),
    "a line twice": (lambda rows: [*rows[:3], rows[2], *rows[3:]], 4, "does not follow"),
    "another order": (lambda rows: [rows[1], rows[0], *rows[2:]], 1, "does not follow"),
    "the start cut off": (lambda rows: rows[2:], 1, "does not follow"),
    "no object": (lambda rows: ["[1, 2]", *rows], 1, "one JSON object"),
    "no export of this kind": (lambda rows: ['{"unit":"u"}'], 1, "carries no digest"),
    "blank lines at the end": (lambda rows: [*rows, "", ""], 6, "one JSON object"),
    "no UTF-8": (edited("Valve", "\udcff"), 4, ""),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_the_first_broken_line_is_named(plain: Delivery, name: str) -> None:
    done, line, why = TAMPERED[name]
    rows = done(plain.files()[0].decode().splitlines())
    found = verify("\n".join(rows).encode("utf-8", "surrogateescape"))
    if rows == plain.files()[0].decode().splitlines():
        return
    assert (found.point, found.broken_line, found.classes, why in found.problem) == ("chain", line, {}, True)


def test_a_cut_end_shows_only_against_what_was_kept(plain: Delivery) -> None:
    content = plain.files()[0]
    last = verify(content).last_digest
    cut = b"".join(content.splitlines(keepends=True)[:-2])
    assert verify(cut).problem == "", "what the words under every result warn of"
    assert "lines are missing" in verify(cut, last_digest=last).problem
    assert verify(content, last_digest=f" {last.upper()}\n").problem == ""
    assert verify(cut, plain.files()[1]).point == "file"


@pytest.mark.parametrize("content", [b"", b"\n", b"  \n\n"])
def test_an_empty_file(content: bytes) -> None:
    assert verify(content).problem


# --- version 1 -------------------------------------------------------------------------------------------------------


def test_certificates_of_version_1_are_no_longer_relied_on(plain: Delivery) -> None:
    old = {"kind": "guarantee", "alpha": 0.02, "words": "At most 2% are wrong."}
    lines = [{**line, "certificate": old} for line in plain.lines]
    found = verify(chained(lines).encode())
    assert (found.problem, found.certificate, VERSION_1 in found.notes) == ("", "not certified", True)
    told = plain.told(b"Ventil") | {"certificate": old}
    del told["form"]
    found = verify(b"Ventil", json.dumps(told).encode())
    assert (found.problem, found.certificate, VERSION_1 in found.notes) == ("", "not certified", True)


# --- other forms -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def source(earned: Delivery) -> Delivery:
    return Delivery(earned.certificate, earned.lines, form="source")


def test_a_form_without_lines_says_what_cannot_be_checked(source: Delivery) -> None:
    found = source.verified()
    assert (found.problem, found.units, found.last_digest) == ("", 105, "")
    assert found.certificate == (source.certificate or {})["words"]
    assert (NO_LINES in found.notes, NOT_SIGNED in found.notes) == (True, True)


SOURCE_FORGED: dict[str, tuple[dict[str, Any], str, str]] = {
    "another file": ({"sha256": "0" * 64}, "file", "not the file that was exported"),
    "a unit less": ({"units": 104}, "units", "what became of every unit"),
    "counts in words": ({"verification": "all"}, "units", "what became of every unit"),
    "fewer accepted": ({"accepted": 98}, "units", "that its verification does not give"),
    "more accepted": ({"accepted": 101}, "units", "about 100 accepted units, and its file about 101"),
    "another policy": ({"policy": {"name": "contracts", "version": 7, "digest": "ffff"}}, "match", "not its units'"),
    "a certificate in words": ({"certificate": "At most 2% are wrong."}, "form", "its certificate is none"),
    "no certificate": ({"certificate": None}, "form", "its certificate is none"),
    "a certificate without parts": ({"certificate": {"version": 2}}, "form", "has not the parts"),
    "jobs that are none": ({"jobs": "all"}, "form", "its jobs are none"),
}


@pytest.mark.parametrize("name", SOURCE_FORGED)
def test_forged_certificate_files(source: Delivery, name: str) -> None:
    changed, point, why = SOURCE_FORGED[name]
    content, beside = source.files()
    found = verify(content, json.dumps(json.loads(beside) | changed).encode())
    assert (found.point, why in found.problem) == (point, True), found.problem


def test_a_wrong_unit_that_was_not_mended_shows_in_the_counts(source: Delivery) -> None:
    content, beside = source.files()
    told = json.loads(beside)
    told["verification"] |= {"auto": 100, "human-edited": 1}
    assert "stands in the file as it was" in verify(content, json.dumps(told).encode()).problem


def test_file_and_certificate_written_from_nothing() -> None:
    """As short as it passed version 1: a guarantee without a log."""
    told = Delivery(None, waiting(), form="source").told(b"Wrong.")
    told["certificate"] = {"version": 2, "words": "At most 2.0% are wrong.", "guarantee": {"alpha": 0.02}}
    assert verify(b"Wrong.", json.dumps(told).encode()).point == "form"


def several(*each: Delivery) -> tuple[bytes, dict[str, Any]]:
    content = b"job,document\r\n"
    jobs = [{k: v for k, v in one.told(content).items() if k not in ("sha256", "form")} for one in each]
    counts = {name: sum(job["verification"][name] for job in jobs) for name in jobs[0]["verification"]}
    told = {"form": "csv", "sha256": sha256(content), "units": sum(counts.values()), "verification": counts}
    return content, told | {"jobs": jobs}


def test_tables_of_several_jobs(source: Delivery, plain: Delivery) -> None:
    content, told = several(source, Delivery(None, plain.lines, "csv", "job2"))
    found = verify(content, json.dumps(told).encode())
    words = (source.certificate or {})["words"]
    assert (found.problem, found.certificate) == ("", f"1 of 2 documents are certified. job1: {words}")
    assert found.certificates == {"job1": words, "job2": "not certified"}
    for change in ({"units": 3}, {"jobs": told["jobs"][:1]}, {"jobs": [*told["jobs"], 7]}):
        assert verify(content, json.dumps(told | change).encode()).problem, change


# --- made to do harm -------------------------------------------------------------------------------------------------


def harmful(told: dict[str, Any]) -> dict[str, bytes]:
    text = json.dumps(told)
    return {
        "nested": b'{"certificate":' + b"[" * 200_000,
        "nested objects": b'{"certificate":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}",
        "alpha 0": text.replace('"alpha": 0.1', '"alpha": 0').encode(),
        "alpha that is no number": text.replace('"alpha": 0.1', '"alpha": NaN').encode(),
        "alpha in words": text.replace('"alpha": 0.1', '"alpha": "0.1"').encode(),
        "a huge number": text.replace('"alpha": 0.1', f'"alpha": 1{"0" * 5000}').encode(),
        "a huge count": text.replace('"cap": 100', f'"cap": 1{"0" * 300}').encode(),
        "a huge attempt": text.replace('"attempt": 1', '"attempt": 1000000000').encode(),
        "many known errors": text.replace('"shown": 13', '"shown": 999999').encode(),
        "a key twice": text.replace('"alpha": 0.1', '"alpha": 0.1, "alpha": 0.1').encode(),
        "a level too many": text.replace('"order": [1, 2, 0]', '"order": [1, 2, 0, 3]').encode(),
        "not JSON": b"\xff\x00",
        "no object": b"[]",
    }


@pytest.mark.parametrize("name", harmful({}))
def test_harmful_certificate_files_are_refused(source: Delivery, name: str) -> None:
    content, beside = source.files()
    found = verify(content, harmful(json.loads(beside))[name])
    assert found.problem, name
    assert len(found.problem) < 300


def test_a_draw_log_of_a_million_batches_ends(source: Delivery) -> None:
    content, beside = source.files()
    told = json.loads(beside)
    one, log = told["certificate"]["guarantee"]["log"][0], told["certificate"]["guarantee"]["log"]
    told["certificate"]["guarantee"]["log"] = [one] * (100_000 - len(log)) + log  # out of order; the first says it
    assert "out of order" in verify(content, json.dumps(told).encode()).problem


def test_long_lines_are_read(plain: Delivery) -> None:
    told = copy.deepcopy(plain)
    told.lines[0].update(value="x" * 10_000_000)
    told.lines[0]["resolution"]["value"] = "x" * 10_000_000
    assert told.verified().problem == ""


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_anything_in_place_of_any_part_is_refused_or_read(earned: Delivery, data: st.DataObject) -> None:
    told = copy.deepcopy(earned)
    part: Any = data.draw(st.sampled_from([told.certificate, told.lines[0], told.lines[102]]))
    while True:
        keys = list(part) if isinstance(part, dict) else list(range(len(part)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(part[key], dict | list) or not part[key] or data.draw(st.booleans()):
            break
        part = part[key]
    part[key] = data.draw(anything)
    try:
        content, beside = told.files()
    except ValueError:
        return
    assert verify(content, beside).problem != "it holds what no export holds."


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command(earned: Delivery, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "manual.evidence.jsonl"
    content, beside = earned.files()
    path.write_bytes(content)
    (tmp_path / f"{path.name}.certificate.json").write_bytes(beside)
    assert main([str(path)]) == 0
    out = capfdbinary.readouterr().out.decode()
    assert "105 units, and nothing in it contradicts the rest." in out
    assert "99  auto" in out
    assert NOT_SIGNED in out
    assert "whole" not in out
    path.write_bytes(content.replace(b"3.5 bar", b"3.7 bar"))
    assert main([str(path)]) == 2
    assert "REFUSED (file)" in capfdbinary.readouterr().out.decode()
    for odd in (str(tmp_path / "none"), str(tmp_path), ".", "..", "/", "a\0b", "x" * 300):
        assert main([odd]) == 2
        assert "cannot read " in capfdbinary.readouterr().out.decode()
    (tmp_path / "a.md").write_bytes(b"")
    (tmp_path / "a.md.certificate.json").mkdir()
    assert main([str(tmp_path / "a.md")]) == 2


def test_what_a_file_says_does_not_reach_the_terminal(plain: Delivery, tmp_path: Path) -> None:
    told = copy.deepcopy(plain)
    told.lines[0]["unit"] = told.lines[1]["unit"] = "\x1b[2J\u202egone"
    path = tmp_path / "a.jsonl"
    path.write_bytes(told.files()[0])
    said = lines_of("a.jsonl", verify_path(path))
    assert "\x1b" not in said
    assert "\u202e" not in said
