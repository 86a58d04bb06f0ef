"""A whole job with a second opinion: wired as in the product, stored in a real database, only the models scripted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from consensus import bootstrap
from consensus.domain import ModelRequest, Outcome
from consensus.errors import ConsensusError, PanelError, PolicyError
from consensus.service.jobs.plan import Plans
from consensus.service.jobs.service import Jobs, SubmitRequest
from consensus.settings import Settings
from consensus.testing import ScriptedClient, Step

POLICY = """\
name: careful
version: 1
task: translate
panel: [openai/gpt-4o, anthropic/claude-sonnet-4-5]
semantic: "off"
second_opinion: {wanted}
asking: {{concurrency_per_host: 1}}
"""
ANSWERS = {"The buyer pays the seller.": "Der Verkäufer zahlt dem Käufer.", "Thank you.": "Vielen Dank."}
TEXT = "\n\n".join(ANSWERS) + "\n"
JUDGE = "gemini/gemini-2.5-flash"


def translate(request: ModelRequest) -> str:
    segments = json.loads(request.messages[1]["content"])["segments"]
    return json.dumps({"segments": [{"n": row["n"], "text": ANSWERS[row["text"]]} for row in segments]})


def judge(request: ModelRequest) -> str:
    swapped = "Verkäufer" in request.messages[1]["content"]
    problem = "The seller pays the buyer." if swapped else ""
    return json.dumps({"verdict": "different" if swapped else "same", "problem": problem})


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    keys = dict.fromkeys(
        ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "MISTRAL_API_KEY", "AZURE_API_KEY", "GEMINI_API_KEY"), True
    )
    built = bootstrap.build(replace(Settings.read().at(tmp_path / "home"), keys=keys))
    yield built
    built.close()


def jobs(service: bootstrap.Service, verifier: Step) -> tuple[Jobs, ScriptedClient]:
    client = ScriptedClient(
        {"openai/gpt-4o": [translate], "anthropic/claude-sonnet-4-5": [translate], JUDGE: [verifier]}
    )
    return Jobs(replace(service.outside, client_for=lambda spec: client)), client


def request(tmp_path: Path, wanted: str = JUDGE, text: str = TEXT) -> SubmitRequest:
    page, policy = tmp_path / "page.txt", tmp_path / "careful.yaml"
    page.write_text(text, "utf-8")
    policy.write_text(POLICY.format(wanted=wanted), "utf-8")
    return SubmitRequest((page,), str(policy), "en", "de")


def test_a_shared_mistake_goes_to_a_person_and_the_rest_is_accepted(service: bootstrap.Service, tmp_path: Path) -> None:
    submitter, _ = jobs(service, judge)
    (plain,) = submitter.submit(request(tmp_path, "off"))
    assert plain.count(Outcome.ACCEPTED) == 2, "both families agree, no check objects"
    (report,) = submitter.submit(request(tmp_path))
    swapped, thanks = (unit.verdict for unit in report.units)
    assert swapped is not None
    assert thanks is not None
    assert (swapped.outcome, swapped.rule) == (Outcome.REVIEW, "second_opinion")
    assert "The seller pays the buyer." in swapped.reasons[0]
    assert (thanks.outcome, thanks.value) == (Outcome.ACCEPTED, "Vielen Dank.")
    assert report.totals.by_member[JUDGE] == 4, "two units in both orders, counted like every call"
    assert report.totals.calls == plain.totals.calls + 4
    items = service.outside.store.items(report.id)
    assert [item.unit_id for item in items] == [swapped.unit_id], "it waits in the review queue"
    evidence = [json.loads(line) for line in submitter.export(report.id, "jsonl").content.decode().splitlines()]
    assert evidence[0]["verdict"]["rule"] == "second_opinion"
    assert f"({JUDGE}, verify.chat.v1:" in evidence[1]["verdict"]["reasons"][-1]


def test_a_stopped_job_pays_for_no_judgement_twice(service: bootstrap.Service, tmp_path: Path) -> None:
    def stops(request: ModelRequest) -> str:
        if "Vielen" in request.messages[1]["content"]:
            raise KeyboardInterrupt
        return judge(request)

    submitter, _ = jobs(service, stops)
    with pytest.raises(KeyboardInterrupt) as stopped:
        submitter.submit(request(tmp_path))
    (job,) = stopped.value.args
    paid = {call.ask_id for call in service.outside.store.calls(job) if call.member == JUDGE and call.reply}
    assert paid, "something was answered before it stopped"
    submitter, client = jobs(service, judge)
    (report,) = submitter.resume(job)
    assert client.asked("openai/gpt-4o") == 0
    assert client.asked(JUDGE) == 4 - len(paid)
    assert [unit.verdict.outcome.value for unit in report.units if unit.verdict] == ["review", "accepted"]


REFUSED = [
    # second_opinion, what is raised, its words
    ("openai/gpt-4.1", PanelError, "family openai, which the panel asks already"),
    ("azure/gpt-4o-mini", PanelError, "family openai, which the panel asks already"),
    ("nli:nobody/no-such-nli", ConsensusError, "cache does not hold it"),
    ("nli:", PolicyError, "names no model"),
    ("yes", PolicyError, "names no model"),
    ("none", PolicyError, "did you mean `off`"),
]


@pytest.mark.parametrize(("wanted", "error", "words"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_cannot_give_one_is_refused_before_anything_is_paid_for(
    service: bootstrap.Service, tmp_path: Path, wanted: str, error: type[Exception], words: str
) -> None:
    submitter, client = jobs(service, judge)
    with pytest.raises(error, match=words):
        submitter.submit(request(tmp_path, f'"{wanted}"'))
    assert client.requests == []
    assert service.outside.store.job_lines() == []


LETTER = "The tenant asks the landlord to repair the boiler.\n"
SUMMARIES = {
    "openai/gpt-4o": "The tenant asks the landlord to repair the boiler.",
    "anthropic/claude-sonnet-4-5": "The tenant wants the boiler to be repaired by the landlord.",
}


def fields_job(service: bootstrap.Service, tmp_path: Path, word: str, wanted: str = JUDGE, **keys: object):  # type: ignore[no-untyped-def]
    """A document with one field of free text, put in two ways."""
    page, policy = tmp_path / "letter.txt", tmp_path / "fields.yaml"
    page.write_text(LETTER, "utf-8")
    policy.write_text(POLICY.format(wanted=wanted).replace("translate", "extract"), "utf-8")
    said = json.dumps({"verdict": word, "problem": "" if word != "different" else "Who repairs it."})
    answers = {name: json.dumps({"wish": text}) for name, text in SUMMARIES.items()}
    client = ScriptedClient({**{name: [text] for name, text in answers.items()}, JUDGE: [said]})
    outside = replace(service.outside, client_for=lambda spec: client)
    schema = {"type": "object", "properties": {"wish": {"type": "string", "x-compare": "text", **keys}}}
    wish = SubmitRequest((page,), str(policy), "en", schema=schema)
    (plan,) = Plans(outside).plan(wish)
    (report,) = Jobs(outside).submit(wish)
    return plan, report, client


@pytest.mark.parametrize(("word", "rule"), [("same", "same_meaning"), ("different", "split"), ("unsure", "split")])
def test_free_text_in_different_words(service: bootstrap.Service, tmp_path: Path, word: str, rule: str) -> None:
    plan, report, client = fields_job(service, tmp_path, word)
    verdict = report.units[0].verdict
    assert verdict is not None
    assert verdict.rule == rule
    if word == "same":
        assert (verdict.outcome, verdict.value) == (Outcome.ACCEPTED, LETTER.strip()), "the one that stands in the text"
        assert verdict.reasons[0] == "2 of 2 independent families say the same in different words."
        assert "same.chat.v1:" in verdict.reasons[1]
    else:
        assert (verdict.outcome, verdict.value) == (Outcome.REVIEW, None)
        assert "second opinion" in verdict.reasons[-1]
    assert client.asked(JUDGE) == 2, "both orders"
    assert report.totals.by_member[JUDGE] == 2
    assert any(f"{JUDGE} (second opinion)" in place.models for place in plan.places)


def test_without_one_or_without_free_text_nobody_is_asked(service: bootstrap.Service, tmp_path: Path) -> None:
    _, report, client = fields_job(service, tmp_path, "same", '"off"')
    assert report.count(Outcome.REVIEW) == 1
    assert client.asked(JUDGE) == 0
    _, report, client = fields_job(service, tmp_path, "same", **{"x-compare": "exact"})
    assert report.count(Outcome.REVIEW) == 1
    assert client.asked(JUDGE) == 0


def test_evaluate_leaves_it_out_and_says_so(tmp_path: Path) -> None:
    recorded = tmp_path / "recorded.jsonl"
    line = {
        "id": "1",
        "source": "Thank you.",
        "langs": ["en", "de"],
        "outputs": {"a": "Vielen Dank.", "b": "Vielen Dank."},
    }
    recorded.write_text(json.dumps(line) + "\n", "utf-8")
    settings = Settings.read().at(tmp_path / "home")
    request(tmp_path)
    found = bootstrap.evaluate(settings, recorded, str(tmp_path / "careful.yaml"))
    assert found.total.accepted == 1
    assert any("second opinion is left out" in notice for notice in found.notices)
    request(tmp_path, "off")
    found = bootstrap.evaluate(settings, recorded, str(tmp_path / "careful.yaml"))
    assert not any("second opinion" in notice for notice in found.notices)
