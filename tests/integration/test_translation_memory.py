"""Earlier translations of the same text: remembered, shown, offered, delivered. Real jobs, recorded panel."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import consensus
from consensus import bootstrap
from consensus.domain import Policy, Segment
from consensus.errors import VetoError
from consensus.service.jobs.plan import Plans
from consensus.service.jobs.service import SubmitRequest
from consensus.settings import Settings

EXAMPLE = Path(consensus.__file__).parent / "examples" / "manual.md"
Submit = Callable[..., str]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    opened = bootstrap.build(Settings(tmp_path, f"sqlite:///{tmp_path / 'c.db'}", hub_allowed=False, user="ana"))
    yield opened
    opened.close()


@pytest.fixture
def submit(service: bootstrap.Service, tmp_path: Path) -> Submit:
    """Hand in the shipped manual under a policy with this memory."""

    def handed_in(memory: str = "{}", more: str = "", **request: Any) -> str:
        (tmp_path / "policies").mkdir(exist_ok=True)
        text = f"name: mine\nversion: 1\ntask: translate\nsemantic: off\nmemory: {memory}\n{more}"
        (tmp_path / "policies" / "mine.yaml").write_text(text, "utf-8")
        wanted = SubmitRequest((EXAMPLE,), "mine", "en", "de", None, "recorded", **request)
        return service.jobs.submit(wanted)[0].job.id

    return handed_in


def resolve(service: bootstrap.Service, job: str, text: str = "") -> str:
    """Decide the first item of a job: this text, or the first answer that no check forbids. The unit's id."""
    view = service.queue.next("ana", job)
    assert view is not None
    view = _looked_at(view)
    sound = next(one for one in view.letters if not any(note.veto for note in one.notes))
    if text:
        written(service, view, text.format(sound.text))
    else:
        service.queue.choose(view, sound.letter)
    return view.item.unit_id


def written(service: bootstrap.Service, view: Any, text: str) -> Any:
    """Write it, and again where a check forbids it; the question was read long enough."""
    try:
        return service.queue.edit(view, text)
    except VetoError as asked:
        asked.asked_at = view.shown_at
        return service.queue.edit(view, text, over=asked)


def _looked_at(view: Any) -> Any:
    return replace(view, shown_at="2026-01-01T00:00:00+00:00")


def reused(service: bootstrap.Service, job: str) -> set[str]:
    found = service.outside.store.units(job)
    return {one.unit.id for one in found if one.verdict is not None and one.verdict.rule == "reused"}


def test_by_default_it_is_remembered_and_everything_is_asked(service: bootstrap.Service, submit: Submit) -> None:
    first = submit()
    unit = resolve(service, first)
    second = submit()
    store = service.outside.store
    assert reused(service, second) == set()
    assert len(store.calls(second)) == len(store.calls(first)), "every ask was sent again"
    assert all("memory" not in json.loads(call.sent)[1]["content"] for call in store.calls(second))
    found = store.unit(second, unit).unit
    assert isinstance(found, Segment)
    (known,) = found.memory
    assert (known.verification, known.job_id, known.reusable) == ("human-accepted", first, "human")
    assert (
        Policy(name="a", version=1).digest
        == Policy.model_validate({"name": "a", "version": 1, "memory": {"reviewers": False}}).digest
    ), "what is shown after a decision changes no verdict"


def test_evidence_comes_after_the_decision(service: bootstrap.Service, submit: Submit) -> None:
    unit = resolve(service, submit(), "Ganz anders gesagt.")
    second = submit()
    (item,) = [item for item in service.outside.store.items(second) if item.unit_id == unit]
    view = _looked_at(service.queue.open("ana", item.id))
    assert "Ganz anders gesagt." not in repr(view), "before, it would lead"
    letter = next(one.letter for one in view.letters if not any(note.veto for note in one.notes))
    decided = service.queue.choose(view, letter)
    assert [one.target for one in decided.memory] == ["Ganz anders gesagt."]
    again = _looked_at(service.queue.undo("ana"))
    decided = written(service, again, "Ganz anders gesagt.")
    assert decided.memory == (), "nothing to say where it is the same"


