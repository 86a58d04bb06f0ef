"""The votes on one cell: typed equality, one vote per family, clusters by complete linkage."""

from __future__ import annotations

import json
import marshal
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from consensus.compare.equality import Document, Equal, split_by_source
from consensus.domain import Abstention, Candidate, Cluster
from consensus.domain.making import maker
from consensus.normalize.folding import ARTICLE
from consensus.normalize.names import parse_name
from consensus.normalize.values import NULL, Key
from consensus.schema import Leaf
from consensus.schema.kinds import types_of

_made_cluster = maker(Cluster)


class Gap(Enum):
    """Why an object holds no value at a path."""

    OMITTED = "omitted"  #: A key that the schema requires was left out: an abstention.
    INVALID = "invalid"  #: Something stands there that cannot hold the path: an abstention.
    ABSENT = "absent"  #: The row, the object or an optional key is not there: a vote for absent, not a null it wrote.


@dataclass(frozen=True, slots=True)
class Voters:
    """Who answered, by distinct answer. Built once for a document.

    members: sorted by name. owner: for each member, which of the distinct objects it gave. objects: those, in an order
    that depends on their content alone. abstained: whole answers that are missing. leader: the heaviest, then by name.
    """

    members: tuple[Candidate, ...]
    owner: tuple[int, ...]
    objects: tuple[Mapping[str, Any], ...]
    abstained: tuple[Abstention, ...]
    names: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    by_object: tuple[tuple[int, ...], ...] = ()
    leader: str = ""

    def weight(self, objects: Sequence[int]) -> float:
        """How many families gave one of these objects."""
        return float(len({self.members[m].family for d in objects for m in self.by_object[d]}))


@dataclass(slots=True)
class Vote:
    """The outcome for one cell, before gates. raws: per distinct object a value or a Gap."""

    clusters: tuple[Cluster, ...]
    families: tuple[str, ...]
    support: float
    raws: Sequence[Any]
    leading: Any = None
    gates: list[str] = field(default_factory=list)
    disputes: list[str] = field(default_factory=list)


_content = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str).encode


def _spelled(value: Any) -> Hashable:
    try:
        return marshal.dumps(value, 2)  # tells 1 from 1.0 and from true; version 2 knows no references
    except ValueError:
        return repr(value)


def voters_of(candidates: Sequence[Candidate], abstained: Sequence[Abstention]) -> Voters:
    """Collapse equal objects; everything is ordered by name or content, never as it came in."""
    members = tuple(sorted(candidates, key=lambda candidate: candidate.member))
    # What is spelled alike has equal content, and to spell an object out is far cheaper than to sort its keys.
    spelled = [_spelled(one.value) for one in members]
    first = dict(zip(spelled, members, strict=True))
    content = {text: _content(one.value) if len(first) > 1 else "" for text, one in first.items()}
    place = {text: d for d, text in enumerate(sorted(set(content.values())))}
    owner = tuple([place[content[text]] for text in spelled])
    by_object: list[list[int]] = [[] for _ in place]
    for m, d in enumerate(owner):
        by_object[d].append(m)
    return Voters(
        members,
        owner,
        tuple(members[group[0]].value for group in by_object),
        tuple(sorted(abstained, key=lambda abstention: abstention.member)),
        tuple(one.member for one in members),
        tuple(sorted({one.family for one in members})),
        tuple(tuple(group) for group in by_object),
        min(members, key=lambda one: (-one.weight, one.member)).member if members else "",
    )


#: What ``vote`` needs of a raw value: its key. Gaps without a vote have None.
Keys = Sequence[Key | None]


def vote(raws: Sequence[Any], keys: Keys, leaf: Leaf, voters: Voters, document: Document) -> Vote:
    """Clusters, support and leading value of one cell. Independent of the order of the answers."""
    first = keys[0]
    unanimous = first is not None and keys.count(first) == len(keys)
    if unanimous and (len(raws) == 1 or identical(raws)):
        value = None if isinstance(raws[0], Gap) else raws[0]
        only = _made_cluster(voters.names, voters.families, voters.leader, value, first == NULL)
        return Vote((only,), voters.families, 1.0, raws, leading=None if only.null else value)
    equal: Equal | None = None
    if not unanimous or first != NULL:
        keys, equal = split_by_source(keys, raws, leaf, document)
    if unanimous and first is not None and first == keys[0]:
        groups = [_Group([first], list(range(len(voters.members))), list(voters.families))]
        answered: tuple[str, ...] = voters.families
    else:
        groups, answered = _groups(keys, voters, equal)
        if leaf.kind == "string" and len(groups) > 1:
            groups = _without_stray_articles(groups, len(answered), [raws[d] for d in voters.owner], document)
    clusters = sorted(
        (_cluster(group, raws, leaf, voters, document) for group in groups),
        key=lambda pair: pair[0],
    )
    ordered = tuple(cluster for _, cluster in clusters)
    support = len(ordered[0].families) / len(answered) if answered else 0.0
    return Vote(ordered, answered, support, raws, leading=next((c.value for c in ordered if not c.null), None))


