"""Batches on the command line: named, shown while they are open, closed by hand, refused in one line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

POLICY = "name: contracts\nversion: 1\ntask: translate\nsemantic: off\nguarantee: {alpha: 0.2}\n"
ASKED = ("--policy", "contracts", "--from", "en", "--to", "de", "--panel", "recorded")


@pytest.fixture
def page(home: Path, tmp_path: Path) -> Path:
    (home / "policies").mkdir(parents=True)
    (home / "policies" / "contracts.yaml").write_text(POLICY, "utf-8")
    path = tmp_path / "page.txt"
    path.write_text("AQ-40 circulation pump\n", "utf-8")
    return path


def test_a_named_batch_waits_until_it_is_closed(consensus: Callable[..., Any], page: Path) -> None:
    entered = consensus("submit", page, *ASKED, "--batch", "delivery 7")
    assert "· waiting" not in entered.out, "what nobody can decide is not listed"
    assert 'until the batch "delivery 7" is closed, at most a day from' in " ".join(entered.out.split())
    assert "Decide what needs review" not in entered.out, "nothing is in the queue"
    assert "done, batch open" in consensus("status").out
    (told,) = consensus("status", "--json").json["jobs"]
    assert told["waits"].endswith("Close it with: consensus certify close 'delivery 7' --policy contracts")
    assert "Umwälzpumpe" not in consensus("status", told["id"], "--units").out, "nobody sees an answer before"

    (found,) = consensus("certify", "status", "--json").json["guarantees"]
    assert (found["state"], found["batches"]["open"], found["batches"]["opened"][0]["name"]) == (
        "learning", 1, "delivery 7",
    )  # fmt: skip
    status = " ".join(consensus("certify", "status").out.split())
    assert "contracts v1, en to de: LEARNING Learning: the levels are placed from 0 of 30 documents" in status
    assert '1 open ("delivery 7" since' in status
    assert "1 guarantee is kept in this house." in status

    closed = consensus("certify", "close", "delivery  7", "--policy", "contracts")
    assert closed.out == (
        'Closed the batch "delivery 7", en to de. Its scores help to place the levels. All of it waits in the review '
        "queue.\n"
    )
    assert consensus("status", "--json").json["jobs"][0]["waits"] is None
    assert "done, batch open" not in consensus("status").out


def test_closing_as_one_json_document(consensus: Callable[..., Any], page: Path) -> None:
    consensus("submit", page, *ASKED, "--batch", "delivery 7")
    (told,) = consensus("certify", "close", "delivery 7", "--policy", "contracts", "--json").json["closed"]
    assert (told["batch"], told["policy"], told["slice"], told["accepted"], told["scheme"]) == (
        "delivery 7", "contracts", "en to de", 0, "placing",
    )  # fmt: skip


REFUSED: list[tuple[tuple[str, ...], str]] = [
    (("certify", "close", "delivery 8", "--policy", "contracts"), 'has no open batch called "delivery 8"'),
    (("certify", "close", "delivery 7", "--policy", "no-such"), "the policy no-such has no open batch"),
    (("certify", "close", " ", "--policy", "contracts"), "the name of the batch is empty"),
    (("certify", "close", "delivery 7"), "--policy"),
    (("submit", "PAGE", *ASKED, "--batch", "closed"), 'the batch "closed" was closed on'),
    (("submit", "PAGE", *ASKED, "--batch", ""), "the name of the batch is empty"),
    (("submit", "PAGE", *ASKED, "--batch", "a\tb"), "cannot be seen, U+0009"),
    (("submit", "PAGE", "--policy", "translation", *ASKED[2:], "--batch", "b"), "so it takes no batch"),
    (("submit", "--resume", "abc", "--batch", "b"), "so it takes no --batch"),
]


def test_what_is_refused_is_one_line_and_changes_nothing(consensus: Callable[..., Any], page: Path) -> None:
    consensus("submit", page, *ASKED, "--batch", "closed")
    consensus("certify", "close", "closed", "--policy", "contracts")
    before = len(consensus("status", "--json").json["jobs"])
    for args, words in REFUSED:
        ran = consensus(*(page if one == "PAGE" else one for one in args))
        assert (ran.code, words in ran.err, len(ran.err.splitlines())) == (2, True, 1), ran.err
        assert len(consensus("status", "--json").json["jobs"]) == before
