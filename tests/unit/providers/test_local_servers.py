"""What stands at a port may say anything, or nothing: it is named in words, in a few seconds, and harms nobody."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from consensus.errors import UsageError
from consensus.providers import local_servers
from consensus.providers.local_servers import base_url, find_servers


def answer(body: str, status: str = "200 OK", more: str = "") -> bytes:
    content = body.encode()
    head = f"HTTP/1.1 {status}\r\ncontent-length: {len(content)}\r\nconnection: close\r\n{more}\r\n"
    return head.encode() + content


def listed(*names: object) -> str:
    return json.dumps({"object": "list", "data": [{"id": name} for name in names]})


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """A socket that answers everybody with these bytes; None takes the connection and says nothing."""
    sockets: list[socket.socket] = []

    def start(content: bytes | None, host: str = "127.0.0.1") -> str:
        server = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        sockets.append(server)

        def run() -> None:
            while True:
                try:
                    taken, _ = server.accept()
                except OSError:
                    return
                sockets.append(taken)
                if content is not None:
                    taken.recv(65536)
                    taken.sendall(content)
                    taken.shutdown(socket.SHUT_WR)

        threading.Thread(target=run, daemon=True).start()
        shown = f"[{host}]" if ":" in host else host
        return f"http://{shown}:{server.getsockname()[1]}/v1"

    yield start
    for one in sockets:
        with closing(one):
            pass


ODD = {
    "a web page": (answer("<html>Welcome</html>"), "something else"),
    "no such path": (answer("{}", "404 Not Found"), "answers 404"),
    "a fault": (answer("oh", "500 Oh"), "answers 500"),
    "a key wanted": (answer("{}", "401 No"), "asks for a key"),
    "another list": (answer('{"models": []}'), "something else"),
    "a number": (answer("7"), "something else"),
    "deep": (answer("[" * 100_000), "something else"),
    "no models": (answer(listed()), "lists no model"),
    "no names": (answer('{"data": [7, {"id": 5}, {"id": ""}, {"name": "x"}, null]}'), "lists no model"),
    "sent on": (answer("", "302 Found", "location: http://127.0.0.1:9/v1/models\r\n"), "answers 302"),
    "not HTTP": (b"SSH-2.0-OpenSSH_9.6\r\n", "not as such a server does"),
    "nothing": (b"", "not as such a server does"),
    "half": (b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{", "not as such a server does"),
}


@pytest.mark.parametrize(("content", "word"), ODD.values(), ids=ODD)
def test_whatever_answers_is_named(content: bytes, word: str, serve: Callable[..., str]) -> None:
    (found,) = find_servers([serve(content)], usual=())
    assert found.models == ()
    assert word in found.problem


def test_all_are_asked_at_once_and_none_is_waited_for_long(
    serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_servers, "SECONDS", 1.0)
    silent = [serve(None) for _ in range(20)]
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        gone = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
    good = serve(answer(listed("llama3.1:8b")))
    found = {one.url: one for one in find_servers([*silent, gone, good], usual=())}
    assert found[good].models == ("llama3.1:8b",), "twenty silent ports leave it its time"
    assert found[gone].problem == "nothing there"
    assert all("does not answer" in found[url].problem for url in silent)


def test_names_come_as_they_are_and_what_could_be_none_is_left_out(serve: Callable[..., str]) -> None:
    many = [f"org/model-{number}:8b" for number in range(300)]
    odd = ["recorded:x#y", "embedded/gemma", "a@http://elsewhere/v1", "a\x1b[2J", " a", "x" * 500, many[0], ["a"], None]
    (found,) = find_servers([serve(answer(listed(*many, *odd, "sk-aaaaaaaaaaaaaaaaaaa123")))], usual=())
    assert list(found.models) == many


def test_the_usual_places_are_asked_and_an_address_is_asked_once(serve: Callable[..., str]) -> None:
    one, two = serve(answer(listed("a"))), serve(answer(listed("b")))
    found = find_servers([one, f"{one}/models", two], usual=(("Ollama", one),))
    assert [(server.name, server.models) for server in found] == [("Ollama", ("a",)), ("your address", ("b",))]
    assert {url for _, url in local_servers.USUAL} == {
        f"http://127.0.0.1:{port}/v1" for port in (11434, 8000, 8080, 1234)
    }


def test_this_machine_is_asked_past_a_proxy(serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    url = serve(answer(listed("a")))
    spoken = url.replace("127.0.0.1", "localhost")
    found = find_servers([url, spoken], usual=())
    assert [(server.models, server.here) for server in found] == [(("a",), True)] * 2


def test_a_server_on_the_other_loopback_address_is_found(serve: Callable[..., str]) -> None:
    try:
        url = serve(answer(listed("a")), "::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    (found,) = find_servers([url], usual=())
    assert (found.models, found.here) == (("a",), True)


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("127.0.0.1:8000", "http://127.0.0.1:8000/v1"),
        ("localhost:8000/", "http://localhost:8000/v1"),
        (" http://h:1/v1/ ", "http://h:1/v1"),
        ("https://h/v1/models", "https://h/v1"),
        ("http://h/v1/chat/completions", "http://h/v1"),
        ("http://h/api", "http://h/api"),
        ("[::1]:8000", "http://[::1]:8000/v1"),
    ],
)
def test_an_address_is_read_as_people_write_it(given: str, url: str) -> None:
    assert base_url(given) == url


@pytest.mark.parametrize(
    "given", ["http://me:hunter22@h/v1", "me@h:80", "http://h/v1?key=hunter22", "http://[::1/v1", "ftp://h", "", "h:x"]
)
def test_another_address_is_refused_and_no_password_repeated(given: str) -> None:
    with pytest.raises(UsageError) as caught:
        base_url(given)
    assert "hunter22" not in str(caught.value)
