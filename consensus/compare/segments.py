"""Translations of a segment -> Agreement: similarities, clusters, the representative and how far to trust it.

``score = -(k d + ln(length + c) + s ln(sentences))`` is the negative log of the expected number of errors: a rate that
grows with the disagreement d, times the size of the text. k, c, s and the weight of wide characters are the policy's.
The size is the median of the answers': errors are made in the translation, and it is there when the source is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from statistics import median
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from consensus.compare.clusters import AnsweredForms, Panelled, best, clusters
from consensus.compare.measures import LEXICAL, VERSION, Floats, cosines, fold, pairwise
from consensus.compare.medoid import family_shares, peer_weights, utilities
from consensus.compare.scale import Scale, TextSize, expected_error_score, judged_score, text_sizes
from consensus.domain import Abstention, Agreement, Answer, Candidate, Langs, MqmJudgement, Segment, TranslationRules
from consensus.domain.making import maker
from consensus.normalize.coded import plain, words_alone
from consensus.normalize.digests import digest

_agreement = maker(Agreement)

Vectors = Mapping[str, NDArray[Any]]


#: What of the rules makes the numbers of an Agreement, besides the reference.
_SIGNED = {
    "measures",
    "near_identity",
    "disagreement_weight",
    "length_offset",
    "sentence_weight",
    "wide_weight",
    "primary",
}


class SegmentAnswers(NamedTuple):
    """A segment and every member's answer to it."""

    segment: Segment
    answers: tuple[Answer, ...]


def compare_segments(
    items: Sequence[SegmentAnswers],
    rules: TranslationRules,
    langs: Langs,
    vectors: Vectors | None = None,
    semantic_signature: str = "",
) -> list[Agreement]:
    """One Agreement per item, in order. What is compared are words alone: inline codes make no difference.

    vectors: unit vectors by answer text, for the measure ``semantic``; a segment with an answer that has none is
    compared by wording alone, and so is everything where the policy has no reference for ``semantic``: a raw cosine
    says nothing. semantic_signature: names the embedder. Nothing depends on the order of the answers.
    """
    return [
        agreement if not item.segment.codes else _coded_again(agreement, item)
        for item, agreement in zip(
            items,
            _compared([_words_alone(item) for item in items], rules, langs, vectors, semantic_signature),
            strict=True,
        )
    ]


def _words_alone(item: SegmentAnswers) -> SegmentAnswers:
    """Without the inline codes of the segment and its answers."""
    segment, codes = item.segment, item.segment.codes
    if not codes:
        return item
    answers = [
        replace(a, value=plain(a.value, codes)) if isinstance(a, Candidate) and isinstance(a.value, str) else a
        for a in item.answers
    ]
    return SegmentAnswers(words_alone(segment), tuple(answers))


def _coded_again(agreement: Agreement, item: SegmentAnswers) -> Agreement:
    given = {answer.member: answer.value for answer in item.answers if isinstance(answer, Candidate)}
    clusters = tuple(replace(cluster, value=given[cluster.representative]) for cluster in agreement.clusters)
    return replace(agreement, clusters=clusters, leading=clusters[0].value if clusters else None)


def _compared(
    items: Sequence[SegmentAnswers],
    rules: TranslationRules,
    langs: Langs,
    vectors: Vectors | None,
    semantic_signature: str,
) -> list[Agreement]:
    answered = [_hear(item.answers) for item in items]
    groups = list({one.forms: None for one in answered})
    alike = dict(zip(groups, pairwise(groups), strict=True))
    texts = sorted(
        {text for item, one in zip(items, answered, strict=True) for text in one.forms or (item.segment.text,)}
    )
    sizes = dict(zip(texts, text_sizes(texts, rules.wide_weight), strict=True))
    comparison = _Comparison(rules, Scale(rules, langs), sizes, vectors or {}, semantic_signature)
    means = dict(zip(groups, _means(list(alike.values()), comparison.wording), strict=True))
    return [
        comparison.agreement(item.segment, one, alike[one.forms], means[one.forms])
        for item, one in zip(items, answered, strict=True)
    ]


def with_judgement(agreement: Agreement, judgement: MqmJudgement, rules: TranslationRules, prompt: str) -> Agreement:
    """The agreement with a judge's word and the judged score. prompt: what the judge was asked with."""
    made = f"{agreement.signature}|judged.{judgement.judge}.{prompt}.{rules.judge_weight:g}"
    score = judged_score(agreement.score, judgement.total, rules)
    return replace(agreement, score=score, signature=made, judgement=judgement)


def _hear(answers: Sequence[Answer]) -> AnsweredForms:
    """A blank answer is no answer. Candidates by member; forms by content."""
    given = [a for a in answers if isinstance(a, Candidate) and isinstance(a.value, str)]
    folded = [(a.member, a.value, form, a) for a in given if (form := fold(a.value))]
    folded.sort(key=itemgetter(0, 1))
    forms = tuple(sorted({form for _, _, form, _ in folded}))
    place = [forms.index(form) for _, _, form, _ in folded]
    abstentions = sorted((a for a in answers if isinstance(a, Abstention)), key=lambda a: a.member)
    return AnsweredForms([a for *_, a in folded], tuple(abstentions), forms, place)


