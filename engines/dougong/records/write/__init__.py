"""The one write path. `write` takes changes and a cause, `rehearse` stops before anything is written; the rest are steps."""

from .pipeline import rehearse, write

__all__ = ["rehearse", "write"]
