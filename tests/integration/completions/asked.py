"""An installation with two models on a loopback provider, which agree about most texts and not about some."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from consensus import bootstrap
from consensus.domain import ItemState
from consensus.service.completions import Completions
from consensus.service.review.queue import Queue, ReviewSettings
from consensus.settings import Settings
from consensus.testing import LoopbackProvider
from consensus.testing.provider_words import Reaction

MEMBERS = ("gpt-4o", "claude-sonnet-4")
ACCEPTED, ACCEPTED_GERMAN = "Open valve 3 now.", "Öffnen Sie Ventil 3 jetzt."
#: The second model has another number.
HELD, HELD_GERMAN = "Open valve 7 now.", "Öffnen Sie Ventil 7 jetzt."
INVOICE, HELD_INVOICE = "Invoice\nTotal: 12.5\nCurrency: EUR", "Invoice\nTotal: 77.5\nCurrency: EUR"
INVOICE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"total": {"type": "number"}, "currency": {"type": "string"}},
    "required": ["total", "currency"],
    "additionalProperties": False,
}


def german(model: str, text: str) -> str:
    number = re.sub(r"\D", "", text)
    return f"Öffnen Sie Ventil {17 if number == '7' and model == MEMBERS[1] else number} jetzt."


class Provider(LoopbackProvider):
    """Two models that read the same in every text but ``HELD_INVOICE``."""

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        reaction = await super().answer(path, key, body)
        if body.get("model") == MEMBERS[1] and reaction.status == 200:
            return replace(reaction, content=reaction.content.replace('\\"total\\": 77.5', '\\"total\\": 71.5'))
        return reaction


class Installation:
    """policies ``german`` and ``invoices`` with answers kept for a day, and ``fresh`` that keeps none."""

    def __init__(self, folder: Path, database_url: str, provider: LoopbackProvider) -> None:
        self.provider, self.home = provider, folder
        (folder / "policies").mkdir(parents=True, exist_ok=True)
        self.policy("german", task="translate", asking={"cache_days": 1})
        self.policy("invoices", task="extract", asking={"cache_days": 1})
        self.policy("fresh", task="translate")
        self.service = bootstrap.build(Settings(folder, database_url, hub_allowed=False, user="ana"))

    @property
    def completions(self) -> Completions:
        return self.service.completions

    def policy(self, name: str, **rules: Any) -> None:
        """Write a policy of the home."""
        asking = {"attempts": 1, "breaker_failures": 0, **rules.pop("asking", {})}
        panel = [f"{model}@{self.provider.base_url}" for model in MEMBERS]
        text = {"name": name, "version": 1, "semantic": "off", "panel": panel, "asking": asking, **rules}
        (self.home / "policies" / f"{name}.yaml").write_text(json.dumps(text), "utf-8")

    def reviewed(self, job_id: str, text: str = "", reject: bool = False) -> None:
        """A person decides every open item of a job: with this text, else with the first answer."""
        outside = self.service.jobs.outside
        queue = Queue(outside.store, Later(), ReviewSettings(draw=outside.draw))
        for item in outside.store.items(job_id):
            if item.state is not ItemState.OPEN:
                continue
            view = queue.open("ana", item.id)
            if reject:
                queue.reject(view, "accuracy: mistranslation", "major", "no such valve")
            elif text:
                queue.edit(view, text)
            else:
                letter = next(one.letter for one in view.letters if not any(note.veto for note in one.notes))
                queue.choose(view, letter)


class Later:
    """A clock that goes on by some seconds whenever somebody looks: a reviewer takes their time."""

    def __init__(self) -> None:
        self._later = timedelta(0)

    def now(self) -> datetime:
        self._later += timedelta(seconds=5)
        return datetime.now().astimezone() + self._later

    def monotonic(self) -> float:
        return self._later.total_seconds()

    async def sleep(self, seconds: float) -> None:
        self._later += timedelta(seconds=seconds)
