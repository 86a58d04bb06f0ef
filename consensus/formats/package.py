"""Office files (DOCX, PPTX, XLSX): a zip package; its parts are found by content type and relationship."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

from consensus.domain import DocumentRules
from consensus.errors import DocumentError
from consensus.formats.xml_splice import Edit, Node, Xml, parse, splice
from consensus.formats.zip_splice import ZipMembers

TYPES = "[Content_Types].xml"
#: In content types of a main part -> the format.
_KINDS = {
    "wordprocessingml": "docx",
    "ms-word": "docx",
    "presentationml": "pptx",
    "ms-powerpoint": "pptx",
    "spreadsheetml": "xlsx",
    "ms-excel": "xlsx",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A stream of an OLE file -> what it is, and as what to save it.
_OLD = {
    "EncryptedPackage": ("password-protected", "Save it without a password."),
    "WordDocument": ("a file of Word 97 to 2003 (.doc)", "Open it and save it as .docx."),
    "PowerPoint Document": ("a file of PowerPoint 97 to 2003 (.ppt)", "Open it and save it as .pptx."),
    "Workbook": ("a file of Excel 97 to 2003 (.xls)", "Open it and save it as .xlsx."),
    "Book": ("a file of Excel 97 to 2003 (.xls)", "Open it and save it as .xlsx."),
}


class Relation(NamedTuple):
    """From one part to another, or to something outside. type: a URL. target: a part's name, or a URL."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The end of its type, the same in Transitional and ISO Strict: "footnotes", "hyperlink"."""
        return self.type.rsplit("/", 1)[-1]


class Package:
    """The parts of a package. Part names have no slash before them: "word/document.xml".

    Raises DocumentError, from each method too, for what cannot be read. where: for messages.
    """

    def __init__(self, content: bytes, where: str) -> None:
        self.content, self.where = content, where
        self.members = ZipMembers(content, where)
        if TYPES not in self.members:
            what = "this is a zip file that is no Office document."
            raise DocumentError(what, where=where, do="Unpack it and hand in the documents in it.")
        self._read: dict[str, Xml] = {}
        self._relations: dict[str, tuple[Relation, ...]] = {}

    def __contains__(self, name: object) -> bool:
        return name in self.members

    def xml(self, name: str) -> Xml:
        """A part, parsed once."""
        if name not in self._read:
            self._read[name] = parse(self.members.content(name), f"{self.where} ({name})")
        return self._read[name]

    def type_of(self, name: str) -> str:
        """A part's content type in lower case, or ""."""
        overrides, defaults = self._types
        return overrides.get(name.lower()) or defaults.get(posixpath.splitext(name)[1].lower().lstrip("."), "")

    def relations(self, name: str = "") -> tuple[Relation, ...]:
        """Those of a part, in the order of its file. name: "" for those of the package."""
        if name not in self._relations:
            self._relations[name] = tuple(self._related(name))
        return self._relations[name]

    def target(self, name: str, relation: str | None) -> Relation | None:
        """The relation of a part with this id."""
        return next((one for one in self.relations(name) if one.id == relation), None)

    def related(self, name: str, *kinds: str) -> list[str]:
        """The parts that a part is related to, of these kinds of relation."""
        return [one.target for one in self.relations(name) if one.kind in kinds and one.target in self]

    @cached_property
    def main(self) -> str:
        """The main part, or ""."""
        return next(iter(self.related("", "officeDocument")), "")

    @property
    def kind(self) -> str:
        """ "docx", "pptx", "xlsx", or "" for another one; told by the content type of the main part."""
        kind = self.type_of(self.main) if self.main else ""
        if "binary" in kind:
            return ""  # .xlsb
        return next((name for mark, name in _KINDS.items() if mark in kind), "")

    @property
    def is_signed(self) -> bool:
        return any(one.type.endswith("/digital-signature/origin") for one in self.relations())

    def written(self, changed: Mapping[str, bytes]) -> bytes:
        """The package with these parts, without a signature where it had one; without changes, the very bytes."""
        if not changed:
            return self.content
        return self.members.written({**changed, **self._without_signature()} if self.is_signed else changed)

    def _without_signature(self) -> dict[str, bytes | None]:
        origins = [one.target for one in self.relations() if one.type.endswith("/digital-signature/origin")]
        signed = {*origins, *(one.target for name in origins for one in self.relations(name) if not one.external)}
        signed |= {one.target for name in signed for one in self.relations(name) if "/digital-signature/" in one.type}
        gone: dict[str, bytes | None] = dict.fromkeys(
            one for name in signed for one in (name, _relations_of(name)) if one in self
        )
        names = {name.lower() for name in signed}

        def is_of_it(node: Node) -> bool:
            if node.local == "Relationship":
                return (node.get("Type") or "").endswith("/digital-signature/origin")
            told = (node.get("PartName") or "").lstrip("/").lower() in names
            return told or "digital-signature" in (node.get("ContentType") or "")

        for part in (TYPES, _relations_of("")):
            read = self.xml(part)
            found = [node for node in read.root.walk("Override", "Default", "Relationship") if is_of_it(node)]
            gone[part] = splice(read.content, [Edit(node.start, node.end, b"") for node in found])
        return gone

    @cached_property
    def _types(self) -> tuple[dict[str, str], dict[str, str]]:
        overrides, defaults = {}, {}
        for node in self.xml(TYPES).root.walk("Override", "Default"):
            kind = (node.get("ContentType") or "").lower()
            if node.local == "Override":
                overrides[unquote(node.get("PartName") or "").lstrip("/").lower()] = kind
            else:
                defaults[(node.get("Extension") or "").lower()] = kind
        return overrides, defaults

    def _related(self, name: str) -> Iterator[Relation]:
        part = _relations_of(name)
        if part not in self:
            return
        for node in self.xml(part).root.walk("Relationship"):
            target, external = node.get("Target") or "", node.get("TargetMode") == "External"
            if not external:
                target = self._resolved(name, target)
            yield Relation(node.get("Id") or "", node.get("Type") or "", target, external)

    def _resolved(self, name: str, target: str) -> str:
        target = target.partition("#")[0].replace("\\", "/")
        base = "" if target.startswith("/") else posixpath.dirname(name)
        found = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
        choices = (found, unquote(found))
        return next((one for one in choices if one in self), self._whatever_case(choices[1]))

    def _whatever_case(self, name: str) -> str:
        """Names of parts are the same in upper and lower case."""
        return next((one for one in self.members.names if one.lower() == name.lower()), name)


