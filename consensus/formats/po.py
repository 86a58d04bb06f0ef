"""gettext PO and POT: each msgstr is a string; what is filled and not fuzzy is a translation that the file holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from consensus.domain import Filled
from consensus.errors import DocumentError
from consensus.formats.base import Format, Left, Locator, Options
from consensus.formats.encodings import Decoded
from consensus.formats.plurals import Forms, forms_of, header_line
from consensus.formats.spans import Edit, Line, lines_of
from consensus.formats.spliced import Found, Slot, SplicedFormat, literal, same_edges, slot_of
from consensus.normalize.tokens import base_language

_QUOTED = r'"(?:[^"\\]|\\.)*"'
_STRINGS = re.compile(rf"[ \t]*(?:{_QUOTED}[ \t]*)*")
_LINE = re.compile(
    rf"\s*(?:(?P<key>msgctxt|msgid_plural|msgid|msgstr(?:\[(?P<form>\d+)\])?)[ \t]*)?(?={_QUOTED}|(?<=[a-z\]])$)"
)
_CHARSET = re.compile(rb'Content-Type:[^"\n]*charset=\s*([\w.:-]+)', re.IGNORECASE)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)")
#: Longer strings go over several lines in files that wrap, as gettext's own tools do.
_WIDTH = 77


class Part(NamedTuple):
    """A keyword with its strings. start, end: of the strings. value: decoded."""

    key: str
    start: int
    end: int
    value: str


class Entry(NamedTuple):
    """A message. parts: by keyword. comments: its comment lines without line ends, with their places."""

    number: int
    parts: Mapping[str, Part]
    comments: Sequence[Line]

    @property
    def flags(self) -> set[str]:
        lines = (one.text.strip()[2:] for one in self.comments if one.text.lstrip().startswith("#,"))
        return {flag.strip() for line in lines for flag in line.split(",")}

    @property
    def context(self) -> str:
        return self.parts["msgctxt"].value if "msgctxt" in self.parts else ""

    def text_of(self, key: str) -> str:
        return self.parts[key].value if key in self.parts else ""

    @property
    def is_header(self) -> bool:
        return not self.text_of("msgid") and "msgctxt" not in self.parts


class Way(NamedTuple):
    """How a form is written. entry: number of its entry. form: of a plural. added: the file lacks it so far. wraps:
    long strings go over several lines. end: the line end of the file.
    """

    entry: int
    form: int | None
    added: bool
    wraps: bool
    end: str


class Po(SplicedFormat):
    name = "po"
    label = "PO"
    suffixes = (".po", ".pot")
    bilingual = True
    left = {"obsolete": ("obsolete message", "obsolete messages")}  # noqa: RUF012

    def declared(self, content: bytes) -> str:
        found = _CHARSET.search(content)
        return found[1].decode("ascii", "replace") if found else ""

    def found(self, text: str, options: Options) -> Found:
        """A string for each msgstr that the target language has."""
        entries, obsolete = _entries(text, options.where)
        header = next((entry for entry in entries if entry.is_header), None)
        fields = _fields(header)
        plural = any("msgid_plural" in entry.parts for entry in entries)
        forms = forms_of(fields.get("plural-forms", ""), options.target_lang)
        end = "\r\n" if "\r\n" in text else "\n"
        wraps = not any(len(line.text) > _WIDTH + 10 and '"' in line.text for line in lines_of(text))
        slots: list[Slot] = []
        for entry in entries:
            if entry.is_header or not entry.text_of("msgid") or "msgid" not in entry.parts:
                continue
            slots += _slots(entry, forms, (wraps, end))
        left = [Left(one.start, one.end, "obsolete") for one in obsolete]
        return Found(slots, left, _warnings(fields, options.target_lang, forms if plural else None))

    def raw(self, slot: Slot, new: str, source: Decoded) -> str | None:
        way = slot.way
        assert isinstance(way, Way)
        strings = _encoded(same_edges(slot.words, new), way)
        return f"{way.end}msgstr[{way.form}] {strings}" if way.added else strings

    def all_edits(self, text: str, found: Found, edits: list[Edit], written: Mapping[Locator, str]) -> list[Edit]:
        """The mark of a fuzzy entry goes with all that was fuzzy in it; forms without a text are added empty."""
        by_entry: dict[int, list[Slot]] = {}
        for slot in found.slots:
            assert isinstance(slot.way, Way)
            by_entry.setdefault(slot.way.entry, []).append(slot)
        touched = {int(locator.partition(".")[0]) for locator in written}
        entries = {entry.number: entry for entry in _entries(text, "")[0] if entry.number in touched}
        edits = list(edits)
        for number, entry in entries.items():
            missing = [slot for slot in by_entry[number] if slot.block.locator not in written]
            if not missing and "fuzzy" in entry.flags:
                edits += _without_fuzzy(text, entry)
            added = [slot for slot in by_entry[number] if slot.way.added]  # type: ignore[attr-defined]
            if len(added) > sum(slot in missing for slot in added):
                edits += [Edit(slot.start, slot.end, _empty(slot.way)) for slot in added if slot in missing]
        return edits


def _empty(way: object) -> str:
    assert isinstance(way, Way)
    return f'{way.end}msgstr[{way.form}] ""'


def _entries(text: str, where: str) -> tuple[list[Entry], list[Line]]:
    """All messages, and the lines on which obsolete ones begin."""
    entries: list[Entry] = []
    obsolete: list[Line] = []
    comments: list[Line] = []
    parts: dict[str, Part] = {}
    last = ""

    def close() -> None:
        if parts:
            entries.append(Entry(len(entries), dict(parts), tuple(comments)))
            parts.clear()
            comments.clear()

    for number, line in enumerate(lines_of(text), 1):
        bare = line.text.strip()
        if not bare or bare.startswith("#"):
            if "msgstr" in last:
                close()
                last = ""
            if bare.startswith("#~"):
                comments.clear()
                if bare[2:].lstrip().startswith("msgid "):
                    obsolete.append(line)
            elif bare:
                comments.append(line)
            continue
        found = _LINE.match(line.text)
        strings = _STRINGS.fullmatch(line.text, found.end()) if found else None
        key = (found["key"] or last) if found else ""
        if found is None or strings is None or not key:
            if bare.startswith("domain "):
                continue
            raise _not_po(number, bare, where)
        if found["key"]:
            if key in ("msgctxt", "msgid") and "msgstr" in last:
                close()
            elif key in parts:
                raise _not_po(number, bare, where)
            last = key
        start, end = line.start + found.end(), line.start + len(line.text.rstrip())
        old = parts.get(key)
        value = _decoded(line.text[found.end() :])
        if found["key"] and start == end:  # its strings begin on the next line
            continue
        parts[key] = Part(key, old.start, end, old.value + value) if old else Part(key, start, end, value)
    close()
    if not any("msgid" in entry.parts for entry in entries) and not obsolete:
        raise DocumentError("not PO: it has no msgid.", where=where, do="Give a file that gettext's tools read.")
    return entries, obsolete


def _not_po(number: int, line: str, where: str) -> DocumentError:
    what = f'not PO: line {number} ("{line[:40]}") is out of place.'
    return DocumentError(what, where=where, do="Mend it; msgfmt -c names all such lines.")


def _fields(header: Entry | None) -> dict[str, str]:
    lines = (header.text_of("msgstr") if header else "").split("\n")
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, mark, value in pairs if mark}


def _slots(entry: Entry, forms: Forms, style: tuple[bool, str]) -> list[Slot]:
    """One for each form that the target language has; where the file has fewer, the others follow the last."""
    note, fuzzy = _note(entry), "fuzzy" in entry.flags
    place = entry.context or next(
        (one.text.strip()[2:].strip() for one in entry.comments if one.text.lstrip().startswith("#:")), ""
    )
    if "msgid_plural" not in entry.parts:
        target = entry.parts.get("msgstr")
        return (
            [_slot(entry, "msgid", target, Way(entry.number, None, False, *style), (place, note, fuzzy))]
            if target
            else []
        )
    found: list[Slot] = []
    last = max((part.end for key, part in entry.parts.items() if key.startswith("msgstr[")), default=0)
    for form in range(forms.forms) if last else ():
        target = entry.parts.get(f"msgstr[{form}]")
        way = Way(entry.number, form, target is None, *style)
        about = f"Plural form {form + 1} of {forms.forms}, for {forms.numbers(form)}."
        key = forms.source(form, entry.text_of("msgid"), entry.text_of("msgid_plural"))
        told = (f"{place} [{form}]".strip(), "\n".join(filter(None, (note, about))), fuzzy)
        found.append(_slot(entry, key, target or Part("", last, last, ""), way, told))
    return found


def _slot(entry: Entry, key: str, target: Part, way: Way, told: tuple[str, str, bool]) -> Slot:
    place, note, fuzzy = told
    words = literal(entry.text_of(key))
    done = None if fuzzy or not target.value.strip() else Filled("translated", literal(target.value).text)
    locator = f"{entry.number}" if way.form is None else f"{entry.number}.{way.form}"
    more = {"kind": "string", "place": place, "note": note, "filled": done, "way": way}
    return slot_of(target.start, target.end, words, locator, **more)


def _note(entry: Entry) -> str:
    """What programmers say of a message: its extracted comments, its context; what translators noted comes last."""
    lines = [one.text.strip() for one in entry.comments]
    extracted = [line[2:].strip() for line in lines if line.startswith("#.")]
    own = [line[1:].strip() for line in lines if line == "#" or line.startswith(("# ", "#\t"))]
    flags = sorted(flag for flag in entry.flags if flag.endswith("-format") and not flag.startswith("no-"))
    context = [f"Context: {entry.context}"] if entry.context else []
    return "\n".join(filter(None, (*context, *extracted, *own, *flags)))


def _warnings(fields: Mapping[str, str], target_lang: str | None, forms: Forms | None) -> list[str]:
    found = []
    charset = re.search(r"charset=([\w.:-]+)", fields.get("content-type", ""))
    if charset and charset[1].lower() in ("charset", "ascii", "us-ascii"):
        found.append(f"Its header says charset={charset[1]}; it comes back as UTF-8: set charset=UTF-8 in it.")
    lang = fields.get("language", "")
    if lang and target_lang and base_language(lang.replace("_", "-")) != base_language(target_lang):
        found.append(f"Its header says that it is in {lang}, the target language is {target_lang}.")
    if forms and not forms.declared:
        line = header_line(target_lang)
        what = f"set it to {line}" if line else "set it to that of the target language"
        found.append(f"Its header has no Plural-Forms that can be read; {what}.")
    return found


def _without_fuzzy(text: str, entry: Entry) -> list[Edit]:
    edits = []
    for line in entry.comments:
        bare = line.text.strip()
        flags = [flag.strip() for flag in bare[2:].split(",")] if bare.startswith("#,") else []
        if bare.startswith("#|") or flags == ["fuzzy"]:
            end = re.compile(r"\r\n|\r|\n|$").match(text, line.end)
            edits.append(Edit(line.start, end.end() if end else line.end, ""))
        elif "fuzzy" in flags:
            rest = ", ".join(flag for flag in flags if flag != "fuzzy")
            edits.append(Edit(line.start, line.end, f"#, {rest}"))
    return edits


def _decoded(strings: str) -> str:
    return "".join(_ESCAPE.sub(_unescaped, found[1:-1]) for found in re.findall(_QUOTED, strings))


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] == "x" and len(code) > 1:
        return chr(int(code[1:], 16))
    if code.isdigit() and code.isascii():
        return chr(int(code, 8)) if set(code) <= set("01234567") else code
    return _ESCAPES.get(code, code)


def _encoded(text: str, way: Way) -> str:
    lines = re.findall(r"[^\n]*\n|[^\n]+", text) or [""]
    quoted = [_quoted(line) for line in lines]
    if len(quoted) == 1 and (not way.wraps or len(quoted[0]) <= _WIDTH):
        return quoted[0]
    if way.wraps:
        quoted = [part for line in lines for part in _wrapped(line)]
    return way.end.join(['""', *quoted])


def _wrapped(line: str) -> list[str]:
    parts = [""]
    for word in re.findall(r"\s*\S+\s*|\s+", line):
        if parts[-1] and len(_quoted(parts[-1] + word.rstrip())) > _WIDTH:
            parts.append("")
        parts[-1] += word
    return [_quoted(part) for part in parts]


def _quoted(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r") + '"'


FORMAT: Format = Po()
