"""Everything read from outside, once: environment, ``.env`` and the platform's folders."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote

from dotenv import dotenv_values
from platformdirs import user_data_path

from consensus.errors import UsageError, shown_value

#: A variable whose name holds one of these is taken for a secret.
_SECRET_WORDS = ("KEY", "TOKEN", "SECRET", "PASSWORD")
#: A password or key in the address of a provider, a proxy or a database.
_IN_ADDRESS = re.compile(r"://[^\s/?#:@]*:(\S+)@|[?&](?!api-version=)[^\s&#=]*=([^\s&#]+)")
#: A variable that ends so moves a provider's models to another address.
_ADDRESSES = ("_API_BASE", "_BASE_URL")
#: Names a file; the name is no secret.
_KEY_FILE = "CONSENSUS_SAMPLING_KEY_FILE"


@dataclass(frozen=True, slots=True)
class Settings:
    """home: where state lives. database_url: an SQLAlchemy URL. keys: environment variable -> is it set.

    secrets: the keys themselves, for members whose policy names an ``api_key_env``, and what addresses hold of
    passwords; never printed or stored.
    embedder: model path or hub name, or None. hub_allowed: False when the hub is declared offline. threads: for the
    embedded models and the embedder. addresses: variables such as OPENAI_API_BASE. retention_days: whole days after its
    last event that a job is deleted, at least 1; None keeps all. sampling_key_file: holds the key that draws checks,
    instead of the database. otel_endpoint: of an OTLP collector over HTTP, None to send nothing. metrics_port: on
    127.0.0.1, for Prometheus; None for none. log_form: "json", or "" for plain lines. local_webhooks: webhooks may lead
    to this machine, as for trying them. replay_requests: recorded requests that a changed model is asked again, 0 for
    none; replay_budget: US dollars for that, each time, None for no ceiling.
    """

    home: Path
    database_url: str
    keys: Mapping[str, bool] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    embedder: str | None = None
    hub_allowed: bool = True
    threads: int = 1
    user: str = "reviewer"
    addresses: Mapping[str, str] = field(default_factory=dict)
    retention_days: int | None = None
    sampling_key_file: Path | None = None
    otel_endpoint: str | None = None
    metrics_port: int | None = None
    log_form: str = ""
    local_webhooks: bool = False
    replay_requests: int = 0
    replay_budget: float | None = 1.0

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
        """From the environment and the ``.env`` of the working folder; the environment wins.

        Keys of ``.env`` are put into the process's environment, because the providers' clients look there.
        Raises UsageError for a retention that is no number of days: read otherwise, texts would stay for ever. So it
        does for a port and a form of logs that are none.
        """
        given = environ if environ is not None else os.environ
        dotenv = (folder or Path.cwd()) / ".env"
        found = {k: v for k, v in dotenv_values(dotenv).items() if v is not None} if dotenv.is_file() else {}
        if environ is None:
            for name, value in found.items():
                os.environ.setdefault(name, value)
        values = {**found, **given}
        named = {n: v for n, v in values.items() if v.strip() and n != _KEY_FILE}
        secrets = {n: v for n, v in named.items() if any(word in n.upper() for word in _SECRET_WORDS)}
        keys = dict.fromkeys(secrets, True)
        secrets |= _in_addresses(values)
        home = Path(values.get("CONSENSUS_HOME") or user_data_path("consensus", appauthor=False)).expanduser()
        return cls(
            home=home,
            database_url=values.get("CONSENSUS_DATABASE_URL") or _database_in(home),
            keys=keys,
            secrets=secrets,
            embedder=values.get("CONSENSUS_EMBEDDER") or None,
            hub_allowed=values.get("HF_HUB_OFFLINE", "") not in ("1", "true", "TRUE", "yes", "ON"),
            threads=_whole(values.get("CONSENSUS_THREADS"), default=1),
            addresses={name: value for name, value in values.items() if name.endswith(_ADDRESSES)},
            retention_days=_days(values.get("CONSENSUS_RETENTION_DAYS")),
            sampling_key_file=Path(named_file).expanduser() if (named_file := values.get(_KEY_FILE)) else None,
            otel_endpoint=values.get("CONSENSUS_OTEL_ENDPOINT") or values.get("OTEL_EXPORTER_OTLP_ENDPOINT") or None,
            metrics_port=_port(values.get("CONSENSUS_METRICS_PORT")),
            log_form=_log_form(values.get("CONSENSUS_LOG")),
            local_webhooks=values.get("CONSENSUS_LOCAL_WEBHOOKS", "") in ("1", "true", "yes"),
            replay_requests=_requests(values.get("CONSENSUS_REPLAY_REQUESTS")),
            replay_budget=_dollars(values.get("CONSENSUS_REPLAY_BUDGET")),
            user=values.get("CONSENSUS_USER") or values.get("USER") or "reviewer",
        )

    def at(self, home: Path) -> Settings:
        """The same with another home, and the database in it."""
        return replace(self, home=home, database_url=_database_in(home))


def _in_addresses(values: Mapping[str, str]) -> dict[str, str]:
    """Passwords and keys that stand in addresses, as written and as sent. Their names are no variables."""
    found: dict[str, str] = {}
    for name, value in values.items():
        for part in _IN_ADDRESS.finditer(value) if "://" in value else ():
            written = part[1] or part[2]
            found |= {f"{name} at {part.start()}": written, f"{name} at {part.start()}, sent": unquote(written)}
    return found


def _database_in(home: Path) -> str:
    return f"sqlite:///{home / 'consensus.sqlite'}"


def _whole(text: str | None, *, default: int) -> int:
    return int(text) if text and text.isdigit() and int(text) > 0 else default


def _days(text: str | None) -> int | None:
    if not text or not text.strip():
        return None
    if not re.fullmatch("[1-9][0-9]{0,4}", text.strip(), re.ASCII):
        do = "Give whole days from 1 to 99999, or leave it out to keep everything."
        raise UsageError(f"{shown_value(text)} is no number of days.", where="CONSENSUS_RETENTION_DAYS", do=do)
    return int(text)


def _requests(text: str | None) -> int:
    if not text or not text.strip():
        return 0
    if not re.fullmatch("[0-9]{1,4}", text.strip(), re.ASCII):
        do = "Give a whole number from 0 (off) to 9999."
        raise UsageError(f"{shown_value(text)} is no number of requests.", where="CONSENSUS_REPLAY_REQUESTS", do=do)
    return int(text)


def _dollars(text: str | None) -> float | None:
    if not text or not text.strip():
        return 1.0
    if text.strip().lower() == "none":
        return None
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text.strip(), re.ASCII):
        do = "Give US dollars as in 2.50, or none for no ceiling."
        raise UsageError(f"{shown_value(text)} is no amount.", where="CONSENSUS_REPLAY_BUDGET", do=do)
    return float(text)


def _port(text: str | None) -> int | None:
    if not text or not text.strip():
        return None
    if not re.fullmatch("[1-9][0-9]{0,4}", text.strip(), re.ASCII) or int(text) > 65535:
        do = "Give a port from 1 to 65535, or leave it out."
        raise UsageError(f"{shown_value(text)} is no port.", where="CONSENSUS_METRICS_PORT", do=do)
    return int(text)


def _log_form(text: str | None) -> str:
    form = (text or "").strip().lower()
    if form not in ("", "text", "json"):
        do = "Give json for one object a line, or leave it out for plain lines."
        raise UsageError(f"{shown_value(text)} is no form of logs.", where="CONSENSUS_LOG", do=do)
    return "" if form == "text" else form
