"""``sign-in.toml``: what it must hold, how the server is started with it, what the doctor says; no secret anywhere."""

from __future__ import annotations

import asyncio
import json
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from consensus.auth.role_file import RoleFile
from consensus.auth.roles import Role, Roles, parse_roles
from consensus.auth.sign_in import SignIn
from consensus.auth.sign_in_file import SignInFile
from consensus.bootstrap import build, role_service
from consensus.cli.main import main
from consensus.cli.serve import address, review_command
from consensus.errors import UsageError
from consensus.providers.doctor_sign_in import probe_sign_in
from consensus.settings import Settings

SECRETS = ("9f2c4e7ab1d85630c4e7ab1d85639f2c4e7ab1d8", "client-s3cret")
GOOD = {
    "redirect_uri": "https://review.example.org/oauth2callback",
    "cookie_secret": SECRETS[0],
    "client_id": "consensus",
    "client_secret": SECRETS[1],
    "server_metadata_url": "https://id.example.org/.well-known/openid-configuration",
}


def one_admin() -> Roles:
    return parse_roles({"ana@example.org": "admin"}, "roles")


def write(home: Path, more: str = "", **changed: Any) -> Path:
    """The file with some keys changed; None leaves one out."""
    keys = {name: value for name, value in {**GOOD, **changed}.items() if value is not None}
    text = "[auth]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in keys.items()) + more
    path = home / "sign-in.toml"
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    return path


def test_no_file_is_no_sign_in(tmp_path: Path) -> None:
    assert SignInFile(tmp_path).sign_in() is None


def test_a_right_file_and_nothing_secret_in_what_is_read(tmp_path: Path) -> None:
    file, path = SignInFile(tmp_path), write(tmp_path)
    known = file.sign_in()
    assert known == SignIn("consensus", "https://review.example.org", GOOD["server_metadata_url"], "email")
    assert not any(secret in repr((known, file.__dict__)) for secret in SECRETS)
    write(tmp_path, '[consensus]\nidentity = "sub"\n')
    os.utime(path, ns=(1, 1))
    changed = file.sign_in()
    assert changed is not None
    assert changed.identity == "sub"


@pytest.mark.parametrize(
    ("changed", "more", "words"),
    [
        ({"client_id": None}, "", "`client_id` is missing"),
        ({"client_secret": ""}, "", "`client_secret` is missing"),
        ({"cookie_secret": 7}, "", "`cookie_secret` is missing"),
        ({"cookie_secret": "short-s3cret"}, "", "can be guessed"),
        ({"cookie_secret": "x" * 64}, "", "can be guessed"),
        ({"redirect_uri": "http://review.example.org/oauth2callback"}, "", "`redirect_uri` is not an https address"),
        ({"redirect_uri": "https://review.example.org/"}, "", "must end with /oauth2callback"),
        ({"redirect_uri": "http://localhost:{port}/oauth2callback"}, "", "`redirect_uri` is not"),
        ({"server_metadata_url": "http://id.example.org/x"}, "", "`server_metadata_url` is not an https address"),
        ({"server_metadata_url": "file:///etc/passwd"}, "", "`server_metadata_url` is not an https address"),
        ({"expose_tokens": ["access"]}, "", "`expose_tokens` is not possible"),
        ({}, '[auth.second]\nclient_id = "x"\n', "one provider"),
        ({}, '[consensus]\nidentity = "name"\n', "identity"),
        ({}, '[consensus]\nidentity = "sub"\nmore = 1\n', "nothing else"),
        ({}, '[other]\nx = "y"\n', "is not a section"),
        ({}, 'cookie_secret = "client-s3cret" "', "is not TOML"),
    ],
)
def test_every_mistake_shuts_the_door_and_no_secret_is_repeated(
    tmp_path: Path, changed: dict[str, Any], more: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, more, **changed)
    with pytest.raises(UsageError) as refused:
        SignInFile(tmp_path).sign_in()
    said = str(refused.value)
    assert words in said
    assert "sign-in.toml" in said
    with pytest.raises(UsageError):
        review_command(8501, Settings(tmp_path, "sqlite://"))
    assert not probe_sign_in(tmp_path, "root", one_admin).ok
    assert not any(secret in said for secret in (*SECRETS, "short-s3cret"))
    assert not any(secret in repr(refused.value.__context__) for secret in SECRETS)


def test_the_example_in_the_docs_works(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "sign-in.md").read_text("utf-8")
    toml, roles, identity = (
        "\n".join(line.strip() for line in block.split("\n"))
        for block in re.findall(r"```(?:toml|yaml)\n(.*?)```", text, re.DOTALL)
    )
    (tmp_path / "own.yaml").write_text(roles, "utf-8")
    read = RoleFile(tmp_path / "own.yaml").read()
    assert read is not None
    given = read.roles
    assert len(given.given or {}) == 3
    assert given.of("ben@example.org") == {Role.REVIEWER, Role.ADJUDICATOR, Role.SUBMITTER}
    (tmp_path / "sign-in.toml").write_text(toml + identity, "utf-8")
    with pytest.raises(UsageError, match="can be guessed"):  # a secret in the docs is none
        SignInFile(tmp_path).sign_in()
    (tmp_path / "sign-in.toml").write_text((toml + identity).replace("64 characters of your own", SECRETS[0]), "utf-8")
    known = SignInFile(tmp_path).sign_in()
    assert known is not None
    assert (known.origin, known.identity) == ("https://review.example.org", "sub")