def _means(groups: Sequence[Mapping[str, Floats]], wording: Sequence[tuple[str, float]]) -> list[list[list[float]]]:
    """The weighted mean similarity of each group, all groups of one size at once."""
    by_size: dict[int, list[int]] = {}
    for place, matrices in enumerate(groups):
        by_size.setdefault(len(matrices["chrf"]), []).append(place)
    found: list[list[list[float]]] = [[]] * len(groups)
    for size, places in by_size.items():
        mean, total = np.zeros((len(places), size, size)), 0.0
        for measure, weight in wording:
            mean += np.array([groups[place][measure] for place in places]) * weight
            total += weight
        for place, table in zip(places, (mean / total).tolist(), strict=True):
            found[place] = table
    return found


class _Comparison:
    """Makes Agreements under one policy and language pair."""

    def __init__(
        self,
        rules: TranslationRules,
        scale: Scale,
        sizes: Mapping[str, TextSize],
        vectors: Vectors,
        semantic_signature: str,
    ) -> None:
        self.rules, self.scale, self.sizes = rules, scale, sizes
        self.vectors: Vectors = vectors if scale.semantic else {}
        self.semantic_signature = semantic_signature
        self._rules_signature = f"rules.{digest(rules.model_dump(mode='json', include=_SIGNED))}"
        wording = [(m, w) for m, w in rules.measures.items() if m in LEXICAL and w > 0]
        self.wording: list[tuple[str, float]] = [*wording] or [("chrf", 1.0)]
        self._signatures = {meaning: self._signature(meaning) for meaning in (False, True)}
        self._votes: dict[tuple[tuple[str, float], ...], tuple[list[float], list[list[float]]]] = {}

    def agreement(
        self, segment: Segment, answered: AnsweredForms, matrices: Mapping[str, Floats], mean: list[list[float]]
    ) -> Agreement:
        """mean: the similarity of every two forms in wording.

        Similarities, disagreement and score are the panel's: of the primary, else of the medoid of all candidates.

        That is the representative, unless a cluster with most of the families excludes that medoid.
        """
        families = tuple(sorted({c.family for c in answered.candidates}))
        if not answered.candidates:
            score = self._score(1.0, [[segment.text]])
            signature = self._signatures[False]
            return Agreement(segment.id, (), (), 0.0, score, signature, answered.abstentions, disagreement=1.0)
        matrices, meaning = self._with_meaning(answered, matrices)
        panel = self._panelled(answered, matrices, mean)
        primary = next((i for i, c in enumerate(answered.candidates) if c.member == self.rules.primary), None)
        centre = primary if primary is not None else best(panel, range(len(answered.candidates)))
        found = clusters(panel, self.rules.near_identity, primary, centre)
        similarities = self._similarities(panel, centre) if len(families) > 1 else {}
        disagreement = self.scale.disagreement(similarities, len(families))
        return _agreement(
            unit_id=segment.id,
            clusters=found,
            families=families,
            support=len(found[0].families) / len(families),
            score=self._score(disagreement, _texts(answered)),
            signature=self._signatures[meaning],
            abstentions=answered.abstentions,
            similarities=similarities,
            disagreement=disagreement,
            leading=found[0].value,
        )

    def _panelled(self, answered: AnsweredForms, matrices: Mapping[str, Floats], mean: list[list[float]]) -> Panelled:
        key = tuple([(c.family, c.weight) for c in answered.candidates])
        if key not in self._votes:
            self._votes[key] = family_shares(answered.candidates), peer_weights(answered.candidates)
        shares, weights = self._votes[key]
        similar = [[row[b] for b in answered.place] for row in [mean[a] for a in answered.place]]
        return Panelled(answered, matrices, weights, utilities(shares, weights, similar))

    def _score(self, disagreement: float, families: Iterable[Sequence[str]]) -> float:
        """families: the texts of each; sizes are the median over families of their means."""
        sizes = [[self.sizes[text] for text in texts] for texts in families]
        length = median(sum(size.length for size in of) / len(of) for of in sizes)
        count = median(sum(size.sentences for size in of) / len(of) for of in sizes)
        return expected_error_score(disagreement, TextSize(length, count), self.rules)

    def _similarities(self, panel: Panelled, centre: int) -> dict[str, float]:
        row, place = panel.weights[centre], panel.answered.place
        found = {}
        for measure in self.rules.measures:
            if measure in panel.matrices:
                values = panel.matrices[measure][place[centre]].tolist()
                found[str(measure)] = min(sum(w * values[p] for w, p in zip(row, place, strict=True)), 1.0)
        return found

    def _with_meaning(
        self, answered: AnsweredForms, matrices: Mapping[str, Floats]
    ) -> tuple[Mapping[str, Floats], bool]:
        texts = {p: c.value for c, p in reversed(list(zip(answered.candidates, answered.place, strict=True)))}
        vectors = [self.vectors.get(texts[p]) for p in range(len(answered.forms))] if self.vectors else [None]
        if any(vector is None for vector in vectors):
            return matrices, False
        return {**matrices, "semantic": cosines([v for v in vectors if v is not None])}, True

    def _signature(self, meaning: bool) -> str:
        measures = sorted(m for m in self.rules.measures if m != "semantic" or meaning)
        reference = f"reference.{self.scale.signature}" if self.scale.signature else "uncalibrated"
        parts = [f"segments.{VERSION}", "+".join(measures), self._rules_signature, reference]
        return "|".join([*parts, f"embedder.{self.semantic_signature}"] if meaning else parts)


def _texts(answered: AnsweredForms) -> list[list[str]]:
    texts: dict[str, list[str]] = {}
    for candidate, place in zip(answered.candidates, answered.place, strict=True):
        texts.setdefault(candidate.family, []).append(answered.forms[place])
    return list(texts.values())
