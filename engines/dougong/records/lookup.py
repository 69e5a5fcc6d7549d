"""Finding records by the value of a field, many at once: titles in files, match keys, external numbers.

Only records the viewer may read are found. Loose comparison (letter case, blanks) is a second step for what an exact
look, which an index serves, did not find.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select

from dougong.metamodel.problem import ValueProblem

from .context import Context
from .scope import row_condition

MOST = 500


def lookup(
    context: Context, entity: str, field: str, values: Iterable[str], others: Sequence[str] = (), loose: bool = True
) -> dict[str, list[str]]:
    """Folded value (with the folded values of `others` behind it, joined by NUL) -> ids, oldest first.

    A value that nothing has is absent. `values` are raw texts; those that the field's type cannot take find nothing.
    """
    model = context.store.entity(entity).fields[field]
    wanted = {}
    for value in dict.fromkeys(values):
        try:
            if (canonical := model.type.normalise(model.field, value)) is not None:
                wanted[canonical] = value
        except ValueProblem:
            continue
    found: dict[str, list[str]] = {}
    exact = list(wanted)
    for start in range(0, len(exact), MOST):
        _collect(context, entity, field, others, exact[start : start + MOST], False, found)
    firsts = {key.split("\0")[0] for key in found}
    rest = [fold(value) for value in wanted if isinstance(value, str) and fold(value) not in firsts] if loose else []
    for start in range(0, len(rest), MOST):
        _collect(context, entity, field, others, rest[start : start + MOST], True, found)
    return found


def fold(value: object) -> str:
    """How values are compared loosely: outer and repeated blanks dropped, letter case ignored."""
    return " ".join(str(value).split()).casefold()


def _collect(
    context: Context,
    entity: str,
    field: str,
    others: Sequence[str],
    values: list[Any],
    loose: bool,
    found: dict[str, list[str]],
) -> None:
    table = context.store.table(entity)
    column = table.c[field]
    condition = func.lower(column).in_(values) if loose else column.in_(values)
    query = select(table.c.id, column, *(table.c[key] for key in others)).where(
        condition, table.c.deleted_at.is_(None), row_condition(context, entity, table)
    )
    for identity, *parts in context.connection.execute(query.order_by(table.c.id)):
        if all(part is not None for part in parts):
            found.setdefault("\0".join(fold(part) for part in parts), []).append(identity)
