"""A second opinion by an NLI cross-encoder: a small model that says whether one text contradicts another."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import Any

from consensus.domain import Opinion, OpinionRequest
from consensus.errors import ConsensusError
from consensus.providers.embeddings import first_line, load_model

CONTRADICTION, ENTAILMENT = "contradiction", "entailment"
#: (premise, hypothesis) pairs -> the likeliest label of each, lower case; None for a pair that cannot be read whole.
Label = Callable[[list[tuple[str, str]]], Sequence[str | None]]


class NliOpinion:
    """Objects where either text contradicts the other, and of two answers to one question where either does not follow
    from the other. signature: names the model and its version.

    Source and answer are premise and hypothesis, then the other way round. Pairs in two languages need a multilingual
    model. Safe to use from several threads.
    """

    def __init__(self, label: Label, signature: str) -> None:
        self.signature = signature
        self._label = label
        self._lock = threading.Lock()

    async def opinions(self, pairs: Sequence[OpinionRequest]) -> Sequence[Opinion]:
        """One opinion a pair, computed in a thread; equal pairs once. A model that fails gives none."""
        return await asyncio.to_thread(self._opinions, list(pairs))

    def _opinions(self, pairs: list[OpinionRequest]) -> list[Opinion]:
        texts = list(dict.fromkeys((pair.source, pair.answer) for pair in pairs))
        orders = [order for one, other in texts for order in ((one, other), (other, one))]
        try:
            with self._lock:
                labels = list(self._label(orders)) if orders else []
            told = dict(zip(orders, labels, strict=True))
        except Exception:
            failed = Opinion(None, f"The second opinion ({self.signature}) could not be had.")
            return [failed] * len(pairs)
        return [self._opinion(told[p.source, p.answer], told[p.answer, p.source], p.answers) for p in pairs]

    def _opinion(self, forth: str | None, back: str | None, answers: bool) -> Opinion:
        who = f"The second opinion ({self.signature})"
        if answers and CONTRADICTION in (forth, back):
            return Opinion(True, f"{who} objects: the answers contradict each other.")
        if forth == CONTRADICTION:
            return Opinion(True, f"{who} objects: the answer contradicts the source.")
        if back == CONTRADICTION:
            return Opinion(True, f"{who} objects: the source contradicts the answer.")
        if forth is None or back is None:
            return Opinion(None, f"{who} could not be had: the texts are too long for it.")
        if answers and (forth, back) != (ENTAILMENT, ENTAILMENT):
            return Opinion(True, f"{who} objects: one answer says what does not follow from the other.")
        if answers:
            return Opinion(False, f"{who} found that each answer follows from the other.")
        return Opinion(False, f"{who} found no contradiction, asked in both orders.")


def load_nli(name: str, *, hub_allowed: bool, threads: int = 1) -> NliOpinion:
    """The cross-encoder in a folder, in the hub's cache, or on the hub.

    hub_allowed: may the hub be asked over the network for what its cache lacks. threads: CPU threads, 1 or more.
    Raises ConsensusError when it cannot be loaded or is no NLI model: nothing is put in its place.
    """
    try:
        encoder, signature = load_model(name, hub_allowed, threads, "CrossEncoder")
        return NliOpinion(_labeller(encoder), signature)
    except Exception as error:
        raise ConsensusError(
            f"the NLI model {name} cannot be loaded: {first_line(error)}.",
            where="second_opinion",
            do="Name a folder or a hub model that this machine has, or set second_opinion to off.",
        ) from error


def _labeller(encoder: Any) -> Label:
    """Order and names of the labels are the model's own; no two models agree on them."""
    names = [_meaning(str(encoder.model.config.id2label[at])) for at in range(encoder.num_labels)]
    if names.count(CONTRADICTION) != 1 or names.count(ENTAILMENT) != 1:
        raise ValueError(f"its labels ({', '.join(names)}) are not contradiction, entailment and neutral")
    # Its name until version 6 of the library; None is no limit.
    limit = encoder.max_seq_length if hasattr(encoder, "max_seq_length") else encoder.max_length
    longest = float("inf") if limit is None else limit

    def label(pairs: list[tuple[str, str]]) -> list[str | None]:
        import numpy as np

        scores = np.asarray(encoder.predict([list(pair) for pair in pairs], show_progress_bar=False))
        # A pair that was cut to the model's length was not compared; nor was one whose scores are no numbers.
        lengths = [len(ids) for ids in encoder.tokenizer(*map(list, zip(*pairs, strict=True)))["input_ids"]]
        return [
            names[int(row.argmax())] if length <= longest and np.isfinite(row).all() else None
            for row, length in zip(scores, lengths, strict=True)
        ]

    return label


def _meaning(label: str) -> str:
    """The label in one spelling: models say CONTRADICTION, Contradiction or contradictory."""
    lower = label.strip().lower()
    if lower.startswith("contradict"):
        return CONTRADICTION
    return ENTAILMENT if lower.startswith("entail") else lower