def open_package(content: bytes, where: str, kind: str, rules: DocumentRules | None = None) -> Package:
    """An Office file of this kind: "docx", "pptx" or "xlsx".

    rules: given when it is handed in; every part is then checked, and a signed file refused unless they say otherwise.
    Raises DocumentError with advice for whatever it is else.
    """
    _refuse_others(content, where, kind)
    package = Package(content, where)
    if package.kind != kind:
        suffix = f".{package.kind}" if package.kind else ""
        what = f"this is a {suffix} file, not a .{kind} file." if suffix else f"this is no .{kind} file."
        do = f"Name it with the suffix {suffix}." if suffix else f"Open it and save it as .{kind}."
        raise DocumentError(what, where=where, do=do)
    if rules is not None:
        package.members.check()
        if package.is_signed and rules.signed == "refuse":
            what = "it is digitally signed, and any change breaks the signature."
            do = "Hand in a copy without it, or set in the policy: documents: {signed: drop}."
            raise DocumentError(what, where=where, do=do)
    return package


def kind_of(content: bytes) -> str:
    """Which Office file it is, whatever its name: "docx", "pptx", "xlsx", or ""."""
    if not content.startswith(b"PK"):
        return ""
    try:
        return Package(content, "").kind
    except DocumentError:
        return ""


def _refuse_others(content: bytes, where: str, kind: str) -> None:
    if not content:
        raise DocumentError("the file is empty.", where=where, do="Give a file with text in it.")
    if content.startswith(_OLE):
        for stream, (what, do) in _OLD.items():
            if stream.encode("utf-16-le") in content:
                raise DocumentError(f"this is {what}.", where=where, do=do)
        what = "it is password-protected or of an old format (.doc, .ppt, .xls)."
        raise DocumentError(what, where=where, do=f"Open it and save it as .{kind}, without a password.")
    if not content.startswith(b"PK"):
        raise DocumentError(f"this is no .{kind} file.", where=where, do=f"Open it and save it as .{kind}.")


def _relations_of(name: str) -> str:
    folder, _, last = name.rpartition("/")
    return f"{folder}/_rels/{last}.rels" if folder else f"_rels/{last}.rels"
