"""The one write path. `write` takes changes and a cause; everything else here is a step of it."""

from .pipeline import write

__all__ = ["write"]
