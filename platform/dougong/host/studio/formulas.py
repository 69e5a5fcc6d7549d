"""What a formula editor is answered: whether a formula is right and where it runs, its value for five records, and what may
stand at the cursor. Plain JSON in one language."""

from typing import Any

from dougong.expressions import Checked, Hint, Schema, complete, diagnose, hint
from dougong.expressions.problems import FormulaProblem
from dougong.expressions.types import words
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.value_type import ValueType
from dougong.records.context import Context
from dougong.records.query.aggregate import aggregate
from dougong.records.query.find import find
from dougong.records.values import Aggregate, Query

RECORDS = 5


def check_formula(
    context: Context, schema: Schema, written: str, expected: ValueType | None, language: str
) -> dict[str, Any]:
    """`text` as it would be stored, `type` (None while it is wrong), `problems` and warnings with places and fixes,
    `fields` it reads and their `names`, `places` it runs in, `preview` of records the viewer sees."""
    found = diagnose(written, schema, expected)
    checked = found.checked
    problems = [*found.problems, *(checked.warnings if checked else ())]
    return {
        "text": found.text,
        "type": _type(checked, language) if checked else None,
        "problems": [_problem(one, language) for one in problems],
        "fields": sorted(".".join(path) for path in checked.dependencies) if checked else [],
        "names": _names(schema, checked, language) if checked else [],
        "places": sorted(checked.places) if checked else [],
        "preview": _preview(context, schema, checked, language) if checked else [],
    }


def complete_formula(schema: Schema, written: str, position: int, language: str) -> dict[str, Any]:
    """`completions` best first, each with the place it replaces, and the `call` around the cursor."""
    call = hint(written, position)
    return {
        "completions": [
            {
                "kind": one.kind,
                "insert": one.insert,
                "label": one.label.in_(language),
                "start": one.start,
                "end": one.end,
            }
            for one in complete(written, position, schema)
        ],
        "call": _call(call, language) if call else None,
    }


def _type(checked: Checked, language: str) -> dict[str, Any]:
    kind = checked.type
    return {"name": kind.name, "words": words(kind).in_(language), "scale": kind.scale, "nullable": checked.nullable}


def _names(schema: Schema, checked: Checked, language: str) -> list[str]:
    """The labels of the fields its text names, those of the object itself first."""
    named = sorted(checked.fields, key=lambda one: (one[0] != schema.entity, one))
    found = (schema.model.entities[entity].fields.get(key) for entity, key in named if entity in schema.model.entities)
    return list(dict.fromkeys(one.label.in_(language) for one in found if one is not None))


def _problem(one: Problem, language: str) -> dict[str, Any]:
    """`replacement` is the whole text mended."""
    place = (
        {"start": one.start, "end": one.end, "replacement": one.replacement} if isinstance(one, FormulaProblem) else {}
    )
    fix = one.fix.in_(language) if one.fix else ""
    return {"code": one.code, "message": one.message.in_(language), "fix": fix, "severity": one.severity, **place}


def _call(call: Hint, language: str) -> dict[str, Any]:
    return {
        "name": call.name, "signatures": call.signatures, "argument": call.argument, "parameter": call.parameter,
        "doc": call.doc.in_(language), "examples": call.examples, "start": call.start,
    }  # fmt: skip


def _preview(context: Context, schema: Schema, checked: Checked, language: str) -> list[dict[str, Any]]:
    """The newest records with the formula's value, as the database gives it within the viewer's rights, and the name of
    an option; none where it cannot."""
    entity = schema.entity
    if "sql" not in checked.places or checked.type.name == "blank" or entity not in context.store.model.entities:
        return []
    title = context.store.model.entities[entity].definition.title
    try:
        rows = find(context, Query(entity, (title,), sort=("-updated_at",), limit=RECORDS)).rows
        among = ", ".join(f'"{row["id"]}"' for row in rows)
        asked = Aggregate(entity, {"n": "COUNT()"}, ("id", checked.source), f"id IN ({among})", limit=RECORDS)
        values = {str(one["id"]): one for one in aggregate(context, asked)} if rows else {}
    except ProblemsFound:
        return []
    named = f"{checked.source}.$title"
    shown = _options(schema, checked, language)
    return [
        {
            "id": str(row["id"]),
            "title": row[title],
            "value": (value := one.get(named, one.get(checked.source))),
            "shown": shown.get(str(value)),
        }
        for row in rows
        if (one := values.get(str(row["id"]))) is not None
    ]


def _options(schema: Schema, checked: Checked, language: str) -> dict[str, str]:
    """Option -> its name, where the value is one of a field's."""
    if not checked.type.options:
        return {}
    read = (schema.model.entities[entity].fields[key].field for entity, key in sorted(checked.fields))
    options = (option for field in read for option in getattr(field, "options", ()))
    return {one.key: one.label.in_(language) for one in options}
