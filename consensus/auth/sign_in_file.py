"""``sign-in.toml`` of the home: how people sign in. Streamlit reads the same file for the secrets in it."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from consensus.auth.sign_in import LOOPBACK, SignIn
from consensus.errors import UsageError

#: The name of the file in CONSENSUS_HOME.
NAME = "sign-in.toml"
_NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_CALLBACK = "/oauth2callback"
_LEAST_SECRET = 32
_IDENTITIES = ("email", "sub")
_DO = "Mend it as docs/sign-in.md shows; until then nobody is let in."


class SignInFile:
    """Read anew when it changed. Nothing but ``SignIn`` leaves it: the secrets are checked and forgotten."""

    def __init__(self, home: Path) -> None:
        self.path = home / NAME
        self._read: tuple[int, SignIn] | None = None

    def sign_in(self) -> SignIn | None:
        """How people sign in; None where there is no file. Raises UsageError naming every mistake, and no value."""
        try:
            changed = self.path.stat().st_mtime_ns
            if self._read is None or self._read[0] != changed:
                self._read = changed, _parsed(self.path.read_text(encoding="utf-8"), str(self.path))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            said = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise UsageError(f"cannot be read: {said}.", where=str(self.path), do=_DO) from None
        return self._read[1]

    @property
    def open_to_others(self) -> bool:
        """Whether other users of this machine may read the secrets; not known outside POSIX."""
        return os.name == "posix" and bool(self.path.stat().st_mode & 0o077)


def _parsed(text: str, where: str) -> SignIn:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # Its message may quote what stands there, and secrets stand there.
        place = re.search(r"at (line \d+), column \d+", str(error))
        at = f" ({place.group(1)})" if place else ""
        raise UsageError(f"is not TOML{at}.", where=where, do=_DO) from None
    problems = list(_problems(content))
    if problems:
        raise UsageError(" ".join(problems), where=where, do=_DO)
    auth = content["auth"]
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(auth["redirect_uri"]))
    identity = content.get("consensus", {}).get("identity", "email")
    return SignIn(auth["client_id"], origin, auth["server_metadata_url"], identity)


def _problems(content: Mapping[str, Any]) -> list[str]:
    auth, own = content.get("auth"), content.get("consensus", {})
    if not isinstance(auth, dict):
        return ["The section [auth] is missing."]
    found = [f"[{name}] is not a section of this file." for name in content if name not in ("auth", "consensus")]
    for name in _NEEDED:
        value = auth.get(name)
        if not isinstance(value, str) or not value.strip():
            found.append(f"`{name}` is missing.")
    for name in auth:
        if name not in (*_NEEDED, "client_kwargs"):
            # A second provider could call another person by the same name.
            found.append(f"`{name}` is not possible: one provider, its keys directly under [auth].")
    if not isinstance(own, dict) or set(own) - {"identity"} or own.get("identity", "email") not in _IDENTITIES:
        found.append('[consensus] holds `identity = "email"` or `identity = "sub"` and nothing else.')
    return found or [*_weak(auth), *_addresses(auth)]


def _weak(auth: Mapping[str, Any]) -> list[str]:
    secret = auth["cookie_secret"]
    if len(secret) >= _LEAST_SECRET and len(set(secret)) > 8:
        return []
    how = 'python -c "import secrets; print(secrets.token_hex(32))"'
    return [f"`cookie_secret` can be guessed: whoever does signs in as anybody. Make one with: {how}."]


def _addresses(auth: Mapping[str, Any]) -> list[str]:
    found = [
        f"`{name}` is not an https address (http is for this machine alone)."
        for name in ("redirect_uri", "server_metadata_url")
        if not _is_safe(auth[name])
    ]
    if not urlsplit(auth["redirect_uri"]).path.endswith(_CALLBACK):
        found.append(f"`redirect_uri` must end with {_CALLBACK}.")
    return found


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.port is None or parts.port else None
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))
