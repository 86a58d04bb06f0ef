"""A provider that lies, or somebody in its place: the server makes no cookie of what it says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

COOKIE_SECRET = "9f2c4e7ab1d85630c4e7ab1d85639f2c4e7ab1d8"
CLIENT_SECRET = "cl1ent-s3cret"
OURS, ANOTHER = (RSAKey.generate_key(2048, {"kid": "one"}) for _ in range(2))
Make = Callable[[dict[str, Any]], str]


class Provider:
    """Says what ``make`` makes of the claims of an honest token. claims: what it would honestly say."""

    def __init__(self) -> None:
        self.make: Make = honest
        self.claims: dict[str, Any] = {}
        self.asked: list[dict[str, list[str]]] = []

    @contextmanager
    def running(self) -> Iterator[str]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._say({"/m": metadata(url), "/k": {"keys": [OURS.as_dict(private=False)]}}[self.path])

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                provider.asked.append(parse_qs(self.rfile.read(length).decode()))
                token = {"access_token": "acc3ss-token", "token_type": "Bearer", "expires_in": 60}
                if made := provider.make(provider.claims):
                    token["id_token"] = made
                self._say(token)

            def _say(self, content: dict[str, Any]) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(content).encode())

            def log_message(self, *args: object) -> None: ...

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield url
        finally:
            server.shutdown()
            server.server_close()


def metadata(url: str) -> dict[str, Any]:
    ends = {"authorization_endpoint": "/a", "token_endpoint": "/t", "jwks_uri": "/k"}
    signed = {"id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"]}
    return {"issuer": url, **{name: url + end for name, end in ends.items()}, **signed}


def honest(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, OURS)


def saying(**changed: Any) -> Make:
    """The same with other claims; None leaves one out."""
    return lambda claims: honest({n: v for n, v in {**claims, **changed}.items() if v is not None})


def unsigned(claims: dict[str, Any]) -> str:
    body = jwt.encode({"alg": "RS256", "kid": "one"}, claims, OURS).split(".")[1]
    return f"eyJhbGciOiJub25lIn0.{body}."


def by_public_key(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256", "kid": "one"}, claims, OctKey.import_key(OURS.as_pem(private=False)))


LIES: dict[str, Make] = {
    "another sign-in's nonce": saying(nonce="another"),
    "no nonce": saying(nonce=None),
    "another issuer": saying(iss="https://evil.example"),
    "another client": saying(aud="another"),
    "expired": saying(exp=int(time.time()) - 3600),
    "no expiry": saying(exp=None),
    "no subject": saying(sub=None),
    "another key": lambda claims: jwt.encode({"alg": "RS256", "kid": "one"}, claims, ANOTHER),
    "no signature": unsigned,
    "signed with the public key": by_public_key,
    "no token": lambda claims: "",
}


def test_a_lie_makes_no_cookie(tmp_path: Path, seeds: SimpleNamespace) -> None:
    home, port, provider = tmp_path / "home", seeds.free_port(), Provider()
    home.mkdir()
    with provider.running() as url:
        lines = {
            "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
            "cookie_secret": COOKIE_SECRET,
            "client_id": "consensus",
            "client_secret": CLIENT_SECRET,
            "server_metadata_url": f"{url}/m",
        }
        text = "[auth]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items())
        (home / "sign-in.toml").write_text(text, "utf-8")
        with seeds.served(tmp_path, "root", port) as address:
            assert "_streamlit_user" in signed_in(address, provider, url, honest), "the test itself can sign in"
            assert provider.asked[0]["code_verifier"], "a code that somebody saw is of no use to them (PKCE)"
            for lie, make in LIES.items():
                assert "_streamlit_user" not in signed_in(address, provider, url, make), lie
            asked = len(provider.asked)
            assert "_streamlit_user" not in signed_in(address, provider, url, honest, state="another")
            assert len(provider.asked) == asked, "a sign-in that was not begun here is not even asked about"
    log = (tmp_path / "root.log").read_text()
    assert "OAuth token exchange failed" in log, "an admin finds why"
    for secret in (COOKIE_SECRET, CLIENT_SECRET, "acc3ss-token", "the-c0de"):
        assert secret not in log


def signed_in(address: str, provider: Provider, url: str, make: Make, state: str = "") -> set[str]:
    """Names of the cookies after one walk through the sign-in."""
    claim = {"provider": "default", "exp": int(time.time()) + 60}
    begun = jwt.encode({"alg": "HS256"}, claim, OctKey.import_key(COOKIE_SECRET))
    with httpx.Client() as browser:
        sent = browser.get(f"{address}auth/login", params={"provider": begun})
        asked = parse_qs(urlsplit(sent.headers["location"]).query)
        now = int(time.time())
        provider.make = make
        provider.claims = {"iss": url, "sub": "id-ana", "aud": "consensus", "iat": now, "exp": now + 60}
        provider.claims |= {"nonce": asked["nonce"][0], "email": "ana@example.org", "email_verified": True}
        back = {"code": "the-c0de", "state": state or asked["state"][0]}
        browser.get(f"{address}oauth2callback", params=back)
        return set(browser.cookies)
