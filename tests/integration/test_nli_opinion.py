"""A cross-encoder from a folder, loaded as a real one is; its weights are drawn by lot, its labels are its own."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from consensus import bootstrap
from consensus.domain import OpinionRequest, Outcome
from consensus.errors import ConsensusError
from consensus.providers.nli import NliOpinion, load_nli
from consensus.service.jobs.service import SubmitRequest
from consensus.settings import Settings

WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "pump", "valve", "is", "open", "closed")
Make = Callable[[Sequence[str]], Path]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Writes a cross-encoder whose last label always wins, as a user would keep one in a folder."""

    def made(labels: Sequence[str]) -> Path:
        import torch
        from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

        folder = tmp_path_factory.mktemp("nli") / "tiny"
        folder.mkdir()
        (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", "utf-8")
        BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=16).save_pretrained(folder)
        torch.manual_seed(7)
        config = BertConfig(
            vocab_size=len(WORDS),
            hidden_size=16,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=16,
            max_position_embeddings=16,
            id2label=dict(enumerate(labels)),
            label2id={label: at for at, label in enumerate(labels)},
        )
        model = BertForSequenceClassification(config)
        with torch.no_grad():
            model.classifier.weight.zero_()
            model.classifier.bias.copy_(torch.arange(float(len(labels))))
        model.save_pretrained(folder)
        return folder

    return made


PAIR = OpinionRequest("the valve is open", "the valve is closed")
LONG = OpinionRequest("the valve is open " * 10, "the valve is closed")

LABELS = [
    # labels in the model's own order (the last one wins), objects, meaning
    (("entailment", "neutral", "contradiction"), True, "contradiction last"),
    (("contradiction", "entailment", "neutral"), False, "contradiction first"),
    (("CONTRADICTION", "NEUTRAL", "ENTAILMENT"), False, "capitals"),
    (("Entailment", "Neutral", "Contradictory"), True, "another form of the word"),
]


@pytest.mark.parametrize(("labels", "objects", "meaning"), LABELS, ids=[row[2] for row in LABELS])
async def test_the_models_own_labels_count_not_their_places(
    make: Make, labels: Sequence[str], objects: bool, meaning: str
) -> None:
    loaded = load_nli(str(make(labels)), hub_allowed=False)
    (opinion,) = await loaded.opinions([PAIR])
    assert opinion.objects is objects, meaning
    assert loaded.signature in opinion.reason


@pytest.mark.parametrize(
    ("forth", "back", "objects"),
    [
        ("entailment", "entailment", False),
        ("entailment", "neutral", True),
        ("neutral", "entailment", True),
        ("neutral", "neutral", True),
        ("entailment", "contradiction", True),
        ("entailment", None, None),
        (None, "contradiction", True),
    ],
)
async def test_two_answers_must_follow_from_each_other(
    forth: str | None, back: str | None, objects: bool | None
) -> None:
    pair = replace(PAIR, answers=True)
    labels = {(pair.source, pair.answer): forth, (pair.answer, pair.source): back}
    (opinion,) = await NliOpinion(lambda pairs: [labels[one] for one in pairs], "scripted").opinions([pair])
    assert opinion.objects is objects
    if None not in (forth, back) and "contradiction" not in (forth, back):
        (opinion,) = await NliOpinion(lambda pairs: [labels[one] for one in pairs], "scripted").opinions([PAIR])
        assert opinion.objects is False, "a translation is only not to contradict its source"


async def test_the_signature_names_the_weights_and_not_the_folder_above(make: Make) -> None:
    folder = make(("entailment", "neutral", "contradiction"))
    loaded = load_nli(str(folder), hub_allowed=False)
    assert loaded.signature.startswith("tiny@")
    assert str(folder.parent) not in loaded.signature
    assert load_nli(str(folder), hub_allowed=False).signature == loaded.signature
    (folder / "note.txt").write_text("changed")
    assert load_nli(str(folder), hub_allowed=False).signature != loaded.signature


