"""Three hundred units, a tenth of the answers spoiled, three kills: the short form of benchmarks/soak.py."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SOAK = Path(__file__).resolve().parents[2] / "benchmarks" / "soak.py"


@pytest.mark.slow
def test_units_through_faults_and_kills_end_complete_with_balanced_books() -> None:
    ran = subprocess.run(
        [sys.executable, str(SOAK), "--units", "300"], capture_output=True, text=True, timeout=300, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    report = json.loads(ran.stdout[: ran.stdout.rindex("}") + 1])
    assert report["units"] == 300
    assert report["kills"] == 3
    assert report["failed"] > 0, "else nothing was spoiled"