def test_a_file_that_cannot_be_read_is_not_no_file(tmp_path: Path) -> None:
    (tmp_path / "sign-in.toml").mkdir()
    with pytest.raises(UsageError, match="cannot be read"):
        SignInFile(tmp_path).sign_in()
    (tmp_path / "sign-in.toml").rmdir()
    (tmp_path / "sign-in.toml").write_bytes(b"\xff\xfe[auth]")
    with pytest.raises(UsageError, match="not UTF-8"):
        SignInFile(tmp_path).sign_in()


def test_without_roles_nobody_has_one_where_others_can_sign_in(tmp_path: Path) -> None:
    service = build(Settings(tmp_path, f"sqlite:///{tmp_path / 'c.db'}", user="root"))
    try:
        assert service.roles.current().given is None
        write(tmp_path)
        with pytest.raises(UsageError, match="nobody who signs in has a role"):
            service.queue.next("root")
        with pytest.raises(UsageError, match="nobody who signs in has a role"):
            asyncio.run(service.pages.submissions.cancel("any", "root"))
    finally:
        service.close()


def test_the_server_is_told_what_must_hold(tmp_path: Path) -> None:
    here = Settings(tmp_path, "sqlite://")
    flags = review_command(8501, here)[0]
    assert "--server.address=127.0.0.1" in flags
    assert {flag for flag in flags if "allowedHosts" in flag} == {
        "--server.allowedHosts=127.0.0.1",
        "--server.allowedHosts=localhost",
    }
    assert not [flag for flag in flags if "secrets" in flag]
    assert address(8501, here) == "http://127.0.0.1:8501"
    path = write(tmp_path)
    flags = review_command(8501, here)[0]
    assert f"--secrets.files={path}" in flags
    assert "--server.address=127.0.0.1" in flags, "others come through a proxy with TLS"
    assert "--server.allowedHosts=review.example.org" in flags
    assert address(8501, here) == "https://review.example.org"
    assert not any(secret in " ".join(flags) for secret in SECRETS)


# --- the doctor ------------------------------------------------------------------------------------------------------


@contextmanager
def provider(answers: dict[str, tuple[int, bytes]]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers.get(self.path, (404, b""))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.replace(b"HERE", f"http://127.0.0.1:{server.server_port}".encode()))

        def log_message(self, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


METADATA = (
    b"""{"issuer": "HERE", "authorization_endpoint": "HERE/a", "token_endpoint": "HERE/t", "jwks_uri": "HERE/k"}"""
)


def test_the_doctor_without_sign_in_says_who_everybody_is(tmp_path: Path) -> None:
    probe = probe_sign_in(tmp_path, "ana", one_admin)
    assert probe.ok
    assert 'acts as "ana"' in probe.found


@pytest.mark.parametrize(
    ("answers", "ok", "words"),
    [
        ({"/m": (200, METADATA), "/k": (200, b'{"keys": [{}]}')}, True, "1 with a role. It answers"),
        ({"/m": (200, METADATA), "/k": (200, b'{"keys": []}')}, False, "names no keys"),
        ({"/m": (200, METADATA)}, False, "/k answers 404"),
        ({"/m": (500, b"")}, False, "answers 500"),
        ({"/m": (302, b"")}, False, "answers 302"),
        ({"/m": (200, b"<html>")}, False, "is not JSON"),
        ({"/m": (200, b"[]")}, False, "is not JSON"),
        ({"/m": (200, b'{"issuer": "x"}')}, False, "authorization_endpoint, token_endpoint, jwks_uri is missing"),
    ],
)
def test_the_doctor_asks_the_provider(
    tmp_path: Path, answers: dict[str, tuple[int, bytes]], ok: bool, words: str
) -> None:
    with provider(answers) as url:
        write(tmp_path, server_metadata_url=f"{url}/m")
        probe = probe_sign_in(tmp_path, "ana", one_admin)
    assert probe.ok is ok
    assert words in probe.found
    assert bool(probe.do) is not ok


def test_the_doctor_sees_what_is_wrong_around_it(tmp_path: Path) -> None:
    path = write(tmp_path, server_metadata_url="http://127.0.0.1:9/m")
    here = Settings(tmp_path, f"sqlite:///{tmp_path / 'c.db'}")
    nobody = probe_sign_in(tmp_path, "ana", lambda: role_service(here).current())
    assert (nobody.ok, nobody.found) == (False, "roles: nobody who signs in has a role.")
    assert "does not answer" in probe_sign_in(tmp_path, "ana", one_admin).found
    if os.name == "posix":
        path.chmod(0o644)
        assert probe_sign_in(tmp_path, "ana", one_admin).do == f"chmod 600 {path}"


def test_review_does_not_start_on_a_broken_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONSENSUS_HOME", str(tmp_path))
    write(tmp_path, cookie_secret="short-s3cret")
    assert main(["review"]) == 2
    said = capsys.readouterr().err
    assert "can be guessed" in said
    assert "short-s3cret" not in said
