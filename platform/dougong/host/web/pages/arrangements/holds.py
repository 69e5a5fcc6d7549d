"""Conditions of a view's definition (marks, colours) asked of rows that were read already."""

from collections.abc import Callable
from dataclasses import dataclass

from dougong.expressions import Checked, ExpressionError, Schema, check, compile_python
from dougong.expressions.types import BOOL
from dougong.host.web.pages.columns import may_read
from dougong.host.web.pages.live import Asked
from dougong.metamodel.model import EntityModel, Model
from dougong.records.context import Context
from dougong.records.environment import env_for
from dougong.records.values import Row


@dataclass(frozen=True, slots=True)
class Holds:
    """`paths` must be among a row's fields; `of(row)` tells whether the condition is true for it."""

    paths: tuple[str, ...]
    of: Callable[[Row], bool]


def holds(context: Context, entity: EntityModel, source: str | None) -> Holds | None:
    """None without a condition, and for a viewer who may not read what it asks: a mark would tell the value."""
    if not source:
        return None
    found = context.store.plan(("holds", entity.key, source), lambda: _compiled(context.store.model, entity, source))
    checked, evaluate, paths = found
    if checked is None or not all(may_read(context.store.model, entity.key, path, context.viewer) for path in paths):
        return None
    env = env_for(context, [checked])
    return Holds(paths, lambda row: bool(evaluate(Asked(row), env)))


def _compiled(
    model: Model, entity: EntityModel, source: str
) -> tuple[Checked | None, Callable[..., object], tuple[str, ...]]:
    try:
        checked = check(source, Schema(model, entity.key), BOOL)
        return checked, compile_python(checked), tuple(".".join(path) for path in checked.dependencies)
    except ExpressionError:
        return None, bool, ()
