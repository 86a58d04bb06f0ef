"""What a browser session remembers for the screens besides Review, each key typed."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any, cast

from consensus.bootstrap import Service
from consensus.service.jobs.hand_in import PlannedHandIn
from consensus.service.jobs.submissions import Submission
from consensus.service.levels import Fit
from consensus.service.reports.policy_comparison import Trial

#: Streamlit's page objects by our names: "review", "submit", "results", "policies", "insights", "people".
Places = dict[str, Any]


class Working:
    """The session by name, beside ``ui.state.State``, whose service and identity it shares."""

    def __init__(self, session: MutableMapping[Any, Any]) -> None:
        self._session = session

    @property
    def service(self) -> Service:
        return cast("Service", self._session["service"])

    @property
    def user(self) -> str:
        """Who acts: as the sign-in says; a test of one screen has none."""
        if "sign-in service" in self._session:
            return cast("str", self._session["signed in"])
        return cast("str", self._session.get("signed in") or self.service.settings.user)

    @property
    def places(self) -> Mapping[str, Any]:
        """The screens that can be gone to."""
        return cast("Places", self._session.get("places", {}))

    @property
    def planned(self) -> tuple[Submission, PlannedHandIn] | None:
        """What is to be handed in, and its plan."""
        return cast("tuple[Submission, PlannedHandIn] | None", self._session.get("planned"))

    @property
    def kept(self) -> dict[str, Any]:
        """What must outlast a run that Streamlit stops: it may do so at any look into the session itself."""
        return cast("dict[str, Any]", self._session.setdefault("kept", {}))

    @property
    def tried(self) -> tuple[str, Trial] | None:
        """The text of a policy that was tried, and what came of it."""
        return cast("tuple[str, Trial] | None", self._session.get("tried"))

    @property
    def fitted(self) -> tuple[str, Fit] | None:
        """The name of a policy, and the level that was learned for it."""
        return cast("tuple[str, Fit] | None", self._session.get("fitted"))

    def offer(self, places: Places) -> None:
        self._session["places"] = places

    def plan(self, planned: tuple[Submission, PlannedHandIn] | None) -> None:
        self._session["planned"] = planned

    def try_out(self, tried: tuple[str, Trial] | None) -> None:
        self._session["tried"] = tried

    def fit(self, fitted: tuple[str, Fit] | None) -> None:
        self._session["fitted"] = fitted

    def drop(self, key: str) -> None:
        """Forget what stood in a widget."""
        self._session.pop(key, None)

    def notify(self, notice: str) -> None:
        """What the next look at the screen begins with; "" for nothing."""
        self._session["page notice"] = notice

    def hear(self) -> str:
        """What was told, once."""
        return str(self._session.pop("page notice", ""))

    def typed(self, key: str) -> str:
        """What stands in a widget; "" when nothing was typed or chosen."""
        return str(self._session.get(key) or "")

    def has(self, key: str) -> bool:
        """Whether something stands under a key."""
        return key in self._session

    def put(self, key: str, value: object) -> None:
        """Set a widget from a callback."""
        self._session[key] = value
