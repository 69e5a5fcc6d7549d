"""What links may point to, and what tells two records of one name apart."""

from dougong.metamodel.model import EntityModel, FieldModel
from dougong.records.context import Context
from dougong.records.values import Row

from .columns import readable
from .look import Look
from .show import show

_TELLING = 3


def any_targets(context: Context, field: FieldModel, language: str) -> tuple[tuple[str, str], ...]:
    """Entities a link to anything may point to and whose records the viewer may read: (key, name)."""
    if field.relation is None or field.relation.kind != "any":
        return ()
    named = getattr(field.field, "to", ())
    return tuple(
        (key, entity.label.in_(language))
        for key, entity in context.store.model.entities.items()
        if (key in named if named else entity.definition.features.activities)
        and (context.viewer.admin or not context.viewer.on(key).read.nothing)
    )


def named_by(field: FieldModel) -> str:
    """The entity that values of a field are ids of; empty for other fields."""
    relation = field.relation
    if relation is None or relation.kind == "any":
        return ""
    return relation.target if relation.kind == "one" else str(getattr(field.field, "to", ""))


def telling_fields(context: Context, entity: EntityModel) -> tuple[str, ...]:
    """At most three fields that tell two records of one name apart: subtitle, unique and searched ones, the first link."""
    links = [key for key, field in entity.fields.items() if field.type.widget == "link" and not field.system]
    marked = [k for k, f in entity.fields.items() if (f.field.unique or f.field.search) and f.storage is not None]
    numbered = [k for k, f in entity.fields.items() if f.type.widget == "auto_number"]
    subtitle = [entity.definition.subtitle] if entity.definition.subtitle else []
    wanted = dict.fromkeys([*subtitle, *links[:1], *numbered, *marked])
    return tuple(
        key
        for key in wanted
        if key != entity.definition.title
        and readable(context.store.model, entity.key, key, context.viewer) is not None
        and entity.fields[key].type.widget not in ("long_text", "rich_text", "json")
    )[:_TELLING]


def told_apart(entity: EntityModel, row: Row, telling: tuple[str, ...], look: Look) -> str:
    """The telling fields of a record in one line."""
    parts = [show(entity.fields[key], key)(row.get(key), row, look).striptags() for key in telling]
    return " · ".join(part for part in parts if part)
