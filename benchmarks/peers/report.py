"""The page that shows the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scoring import Figures


class Row(NamedTuple):
    """One system on one file. figures: None when it could not be run; note says why."""

    system: str
    data: str
    accepted_when: str
    figures: Figures | None
    version: str = ""
    note: str = ""


_HEAD = """\
# Peers

Made by `python benchmarks/peers/run.py DATA_FOLDER -o docs/peers.md`. Every system gets the same recorded answers of
the same panel and calls no model. Peers run as released, each in its own environment, through the function that their
own client calls on the answers; nothing is tuned, and nothing of theirs is imitated. It is what happened on these
files, not a certificate.

- **accuracy**: of all cells, whatever their verdict, and of filled gold leaves that a system lost, the share that is
  right; for translation, the share of delivered texts that people did not find bad.
- **coverage**, **error among accepted**: as `consensus evaluate` defines them.
- **true nulls right**: of the cells that gold leaves empty and some member that answered left empty too, cells of
  invented rows included, those that come out empty. Like accuracy it counts the value that a cell carries, whatever its
  verdict; a cell for review carries in this product the leading value for the reviewer, never an empty one, and is
  null in the object that it delivers. What was filled and accepted is in the second table.
- **ms**: median processor time per record, one record a call, on the machine of the run.
"""
_MAIN = (
    "| data | system | accepted when | accuracy | coverage | error among accepted | true nulls right | ms |",
    "|---|---|---|---|---|---|---|---|",
)
_FIELDS = (
    "| data | system | gold accepted right | error with omissions | disputed nulls right | filled, accepted | cells |",
    "|---|---|---|---|---|---|---|",
)
_TEXTS = (
    "| data | system | ratio | bad among the surest 60% | mean human score | segments |",
    "|---|---|---|---|---|---|",
)
_FIELDS_NOTE = """
Gold accepted right: filled gold leaves that were delivered right in an accepted cell. With omissions: gold leaves
without any cell count as wrong. Disputed: true nulls that some member filled. Filled, accepted: true nulls that a
system filled without sending them to a person."""
_ADAPTED = """\
- k-llms: `consolidate_chat_completions`. Strings are compared by its Levenshtein setting, since its default asks a
  hosted embedding model. It takes lists by index. A unanimous null has likelihood 0, so it is never accepted. It does
  not import beside today's versions of what it needs, so it gets those of its own month.
- extrai: `ConsensusRunner`. The object without its tables is one entity and each table a list of entities, as in its
  hierarchical extraction; it cuts tables of different length to the shortest. It gives no confidence per value.
  Its import fetches a list of prices from the web, which is left out.
- extracture: `AgenticExtractor` and `HITLRouter`, with recorded answers for providers. Fields are flat there: nested
  objects go in as dotted fields, and a table is one field, compared as one text. Recorded answers carry no confidence,
  so each value gets the 0.85 that its own provider would give; asking again, which it does under 0.85, needs a model
  and fails here. From three such values its calibration makes at most 0.88, so its router sends every value of a panel
  of three to a person; its second row accepts what all members say instead.
- uqlm: `BlackBoxUQ.score`. It has no answer of its own: it scores one response by others, so it delivers the first
  member's: on this panel one of the two strongest by far. All of its scorers but exact match load a model from a hub
  and do not start without one. Each call also sleeps a tenth of a second, which is not counted.
- extrai and extracture are for fields, uqlm is for texts; they have no row where they have no function.
- typed majority: one member, one vote, null included, rows aligned by content. lexical medoid: the text nearest to the
  others by chrF, ranked by three similarities; its 60% is a share of this file, not a threshold.
"""


def page(rows: Sequence[Row], order: Sequence[str]) -> str:
    """Markdown: one table of all rows, two of what only one task has, and how each peer was run."""
    rows = sorted(rows, key=lambda row: order.index(row.data))
    shown = [(row, row.figures) for row in rows if row.figures is not None]
    lines = [_HEAD, *_MAIN, *(_main(row, figures) for row, figures in shown)]
    failed = [row for row in rows if row.figures is None]
    lines += [f"| {row.data} | {row.system} | {row.note} | | | | | |" for row in failed]
    lines += ["\n## Fields\n", *_FIELDS, *(_fields(r, f) for r, f in shown if f.nulls is not None)]
    lines += [
        _FIELDS_NOTE,
        "\n## Translation\n",
        *_TEXTS,
        *(_texts(r, f) for r, f in shown if f.human is not None),
        "\nRatio: how well the score orders segments by human error, 1 at best, 0 by chance (prediction-rejection).",
        "\n## How each was run\n",
        _ADAPTED,
    ]
    versions = {row.system.split(",")[0]: row.version for row in rows if row.version}
    lines.append("Versions: " + ", ".join(f"{name} {version}" for name, version in versions.items()) + ".\n")
    lines += [f"- {row.system}, {row.data}: {row.note}" for row in rows if row.note and row.figures is not None]
    return "\n".join(lines).rstrip() + "\n"


def _main(row: Row, f: Figures) -> str:
    nulls = "–" if f.nulls is None else _part(f.nulls)
    return (
        f"| {row.data} | {row.system} | {row.accepted_when} | {f.accuracy:.2%} | {f.coverage:.1%} | {_share(f.error)} "
        f"| {nulls} | {f.milliseconds:.3g} |"
    )


def _fields(row: Row, f: Figures) -> str:
    return (
        f"| {row.data} | {row.system} | {_share(f.recall, 1)} | {_share(f.with_omissions)} "
        f"| {_part(f.contested or (0, 0))} | {f.filled} | {f.units} |"
    )


def _texts(row: Row, f: Figures) -> str:
    ratio = "–" if f.ratio is None else f"{f.ratio:.3f}"
    return f"| {row.data} | {row.system} | {ratio} | {_share(f.bad_at_60, 1)} | {f.human:.2f} | {f.units} |"


def _share(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else f"{value:.{digits}%}"


def _part(counts: tuple[int, int]) -> str:
    right, of = counts
    return f"{right} of {of} ({right / of:.1%})" if of else "none"
