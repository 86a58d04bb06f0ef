"""Which OpenAI-compatible servers answer at an address, by the list of models that they give. No model is asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from consensus.domain import FoundServer
from consensus.domain.secrets import looks_like_key
from consensus.errors import UsageError
from consensus.route import is_this_machine

#: Who usually listens where on 127.0.0.1.
USUAL = (
    ("Ollama", "http://127.0.0.1:11434/v1"),
    ("vLLM", "http://127.0.0.1:8000/v1"),
    ("llama.cpp", "http://127.0.0.1:8080/v1"),
    ("LM Studio", "http://127.0.0.1:1234/v1"),
)
#: Seconds that all addresses together may take.
SECONDS = 2.0
#: Bytes of the longest list that is read, and characters of the longest name of a model.
_LONGEST_LIST, _LONGEST_NAME = 4_000_000, 200


def find_servers(at: Sequence[str], usual: Sequence[tuple[str, str]] = USUAL) -> tuple[FoundServer, ...]:
    """What answers at the usual places and at these addresses, in that order; all are asked at once.

    Raises UsageError for an address that cannot be read or holds a password.
    """
    named = {"": ""} | {url: name for name, url in usual}
    places = [(named.get(url, "your address"), url) for url in map(base_url, at)]
    wanted = {url: name for name, url in (*usual, *places)}
    return asyncio.run(_all([(name, url) for url, name in wanted.items()]))


def base_url(given: str) -> str:
    """The address under which ``/models`` and ``/chat/completions`` lie, from what a person writes."""
    written = given.strip()
    if looks_like_key(written) or "@" in written or "?" in written or "#" in written:
        raise UsageError(
            "this address holds more than a place; passwords and keys never stand in an address.",
            where="--at",
            do="Write it like http://127.0.0.1:11434/v1.",
        )
    url = written if "://" in written else f"http://{written}"
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:  # an open bracket, a port that is none
        sound = None
    if not sound or any(char.isspace() or not char.isprintable() for char in url):
        do = "Write it like http://127.0.0.1:11434/v1 or http://[::1]:11434/v1."
        raise UsageError(f'the address "{written[:80]}" cannot be read.', where="--at", do=do)
    path = parts.path.rstrip("/").removesuffix("/models").removesuffix("/chat/completions").rstrip("/")
    return f"{parts.scheme.lower()}://{parts.netloc}{path or '/v1'}"


def is_here(url: str) -> bool:
    """Whether an address is this machine's own."""
    return is_this_machine(urlsplit(url).hostname or "")


async def _all(places: Sequence[tuple[str, str]]) -> tuple[FoundServer, ...]:
    return tuple(await asyncio.gather(*(_one(name, url) for name, url in places)))


async def _one(name: str, url: str) -> FoundServer:
    try:
        async with asyncio.timeout(SECONDS):
            models, problem = await _list(url)
    except TimeoutError:
        models, problem = (), f"takes the connection, but does not answer within {SECONDS:.0f} s"
    except Exception as error:
        # Whatever stands at a port may say anything; that is no fault of ours.
        models, problem = (), _unreachable(error)
    return FoundServer(name, url, models, problem, is_here(url))


def _unreachable(error: Exception) -> str:
    import httpx

    if "CERTIFICATE" in str(error).upper():
        return "has a certificate that is not trusted here"
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return "nothing there"
    if isinstance(error, httpx.HTTPError):
        return "answers, but not as such a server does"
    return "cannot be asked"


async def _list(url: str) -> tuple[tuple[str, ...], str]:
    """Names of models, or why there are none."""
    import httpx

    # A proxy of the environment knows nothing of this machine's ports; redirects lead elsewhere.
    client = httpx.AsyncClient(trust_env=not is_here(url), follow_redirects=False, timeout=SECONDS)
    async with client, client.stream("GET", f"{url}/models", headers={"accept": "application/json"}) as response:
        if response.status_code in (401, 403):
            return (), "asks for a key; write its members by hand, with `api_key_env` (docs/panels.md)"
        if response.status_code != 200:
            return (), f"answers {response.status_code} instead of a list of models"
        content = b""
        async for chunk in response.aiter_bytes():
            content += chunk
            if len(content) > _LONGEST_LIST:
                return (), "sends a list without end"
    try:
        listed = json.loads(content)
    except (ValueError, RecursionError):
        return (), "answers, but with something else than a list of models"
    entries = listed.get("data") if isinstance(listed, dict) else listed
    if not isinstance(entries, list):
        return (), "answers, but with something else than a list of models"
    models = tuple(dict.fromkeys(name for one in entries if (name := _name(one))))
    return models, "" if models else "is up, but lists no model"


def _name(entry: Any) -> str | None:
    """A model's name as the server writes it; None for what could not be one."""
    name = entry.get("id") if isinstance(entry, dict) else None
    if not isinstance(name, str) or not name.strip() or len(name) > _LONGEST_NAME or name != name.strip():
        return None
    taken = name.startswith(("recorded:", "embedded/")) or "@http" in name
    return None if taken or not name.isprintable() or looks_like_key(name) else name
