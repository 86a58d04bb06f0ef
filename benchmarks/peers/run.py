"""This product, its peers and plain baselines on the same recorded answers: writes docs/peers.md.

    python benchmarks/peers/run.py DATA_FOLDER [--only NAME,...] [--environments FOLDER] [-o docs/peers.md]

DATA_FOLDER holds extraction/*.jsonl and translation/*.jsonl in the format of recorded answers. Each peer is installed
from PyPI into an environment of its own in a temporary folder, which is removed at the end; --environments keeps it
for the next run. No peer can reach a network or a model while it decides. --only: k-llms, extrai, extracture, uqlm,
baselines, consensus.
"""

from __future__ import annotations

import argparse
import dataclasses
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import lexical_medoid
import report
import typed_majority
from children import Adapter, PeerError, environment, say
from report import Row
from scoring import ObjectDecision, TextDecision, score_objects, score_texts
from wire import timed

from consensus.bootstrap import policies
from consensus.domain import Policy, Task
from consensus.evaluate import RecordedDecision, decide_recorded
from consensus.formats import RecordedFile, RecordedRecord, read_recorded
from consensus.settings import Settings

#: The shares of a file that its lexical ranking accepts.
_MEDOID_COVERAGE = 0.6


class Data(NamedTuple):
    """One recorded file with the panel that is judged on it."""

    label: str
    file: RecordedFile
    panel: tuple[str, ...]

    @property
    def task(self) -> Task:
        return self.file.records[0].task


class Peer(NamedTuple):
    """variants: (what to add to the name, arguments of the adapter)."""

    name: str
    script: str
    requirements: tuple[str, ...]
    variants: tuple[tuple[str, tuple[str, ...]], ...]
    tasks: tuple[Task, ...]


PEERS = (
    Peer(
        "k-llms",
        "k_llms_peer.py",
        # What k-llms needs but does not ask for, as of its release: later versions of these no longer fit it.
        (
            "k-llms==0.0.55",
            "retab==0.0.45",
            "openai==1.97.0",
            "anthropic==0.57.1",
            "google-genai==1.25.0",
            "pydantic==2.11.7",
            "fastapi",
            "pyyaml",
        ),
        (("", ()),),
        (Task.EXTRACT, Task.TRANSLATE),
    ),
    Peer(
        "extrai",
        "extrai_peer.py",
        ("extrai-workflow==1.1.0",),
        (("", ("0.51",)), (", unanimous", ("1.0",))),
        (Task.EXTRACT,),
    ),
    Peer(
        "extracture",
        "extracture_peer.py",
        ("extracture==0.1.0",),
        (("", ("router",)), (", unanimous", ("unanimous",))),
        (Task.EXTRACT,),
    ),
    # The version of torch that the project itself is tested with (newer ones bring gigabytes that nothing here uses),
    # and a pyarrow that fits the numpy that uqlm asks for.
    Peer("uqlm", "uqlm_peer.py", ("uqlm==0.6.7", "torch==2.13.0", "pyarrow==21.0.0"), (("", ()),), (Task.TRANSLATE,)),
)
PANELS = (
    (
        "documents",
        "extraction/docubench_dev.jsonl",
        ("openai/gpt-5.5", "google/gemini-3.5-flash", "anthropic/claude-sonnet-4-6"),
    ),
    (
        "e-mails",
        "extraction/emails_dev.jsonl",
        (
            "gpt-4o",
            "claude37_sonnet",
            "gemini25_flash_preview_04_17",
            "llama_4_scout_17b_16e_instruct",
            "mistral_small_32",
        ),
    ),
    (
        "translation zh-en",
        "translation/wmt23.zh-en.jsonl",
        ("GPT4-5shot", "Lan-BridgeMT", "ONLINE-W", "ONLINE-B", "Yishu"),
    ),
)


def peer_rows(peer: Peer, data: Sequence[Data], environments: Path) -> Iterator[Row]:
    """One row for every variant and file that the peer is for; a row that says why where it could not run."""
    wanted = [d for d in data if d.task in peer.tasks]
    if not wanted:
        return
    try:
        say(f"installing {peer.name}")
        python = environment(environments / peer.name, peer.requirements)
        for extra, arguments in peer.variants:
            for one in wanted:
                say(f"{peer.name}{extra} on {one.label}")
                with Adapter(python, peer.script, arguments) as adapter:
                    yield _peer_row(peer.name + extra, adapter, one)
    except PeerError as error:
        yield Row(peer.name, wanted[0].label, "", None, note=f"could not run: {error}")


def _peer_row(name: str, adapter: Adapter, data: Data) -> Row:
    answers = [(record, adapter.ask(_request(record, data.panel))) for record in data.file.records]
    broken = [answer["error"] for _, answer in answers if "error" in answer]
    hello = adapter.hello
    row = Row(name, data.label, hello["accepted_when"], None, hello["version"], _note(hello, broken))
    if len(broken) == len(answers):
        return row
    # A record on which a peer breaks has no cell, and all of its gold leaves are missing.
    answers = [(r, {"cells": [], "seconds": 0.0, **answer}) for r, answer in answers]
    if data.task is Task.EXTRACT:
        objects = [ObjectDecision(r, [(p, v, ok) for p, v, _, ok in a["cells"]], a["seconds"]) for r, a in answers]
        return row._replace(figures=score_objects(objects, data.panel))
    texts = [
        TextDecision(r, a["text"], a["confidence"], a["accepted"], a["seconds"]) for r, a in answers if "error" not in a
    ]
    return row._replace(figures=score_texts(texts))


