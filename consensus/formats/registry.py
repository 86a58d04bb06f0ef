"""Every file format that is read, in the order in which people are told of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module

from consensus.errors import StoreError
from consensus.formats.base import Format

#: A module each, imported on first use; its FORMAT is the format.
_MODULES = (
    "consensus.formats.text",
    "consensus.formats.markdown",
    "consensus.formats.json",
    "consensus.formats.csv",
    "consensus.formats.office.docx",
    "consensus.formats.xlsx",
    "consensus.formats.po",
    "consensus.formats.properties",
    "consensus.formats.yaml",
    "consensus.formats.strings",
    "consensus.formats.xcstrings",
    "consensus.formats.srt",
    "consensus.formats.vtt",
    "consensus.formats.html",
    "consensus.formats.pdf",
    "consensus.formats.image",
    "consensus.formats.office.pptx",
    "consensus.formats.eml",
    "consensus.formats.xliff",
    "consensus.formats.android",
)
#: So many of them, from the first on, anything can be converted to.
_SIMPLE = 4
#: What is not read -> what is to be done with it, and the formats that it becomes.
_CONVERT = {
    ".doc": ("Save it as {} first.", "docx"),
    ".odt": ("Save it as {} first.", "docx"),
    ".rtf": ("Save it as {} first.", "docx"),
    ".xls": ("Save it as {} first.", "xlsx"),
    ".ods": ("Save it as {} first.", "xlsx"),
    ".jsonl": ("Convert it to {} (one array) or {} first.", "json", "csv"),
    ".ppt": ("Save it as {} first.", "pptx"),
    ".odp": ("Save it as {} first.", "pptx"),
    ".xlsb": ("Save it as {} first.", "xlsx"),
}


def formats() -> Iterator[Format]:
    """All of them."""
    for module in _MODULES:
        yield import_module(module).FORMAT


def named(name: str) -> Format:
    """The format that a document is stored with. Raises StoreError for one that this version does not read."""
    for one in formats():
        if one.name == name:
            return one
    what = f'a document is of the format "{name}", which this version does not read'
    raise StoreError(what, do="Open it with the version of Consensus that it was handed in to.")


def of_suffix(suffix: str) -> Format | None:
    """The format of files with this suffix, in whatever case."""
    return next((one for one in formats() if suffix.lower() in one.suffixes), None)


def is_file_suffix(suffix: str) -> bool:
    """Whether files have this suffix: those that are read, and those of which is known what to do with them."""
    return suffix.lower() in _CONVERT or of_suffix(suffix) is not None


def sniffed(head: bytes) -> Format | None:
    """The format that the bytes of a whole file show, whatever its suffix."""
    return next((one for one in formats() if one.sniff(head)), None)


def labels() -> str:
    """ "text, Markdown, JSON or CSV"."""
    return _either([one.label for one in formats()])


def advice(suffix: str = "") -> str:
    """What to do with a file of this suffix, which is not read."""
    if suffix.lower() in _CONVERT:
        words, *names = _CONVERT[suffix.lower()]
        return words.format(*(named(name).suffixes[0] for name in names))
    simple = [import_module(module).FORMAT for module in _MODULES[:_SIMPLE]]
    return f"Convert it to {_either([one.suffixes[0] for one in simple])} first."


def _either(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else "".join(words)
