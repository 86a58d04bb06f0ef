"""Machines that share a database: panels are saved in it, and a job goes by the policy that it was made with."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from consensus import bootstrap
from consensus.bootstrap.shared import panels_file
from consensus.domain import MemberRule
from consensus.errors import NotFoundError, PanelError, UsageError
from consensus.service.jobs.service import SubmitRequest
from consensus.settings import Settings
from consensus.storage.store import SqlStore
from tests.postgres import Server

TWO = (MemberRule(model="openai/gpt-4o"), MemberRule(model="mistral/mistral-large-latest", price_in="2", price_out="6"))
OTHER = (MemberRule(model="openai/gpt-4o-mini"), TWO[1])


@pytest.fixture
def url(postgres_server: Server) -> str:
    return postgres_server.database()


def test_a_panel_of_one_machine_is_there_on_another(url: str, tmp_path: Path) -> None:
    here, there = (panels_file(Settings(tmp_path / name, url)) for name in ("here", "there"))
    here.save("mine", TWO)
    assert there.find("mine") == TWO
    assert bootstrap.panel_names(Settings(tmp_path / "there", url)) == ("mine",)
    assert not list(tmp_path.rglob("panels.yaml"))
    with pytest.raises(UsageError, match="already"):
        there.save("mine", OTHER)
    there.save("mine", OTHER, force=True)
    assert here.find("mine") == OTHER
    there.remove("mine")
    with pytest.raises(NotFoundError, match="there is no panel"):
        here.find("mine")


def test_a_machines_own_file_comes_first(url: str, tmp_path: Path) -> None:
    from consensus.policy_files.panels import PanelsFile

    PanelsFile(tmp_path / "here").save("mine", OTHER)
    here, there = (panels_file(Settings(tmp_path / name, url)) for name in ("here", "there"))
    there.save("mine", TWO)
    there.save("second", TWO)
    assert (dict(here.panels()), dict(there.panels())) == ({"mine": OTHER, "second": TWO}, {"mine": TWO, "second": TWO})
    with pytest.raises(UsageError, match="in the file, which comes first"):
        here.save("mine", TWO, force=True)
    here.remove("mine")
    assert here.find("mine") == TWO, "the file's is gone, the shared one is not"
    assert there.find("mine") == TWO


def test_nobody_loses_the_panel_of_another_machine(url: str, tmp_path: Path) -> None:
    names = [f"panel{number}" for number in range(8)]
    files = [panels_file(Settings(tmp_path / name, url)) for name in names]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda pair: pair[0].save(pair[1], TWO), zip(files, names, strict=True)))
    assert sorted(files[0].panels()) == names


def test_a_broken_text_there_is_named(url: str, tmp_path: Path) -> None:
    store = SqlStore(url)
    assert store.replace_home_text("panels.yaml", "", "mine: [\n")
    assert not store.replace_home_text("panels.yaml", "", "another")
    with pytest.raises(PanelError) as broken:
        panels_file(Settings(tmp_path, url)).panels()
    assert broken.value.where.startswith("panels in the database, line ")
    store.close()


@pytest.fixture
def machines(url: str, tmp_path: Path) -> Iterator[tuple[bootstrap.Service, bootstrap.Service]]:
    with ExitStack() as opened:
        made = [bootstrap.build(Settings(tmp_path / name, url, hub_allowed=False)) for name in ("here", "there")]
        for service in made:
            opened.callback(service.close)
        yield made[0], made[1]


def test_a_job_is_finished_by_its_own_policy_where_that_has_no_file(
    machines: tuple[bootstrap.Service, bootstrap.Service], tmp_path: Path
) -> None:
    here, there = machines
    here.policies.create("own", "translation")
    path = tmp_path / "here" / "policies" / "own.yaml"
    path.write_text(path.read_text("utf-8").replace("version: 1", "version: 7"), "utf-8")
    text = Path(bootstrap.models.data_folder("consensus")) / "examples" / "manual.md"
    request = SubmitRequest((text,), "own", "en", "de", panel="recorded")
    made = here.jobs.enter(request)[0]
    with pytest.raises(NotFoundError):
        there.policies.load("own")
    (report,) = asyncio.run(there.jobs.finish([made.id]))
    done = there.outside.store.job(report.id)
    assert (done.state, done.policy.digest) == ("done", made.policy.digest)
    assert (done.policy.name, done.policy.version) == ("own", 7)
    assert there.jobs.export(made.id).content == here.jobs.export(made.id).content