def identical(raws: Sequence[Any]) -> bool:
    """Whether all wrote the same scalar in the same way (``1`` and ``1.0``, ``True`` and ``1`` are two ways)."""
    first, size = raws[0], len(raws)
    kind = type(first)
    return kind in _SCALARS and raws.count(first) == size and [*map(type, raws)].count(kind) == size


@dataclass(slots=True)
class _Group:
    keys: list[Key]
    members: list[int]
    families: list[str]


def _groups(keys: Keys, voters: Voters, same: Equal | None) -> tuple[list[_Group], tuple[str, ...]]:
    """Families first: one whose members differ has no vote, and joins only as members where it fits."""
    equal = same or _equal
    held: dict[str, list[int]] = {}
    for m, candidate in enumerate(voters.members):
        if keys[voters.owner[m]] is not None:
            held.setdefault(candidate.family, []).append(m)
    own = {family: _distinct([keys[voters.owner[m]] for m in ms]) for family, ms in held.items()}
    united = [f for f, mine in own.items() if all(equal(a, b) for i, a in enumerate(mine) for b in mine[:i])]
    weights = {f: max(voters.members[m].weight for m in held[f]) for f in united}
    content = {f: "\n".join(sorted(map(repr, own[f]))) for f in united}
    count: dict[str, float] = {}
    for f in united:
        count[content[f]] = count.get(content[f], 0.0) + 1 + weights[f] * 1e-6
    groups: list[_Group] = []
    for f in sorted(united, key=lambda f: (-count[content[f]], content[f], f)):
        home = next((g for g in groups if all(equal(a, b) for a in own[f] for b in g.keys)), None)
        if home is None:
            home = _Group([], [], [])
            groups.append(home)
        home.keys += [key for key in own[f] if key not in home.keys]
        home.members += held[f]
        home.families.append(f)
    voted = list(groups)
    for f in sorted(held.keys() - set(united)):
        for m in held[f]:
            key = keys[voters.owner[m]]
            assert key is not None
            home = next((g for g in voted if all(equal(key, b) for b in g.keys)), None) or next(
                (g for g in groups if not g.families and g.keys == [key]), None
            )
            if home is None:
                home = _Group([key], [], [])
                groups.append(home)
            home.members.append(m)
    return groups, tuple(sorted(held))


def _equal(one: Hashable, other: Hashable) -> bool:
    return one == other


def _distinct(keys: Sequence[Key | None]) -> list[Key]:
    return list(dict.fromkeys(key for key in keys if key is not None))


def _without_stray_articles(
    groups: list[_Group], answered: int, raws: Sequence[Any], document: Document
) -> list[_Group]:
    """ "the ACME" joins "ACME", or the reverse, when at least two thirds of the families agree on which it is."""
    bare: dict[Key, _Group] = {}
    for group in groups:
        if len({key[:2] for key in group.keys}) == 1:
            bare[group.keys[0][:2]] = group
    gone: list[_Group] = []
    for key, group in bare.items():
        text = key[-1]
        if key[0] != "string" or not isinstance(text, str) or not text.startswith(ARTICLE):
            continue
        other = bare.get(("string", text.removeprefix(ARTICLE)))
        if other is None or 3 * max(len(group.families), len(other.families)) < 2 * answered:
            continue
        short = [_ARTICLE.sub("", raws[m]) for m in group.members if isinstance(raws[m], str)]
        if all(document.one_string(one, raws[m]) for one in short for m in other.members if isinstance(raws[m], str)):
            other.keys += group.keys
            other.members += group.members
            other.families += group.families
            gone.append(group)
    return [group for group in groups if group not in gone]


