"""Tags: the same ones, with the same fixed attributes, nested as well as in the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from consensus.check.base import Check, CheckId, Pair, Problem, changed, quoted
from consensus.check.markup import Tag
from consensus.domain import Severity

TAGS = CheckId("tags", "A tag is missing, added, changed or wrongly nested.", "veto")


class TagCheck(Check):
    """Missing and added tags, changed attributes, broken nesting."""

    ids = (TAGS,)

    def find(self, pair: Pair) -> Iterable[Problem]:
        source, target = pair.source.markup.tags, pair.target.markup.tags
        return _differences(source, target) if source or target else ()


def _differences(source: tuple[Tag, ...], target: tuple[Tag, ...]) -> Iterable[Problem]:
    ours, theirs = Counter(map(_shown, source)), Counter(map(_shown, target))
    lost, added = list((ours - theirs).elements()), list((theirs - ours).elements())
    if lost or added:
        yield Problem("tags", Severity.MAJOR, changed("Tag", lost, added), _span(source, lost), _span(target, added))
    elif _broken(target) and not _broken(source):
        message = f"Tag {quoted([_broken(target)])} is not nested as in the source."
        yield Problem("tags", Severity.MAJOR, message, None, _span(target, [_broken(target)]))


def _shown(tag: Tag) -> str:
    fixed = "".join(f" {attribute}" for attribute in tag.fixed)
    return f"</{tag.name}>" if tag.kind == "close" else f"<{tag.name}{fixed}{'/' if tag.kind == 'empty' else ''}>"


def _span(tags: tuple[Tag, ...], shown: list[str]) -> tuple[int, int] | None:
    return next(((tag.start, tag.end) for tag in tags if _shown(tag) in shown), None)


def _broken(tags: tuple[Tag, ...]) -> str:
    """The first tag that closes what is not open innermost, or is never closed; "" when all nest."""
    open_tags: list[Tag] = []
    for tag in tags:
        if tag.kind == "open":
            open_tags.append(tag)
        elif tag.kind == "close":
            if not open_tags or open_tags[-1].name != tag.name:
                return _shown(tag)
            open_tags.pop()
    return _shown(open_tags[-1]) if open_tags else ""
