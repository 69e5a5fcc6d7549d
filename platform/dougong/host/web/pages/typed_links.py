"""Links by name: `t.site` is the name typed for `f.site`, where no script kept the id, or one left it open (`?name`)."""

import re
from collections.abc import Iterable

from starlette.datastructures import FormData

from dougong.metamodel.model import EntityModel, FieldModel
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import LocalText, text
from dougong.records.context import Context
from dougong.records.query.titles import titles
from dougong.records.values import Query

from . import door

_CELL = re.compile(r"([a-z0-9_]+)\[[A-Za-z0-9_-]{1,60}\]\.([a-z0-9_]+)")


def with_typed_links(
    context: Context, entity: EntityModel, form: FormData, alive: bool = False
) -> tuple[FormData, list[Problem]]:
    """The form with ids in place of names, without what `drop` ticks; a name of none or of several is a Problem at its
    name (`sites[n1].site`), and stays as `?name`.

    With a script (`alive`) only names it left open are looked up. One query per name.
    """
    known: dict[tuple[str, str, str], tuple[str, LocalText | None, str]] = {}
    put: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for name, typed in form.multi_items():
        path, words = name.removeprefix("t."), str(typed).strip()
        field = _field(context, entity, path) if name.startswith("t.") else None
        if field is None or field.relation is None or (alive and form.get(f"f.{path}") != f"?{words}"):
            continue
        target, before = _target(context, field, str(form.get(f"k.{path}", ""))), f"{form.get(f'k.{path}', '')!s}:"
        mark = before if field.relation.kind == "any" else ""
        many = field.relation.kind == "many"
        asked = (target, words, "" if many else str(form.get(f"f.{path}", "")))
        if asked not in known:
            known[asked] = resolved_link(context, *asked, mark)
        found, wrong, code = known[asked]
        if wrong is not None:
            problems.append(Problem(code, wrong, path))
            found = "" if many else f"?{words}"
        if many:
            put.setdefault(f"f.{path}", [str(one) for one in form.getlist(f"f.{path}")]).extend(
                [found] if found else []
            )
        else:
            put[f"f.{path}"] = [found]
    dropped = tuple(str(one) for one in form.getlist("drop"))
    pairs = [(key, value) for key, value in form.multi_items() if key not in put]
    pairs += [(key, value) for key, values in put.items() for value in values]
    kept = [
        (key, value)
        for key, value in pairs
        if not any(key.startswith(one) or f"{key}={value}" == one for one in dropped)
    ]
    return FormData(kept), problems


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


def resolved_link(
    context: Context, target: str, words: str, before: str, mark: str
) -> tuple[str, LocalText | None, str]:
    """The id as the field takes it, "" for none; else what is wrong in words, and its code."""
    there = context.store.model.entities.get(target)
    known = before.rpartition(":")[2]
    if there is None or not words:
        return "", None, ""
    if known and before.startswith(mark) and str(titles(context, target, [known]).get(known) or "") == words:
        return before, None, ""
    title = there.definition.title
    rows = door.find(context, Query(target, (title,), search=words, limit=50)).rows
    same = [str(row["id"]) for row in _named(rows, title, words)]
    if len(same) == 1:
        return mark + same[0], None, ""
    shown = words[:60]
    if same:
        message = text(f"有 {len(same)} 条记录都叫“{shown}”", f'{len(same)} records are named "{shown}"')
        return "", message, "ambiguous_name"
    message = text(f"没有叫“{shown}”的记录，请写全名", f'No record is named "{shown}"; write the whole name')
    return "", message, "unknown_name"


def _named(rows: Iterable[dict[str, object]], title: str, words: str) -> list[dict[str, object]]:
    """Exactly so named; failing that, the only one that begins so."""
    wanted = words.casefold()
    names = [(str(row.get(title) or "").casefold(), row) for row in rows]
    exact = [row for name, row in names if name == wanted]
    begun = [row for name, row in names if name.startswith(wanted)]
    return exact or (begun if len(begun) == 1 else [])
