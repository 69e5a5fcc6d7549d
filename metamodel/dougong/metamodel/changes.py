"""What an app changes of another app's documents: a layer between that app and the workspace.

So an app for one trade extends the one it is built upon, and both can be upgraded.
"""

from typing import Any, Literal

from .base import Definition, Key, Value


class Item(Value):
    """A step into a list: the item of this key."""

    item: str


class Step(Value):
    """One change by place: `path` begins with a file of the app, list items are named by key."""

    operation: Literal["change", "put", "drop", "add", "remove", "order"]
    path: tuple[str | Item, ...]
    old: Any = None
    new: Any = None
    after: str = ""


class Changes(Definition):
    """Changes of the documents of `app`, in their order; one whose place is gone is left out."""

    app: Key
    changes: tuple[Step, ...] = ()
