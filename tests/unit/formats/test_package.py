"""Office packages: read within limits, parts found by type and relationship, untouched members kept byte for byte."""

import io
import zipfile
from contextlib import suppress

import pytest

from consensus.domain import DocumentRules
from consensus.errors import DocumentError
from consensus.formats.package import Package, kind_of, open_package
from tests.formats.builders import zips

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
BODY = "<document>Words</document>"
SIGNATURE = "application/vnd.openxmlformats-package.digital-signature"
ORIGIN = f"{zips.RELATIONS}/digital-signature/origin"
GOOD = zips.office("word/document.xml", {"word/document.xml": (MAIN, BODY)}, others={"word/a.bin": b"\0\1" * 900})


def signed() -> bytes:
    parts = {
        "word/document.xml": (MAIN, BODY),
        "_xmlsignatures/origin.sigs": (f"{SIGNATURE}-origin", ""),
        "_xmlsignatures/sig1.xml": (f"{SIGNATURE}-xmlsignature+xml", "<Signature/>"),
    }
    relations = {
        "": [("rId9", ORIGIN, "_xmlsignatures/origin.sigs")],
        "_xmlsignatures/origin.sigs": [("rId1", f"{zips.RELATIONS}/digital-signature/signature", "sig1.xml")],
    }
    return zips.office("word/document.xml", parts, relations)


