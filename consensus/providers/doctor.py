"""What ``consensus doctor`` looks at. Everything is passed in: nothing here reads the environment or a setting."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from consensus.ask.ping import RecordPing, has_seen, ping
from consensus.domain import ModelKind, ModelReply, ModelSpec
from consensus.domain.probe import Probe
from consensus.errors import CallError, CallFault, ConsensusError, in_plain_words
from consensus.ports.models import Embedder, ModelClient
from consensus.providers.embedded.models import installed, missing

#: Seconds one ping may take.
PING_SECONDS = 20.0
#: Names under which a browser that Playwright can drive is found.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def probe_keys(keys: Mapping[str, bool]) -> Probe:
    """keys: name of each provider's variable and whether it is set. The values never come here."""
    present = sorted(name for name, known in keys.items() if known)
    if present:
        return Probe("keys", True, f"Set: {', '.join(present)}.")
    do = f"Set at least two of different makers, in the environment or in .env, such as {', '.join(list(keys)[:3])}."
    return Probe("keys", False, "No provider's key is set; the embedded models need none.", do if keys else "")


async def probe_members(
    members: Sequence[ModelSpec],
    client_for: Callable[[ModelSpec], ModelClient],
    record: RecordPing,
    seconds: float = PING_SECONDS,
) -> tuple[Probe, ...]:
    """One short request to each member, all at the same time. client_for: what asks a member; it stays open.

    record: writes a ping down before it is sent and when it ended; what it does not take is not sent.
    """
    return tuple(await asyncio.gather(*(_ping(member, client_for, record, seconds) for member in members)))


async def _ping(
    member: ModelSpec, client_for: Callable[[ModelSpec], ModelClient], record: RecordPing, seconds: float
) -> Probe:
    name, started = f"member {member.name}", time.monotonic()
    try:
        reply = await ping(member, client_for(member), record, seconds)
    except CallError as error:
        what = error.what if error.fault is CallFault.TIMEOUT else f"{error.what} ({error.fault})"
        return Probe(name, False, what, error.do or _mend_member(member))
    except ConsensusError as error:
        return Probe(name, False, error.what, error.do or _mend_member(member))
    answers = f"Answers in {time.monotonic() - started:.1f} s as {reply.model or member.model}."
    if not _is_asked_to_see(member):
        return Probe(name, True, answers)
    return await _sight(member, answers, lambda: ping(member, client_for(member), record, seconds, picture=True))


def _is_asked_to_see(member: ModelSpec) -> bool:
    """Servers of one's own, of which no list says whether they see, unless the policy says that they do not."""
    own = member.source == "litellm" and member.base_url is not None
    return own and member.kind is ModelKind.CHAT and member.vision is not False


async def _sight(member: ModelSpec, answers: str, ask: Callable[[], Awaitable[ModelReply]]) -> Probe:
    name = f"member {member.name}"
    try:
        seen = has_seen(await ask())
    except ConsensusError:
        seen = False  # most servers refuse a picture that their model cannot take
    if seen:
        how = "" if member.vision else " To have it shown pages, write `vision: true` of it under `members:`."
        return Probe(name, True, f"{answers} It reads pictures.{how}")
    if member.vision:
        do = "Take `vision: true` out of its line under `members:`, or serve a model that sees."
        return Probe(name, False, f"{answers} It did not read the number in a picture.", do)
    return Probe(name, True, f"{answers} It reads no pictures.")


def _mend_member(member: ModelSpec) -> str:
    if member.source == "embedded":
        return "See the embedded models above, and their logs."
    place = f"that {member.base_url} serves this model" if member.base_url else "the model's name and your network"
    key = f" and that {member.api_key_env} holds a valid key" if member.api_key_env else ""
    return f"Check {place}{key}."


def probe_embedder(resolve: Callable[[], tuple[Embedder | None, str]]) -> Probe:
    """resolve: gives the embedder and why, as ``resolve_embedder`` does."""
    try:
        embedder, why = resolve()
    except ConsensusError as error:
        return Probe("embedder", False, error.what, error.do)
    if embedder is not None:
        return Probe("embedder", True, why)
    off = "is off" in why
    return Probe("embedder", off, why, "" if off else "Install it with: pip install 'consensus-verifier[meanings]'")


def probe_browser(which: Callable[[str], str | None] = shutil.which) -> Probe:
    """Whether a browser is there that the browser tests can drive; the product itself needs none of its own."""
    for name in BROWSERS:
        path = which(name)
        if path:
            return Probe("browser", True, f"Found {path}.")
    do = "Only the browser tests need one: sudo apt-get install chromium, or another Chromium on the PATH."
    return Probe("browser", False, "No Chromium found.", do)


def probe_database(url: str, open_and_write: Callable[[], object]) -> Probe:
    """Open, migrate and write. open_and_write: does that, raising what goes wrong. url: shown without its password."""
    shown = _without_password(url)
    try:
        open_and_write()
    except ConsensusError as error:
        return Probe("database", False, f"{shown}: {error.what}", error.do or _MEND_DATABASE)
    except Exception as error:
        why = in_plain_words(error)
        return Probe("database", False, f"{shown}: {_hidden(why, url)}", _MEND_DATABASE)
    return Probe("database", True, f"{shown} opens, is migrated and can be written.")


_MEND_DATABASE = (
    "Make CONSENSUS_HOME a folder you may write to, or set CONSENSUS_DATABASE_URL to a database that answers."
)


def _without_password(url: str) -> str:
    url = url if url.startswith("sqlite") else url.partition("?")[0]
    head, at, tail = url.rpartition("@")
    if not at or "://" not in head:
        return url
    scheme, _, user = head.partition("://")
    return f"{scheme}://{user.split(':', 1)[0]}@{tail}"


def _hidden(text: str, url: str) -> str:
    """The text without the URL's password, which drivers like to repeat in their errors."""
    user = url.rpartition("@")[0].partition("://")[2]
    password = user.partition(":")[2]
    return text.replace(password, "***") if password else text


def probe_folder(folder: Path) -> Probe:
    """Whether the product may write in its home folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mark = folder / f".probe-{os.getpid()}"
        mark.write_text("ok", "utf-8")
    except OSError as error:
        return Probe("home", False, f"{folder}: {error.strerror or error}.", "Set CONSENSUS_HOME to a writable folder.")
    with suppress(OSError):
        mark.unlink()
    return Probe("home", True, f"{folder} can be written.")


def probe_readers(pdf: bool, readers: Sequence[str]) -> Probe:
    """What reads PDFs and pictures of text. pdf: PDFs are read. readers: the OCR engines that are here, in words."""
    found = f"PDF: {'yes' if pdf else 'no'}. OCR: {', '.join(readers) or 'none'}."
    missing = [extra for extra, there in (("pdf", pdf), ("ocr", bool(readers))) if not there]
    do = f"Install it with: pip install 'consensus-verifier[{','.join(missing)}]'" if missing else ""
    return Probe("readers", not missing, found, do)


def probe_embedded_models() -> Probe:
    """Which embedded models can be started here, with the one command for each that cannot."""
    here, absent = installed(), missing()
    names = ", ".join(f"{model.spec.name} ({model.licence})" for model in here)
    if not absent:
        return Probe("embedded models", True, f"Installed: {names}.")
    found = f"Installed: {names or 'none'}. Missing: {', '.join(absent)}."
    return Probe("embedded models", False, found, " and ".join(absent.values()))
