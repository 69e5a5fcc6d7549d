"""Finding records by words over all entities, within what the viewer may read."""

from .entries import index_entry
from .find import Hit, search
from .words import STEP, index_words, words_waiting

__all__ = ["STEP", "Hit", "index_entry", "index_words", "search", "words_waiting"]
