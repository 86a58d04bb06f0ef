"""Conventions of a field: a rule that many edits of it follow and that hardly any decision contradicts. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consensus.learn.agreement import LEVEL, holds, interval
from consensus.learn.forms import ALIKE, Form, forms_of, same

#: The fewest edits that make a convention, of how many documents.
FEWEST, FEWEST_DOCUMENTS = 10, 3
#: A rule that more of the decisions contradict is none, however sure it is.
_CONTRADICTED = 0.1


@dataclass(frozen=True, slots=True)
class FieldDecision:
    """What a person made of the answer they were led with. before, after: equal where it was kept. document: digest.

    job_id, unit_id: where it stands. place: the field's pattern.
    """

    place: str
    before: Any
    after: Any
    document: str
    job_id: str
    unit_id: str

    @property
    def edited(self) -> bool:
        return not same(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Convention:
    """A rule of a field. follows: the edits that it explains. against: how many decisions contradict it. edits: of the
    field in all. lower, upper: 95% interval of the share of these edits that it explains."""

    place: str
    form: Form
    follows: tuple[FieldDecision, ...]
    against: int
    edits: int
    lower: float
    upper: float


def conventions(decisions: Iterable[FieldDecision]) -> list[Convention]:
    """At most one of each field, the one that explains most.

    Alike decisions of one document count once. Under decisions of which a rule explains each with a chance of one half
    at most, something is found in at most 5% of the cases, over all fields and rules that were tried together.
    """
    by_place: defaultdict[str, list[FieldDecision]] = defaultdict(list)
    for one in decisions:
        by_place[one.place].append(one)
    often = {place: found for place, found in by_place.items() if sum(one.edited for one in found) >= FEWEST}
    tried = {place: _candidates(found) for place, found in often.items()}
    count = sum(map(len, tried.values()))
    best = (_best(place, by_place[place], forms, count) for place, forms in sorted(tried.items()))
    return [one for one in best if one is not None]


def _candidates(found: Sequence[FieldDecision]) -> Mapping[Form, None]:
    """Rules that say something of ten decisions and are followed more than once, in the order in which they are met."""
    counts: defaultdict[Form, list[FieldDecision]] = defaultdict(list)
    for one in found:
        if one.edited:
            for form in dict.fromkeys(forms_of(one.before, one.after)):
                counts[form].append(one)
    often = (form for form, follows in counts.items() if len(follows) > 1)
    return dict.fromkeys(form for form in often if sum(form.write(one.before) is not ALIKE for one in found) >= FEWEST)


def _best(place: str, found: Sequence[FieldDecision], forms: Iterable[Form], tried: int) -> Convention | None:
    kept = [one for one in (_judged(place, found, form, tried) for form in forms) if one is not None]
    return max(kept, key=lambda one: (len(one.follows), one.form.fixed), default=None)


def _judged(place: str, found: Sequence[FieldDecision], form: Form, tried: int) -> Convention | None:
    """The rule as a convention, or None where too much speaks against it."""
    says = [(one, form.write(one.before)) for one in found]
    about = [(one, made) for one, made in says if made is not ALIKE]
    follows = tuple(one for one, made in about if same(made, one.after))
    against = len(about) - len(follows)
    cases = {(one.document, repr(one.before), repr(one.after)): same(made, one.after) for one, made in about}
    first = 0 if form.fixed else 1  # the edit that the rule was taken from
    sure = holds(sum(cases.values()) - first, len(cases) - first, LEVEL / max(tried, 1))
    spread = len({one.document for one in follows}) >= FEWEST_DOCUMENTS
    if len(follows) < FEWEST or not spread or not sure or against > _CONTRADICTED * len(about):
        return None
    edits = sum(one.edited for one in found)
    return Convention(place, form, follows, against, edits, *interval(len(follows), edits))
