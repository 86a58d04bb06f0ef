"""Inline codes of a document through the whole product: a real XLIFF file, models on real sockets that place the codes
rightly, put them elsewhere or lose them, alone or all of them, and the file that comes out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import consensus
from consensus.testing import LoopbackProvider

_TAIL = "und warten Sie, bis die Anzeige <g2>READY</g2> zeigt.<x3/>"
RIGHT = f"Drücken Sie <g1>Start</g1> {_TAIL}"
#: What has one reading, and is put right.
REPAIRED = {
    "blank pulled in": f"Drücken Sie<g1> Start</g1> {_TAIL}",
    "escaped": f"Drücken Sie &lt;g1&gt;Start&lt;/g1&gt; {_TAIL}",
}
WRONG = {
    "pair one word too far": f"Drücken Sie <g1>Start und</g1> {_TAIL[4:]}",
    "pair on the wrong word": f"<g1>Drücken</g1> Sie Start {_TAIL}",
    "empty pair": f"Drücken Sie Start<g1></g1> {_TAIL}",
    "pairs swapped": "Drücken Sie <g2>Start</g2> und warten Sie, bis die Anzeige <g1>READY</g1> zeigt.<x3/>",
    "lost": f"Drücken Sie Start {_TAIL}",
    "crossed": "Drücken Sie <g1>Start und warten Sie, bis die Anzeige <g2>READY</g1> zeigt</g2>.<x3/>",
    "point moved to the front": f"<x3/>Drücken Sie <g1>Start</g1> {_TAIL.removesuffix('<x3/>')}",
}
PLACEMENTS = {**REPAIRED, **WRONG}
NAMES = list(PLACEMENTS)


def xliff(count: int) -> bytes:
    """One unit for each placement, told apart by its number."""
    units = "".join(
        f'<trans-unit id="u{n}"><source>Step {n + 1}: Press <g id="1" ctype="bold">Start</g> and wait until the '
        f'display shows <g id="2" ctype="link">READY</g>.<x id="3" ctype="x-footnote"/></source></trans-unit>\n'
        for n in range(count)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
        '<file original="a.txt" source-language="en" target-language="de" datatype="plaintext"><body>\n'
        f"{units}</body></file></xliff>\n"
    ).encode()


def said(text: str, placement: str) -> str:
    """The answer to a segment. text: of its source, "Step 3: ..."."""
    number = text.split(":")[0].split()[-1]
    front = "<x3/>" if placement.startswith("<x3/>") else ""
    return f"{front}Schritt {number}: {placement.removeprefix('<x3/>')}"


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., tuple[consensus.Job, str, LoopbackProvider]]:
    def submitted(
        translate: Callable[[str, str], str], count: int = 1, content: bytes | None = None, more: str = ""
    ) -> tuple[consensus.Job, str, LoopbackProvider]:
        with LoopbackProvider(translate=translate) as server, consensus.open(tmp_path / "home") as verifier:
            rules = "".join(
                f"  - {{model: openai/{name}, family: {name}, base_url: {server.base_url}}}\n" for name in "abc"
            )
            policy = tmp_path / "house.yaml"
            policy.write_text(
                f'name: house\nversion: 1\nquorum: 2\nsemantic: "off"\n{more}asking: {{attempts: 1}}\nmembers:\n{rules}'
            )
            job = verifier.submit(
                consensus.File("a.xlf", content or xliff(count)), policy=str(policy), source="en", to="de"
            )
            return job, verifier.export(job).decode(), server

    return submitted


def placement_of(text: str) -> str:
    return PLACEMENTS[NAMES[int(text.split(":")[0].split()[-1]) - 1]]


def values(job: consensus.Job) -> list[Any]:
    return [unit.value for unit in job.accepted]


def test_a_placement_that_one_member_makes_is_never_delivered(run: Callable[..., Any]) -> None:
    job, written, _ = run(lambda model, text: said(text, placement_of(text) if model == "a" else RIGHT), len(NAMES))
    assert values(job) == [said(f"Step {n + 1}:", RIGHT) for n in range(len(NAMES))]
    assert written.count('<g id="1" ctype="bold">Start</g> und warten') == len(NAMES)


def test_a_placement_that_all_members_make_is_repaired_or_never_accepted(run: Callable[..., Any]) -> None:
    job, written, _ = run(lambda model, text: said(text, placement_of(text)), len(NAMES))
    assert values(job) == [said(f"Step {n + 1}:", RIGHT) for n, name in enumerate(NAMES) if name in REPAIRED]
    assert written.count("Schritt") == len(REPAIRED)
    found = [(one.verdict.outcome, one.verdict.rule) for one in job.units if one.verdict.outcome != "accepted"]
    assert found == [("review", "damaged_codes")] * len(WRONG)


def test_the_same_words_agree_alike_with_codes_and_without(run: Callable[..., Any]) -> None:
    words = ["Drücken Sie Start.", "Drücken Sie auf Start.", "Drücken Sie jetzt auf Start."]
    plain, *_ = run(lambda model, text: words["abc".index(model)], content=bare("Press Start now."))
    coded, *_ = run(
        lambda model, text: words["abc".index(model)].replace("Start", "<g1>Start</g1>" if model != "b" else "Start"),
        content=bare('Press <g id="1" ctype="bold">Start</g> now.'),
    )
    one, other = (job.units[0] for job in (plain, coded))
    assert (one.verdict.score, one.verdict.support) == (other.verdict.score, other.verdict.support)


def test_a_model_puts_its_codes_in_once_where_nobody_has_them_whole(run: Callable[..., Any]) -> None:
    asked: dict[str, int] = {}

    def lost_at_first(model: str, text: str) -> str:
        asked[model] = asked.get(model, 0) + 1
        return said(text, RIGHT if asked[model] > 1 else WRONG["lost"])

    job, _, server = run(lost_at_first)
    assert values(job) == [said("Step 1:", RIGHT)]
    assert len(server.requests) == 4
    assert "change no word" in str(server.requests[-1].body["messages"])


def test_codes_that_come_back_with_other_words_are_not_taken(run: Callable[..., Any]) -> None:
    asked: dict[str, int] = {}

    def other_words(model: str, text: str) -> str:
        asked[model] = asked.get(model, 0) + 1
        return said(text, RIGHT.replace("warten", "hoffen") if asked[model] > 1 else WRONG["lost"])

    job, written, _ = run(other_words)
    assert values(job) == []
    assert "hoffen" not in written


@pytest.mark.parametrize(("role", "accepted"), [("link", 0), ("bold", 1)])
def test_where_members_differ_on_a_place_its_meaning_decides_who_is_asked(
    run: Callable[..., Any], role: str, accepted: int
) -> None:
    places = {
        "a": "die <g1>rote</g1> Lampe hier",
        "b": "die rote <g1>Lampe</g1> hier",
        "c": "<g1>die</g1> rote Lampe hier",
    }
    content = bare(f'the <g id="1" ctype="{role}">red</g> light here')
    job, *_ = run(lambda model, text: places[model], content=content)
    assert len(job.accepted) == accepted
    (unit,) = job.units
    reasons = " ".join(unit.verdict.reasons)
    assert 'around "rote"' in reasons
    assert ("Where does the link go?" in reasons) is (role == "link")


def bare(source: str) -> bytes:
    unit = f'<trans-unit id="u"><source>{source}</source></trans-unit>'
    head, _, tail = xliff(0).decode().partition("</body>")
    return f"{head}{unit}</body>{tail}".encode()
