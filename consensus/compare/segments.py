"""Translations of a segment -> Agreement: similarities, clusters, the representative and how far to trust it.

``score = -(k d + ln(length + c) + s ln(sentences))`` is the negative log of the expected number of errors: a rate that
grows with the disagreement d, times the size of the text. k, c, s and the weight of wide characters are the policy's.
The size is the median of the answers': errors are made in the translation, and it is there when the source is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean, median
from typing import Any, NamedTuple

from numpy.typing import NDArray

from consensus.canon.digests import digest
from consensus.compare.measures import LEXICAL, VERSION, Floats, cosines, figures, fold, pairwise
from consensus.compare.medoid import linked, peer_weights, utilities
from consensus.compare.scale import Scale, expected_error_score, sentences, text_length
from consensus.domain import Abstention, Agreement, Answer, Candidate, Cluster, Segment, TranslationRules

Langs = tuple[str | None, str | None]
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


class _Heard(NamedTuple):
    """The answers of one segment, ordered by member; ``place[i]`` is where candidate i's form stands in ``forms``."""

    candidates: list[Candidate]
    abstentions: tuple[Abstention, ...]
    forms: tuple[str, ...]
    place: list[int]


class _Panel(NamedTuple):
    """One segment's candidates with all that is known of how alike they are."""

    heard: _Heard
    matrices: Mapping[str, Floats]
    weights: list[list[float]]
    utilities: list[float]

    def similarity(self, measure: str, a: int, b: int) -> float:
        """Of candidates a and b, 0..1."""
        return float(self.matrices[measure][self.heard.place[a], self.heard.place[b]])


def compare_segments(
    items: Sequence[SegmentAnswers],
    rules: TranslationRules,
    langs: Langs,
    vectors: Vectors | None = None,
    semantic_signature: str = "",
) -> list[Agreement]:
    """One Agreement per item, in order.

    vectors: unit vectors by answer text, for the measure ``semantic``; a segment with an answer that has none is
    compared by wording alone, and so is everything where the policy has no reference for ``semantic``: a raw cosine
    says nothing. semantic_signature: names the embedder. Nothing depends on the order of the answers.
    """
    heard = [_hear(item.answers) for item in items]
    groups = list({one.forms: None for one in heard})
    alike = dict(zip(groups, pairwise(groups), strict=True))
    judge = _Judge(rules, Scale(rules, langs), vectors or {}, semantic_signature)
    return [judge.agreement(item.segment, one, alike[one.forms]) for item, one in zip(items, heard, strict=True)]


def _hear(answers: Sequence[Answer]) -> _Heard:
    """A blank answer is no answer. Candidates by member; forms by content."""
    given = [a for a in answers if isinstance(a, Candidate) and isinstance(a.value, str)]
    folded = {id(a): fold(a.value) for a in given}
    candidates = sorted((a for a in given if folded[id(a)]), key=lambda a: (a.member, a.value))
    forms = tuple(sorted({folded[id(a)] for a in candidates}))
    place = [forms.index(folded[id(a)]) for a in candidates]
    abstentions = sorted((a for a in answers if isinstance(a, Abstention)), key=lambda a: a.member)
    return _Heard(candidates, tuple(abstentions), forms, place)


