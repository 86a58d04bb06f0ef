"""A certificate is void when the same answers may get another verdict; ``pipeline.VERDICTS`` says when that is."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from consensus.domain import Task
from consensus.evaluate import decide_recorded
from consensus.formats import RecordedFile, read_recorded
from consensus.pipeline import VERDICTS
from consensus.policy_files.loading import load_policy

ROOT = Path(__file__).parents[2]
NAMES = ("example-a", "example-b", "example-c")
#: VERDICTS -> digest of what the shipped example is decided to be. Old lines stay.
#: 2: checks of numbers, negation, languages, placeholders, disputes among answers and levels per pair changed; none of
#: the shipped example's verdicts did. tests/golden/verdicts_2.yaml says which kinds of answers are decided otherwise.
#: 3: what a guarantee accepts follows from a draw log by batches; the rules themselves decide as under 2.
KNOWN = dict.fromkeys((1, 2, 3), "bc23278c52e3fcdd")


#: Records of documents that came to the example after the first number; they are decided, and in no digest.
LATER = ("note-", "purchase")


def decided() -> str:
    """Unit ids, outcomes, rules, values, who leads, and the scores that levels are about."""
    recorded, lines = read_recorded(ROOT / "consensus" / "examples" / "recorded.jsonl"), []
    for name, task in (("translation", Task.TRANSLATE), ("extraction", Task.EXTRACT)):
        known = (one for one in recorded.records if one.task is task and not one.id.startswith(LATER))
        chosen = RecordedFile(recorded.names, tuple(known))
        policy = load_policy(name, home=Path("nowhere"), shipped=ROOT / "policies")
        for one in decide_recorded(chosen, NAMES, policy, families=lambda member: member):
            for unit in one.units:
                verdict = unit.verdict
                assert verdict is not None
                told = (verdict.outcome, verdict.rule, verdict.value, verdict.leading, verdict.representative)
                lines.append((one.record.id, unit.unit.id, *told, f"{verdict.score:.6g}"))
    return hashlib.sha256(json.dumps(sorted(lines, key=str), default=str).encode()).hexdigest()[:16]


def test_verdicts_change_with_their_number() -> None:
    found = decided()
    assert KNOWN.get(VERDICTS) == found, (
        f"The shipped example is decided otherwise than under VERDICTS = {VERDICTS}: the same answers get another "
        "verdict or another score, so certificates that were earned before say nothing about what is accepted now. "
        f"Raise consensus.pipeline.VERDICTS, which voids them, and add here: {VERDICTS + 1}: {found!r}. Users have to "
        "make their checks again, so do it only where the change is worth that."
    )
    assert max(KNOWN) == VERDICTS, "a number that was used is never used again"
