"""A document that is in memory instead of on disk."""

from __future__ import annotations

from dataclasses import dataclass, field

from consensus.errors import UsageError, shown_value

#: Characters of a name; file systems take about as many.
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class File:
    """A document in memory. name: a file's name without folders; its suffix tells the format. content: bytes or text.

    Raises UsageError for a name that is none, and for content of another kind.
    """

    name: str
    content: bytes | str = field(repr=False)

    def __str__(self) -> str:
        return self.name

    def __post_init__(self) -> None:
        name, do = self.name, 'Name it as in File("manual.md", content).'
        if not isinstance(name, str) or not name.strip(" .") or len(name) > _LONGEST or not name.isprintable():
            raise UsageError(f"{shown_value(name)} is no name of a file", where="File", do=do)
        if "/" in name or "\\" in name:
            what = f"{shown_value(name)} is a path; a file in memory has a name alone"
            raise UsageError(what, where="File", do=f"{do} For a file on disk hand in its path.")
        if not isinstance(self.content, bytes | str):
            what = "its content is neither bytes nor text"
            raise UsageError(what, where=f"File {name}", do="Hand in what was read from it.")