class _Judge:
    """Makes Agreements under one policy and language pair."""

    def __init__(self, rules: TranslationRules, scale: Scale, vectors: Vectors, semantic_signature: str) -> None:
        self.rules, self.scale = rules, scale
        self.vectors: Vectors = vectors if scale.semantic else {}
        self.semantic_signature = semantic_signature
        self._rules_signature = f"rules.{digest(rules.model_dump(mode='json', include=_SIGNED))}"
        self._weights: dict[tuple[tuple[str, float], ...], list[list[float]]] = {}

    def agreement(self, segment: Segment, heard: _Heard, matrices: Mapping[str, Floats]) -> Agreement:
        families = tuple(sorted({c.family for c in heard.candidates}))
        if not heard.candidates:
            score = self._score(1.0, [segment.text])
            return Agreement(
                segment.id, (), (), 0.0, score, self._signature(False), heard.abstentions, disagreement=1.0
            )
        matrices, meaning = self._with_meaning(heard, matrices)
        panel = self._panel(heard, matrices)
        primary = next((i for i, c in enumerate(heard.candidates) if c.member == self.rules.primary), None)
        clusters = _clusters(panel, self.rules.near_identity, primary)
        centre = primary if primary is not None else _best(panel, range(len(heard.candidates)))
        similarities = self._similarities(panel, centre) if len(families) > 1 else {}
        disagreement = self.scale.disagreement(similarities, len(families))
        return Agreement(
            unit_id=segment.id,
            clusters=clusters,
            families=families,
            support=len(clusters[0].families) / len(families),
            score=self._score(disagreement, *_texts(heard)),
            signature=self._signature(meaning),
            abstentions=heard.abstentions,
            similarities=similarities,
            disagreement=disagreement,
            leading=clusters[0].value,
        )

    def _panel(self, heard: _Heard, matrices: Mapping[str, Floats]) -> _Panel:
        key = tuple((c.family, c.weight) for c in heard.candidates)
        if key not in self._weights:
            self._weights[key] = peer_weights(heard.candidates)
        weights = self._weights[key]
        named = [(m, w) for m, w in self.rules.measures.items() if m in LEXICAL] or [("chrf", 1.0)]
        total = sum(w for _, w in named)
        mean = sum(matrices[m] * (w / total) for m, w in named)
        table = mean.tolist()  # type: ignore[union-attr]
        similar = [[table[a][b] for b in heard.place] for a in heard.place]
        return _Panel(heard, matrices, weights, utilities(heard.candidates, weights, similar))

    def _score(self, disagreement: float, *families: Sequence[str]) -> float:
        """From the texts of each family: the median over families of their means."""
        lengths = [fmean(text_length(t, self.rules.wide_weight) for t in texts) for texts in families]
        counts = [fmean(map(sentences, texts)) for texts in families]
        return expected_error_score(disagreement, median(lengths), median(counts), self.rules)

    def _similarities(self, panel: _Panel, centre: int) -> dict[str, float]:
        row, place = panel.weights[centre], panel.heard.place
        found = {}
        for measure in self.rules.measures:
            if measure in panel.matrices:
                values = panel.matrices[measure][place[centre]].tolist()
                found[str(measure)] = min(sum(w * values[p] for w, p in zip(row, place, strict=True)), 1.0)
        return found

    def _with_meaning(self, heard: _Heard, matrices: Mapping[str, Floats]) -> tuple[Mapping[str, Floats], bool]:
        texts = {p: c.value for c, p in reversed(list(zip(heard.candidates, heard.place, strict=True)))}
        vectors = [self.vectors.get(texts[p]) for p in range(len(heard.forms))] if self.vectors else [None]
        if any(vector is None for vector in vectors):
            return matrices, False
        return {**matrices, "semantic": cosines([v for v in vectors if v is not None])}, True

    def _signature(self, meaning: bool) -> str:
        measures = sorted(m for m in self.rules.measures if m != "semantic" or meaning)
        reference = f"reference.{self.scale.signature}" if self.scale.signature else "uncalibrated"
        parts = [f"segments.{VERSION}", "+".join(measures), self._rules_signature, reference]
        return "|".join([*parts, f"embedder.{self.semantic_signature}"] if meaning else parts)


def _texts(heard: _Heard) -> list[list[str]]:
    texts: dict[str, list[str]] = {}
    for candidate, place in zip(heard.candidates, heard.place, strict=True):
        texts.setdefault(candidate.family, []).append(heard.forms[place])
    return list(texts.values())


def _best(panel: _Panel, among: Iterable[int]) -> int:
    """The weighted medoid of some candidates; ties go by weight, then content, then member."""
    return min(among, key=lambda i: (*_rank(panel, i), panel.heard.candidates[i].member))


def _rank(panel: _Panel, i: int) -> tuple[float, float, str]:
    return -panel.utilities[i], -panel.heard.candidates[i].weight, panel.heard.forms[panel.heard.place[i]]


def _clusters(panel: _Panel, near_identity: float, primary: int | None) -> tuple[Cluster, ...]:
    """Best first: the primary's own, else most families, then the best representative."""
    heard = panel.heard
    numbers = [figures(form) for form in heard.forms]
    edits = panel.matrices["levenshtein"]

    def near(a: int, b: int) -> float | None:
        similarity = float(edits[a, b])
        return similarity if similarity >= near_identity and numbers[a] == numbers[b] else None

    groups = linked(len(heard.forms), near)
    members = [[i for i, p in enumerate(heard.place) if p in group] for group in groups]
    homes: dict[str, set[int]] = {}
    for at, group in enumerate(members):
        for i in group:
            homes.setdefault(heard.candidates[i].family, set()).add(at)
    ranked = []
    for group in members:
        best = primary if primary is not None and primary in group else _best(panel, group)
        chosen = heard.candidates[best]
        families = tuple(sorted({f for i in group if len(homes[f := heard.candidates[i].family]) == 1}))
        names = tuple(heard.candidates[i].member for i in group)
        order = (primary not in group, -len(families), *_rank(panel, best), chosen.member)
        ranked.append((order, Cluster(names, families, chosen.member, chosen.value)))
    return tuple(cluster for _, cluster in sorted(ranked, key=lambda pair: pair[0]))
