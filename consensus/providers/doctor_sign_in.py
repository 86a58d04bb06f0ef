"""What ``consensus doctor`` says of sign-in: configured, readable by its owner alone, and is the provider there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from consensus.auth.roles import Roles
from consensus.auth.sign_in_file import SignInFile
from consensus.domain.probe import Probe
from consensus.errors import ConsensusError

#: Seconds that the provider has for each of its two documents.
SECONDS = 10.0
_ENDPOINTS = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
_NAME = "sign-in"


def probe_sign_in(home: Path, user: str, roles_now: Callable[[], Roles]) -> Probe:
    """roles_now: reads who has which role.

    user: the development identity, which the person at this machine has where nothing is configured."""
    file = SignInFile(home)
    try:
        sign_in = file.sign_in()
        roles = roles_now()
    except ConsensusError as error:
        return Probe(_NAME, False, f"{error.where}: {error.what}", error.do)
    if sign_in is None:
        return Probe(_NAME, True, f'Not configured: on this machine alone, whoever opens the screens acts as "{user}".')
    if file.open_to_others:
        return Probe(_NAME, False, f"{file.path} can be read by others.", f"chmod 600 {file.path}")
    if problem := _provider_problem(sign_in.metadata_url):
        return Probe(_NAME, False, problem, "Check `server_metadata_url` in sign-in.toml, and your network.")
    people = len(roles.given or {})
    there = urlsplit(sign_in.metadata_url).netloc
    return Probe(_NAME, True, f"By {there}, known by `{sign_in.identity}`; {people} with a role. It answers.")


def _provider_problem(url: str) -> str:
    """Why nobody could sign in there, or ""."""
    at = url
    try:
        metadata = _json(url)
        if missing := [name for name in _ENDPOINTS if not isinstance(metadata.get(name), str)]:
            return f"{url} is no provider's description: {', '.join(missing)} is missing."
        at = str(metadata["jwks_uri"])
        return "" if _json(at).get("keys") else f"{at} names no keys."
    except httpx.HTTPStatusError as error:
        return f"{at} answers {error.response.status_code}."
    except httpx.HTTPError:
        return f"{at} does not answer."
    except ValueError:
        return f"{at} is not JSON."


def _json(url: str) -> dict[str, object]:
    reply = httpx.get(url, timeout=SECONDS, follow_redirects=False)
    reply.raise_for_status()
    if reply.is_redirect or not isinstance(found := reply.json(), dict):
        raise ValueError("not an object")
    return found
