"""Why a value made by a formula is what it is: the formula, each condition in it with yes or no, and what it reads."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dougong.expressions import Checked, ExpressionError, Schema, check
from dougong.expressions.explain import Explained, explain
from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.records.context import Context
from dougong.records.environment import env_of
from dougong.records.masking import Masked
from dougong.records.rights import FieldRight
from dougong.records.values import Row

from . import door
from .columns import path_label, readable
from .live import Asked
from .look import Look
from .show import show

_MOST = 8


@dataclass(frozen=True, slots=True)
class Condition:
    words: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Input:
    """A value the formula reads."""

    label: str
    html: Markup


@dataclass(frozen=True, slots=True)
class ValueWhy:
    """What templates/record/value_why.html shows."""

    label: str
    html: Markup
    formula: str
    conditions: tuple[Condition, ...]
    inputs: tuple[Input, ...]


def value_why(context: Context, entity: EntityModel, identity: str, key: str, look: Look) -> ValueWhy | None:
    """None for a field no formula makes, or one the viewer may not see."""
    model = context.store.model
    field = readable(model, entity.key, key, context.viewer)
    if field is None or not field.formula:
        return None
    if not context.viewer.admin and context.viewer.on(entity.key).field(key) < FieldRight.READ:
        return None
    checked = _checked(model, entity, field)
    paths = [".".join(path) for path in sorted(checked.dependencies)] if checked else []
    one = [path for path in paths if _to_one(model, entity.key, path)]
    seen = [path for path in one if readable(model, entity.key, path, context.viewer) is not None]
    row = door.get(context, entity.key, identity, tuple(dict.fromkeys([key, *seen]))) or {}
    whole = len(seen) == len(paths) and not any(isinstance(row.get(path), Masked) for path in seen)
    conditions = tuple(_conditions(checked, row, context)) if checked and whole else ()
    return ValueWhy(
        field.label.in_(look.language), show(field, key)(row.get(key), row, look), named(entity, field.formula, look.language),
        tuple(Condition(named(entity, one.words, look.language), one.holds) for one in conditions[:_MOST]),
        tuple(_inputs(context, entity, paths, row, look))[:_MOST],
    )  # fmt: skip


def named(entity: EntityModel, formula: str, language: str) -> str:
    """A formula with its fields by the names people know; texts in it stay."""
    parts = re.split(r'("(?:[^"]|"")*")', formula)

    def label(word: re.Match[str]) -> str:
        field = entity.fields.get(word[0])
        return field.label.in_(language) if field is not None else word[0]

    words = (
        part if at % 2 else re.sub(r"(?<![\w.$])[a-z_][a-z0-9_]*(?![\w(])", label, part)
        for at, part in enumerate(parts)
    )
    return "".join(words)


def _checked(model: Model, entity: EntityModel, field: FieldModel) -> Checked | None:
    blanks = "blank" if str(getattr(field.field, "blanks", "zero")) == "blank" else "zero"
    try:
        return check(field.formula or "", Schema(model, entity.key, blanks=blanks), field.value_type)  # type: ignore[arg-type]
    except ExpressionError:
        return None


def _to_one(model: Model, entity: str, path: str) -> bool:
    """Whether a path reads one value: every step but the last is a link to one."""
    *links, last = path.split(".")
    for step in links:
        relation = model.entities[entity].fields[step].relation
        if relation is None or relation.kind != "one":
            return False
        entity = relation.target
    relation = model.entities[entity].fields[last].relation if last in model.entities[entity].fields else None
    return last in model.entities[entity].fields and (relation is None or relation.kind == "one")


def _conditions(checked: Checked, row: Mapping[str, Any], context: Context) -> Iterator[Condition]:
    """The smallest conditions, each once."""
    told: dict[str, bool] = {}
    for one in _leaves(explain(checked, Asked(row), env_of(context))):
        told.setdefault(" ".join(one.text.split()), bool(one.value))
    yield from (Condition(words, holds) for words, holds in told.items())


def _leaves(node: Explained) -> Iterator[Explained]:
    below = [leaf for one in node.parts for leaf in _leaves(one)]
    if below:
        yield from below
    elif isinstance(node.value, bool) and node.parts:
        yield node


def _inputs(context: Context, entity: EntityModel, paths: list[str], row: Row, look: Look) -> Iterator[Input]:
    """Own values and those behind links, then the lists it adds up."""
    model, lists = context.store.model, dict[str, None]()
    for path in paths:
        if not _to_one(model, entity.key, path):
            lists.setdefault(path.partition(".")[0])
            continue
        field = readable(model, entity.key, path, context.viewer)
        if field is not None:
            html = show(field, path)(row.get(path), row, look) or Markup('<span class="t3">—</span>')
            yield Input(path_label(model, entity.key, path, look.language), html)
    for key in lists:
        if (field := readable(model, entity.key, key, context.viewer)) is not None:
            yield Input(
                field.label.in_(look.language), Markup('<span class="t3">{}</span>').format(look.words("all of them"))
            )
