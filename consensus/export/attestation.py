"""Signs what is exported, so that a receiver who has the house's public key sees whether any of it was changed."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from consensus.export.verifier.reading import canonical, sha256
from consensus.export.verifier.signature import PAYLOAD_TYPE, PREDICATE_TYPE, STATEMENT_TYPE, pae

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def attested(files: Mapping[str, bytes], key: Ed25519PrivateKey) -> bytes:
    """A DSSE envelope over an in-toto statement, on one line. files: by name, the export first, then its certificate
    file."""
    content, told = (*files.values(),)
    statement = {
        "_type": STATEMENT_TYPE,
        "subject": [{"name": name, "digest": {"sha256": sha256(one)}} for name, one in files.items()],
        "predicateType": PREDICATE_TYPE,
        "predicate": _predicate(content, json.loads(told)),
    }
    body = canonical(statement).encode("utf-8", "surrogatepass")
    signature = {"keyid": key_id(key), "sig": _base64(key.sign(pae(body)))}
    envelope = {"payloadType": PAYLOAD_TYPE, "payload": _base64(body), "signatures": [signature]}
    return f"{canonical(envelope)}\n".encode()


def key_id(key: Ed25519PrivateKey) -> str:
    """Names a key by its public half."""
    return sha256(key.public_key().public_bytes_raw())[:16]


def _predicate(content: bytes, told: Mapping[str, Any]) -> dict[str, Any]:
    """certificate: of the job; of several jobs a list. last_digest, lines: of JSON Lines. draws: by batch."""
    certificates = [job["certificate"] for job in told.get("jobs", [told])]
    lines = content.removesuffix(b"\n").split(b"\n") if told["form"] == "jsonl" and content else []
    lots = [one["lot"] for one in certificates if isinstance(one, dict)]
    return {
        "certificate": certificates[0] if len(certificates) == 1 else certificates,
        "last_digest": json.loads(lines[-1])["digest"] if lines else None,
        "lines": len(lines) if told["form"] == "jsonl" else None,
        "draws": [{name: lot[name] for name in ("batch", "commitment", "key")} for lot in lots],
    }


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
