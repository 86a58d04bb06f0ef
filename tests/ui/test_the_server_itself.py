"""What the server answers to programs and to other sites' pages, beside the screens."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import httpx

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
