"""Pressing a cell of a grid: the one thing in a table of ours that Streamlit has no widget for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

#: Our own few words, the same for everybody: nothing of a model or a document comes near them. They send the number of
#: a cell that waits and decide nothing; what a number may open is looked up in the service.
_JS = """
export default function ({ parentElement, setTriggerValue }) {
  const inside = parentElement.getRootNode().host ?? parentElement;
  const area = inside.closest('[class*="st-key-recordcells"]');
  if (!area) return;
  const pressed = (event) => {
    const cell = event.target.closest('button[data-open]');
    if (cell) setTriggerValue('cell', Number(cell.dataset.open));
  };
  area.addEventListener('click', pressed);
  return () => area.removeEventListener('click', pressed);
}
"""


def on_cell(key: str, action: Callable[[int], None]) -> None:
    """Call after the grid, inside a container whose key begins with ``recordcells``. action: gets the cell's number."""

    def pressed() -> None:
        number = getattr(st.session_state.get(key), "cell", None)
        if isinstance(number, int):
            action(number)

    st.components.v2.component("consensus_cells", js=_JS)(key=key, height=1, on_cell_change=pressed)
