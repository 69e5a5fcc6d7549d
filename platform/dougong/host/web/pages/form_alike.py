"""Records that may be the one being typed: what its match rules and unique keys compare, asked of those the viewer may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.masking import Masked
from dougong.records.values import Query, Row

from . import door
from .columns import readable
from .link_targets import telling_fields, told_apart
from .look import Look
from .sameness import folded, keys_of, literal
from .show import show

_MOST = 3
_CANDIDATES = 25
_LEAST = 2
"""Letters without which a text says nothing yet."""
_PART = 4
"""Letters from which on a text that is held by another one counts."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A record that may be meant; `exact` when it says the same, not only something like it."""

    id: str
    href: str
    title: str
    about: str
    exact: bool


def alike(
    context: Context, entity: EntityModel, row: Mapping[str, Any], changed: Mapping[str, Any], identity: str, look: Look
) -> dict[str, tuple[Alike, ...]]:
    """By the field that was typed: at most three records, those that say the same first. One statement per key that was
    touched; a record is told once."""
    found: dict[str, tuple[Alike, ...]] = {}
    told = {identity}
    for keys in keys_of(entity):
        at = next((key for key in reversed(keys) if changed.get(key)), "")
        if not at or any(not row.get(key) or isinstance(row.get(key), Masked) for key in keys):
            continue
        if any(readable(context.store.model, entity.key, key, context.viewer) is None for key in keys):
            continue
        rows = [one for one in _asked(context, entity, keys, row) if str(one["id"]) not in told]
        offers = sorted((_one(context, entity, one, keys, row, look) for one in rows), key=lambda one: not one.exact)
        told |= {one.id for one in offers[:_MOST]}
        if offers:
            found[at] = found.get(at, ()) + tuple(offers[:_MOST])
    return found


def _asked(context: Context, entity: EntityModel, keys: tuple[str, ...], row: Mapping[str, Any]) -> list[Row]:
    """Rows alike in every key. Searched text is looked for by the index, everything else as it is."""
    words, conditions = "", []
    for key in keys:
        field, value = entity.fields[key], str(row[key])
        searched = key == entity.definition.title or field.field.search
        if searched and not words and field.value_type.name == "text":
            if len(folded(value)) < _LEAST:
                return []
            words = value.strip()[:100]
        else:
            conditions.append(f"{key} = {literal(value)}")
    if any("\n" in one or len(one) > 300 for one in conditions):
        return []
    asked = tuple(dict.fromkeys([entity.definition.title, *keys, *telling_fields(context, entity)]))
    query = Query(entity.key, asked, " AND ".join(conditions), words, limit=_CANDIDATES)
    return [one for one in door.find(context, query).rows if all(_like(row[key], one.get(key)) for key in keys)]


def _like(typed: Any, stored: Any) -> bool:
    if isinstance(stored, Masked):
        return False
    one, other = folded(typed), folded(stored)
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _PART and short in long)


def _one(
    context: Context, entity: EntityModel, row: Row, keys: tuple[str, ...], typed: Mapping[str, Any], look: Look
) -> Alike:
    title = entity.definition.title
    words = show(entity.fields[title], title)(row.get(title), row, look).striptags() or "—"
    about = told_apart(entity, row, telling_fields(context, entity), look)
    exact = all(folded(typed[key]) == folded(row.get(key)) for key in keys)
    return Alike(str(row["id"]), f"{look.base}/{entity.key}/{row['id']}", words, about, exact)
