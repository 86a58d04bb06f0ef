"""uqlm: BlackBoxUQ.score with every black-box scorer that starts without a model from a hub.

The first member's answer is the response that it scores and delivers, the others are its samples. It names no score
from which a response may be trusted, so one is accepted at 1.0.
"""

from __future__ import annotations

import warnings
from typing import Any

from wire import offline, serve, timed

offline()
warnings.simplefilter("ignore")

from uqlm import BlackBoxUQ  # noqa: E402
from uqlm.scorers.shortform.baseclass.uncertainty import BLACK_BOX_SCORERS  # noqa: E402


def _start() -> tuple[list[str], dict[str, str]]:
    """Scorers that start, and why each other one does not."""
    works, fails = [], {}
    for name in BLACK_BOX_SCORERS:
        try:
            BlackBoxUQ(scorers=[name], device="cpu").score(["one"], [["one", "two"]], show_progress_bars=False)
            works.append(name)
        except Exception as error:  # noqa: BLE001 whatever a scorer's start raises is the reason to state
            fails[name] = type(error).__name__
    return works, fails


def main() -> None:
    works, fails = _start()
    scorer = BlackBoxUQ(scorers=works, device="cpu")

    def decide(record: dict[str, Any]) -> dict[str, Any]:
        response, *others = record["members"]
        result, seconds = timed(lambda: scorer.score([response], [others], show_progress_bars=False))
        scores = [float(result.data[name][0]) for name in works]
        sure = sum(scores) / len(scores)
        return {"text": response, "confidence": sure, "accepted": sure >= 1.0, "seconds": seconds}

    serve("uqlm", "score 1.0 (it names no threshold)", decide, {"scorers": works, "not_started": fails})


if __name__ == "__main__":
    main()
