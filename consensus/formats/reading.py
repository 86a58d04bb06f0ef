"""Files -> documents: every way in which a file cannot be used is one line that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from consensus.domain import Document, Format, Task
from consensus.errors import DocumentError
from consensus.formats import csv_cells, json_strings
from consensus.formats.segments import title_of
from consensus.normalize.digests import digest
from consensus.normalize.language_tags import normalize_pair

#: Larger files are refused before they are read, in bytes.
LIMIT = 20 * 1024 * 1024
_FORMATS = {
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".json": Format.JSON,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
}
_CONVERT = {
    ".pdf": "Convert it to .txt or .md first.",
    ".docx": "Save it as .md or .txt first.",
    ".doc": "Save it as .md or .txt first.",
    ".odt": "Save it as .md or .txt first.",
    ".rtf": "Save it as .txt first.",
    ".html": "Convert it to .md first.",
    ".htm": "Convert it to .md first.",
    ".xlsx": "Save each sheet as .csv first.",
    ".xls": "Save each sheet as .csv first.",
    ".ods": "Save each sheet as .csv first.",
    ".xliff": "Export its source texts as .json or .csv first.",
    ".xlf": "Export its source texts as .json or .csv first.",
    ".jsonl": "Convert it to .json (one array) or .csv first.",
}


def read_document(
    path: Path,
    *,
    task: Task,
    source_lang: str | None = None,
    target_lang: str | None = None,
    schema: Mapping[str, Any] | None = None,
) -> Document:
    """A file as a document; its format is told by its suffix.

    source_lang, target_lang: as ``normalize_tag`` reads them. Raises UsageError for a language that is unknown,
    misspelt, or the same on both sides. Raises DocumentError for a file that is missing, a directory, empty, over
    20 MB, not UTF-8, of an unknown format, or (for translation) not what its suffix says.
    """
    where = str(path)
    text = _decoded(_content(path, where), where)
    document = _document(path.name, _FORMATS[path.suffix.lower()], text, (task, source_lang, target_lang, schema))
    return _checked(document, where)


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
    form = _FORMATS.get(Path(name).suffix.lower(), Format.TEXT)
    return _checked(_document(name, form, text, (task, source_lang, target_lang, schema)), name)


_Order = tuple[Task, str | None, str | None, Mapping[str, Any] | None]


def _document(name: str, form: Format, text: str, order: _Order) -> Document:
    task, *named, schema = order
    source_lang, target_lang = normalize_pair(*named)
    bom = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    return Document(
        id=digest(task, form, text, [source_lang, target_lang], schema),
        name=name,
        task=task,
        format=form,
        text=text,
        source_lang=source_lang,
        target_lang=target_lang,
        schema=schema,
        bom=bom,
    )


def _checked(document: Document, where: str) -> Document:
    if not document.text.strip():
        raise DocumentError("the file is empty.", where=where, do="Give a file with text in it.")
    if "\0" in document.text:
        raise DocumentError(
            f"not a text: a NUL character at offset {document.text.index(chr(0))}.",
            where=where,
            do="Convert it to .txt, .md, .json or .csv first.",
        )
    if document.task is Task.TRANSLATE and document.format is Format.JSON:
        json_strings.validate(document.text, where)
    if document.task is Task.TRANSLATE and document.format is Format.CSV:
        csv_cells.validate(document.text, where)
    return replace(document, title=title_of(document, Path(document.name).stem))


def _content(path: Path, where: str) -> bytes:
    """The bytes, once it is certain that there are not too many of them."""
    try:
        if path.is_dir():
            raise DocumentError("this is a directory.", where=where, do="Name the files in it, as in folder/*.md.")
        if not path.exists():
            raise DocumentError("there is no such file.", where=where, do="Check the path.")
        if not path.is_file():
            raise DocumentError("this is not a regular file.", where=where, do="Write the text to a file first.")
        _known(path, where)
        size = path.stat().st_size
        if size > LIMIT:
            raise DocumentError(
                f"the file has {size / 1024 / 1024:.1f} MB, the limit is {LIMIT // 1024 // 1024} MB.",
                where=where,
                do="Split it into smaller files.",
            )
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"the file cannot be read: {error.strerror}.", where=where, do="Check its permissions."
        ) from error


def _known(path: Path, where: str) -> None:
    suffix = path.suffix.lower()
    if suffix not in _FORMATS:
        named = f"{suffix} files are not read yet." if suffix else "the name has no suffix that tells the format."
        advice = _CONVERT.get(suffix, "Convert it to .txt, .md, .json or .csv first.")
        raise DocumentError(named, where=where, do=advice)


def _decoded(content: bytes, where: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError("this is UTF-16, not UTF-8.", where=where, do="Save it as UTF-8.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"not UTF-8: byte 0x{content[error.start]:02x} at offset {error.start}.",
            where=where,
            do="Save it as UTF-8, for example with: iconv -f WINDOWS-1252 -t UTF-8",
        ) from error
