"""The house's signing key: a private half in the home, and a public half to be given to receivers of exports."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from consensus.errors import StoreError, UsageError
from consensus.export.attestation import attested, key_id

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_PRIVATE, _PUBLIC = "signing.key", "signing.pub"


def new_signing_key(home: Path) -> tuple[Path, str]:
    """Make a key. Returns where its public half is, and its id. Raises UsageError where there is one already."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key, private, public = Ed25519PrivateKey.generate(), home / _PRIVATE, home / _PUBLIC
    written = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    told = key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    try:
        home.mkdir(parents=True, exist_ok=True)
        _write_new(private, written, 0o600)
        try:
            _write_new(public, told, 0o644)
        except OSError:
            private.unlink()
            raise
    except FileExistsError as error:
        do = "To sign with another key, move signing.key and signing.pub away; receivers then need both public keys."
        raise UsageError("there is a signing key already.", where=str(error.filename), do=do) from error
    except OSError as error:
        do = "Set CONSENSUS_HOME to a folder that you may write to."
        raise StoreError(f"the signing key cannot be written: {error.strerror}.", where=str(private), do=do) from error
    return public, key_id(key)


def signer(home: Path) -> Callable[[Mapping[str, bytes]], bytes] | None:
    """Signs exports by the key of this home; None where there is none. Raises StoreError for one that is damaged."""
    path = home / _PRIVATE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        what = f"the signing key cannot be read: {error.strerror}."
        raise StoreError(what, where=str(path), do="Make the file readable for you.") from error
    return partial(attested, key=_key(path, content))


def _key(path: Path, content: bytes) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        do = "Restore the file, or move it away and make another: consensus signing-key new"
        raise StoreError("the signing key is damaged: it holds no Ed25519 key.", where=str(path), do=do)
    return key


def _write_new(path: Path, content: bytes, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
