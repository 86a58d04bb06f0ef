"""Zip files read within limits, and written again so that every member that did not change keeps its bytes."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import NamedTuple

from consensus.errors import DocumentError, shown_value

MOST_MEMBERS = 10_000
MOST_BYTES = 100 << 20  #: Of one member, unpacked.
MOST_BYTES_IN_ALL = 400 << 20
MOST_RATIO = 200  #: Unpacked to packed, of members of more than 1 MB.

#: All that a broken zip file makes the standard library raise.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)
_LOCAL = struct.Struct("<4s2B4HL2L2H")
_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
_END = struct.Struct("<4s4H2LH")
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_SIZES_FOLLOW = 0x8  #: A data descriptor stands behind the member.
_ANEW = "Get it anew, or save it anew with the program that it is from."


class _Member(NamedTuple):
    """info: as the standard library reads it. central: its entry in the directory. start, end: its other bytes."""

    info: zipfile.ZipInfo
    central: bytes
    start: int
    end: int


class ZipMembers:
    """The members of a zip file by name, with "/" between folders.

    Raises DocumentError, from each method too, for what is broken, incomplete, encrypted, too large, or has names that
    are not safe. where: for messages.
    """

    def __init__(self, content: bytes, where: str) -> None:
        self._content, self._where = content, where
        self._shift = 0  #: Bytes before the zip file proper; offsets are counted behind them.
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self._comment = archive.comment
                self._members = self._read(archive)
        except _BROKEN as error:
            self._refuse_broken(error)
        self._refuse_too_much()

    def __contains__(self, name: object) -> bool:
        return name in self._members

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._members)

    def content(self, name: str) -> bytes:
        """A member unpacked. Raises KeyError for a name that there is not."""
        info = self._members[name].info
        try:
            with zipfile.ZipFile(io.BytesIO(self._content)) as archive:
                return archive.read(info)
        except _BROKEN as error:
            raise DocumentError(f"its part {name} is damaged: {_said(error)}", where=self._where, do=_ANEW) from None

    def check(self) -> None:
        """Raises DocumentError for a member whose bytes are not those that were packed."""
        with zipfile.ZipFile(io.BytesIO(self._content)) as archive:
            for name, member in self._members.items():
                try:
                    with archive.open(member.info) as stream:
                        while stream.read(1 << 20):
                            pass
                except NotImplementedError:
                    continue  # packed as we cannot unpack: it is copied as it is
                except _BROKEN as error:
                    what = f"its part {name} is damaged: {_said(error)}"
                    raise DocumentError(what, where=self._where, do=_ANEW) from None

    def written(self, changed: Mapping[str, bytes | None]) -> bytes:
        """The file with these members; None takes one away. All else keeps its bytes, order, dates and extras."""
        content = self._content
        members = sorted(self._members.items(), key=lambda one: one[1].start)
        out = [content[: members[0][1].start]] if members else []
        at = len(out[0]) if out else 0
        entries: dict[str, bytes] = {}
        for name, member in members:
            new = changed.get(name)
            if name not in changed:
                body, entry = content[member.start : member.end], member.central
            elif new is None:
                continue
            else:
                body, entry = _packed(content, member, new)
            entries[name] = _moved(entry, at - self._shift)
            out.append(body)
            at += len(body)
        directory = b"".join(entries[name] for name in self._members if name in entries)
        counts = (len(entries), len(entries), len(directory), at - self._shift, len(self._comment))
        return b"".join([*out, directory, _END.pack(b"PK\5\6", 0, 0, *counts), self._comment])

    def _read(self, archive: zipfile.ZipFile) -> dict[str, _Member]:
        infos = archive.infolist()
        if len(infos) > MOST_MEMBERS:
            what = f"it holds {len(infos):,} parts, the limit is {MOST_MEMBERS:,}."
            raise DocumentError(what, where=self._where, do="Split it into smaller files.")
        starts = sorted({info.header_offset for info in infos})
        ends = dict(zip(starts, [*starts[1:], archive.start_dir], strict=True))
        if len(starts) < len(infos):
            raise zipfile.BadZipFile("two members stand at the same place")
        found: dict[str, _Member] = {}
        at = archive.start_dir
        for number, info in enumerate(infos):
            entry = _CENTRAL.unpack_from(self._content, at)
            size = _CENTRAL.size + sum(entry[12:15])
            if number == 0:
                self._shift = info.header_offset - _offset_in(self._content[at : at + size])
            name = self._safe(info, found)
            end = ends[info.header_offset]
            if self._content[info.header_offset : info.header_offset + 4] != b"PK\3\4":
                raise zipfile.BadZipFile(f"{name} is not where it should be")
            if info.header_offset + _LOCAL.size + info.compress_size > end:
                raise zipfile.BadZipFile(f"{name} runs into the next member")
            found[name] = _Member(info, self._content[at : at + size], info.header_offset, end)
            at += size
        return found

    def _safe(self, info: zipfile.ZipInfo, found: Mapping[str, _Member]) -> str:
        name = info.filename.replace("\\", "/")
        if info.flag_bits & _ENCRYPTED:
            raise DocumentError("it is password-protected.", where=self._where, do="Save it without a password.")
        if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
            raise DocumentError(
                f"it holds a part with an unsafe name: {shown_value(name)}.", where=self._where, do=_ANEW
            )
        if name in found:
            raise DocumentError(f"it holds the part {name} twice.", where=self._where, do=_ANEW)
        return name

    def _refuse_too_much(self) -> None:
        total = 0
        for name, (info, *_) in self._members.items():
            total += info.file_size
            if info.file_size > MOST_BYTES or total > MOST_BYTES_IN_ALL:
                of, limit = (name, MOST_BYTES) if info.file_size > MOST_BYTES else ("it", MOST_BYTES_IN_ALL)
                what = f"unpacked, {of} has more than {limit >> 20} MB."
                raise DocumentError(what, where=self._where, do="Split it into smaller files.")
            if info.file_size > 1 << 20 and info.file_size > MOST_RATIO * max(1, info.compress_size):
                what = f"its part {name} is {MOST_RATIO} times as large unpacked, as in a file made to fill a disk."
                raise DocumentError(what, where=self._where, do="Save it anew with the program that it is from.")

    def _refuse_broken(self, error: Exception) -> None:
        what = "the file is incomplete or damaged"
        if b"PK\5\6" not in self._content[-70_000:]:
            what = "the file is incomplete: its end is missing"
        raise DocumentError(f"{what}.", where=self._where, do=_ANEW) from error


def _said(error: Exception) -> str:
    if isinstance(error, NotImplementedError):
        return "it is packed in a way that is not read."
    return "its bytes are not those that were packed."


def _packed(content: bytes, member: _Member, new: bytes) -> tuple[bytes, bytes]:
    """A member's local header with its bytes, and its entry in the directory; names, dates and extras are kept."""
    local = list(_LOCAL.unpack_from(content, member.start))
    names = member.start + _LOCAL.size
    name, extra = content[names : names + local[10]], content[names + local[10] : names + local[10] + local[11]]
    stored = member.info.compress_type == zipfile.ZIP_STORED
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    body = new if stored else deflate.compress(new) + deflate.flush()
    extra = _without_sizes(extra)
    how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    local[3] &= ~_SIZES_FOLLOW
    local[4], local[7:10], local[11] = how, [zlib.crc32(new), len(body), len(new)], len(extra)
    entry = list(_CENTRAL.unpack_from(member.central))
    at = _CENTRAL.size + entry[12]
    own_extra, comment = member.central[at : at + entry[13]], member.central[at + entry[13] :]
    own_name = member.central[_CENTRAL.size : at]
    own_extra = _without_sizes(own_extra)
    entry[5] &= ~_SIZES_FOLLOW
    entry[6], entry[9:12], entry[13] = how, [zlib.crc32(new), len(body), len(new)], len(own_extra)
    entry[15], entry[18] = 0, 0
    return (
        _LOCAL.pack(*local) + name + extra + body,
        _CENTRAL.pack(*entry) + own_name + own_extra + comment,
    )


