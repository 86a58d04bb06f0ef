"""What somebody outside the panel says of an answer that would be accepted."""

from __future__ import annotations

from dataclasses import dataclass

from consensus.domain.document import Langs


@dataclass(frozen=True, slots=True)
class OpinionRequest:
    """One accepted answer to be looked at again. langs: of source and answer, BCP 47 where known.

    answers: both texts are answers to one question, and must say the same; that neither contradicts is not enough.
    """

    source: str
    answer: str
    langs: Langs = (None, None)
    answers: bool = False


@dataclass(frozen=True, slots=True)
class Opinion:
    """objects: True, False, or None where no opinion could be had. reason: one sentence for a person, never empty."""

    objects: bool | None
    reason: str
