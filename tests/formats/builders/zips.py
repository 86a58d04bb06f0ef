"""Office packages put together by hand, and the ways in which a zip file can be broken or hostile."""

import io
import posixpath
import struct
import zipfile
from collections.abc import Mapping, Sequence

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def office(
    main: str,
    parts: Mapping[str, tuple[str, str | bytes]],
    relations: Mapping[str, Sequence[tuple[str, str, str]]] = {},
    others: Mapping[str, bytes] = {},
) -> bytes:
    """A package. parts: name -> content type and content. relations: part -> (id, kind or URL, target).

    others: members without a content type of their own.
    """
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (kind, _) in parts.items())
    types = (
        f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    members: dict[str, str | bytes] = {"[Content_Types].xml": types}
    for part, links in {"": [("rId1", "officeDocument", main), *relations.get("", [])], **relations}.items():
        if part == "":
            links = [("rId1", "officeDocument", main), *relations.get("", [])]
        members[related(part)] = relationships(links)
    members |= {name: content for name, (_, content) in parts.items()}
    return zipped({**members, **others})


def related(part: str) -> str:
    return posixpath.join(posixpath.dirname(part), "_rels", f"{posixpath.basename(part)}.rels")


def relationships(links: Sequence[tuple[str, str, str]]) -> str:
    def one(id_: str, kind: str, target: str) -> str:
        kind = kind if "/" in kind else f"{OFFICE}/{kind}"
        mode = ' TargetMode="External"' if "://" in target else ""
        return f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"{mode}/>'

    return f'<Relationships xmlns="{RELATIONS}">{"".join(one(*link) for link in links)}</Relationships>'


def zipped(members: Mapping[str, str | bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 2, 2, 2, 2, 2)), content, kind)
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def replaced(content: bytes, name: str, new: bytes) -> bytes:
    """The package with another content of a member."""
    return zipped({**unzipped(content), name: new})


def hostile(good: bytes) -> dict[str, bytes]:
    """From a good package, what must be refused in one line."""
    members = unzipped(good)
    bad_crc = bytearray(good)
    at = good.index(b"PK\1\2") + 16
    bad_crc[at : at + 4] = b"\0\0\0\0"
    encrypted = bytearray(good)
    at = good.index(b"PK\1\2") + 8
    encrypted[at] |= 1
    return {
        "empty": b"",
        "truncated": good[: len(good) // 2],
        "no_zip": b"Not a zip file at all.",
        "plain_zip": zipped({"a.txt": "Text"}),
        "ole_password": OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        "ole_old": OLE + bytes(504) + "WordDocument".encode("utf-16-le"),
        "ole_unknown": OLE + bytes(504),
        "bad_crc": bytes(bad_crc),
        "encrypted_member": bytes(encrypted),
        "dots": zipped({**members, "../../evil.xml": "x"}),
        "absolute": zipped({**members, "/etc/evil": "x"}),
        "bomb": zipped({**members, "bomb.xml": bytes(60 << 20)}),
        "many": zipped({**members, **{f"x{number}": "" for number in range(10_001)}}, zipfile.ZIP_STORED),
        "twice": _twice(members),
        "overlap": _overlapping(good),
    }


def _twice(members: Mapping[str, bytes]) -> bytes:
    name = list(members)[-1]
    other = name[:-1] + ("x" if name[-1] != "x" else "y")
    return zipped({**members, other: members[name]}).replace(other.encode(), name.encode())


def _overlapping(content: bytes) -> bytes:
    """All entries of the directory point to the first member."""
    broken, at = bytearray(content), content.index(b"PK\1\2")
    while content[at : at + 4] == b"PK\1\2":
        broken[at + 42 : at + 46] = bytes(4)
        at += 46 + sum(struct.unpack_from("<3H", content, at + 28))
    return bytes(broken)
