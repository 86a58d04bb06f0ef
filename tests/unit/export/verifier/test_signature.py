"""Signed exports: what was changed shows to whoever has the house's key; and the one file that checks them."""

from __future__ import annotations

import ast
import base64
import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cffi
import cryptography
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from consensus.export import attested, verifier_source
from consensus.export.verifier.files import NO_KEY, NOT_SIGNED, verify
from consensus.export.verifier.signature import pae
from consensus.export.verifier.single import MODULES
from tests.unit.export.verifier.deliveries import Delivery, delivery, lot_key
from tests.unit.export.verifier.test_forged import rejudged

HOUSE, STRANGER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()


def public(key: Any) -> bytes:
    return bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


KEYS = {"house.pub": public(HOUSE)}


@pytest.fixture(scope="module")
def earned() -> Delivery:
    return delivery(key=lot_key())


def signed(told: Delivery, key: Ed25519PrivateKey = HOUSE) -> tuple[bytes, bytes, bytes]:
    content, beside = told.files()
    return content, beside, attested({"a.jsonl": content, "a.jsonl.certificate.json": beside}, key)


def statement(envelope: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.b64decode(json.loads(envelope)["payload"]))
    return found


def test_a_signed_export(earned: Delivery) -> None:
    content, beside, envelope = signed(earned)
    found = verify(content, beside, envelope, KEYS)
    assert (found.problem, found.signed_by) == ("", "house.pub")
    assert NOT_SIGNED not in found.notes
    told = statement(envelope)
    assert (told["_type"], told["predicate"]["lines"]) == ("https://in-toto.io/Statement/v1", 105)
    assert told["predicate"]["last_digest"] == found.last_digest
    assert told["predicate"]["certificate"] == earned.certificate
    lot = (earned.certificate or {})["lot"]
    assert told["predicate"]["draws"] == [{name: lot[name] for name in ("batch", "commitment", "key")}]


def test_without_the_readers_key_a_signature_shows_nothing(earned: Delivery) -> None:
    found = verify(*signed(earned, STRANGER))
    assert (found.problem, found.signed_by, NO_KEY in found.notes) == ("", "", True)


def test_keys_change(earned: Delivery) -> None:
    keys = {"old.pub": public(STRANGER), **KEYS}
    assert [verify(*signed(earned, key), keys).signed_by for key in (STRANGER, HOUSE)] == ["old.pub", "house.pub"]


def test_other_forms_are_signed_too(earned: Delivery) -> None:
    source = Delivery(earned.certificate, earned.lines, form="source")
    content, beside, envelope = signed(source)
    assert verify(content, beside, envelope, KEYS).signed_by == "house.pub"
    assert (statement(envelope)["predicate"]["lines"], statement(envelope)["predicate"]["last_digest"]) == (None, None)
    assert verify(content + b" ", beside, envelope, KEYS).point == "signature"


def again(envelope: bytes, change: Callable[[dict[str, Any]], Any], key: Ed25519PrivateKey | None = None) -> bytes:
    """The envelope with another statement; signed anew where a key is given."""
    told, body = json.loads(envelope), statement(envelope)
    change(body)
    content = json.dumps(body).encode()
    told["payload"] = base64.b64encode(content).decode()
    if key is not None:
        told["signatures"][0]["sig"] = base64.b64encode(key.sign(pae(content))).decode()
    return json.dumps(told).encode()


def rejudged_files(earned: Delivery) -> tuple[bytes, bytes]:
    told = copy.deepcopy(earned)
    rejudged(told)
    return told.files()


