"""Row scopes as a role writes them -> RowScope: words joined by `or`, anything else an expression over the record."""

import re
from typing import cast, get_args

from dougong.expressions import Checked, ExpressionError, Schema, check
from dougong.metamodel.model import Model
from dougong.metamodel.role import Scope
from dougong.metamodel.value_type import ValueType
from dougong.records.rights import ALL_ROWS, NO_ROWS, RowScope, ScopeWord

_WORDS = frozenset(get_args(ScopeWord))
_POOL = "ISBLANK(owner)"  # `pool`: nobody's yet


def row_scope(model: Model, entity: str, scope: Scope) -> RowScope:
    """The scope for one entity. An expression that does not check (the gate refuses such roles) gives no row."""
    if isinstance(scope, bool):
        return ALL_ROWS if scope else NO_ROWS
    parts = [part.strip() for part in re.split(r"\s+or\s+", scope.strip())]
    if not all(part in _WORDS or part in ("none", "pool") for part in parts):
        return RowScope(conditions=_conditions(model, entity, scope))
    words = frozenset(cast(ScopeWord, part) for part in parts if part in _WORDS)
    if "all" in words:
        return ALL_ROWS
    return RowScope(words, _conditions(model, entity, _POOL) if "pool" in parts else ())


def union(left: RowScope, right: RowScope) -> RowScope:
    """Rows that either reaches."""
    if left.everything or right.everything:
        return ALL_ROWS
    conditions = {one.source: one for one in (*left.conditions, *right.conditions)}
    return RowScope(left.words | right.words, tuple(conditions.values()))


def _conditions(model: Model, entity: str, source: str) -> tuple[Checked, ...]:
    try:
        return (check(source, Schema(model, entity), ValueType("bool")),)
    except ExpressionError:
        return ()
