"""Links by name, where no script kept the id beside it: `t.site` is the name typed for `f.site`."""

import re
from collections.abc import Iterable

from starlette.datastructures import FormData

from dougong.metamodel.model import EntityModel, FieldModel
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.context import Context
from dougong.records.query.titles import titles
from dougong.records.values import Query

from . import door

_CELL = re.compile(r"([a-z0-9_]+)\[[A-Za-z0-9_-]{1,60}\]\.([a-z0-9_]+)")


def with_typed_links(context: Context, entity: EntityModel, form: FormData) -> tuple[FormData, list[Problem]]:
    """The form with ids in place of names, without what `drop` ticks; a name of none or of several is a Problem."""
    dropped = tuple(str(one) for one in form.getlist("drop"))
    pairs = [
        (key, value)
        for key, value in form.multi_items()
        if not any(key.startswith(one) or f"{key}={value}" == one for one in dropped)
    ]
    problems: list[Problem] = []
    for name, typed in form.multi_items():
        path = name.removeprefix("t.")
        field = _field(context, entity, path) if name.startswith("t.") else None
        if field is None or field.relation is None:
            continue
        target, before = _target(context, field, str(form.get(f"k.{path}", ""))), f"{form.get(f'k.{path}', '')!s}:"
        mark = before if field.relation.kind == "any" else ""
        many = field.relation.kind == "many"
        found, problem = _resolved(
            context, target, str(typed), "" if many else str(form.get(f"f.{path}", "")), path, mark
        )
        if problem is not None:
            problems.append(problem)
        if not many:
            pairs = [(key, value) for key, value in pairs if key != f"f.{path}"]
        if found or not many:
            pairs.append((f"f.{path}", found))
    return FormData(pairs), problems


def _field(context: Context, entity: EntityModel, path: str) -> FieldModel | None:
    cell = _CELL.fullmatch(path)
    if not cell:
        return entity.fields.get(path)
    lines = entity.fields.get(cell[1])
    if lines is None or lines.relation is None:
        return None
    return context.store.model.entities[lines.relation.target].fields.get(cell[2])


def _target(context: Context, field: FieldModel, kind: str) -> str:
    relation = field.relation
    assert relation is not None
    if relation.kind == "any":
        return kind
    if relation.far:
        far = context.store.model.entities[relation.target].fields[relation.far].relation
        return far.target if far else ""
    return relation.target


def _resolved(
    context: Context, target: str, typed: str, before: str, path: str, mark: str
) -> tuple[str, Problem | None]:
    """The id as the field takes it, "" for none."""
    there = context.store.model.entities.get(target)
    words, known = typed.strip(), before.rpartition(":")[2]
    if there is None or not words:
        return "", None
    if known and before.startswith(mark) and str(titles(context, target, [known]).get(known) or "") == words:
        return before, None
    title = there.definition.title
    rows = door.find(context, Query(target, (title,), search=words, limit=50)).rows
    same = [str(row["id"]) for row in _named(rows, title, words)]
    if len(same) == 1:
        return mark + same[0], None
    shown = words[:60]
    if same:
        message = text(f"有 {len(same)} 条记录都叫“{shown}”", f'{len(same)} records are named "{shown}"')
        return "", Problem("ambiguous_name", message, path)
    message = text(f"没有叫“{shown}”的记录，请写全名", f'No record is named "{shown}"; write the whole name')
    return "", Problem("unknown_name", message, path)


def _named(rows: Iterable[dict[str, object]], title: str, words: str) -> list[dict[str, object]]:
    """Exactly so named; failing that, the only one that begins so."""
    wanted = words.casefold()
    names = [(str(row.get(title) or "").casefold(), row) for row in rows]
    exact = [row for name, row in names if name == wanted]
    begun = [row for name, row in names if name.startswith(wanted)]
    return exact or (begun if len(begun) == 1 else [])
