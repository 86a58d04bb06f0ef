"""Checks that people overrule nine times in ten. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consensus.learn.agreement import LEVEL, interval, lower_bound

#: A check is a candidate when at least this share of its vetoes is overruled, by the exact lower bound.
SHARE = 0.9
#: The fewest documents: reviewers of one text may have one reason.
FEWEST_DOCUMENTS = 5
#: Checks of wording and layout. No other is ever proposed: a number, date, name, code, denial or schema that is wrong
#: stays wrong however often somebody lets it pass.
ABOUT_WORDING = frozenset(
    {
        *("locale", "emphasis", "conversion", "enumeration", "lines", "length", "repetition"),
        *("untranslated", "copied_run", "variant", "glossary_required", "glossary_forbidden"),
    }
)


@dataclass(frozen=True, slots=True)
class Vetoed:
    """A decision on a unit whose leading answer a check forbade. overruled: it was delivered all the same."""

    check: str
    overruled: bool
    document: str
    job_id: str
    unit_id: str


@dataclass(frozen=True, slots=True)
class Overruled:
    """A check that warns in the eyes of reviewers. overruled: answers. share: of the documents in which every veto was
    overruled, with its 95% interval."""

    check: str
    found: tuple[Vetoed, ...]
    overruled: int
    documents: int
    share: float
    lower: float
    upper: float


def overruled_checks(decisions: Iterable[Vetoed]) -> list[Overruled]:
    """Candidates for a warning, by name. Of a document each check counts once, as sustained where it was so once: the
    chance to propose any whose share is lower is at most 5%, over all checks together."""
    by_check: defaultdict[str, list[Vetoed]] = defaultdict(list)
    for one in decisions:
        if one.check in ABOUT_WORDING:
            by_check[one.check].append(one)
    found = []
    for check, its in sorted(by_check.items()):
        kept = Counter(_by_document(its).values())
        documents = kept.total()
        bound = lower_bound(kept[True], documents, LEVEL / len(by_check))
        if documents >= FEWEST_DOCUMENTS and bound >= SHARE:
            overruled = sum(one.overruled for one in its)
            share, limits = kept[True] / documents, interval(kept[True], documents)
            found.append(Overruled(check, tuple(its), overruled, documents, share, *limits))
    return found


def _by_document(decisions: Iterable[Vetoed]) -> Mapping[str, bool]:
    found: dict[str, bool] = {}
    for one in decisions:
        found[one.document] = found.get(one.document, True) and one.overruled
    return found
