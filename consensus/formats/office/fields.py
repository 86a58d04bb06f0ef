"""Complex fields of Word: one point each; those that are links keep their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from consensus.formats.office.items import Item, closed

_LINK = re.compile(r"\s*HYPERLINK\b(.*)", re.IGNORECASE | re.DOTALL)
_QUOTED = re.compile(r'(?:(\\l)\s*)?"([^"]*)"|(\\l)\s+(\S+)|([^\s\\]\S*)')


def link_of(instruction: str) -> str | None:
    """Where a field of a link leads to; None for another field."""
    found = _LINK.match(instruction)
    if found is None:
        return None
    target = _QUOTED.search(found[1])
    if target is None:
        return ""
    inner, quoted, inner_plain, plain, bare = target.groups()
    return f"#{quoted or plain}" if inner or inner_plain else quoted or bare or ""


def fields_joined(items: Sequence[Item]) -> list[Item] | None:
    """Every complex field as one item, or around the words of a link as a pair.

    One that began in another paragraph, or ends in one, gives points that are fixed. None where a field crosses the
    border of a link or the like: such a paragraph is to be left alone.
    """
    ends = _matched(items)
    found: list[Item] = []
    at = _tail_of_another(items, ends)
    if at:
        found.append(_whole(items[:at], fixed=True))
    while at < len(items):
        item = items[at]
        if item.role == "field begin" and at in ends:
            joined = _joined(items[at : ends[at] + 1])
            if joined is None:
                return None
            found += joined
            at = ends[at] + 1
        elif item.role == "field begin":
            end = next((k + 1 for k in range(at, len(items)) if items[k].role == "field separate"), len(items))
            found.append(_whole(items[at:end], fixed=True))
            at = end
        else:
            if item.role in ("field separate", "field end"):
                item.fixed = True
            found.append(item)
            at += 1
    return None if any(_crosses(one.inside) for one in found if one.kind == "point") else found


def _matched(items: Sequence[Item]) -> dict[int, int]:
    """Beginning of a field -> its end, of those that do both here."""
    ends, stack = {}, []
    for at, item in enumerate(items):
        if item.role == "field begin":
            stack.append(at)
        elif item.role == "field end" and stack:
            ends[stack.pop()] = at
    return ends


def _tail_of_another(items: Sequence[Item], ends: dict[int, int]) -> int:
    """Up to where the instruction of a field reaches that began in another paragraph; 0 where there is none."""
    depth = 0
    for at, item in enumerate(items):
        if item.role == "field begin" and at in ends:
            depth += 1
        elif item.role == "field end":
            depth = max(0, depth - 1)
        elif item.role == "field separate" and depth == 0:
            begun = any(one.role == "field begin" for one in items[:at])
            return 0 if begun else at + 1
    return 0


def _joined(items: Sequence[Item]) -> list[Item] | None:
    depth, separate = 0, 0
    for at, item in enumerate(items):
        depth += (item.role == "field begin") - (item.role == "field end")
        if item.role == "field separate" and depth == 1:
            separate = at
            break
    code = items[1 : separate or len(items) - 1]
    instruction = "".join(one.text for one in code if one.role == "field code")
    target = link_of(instruction)
    if target is None or not separate:
        return [_whole(items, shown=_shown(items[separate + 1 : -1] if separate else [], instruction))]
    head, words = list(items[: separate + 1]), items[separate + 1 : -1]
    inner = fields_joined(words)
    if inner is None or _crosses(head) or _crosses(words):
        return None
    opened = Item("open", "link", inside=head, shown=target)
    return [opened, *inner, closed(opened, inside=[items[-1]])]


def _whole(items: Sequence[Item], *, fixed: bool = False, shown: str = "") -> Item:
    mark, starts = _open_mark(items)
    return Item("point", "field", inside=list(items), fixed=fixed, shown=shown, mark=mark, starts=starts)


def _open_mark(items: Sequence[Item]) -> tuple[tuple[str, str] | None, bool]:
    """A mark in a field whose partner stands outside, and whether it is the start."""
    inside = {(item.mark, item.starts) for item in items if item.mark is not None}
    for item in items:
        if item.mark is not None and (item.mark, not item.starts) not in inside:
            return item.mark, item.starts
    return None, False


def _shown(result: Sequence[Item], instruction: str) -> str:
    words = "".join(one.text for one in result if one.kind == "text").strip()
    return words or " ".join(instruction.split()[:2])


def _crosses(items: Sequence[Item]) -> bool:
    """Whether a pair is opened here and closed elsewhere, or the other way round."""
    depth = 0
    for item in items:
        depth += (item.kind == "open") - (item.kind == "close")
        if depth < 0:
            return True
    return depth != 0
