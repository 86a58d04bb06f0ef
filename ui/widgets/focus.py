"""The cursor in the field that a form begins with; Streamlit has no setting for that, and Tab takes nine presses."""

from __future__ import annotations

import streamlit as st

#: Our own few words, the same for everybody: nothing of a model or a document comes near them. Once for each time that
#: the form is opened; the field may come a moment later, since the browser loads each kind of field when it is needed.
_JS = """
const met = new WeakSet();
export default function ({ parentElement }) {
  if (met.has(parentElement)) return;
  met.add(parentElement);
  const form = (parentElement.getRootNode().host ?? parentElement).closest('[class*="st-key-card"]');
  // Streamlit hears of what was typed when the field is left; a key that puts something into it must find it there.
  form?.addEventListener('keydown', (event) => {
    const field = event.target;
    if (event.altKey && /^Digit[1-9]$/.test(event.code) && field.matches('textarea')) {
      field.blur();
      field.focus({ preventScroll: true });
    }
  }, true);
  const seek = (left) => {
    const field = form?.querySelector('textarea, input');
    if (field) field.focus({ preventScroll: true });
    else if (left) setTimeout(() => seek(left - 1), 50);
  };
  seek(20);
}
"""


def focus(key: str) -> None:
    """Call at the end of a form, inside its container."""
    st.components.v2.component("consensus_focus", js=_JS)(key=key, height=1)
