"""The report of a job as a page: complete, readable, and the same for the same job."""

from __future__ import annotations

import re
import tracemalloc
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from consensus.domain import (
    Abstention,
    AbstentionReason,
    Action,
    Candidate,
    Document,
    Field,
    Finding,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Resolution,
    Segment,
    Severity,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export import to_html

POLICY = Policy(name="translation", version=3)


def job(task: Task = Task.TRANSLATE, *, name: str = "page.md", text: str = "", to: str = "de") -> JobRecord:
    members = tuple(ModelSpec(one, one, f"maker-{one}") for one in ("m1", "m2", "m3"))
    target = to if task is Task.TRANSLATE else None
    document = Document("d0", name, task, "markdown", text, "en", target)
    panel = Panel("given", members, "/home/someone/panels.yaml was named")
    return JobRecord("j1", document, POLICY, panel, "/home/someone/page.md", "done", "2025-01-01T10:00:00+00:00")


def segment(number: int, text: str = "Close the valve.", value: str = "Ventil zu.", **more: Any) -> UnitRecord:
    unit = Segment(f"u{number}", number, text, 0, len(text))
    verdict = Verdict(unit.id, Outcome.ACCEPTED, "unanimous", ("All agree.",), value, value, "m1", 1.0)
    answers = tuple(Candidate(unit.id, one, f"maker-{one}", value) for one in ("m1", "m2"))
    return replace(UnitRecord(unit, answers, verdict=verdict), **more)


class Page(HTMLParser):
    """Elements and texts as a browser's parser finds them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_what_an_auditor_asks_for_stands_in_it() -> None:
    waiting = Verdict("u1", Outcome.REVIEW, "split", ("They differ in a number.",), None, "Drei.", "m1", 0.5)
    units = [
        segment(0),
        segment(
            1,
            "Turn it 3 times.",
            verdict=waiting,
            answers=(
                Candidate("u1", "m1", "maker-m1", "Dreimal drehen."),
                Candidate("u1", "m2", "maker-m2", "Viermal drehen."),
                Abstention("u1", "m3", "maker-m3", AbstentionReason.TIMEOUT),
            ),
            findings=(Finding("numbers", Severity.MAJOR, True, "A number is lost.", "m2"),),
        ),
        segment(
            2,
            resolution=Resolution(
                "u2",
                Action.EDITED,
                "ada",
                "Ventil schließen.",
                "2025-01-01",
                "2025-01-02T09:00:00+00:00",
                comment="style",
            ),
        ),
    ]
    text = Page(to_html(job(), units, notice="1 of 3 units are not verified. Not certified.")).text
    for words in (
        "2 of 3 segments verified. Not certified.", "1 of 3 units are not verified.", POLICY.digest, "j1",
        "Close the valve.", "Ventil zu.", "All agree.", "accepted automatically",
        "Turn it 3 times.", "They differ in a number.", "Dreimal drehen. – m1", "Viermal drehen. – m2",
        "no answer: timeout – m3", "Check numbers of m2 (major, forbids acceptance): A number is lost.",
        "Ventil schließen.", "Edited by ada, 2025-01-02T09:00:00+00:00.", "style", "m1 (family maker-m1)",
    ):  # fmt: skip
        assert words in text, words
    assert text.index("Close the valve.") < text.index("Turn it 3 times.")
    assert "/home/someone" not in text
    assert text.count("nothing verified; the file keeps the source text") == 1


def test_a_certificate_in_its_words() -> None:
    told = {"words": "At most 2% of accepted units are wrong, at 95%."}
    text = Page(to_html(job(), [segment(0)], told, f"All units are verified. {told['words']}")).text
    assert f"1 of 1 segment verified. {told['words']}All units are verified." in text.replace("\n", "")
    assert "Not certified" not in text


def test_a_field_shows_its_line() -> None:
    unit = Field("f1", 0, "total", "total", {"type": "number"})
    verdict = Verdict("f1", Outcome.ACCEPTED, "unanimous", ("All agree.",), 20.5, 20.5, "m1", 1.0)
    answers = (Candidate("f1", "m1", "a", 20.5), Candidate("f1", "m2", "b", 20.5))
    source = "Invoice\nThe <b>total</b> is 20.50 EUR\n"
    page = to_html(job(Task.EXTRACT, text=source), [UnitRecord(unit, answers, verdict=verdict)])
    assert "line 2:" in page
    assert "The &lt;b&gt;total&lt;/b&gt; is <mark>20.50</mark> EUR" in page


def test_nothing_but_its_own_elements_whatever_the_texts() -> None:
    evil = "</span></td></table></title></style><script>alert(1)</script><img src=x onerror=alert(1)><style>*{}</style>"
    evil += "\" onload='x' \u202e \x00 \ud800 ]]> <!-- &lt;b&gt; <svg/onload=a> <base href=//x> javascript:"
    unit = segment(
        0, evil, evil,
        findings=(Finding(evil, Severity.MINOR, False, evil, evil),),
        resolution=Resolution("u0", Action.EDITED, evil, evil, "", evil, comment=evil, seconded_by=(evil,)),
    )  # fmt: skip
    field = UnitRecord(Field("f", 0, evil, evil, {}), (Candidate("f", evil, evil, {evil: evil}),))
    tame = to_html(job(), [segment(0, findings=unit.findings, resolution=unit.resolution)])
    for task, units in ((Task.TRANSLATE, [unit]), (Task.EXTRACT, [field])):
        made = to_html(job(task, name=evil, text=evil, to='de"><script>'), units, {"words": evil}, evil)
        page = Page(made)
        allowed = {tag for tag, _ in Page(tame).tags} | {"a", "ins", "mark"}
        assert {tag for tag, _ in page.tags} <= allowed
        names = {name for _, attributes in page.tags for name in attributes}
        assert names <= {
            "charset",
            "class",
            "colspan",
            "content",
            "dir",
            "href",
            "http-equiv",
            "id",
            "lang",
            "name",
            "scope",
        }
        assert all((of.get("href") or "#")[0] == "#" for _, of in page.tags)
        assert made.count("<style>") == made.count("</style>") == made.count("</title>") == 1
        assert not re.search("[\u202e\x00\ud800]", made)
        made.encode("utf-8")


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("ckb", "rtl"),
        ("az-Arab", "rtl"),
        ("ur-Latn", "auto"),
        ("ja", "auto"),
        ("de", "auto"),
    ],
)
def test_language_and_direction_of_every_text(tag: str, direction: str) -> None:
    page = Page(to_html(job(to=tag), [segment(0)]))
    texts = [attributes for name, attributes in page.tags if name == "span" and attributes.get("class") == "text"]
    assert {"class": "text", "lang": tag, "dir": direction} in texts
    assert {"class": "text", "lang": "en", "dir": "auto"} in texts


def test_the_same_job_gives_the_same_bytes() -> None:
    assert to_html(job(), [segment(0)]) == to_html(job(), [segment(0)])


def test_many_units_need_little_memory() -> None:
    units = [segment(number) for number in range(5_000)]
    tracemalloc.start()
    text = to_html(job(), units)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert text.count("<tbody id=") == 5_000
    assert len(text) < 5_000 * 1_200
    assert peak < 6 * len(text)
