"""A house with a policy of three models and a fourth on trial, all of them at the loopback provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from consensus import bootstrap
from consensus.domain.file import File
from consensus.domain.trial import Preference, Trial
from consensus.service.jobs.report import JobReport
from consensus.service.jobs.service import SubmitRequest
from consensus.service.learning.trial_review import PairView
from consensus.service.learning.trials import TrialRequest
from consensus.settings import Settings
from consensus.testing import LoopbackProvider

PANEL, CANDIDATE = ("gpt-4o", "claude-sonnet-4", "mistral-large"), "gemini-2.5-pro"
POLICY = """\
name: house
version: 1
task: any
quorum: 2
semantic: "off"
panel: [{panel}]
members:
{members}
data_classes:
  secret: {{retention_days: 0}}
asking: {{attempts: 1, call_seconds: 20, ask_seconds: 60, segment_tokens: 200}}
"""


def settings_of(folder: Path, url: str = "") -> Settings:
    return Settings(folder, url or f"sqlite:///{folder / 'c.sqlite'}")


@dataclass
class House:
    """provider: answers for all models. judge: what a person says who sees two texts."""

    folder: Path
    provider: LoopbackProvider
    url: str = ""
    service: bootstrap.Service = field(init=False)
    number: int = 0

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self.policy = self.folder / "house.yaml"
        names = [self.at(name) for name in PANEL]
        members = "".join(
            f'  - {{model: "{name}", price_in: 10, price_out: 10}}\n' for name in (*names, self.at(CANDIDATE))
        )
        panel = ", ".join(f'"{name}"' for name in names)
        self.policy.write_text(POLICY.format(panel=panel, members=members), "utf-8")
        self.service = bootstrap.build(settings_of(self.folder, self.url))

    def at(self, model: str) -> str:
        return f"{model}@{self.provider.base_url}"

    def start(self, share: float = 1.0, budget: str = "50", name: str = "t") -> Trial:
        request = TrialRequest(self.at(CANDIDATE), str(self.policy), share, Decimal(budget), name)
        return self.service.trials.start(request, "ctl")[0]

    def request(self, text: str, data_class: str | None = None) -> SubmitRequest:
        self.number += 1
        file = File(f"page{self.number}.txt", text.encode())
        policy = str(self.policy)
        return SubmitRequest((file,), policy, source_lang="en", target_lang="de", data_class=data_class)

    async def extract(self, text: str, schema: Mapping[str, Any]) -> JobReport:
        """Hand in a document of which an object is to be made, under a number of its own, and wait for it."""
        self.number += 1
        file = File(f"statement{self.number}.txt", f"Page {self.number}\n{text}".encode())
        (report,) = await self.service.jobs.submit(SubmitRequest((file,), str(self.policy), schema=schema))
        return report

    async def submit(self, *texts: str) -> list[JobReport]:
        """Hand in a document of these paragraphs, and wait for it."""
        return await self.service.jobs.submit(self.request("\n\n".join(texts) + "\n"))

    def compare(self, person: str, judge: Callable[[str, str], Preference]) -> list[PairView]:
        """What a person does until nothing waits for them any more."""
        seen = []
        while (shown := self.service.comparing.next(person)) is not None:
            self.say(shown, judge)
            seen.append(shown)
        return seen

    def say(self, shown: PairView, judge: Callable[[str, str], Preference]) -> None:
        """One decision; the person has looked at it for a while."""
        from dataclasses import replace

        first, second = (letter.text for letter in shown.view.letters)
        looked = replace(shown, pair=replace(shown.pair, shown_at="2020-01-01T00:00:00+00:00"))
        self.service.comparing.say(looked, judge(first, second))


def prefers(word: str) -> Callable[[str, str], Preference]:
    """A person for whom an answer with this word is the better one."""

    def judge(first: str, second: str) -> Preference:
        if (word in first) == (word in second):
            return Preference.EQUAL
        return Preference.FIRST if word in first else Preference.SECOND

    return judge
