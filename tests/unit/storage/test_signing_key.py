"""The key that signs exports: made once, for its owner's eyes, and named in plain words where it is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from consensus.errors import StoreError, UsageError
from consensus.export.verifier.files import verify
from consensus.storage.signing_key import new_signing_key, signer
from tests.unit.export.verifier.deliveries import delivery


def test_a_new_key_signs(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert signer(home) is None
    public, name = new_signing_key(home)
    assert (public.name, len(name), (home / "signing.key").stat().st_mode & 0o777) == ("signing.pub", 16, 0o600)
    assert b"PRIVATE" not in public.read_bytes()
    sign = signer(home)
    assert sign is not None
    content, beside = delivery().files()
    envelope = sign({"a": content, "a.certificate.json": beside})
    assert verify(content, beside, envelope, {"house.pub": public.read_bytes()}).signed_by == "house.pub"


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    new_signing_key(tmp_path)
    before = (tmp_path / "signing.key").read_bytes(), (tmp_path / "signing.pub").read_bytes()
    with pytest.raises(UsageError, match="there is a signing key already"):
        new_signing_key(tmp_path)
    (tmp_path / "signing.key").unlink()
    with pytest.raises(UsageError, match=r"signing\.pub"):
        new_signing_key(tmp_path)
    assert not (tmp_path / "signing.key").exists(), "a private half without its public one is of no use"
    assert (tmp_path / "signing.pub").read_bytes() == before[1]


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_damaged_key_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "signing.key").write_bytes(content)
    with pytest.raises(StoreError, match="the signing key is damaged"):
        signer(tmp_path)


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises((StoreError, UsageError)):
        new_signing_key(tmp_path / "home")
