"""What reviewers say to each other about the item on screen: comments, and a question to a colleague."""

from __future__ import annotations

from functools import partial

import streamlit as st

from consensus.domain import CommentKind
from consensus.service.review.discussion import ANSWER_DAYS, LONGEST, Conversation, ShownComment
from consensus.service.review.queue import ReviewView
from ui.actions import take_next
from ui.document_actions import DocumentActions
from ui.state import Act, State
from ui.widgets.answers import confirm_bar, leave_button
from ui.widgets.decision_bar import Button
from ui.widgets.focus import focus
from ui.widgets.safe_html import SafeHtml, joined, plain, show

_SAYS = {CommentKind.COMMENT: "", CommentKind.QUESTION: " asks", CommentKind.ANSWER: " answers"}


class DiscussionActions(DocumentActions):
    """What the buttons of a discussion do besides, on the item as it was drawn."""

    def comment(self) -> None:
        text = self._state.typed(self.key("remark"))

        def written() -> None:
            self._queue.discussion.comment(self._view, text)
            self._state.turn(Act())

        self._do(written)

    def ask(self) -> None:
        text, colleague = self._state.typed(self.key("remark")), self._state.typed(self.key("colleague"))

        def asked() -> None:
            self._queue.discussion.ask(self._view, colleague, text)
            take_next(self._state)
            self._state.notify(f"{colleague} has your question. The answer brings the item back to you.")

        self._do(asked)

    def answer(self) -> None:
        text = self._state.typed(self.key("remark"))

        def answered() -> None:
            self._queue.discussion.answer(self._view, text)
            take_next(self._state)
            self._state.notify("Your answer went back with the item.")

        self._do(answered)


def conversation(said: Conversation) -> None:
    """What was said, below the source; nothing where nothing was."""
    if said.comments:
        lines = [part for one in said.comments for part in _line(one)]
        show(plain("Comments", "label"), joined(lines, "talk", label="Comments"))


def question_card(said: Conversation) -> None:
    """Above the answers: that somebody waits for this person, or has answered them."""
    if said.asked_by:
        question = next((one.text for one in reversed(said.comments) if one.kind is CommentKind.QUESTION), "")
        words = f"{said.asked_by} asks you. Answer, or decide it yourself."
        show(plain(words, "label"), plain(question, "earlier"))
    elif said.answered:
        answer = next((one.text for one in reversed(said.comments) if one.kind is CommentKind.ANSWER), "")
        show(plain("Your question was answered", "label"), plain(answer, "earlier"))


def discussion_keys(said: Conversation, does: DiscussionActions) -> tuple[Button, ...]:
    """Buttons beside those of the queue; an audit has none, since all audits look alike."""
    if not said.may_write:
        return ()
    write = ("Comment", "comment", "K", partial(does.turn, Act("comment")))
    if said.asked_by:
        return write, ("Answer", "answer", "Q", partial(does.turn, Act("answer")))
    return write, ("Ask", "ask", "Q", partial(does.turn, Act("ask")))


def discussion_form(state: State, view: ReviewView, does: DiscussionActions) -> None:
    """Over the answers: what the chosen act still needs."""
    mode = state.act.mode
    if mode not in ("comment", "ask", "answer"):
        return
    with st.container(border=True, key=does.key("cardtalk")):
        if mode == "comment":
            _remark(does, "Read by whoever reviews this unit, and by nobody who decides it blindly")
            confirm_bar(does, "commented", "Save the comment", does.comment)
        elif mode == "answer":
            _remark(does, "Your answer")
            confirm_bar(does, "answered", "Answer and next", does.answer)
        else:
            _ask(state, view, does)


def _ask(state: State, view: ReviewView, does: DiscussionActions) -> None:
    colleagues = state.service.queue.discussion.colleagues(view)
    if not colleagues:
        show(plain("There is nobody to ask: nobody else has the role that this item needs.", "none"))
        leave_button(does)
        return
    _remark(does, "Your question")
    st.selectbox("Whom?", colleagues, index=None, key=does.key("colleague"), placeholder="a colleague")
    show(plain(f"The item waits for them, {ANSWER_DAYS} days at most; you go on with the next.", "quiet"))
    confirm_bar(does, "asked", "Ask and next", does.ask)


def _remark(does: DiscussionActions, label: str) -> None:
    """The field with the cursor in it, in a box of its own: whichever field is loaded first, the cursor is here."""
    with st.container(key=does.key("cardremark")):
        st.text_area(label, key=does.key("remark"), height=90, max_chars=LONGEST)
        focus(does.key("focus"))


def _line(one: ShownComment) -> list[SafeHtml]:
    to = f" {one.addressee}" if one.addressee else ""
    who = f"{one.author}{_SAYS[one.kind]}{to} · {one.at[:16].replace('T', ' ')}" if one.author else ""
    return [*([plain(who, "quiet")] if who else []), plain(one.text, "earlier")]
