"""Finding records by words over all entities, within what the viewer may read."""

from .entries import index_entry
from .find import Hit, Narrow, counts, search
from .folding import fold, nearness, sounds
from .words import STEP, index_words, words_waiting

__all__ = [
    "STEP",
    "Hit",
    "Narrow",
    "counts",
    "fold",
    "index_entry",
    "index_words",
    "nearness",
    "search",
    "sounds",
    "words_waiting",
]
