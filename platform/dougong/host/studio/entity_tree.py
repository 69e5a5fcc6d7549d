"""The objects of a draft and their fields as they stand in its documents: what several apps say of one object together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dougong.metamodel.diff import Anchor, Step
from dougong.metamodel.documents import kind_of
from dougong.metamodel.field import Field
from dougong.metamodel.field_types import field_types, parse_field
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.storage import Kind
from dougong.metamodel.system_fields import SYSTEM_KEYS
from dougong.metamodel.text import text

Tree = Mapping[str, Any]
"""`app/file` -> document."""


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """One field: `path` is its place in the draft's tree, `raw` its JSON."""

    key: str
    path: tuple[Step, ...]
    raw: Mapping[str, Any]

    @property
    def type(self) -> str:
        return str(self.raw.get("type", ""))

    @property
    def value(self) -> str:
        """What expressions take its values for; empty where the field cannot be read."""
        found = _parsed(self.raw)
        return field_types()[found.type].value_type(found).name if found else ""

    @property
    def stored(self) -> Kind | None:
        """How its column keeps them; None without one."""
        found = _parsed(self.raw)
        storage = field_types()[found.type].storage(found) if found else None
        return storage.kind if storage else None


@dataclass(frozen=True, slots=True)
class EntityPlace:
    """`file` is the `app/file` that makes the object; `fields` are its own and those that other documents add, in order."""

    key: str
    file: str
    raw: Mapping[str, Any]
    fields: tuple[FieldPlace, ...]

    @property
    def app(self) -> str:
        return self.file.partition("/")[0]

    def field(self, key: str) -> FieldPlace | None:
        return next((one for one in self.fields if one.key == key), None)


def entities_of(tree: Tree) -> dict[str, EntityPlace]:
    """Every object by its key, as far as its document can be read."""
    documents = [(name, raw) for name, raw in of_kind(tree, "entity") if isinstance(raw.get("key"), str)]
    more: dict[str, list[FieldPlace]] = {}
    for name, raw in documents:
        if raw.get("extends"):
            more.setdefault(str(raw["extends"]), []).extend(_fields(name, raw))
    return {
        raw["key"]: EntityPlace(raw["key"], name, raw, (*_fields(name, raw), *more.get(raw["key"], ())))
        for name, raw in documents
        if not raw.get("extends")
    }


def entity_in(tree: Tree, key: str) -> EntityPlace:
    """One object; ProblemsFound where it is not there (any more)."""
    found = entities_of(tree).get(key)
    if found is None:
        words = text("这个对象已经不在了", "This object is not there any more")
        raise ProblemsFound([Problem("entity_gone", words, fix=text("刷新后再试", "Reload and try again"))])
    return found


def field_in(tree: Tree, entity: str, key: str) -> FieldPlace:
    """One field of an object; ProblemsFound where it is not there (any more)."""
    found = entity_in(tree, entity).field(key)
    if found is None:
        words = text("这个字段已经不在了", "This field is not there any more")
        raise ProblemsFound([Problem("field_gone", words, fix=text("刷新后再试", "Reload and try again"))])
    return found


def of_kind(tree: Tree, kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The documents of a kind: (`app/file`, JSON)."""
    for name, raw in tree.items():
        found = kind_of(name.partition("/")[2])
        if found is not None and found.key == kind and isinstance(raw, dict):
            yield name, raw


def taken_keys(tree: Tree, entity: str) -> set[str]:
    """Keys a new field of the object may not have: those of its fields, of the far ends of links to it, the system's."""
    places = entities_of(tree)
    own = {one.key for one in places[entity].fields} if entity in places else set()
    ends = {
        str(end["key"])
        for place in places.values()
        for one in place.fields
        if isinstance(end := one.raw.get("reverse"), dict) and entity in (one.raw.get("to"), *_each(one.raw.get("to")))
    }
    return own | ends | SYSTEM_KEYS | {"number", "last_activity_at", "tags"}


def _parsed(raw: Mapping[str, Any]) -> Field | None:
    try:
        return parse_field(dict(raw))
    except ValueError:
        return None


def _each(to: Any) -> tuple[Any, ...]:
    return tuple(to) if isinstance(to, list) else ()


def _fields(name: str, raw: Mapping[str, Any]) -> Iterator[FieldPlace]:
    given = raw.get("fields", ())
    for one in given if isinstance(given, list) else ():
        if isinstance(one, dict) and isinstance(one.get("key"), str):
            yield FieldPlace(one["key"], (name, "fields", Anchor(one["key"])), one)
