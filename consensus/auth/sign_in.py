"""Who stands at the door of the screens: a person who signed in, the one at this machine, or nobody. Pure.

The checks follow OpenID Connect Core 1.0, sections 3.1.3.7 (whom a token is for) and 5.7 (which claims name a person).
Signature, issuer, nonce and expiry are checked where the token arrives, before a cookie is made of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from consensus.errors import ForbiddenError, UsageError

#: Seconds after which a person signs in again, whatever the cookie says: one long working day.
LONGEST_SIGN_IN = 12 * 3600.0
#: Seconds that a provider's clock may be ahead of ours.
_CLOCKS_DIFFER = 120.0
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
#: Set by a proxy for the one who really asks.
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_LONGEST_NAME = 255
_RESTART = "Stop the server and start it again with: consensus review"


@dataclass(frozen=True, slots=True)
class SignIn:
    """How people sign in here, without the secrets. identity: the claim that names a person, "email" or "sub".

    client_id: of this installation at the provider. origin: scheme, host and port under which people reach it.
    metadata_url: of the provider.
    """

    client_id: str
    origin: str
    metadata_url: str
    identity: str = "email"


@dataclass(frozen=True, slots=True)
class Connection:
    """What is known of a browser's connection. claims: None where the server was started without sign-in.

    address: that the server listens on; "" for all. headers: with names in lower case. trusted: header names that the
    server takes an identity from.
    """

    claims: Mapping[str, object] | None
    address: str = ""
    headers: Mapping[str, str] | None = None
    trusted: tuple[str, ...] = ()


def is_signed_in(seen: Connection) -> bool:
    """Whether the server holds a sign-in of this browser, of whomever."""
    return bool(seen.claims and seen.claims.get("is_logged_in"))


def sign_in_of(seen: Connection) -> str:
    """Names one act of signing in, the same in all windows of a browser: the nonce is drawn anew each time."""
    claims = seen.claims or {}
    return " ".join(str(claims.get(name, "")) for name in ("iss", "sub", "iat", "nonce"))


def check_wiring(sign_in: SignIn | None, seen: Connection) -> None:
    """Raises UsageError where the running server and what is configured say different things."""
    if seen.trusted:
        raise UsageError(
            f"this server takes identities from headers ({', '.join(sorted(seen.trusted))}), which anybody can write.",
            do="Remove server.trustedUserHeaders from Streamlit's configuration.",
        )
    if sign_in is None and seen.claims is not None:
        raise UsageError(
            "Streamlit knows a sign-in that this installation does not.",
            do="Move it into sign-in.toml of CONSENSUS_HOME and start the server with: consensus review",
        )
    if sign_in is not None and seen.claims is None:
        raise UsageError("sign-in is configured, but this server was started without it.", do=_RESTART)


def person_signed_in(sign_in: SignIn, seen: Connection, now: datetime) -> str | None:
    """Whom the claims name; None when they must sign in first.

    Raises UsageError for claims that name nobody who can be relied upon: signing in again would not help.
    """
    claims = seen.claims or {}
    if not is_signed_in(seen) or not _is_fresh(claims, now) or not _is_for(sign_in.client_id, claims):
        return None
    named = claims.get(sign_in.identity)
    if not isinstance(named, str) or not _is_name(named):
        raise ForbiddenError(
            f"the provider names nobody: the claim `{sign_in.identity}` is missing or is not a name.",
            do="Ask the admin to let the provider send it, or to set `identity` in sign-in.toml.",
        )
    if sign_in.identity != "email":
        return named
    # Some providers write the boolean as a word; everything else, and its absence, is not verified.
    if claims.get("email_verified") not in (True, "true") or "@" not in named:
        raise ForbiddenError(
            f"the provider has not verified the address {named}, so it does not say who you are.",
            do='Verify it at the provider, or ask the admin about `identity = "sub"` in sign-in.toml.',
        )
    return named.lower()


def check_local(seen: Connection) -> None:
    """Raises UsageError unless the connection comes from this machine's own browser, as far as that can be seen.

    The development identity may do everything, so it is for nobody who comes over a network, through a proxy, under
    another host's name (DNS rebinding) or from another site's page.
    """
    headers = seen.headers or {}
    host, origin = headers.get("host", ""), headers.get("origin", "")
    if seen.address not in LOOPBACK:
        why = f"this server listens on {seen.address or 'all addresses'} and not on 127.0.0.1 alone"
    elif proxies := [name for name in _FORWARDED if headers.get(name)]:
        why = f"the request came through a proxy ({', '.join(proxies)})"
    elif _hostname(f"//{host}") not in LOOPBACK:
        why = f"the request is for the host {host or 'without a name'}"
    elif origin not in (f"http://{host}", f"https://{host}"):
        why = f"the request comes from a page of {origin or 'an unknown site'}"
    else:
        return
    raise ForbiddenError(
        f"without sign-in these screens are for this machine alone, and {why}.",
        do="Configure sign-in (docs/sign-in.md), or open http://127.0.0.1 with the port of: consensus review",
    )


def _is_fresh(claims: Mapping[str, object], now: datetime) -> bool:
    at = claims.get("iat")
    if not isinstance(at, int | float):
        return False
    return -_CLOCKS_DIFFER <= now.timestamp() - at <= LONGEST_SIGN_IN


def _is_for(client_id: str, claims: Mapping[str, object]) -> bool:
    """Whether the token was made for this installation: another client's, or one of before a change, is not."""
    audience = claims.get("aud")
    return audience == client_id or (isinstance(audience, list) and client_id in audience)


def _is_name(named: str) -> bool:
    """Names are printed in the audit and listed a line each: nothing unseen, no spaces."""
    return 0 < len(named) <= _LONGEST_NAME and named.isprintable() and not any(char.isspace() for char in named)


def _hostname(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
