"""Language pairs in a policy's reference, however they are written, under the keys by which they are looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TypeVar

from consensus.domain import Policy, Reference
from consensus.policy_files.yaml import Path
from consensus.reference import POOLED, reference_key

T = TypeVar("T")
_MADE = "make them with `consensus policies fit`"


def keyed(policy: Policy) -> Policy:
    """The policy with its reference's pairs under their own keys: ``en-pt-BR/3`` becomes ``en-pt/3``.

    Where several spellings of a pair stand there, the one that is the key itself wins, else the first.
    """
    reference = policy.translation.reference
    if reference is None or all(reference_key(key) == key for key in (*reference.pairs, *reference.fitted)):
        return policy
    pairs, fitted = _keyed(reference.pairs), _keyed(reference.fitted)
    rules = policy.translation.model_copy(
        update={"reference": reference.model_copy(update={"pairs": pairs, "fitted": fitted})}
    )
    return policy.model_copy(update={"translation": rules})


def _keyed(given: Mapping[str, T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for key, value in given.items():
        own = reference_key(key)
        if own == key or own not in found:
            found[own] = value
    return found


def reference_problems(reference: Reference | None, here: Path) -> Iterator[tuple[Path, str]]:
    """Every mistake as (path, sentence). reference: as it stands in the file, under here."""
    if reference is None:
        return
    for pair, tables in reference.pairs.items():
        for measure, quantiles in tables.items():
            if len(quantiles) < 2:
                yield (*here, "pairs", pair, measure), f"needs two quantiles or more; {_MADE}"
            elif any(low > high for low, high in pairwise(quantiles)):
                yield (*here, "pairs", pair, measure), f"must rise from left to right; {_MADE}"
    for key in reference.pairs:
        if key.partition("/")[0] != POOLED and "-" not in reference_key(key):
            yield (*here, "pairs", key), 'names no pair of languages; write it as "en-de", or "en-de/3"'
        own = reference_key(key)
        twin = next((other for other in reference.pairs if other != key and reference_key(other) == own), None)
        if (
            own != key
            and twin is not None
            and own not in reference.pairs
            and reference.pairs[twin] != reference.pairs[key]
        ):
            yield (*here, "pairs", key), f"is the same pair as `{twin}` (`{own}`) with other numbers; keep one"
    for pair in reference.fitted:
        if not any(key.partition("/")[0] == pair for key in reference.pairs):
            yield (*here, "fitted", pair), "has no tables under `pairs:`; fit it again, or leave the line out"
