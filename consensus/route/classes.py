"""Classes of requests by example: the class whose examples are nearest, or none where that is not clear. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consensus.domain import ClassRules

#: Turns texts into unit vectors of shape (n, dim).
Embed = Callable[[Sequence[str]], NDArray[np.float32]]

#: Characters of one piece of a document, and how many pieces are read, evenly over its length. Examples are cut alike.
_PIECE, _MOST_PIECES = 800, 12


@dataclass(frozen=True, slots=True)
class Nearest:
    """What the examples say of a document. name: of its class, "" for none. words: the sentence for a person."""

    name: str
    words: str


def nearest_class(text: str, rules: ClassRules, embed: Embed) -> Nearest:
    """The class of a document, by cosine similarity; the same for the same text, examples and sentence model.

    Each piece of the document is as near to a class as to that class's nearest example, and the document as near as
    its pieces on average, so that one quoted example does not decide for a whole document.
    """
    pieces = _pieces(text)
    if not pieces:
        return Nearest("", "no class: it holds no text")
    vectors = embed(pieces)
    scores = {name: _similarity(vectors, embed(_cut(one.examples))) for name, one in rules.classes.items()}
    order = sorted(scores, key=lambda name: (-scores[name], name))
    best, others = order[0], order[1:]
    lead = scores[best] - scores[others[0]] if others else None
    beside = f", {scores[others[0]]:.2f} to {others[0]}" if others else ""
    said = f"{scores[best]:.2f} near to examples of {best}{beside}"
    if scores[best] < rules.least:
        return Nearest("", f"no class: {said}, and {rules.least:g} is the least")
    if lead is not None and (lead <= 0 or lead < rules.margin):
        return Nearest("", f"no class: {said}, and the margin is {rules.margin:g}")
    return Nearest(best, f"class {best} by its examples ({said})")


def _similarity(pieces: NDArray[np.float32], examples: NDArray[np.float32]) -> float:
    # Rounded, so that the last digits of two machines' arithmetic cannot decide.
    return round(float((pieces @ examples.T).max(axis=1).mean()), 4)


def _cut(examples: Sequence[str]) -> list[str]:
    return [" ".join(example.split())[:_PIECE] for example in examples]


def _pieces(text: str) -> list[str]:
    flat = " ".join(text.split())
    starts = list(range(0, len(flat), _PIECE))
    if len(starts) > _MOST_PIECES:
        starts = [starts[round(at)] for at in np.linspace(0, len(starts) - 1, _MOST_PIECES)]
    return [flat[start : start + _PIECE] for start in starts]
