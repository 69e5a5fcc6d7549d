"""Lets the trigrams of the search follow what was written. Run by the worker at each look, a small step at a time."""

from typing import TYPE_CHECKING

from dougong.records.search import STEP, index_words, words_waiting

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace


def catch_up(workspace: "Workspace") -> None:
    """Each step is a transaction of its own, so that writers wait for one at most; fewer rows than a step may wait."""
    while True:
        with workspace.engine.connect() as connection:
            if words_waiting(connection) < STEP:
                return
        with workspace.writer.begin() as connection:
            index_words(connection)