def test_what_a_person_resolved_is_delivered_without_a_call(service: bootstrap.Service, submit: Submit) -> None:
    first = submit()
    unit = resolve(service, first)
    second = submit("{reuse: human}", "review: {spot_share: 1.0}\n")
    store = service.outside.store
    assert reused(service, second) == {unit}, "what was only accepted automatically is asked again"
    record, earlier = store.unit(second, unit), store.unit(first, unit)
    assert (record.answers, record.agreement) == ((), None), "nobody voted"
    assert record.verdict.value == earlier.resolution.value
    source = record.unit.text
    assert source not in [text for call in store.calls(second) for text in sent(call)], "and nobody was asked"
    assert unit not in {item.unit_id for item in store.items(second)}, "there is no agreement to spot-check"

    accounting = service.jobs.export(second).accounting
    assert accounting["reused"] == 1
    assert sum(accounting.values()) == len(store.units(second))
    (line,) = [row for row in rows(service, second) if row["unit"] == unit]
    assert (line["verification"], line["verdict"]["rule"], line["candidates"]) == ("reused", "reused", [])
    assert [(one["job"], one["unit"]) for one in line["memory"]] == [(first, unit)]
    assert line["parameters"]["memory"] == {"members": False, "reuse": "human"}
    before, after = (tally.votes for tally in store.tallies([first, second]))  # type: ignore[attr-defined]
    assert {name: vote.answered for name, vote in after.items()} == {n: v.answered - 1 for n, v in before.items()}

    third = submit("{reuse: human}")
    (known,) = store.unit(third, unit).unit.memory  # type: ignore[union-attr]
    assert known.job_id == first, "what was reused is no evidence of its own"


def test_what_the_same_policy_accepted_is_delivered_where_it_says_so(
    service: bootstrap.Service, submit: Submit
) -> None:
    first = submit("{reuse: accepted}")
    accounting = service.jobs.export(first).accounting
    assert accounting["reused"] == 0
    second = submit("{reuse: accepted}")
    assert service.jobs.export(second).accounting["reused"] == accounting["auto"] > 0
    assert len(service.outside.store.calls(second)) > 0, "the rest was asked"
    other = submit("{reuse: accepted}", "quorum: 3\n")
    assert reused(service, other) == set(), "another policy accepted them"


def sent(call: Any) -> list[str]:
    """The texts that a call asked to translate."""
    payload = json.loads(json.loads(call.sent)[1]["content"])
    return [segment["text"] for segment in payload["segments"]]


def rows(service: bootstrap.Service, job: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in service.jobs.export(job, "jsonl").content.decode().splitlines()]


@pytest.mark.parametrize(
    ("text", "more", "request_", "meaning"),
    [
        ("Nun: {}", "", {}, "two people resolved it differently"),
        ("", "style: Formal.\n", {}, "it was worded under another style"),
        ("", "", {"data_class": "secret"}, "it comes from a document of another data class"),
        ("", "checks: {length: veto}\n", {}, "a check forbids it"),
    ],
)
def test_what_is_not_safe_is_asked(
    service: bootstrap.Service, submit: Submit, text: str, more: str, request_: dict[str, str], meaning: str
) -> None:
    first = submit()
    if meaning == "a check forbids it":
        resolve(service, first, "Ja.")
    else:
        resolve(service, first)
        if text:
            resolve(service, submit(), text)
    classes = "data_classes: {secret: {}}\n" if request_ else ""
    assert reused(service, submit("{reuse: human}", more + classes, **request_)) == set(), meaning


def test_members_are_offered_it_only_where_the_policy_says_so(service: bootstrap.Service, submit: Submit) -> None:
    first = submit()
    unit = resolve(service, first, "Ganz anders gesagt.")
    second = submit("{members: true}")
    store = service.outside.store
    known, asked = store.calls(first), store.calls(second)
    offered = [call for call in asked if "Ganz anders gesagt." in call.sent]
    assert offered, "it stands in the request"
    assert all(json.loads(json.loads(c.sent)[1]["content"])["memory"] for c in offered)
    assert {call.prompt_id.split(":")[0] for call in offered} == {"translate.chat.v4"}
    assert {c.ask_id for c in offered}.isdisjoint({c.ask_id for c in known}), "another context is another ask"
    assert {c.request_digest for c in offered}.isdisjoint({c.request_digest for c in known})
    assert store.unit(second, unit).answers, "and they were asked all the same"
    (plan,) = Plans(service.outside).plan(SubmitRequest((EXAMPLE,), "mine", "en", "de", None, "recorded"))
    assert [note for note in plan.notes if "less independent" in note], "and who hands in is told before"
