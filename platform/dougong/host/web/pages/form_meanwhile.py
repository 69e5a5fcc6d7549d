"""What was typed, brought onto what others saved meanwhile: what only one of the two changed is taken from them, what both
changed stays as typed, and both sides are told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dougong.metamodel.model import EntityModel, FieldModel
from dougong.records.context import Context
from dougong.records.query.titles import titles
from dougong.records.values import Conflict, Query, RowChange

from . import door
from .columns import may_read
from .controls import plain_text
from .form_entry import Entry
from .link_targets import named_by
from .look import Look
from .timeline import ids_in

_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else saved meanwhile beside what stands here."""

    label: str
    key: str
    theirs: str
    mine: str


def theirs_of(
    context: Context, entity: EntityModel, conflict: Conflict, row: Mapping[str, Any], look: Look
) -> tuple[Theirs, ...]:
    """Fields that somebody else changed, beside what `row` has."""
    found = (
        (entity.fields[key], canonical(entity.fields[key], theirs), row.get(key))
        for key, (_, theirs) in conflict.fields.items()
        if key in entity.fields and not entity.fields[key].system
    )
    return tuple(
        Theirs(field.label.in_(look.language), field.key, *_both(context, field, theirs, mine, look))
        for field, theirs, mine in found
    )


def onto_theirs(
    context: Context, entity: EntityModel, conflict: Conflict, stored: Mapping[str, Any], entry: Entry, look: Look
) -> tuple[Entry, tuple[Theirs, ...]]:
    """The entry over the record as it is stored now, and what to tell of it; values that only they changed are no longer
    in the entry, so that what is stored stands."""
    values, told = dict(entry.values), list[Theirs]()
    keys, places = ({key: list(some) for key, some in one.items()} for one in (entry.keys, entry.places))
    found = replace(entry, values=values, keys=keys, places=places)
    for key, (old, theirs) in conflict.fields.items():
        field = entity.fields.get(key)
        if field is None or field.system or field.formula is not None or key not in values:
            continue
        label = field.label.in_(look.language)
        if field.relation is not None and field.relation.far:
            values[key] = _ends(values[key], old or (), theirs or ())
            both = _both(context, field, theirs, [one["id"] for one in values[key]], look)
        elif key not in entry.raw and values[key] == canonical(field, old):
            del values[key]
            both = _both(context, field, canonical(field, theirs), None, look)[0], look.words("Taken over")
        else:
            both = _both(context, field, canonical(field, theirs), values[key], look)
        told.append(Theirs(label, key, *both))
    for key, changes in conflict.rows.items():
        if key in values and may_read(context.store.model, entity.key, key, context.viewer):
            told += _Rows(context, entity.fields[key], found, stored.get(key) or (), look).onto(changes)
    return found, tuple(told)


def _ends(mine: Iterable[Mapping[str, Any]], old: Iterable[str], theirs: Iterable[str]) -> list[_Row]:
    """A set that two people changed: what either put in, without what either took out."""
    kept = [dict(one) for one in mine if str(one["id"]) in theirs or str(one["id"]) not in old]
    there = {str(one["id"]) for one in kept}
    return [*kept, *({"id": one} for one in theirs if one not in old and one not in there)]


