"""Glossaries from files: CSV with a header line, and TBX (ISO 30042, versions 2 and 3) in its basic form.

A glossary holds terms of one target language, because a policy does not know the language of a document yet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Literal, NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from consensus.errors import PolicyError
from consensus.normalize.spreadsheets import is_run

Kind = Literal["required", "forbidden"]
#: A term of the source, a term of the target, and whether the latter must or must not stand for the former.
Term = tuple[str, str, Kind]

MAX_BYTES = 5_000_000
_KINDS: dict[str, Kind] = {
    "": "required",
    "required": "required",
    "preferred": "required",
    "admitted": "required",
    "forbidden": "forbidden",
    "deprecated": "forbidden",
}
#: Words at the start of a TBX status (preferredTerm-admn-sts, deprecatedTerm ...) that forbid a term.
_FORBIDDEN_STATUS = ("deprecated", "superseded", "forbidden", "obsolete", "notrecommended")
_STATUS = ("administrativeStatus", "normativeAuthorization")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_glossary(path: Path) -> tuple[Term, ...]:
    """The terms of a file, each once, in its order.

    Several required targets of one source term are alternatives. Raises PolicyError with every mistake of the
    file, each with its line.
    """
    return parse_glossary(_bytes(path), path.suffix)


def parse_glossary(content: bytes, suffix: str) -> tuple[Term, ...]:
    """The terms in the bytes of a file whose name ends so, as ``read_glossary`` gives them. Raises PolicyError."""
    if len(content) > MAX_BYTES:
        raise PolicyError([f"is larger than {MAX_BYTES // 1_000_000} MB; split it or drop terms"])
    if suffix.lower() in (".tbx", ".xml"):
        rows, problems = _from_tbx(content)
    elif suffix.lower() in (".csv", ".tsv", ".txt"):
        rows, problems = _from_csv(content)
    else:
        raise PolicyError([f'"{suffix}" is not a glossary; save it as .csv or .tbx'])
    problems += _contradictions(rows)
    if not rows and not problems:
        problems.append((1, "holds no terms; add a line such as `pump,Pumpe`"))
    if problems:
        raise PolicyError([f"line {line}: {sentence}" for line, sentence in sorted(problems)])
    return tuple(dict.fromkeys(row.term for row in rows))


class _Row(NamedTuple):
    line: int
    term: Term


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise PolicyError(["there is no such file; the path starts at the policy's own folder"]) from None
    except (OSError, ValueError) as error:
        raise PolicyError([f"cannot be read: {getattr(error, 'strerror', None) or error}"]) from None
    return content


def _from_csv(content: bytes) -> tuple[list[_Row], list[tuple[int, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return [], [(line, f"is not UTF-8 at byte {error.start}; save it as CSV UTF-8")]
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)  # spreadsheets write ; where , is the decimal mark
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        missing = [name for name in ("source", "target") if name not in header]
        if missing:
            wanted = "source,target or source,target,kind,lang"
            return [], [(1, f"the first line must name the columns {wanted}; {' and '.join(missing)} is missing")]
        return _csv_rows(reader, header)
    except csv.Error as error:
        return [], [(max(reader.line_num, 1), f"is not readable as CSV ({error}); check the quotes")]


def _csv_rows(reader: Iterator[list[str]], header: Sequence[str]) -> tuple[list[_Row], list[tuple[int, str]]]:
    rows: list[_Row] = []
    problems: list[tuple[int, str]] = []
    langs: dict[str, int] = {}
    line = 2
    for cells in reader:
        start, line = line, getattr(reader, "line_num", line) + 1
        row = dict(zip(header, map(_cell, cells), strict=False))
        if not any(cells):
            continue
        kind = _KINDS.get(row.get("kind", "").lower())
        if len(cells) > len(header):
            told = f"has {len(cells)} cells, not {len(header)}; put a term with a comma in quotes"
            problems.append((start, told))
        elif not row.get("source") or not row.get("target"):
            problems.append((start, f"has no {'target' if row.get('source') else 'source'} term; fill it in"))
        elif kind is None:
            problems.append((start, f'kind "{row["kind"]}" is not possible; write required or forbidden'))
        else:
            rows.append(_Row(start, (row["source"], row["target"], kind)))
            langs.setdefault(row.get("lang", "").lower(), start)
    return rows, problems + _many_languages(langs)


def _cell(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running it, as ``glossary_csv`` writes it."""
    term = text.strip()
    return term[1:] if term.startswith("'") and is_run(term[1:]) else term


