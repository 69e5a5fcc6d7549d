"""Finding records by words over all entities, within what the viewer may read."""

from .entries import index_entry
from .find import Hit, search

__all__ = ["Hit", "index_entry", "search"]
