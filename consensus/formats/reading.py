"""Files -> documents: every way in which a file cannot be used is one line that says what to do."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from consensus.domain import Document, DocumentRules, Segment, Task
from consensus.domain.file import File
from consensus.errors import DocumentError
from consensus.formats.base import Format, Options, Rewritable
from consensus.formats.registry import advice, formats, named, of_suffix, sniffed
from consensus.formats.segments import blob_digest, segments_of
from consensus.formats.textual import TextFormat, encoded
from consensus.normalize.digests import digest
from consensus.normalize.language_tags import normalize_pair

#: Larger files are refused before they are read, in bytes.
LIMIT = 20 * 1024 * 1024
_RULES = DocumentRules()


class HandedIn(NamedTuple):
    """A file as a document, its bytes, the segments of a translation, and where the words stand on its pages."""

    document: Document
    content: bytes
    segments: tuple[Segment, ...]
    layout: bytes = b""


def read_document(
    path: Path | File,
    *,
    task: Task,
    source_lang: str | None = None,
    target_lang: str | None = None,
    schema: Mapping[str, Any] | None = None,
    rules: DocumentRules = _RULES,
) -> HandedIn:
    """A file, on disk or in memory, read once; its format is told by its suffix.

    source_lang, target_lang: as ``normalize_tag`` reads them. rules: what of it is translated.
    Raises UsageError for a language that is unknown, misspelt, or the same on both sides. Raises DocumentError for a
    file that is missing, a directory, empty, over 20 MB, not UTF-8, of an unknown format, of another one than its
    suffix says, or (for translation) of none.
    """
    form, content = _in_memory(path) if isinstance(path, File) else _read_file(path)
    return _handed_in(Path(str(path)), form, content, (task, source_lang, target_lang, schema, rules))


def document_from_text(
    name: str,
    text: str,
    *,
    task: Task,
    source_lang: str | None = None,
    target_lang: str | None = None,
    schema: Mapping[str, Any] | None = None,
) -> Document:
    """A text as a document. name: a file's name; with an unknown suffix, or none, it is plain text.

    Raises DocumentError as ``read_document`` does, where it applies.
    """
    form = of_suffix(Path(name).suffix) or named("text")
    return _handed_in(Path(name), form, encoded(text), (task, source_lang, target_lang, schema, _RULES)).document


def typed() -> dict[str, str]:
    """Label -> suffix, of the formats in which a text can be pasted."""
    found = [one for one in formats() if isinstance(one, TextFormat)]
    return {f"{one.label[0].upper()}{one.label[1:]}": one.suffixes[0] for one in found}


_Order = tuple[Task, str | None, str | None, Mapping[str, Any] | None, DocumentRules]


def _handed_in(path: Path, form: Format, content: bytes, order: _Order) -> HandedIn:
    task, *langs, schema, rules = order
    source_lang, target_lang = normalize_pair(*langs)
    notes: Sequence[str] = ()
    if task is Task.TRANSLATE and not form.writes:
        options = Options(str(path), source_lang, task, rules, target_lang)
        form, content, notes = _to_be_written(form, content, options)
        path = path.with_suffix(form.suffixes[0])
    read = form.read(content, Options(str(path), source_lang, task, rules, target_lang))
    langs, blob = [source_lang, target_lang], blob_digest(content)
    told = rules.model_dump(mode="json", exclude_defaults=True)
    textual = isinstance(form, TextFormat)
    about = (read.text,) if textual else (form.version, blob, told)
    document = Document(
        id=digest(task, form.name, *about, langs, schema),
        name=path.name,
        task=task,
        format=form.name,
        text=read.text,
        source_lang=source_lang,
        target_lang=target_lang,
        schema=schema,
        title=read.title or path.stem,
        bom=content.startswith(BOM_UTF8),
        blob=blob,
        pages=tuple(read.pages),
        layout=blob_digest(read.layout) if read.layout else "",
        notes=tuple(read.warnings if task is Task.EXTRACT else notes),
    )
    return HandedIn(document, content, segments_of(document, read.pieces), read.layout)


def _to_be_written(form: Format, content: bytes, options: Options) -> tuple[Format, bytes, Sequence[str]]:
    """The file in a format that can be written back. Raises DocumentError where there is none."""
    if not isinstance(form, Rewritable):
        what, do = f"{form.label} is read and cannot be translated.", "Translate the file that it came from."
        raise DocumentError(what, where=options.where, do=do)
    made = form.rewritten(content, options)
    return named(made.format), made.content, made.warnings


def _read_file(path: Path) -> tuple[Format, bytes]:
    """The format and the bytes, once it is certain that there are not too many of them."""
    where = str(path)
    try:
        if path.is_dir():
            raise DocumentError("this is a directory.", where=where, do="Name the files in it, as in folder/*.md.")
        if not path.exists():
            raise DocumentError("there is no such file.", where=where, do="Check the path.")
        if not path.is_file():
            raise DocumentError("this is not a regular file.", where=where, do="Write the text to a file first.")
        form = _form(path, where)
        _refuse_large(path.stat().st_size, where)
        content = path.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"the file cannot be read: {error.strerror}.", where=where, do="Check its permissions."
        ) from error
    return _as_named(form, content, where), content


def _in_memory(file: File) -> tuple[Format, bytes]:
    form = _form(Path(file.name), file.name)
    try:
        content = file.content.encode() if isinstance(file.content, str) else file.content
    except UnicodeEncodeError as error:
        what = f"half of a character at offset {error.start}, which no file can hold."
        raise DocumentError(what, where=file.name, do="Hand in its bytes, or read it again as UTF-8.") from None
    _refuse_large(len(content), file.name)
    return _as_named(form, content, file.name), content


def _form(path: Path, where: str) -> Format:
    form, suffix = of_suffix(path.suffix), path.suffix.lower()
    if form is None:
        what = f"{suffix} files are not read yet." if suffix else "the name has no suffix that tells the format."
        raise DocumentError(what, where=where, do=advice(suffix))
    return form


def _refuse_large(size: int, where: str) -> None:
    if size > LIMIT:
        raise DocumentError(
            f"the file has {size / 1024 / 1024:.1f} MB, the limit is {LIMIT // 1024 // 1024} MB.",
            where=where,
            do="Split it into smaller files.",
        )


def _as_named(form: Format, content: bytes, where: str) -> Format:
    """The format, unless the content says that it is of another one."""
    shown = sniffed(content)
    if shown is not None and shown is not form:
        what, do = f"this is {shown.label}, not {form.label}.", f"Name it with the suffix {shown.suffixes[0]}."
        raise DocumentError(what, where=where, do=do)
    return form