def streamed() -> bytes:
    """A zip file as programs write it that cannot seek: sizes stand behind each member; with extras and a comment."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.written = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.written += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = b"A comment"
        for name, content in zips.unzipped(GOOD).items():
            info = zipfile.ZipInfo(name, (1999, 12, 31, 23, 59, 58))
            info.extra, info.comment, info.external_attr = b"\x99\x99\2\0ab", b"of a member", 0o640 << 16
            info.compress_type = zipfile.ZIP_BZIP2 if name.endswith(".bin") else zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=True) as stream:
                stream.write(content)
    return pipe.written


SHAPES = {"plain": GOOD, "streamed, zip64, bzip2, extras": streamed(), "behind a program": b"MZ" * 70 + GOOD}


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
def test_members_that_do_not_change_keep_their_bytes(content: bytes) -> None:
    package = Package(content, "a.docx")
    written = package.written({"word/document.xml": b"<document>Other words</document>"})
    before, after = zipfile.ZipFile(io.BytesIO(content)), zipfile.ZipFile(io.BytesIO(written))
    assert after.testzip() is None
    assert after.namelist() == before.namelist()
    assert after.comment == before.comment
    assert after.read("word/document.xml") == b"<document>Other words</document>"
    for old, new in zip(before.infolist(), after.infolist(), strict=True):
        assert (new.date_time, new.external_attr, new.comment) == (old.date_time, old.external_attr, old.comment)
        assert b"\x99\x99\2\0ab" in new.extra or not old.extra
        if new.filename != "word/document.xml":
            assert (new.compress_type, new.flag_bits, new.extra) == (old.compress_type, old.flag_bits, old.extra)
            size = old.compress_size + 30
            place, end = old.header_offset, old.header_offset + size
            assert written[new.header_offset : new.header_offset + size] == content[place:end]


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
def test_without_changes_the_very_bytes_come_back(content: bytes) -> None:
    assert Package(content, "a.docx").written({}) is content
    assert Package(content, "a.docx").members.content("word/a.bin") == b"\0\1" * 900


@pytest.mark.parametrize("content", zips.hostile(GOOD).values(), ids=zips.hostile(GOOD))
def test_what_is_broken_or_hostile_is_one_line_that_says_what_to_do(content: bytes) -> None:
    with pytest.raises(DocumentError) as raised:
        open_package(content, "folder/a.docx", "docx", DocumentRules())
    assert raised.value.where == "folder/a.docx"
    assert raised.value.do
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("ole_password", "password-protected"),
        ("ole_old", "Word 97 to 2003"),
        ("ole_unknown", "password-protected or of an old format"),
        ("truncated", "incomplete: its end is missing"),
        ("plain_zip", "no Office document"),
        ("bomb", "as large unpacked"),
        ("many", "the limit is 10,000"),
        ("twice", "twice"),
        ("dots", "unsafe name"),
        ("absolute", "unsafe name"),
        ("encrypted_member", "password-protected"),
        ("bad_crc", "damaged"),
    ],
)
def test_each_refusal_names_its_cause(name: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        open_package(zips.hostile(GOOD)[name], "a.docx", "docx", DocumentRules())


def test_every_cut_and_every_flipped_byte_is_read_or_refused_in_one_line() -> None:
    for at in range(0, len(GOOD), 7):
        for content in (GOOD[:at], GOOD[:at] + bytes([GOOD[at] ^ 0x55]) + GOOD[at + 1 :]):
            with suppress(DocumentError):
                open_package(content, "a.docx", "docx", DocumentRules()).xml("word/document.xml")


def test_the_kind_is_told_by_the_type_of_the_main_part_whatever_its_name() -> None:
    moved = zips.office("a/b.xml", {"a/b.xml": (MAIN, BODY)})
    assert kind_of(moved) == "docx"
    assert Package(moved, "").main == "a/b.xml"
    for kind, expected in {
        "application/vnd.ms-word.document.macroEnabled.main+xml": "docx",
        "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml": "pptx",
        "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml": "pptx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
        "application/vnd.ms-excel.sheet.binary.macroEnabled.main": "",
        "application/xml": "",
    }.items():
        assert kind_of(zips.office("m.xml", {"m.xml": (kind, BODY)})) == expected
    assert kind_of(b"PK\3\4 and nothing else") == ""
    with pytest.raises(DocumentError, match=r"this is a \.docx file, not a \.pptx file\. Name it with the suffix"):
        open_package(GOOD, "a.pptx", "pptx")


def test_iso_strict_relationships_are_found() -> None:
    members = zips.unzipped(GOOD)
    strict = members["_rels/.rels"].replace(
        zips.OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    )
    assert kind_of(zips.zipped({**members, "_rels/.rels": strict})) == "docx"


def test_a_target_is_found_from_its_part_escaped_absolute_or_in_another_case() -> None:
    parts = {"x/main.xml": (MAIN, BODY), "x/two words.xml": ("a", BODY), "y/Z.xml": ("a", BODY)}
    links = [
        ("rId1", "header", "two%20words.xml"),
        ("rId2", "header", "/y/z.xml"),
        ("rId3", "header", "../y/Z.xml"),
        ("rId4", "hyperlink", "https://example.com/a?b#c"),
        ("rId5", "header", "gone.xml"),
    ]
    package = Package(zips.office("x/main.xml", parts, {"x/main.xml": links}), "")
    assert package.related("x/main.xml", "header") == ["x/two words.xml", "y/Z.xml", "y/Z.xml"]
    link = package.target("x/main.xml", "rId4")
    assert link is not None
    assert (link.external, link.target, link.kind) == (True, "https://example.com/a?b#c", "hyperlink")


def test_a_signed_file_is_refused_or_loses_its_whole_signature() -> None:
    content = signed()
    with pytest.raises(DocumentError, match=r"digitally signed.*documents: \{signed: drop\}"):
        open_package(content, "a.docx", "docx", DocumentRules())
    package = open_package(content, "a.docx", "docx", DocumentRules(signed="drop"))
    assert package.written({}) == content
    written = package.written({"word/document.xml": b"<document>Words</document> "})
    members = zips.unzipped(written)
    assert not any("sig" in name for name in members)
    assert b"sig" not in members["[Content_Types].xml"] + members["_rels/.rels"]
    assert b"officeDocument" in members["_rels/.rels"]
    assert not Package(written, "").is_signed