async def test_a_pair_that_is_cut_is_not_consented_to(make: Make) -> None:
    loaded = load_nli(str(make(("contradiction", "entailment", "neutral"))), hub_allowed=False)
    short, long, again = await loaded.opinions([PAIR, LONG, PAIR])
    assert (short.objects, long.objects, again.objects) == (False, None, False)
    assert "too long" in long.reason


@pytest.mark.parametrize(
    "labels",
    [("LABEL_0", "LABEL_1", "LABEL_2"), ("entailment", "not_entailment"), ("negative", "positive", "neutral")],
    ids=["no names", "two labels", "sentiment"],
)
def test_a_model_of_another_kind_is_refused(make: Make, labels: Sequence[str]) -> None:
    with pytest.raises(ConsensusError, match="its labels") as caught:
        load_nli(str(make(labels)), hub_allowed=False)
    assert "second_opinion to off" in caught.value.do


def test_a_hub_name_without_the_hub_is_refused_at_once() -> None:
    begun = time.monotonic()
    with pytest.raises(ConsensusError, match="cache does not hold it"):
        load_nli("nobody/no-such-nli", hub_allowed=False)
    assert time.monotonic() - begun < 10, "the libraries would wait for over a minute"


def test_a_folder_without_a_model_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ConsensusError, match="cannot be loaded"):
        load_nli(str(tmp_path), hub_allowed=False)


async def test_a_model_that_fails_gives_no_opinion() -> None:
    def broken(pairs: list[tuple[str, str]]) -> list[str | None]:
        raise MemoryError

    def short(pairs: list[tuple[str, str]]) -> list[str | None]:
        return ["neutral"]

    for label in (broken, short):
        found = await NliOpinion(label, "scripted").opinions([PAIR, LONG])
        assert [opinion.objects for opinion in found] == [None, None]


async def test_both_orders_are_scored_and_equal_pairs_once() -> None:
    asked: list[tuple[str, str]] = []

    def label(pairs: list[tuple[str, str]]) -> list[str | None]:
        asked.extend(pairs)
        return ["entailment"] * len(pairs)

    found = await NliOpinion(label, "scripted").opinions([PAIR, PAIR])
    assert [opinion.objects for opinion in found] == [False, False]
    assert asked == [(PAIR.source, PAIR.answer), (PAIR.answer, PAIR.source)]
    assert await NliOpinion(label, "scripted").opinions([]) == []


def test_a_job_asks_the_model_that_its_policy_names(make: Make, tmp_path: Path) -> None:
    policy, page, answers = tmp_path / "careful.yaml", tmp_path / "page.txt", tmp_path / "answers.jsonl"
    page.write_text("The valve is open.\n", "utf-8")
    line = {"id": "1", "source": "The valve is open.", "langs": ["en", "de"]}
    outputs = dict.fromkeys(("a", "b"), "Das Ventil ist geschlossen.")
    answers.write_text(json.dumps({**line, "outputs": outputs}) + "\n", "utf-8")
    service = bootstrap.build(Settings.read().at(tmp_path / "home"))
    try:
        for labels, outcome in ((LABELS[0][0], Outcome.REVIEW), (LABELS[1][0], Outcome.ACCEPTED)):
            wanted = f'name: careful\nversion: 1\nsemantic: "off"\nsecond_opinion: "nli:{make(labels)}"\n'
            policy.write_text(wanted, "utf-8")
            panel = [f"recorded:{answers}#{name}" for name in outputs]
            (report,) = asyncio.run(service.jobs.submit(SubmitRequest((page,), str(policy), "en", "de", None, panel)))
            verdict = report.units[0].verdict
            assert verdict is not None
            assert verdict.outcome is outcome
            assert "second opinion (tiny@" in " ".join(verdict.reasons)
            assert report.totals.calls == 2, "it costs no calls"
    finally:
        service.close()
