"""People named in text: what a person typed (`@name`) to marks that keep the id, and back."""

import re
from collections.abc import Iterable

from dougong.records.context import Context
from dougong.records.query.titles import titles
from dougong.records.values import Query

from . import door
from .comments import MENTION

_AT = re.compile(r"@([^\s@,,。.;;::!!??]{1,40})")
_MOST = 20


def marked(context: Context, words: str, chosen: Iterable[str] = ()) -> str:
    """Every `@name` of a person chosen from the picker, or of the one person so named, as `@[name](id)`."""
    names = {str(name): identity for identity, name in titles(context, "person", list(chosen)[:_MOST]).items() if name}
    typed = [match[1] for match in _AT.finditer(words)][:_MOST]
    asked = {token[:end] for token in typed for end in range(1, len(token) + 1)} - set(names)
    names = {**_alone(context, asked), **names}
    for name in sorted(names, key=len, reverse=True):
        words = words.replace(f"@{name}", f"@[{name}]({names[name]})")
    return words


def unmarked(words: str) -> tuple[str, tuple[str, ...]]:
    """Words as they are typed, and the ids of the people in them."""
    ids = tuple(dict.fromkeys(match[2] for match in MENTION.finditer(words)))
    return MENTION.sub(lambda match: f"@{match[1]}", words), ids


def _alone(context: Context, names: set[str]) -> dict[str, str]:
    """Those of the names that exactly one person who may sign in has."""
    if not names:
        return {}
    person = context.store.model.entities["person"]
    title = person.definition.title
    listed = ", ".join('"' + name.replace("\\", "").replace('"', "") + '"' for name in sorted(names))
    found = door.find(context, Query("person", (title,), f"active AND {title} IN ({listed})", limit=2 * _MOST)).rows
    held: dict[str, list[str]] = {}
    for row in found:
        held.setdefault(str(row[title]), []).append(str(row["id"]))
    return {name: ids[0] for name, ids in held.items() if len(ids) == 1}
