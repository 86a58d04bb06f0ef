"""Keys are never stored or shown: one is planted at every door, providers repeat it in every form, and then all files
and all output are searched for all forms of it.

The providers are real sockets. Each member of the panel is one voice: the same server repeats the key that it was sent
in another place or another form.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from consensus.testing import LoopbackProvider
from consensus.testing.provider_words import Reaction, react

#: Where each secret is planted. None looks like a provider's key: they must be known, not guessed.
KEYS = {
    "HOUSE_KEY": "plantedhousekey0123456789",
    "OTHER_TOKEN": "Pl4nt+ed/other=tokn!",
    "PADDED_KEY": "  paddedplanted77zz ",
    "OPENAI_API_KEY": "plantedopenai24680",
}
DOTENV = {"DOTENV_KEY": "planteddotenv-13579"}
PASSWORD = "plantedPass-word99"
SIGN_IN = {"client_secret": "plantedclient55secret66", "cookie_secret": "plantedcookie0123456789abcdefghijklmnop"}
FEW = "plantedfewcharacters"


def slashes(text: str) -> str:
    return "".join(f"\\u{ord(c):04x}" for c in text)


def percents(text: str) -> str:
    return "".join(f"%{ord(c):02x}" for c in text)


def core(secret: str, offset: int) -> str:
    """What of the base64 does not depend on what stands around the secret."""
    encoded = base64.b64encode(b"x" * offset + secret.encode()).decode()
    return encoded[(offset * 8 + 5) // 6 : (offset + len(secret)) * 8 // 6]


#: Every way in which the answers below repeat the key.
FORMS: dict[str, Callable[[str], str]] = {
    "raw": str,
    "slashed": slashes,
    "slashed twice": lambda key: slashes(key).replace("\\", "\\\\"),
    "upper slashed": lambda key: slashes(key).upper().replace("\\U", "\\u"),
    "percents": percents,
    "upper percents": lambda key: percents(key).upper(),
    "quoted": lambda key: quote(key, safe=""),
    "quoted twice": lambda key: quote(percents(key), safe=""),
    "entities": lambda key: "".join(f"&#x{ord(c):x};" for c in key),
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
    "base64 of Bearer": lambda key: base64.b64encode(f"Bearer {key}".encode()).decode(),
    "base64 after one": lambda key: base64.b64encode(f"a{key}z".encode()).decode(),
    "base64 after two": lambda key: base64.b64encode(f"ab{key}".encode()).decode(),
    "base64 for addresses": lambda key: base64.urlsafe_b64encode(f"ab{key}?".encode()).decode(),
    "base64 in an address": lambda key: quote(base64.b64encode(f"a{key}?".encode()).decode(), safe=""),
}
#: Places of an answer beside its text, and whole answers that are none.
PLACES = ("model", "id", "fingerprint", "finish", "headers", "refusal", "no segments")
FAILURES = ("e400", "e401", "e500", "plain500", "slashed500", "long500", "late500", "unreadable", "packed", "error200")


class Echoing(LoopbackProvider):
    """Repeats the key as the model's name says: form, place or failure, in that order."""

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        await super().answer(path, key, body)
        voice = str(body["model"]).rpartition("=")[2].replace("_", " ")
        if voice in FAILURES:
            return failure(voice, key)
        form = FORMS.get(voice, str)(key)
        said = json.loads(react(body, None, lambda model, text: f"{text} MARK", "0", key).content)
        choice = said["choices"][0]
        told = form if voice in FORMS and "\\" in form else json.dumps(form)[1:-1]
        choice["message"]["content"] = choice["message"]["content"].replace("MARK", told if voice in FORMS else "")
        headers = {}
        match voice:
            case "model" | "id":
                said[voice] = f"m-{key}"
            case "fingerprint":
                said["system_fingerprint"] = key
            case "finish":
                choice["finish_reason"] = f"stop {key}"
            case "headers":
                headers = {"x-ratelimit-remaining-requests": key, "x-key": key, "set-cookie": f"k={key}"}
            case "refusal":
                choice["message"] = {"role": "assistant", "content": None, "refusal": f"Not with {key}."}
            case "no segments":
                choice["message"]["content"] = f'{{"{key}": "{key}"}} {key}'
        return Reaction(json.dumps(said), headers=headers)