def _many_languages(langs: dict[str, int]) -> list[tuple[int, str]]:
    named = {lang: line for lang, line in langs.items() if lang}
    if len(named) < 2:
        return []
    shown = ", ".join(sorted(named))
    told = f"holds targets in several languages ({shown}); make one file and one policy for each"
    return [(max(named.values()), told)]


def _from_tbx(content: bytes) -> tuple[list[_Row], list[tuple[int, str]]]:
    try:
        lines = _element_lines(content)
        root = ElementTree.fromstring(content)
    except expat.ExpatError as error:
        return [], [(error.lineno, f"is not readable as XML ({expat.ErrorString(error.code)}); export it again as TBX")]
    except _UnsafeXml as error:
        return [], [(error.line, "declares entities or a document type of its own; export it again without them")]
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        return [], [(1, f"is not readable as XML ({error}); export it again as TBX")]
    if _local(root) not in ("martif", "tbx"):
        return [], [(1, f"is <{_local(root)}>, not TBX; export the term base as TBX-Basic or CSV")]
    place = {id(element): line for element, line in zip(root.iter(), lines, strict=True)}
    entries = [element for element in root.iter() if _local(element) in ("termEntry", "conceptEntry")]
    languages = list(dict.fromkeys(lang for entry in entries for lang, _ in _languages(entry)))
    main = _primary(root.get(_LANG, ""), languages)
    others = [lang for lang in languages if lang != main]
    if len(others) != 1:
        shown = ", ".join(languages) or "none"
        return [], [
            (1, f"holds the languages {shown}; export two, the source and one target, and a file for each target")
        ]
    rows = []
    for entry in entries:
        by_lang = {
            lang: [term for found, section in _languages(entry) if found == lang for term in _terms(section)]
            for lang in (main, others[0])
        }
        for (source, _), (target, kind) in product(by_lang[main], by_lang[others[0]]):
            rows.append(_Row(place[id(entry)], (source, target, kind)))
    return rows, []


class _UnsafeXml(Exception):
    """The file declares entities, which can grow without end or read other files."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _element_lines(content: bytes) -> list[int]:
    """The line of every element in document order; stops at any declaration of an entity or an inner document type.

    A plain ``<!DOCTYPE martif SYSTEM "TBX.dtd">``, usual in version 2, passes: expat never fetches it.
    """
    parser = expat.ParserCreate()
    lines: list[int] = []

    def refuse(*_: object) -> None:
        raise _UnsafeXml(parser.CurrentLineNumber)

    def doctype(_name: str, _system: str | None, _public: str | None, has_inner: bool) -> None:
        if has_inner:
            refuse()

    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda _name, _attributes: lines.append(parser.CurrentLineNumber)
    parser.Parse(content, True)
    return lines


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _primary(lang: str, languages: Sequence[str]) -> str:
    """The source language: the file's own, else the first one found."""
    lang = lang.lower()
    same = [found for found in languages if found == lang or found.split("-")[0] == lang.split("-")[0]]
    return same[0] if lang and same else next(iter(languages), "")


def _languages(entry: ElementTree.Element) -> Iterator[tuple[str, ElementTree.Element]]:
    for section in entry:
        if _local(section) in ("langSet", "langSec"):
            yield (section.get(_LANG) or section.get("lang") or "").lower(), section


def _terms(section: ElementTree.Element) -> Iterator[tuple[str, Kind]]:
    """Terms of one language with their status, which stands beside the term (version 2 or 3, either style)."""
    for group in section:
        if _local(group) not in ("tig", "ntig", "termSec"):
            continue
        term, kind = "", _KINDS["required"]
        for element in group.iter():
            status = element.get("type", "") if _local(element) == "termNote" else _local(element)
            if _local(element) == "term" and not term:
                term = " ".join("".join(element.itertext()).split())
            elif status in _STATUS and (element.text or "").strip().lower().startswith(_FORBIDDEN_STATUS):
                kind = _KINDS["forbidden"]
        if term:
            yield term, kind


def _contradictions(rows: Sequence[_Row]) -> list[tuple[int, str]]:
    first: dict[tuple[str, str], _Row] = {}
    problems = []
    for row in rows:
        source, target, kind = row.term
        earlier = first.setdefault((source.casefold(), target.casefold()), row)
        if earlier.term[2] != kind:
            told = f'"{target}" for "{source}" is {kind} here and {earlier.term[2]} on line {earlier.line}'
            problems.append((row.line, told))
    return problems