def _offset_in(entry: bytes) -> int:
    """Where a directory entry says that its member stands."""
    field = _long_offset(entry)
    return int.from_bytes(entry[field : field + 8], "little") if field else int.from_bytes(entry[42:46], "little")


def _moved(entry: bytes, offset: int) -> bytes:
    field = _long_offset(entry)
    if field:
        return entry[:field] + offset.to_bytes(8, "little") + entry[field + 8 :]
    return entry[:42] + offset.to_bytes(4, "little") + entry[46:]


def _long_offset(entry: bytes) -> int:
    """Where in an entry the offset stands that has 64 bits; 0 where it has 32."""
    if entry[42:46] != b"\xff" * 4:
        return 0
    name, extra = struct.unpack_from("<2H", entry, 28)
    at, end = _CENTRAL.size + name, _CENTRAL.size + name + extra
    while at + 4 <= end:
        kind, size = struct.unpack_from("<2H", entry, at)
        if kind == 1:
            # Only what does not fit elsewhere stands here: size unpacked, size packed, offset.
            return int(at + 4 + 8 * sum(entry[k : k + 4] == b"\xff" * 4 for k in (20, 24)))
        at += 4 + size
    return 0


def _without_sizes(extra: bytes) -> bytes:
    """An extra field without the sizes of 64 bits, which hold for the old bytes."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        if kind != 1:
            kept += extra[at : at + 4 + size]
        at += 4 + size
    return kept