def failure(voice: str, key: str) -> Reaction:
    if voice == "unreadable":
        return Reaction(f'{{"choices": [{{"message": {{"content": "{key}')
    if voice == "packed":
        return Reaction(f"no gzip {key}", headers={"content-encoding": "gzip"})
    told = {
        "slashed500": slashes(key),
        "long500": "." * (295 - len(key)) + key + "x" * 40,
        "late500": "." * (292 - len(key) // 2) + key,  # the message is cut within the key
    }.get(voice, f"Not with {key}, and not with Bearer {key} or {percents(key)}.")
    if voice == "plain500":
        return Reaction(told, 500)
    error = {"error": {"message": told, "type": key, "code": key}}
    return Reaction(json.dumps(error), {"e400": 400, "e401": 401, "error200": 200}.get(voice, 500))


def found_in(text: str, secret: str) -> list[str]:
    """The forms of a secret that stand in a text, and half of it where a cut went through it."""
    secret = secret.strip()
    halves = {secret[: len(secret) // 2 + 2], secret[len(secret) // 2 - 2 :]}
    wanted = {"raw": secret, **{f"half {half}": half for half in halves}}
    wanted |= {f"base64 at {offset}": core(secret, offset) for offset in range(3)}
    wanted |= {f"url-safe at {n}": core(secret, n).translate(str.maketrans("+/", "-_")) for n in range(3)}
    wanted |= {"quoted": quote(secret, safe="")}
    lowered = text.lower()
    lower = {"slashed": slashes(secret), "percents": percents(secret), "entities": FORMS["entities"](secret)}
    lower |= {"json": json.dumps(secret)[1:-1], "percent case": quote(secret, safe="").lower()}
    plain = re.sub(r"\\+", r"\\", lowered)
    return [name for name, form in wanted.items() if form in text] + [
        name for name, form in lower.items() if form.lower() in plain
    ]


class House:
    """The command, all that it printed, and all that it left behind."""

    def __init__(self, consensus: Callable[..., Any], folder: Path, home: Path, given: Mapping[str, str]) -> None:
        self.run, self.folder, self.home, self.given = consensus, folder, home, given
        self.shown: list[tuple[str, str]] = []

    def __call__(self, *args: str | Path, **more: str) -> Any:
        ran = self.run(*args, **{**self.given, **more})
        self.shown.append((" ".join(map(str, args))[:80], ran.out + ran.err))
        return ran

    def leaks(self, mine: Mapping[str, str]) -> list[str]:
        """(where, secret, form). Files that a person wrote keys or passwords into are not searched."""
        written = {self.home / "sign-in.toml", self.folder / ".env", *self.folder.glob("own-*")}
        files = [path for path in self.folder.rglob("*") if path.is_file() and path not in written]
        assert {"consensus.sqlite", "panels.yaml"} <= {path.name for path in files}
        texts = [(str(path.relative_to(self.folder)), path.read_bytes().decode("latin-1")) for path in files]
        return [
            f"{where}: {name} ({', '.join(forms)})"
            for where, text in [*texts, *self.shown]
            for name, secret in mine.items()
            if (forms := found_in(text, secret))
        ]


SECRETS = {**KEYS, **DOTENV, "password": PASSWORD, **SIGN_IN, "few": FEW}
HEAD = 'name: {name}\nversion: 1\ntask: any\nquorum: 2\nsemantic: "off"\n'
ASKING = "asking: {attempts: 1, call_seconds: 20, ask_seconds: 60, breaker_seconds: 1}\n"
SCHEMA = {"type": "object", "properties": {"total": {"type": "string"}, "buyer": {"type": "string"}}}


def policy(folder: Path, name: str, url: str, voices: tuple[str, ...]) -> Path:
    """A policy whose members are these voices, asked directly or through LiteLLM, with the keys in turn."""
    variables = ("HOUSE_KEY", "OTHER_TOKEN", "DOTENV_KEY", "PADDED_KEY")
    rules = []
    for at, voice in enumerate(voices):
        ask = "gpt-x" if at % 3 == 0 else "house"  # gpt- names are asked through LiteLLM
        model, variable = f"{ask}={voice.replace(' ', '_')}", variables[at % len(variables)]
        rules.append(f'  - {{model: "{model}", family: "{model}", base_url: "{url}", api_key_env: {variable}}}\n')
    path = folder / f"{name}.yaml"
    path.write_text(HEAD.format(name=name) + ASKING + "members:\n" + "".join(rules), "utf-8")
    return path


@pytest.fixture
def server() -> Iterator[Echoing]:
    with Echoing(models=("qwen3=model", "gemma3=finish")) as started:
        assert isinstance(started, Echoing)
        yield started


@pytest.fixture
def house(consensus: Callable[..., Any], tmp_path: Path, home: Path, server: Echoing) -> House:
    home.mkdir()
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in DOTENV.items()))
    toml = {
        "redirect_uri": "https://review.example.org/oauth2callback",
        "server_metadata_url": "http://127.0.0.1:9/.well-known/openid-configuration",
        "client_id": "consensus",
        **SIGN_IN,
    }
    (home / "sign-in.toml").write_text("[auth]\n" + "".join(f'{k} = "{v}"\n' for k, v in toml.items()))
    moved = server.base_url.replace("://", f"://user:{PASSWORD}@")
    return House(consensus, tmp_path, home, {**KEYS, "OPENAI_API_BASE": moved, "OPENAI_BASE_URL": moved})


def every_command(house: House, job: str, policy: Path) -> None:
    """All that shows or writes something of a job."""
    for form in ("source", "jsonl", "csv", "html"):
        house("export", job, "--format", form)
    house("export", job, "--with-evidence", "-o", f"{job}.out")
    house("record", job, "-o", f"{job}.recorded.jsonl")
    house("evaluate", f"{job}.recorded.jsonl", "--policy", policy, "--decisions", f"{job}.decisions.jsonl")


def test_what_providers_repeat(house: House, server: Echoing, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Open the valve.\n\nClose the valve.\n", "utf-8")
    (tmp_path / "bill.txt").write_text("Total: 12.50\nBuyer: Ana MARK\n", "utf-8")
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA), "utf-8")
    page = ("page.txt", "--from", "en", "--to", "de", "--policy")
    bill = ("bill.txt", "--from", "en", "--schema", "schema.json", "--policy")
    answered = policy(tmp_path, "forms", server.base_url, (*FORMS, *PLACES))
    failed = policy(tmp_path, "failures", server.base_url, FAILURES)
    for words in ((*page, answered), (*bill, answered), (*page, failed)):
        house("-v", "submit", *words)
    house("route", *page, failed)
    jobs = {one["id"]: one["totals"] for one in house("-v", "status", "--json").json["jobs"]}
    for job, totals in jobs.items():
        if totals["failed"]:
            house("-v", "submit", "--resume", job, "--json")
        every_command(house, job, answered)
    house("costs")
    assert any(totals["failed"] for totals in jobs.values())
    sent = {seen.key.strip() for seen in server.requests}
    planted = {value.strip() for name, value in {**KEYS, **DOTENV}.items() if name != "OPENAI_API_KEY"}
    assert sent >= planted, "else there is no key to be found"
    voices = len(FORMS) + len(PLACES) + len(FAILURES)
    assert len({seen.model for seen in server.requests}) == voices, "every voice was asked"
    house("init", "--yes", "--at", server.base_url)
    for words in (("panels", "show", "mine"), ("doctor", "--panel", "mine"), (*submit_to("mine"),)):
        house(*words)
    assert any("[key]" in shown for _, shown in house.shown)
    assert not house.leaks(SECRETS)


