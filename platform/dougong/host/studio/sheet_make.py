"""From proposed objects to changes of a draft, and from their sheets to imports: a file of its own and a plan for each."""

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dougong.host.imports.plan import LEAVE_BLANK, ColumnPlan, ImportPlan
from dougong.metamodel.diff import Change, apply_where_possible
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from .entity_moves import RIGHTS, new_object
from .entity_tree import Tree, of_kind, taken_keys
from .field_palette import key_for
from .menu_tree import nodes_of
from .own_app import OWN
from .sheet_proposal import ProposedField, ProposedObject, Read
from .sheet_readings import READINGS


@dataclass(frozen=True, slots=True)
class Load:
    """One import: the bytes of its file, what it is called, and the plan."""

    content: bytes
    name: str
    plan: ImportPlan


def changes_of(
    tree: Tree, objects: Sequence[ProposedObject], roles: Collection[str], group: str, importers: Collection[str] = ()
) -> tuple[list[Change], dict[int, str]]:
    """All objects in one gesture, and the key each got by its number. `importers` are roles that may import them too."""
    made = [one for one in objects if not one.left_out]
    if not made:
        words = text("没有要建的对象", "There is nothing to make")
        raise ProblemsFound([Problem("nothing", words, fix=text("至少留一个工作表", "Keep at least one sheet"))])
    keys: dict[int, str] = {}
    changes: list[Change] = []
    now: Any = tree
    for one in made:
        title = next((field for field in one.fields if field.number == one.title), None)
        if title is None or title.left_out:
            words = text(f"“{one.label.zh}”没有列作名称", f'"{one.label.en}" has no column that names its records')
            raise ProblemsFound([Problem("no_title", words, fix=text("留下名称那一列", "Keep the column of the name"))])
        fields = [_definition(now, one, field) for field in one.kept]
        before = f"{group}:{last}" if group and (last := next(reversed(keys.values()), "")) else ""
        some, key = new_object(now, one.label, one.icon, roles, group, before, fields, title.key)
        now = apply_where_possible(now, some)[0]
        keys[one.number] = key
        changes += some
        group = group or next((f"{node.id}:all" for node in nodes_of(now) if node.id == f"{OWN}:{key}"), "")
    changes = [_with_targets(one, keys) for one in changes]
    return [*changes, *_imports(now, keys.values(), importers)], keys


def loads_of(objects: Sequence[ProposedObject], read: Sequence[Read], keys: Mapping[int, str]) -> list[Load]:
    """The imports in the order in which rows find what they point to."""
    waiting = [one for one in objects if one.number in keys]
    ordered: list[ProposedObject] = []
    while waiting:
        there = {one.number for one in ordered}
        ready = [one for one in waiting if _needs(one, keys) <= {*there, one.number}] or waiting[:1]
        ordered.append(ready[0])
        waiting.remove(ready[0])
    by_number = {one.number: one for one in objects}
    return [_load(one, read[one.number], keys, by_number) for one in ordered]


def _needs(one: ProposedObject, keys: Mapping[int, str]) -> set[int]:
    return {int(field.to[1:]) for field in one.kept if field.to.startswith("#")} & keys.keys()


def _load(one: ProposedObject, read: Read, keys: Mapping[int, str], objects: Mapping[int, ProposedObject]) -> Load:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL)
    readings = [READINGS[field.guess.reading] for field in one.kept]
    columns = [read.columns[field.number].cells for field in one.kept]
    writer.writerow([field.header for field in one.kept])
    for cells in zip(*columns, strict=True):
        writer.writerow([reading(cell) if cell else "" for reading, cell in zip(readings, cells, strict=True)])
    plan = ImportPlan(
        entity=keys[one.number], columns=tuple(_column(field, objects) for field in one.kept), repair_rows=False
    )
    return Load(out.getvalue().encode(), f"{one.label.zh}.tsv", plan)


def _column(field: ProposedField, objects: Mapping[int, ProposedObject]) -> ColumnPlan:
    by = None
    if field.to.startswith("#"):
        target = objects[int(field.to[1:])]
        by = next((one.key for one in target.kept if one.number == field.by), None)
    read = READINGS[field.guess.reading]
    blanks = {read(value): LEAVE_BLANK for value, _ in field.misfits} if field.blank and not field.required else {}
    return ColumnPlan(column=field.header, field=field.key, by=by, create_missing=field.make, values=blanks)


def _definition(tree: Tree, one: ProposedObject, field: ProposedField) -> dict[str, Any]:
    raw = dict(field.definition)
    if field.number == one.title:
        raw["search"] = True
    if field.to and field.to != "person":
        raw["to"] = field.to
        taken = taken_keys(tree, field.to) if not field.to.startswith("#") else set[str]()
        ends = [other.number for other in one.kept if other.to == field.to]
        far = key_for(
            text("", f"{one.key} {ends.index(field.number) + 1}" if ends.index(field.number) else one.key),
            one.key,
            taken,
        )
        raw["reverse"] = {"key": far, "label": {"zh-CN": one.label.zh, "en": one.label.en}}
    return raw


def _with_targets(change: Change, keys: Mapping[int, str]) -> Change:
    """Links between sheets named by the keys their objects got; to a sheet that is left out they are plain text."""
    if not isinstance(change.new, dict) or "fields" not in change.new:
        return change
    return replace(change, new={**change.new, "fields": [_pointing(one, keys) for one in change.new["fields"]]})


def _pointing(raw: dict[str, Any], keys: Mapping[int, str]) -> dict[str, Any]:
    to = str(raw.get("to", ""))
    if not to.startswith("#"):
        return raw
    if int(to[1:]) in keys:
        return {**raw, "to": keys[int(to[1:])]}
    return {name: value for name, value in raw.items() if name not in ("to", "reverse")} | {"type": "text"}


def _imports(tree: Tree, entities: Iterable[str], roles: Collection[str]) -> list[Change]:
    """The right to import for those who bring the rows."""
    found = []
    for name, raw in of_kind(tree, "role"):
        if raw.get("key") in roles and not raw.get("admin"):
            for entity in entities:
                there = (raw.get("entities") or {}).get(entity)
                if there is None:
                    found.append(Change("put", (name, "entities", entity), None, {**RIGHTS, "import": True}))
                else:
                    found.append(Change("put", (name, "entities", entity, "import"), None, True))
    return found
