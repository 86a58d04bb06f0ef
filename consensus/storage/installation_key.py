"""The secret key that draws audits, one for a database; without it nobody can say which units will be drawn.

Two keys on one database would draw two samples and void its guarantees. So the database names its key, or, where the
key is kept in a file outside it, the key's fingerprint; a process with another key does not start.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select

from consensus.domain import Draw, LotKeys
from consensus.errors import ReadOnlyError, StoreError
from consensus.storage.database import SqlBase
from consensus.storage.dialect import insert
from consensus.storage.tables import sampling_key

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class SamplingKey:
    """fingerprint: names the key without giving it away. key: None where it is kept in a file outside the database."""

    fingerprint: str
    key: bytes | None


class Draws(NamedTuple):
    """What is drawn by the key of one database. lot_keys: each batch draws its audits by a key of its own."""

    draw: Draw
    lot_keys: LotKeys


class SqlSamplingKey(SqlBase):
    """The row that every process draws by."""

    def sampling_key(self) -> SamplingKey | None:
        """What the database says of its key; None until it was first kept."""
        with self._reading() as connection:
            return _row(connection)

    def keep_sampling_key(self, new: SamplingKey) -> SamplingKey:
        """Keep it if there is none yet. Returns the one that is kept, which another process may have brought."""
        hexed = None if new.key is None else new.key.hex()
        first = insert(sampling_key).values(number=1, fingerprint=new.fingerprint, key=hexed).on_conflict_do_nothing()
        with self._writing() as connection:
            connection.execute(first)
            kept = _row(connection)
        assert kept is not None
        return kept


def keyed_draws(store: SqlSamplingKey, home: Path, outside: Path | None = None) -> Draws:
    """Draws by the key of this database. The key is made at first use, or imported from ``sampling.key``, where older
    versions kept it in the home. outside: a file that holds the key instead of the database.

    Raises StoreError when the key in a file is not the database's, or cannot be read.
    """
    path = outside or home / "sampling.key"
    found = _read(path, needed=outside is not None)
    stored = store.sampling_key()
    if stored is None:
        key = _whole(path, found) if found is not None else secrets.token_bytes(_KEY_BYTES)
        try:
            stored = store.keep_sampling_key(SamplingKey(_fingerprint(key), None if outside else key))
        except ReadOnlyError:
            stored = SamplingKey(_fingerprint(key), key)  # whatever it draws cannot be written down
    if found is not None and _fingerprint(found) != stored.fingerprint:
        raise StoreError(
            "this is not the sampling key of the database: two keys would draw two samples.",
            where=str(path),
            do="Set CONSENSUS_SAMPLING_KEY_FILE to the database's own key."
            if outside
            else "Open the database of this home, or move the file away to draw by the database's own key.",
        )
    known = stored.key or found
    if known is None:
        what = f"the database keeps its sampling key in a file outside (fingerprint {stored.fingerprint})."
        raise StoreError(what, where=str(path), do="Set CONSENSUS_SAMPLING_KEY_FILE to that file.")
    from consensus import certify  # loads numpy

    return Draws(certify.keyed_draw(known), partial(certify.lot_key, known))


def _row(connection: Connection) -> SamplingKey | None:
    row = connection.execute(select(sampling_key.c.fingerprint, sampling_key.c.key)).one_or_none()
    return None if row is None else SamplingKey(row.fingerprint, None if row.key is None else bytes.fromhex(row.key))


def _fingerprint(key: bytes) -> str:
    return hashlib.sha256(b"sampling key\x1f" + key).hexdigest()[:16]


def _read(path: Path, *, needed: bool) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        if not needed:
            return None
        do = f"Set CONSENSUS_SAMPLING_KEY_FILE to the database's key; for a new database to {_KEY_BYTES} random bytes."
        raise StoreError("there is no file with the sampling key.", where=str(path), do=do) from None
    except OSError as error:
        what = f"the sampling key cannot be read: {error.strerror}"
        raise StoreError(what, where=str(path), do="Make the file readable for you.") from error


def _whole(path: Path, key: bytes) -> bytes:
    if len(key) < _KEY_BYTES:
        what = f"the sampling key is damaged: it has fewer than {_KEY_BYTES} bytes."
        raise StoreError(what, where=str(path), do="Restore the file; without it audits are drawn by another key.")
    return key
