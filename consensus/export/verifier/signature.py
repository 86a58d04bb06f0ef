"""Signatures over an export: a DSSE envelope with an in-toto statement, signed with Ed25519."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

from consensus.export.verifier.reading import Refused, fit, is_digest, is_text, need, read_line, sha256

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "https://consensus-verifier.invalid/verified-export/v2"
_ENVELOPE = {"payloadType": is_text, "payload": is_text, "signatures": [{"keyid": is_text, "sig": is_text}]}


def pae(body: bytes) -> bytes:
    """What is signed: the type and the bytes as they were written, never JSON that was encoded again."""
    kind = PAYLOAD_TYPE.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(body), body)


def signed_predicate(envelope: bytes, files: Sequence[bytes], keys: Mapping[str, bytes]) -> tuple[dict[str, Any], str]:
    """What is signed about these files, and by which of the keys. keys: the reader's, by where they come from, as PEM.

    Raises Refused unless one of them signed it.
    """
    try:
        told = read_line(envelope.decode("utf-8"))
        fit(told, _ENVELOPE, "the signature file")
        body = base64.b64decode(told["payload"], validate=True)
        signatures = [base64.b64decode(one["sig"], validate=True) for one in told["signatures"]]
    except (ValueError, RecursionError, binascii.Error, Refused):
        raise Refused("signature", "its signature file is none.") from None
    need(told["payloadType"] == PAYLOAD_TYPE, "signature", "its signature is about another type of thing.")
    by = next((name for name, key in keys.items() if any(_signed_by(key, name, one, body) for one in signatures)), None)
    if by is None:
        raise Refused("signature", f"it is not signed by {' or '.join(keys)}.")
    try:
        statement = read_line(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused("signature", "what is signed is no statement.") from None
    predicate, subjects = statement.get("predicate"), statement.get("subject")
    about = (statement.get("_type"), statement.get("predicateType")) == (STATEMENT_TYPE, PREDICATE_TYPE)
    need(about and isinstance(predicate, dict), "signature", "its signature is about something else than an export.")
    fit(subjects, [{"name": is_text, "digest": {"sha256": is_digest}}], "what is signed")
    same = [one["digest"]["sha256"] for one in subjects or []] == [sha256(content) for content in files]
    need(same, "signature", "it was signed about another file, or with another certificate.")
    return dict(predicate or {}), by


def _signed_by(pem: bytes, name: str, signature: bytes, body: bytes) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError:
        raise Refused("signature", "signatures need the package cryptography: pip install cryptography.") from None
    try:
        public = load_pem_public_key(pem)
    except ValueError:
        raise Refused("signature", f"{name} holds no public key.") from None
    if not isinstance(public, Ed25519PublicKey):
        raise Refused("signature", f"{name} holds a public key of another kind than Ed25519.")
    try:
        public.verify(signature, pae(body))
    except InvalidSignature:
        return False
    return True
