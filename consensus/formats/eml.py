"""E-mail (.eml), which is read and not written: its headers, its text and what is attached to it."""

from __future__ import annotations

import email
from collections.abc import Mapping, Sequence
from email import policy
from email.errors import MessageError
from email.message import Message
from pathlib import PurePath, PureWindowsPath
from types import MappingProxyType
from typing import Any

from consensus.domain import Segment
from consensus.errors import DocumentError
from consensus.formats.base import Format, Langs, Locator, Options, Parsed, Written
from consensus.formats.html_text import html_text
from consensus.formats.layout import pack, unpack
from consensus.formats.registry import of_suffix, sniffed
from consensus.locate.layout import Spot

#: Messages inside of messages, and parts of one, that are read.
_DEEPEST, _MOST_PARTS = 3, 500
_MOST_CHARACTERS = 20_000_000
_LONGEST_NAME = 120
_HEADERS = ("From", "To", "Cc", "Date", "Subject")
#: One of these makes a text an e-mail.
_TELLING = (*_HEADERS, "Received", "Message-ID", "MIME-Version", "Content-Type")
#: All that broken headers and encodings make the standard library raise.
_BROKEN = (MessageError, ValueError, LookupError, AttributeError, TypeError, AssertionError)
#: Parts without words for a reader.
_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


class Eml:
    """Every attachment of a format that is read becomes part of the text."""

    name = "eml"
    label = "e-mail"
    suffixes = (".eml",)
    version = 1
    writes = False
    left: Mapping[str, tuple[str, str]] = MappingProxyType({})

    def sniff(self, head: bytes) -> bool:
        return False  # it is a text, whose suffix tells

    def read(self, content: bytes, options: Options) -> Parsed:
        reader = _Reader(options)
        try:
            message = email.message_from_bytes(content, policy=policy.default)
            if not any(name in message for name in _TELLING):
                what = "this is no e-mail: it has no headers."
                raise DocumentError(what, where=options.where, do="Save the message as .eml in your mail program.")
            reader.message(message, "", 0)
        except RecursionError:
            what = "its parts stand inside each other too deeply."
            raise DocumentError(what, where=options.where, do="Hand in what is attached by itself.") from None
        text = "".join(reader.parts)
        return Parsed(text, _header(message, "Subject"), warnings=reader.warnings, layout=pack(reader.spots))

    def write(self, content: bytes, texts: Mapping[Locator, str], langs: Langs) -> Written:
        return Written(content, dict.fromkeys(texts, "An e-mail is not written."))

    def damage(self, segment: Segment, target: str) -> str:
        return ""


class _Reader:
    """Puts the text of a message together. inside: what stands before a place in an attached message."""

    def __init__(self, options: Options) -> None:
        # Pages that only OCR read are verified by rules of their own, which know pages of a PDF or an image alone.
        rules = options.rules.model_copy(update={"ocr": "off"})
        self._options = options._replace(rules=rules)
        self.parts: list[str] = []
        self.spots: list[Spot] = []
        self.warnings: list[str] = []
        self._at = self._read = 0

    def message(self, message: Message[Any, Any], inside: str, depth: int) -> None:
        for name in _HEADERS:
            if value := _header(message, name):
                self._add(f"{name}: ")
                self._placed(value, f"{inside}header {name}")
                self._add("\n")
        self._part(message, inside, depth)

    def _part(self, part: Message[Any, Any], inside: str, depth: int) -> None:
        self._read += 1
        if self._read > _MOST_PARTS:
            what = f"it has more than {_MOST_PARTS} parts."
            raise DocumentError(what, where=self._options.where, do="Hand in what is attached by itself.")
        kind, name = _type(part), _file_name(part)
        if kind in _ENCRYPTED:
            self.warnings.append(f"{inside}an encrypted part is not read: decrypt the message in your mail program.")
        elif kind == "message/rfc822" or (name.lower().endswith(".eml") and not part.is_multipart()):
            self._attached_message(part, name, inside, depth)
        elif kind == "multipart/alternative":
            chosen = _chosen(part)
            if chosen is not None:
                self._part(chosen, inside, depth)
        elif part.is_multipart():
            for one in _parts(part):
                self._part(one, inside, depth)
        elif kind in ("text/plain", "text/html") and not name and _disposition(part) != "attachment":
            self._body(part, kind, inside)
        elif kind not in _SIGNATURES:
            self._attachment(part, name or f"a part of type {kind} without a name", inside)

    def _body(self, part: Message[Any, Any], kind: str, inside: str) -> None:
        text, doubt = _decoded(part)
        self.warnings += [f"{inside}message text: {doubt}"] if doubt else []
        if kind == "text/html":
            text, unseen = html_text(text)
            if unseen:
                self.warnings.append(f"{inside}message text: what it does not display is left out.")
        text = text.replace("\r\n", "\n").strip("\n")
        if text.strip():
            self._add("\n")
            self._placed(text, f"{inside}message text")
            self._add("\n")

    def _attached_message(self, part: Message[Any, Any], name: str, inside: str, depth: int) -> None:
        if depth == _DEEPEST:
            self.warnings.append(f"{inside}a message inside of {_DEEPEST} others is not read: hand it in by itself.")
            return
        held = _parts(part)
        message = held[0] if held else email.message_from_bytes(_bytes(part), policy=policy.default)
        title = _header(message, "Subject") or name or "without subject"
        self._add(f"\n--- Attached message: {title}\n")
        self.message(message, f"{inside}attached message {title}, ", depth + 1)

    def _attachment(self, part: Message[Any, Any], name: str, inside: str) -> None:
        content = _bytes(part)
        form = sniffed(content) or of_suffix(PurePath(name).suffix)
        if form is None or form.name == "image":
            what = "a picture" if form is not None else "of a format that is not read"
            self.warnings.append(f"{inside}attachment {name} is not read: {what}.")
            return
        try:
            parsed = form.read(content, self._options._replace(where=f"{self._options.where} ({name})"))
        except DocumentError as error:
            self.warnings.append(f"{inside}attachment {name} is not read: {error.what}")
            return
        place = f"{inside}attachment {name}"
        self._add(f"\n--- Attachment: {name} ({form.label})\n")
        self._embedded(parsed, place)
        self.warnings += [f"{place}: {warning}" for warning in parsed.warnings]

    def _embedded(self, parsed: Parsed, place: str) -> None:
        """The text of an attachment; its places are those of its own with its name before them."""
        base = self._at
        if parsed.pages:
            known = [(page.start, page.end, f"page {page.number}") for page in parsed.pages]
        else:
            own = unpack(parsed.layout)
            known = [(a, b, str(one)) for a, b, one in zip(own.starts, own.ends, own.places, strict=True)]
        for start, end, one in known:
            if end > start:
                self.spots.append(Spot(base + start, base + end, cell=f"{place}, {one}"))
        if known:
            self._add(parsed.text)
        else:
            self._placed(parsed.text, place)
        self._add("" if parsed.text.endswith("\n") else "\n")

    def _placed(self, text: str, place: str) -> None:
        if text:
            self.spots.append(Spot(self._at, self._at + len(text), cell=place))
        self._add(text)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self._at += len(text)
        if self._at > _MOST_CHARACTERS:
            what = f"it holds more than {_MOST_CHARACTERS:,} characters with what is attached."
            raise DocumentError(what, where=self._options.where, do="Hand in what is attached by itself.")


