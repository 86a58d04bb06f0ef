"""What the server answers to programs and to other sites' pages, beside the screens."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import httpx
from playwright.sync_api import Browser
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

import ui.server
from ui.server import Uploads

WEBSOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def test_the_server_itself(tmp_path: Path, seeds: SimpleNamespace) -> None:
    (tmp_path / "near.txt").write_text("not for you", "utf-8")
    with seeds.served(tmp_path, "ana") as address, httpx.Client(base_url=address) as client:
        own = address.rstrip("/")
        port = own.rpartition(":")[2]
        for headers, status, meaning in (
            ({"Origin": own}, 101, "the screens' own page"),
            ({"Origin": "http://evil.example"}, 403, "another site's page"),
            ({"Origin": "http://localhost:9"}, 403, "a page of another program on this machine"),
            ({"Origin": "null"}, 403, "a page from nowhere"),
            ({}, 403, "a program"),
            ({"Origin": f"http://evil.example:{port}", "Host": f"evil.example:{port}"}, 403, "a name bound to us"),
        ):
            with client.stream("GET", "/_stcore/stream", headers=WEBSOCKET | headers) as reply:
                assert reply.status_code == status, meaning
        page = client.get("/results")
        assert page.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert "default-src 'self'; script-src 'self' blob: 'sha256-" in page.headers["content-security-policy"]
        assert "http" not in page.headers["content-security-policy"], "nothing is fetched from elsewhere"
        assert client.get("/_stcore/metrics").status_code == 404
        assert client.get("/_stcore/health").text == "ok"
        assert client.post("/_stcore/agent/interact", json={}).status_code == 403
        upload = client.put("/_stcore/upload_file/none/none", files={"f": ("x.md", b"x")})
        assert upload.status_code == 403, "an upload without the page's token"
        for path in ("/media/..%2f..%2fnear.txt", "/static/..%2f..%2fapp.py", "/app/static/near.txt"):
            assert "not for you" not in client.get(path).text
            assert "import streamlit" not in client.get(path).text
        assert "access-control-allow-origin" not in page.headers
    assert "external IP" not in (tmp_path / "ana.log").read_text(), "it looked its address up on the internet"


def test_no_connection_learns_where_the_program_is_installed(
    tmp_path: Path, seeds: SimpleNamespace, browser: Browser
) -> None:
    frames: list[bytes] = []
    with seeds.served(tmp_path, "ana") as address:
        page = browser.new_page()
        page.on("websocket", lambda socket: socket.on("framereceived", lambda told: frames.append(_bytes(told))))
        page.goto(address)
        page.get_by_role("link", name="Review").wait_for()
        page.close()
    assert frames
    assert not [frame for frame in frames if str(Path(ui.server.__file__).parent).encode() in frame]


def _bytes(told: bytes | str) -> bytes:
    return told if isinstance(told, bytes) else told.encode()


def upload(session: str, *headers: tuple[bytes, bytes], method: str = "PUT") -> dict[str, object]:
    return {"type": "http", "path": f"/_stcore/upload_file/{session}/f1", "method": method, "headers": list(headers)}


def test_a_session_puts_only_so_many_bytes_into_memory() -> None:
    uploads, twenty = Uploads(most=50), (b"content-length", b"20")
    assert [uploads.refused(upload("one", twenty)) for _ in range(4)] == [0, 0, 413, 413]
    assert uploads.refused(upload("one", (b"content-length", b"10"))) == 0
    assert uploads.refused(upload("one", (b"content-length", b"1"), method="POST")) == 413
    assert uploads.refused(upload("one", twenty, method="DELETE")) == 0
    assert uploads.refused(upload("two", twenty)) == 0
    assert uploads.refused(upload("two", (b"content-length", b"9" * 5_000))) == 413
    for unsaid in ((), ((b"content-length", b"-5"),), ((b"transfer-encoding", b"chunked"),)):
        assert uploads.refused(upload("two", *unsaid)) == 411
    assert uploads.refused({"type": "http", "path": "/results", "method": "GET", "headers": []}) == 0


def test_uploads_are_for_those_who_signed_in(tmp_path: Path, seeds: SimpleNamespace) -> None:
    port, home = seeds.free_port(), tmp_path / "home"
    home.mkdir()
    secret = "0123456789abcdef" * 4
    lines = {
        "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
        "cookie_secret": secret,
        "client_id": "consensus",
        "client_secret": "what the provider gave",
        "server_metadata_url": f"http://127.0.0.1:{seeds.free_port()}/.well-known/openid-configuration",
    }
    text = "[auth]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items())
    (home / "sign-in.toml").write_text(text, "utf-8")
    (home / "sign-in.toml").chmod(0o600)
    (home / "roles.yaml").write_text("sue@example.org: admin\n", "utf-8")
    good = create_signed_value(secret, "_streamlit_user", '{"email": "sue@example.org"}').decode()
    forged = create_signed_value("f" * 64, "_streamlit_user", '{"email": "sue@example.org"}').decode()
    with seeds.served(tmp_path, "sue", port) as address, httpx.Client(base_url=address) as client:
        for cookie, let_in in (("", False), ("x", False), (forged, False), (good, True)):
            headers = {"Cookie": f"_streamlit_user={cookie}"} if cookie else {}
            got = client.put("/_stcore/upload_file/none/none", files={"f": ("x.md", b"x")}, headers=headers)
            assert got.status_code == 403
            assert ("XSRF" in got.text) is let_in, "only whoever was let in comes as far as Streamlit's own check"