class _Rows:
    """The child rows of one field of the entry; `onto` changes them in place."""

    def __init__(self, context: Context, field: FieldModel, entry: Entry, stored: Iterable[_Row], look: Look) -> None:
        assert field.relation is not None
        self._context, self._look, self._field = context, look, field
        self._child = context.store.model.entities[field.relation.target]
        self._rows: list[_Row] = [dict(row) for row in entry.values[field.key]]
        self._entry = entry
        self._stored = {str(row["id"]): row for row in stored}

    def onto(self, changes: Iterable[RowChange]) -> Iterable[Theirs]:
        """Tells what they did, row by row, and what becomes of it here."""
        key, by = self._field.key, {"created": self._created, "updated": self._updated, "deleted": self._deleted}
        gone = self._gone([one.id for one in changes if one.action == "deleted"])
        self._entry.values[key] = self._rows
        found: list[Theirs] = []
        for one in changes:
            found += by[one.action](one, gone.get(one.id, {}))
        return found

    def _created(self, change: RowChange, _gone: _Row) -> Iterable[Theirs]:
        if change.id not in self._stored or any(row.get("id") == change.id for row in self._rows):
            return
        order, key = getattr(self._field.field, "order", None), self._field.key
        self._rows.append({"id": change.id, **({order: len(self._rows) + 1} if order else {})})
        name, keys, places = change.id[-12:], self._entry.keys[key], self._entry.places[key]
        places.insert(places.index(keys[-1]) + 1 if keys else 0, name)
        keys.append(name)
        words = self._look.words
        yield self._told("", words("added {names}", names=self._title(self._stored[change.id])), words("Taken over"))

    def _updated(self, change: RowChange, _gone: _Row) -> Iterable[Theirs]:
        mine = next((row for row in self._rows if row.get("id") == change.id), None)
        if mine is None:
            return
        number, title = self._rows.index(mine), self._title({**self._stored.get(change.id, {}), **mine})
        for key, (old, theirs) in change.fields.items():
            field = self._child.fields.get(key)
            if field is None or key not in mine or field.system or field.formula is not None or self._order(key):
                continue
            taken = f"{self._field.key}[{number}].{key}" not in self._entry.raw and mine[key] == canonical(field, old)
            there, here = _both(self._context, field, canonical(field, theirs), mine[key], self._look)
            if taken:
                del mine[key]
            label = " · ".join((title, field.label.in_(self._look.language)))
            yield self._told(label, there, self._look.words("Taken over") if taken else here)

    def _deleted(self, change: RowChange, gone: _Row) -> Iterable[Theirs]:
        mine = next((row for row in self._rows if row.get("id") == change.id), None)
        if mine is None:
            return
        words, number, path = self._look.words, self._rows.index(mine), f"{self._field.key}["
        was = gone or {key: canonical(self._child.fields[key], old) for key, (old, _) in change.fields.items()}
        untouched = all(was.get(key) == value for key, value in mine.items() if key != "id" and not self._order(key))
        title = self._title({**was, **mine})
        if untouched and not any(one.startswith(path) for one in self._entry.raw):
            del self._rows[number]
            self._entry.places[self._field.key].remove(self._entry.keys[self._field.key].pop(number))
            yield self._told("", words("removed {names}", names=title), words("Taken over"))
        else:
            del mine["id"]
            yield self._told("", words("removed {names}", names=title), words("Kept as a new row"))

    def _order(self, key: str) -> bool:
        return key == getattr(self._field.field, "order", None)

    def _told(self, of: str, theirs: str, mine: str) -> Theirs:
        label = self._field.label.in_(self._look.language)
        return Theirs(f"{label} · {of}" if of else label, self._field.key, theirs, mine)

    def _gone(self, ids: list[str]) -> dict[str, _Row]:
        """Rows in the recycle bin as they were, as far as there is one."""
        if not ids or not self._child.definition.features.recycle_bin:
            return {}
        columns = tuple(field.key for field in self._child.columns if not field.system)
        asked = Query(self._child.key, columns, ids=tuple(ids), limit=len(ids), deleted=True)
        return {str(row["id"]): row for row in door.find(self._context, asked).rows}

    def _title(self, row: Mapping[str, Any]) -> str:
        field = self._child.title
        return str(
            row.get(f"{field.key}.$title") or _both(self._context, field, row.get(field.key), None, self._look)[0]
        )


def canonical(field: FieldModel, value: Any) -> Any:
    """History keeps values in JSON form; the field's type reads them back."""
    try:
        return field.type.normalise(field.field, value) if field.relation is None or not field.relation.far else value
    except ValueError:
        return value


def _both(context: Context, field: FieldModel, theirs: Any, mine: Any, look: Look) -> tuple[str, str]:
    """Two values of a field in words."""
    target = named_by(field)
    names = titles(context, target, sorted(ids_in((theirs, mine)))) if target else {}

    def words(value: Any) -> str:
        if field.relation is not None and field.relation.far:
            return look.words(", ").join(str(names.get(one) or "•••") for one in value or ()) or look.words("Empty")
        return plain_text(field, value, {f"{field.key}.$title": names.get(value) if target else None}, look)

    return words(theirs), words(mine)
