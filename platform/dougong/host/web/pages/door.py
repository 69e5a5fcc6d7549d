"""The records engine as the pages use it: one place that names its functions."""

from dougong.records.history import history, saves
from dougong.records.meanwhile import meanwhile
from dougong.records.query.aggregate import aggregate
from dougong.records.query.each import first_of_each
from dougong.records.query.find import find, get
from dougong.records.query.order import cursor_behind
from dougong.records.query.related import related
from dougong.records.search.find import search
from dougong.records.undo import undo
from dougong.records.write import rehearse, write

__all__ = [
    "aggregate",
    "cursor_behind",
    "find",
    "first_of_each",
    "get",
    "history",
    "meanwhile",
    "rehearse",
    "related",
    "saves",
    "search",
    "undo",
    "write",
]
