"""The template files: which one asks which model, and how its blocks are filled in. No prompt text stands in code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import yaml

from consensus.domain import Ask, ModelSpec
from consensus.prompt.pictures import pictures_of

FOLDER = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Template:
    """One entry of the catalogue. id: file and digest of its content.

    answer: "segments", "one", "text", "object" or "verdict". text: what stands in it, where it is no file of the
    program.
    """

    id: str
    file: str
    answer: str
    stop: tuple[str, ...]
    bounded: bool = False
    text: str = ""


def another(template: Template, name: str, text: str) -> Template:
    """In its place a template of this text, which asks for the same kind of answer."""
    return replace(template, id=f"{name}:{hashlib.sha256(text.encode()).hexdigest()[:8]}", text=text)


def text_of(name: str) -> str | None:
    """The text of a template of the program by its name, as in ``translate.chat.v3``; None where there is none."""
    path = FOLDER / f"{name}.j2"
    return path.read_text("utf-8") if name == path.stem and path.is_file() else None


def template_for(ask: Ask, spec: ModelSpec) -> Template:
    """The first entry that fits the task, the protocol and the model's own name."""
    if ask.pages and pictures_of(ask, spec):
        return template_of("extract_pages", spec)
    task = "translate_memory" if ask.memory else "extract_examples" if ask.examples else ask.task.value
    return template_of(task, spec)


def template_of(task: str, spec: ModelSpec) -> Template:
    """The same by the catalogue's word for the task: "translate", "extract", or "verify" for a second opinion."""
    return _entry(task, spec.kind.value, spec.model.rsplit("/", 1)[-1].lower())


@lru_cache(maxsize=256)
def _entry(task: str, kind: str, bare: str) -> Template:
    entry = next(
        entry
        for entry in _catalogue()
        if (entry["task"], entry["kind"]) == (task, kind) and any(fnmatchcase(bare, glob) for glob in entry["models"])
    )
    stop, bounded = tuple(entry.get("stop", ())), bool(entry.get("bounded", False))
    return Template(_identify(entry["file"]), entry["file"], entry["answer"], stop, bounded)


def wording(tasks: Sequence[str]) -> str:
    """Digest of all that prompts of these tasks are made of, and of the phrases by which refusals are known."""
    mine = {*tasks, "examples", "refusals"}
    content = hashlib.sha256()
    for path in sorted(FOLDER.iterdir()):
        if path.name.split(".")[0] in mine:
            content.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()[:12]


def fill(template: Template, values: Mapping[str, Any]) -> Mapping[str, str]:
    """The template's blocks (``system`` and ``user``, or ``prompt``) as text."""
    loaded = _read_in(template.text) if template.text else _environment().get_template(template.file)
    # One for all blocks, with Jinja's own names already in: it would look through them for every block of every prompt.
    context = loaded.new_context({**_own_names(), **values}, shared=True)
    return {name: "".join(block(context)) for name, block in loaded.blocks.items()}


@lru_cache(maxsize=16)
def _read_in(text: str) -> jinja2.Template:
    return _environment().from_string(text)


@lru_cache(maxsize=1)
def _own_names() -> dict[str, Any]:
    return dict(_environment().globals)


def examples(source: str | None, target: str | None) -> list[dict[str, str]]:
    """Sentence pairs in two languages; empty when one of them has none."""
    one, other = ((code or "").split("-")[0].lower() for code in (source, target))
    return [{"source": row[one], "target": row[other]} for row in read("examples.yaml") if one in row and other in row]


@lru_cache(maxsize=8)
def read(name: str) -> Any:
    """Content of one YAML file beside the templates; treat it as read-only."""
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


def _catalogue() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read("catalogue.yaml")
    return found


@lru_cache(maxsize=64)
def _identify(file: str) -> str:
    content = hashlib.sha256((FOLDER / file).read_bytes()).hexdigest()
    return f"{file.removesuffix('.j2')}:{content[:8]}"


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    # Prompts are plain text: escaping for HTML would change what the model reads.
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        auto_reload=False,  # templates are part of the program
    )
    # Jinja's own tojson writes for HTML.
    made.filters["tojson_plain"] = lambda value: json.dumps(value, ensure_ascii=False)
    return made
