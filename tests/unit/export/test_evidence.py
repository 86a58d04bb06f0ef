"""The object with evidence: what is delivered, and for each field why, by whom and where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import (
    Abstention,
    AbstentionReason,
    Action,
    Agreement,
    Candidate,
    Cluster,
    Document,
    Field,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Resolution,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export import places_of, to_csv, with_evidence

TEXT = "Rate: 25%\nTotal: 120.00\nPaid: 12.00\n"
HOME = "/home/someone"
SCHEMA = {"type": "object", "properties": {name: {"type": ["number", "null"]} for name in ("rate", "total", "tax")}}
MEMBERS = ("a", "b", f"recorded:{HOME}/x.jsonl#c")


def job() -> JobRecord:
    specs = (
        *(ModelSpec(name, name, name) for name in MEMBERS[:2]),
        ModelSpec(MEMBERS[2], "c", "c", source="recorded", recorded_file=f"{HOME}/x.jsonl"),
    )
    document = Document("d0", "bill.txt", Task.EXTRACT, "text", TEXT, schema=SCHEMA)
    policy = Policy(name="extraction", version=1)
    return JobRecord("j1", document, policy, Panel("given", specs, ""), "bill.txt", "done", "2025-01-01T10:00:00+00:00")


def record(name: str, value: Any, answers: tuple[Any, ...], outcome: Outcome = Outcome.ACCEPTED) -> UnitRecord:
    given = tuple(
        Abstention("", member, member[-1], AbstentionReason.TIMEOUT)
        if answer is TimeoutError
        else Candidate(name, member, member[-1], answer)
        for member, answer in zip(MEMBERS, answers, strict=True)
    )
    agreeing = tuple(one.member for one in given if isinstance(one, Candidate) and one.value == answers[0])
    cluster = Cluster(agreeing, tuple(sorted(member[-1] for member in agreeing)), agreeing[0], answers[0])
    families = tuple(one.family for one in given if isinstance(one, Candidate))
    share = len(agreeing) / len(families)
    accepted = value if outcome is Outcome.ACCEPTED else None
    verdict = Verdict(name, outcome, "rule", (f"See {HOME}/x.jsonl.",), accepted, value, "a", share)
    agreement = Agreement(name, (cluster,), families, share, 0.0, "typed")
    return UnitRecord(Field(name, 0, name, name), given, agreement, (), verdict)


def resolved(one: UnitRecord, action: Action, value: Any) -> UnitRecord:
    made = Resolution(one.unit.id, action, "ada", value, "t", "t", comment="read again")
    return replace(one, resolution=made)


def test_what_stands_behind_a_field() -> None:
    units = [
        record("rate", 0.25, ("25%", "25%", "25%")),
        record("total", 120.0, (120.0, 120.0, 12.0), Outcome.REVIEW),
        record("tax", None, (None, None, TimeoutError)),
    ]
    found = with_evidence(job(), units)
    assert found["value"] == {"rate": 0.25, "total": None, "tax": None}
    rate, total, tax = found["fields"].values()
    assert TEXT[slice(rate["places"][0]["start"], rate["places"][0]["end"])] in ("25%", "25"), "in the members' form"
    assert (total["value"], total["leading"], total["places"], total["verification"]) == (None, 120.0, [], "unverified")
    assert (total["families"], total["agreeing"], total["support"]) == (["a", "b", "c"], ["a", "b"], 0.6667)
    assert (tax["value"], tax["verification"], tax["places"], tax["several"]) == (None, "auto", [], False)
    assert (tax["members"], tax["abstentions"]) == ({"a": None, "b": None}, {"recorded:x.jsonl#c": "timeout"})
    assert "leading" not in rate
    assert "decided_by" not in rate
    assert HOME not in str(found), "no folder of this machine"
    assert found["job"]["certificate"] == "not certified"


@pytest.mark.parametrize(
    ("action", "value", "verification", "stands"),
    [
        (Action.CHOSEN, 12.0, "human-accepted", "12.00"),
        (Action.EDITED, 120, "human-edited", "120.00"),
        (Action.REWRITTEN, 99.0, "human-edited", None),
        (Action.REJECTED, None, "unverified", None),
    ],
)  # fmt: skip
def test_what_a_person_decided_has_its_own_place(
    action: Action, value: Any, verification: str, stands: str | None
) -> None:
    waiting = record("total", 120.0, (120.0, 120.0, 12.0), Outcome.REVIEW)
    found = with_evidence(job(), [resolved(waiting, action, value)])
    total = found["fields"]["total"]
    assert (found["value"]["total"], total["value"], total["verification"]) == (value, value, verification)
    assert (total["decided_by"], total["reason"]) == ("ada", "read again")
    assert [TEXT[place["start"] : place["end"]] for place in total["places"]] == ([stands] if stands else [])


def test_a_corrected_value_is_not_placed_where_the_wrong_answers_stand() -> None:
    wrong = resolved(record("total", 120.0, (120.0, 120.0, 120.0)), Action.REWRITTEN, 99.0)
    assert places_of(job(), [wrong])["total"].places == ()


def test_the_table_has_the_first_place() -> None:
    units = [record("total", 120.0, (120.0,) * 3), record("tax", None, (None,) * 3)]
    head, total, tax = (line.split(",") for line in to_csv(job(), units).splitlines())
    assert head[6:] == ["support", "start", "end", "line", "several", "count"]
    assert (total[6:], tax[6:]) == (["1.0", "17", "23", "2", "false", "1"], ["1.0", "", "", "", "", "0"])
