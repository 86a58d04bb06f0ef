"""A key held down counts once: browsers repeat it many times a second, and would decide one item after the other."""

from __future__ import annotations

import streamlit as st

#: Our own few words, the same for everybody: nothing of a model or a document comes near them. Repetitions are kept
#: from the keys of the screen; fields repeat what is typed, up and down go on reading, and the browser scrolls.
_JS = """
export default function ({ parentElement }) {
  const page = parentElement.ownerDocument.defaultView;
  const pressed = (event) => {
    if (!event.repeat || event.key === 'ArrowUp' || event.key === 'ArrowDown') return;
    const types = event.target.closest?.('input, textarea, [contenteditable="true"]');
    if (!types || event.ctrlKey || event.metaKey || event.altKey) event.stopImmediatePropagation();
  };
  page.addEventListener('keydown', pressed, true);
  return () => page.removeEventListener('keydown', pressed, true);
}
"""


def once_each() -> None:
    """Call once on a screen, before what a key draws anew."""
    st.components.v2.component("consensus_held_keys", js=_JS)(key="held keys", height=1)
