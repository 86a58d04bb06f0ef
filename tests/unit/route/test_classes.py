"""Which class of requests a document belongs to, by examples: pure, with word vectors that can be followed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from consensus.domain import ClassRules, Policy, RequestClass
from consensus.errors import PolicyError
from consensus.policy_files.routing import class_problems
from consensus.policy_files.yaml import read_yaml
from consensus.route import nearest_class

LEGAL = ("The lessee shall indemnify the lessor.", "This agreement is governed by the laws of Austria.")
RECIPES = ("Whisk the eggs with sugar.", "Bake the dough for an hour.")
RULES = ClassRules(classes={"legal": RequestClass(examples=LEGAL), "recipes": RequestClass(examples=RECIPES)})


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Counts of words, of length 1: two texts are as near as the words that they share."""
    rows = np.zeros((len(texts), 4096), dtype=np.float32)
    for at, text in enumerate(texts):
        for word in text.lower().split():
            rows[at, place_of(word)] += 1
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def place_of(word: str) -> int:
    return int.from_bytes(word.encode()[:8], "big") % 4096


def test_the_nearest_examples_name_the_class() -> None:
    found = nearest_class("The lessee shall pay the lessor.", RULES, embed)
    assert found.name == "legal"
    assert found.words.startswith("class legal by its examples (0.")
    assert nearest_class("Whisk the sugar.", RULES, embed).name == "recipes"


def test_below_the_margin_and_far_from_all_no_class_is_taken() -> None:
    between = f"{LEGAL[0]} {RECIPES[0]}"
    assert nearest_class(between, RULES.model_copy(update={"margin": 0.5}), embed).name == ""
    assert nearest_class("Quarterly turnover rose.", RULES, embed).words.endswith("and 0.3 is the least")


def test_equal_distances_name_no_class_even_without_a_margin() -> None:
    same = ClassRules(classes={name: RequestClass(examples=LEGAL) for name in ("one", "two")}, margin=0)
    assert nearest_class(LEGAL[0], same, embed).name == ""


def test_a_document_that_quotes_the_examples_of_another_class_stays_what_it_is() -> None:
    """One quoted contract clause in a long cookbook: each piece counts once."""
    cookbook = " ".join(RECIPES) * 80
    assert nearest_class(f"{LEGAL[0]} {LEGAL[1]} {cookbook}", RULES, embed).name == "recipes"


def test_an_empty_document_has_no_class() -> None:
    assert nearest_class(" \n", RULES, embed).name == ""


def policy(**route: object) -> Policy:
    return Policy.model_validate({"name": "p", "version": 1, "route": route})


GOOD = {
    "legal": {"examples": LEGAL, "strategy": "curtailed"},
    "recipes": {"examples": RECIPES, "panel": ["a/1", "b/2"]},
}


def test_the_digest_covers_the_examples_and_nothing_without_classes() -> None:
    assert policy().digest == Policy(name="p", version=1).digest
    other = {**GOOD, "legal": {"examples": LEGAL[:1], "strategy": "curtailed"}}
    digests = {policy().digest, policy(classes=GOOD).digest, policy(classes=other).digest}
    assert len(digests) == 3


@pytest.mark.parametrize(
    ("classes", "semantic", "path", "words"),
    [
        ({"legal": {"strategy": "curtailed"}}, "auto", ("route", "classes", "legal"), "has no examples"),
        ({"legal": {"examples": LEGAL}}, "auto", ("route", "classes", "legal"), "changes nothing"),
        (
            {"legal": {"examples": ["Pay.", " "], "strategy": "curtailed"}},
            "auto",
            ("route", "classes", "legal", "examples", 1),
            "is empty",
        ),
        (
            {**GOOD, "legal": {"examples": ["whisk the eggs  with sugar."], "strategy": "curtailed"}},
            "auto",
            ("route", "classes", "recipes", "examples", 0),
            "stands under `legal` too",
        ),
        (GOOD, "off", ("route", "classes"), "needs a sentence model"),
        (
            {"legal": {"examples": LEGAL, "panel": ["a/1"]}},
            "auto",
            ("route", "classes", "legal", "panel"),
            "holds too few members",
        ),
        (
            {"legal": {"examples": LEGAL, "strategy": "cascade"}},
            "auto",
            ("route", "classes", "legal", "tiers"),
            "needs two lists",
        ),
    ],
)
def test_bad_classes_are_named_with_their_place(
    classes: object, semantic: str, path: tuple[str | int, ...], words: str
) -> None:
    made = policy(classes=classes).model_copy(update={"semantic": semantic})
    found = dict(class_problems(made))
    assert words in found.get(path, str(found))
    assert path in found


def test_good_classes_have_no_problem() -> None:
    assert list(class_problems(policy(classes=GOOD))) == []


def test_a_mistake_stands_with_its_line(tmp_path: Path) -> None:
    from consensus.policy_files.loading import policy_of

    text = "name: p\nversion: 1\nroute:\n  classes:\n    legal: {examples: [], strategy: curtailed}\n"
    with pytest.raises(PolicyError, match=r"line 5: `route\.classes\.legal`: has no examples"):
        policy_of(read_yaml(text), "p.yaml", (tmp_path,))
