"""What of a text no translator may touch: tags, code, links, addresses, names of accounts, each with its place."""

from __future__ import annotations

import re
from typing import NamedTuple

from consensus.normalize.placeholders import NO_PLACEHOLDERS, Placeholders, may_hold, may_hold_colon, scan_placeholders

#: Tags, code, links and accounts begin with one of these, or with what a placeholder begins with.
_MAY_HOLD = may_hold(r"<`@#\[")
#: Numbers are names of tags too: user interfaces mark the parts of a sentence with <0>...</0>.
TAG = re.compile(r"<(/?)([A-Za-z][\w.-]*(?::[\w.-]+)?|\d{1,3})((?:\s+[^<>]*?)?)\s*(/?)>")
#: A tag as HTML inside of HTML or XML has it.
_ESCAPED_TAG = re.compile(r"(?<=&lt;)(/?)([A-Za-z][\w.-]*|\d{1,3})((?:\s[^<>]{0,200}?)?)\s*(/?)&gt;")
_BB_CODE = re.compile(r"\[(/?)([A-Za-z]{1,12})((?:=[^\[\]]{0,200})?)()\]")
_BB_CLOSED = re.compile(r"\[/([A-Za-z]{1,12})\]")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
#: The target of a link or image, or the name of its reference.
_LINK = re.compile(
    r"\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)|\]\[([^\[\]]{1,200})\]"
)
_LONGEST_LABEL = 1000
_URL = re.compile(
    r"(?:\b(?:https?|ftp)://|\bwww\.)[^\s<>\"`\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef«»“”„]+", re.IGNORECASE
)
_EMAIL = re.compile(r"(?<![\w.@])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_CJK = r"\u3040-\u30ff\u3400-\u9fff"
_HANDLE = re.compile(
    rf"(?<![A-Za-z0-9&/])[@#](?=[^\W{_CJK}]*[^\W\d{_CJK}])[^\W{_CJK}]+(?:@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)?"
)
#: Letters, digits and underscore but for those of scripts that put no blank beside a name.
_W = rf"[^\W{_CJK}\uac00-\ud7a3\u0e00-\u0e7f]"
_ENDINGS = (
    r"\.(?:docx?|xlsx?|xlsm|pptx?|pdf|txt|csv|tsv|json|jsonl|xml|ya?ml|toml|ini|cfg|conf|md|rst|html?|css|scss|jsx?|tsx?|py|"
    r"ipynb|rb|rs|java|cpp|cs|php|sh|bat|ps1|exe|dll|dmg|deb|rpm|msi|zip|tar|gz|tgz|7z|rar|png|jpe?g|gif|svg|webp|bmp|tiff?|"
    r"ico|mp3|mp4|wav|avi|mov|mkv|psd|eps|sql|db|sqlite|bak|tmp|iso|apk|ipa|jar|war|po|pot|mo|xliff|xlf|odt|ods|odp|rtf|"
    r"epub|tex|env|lock|gitignore)"
)
#: Names of files by their ending, paths that begin at a root, a drive or a folder, and long options of a command.
_NAME = re.compile(
    rf"(?<![@./\\-])(?<!{_W})(?:(?:{_W}|[./-]){{0,80}}{_W})?{_ENDINGS}(?:\.gz|\.bak)?(?![/-]|\.{_W})(?!{_W})"
    rf"|(?<![/.:<])(?<!{_W})(?:~|\.{{1,2}})?(?:/(?:{_W}|[.-]){{1,80}}){{2,20}}/?"
    rf"|(?<![/.:<])(?<!{_W})(?:~|\.{{1,2}})/(?:{_W}|[.-]){{1,80}}"
    rf"|(?<!{_W})[A-Za-z]:\\(?:{_W}|[\\.$%~-]){{1,200}}|(?<!{_W})(?<!-)--[a-z]{{2,30}}(?:-[a-z0-9]{{1,30}})+(?!-)(?!{_W})"
)
_ENDING = re.compile(rf"{_ENDINGS}(?![a-z])")
_ROOT = re.compile(r"/(?<![A-Za-z0-9:/<]/)[^\W\d_]")


def _may_name(text: str) -> bool:
    """Whether a name of a file, a path or an option may stand in a text; each question is asked at a literal."""
    return (
        ("." in text and _ENDING.search(text) is not None)
        or ("/" in text and _ROOT.search(text) is not None)
        or ":\\" in text
        or " --" in text
    )


class Piece(NamedTuple):
    """A protected stretch of a text. text: what must survive (a code span without its ticks, a link's target alone)."""

    start: int
    end: int
    text: str


class Tag(NamedTuple):
    """A tag. kind: "open", "close" or "empty". fixed: the attribute values that translation may not change."""

    start: int
    end: int
    name: str
    kind: str
    fixed: tuple[str, ...]


class Markup(NamedTuple):
    """All protected stretches of a text."""

    placeholders: Placeholders = NO_PLACEHOLDERS
    tags: tuple[Tag, ...] = ()
    code: tuple[Piece, ...] = ()
    links: tuple[Piece, ...] = ()
    urls: tuple[Piece, ...] = ()
    emails: tuple[Piece, ...] = ()
    handles: tuple[Piece, ...] = ()
    names: tuple[Piece, ...] = ()

    def spans(self) -> list[tuple[int, int]]:
        """Everything that is not prose, as offsets."""
        pieces = (*self.code, *self.links, *self.urls, *self.emails, *self.handles, *self.names)
        found = [(piece.start, piece.end) for piece in pieces] + [(tag.start, tag.end) for tag in self.tags]
        found += [span for argument in self.placeholders.icu for span in argument.frame]
        # Where the percent sign stands first, "%20" is a number.
        return found + [(item.start, item.end) for item in self.placeholders.plain if item.kind != "numbered"]


#: The markup of a text without any; always this very object.
NO_MARKUP = Markup()
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_FIXED = re.compile(
    r"\b(id|href|src|rid|name|class|ctype|equiv-text)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE
)


def scan_markup(text: str) -> Markup:
    """Every protected stretch of a text. What stands inside code is code alone."""
    named = _may_name(text)
    held = _MAY_HOLD.search(text) or may_hold_colon(text)
    if not named and not held and "://" not in text and "www." not in text:
        return NO_MARKUP
    code: tuple[Piece, ...] = ()
    prose = text
    if "`" in text:
        code = tuple(Piece(m.start(), m.end(), m.group(2).strip(" ")) for m in _CODE.finditer(text))
        prose = _without(text, code)
    placeholders = scan_placeholders(prose)
    tags = _tags(prose)
    links = tuple(_link(m, prose) for m in _LINK.finditer(prose)) if "](" in prose or "][" in prose else ()
    rest = _without(prose, links) if links else prose
    if tags:
        rest = _without(rest, tags)
    urls = tuple(_url(m) for m in _URL.finditer(rest)) if "://" in rest or "ww." in rest.lower() else ()
    rest = _without(rest, urls) if urls else rest
    emails: tuple[Piece, ...] = ()
    handles: tuple[Piece, ...] = ()
    if "@" in rest or "#" in rest:
        emails = tuple(Piece(m.start(), m.end(), m.group()) for m in _EMAIL.finditer(rest))
        handles = tuple(Piece(m.start(), m.end(), m.group()) for m in _HANDLE.finditer(rest))
    names: tuple[Piece, ...] = ()
    if named:
        rest = _without(rest, emails)
        names = tuple(Piece(m.start(), m.end(), m.group().rstrip(".-")) for m in _NAME.finditer(rest))
    found = Markup(placeholders, tags, code, links, urls, emails, handles, names)
    return NO_MARKUP if found == NO_MARKUP else found


def _tags(text: str) -> tuple[Tag, ...]:
    found = [_tag(m) for m in TAG.finditer(text)] if "<" in text else []
    if "&lt;" in text:
        found += [_tag(m, "&lt;") for m in _ESCAPED_TAG.finditer(text)]
    if "[/" in text:
        closed = {name.lower() for name in _BB_CLOSED.findall(text)}
        found += [_tag(m, "[") for m in _BB_CODE.finditer(text) if m.group(2).lower() in closed]
    return tuple(sorted(found))


def _link(match: re.Match[str], text: str) -> Piece:
    """The target as it stands; a reference keeps its brackets; an image has its mark in front."""
    if match.group(2) is not None:
        return Piece(match.start(2), match.end(2), f"[{match.group(2)}]")
    opening = _opening(text, match.start())
    mark = "!" if opening > 0 and text[opening - 1] == "!" else ""
    return Piece(match.start(1), match.end(1), mark + match.group(1))


def _opening(text: str, close: int) -> int:
    """Where the bracket that closes here opens; -1 when it does not."""
    depth = 0
    for at in range(close, max(-1, close - _LONGEST_LABEL), -1):
        depth += (text[at] == "]") - (text[at] == "[")
        if depth == 0:
            return at
    return -1


def _without(text: str, pieces: tuple[Piece, ...] | tuple[Tag, ...]) -> str:
    for piece in pieces:
        text = f"{text[: piece.start]}{' ' * (piece.end - piece.start)}{text[piece.end :]}"
    return text


def _url(match: re.Match[str]) -> Piece:
    url = match.group().rstrip(".,;:!?'*_]}")
    if url.endswith(")") and url.count("(") < url.count(")"):
        url = url.rstrip(").,")
    return Piece(match.start(), match.start() + len(url), url)


def _tag(match: re.Match[str], bracket: str = "") -> Tag:
    """bracket: what such a tag begins with, if not with "<"; a tag in other brackets is another tag."""
    closing, name, attributes, empty = match.groups()
    named = [f"{m.group(1).lower()}={m.group(2).strip(chr(34) + chr(39))}" for m in _FIXED.finditer(attributes)]
    fixed = (attributes,) if bracket == "[" and attributes else tuple(sorted(named))
    kind = "close" if closing else "empty" if empty or name.lower() in _VOID else "open"
    return Tag(match.start(), match.end(), bracket + name.lower(), kind, fixed)