def _parts(part: Message[Any, Any]) -> Sequence[Message[Any, Any]]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _chosen(part: Message[Any, Any]) -> Message[Any, Any] | None:
    """Of several forms of one text, the plain one, unless it is empty."""
    forms = _parts(part)
    plain = [one for one in forms if _type(one) == "text/plain" and _decoded(one)[0].strip()]
    html = [one for one in forms if _type(one) == "text/html" or one.is_multipart()]
    return next(iter([*plain, *html, *forms]), None)


def _header(message: Message[Any, Any], name: str) -> str:
    """A header on one line, decoded as far as it can be."""
    try:
        value = str(message.get(name) or "")
    except _BROKEN:
        raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
        value = str(raw)
    value = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join("".join(one if one.isprintable() else " " for one in value).split())


def _type(part: Message[Any, Any]) -> str:
    try:
        return part.get_content_type()
    except _BROKEN:
        return "application/octet-stream"


def _disposition(part: Message[Any, Any]) -> str:
    try:
        return part.get_content_disposition() or ""
    except _BROKEN:
        return "attachment"


def _file_name(part: Message[Any, Any]) -> str:
    """The name of an attachment without folders, on one line; "" where it has none."""
    try:
        name = part.get_filename() or ""
    except _BROKEN:
        name = ""
    name = PureWindowsPath(name.replace("\0", "")).name
    shown = " ".join("".join(one if one.isprintable() else " " for one in name).split())
    suffix = PurePath(shown).suffix
    return shown if len(shown) <= _LONGEST_NAME else shown[: _LONGEST_NAME - len(suffix[:20])] + suffix[:20]


def _bytes(part: Message[Any, Any]) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except _BROKEN:
        payload = None
    return payload if isinstance(payload, bytes) else b""


def _decoded(part: Message[Any, Any]) -> tuple[str, str]:
    """The text of a part, and in one sentence what is doubtful of it, or ""."""
    content = _bytes(part)
    try:
        charset = part.get_content_charset() or "utf-8"
    except _BROKEN:
        charset = "utf-8"
    declared = charset
    # What says ASCII or Latin-1 is often UTF-8 or Windows-1252, which hold them.
    tries = {"us-ascii": ("utf-8", "cp1252"), "ascii": ("utf-8", "cp1252"), "iso-8859-1": ("cp1252",)}
    for name in tries.get(charset.lower(), (charset,)):
        try:
            return _clean(content.decode(name)), ""
        except LookupError:
            declared = ""
        except UnicodeError:
            continue
    if declared:
        return _clean(
            content.decode("utf-8", "replace")
        ), f"some characters are not of its character set ({charset!r})."
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return _clean(text), f"its character set {charset!r} is not known."


def _clean(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\0", "\ufffd")


FORMAT: Format = Eml()
