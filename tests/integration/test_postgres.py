"""What only PostgreSQL can get wrong: its schema, being opened at once, and what is said of its errors."""

from __future__ import annotations

import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, make_url

from consensus.domain import Event
from consensus.errors import ReadOnlyError, StoreError
from consensus.storage.store import SqlStore
from consensus.storage.tables import HEAD, metadata
from tests.postgres import Server

PASSWORD = "Xq7-planted"
EVENT = Event("2026-05-04", "ana", "test", "job1")


def test_the_tables_are_what_the_code_believes(postgres_server: Server) -> None:
    store = SqlStore(postgres_server.empty())
    with store._reading() as connection:
        assert store._version() == HEAD
        told = {"compare_type": True, "include_name": lambda name, kind, _: name != "alembic_version"}
        found = compare_metadata(MigrationContext.configure(connection, opts=told), metadata)
        assert [(what, str(table)) for what, table, *_ in found] == [("add_table", "item_counts")], "it is a view"
        for table in metadata.sorted_tables:
            for index in inspect(connection).get_indexes(table.name):
                part = index.get("dialect_options", {}).get("postgresql_where")
                made = next((one for one in table.indexes if one.name == index["name"]), None)
                wanted = made is not None and made.dialect_options["sqlite"]["where"] is not None
                assert (part is not None) == wanted, f"{index['name']} holds {part or 'all rows'}"
    store.close()


OPENER = """
import sys
from consensus.storage.store import SqlStore
sys.stdin.readline()
SqlStore(sys.argv[1]).close()
"""


def test_processes_make_the_same_tables_at_once(postgres_server: Server) -> None:
    url = postgres_server.empty()
    started = [subprocess.Popen([sys.executable, "-c", OPENER, url], stdin=subprocess.PIPE) for _ in range(4)]
    for process in started:
        process.stdin.write(b"go\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
    for process in started:
        process.communicate(timeout=60)
    assert [process.returncode for process in started] == [0] * 4


def test_a_database_of_a_newer_version(postgres_server: Server) -> None:
    url = postgres_server.database()
    store = SqlStore(url)
    with store._writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    with pytest.raises(StoreError, match="newer version"):
        SqlStore(url)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"database": "nowhere"}, "there is no such database"),
        ({"username": "nobody"}, "the server does not know the user"),
        ({"username": "guarded"}, "the server refused user or password"),
        ({"port": 1}, "no server answers"),
        ({"query": {"sslmode": "odd"}}, "the address cannot be used"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_without_the_password(
    postgres_server: Server, changed: dict[str, object], said: str
) -> None:
    if "guarded" in changed.values():
        postgres_server.run("DROP ROLE IF EXISTS guarded")
        postgres_server.run("CREATE ROLE guarded LOGIN PASSWORD 'another'")
    url = make_url(postgres_server.database()).set(password=PASSWORD).set(**changed)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match=said) as caught:
        SqlStore(url.render_as_string(hide_password=False), busy_seconds=2)
    told = str(caught.value)
    assert PASSWORD not in told
    assert "\n" not in told
    assert caught.value.do
    assert caught.value.where.startswith("database ")


def test_a_password_in_a_query_is_not_said_either(postgres_server: Server) -> None:
    with pytest.raises(StoreError) as caught:
        SqlStore(f"postgresql://127.0.0.1:1/x?user=guarded&password={PASSWORD}")
    assert PASSWORD not in str(caught.value)


def test_a_missing_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match="driver for PostgreSQL is not installed") as caught:
        SqlStore("postgresql://ana@127.0.0.1/x")
    assert "pip install 'consensus-verifier[postgres]'" in caught.value.do


def test_a_database_that_may_only_be_read(postgres_server: Server) -> None:
    url = postgres_server.database()
    SqlStore(url).close()
    postgres_server.run(f"ALTER DATABASE {make_url(url).database} SET default_transaction_read_only = on")
    store = SqlStore(url)
    assert store.job_lines() == []
    with pytest.raises(ReadOnlyError, match="read-only"):
        store.log_event(EVENT)
    store.close()


def test_a_server_that_ended_the_connection(postgres_server: Server) -> None:
    store = SqlStore(postgres_server.database())
    store.log_event(EVENT)
    postgres_server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'consensus'")
    store.log_event(EVENT)
    assert len(store.events()) == 2
    store.close()


def test_waiting_for_a_lock_ends(postgres_server: Server) -> None:
    url = postgres_server.database()
    one, other = SqlStore(url), SqlStore(url, busy_seconds=0.05)
    with one._writing() as connection:
        connection.exec_driver_sql("LOCK TABLE audit")
        with pytest.raises(StoreError, match="locked"):
            other.log_event(EVENT)
    one.close()
    other.close()