def _request(record: RecordedRecord, panel: Sequence[str]) -> dict[str, Any]:
    return {"id": record.id, "schema": record.schema, "members": [record.outputs.get(name) for name in panel]}


def _note(hello: dict[str, Any], broken: Sequence[str]) -> str:
    notes = []
    if "scorers" in hello:
        failed = ", ".join(f"{name} ({why})" for name, why in hello["not_started"].items())
        notes.append(f"its scorers that started: {', '.join(hello['scorers'])}; not started: {failed or 'none'}")
    if broken:
        notes.append(f"broke on {len(broken)} records, the first time with {broken[0]}")
    return "; ".join(notes)


def baseline_rows(data: Sequence[Data]) -> Iterator[Row]:
    """The typed majority for objects, the lexical medoid for texts."""
    for one in data:
        say(f"baselines on {one.label}")
        if one.task is Task.TRANSLATE:
            yield Row("lexical medoid", one.label, "surest 60% of the file", score_texts(_medoids(one)))
            continue
        for unanimous in (False, True):
            name = f"typed majority, {'unanimous' if unanimous else 'more than half'}"
            when = "all of the panel" if unanimous else "more than half of the panel"
            yield Row(name, one.label, when, score_objects(_majority(one, unanimous), one.panel))


def _majority(data: Data, unanimous: bool) -> list[ObjectDecision]:
    decisions = []
    for record in data.file.records:
        members = [record.outputs.get(name) for name in data.panel]
        schema = record.schema or {}
        cells, seconds = timed(lambda s=schema, m=members: typed_majority.decide(s, m, unanimous))
        decisions.append(ObjectDecision(record, [(p, v, ok) for p, v, _, ok in cells], seconds))
    return decisions


def _medoids(data: Data) -> list[TextDecision]:
    panels = [[record.outputs[name] for name in data.panel] for record in data.file.records]
    found = [timed(lambda t=texts: lexical_medoid.medoid(t)) for texts in panels]
    scores = lexical_medoid.rank([similarities for (_, similarities), _ in found])
    surest = set(sorted(range(len(scores)), key=lambda i: -scores[i])[: round(_MEDOID_COVERAGE * len(scores))])
    return [
        TextDecision(record, panels[i][found[i][0][0]], float(scores[i]), i in surest, found[i][1])
        for i, record in enumerate(data.file.records)
    ]


def own_rows(data: Sequence[Data]) -> Iterator[Row]:
    """This product with its shipped policies, one record a call as for everybody else."""
    shipped = policies(Settings.read())
    for one in data:
        say(f"consensus on {one.label}")
        policy = shipped.load("translation" if one.task is Task.TRANSLATE else "extraction")
        timings = [timed(_decision(one, record, policy)) for record in one.file.records]
        _, together = timed(_whole(one, policy))
        decided: list[tuple[RecordedDecision, float]] = [(found[0], seconds) for found, seconds in timings]
        figures = (
            score_texts(_own_texts(decided))
            if one.task is Task.TRANSLATE
            else score_objects(_own_objects(decided), one.panel)
        )
        note = f"{1000 * together / len(timings):.2f} ms per record when the file is decided in one call"
        yield Row("consensus", one.label, f"policy `{policy.name}`", figures, note=note)


def _decision(data: Data, record: RecordedRecord, policy: Policy) -> Callable[[], list[RecordedDecision]]:
    alone = dataclasses.replace(data.file, records=(record,))
    return lambda: decide_recorded(alone, data.panel, policy, families=str)


def _whole(data: Data, policy: Policy) -> Callable[[], list[RecordedDecision]]:
    return lambda: decide_recorded(data.file, data.panel, policy, families=str)


def _own_objects(decided: Sequence[tuple[RecordedDecision, float]]) -> list[ObjectDecision]:
    return [
        ObjectDecision(one.record, [(c["path"], c["value"], c["verdict"] == "accepted") for c in one.line["cells"]], s)
        for one, s in decided
    ]


def _own_texts(decided: Sequence[tuple[RecordedDecision, float]]) -> list[TextDecision]:
    return [
        TextDecision(d.record, d.line["chosen"], d.line["score"], d.line["accepted"], seconds) for d, seconds in decided
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", help="names, separated by commas (default: all)")
    parser.add_argument("--environments", type=Path, help="kept there and used again (default: temporary)")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    names = (*(peer.name for peer in PEERS), "baselines", "consensus")
    only = options.only.split(",") if options.only else names
    if unknown := sorted(set(only) - set(names)):
        parser.error(f"no such name: {', '.join(unknown)}; there are {', '.join(names)}")
    data = [Data(label, read_recorded(options.data / path), panel) for label, path, panel in PANELS]
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="peers-") as temporary:
        for peer in PEERS:
            if peer.name in only:
                rows += peer_rows(peer, data, options.environments or Path(temporary))
    if "baselines" in only:
        rows += baseline_rows(data)
    if "consensus" in only:
        rows += own_rows(data)
    text = report.page(rows, [one.label for one in data])
    print(text)
    if options.output is not None:
        options.output.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
