"""The app of what a workspace adds of its own: objects that no installed app brought."""

from collections.abc import Iterable

from dougong.metamodel.diff import Change

from .entity_tree import Tree

OWN = "own"
"""Its key, which no package may have."""


def own_app(tree: Tree) -> list[Change]:
    """What makes it where the draft has none yet."""
    name = f"{OWN}/app.json"
    if name in tree:
        return []
    raw = {
        "$schema": "dougong/app/1", "key": OWN, "version": "1.0.0", "label": {"zh-CN": "自建内容", "en": "Made here"},
        "description": {"zh-CN": "这个工作区自己加的对象", "en": "Objects that this workspace added itself"}, "icon": "puzzle",
    }  # fmt: skip
    return [Change("put", (name,), None, raw)]


def started_empty(apps: Iterable[str]) -> bool:
    """Whether no app was installed: all that is there was made here."""
    return set(apps) <= {"base", OWN}
