"""Reading records: lists, single records, figures, related rows. Everything the viewer may not see stays in SQL."""

from .aggregate import aggregate, figures
from .find import count, find, get
from .related import related

__all__ = ["aggregate", "count", "figures", "find", "get", "related"]