def submit_to(panel: str, command: str = "submit") -> tuple[str, ...]:
    return (command, "page.txt", "--policy", "strict", "--from", "en", "--to", "de", "--panel", panel)


#: Addresses that hold what must not be kept. PW stands for the password, HOST for one that nobody listens at.
ADDRESSES = (
    "a@http://user:PW@HOST/v1",
    "a@http://PW@HOST/v1",
    "a@http://user:PW/x@HOST/v1",
    "a@http://user:8/PW@HOST/v1",
    "a@http://user:x@PW@HOST/v1",
    "a@http://user:PW@127.0.0.1:99999/v1",
    "a@http://user:PW@[::1/v1",
    "a@http://user:PW",
    "a@HTTP://user:PW@HOST/v1",
    "a@user:PW@HOST/v1",
    "http://user:PW@HOST/v1",
    "a@http://HOST/v1?key=PW",
    "a@http://HOST/v1?PW",
    "a@http://HOST/v1?api-version=1&key=PW",
    "a@http://HOST/v1#PW",
)


def test_passwords_in_addresses_and_keys_in_files(house: House, server: Echoing, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Open the valve.\n", "utf-8")
    own = tmp_path / "own-policy.yaml"
    for at, written in enumerate(ADDRESSES):
        member = written.replace("HOST", "127.0.0.1:9").replace("PW", PASSWORD)
        assert house(*submit_to(f"{member},b@http://127.0.0.1:9/v1", ("submit", "route")[at % 2])).code == 2, written
    for member in (f"http://u:{PASSWORD}@127.0.0.1:9/v1", f"http://127.0.0.1:9/v1#{PASSWORD}"):
        assert house("init", "--yes", "--at", member).code == 2
        own.write_text(HEAD.format(name="own") + f'members:\n- {{model: b}}\n- {{model: a, base_url: "{member}"}}\n')
        house("policies", "check", own)
        assert house("submit", "page.txt", "--policy", own, "--from", "en", "--to", "de").code == 2
    own.write_text(HEAD.format(name="own") + f"members:\n- {{model: a, api_key: {FEW}}}\n- {{model: b}}\n")
    assert house("policies", "check", own).code == 2
    for moved in (f"http//u:{PASSWORD}@127.0.0.1:9/v1", f"http://127.0.0.1:9/v1?key={PASSWORD}"):
        for command in ("route", "submit"):
            words = submit_to("openai/gpt-5.4-mini,b@http://127.0.0.1:9/v1", command)
            house("-v", *words, OPENAI_API_BASE=moved, OPENAI_BASE_URL="")
    for database in (f"postgresql://u:{PASSWORD}@h/x", f"postgres//u:{PASSWORD}@h/x"):
        assert house("status", CONSENSUS_DATABASE_URL=database).code == 2
    toml = house.home / "sign-in.toml"
    whole = toml.read_text()
    for broken in (whole.replace("_secret", "_secretx") + f"x = {FEW}\n",):
        toml.write_text(broken)
        house("doctor", "--panel", f"qwen3=model@{server.base_url},gemma3=e401@{server.base_url}")
    house("-v", "init", "--yes", "--at", server.base_url, OPENAI_API_BASE="", OPENAI_BASE_URL="")
    assert not house.leaks(SECRETS)
