"""Why a section is there: its condition in words, and which child rows fulfil it by themselves."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dougong.forms.conditions import holds, paths_of
from dougong.metamodel.model import EntityModel, FieldModel
from dougong.records.context import Context
from dougong.records.environment import env_of

from .columns import path_label
from .conditions import operators_of
from .filter_chips import shown_conditions
from .live import summed
from .look import Look
from .show import options_of, show

_MOST = 200
"""Child rows that are tried one by one."""


def condition_words(context: Context, entity: EntityModel, source: str, look: Look) -> str:
    """`折扣 大于 15 %`; empty for a condition that has no plain words, or names what the viewer may not see."""
    pairs = shown_conditions(context, entity, source)
    parts = []
    for one, field in pairs or ():
        said = next((o.label for o in operators_of(field) if o.key == one.operator), None)
        values = [_value(field, value, look) for value in one.values]
        label = path_label(context.store.model, entity.key, one.path, look.language)
        words = (label, said.in_(look.language) if said else "", look.words(", ").join(values))
        parts.append(" ".join(word for word in words if word))
    return look.words(" and ").join(parts)


def rows_behind(
    context: Context, entity: EntityModel, source: str, row: Mapping[str, Any]
) -> tuple[FieldModel, tuple[int, ...]] | None:
    """The child rows (from 1) each of which alone would fulfil a condition over figures of them; None when not some but
    not all do."""
    model, env = context.store.model, env_of(context)
    read = {path.partition(".")[0] for path in paths_of(model, entity.key, source)}
    for field in entity.fields.values():
        rows = row.get(field.key)
        if field.relation is None or not field.relation.owned or not isinstance(rows, list):
            continue
        over = {key for key in read if field.key + "." in (getattr(entity.fields.get(key), "formula", None) or "")}
        if not over or not 1 < len(rows) <= _MOST:
            continue
        found = tuple(
            number
            for number, one in enumerate(rows, 1)
            if holds(
                model, entity.key, source, summed(context, entity, {**row, field.key: [one]}, env), env, absent=False
            )
        )
        if found and len(found) < len(rows):
            return field, found
    return None


def _value(field: FieldModel, value: str, look: Look) -> str:
    options = options_of(field.field)
    if value in options:
        return str(options[value].label.in_(look.language))
    try:
        figure = field.value_type.name in ("number", "money", "percent")
        shown = show(field, field.key)(Decimal(value) if figure else field.type.normalise(field.field, value), {}, look)
    except (ValueError, ArithmeticError):
        return value
    return shown.striptags() or value
