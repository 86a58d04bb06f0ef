"""What `consensus route propose` finds on recorded answers with labels: one markdown table.

    python benchmarks/routing.py RECORDED.jsonl=a,b,c ... [--price NAME=USD ...] [--margin 0.02 ...] [--splits 1]

Each file with the panel that is asked at present. --price: of one request, [NAME=]USD. --splits: other keys for the two
halves, so that the table shows how much the halves decide. Embeddings are left out. The last column says whether the
figures of the judging half hold: cost lower, and error no higher within its interval.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from consensus.bootstrap.routing import Asked, route_proposal
from consensus.domain import Draw
from consensus.learn.routing import Choice
from consensus.settings import Settings

HEAD = (
    "| slice | split | margin | ways | documents | labels | chosen | accepted | wrong among accepted "
    "| difference of error | cost a document | difference of cost | proposed | holds |",
    "|" + "---|" * 14,
)


def main() -> None:
    options = _options()
    prices = {name: float(amount) for name, _, amount in (text.rpartition("=") for text in options.price)}
    print("\n".join(HEAD), flush=True)
    for given in options.recorded:
        path, _, panel = given.partition(".jsonl=")
        file = Path(f"{path}.jsonl")
        task = "extraction" if file.parent.name == "extraction" else "translation"
        for split in range(options.splits):
            for margin in options.margin:
                asked = Asked(task, panel or None, prices, margin=margin, semantic="off", draw=_draw(split))
                for choice in route_proposal(Settings.read(), [file], asked).choices:
                    print(_row(file.stem, split, margin, choice), flush=True)


def _draw(split: int) -> Draw:
    """A draw by a key that everybody knows, so that the table can be made again."""
    return lambda use, name: int(hashlib.sha256(f"{split}\x1f{use}\x1f{name}".encode()).hexdigest()[:12], 16) / 16**12


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recorded", nargs="+", metavar="RECORDED.jsonl=a,b,c")
    parser.add_argument("--price", action="append", default=[], metavar="[NAME=]USD")
    parser.add_argument("--margin", type=float, nargs="+", default=[0.02])
    parser.add_argument("--splits", type=int, default=1)
    return parser.parse_args()


def _row(name: str, split: int, margin: float, choice: Choice) -> str:
    test = choice.tested
    way = (
        "" if choice.chosen is None else "; ".join(f"{k} {v}" for k, v in choice.chosen.changes(choice.present).items())
    )
    cells = [f"{name}: {choice.name}", split, margin, choice.tried, _pair(choice.documents), _pair(choice.labels)]
    if test is None:
        cells += [choice.why, "", "", "", "", "", "no", ""]
    else:
        before, after = test.before, test.after
        error, cost = test.error, test.cost
        cells += [
            way,
            f"{before.accepted / before.units:.1%} -> {after.accepted / after.units:.1%}",
            f"{before.wrong}/{before.labelled} -> {after.wrong}/{after.labelled}",
            f"{error.estimate:+.2%} ({error.low:+.2%} to {error.high:+.2%})",
            f"{before.cost:.4f} -> {after.cost:.4f}",
            f"{cost.estimate:+.4f} ({cost.low:+.4f} to {cost.high:+.4f})",
            "yes" if choice.proposed else "no",
            "yes" if cost.estimate < 0 and error.low <= 0 else "no",
        ]
    return f"| {' | '.join(map(str, cells))} |"


def _pair(counts: tuple[int, int]) -> str:
    return f"{counts[0]} + {counts[1]}"


if __name__ == "__main__":
    main()