_ARTICLE: Final = re.compile(rf"^\W*{ARTICLE.strip()}\s+", re.IGNORECASE)
_SCALARS: Final = frozenset({str, int, float, bool, type(None)})
_PYTHON: Final[Mapping[str, tuple[type, ...]]] = {
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "any": (object,),
    "list": (list,),
    "set": (list,),
    "list-by-key": (list,),
}
#: Kinds whose values are copied from the source rather than written in a form of their own.
_COPIED: Final = frozenset(("string", "any", "text", "casefold", "name", "id", "unit", "phone", "percent", "money"))


def _types_said(leaf: Leaf) -> tuple[type, ...]:
    """What a kind that reads numbers and strings delivers: what the schema's type says."""
    return (int, float) if {"number", "integer"} & {*types_of(leaf.schema)} else (str,)


def _cluster(
    group: _Group, raws: Sequence[Any], leaf: Leaf, voters: Voters, document: Document
) -> tuple[tuple[Any, ...], Cluster]:
    """The cluster and what it is sorted by: families, weight, a present value before null, then content."""
    counted = set(group.families)
    null = group.keys[0] == NULL
    forms: dict[str, list[int]] = {}
    for m in sorted(group.members):
        raw = raws[voters.owner[m]]
        forms.setdefault(raw if isinstance(raw, str) else f"\0{raw!r}", []).append(m)
    members = group.members
    if len(forms) > 1:
        members = min(forms.items(), key=_rank(forms, leaf, voters, null, counted, document))[1]
    leader = min(members, key=lambda m: (voters.members[m].family not in counted, -voters.members[m].weight, m))
    raw = raws[voters.owner[leader]]
    cluster = _made_cluster(
        tuple(sorted({voters.names[m] for m in group.members})),
        tuple(sorted(group.families)),
        voters.names[leader],
        None if isinstance(raw, Gap) else raw,
        null,
    )
    return (-len(counted), -_weight(group.members, voters, counted), null, repr(group.keys[0])), cluster


def _rank(
    forms: Mapping[str, Sequence[int]],
    leaf: Leaf,
    voters: Voters,
    null: bool,
    counted: set[str],
    document: Document,
) -> Callable[[tuple[str, Sequence[int]]], tuple[Any, ...]]:
    """Orders the raw forms of one cluster: of the schema's type first, then as it stands in the source, then frequency.

    For strings without a form of their own, what stands in the source letter by letter goes before the weighted most
    frequent; content decides in the end. For names the most frequent core decides first (the longer one of equals), and
    within it the fullest legal form that stands in the source.
    """
    weights = {form: _weight(members, voters, counted) for form, members in forms.items()}
    typed = _PYTHON.get(leaf.kind, _types_said(leaf))
    copied = leaf.kind in _COPIED and not null

    def fits(form: str) -> bool:
        if null:  # null itself, unless the schema requires a value and a blank is the closest to one
            return form == "\0None" if not leaf.required else not form.startswith("\0")
        return (not form.startswith("\0")) == (str in typed) or typed == (object,)

    def plain(item: tuple[str, Sequence[int]]) -> tuple[Any, ...]:
        form = item[0]
        stands = copied and not form.startswith("\0") and document.literal(form)
        blanks_around = form != form.strip()
        return (not fits(form), blanks_around, not stands, -weights[form], -len(form) if stands else 0, form)

    if leaf.kind != "name":
        return plain
    cores = {form: parse_name(form) for form in forms if not form.startswith("\0")}
    heard: dict[str, float] = {}
    for form, name in cores.items():
        heard[name.core] = heard.get(name.core, 0.0) + weights[form]

    def named(item: tuple[str, Sequence[int]]) -> tuple[Any, ...]:
        name = cores.get(item[0])
        if name is None or null:
            return (1, 0.0, 0, 0, *plain(item))
        full = len(name.suffixes) if document.stands(item[0]) else 0
        return (0, -heard[name.core], -len(name.core), -full, *plain(item))

    return named


def _weight(members: Sequence[int], voters: Voters, counted: set[str]) -> float:
    """The weight of the families behind some members, each with its heaviest; of all families when none counts."""
    best: dict[str, float] = {}
    for m in members:
        one = voters.members[m]
        if one.family in counted or not counted:
            best[one.family] = max(best.get(one.family, 0.0), one.weight)
    return sum(best.values())
