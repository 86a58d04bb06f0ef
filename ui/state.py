"""What a browser session remembers, each key typed. Nothing else touches ``st.session_state`` except widgets."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, cast

from consensus.bootstrap import Service
from consensus.errors import VetoError
from consensus.service.review.bulk import BulkOffer
from consensus.service.review.own_keys import Keys
from consensus.service.review.queue import DecisionOutcome, ReviewView
from consensus.service.review.record import PageLook

#: What the reviewer is doing with the item on screen.
Mode = Literal[
    "look",
    "read",
    "edit",
    "write",
    "reject",
    "skip",
    "filter",
    "keys",
    "rest",
    "correct",
    "bulk",
    "open",
    "comment",
    "ask",
    "answer",
]


@dataclass(frozen=True, slots=True)
class Act:
    """What the reviewer is doing, with which answer ("" for none), and which category was chosen so far.

    at: the number of the segment that is read, from 1; 0 for the one on screen.
    """

    mode: Mode = "look"
    letter: str = ""
    reason: str = ""
    at: int = 0


#: Nothing said, nothing asked.
_QUIET: dict[str, Any] = {"notice": "", "asked": None}


class State:
    """The session by name. service: put there by ``app.py``, or by a test; later runs find it.

    Everything lies in one plain dictionary: Streamlit may stop a run at any look into the session itself, and a run
    stopped between a decision and the next item would leave a decided item on the screen.
    """

    def __init__(self, session: MutableMapping[Any, Any], service: Service | None = None) -> None:
        if service is not None:
            session["service"] = service
        if "memory" not in session:
            session["memory"] = {}
        self._widgets = session
        self._session: dict[str, Any] = session["memory"]
        self._service = session["service"]

    @property
    def service(self) -> Service:
        return cast("Service", self._service)

    @property
    def user(self) -> str:
        """Who decides: as the sign-in says; a test of one screen has none."""
        if "sign-in service" in self._widgets:
            return cast("str", self._session["signed in"])
        return cast("str", self._session.get("signed in") or self.service.settings.user)

    @cached_property
    def keys(self) -> Keys:
        """The keys that this person chose; read once for each time that the screen is drawn."""
        return self.service.queue.keys.of(self.user)

    @property
    def view(self) -> ReviewView | None:
        """The item on screen."""
        return cast("ReviewView | None", self._session.get("view"))

    @property
    def act(self) -> Act:
        return cast("Act", self._session.get("act", Act()))

    @property
    def notice(self) -> str:
        """Why the last key did not do what was meant, or ""."""
        return cast("str", self._session.get("notice", ""))

    @property
    def asked(self) -> VetoError | None:
        """Whether an answer that a check forbids is to be taken all the same; None where nothing was asked."""
        return cast("VetoError | None", self._session.get("asked"))

    @property
    def gone(self) -> str:
        """Why the item that was on screen is no longer this reviewer's, or ""."""
        return cast("str", self._session.get("gone", ""))

    @property
    def last(self) -> DecisionOutcome | None:
        """The decision before this item."""
        return cast("DecisionOutcome | None", self._session.get("last"))

    @property
    def page_look(self) -> PageLook:
        """What of a document's pages is looked at."""
        return cast("PageLook", self._session.get("look", PageLook()))

    def look_at(self, look: PageLook) -> None:
        """Turn to another place or page, or look nearer."""
        self._session["look"] = look

    @property
    def filters(self) -> Mapping[str, str]:
        """The part of the queue that is worked on, by the names that stand in the address."""
        return cast("Mapping[str, str]", self._session.get("filters", {}))

    @property
    def offer(self) -> BulkOffer | None:
        """The set that is being looked at for bulk acceptance."""
        return cast("BulkOffer | None", self._session.get("offer"))

    def sign_in(self, person: str) -> None:
        """Remember who it is; the other screens read it in the session itself."""
        self._session["signed in"] = self._widgets["signed in"] = person

    def narrow(self, filters: Mapping[str, str]) -> None:
        """Work on a part of the queue."""
        self._session["filters"] = {name: value for name, value in filters.items() if value}

    def collect(self, offer: BulkOffer | None) -> None:
        """Look at a set, or at none any more."""
        self._session.update(_QUIET | {"offer": offer, "act": Act("bulk" if offer else "look")})

    def show(self, view: ReviewView | None, last: DecisionOutcome | None = None) -> None:
        """Put an item on screen. last: the decision that led to it; who stood behind its letters is told beside it.

        Everything else about the item before is forgotten, so that no name stands beside an item that was reopened.
        What was typed on it before is there again.
        """
        act = Act()
        if view is not None and view.drafts:
            named = next(iter(view.drafts))
            act = Act("write") if named == "own" else Act("edit", named)
        self._session["texts"] = {}
        look = PageLook(zoom=self.page_look.zoom)  # as near as before, at the new item's own place
        self._session.update(_QUIET | {"view": view, "act": act, "gone": "", "last": last, "look": look})

    def turn(self, act: Act) -> None:
        """Do something else with the item on screen."""
        self._session.update(_QUIET | {"act": act})

    def notify(self, notice: str) -> None:
        self._session["notice"] = notice

    def ask(self, question: VetoError) -> None:
        """The same key again answers it; any other act forgets it."""
        self._session.update({"asked": question, "notice": ""})

    def pressed(self, ending: str) -> int:
        """How many buttons whose keys end so were pressed for this run."""
        return sum(value is True and str(key).endswith(ending) for key, value in self._widgets.items())

    def lose(self, why: str) -> None:
        """The item on screen is gone."""
        self._session.update(_QUIET | {"view": None, "act": Act(), "gone": why})

    def write(self, key: str, text: str, *, over: bool = True) -> None:
        """Put a text into a widget that is drawn after this. over: also over what stands there."""
        if over or key not in self._widgets:
            self._widgets[key] = text

    @property
    def texts(self) -> dict[str, str]:
        """What was typed on the item on screen, by the key of its widget: Streamlit forgets a widget that is not drawn,
        and where the database is away nothing is drawn."""
        return cast("dict[str, str]", self._session.setdefault("texts", {}))

    def typed(self, key: str) -> str:
        """What stands in a widget; "" when nothing was typed or chosen."""
        return str(self._widgets.get(key) or "")