Files = tuple[bytes, bytes | None, bytes | None]
FORGED: dict[str, tuple[Callable[[Delivery, tuple[bytes, bytes, bytes]], Files], str]] = {
    "the file written anew": (lambda earned, files: (*rejudged_files(earned), files[2]), "about another file"),
    "signed by a stranger": (lambda earned, files: signed(earned, STRANGER), "not signed by house.pub"),
    "another certificate beside it": (
        lambda earned, files: (files[0], files[1].replace(b"manual.md", b"other.md"), files[2]), "another certificate",
    ),
    "the statement changed": (
        lambda earned, files: (*files[:2], again(files[2], lambda told: told["predicate"].update(lines=9))),
        "not signed by house.pub",
    ),
    "the statement reordered": (lambda earned, files: (*files[:2], again(files[2], lambda told: None)), "not signed"),
    "another kind of statement": (
        lambda earned, files: (*files[:2], again(files[2], lambda told: told.update(predicateType="x"), HOUSE)),
        "about something else",
    ),
    "another number of lines": (
        lambda earned, files: (*files[:2], again(files[2], lambda told: told["predicate"].update(lines=104), HOUSE)),
        "names another certificate, last line or number of lines",
    ),
    "subjects exchanged": (
        lambda earned, files: (*files[:2], again(files[2], lambda told: told["subject"].reverse(), HOUSE)),
        "about another file",
    ),
    "subjects that are none": (
        lambda earned, files: (*files[:2], again(files[2], lambda told: told.update(subject=7), HOUSE)), "is no list",
    ),
    "signature left out": (
        lambda earned, files: (*files[:2], json.dumps(json.loads(files[2]) | {"signatures": []}).encode()), "is not",
    ),
    "another payload type": (
        lambda earned, files: (*files[:2], json.dumps(json.loads(files[2]) | {"payloadType": "text"}).encode()),
        "another type",
    ),
    "no envelope": (lambda earned, files: (*files[:2], b"signed"), "its signature file is none"),
    "a payload that is none": (
        lambda earned, files: (*files[:2], json.dumps(json.loads(files[2]) | {"payload": "%"}).encode()), "is none",
    ),
    "signature file missing": (lambda earned, files: (files[0], files[1], None), "there is no signature file"),
    "certificate file missing": (lambda earned, files: (files[0], None, files[2]), "there is no certificate file"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_forged_signatures(earned: Delivery, name: str) -> None:
    forge, why = FORGED[name]
    content, beside, envelope = forge(earned, signed(earned))
    found = verify(content, beside, envelope, KEYS)
    assert (found.signed_by, why in found.problem) == ("", True), found.problem
    assert found.point in ("signature", "form")


@pytest.mark.parametrize("pem", [b"", b"no key", public(generate_private_key(65537, 2048))])
def test_keys_that_are_none(earned: Delivery, pem: bytes) -> None:
    assert "house.pub holds" in verify(*signed(earned), {"house.pub": pem}).problem


# --- the one file ----------------------------------------------------------------------------------------------------


def test_no_name_stands_twice_in_the_one_file() -> None:
    tree = ast.parse(verifier_source())
    names: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        if isinstance(node, ast.Assign):
            names += [name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)]
    assert sorted(names) == sorted(set(names))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) if node.module}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    roots = {name.split(".")[0] for name in imported}
    assert roots - set(sys.stdlib_module_names) == {"cryptography"}


def test_every_module_is_in_the_one_file() -> None:
    import consensus.export.verifier as package

    found = {path.stem for path in Path(package.__path__[0]).glob("*.py")}
    assert found - set(MODULES) == {"__init__", "single"}


@pytest.fixture
def receiver(earned: Delivery, tmp_path: Path) -> tuple[Path, Callable[..., subprocess.CompletedProcess[str]]]:
    """A folder with a signed export, and a Python that finds cryptography and what that needs, and nothing else."""
    folder, site = tmp_path / "in", tmp_path / "site"
    folder.mkdir()
    site.mkdir()
    for package in (cryptography, cffi):
        place = Path(package.__path__[0])
        shutil.copytree(place, site / place.name)
    for library in Path(cffi.__path__[0]).parent.glob("_cffi_backend*"):
        shutil.copy(library, site)
    for name, content in zip(
        ("a.jsonl", "a.jsonl.certificate.json", "a.jsonl.intoto.jsonl"), signed(earned), strict=True
    ):
        (folder / name).write_bytes(content)
    (folder / "house.pub").write_bytes(public(HOUSE))
    (folder / "verify_export.py").write_text(verifier_source(), "utf-8")

    def run(code: str, *args: str, site: Path = site) -> subprocess.CompletedProcess[str]:
        start = f"import sys; sys.path.append({str(site)!r}); sys.argv = {list(args)!r}\n{code}"
        command = [sys.executable, "-I", "-S", "-c", start]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

    return folder, run


SCRIPT = "import runpy; runpy.run_path('verify_export.py', run_name='__main__')"


def test_a_receiver_needs_nothing_of_the_house(receiver: tuple[Path, Callable[..., Any]]) -> None:
    folder, run = receiver
    assert "No module named 'consensus'" in run("import consensus").stderr
    assert "No module named 'numpy'" in run("import numpy").stderr
    ran = run(SCRIPT, "verify_export.py", "a.jsonl", "--key", "house.pub")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Signed by the key in house.pub" in ran.stdout
    ran = run(SCRIPT, "verify_export.py", "a.jsonl", site=folder / "nothing")
    assert (ran.returncode, NO_KEY in ran.stdout) == (0, True), "without a key not even cryptography is needed"
    ran = run(SCRIPT, "verify_export.py", "a.jsonl", "--key", "house.pub", site=folder / "nothing")
    assert (ran.returncode, "pip install cryptography" in ran.stdout, ran.stderr) == (2, True, "")


def test_a_receiver_sees_what_was_changed(receiver: tuple[Path, Callable[..., Any]]) -> None:
    folder, run = receiver
    path = folder / "a.jsonl"
    path.write_bytes(path.read_bytes().replace(b"3.5 bar", b"3.7 bar", 1))
    ran = run(SCRIPT, "verify_export.py", "a.jsonl", "--key", "house.pub")
    assert (ran.returncode, "REFUSED (signature)" in ran.stdout, ran.stderr) == (2, True, "")
    (folder / "a.jsonl.intoto.jsonl").unlink()
    (folder / "a.jsonl.certificate.json").unlink()
    ran = run(SCRIPT, "verify_export.py", "a.jsonl")
    assert (ran.returncode, "line 1 was changed" in ran.stdout, ran.stderr) == (2, True, "")
