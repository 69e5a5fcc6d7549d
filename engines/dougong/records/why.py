"""Why a viewer may or may not do something with a record: every term of every scope with its outcome, as data.

It explains what `scope` decides and uses the same SQL; it decides nothing itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import FromClause, case, literal, select

from .context import Context
from .formulas import condition_on
from .ids import is_id
from .query.paths import field_of, field_right
from .rights import EntityRights, FieldRight, RowScope
from .scope import reading, term_condition

Verb = Literal["read", "update", "delete"]
VERBS: tuple[Verb, ...] = ("read", "update", "delete")


@dataclass(frozen=True, slots=True)
class Term:
    """One reason: a word of a scope (`own`, `departments` ...) or a condition's source text, and whether it holds."""

    role: str
    term: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """Allowed when any term holds. No term at all means that nothing grants it (default deny)."""

    allowed: bool
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldDecision:
    """The strongest right of the roles; `roles` says what each gives."""

    right: FieldRight
    roles: Mapping[str, FieldRight] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proof:
    """`exists` False: no such record (`deleted`: it lies in the recycle bin). `admin`: everything is allowed.

    `parent` explains child rows: they may be read where their parent may be, and changed where it may be changed.
    """

    entity: str
    id: str
    exists: bool
    deleted: bool = False
    admin: bool = False
    decisions: Mapping[Verb, Decision] = field(default_factory=dict)
    field: FieldDecision | None = None
    parent: "Proof | None" = None


def why(
    ctx: Context,
    entity: str,
    id: str,  # noqa: A002
    field: str | None = None,
    roles: Mapping[str, EntityRights] | None = None,
) -> Proof:
    """The proof for one record and perhaps one field. `roles` are the rights of each of the viewer's roles on the
    entity, to tell which of them a term comes from; without it the terms are those of the rights taken together."""
    model = ctx.store.entity(entity)
    table = ctx.store.table(entity)
    statement = select(table.c.deleted_at, *_parent(ctx, entity)).where(table.c.id == id)
    found = ctx.connection.execute(statement).first() if is_id(id) else None
    named = _field(ctx, entity, field, roles) if field is not None else None
    if found is None:
        return Proof(entity, id, exists=False, admin=ctx.viewer.admin, field=named)
    deleted = found[0] is not None
    if ctx.viewer.admin:
        free = Decision(True, (Term("admin", "all", True),))
        return Proof(entity, id, True, deleted, True, dict.fromkeys(VERBS, free), named)
    if model.owner_link is not None:
        above = why(ctx, _target(ctx, entity), found[1]) if found[1] else None
        may = above.decisions if above is not None else {}
        read, change = may.get("read", Decision(False)), may.get("update", Decision(False))
        return Proof(
            entity, id, True, deleted, False, {"read": read, "update": change, "delete": change}, named, parent=above
        )
    by_role = roles or {"": ctx.viewer.on(entity)}
    decisions = {verb: _decide(ctx, entity, id, verb, by_role) for verb in VERBS}
    return Proof(entity, id, True, deleted, False, decisions, named)


def is_readable(ctx: Context, entity: str, id: str) -> bool:  # noqa: A002
    """Whether the viewer may read one record, in the recycle bin or not."""
    table = ctx.store.table(entity)
    query = select(table.c.id).where(table.c.id == id)
    if not ctx.viewer.admin:
        query = query.where(reading(ctx, entity, table))
    return ctx.connection.execute(query).first() is not None


def _decide(ctx: Context, entity: str, id: str, verb: Verb, roles: Mapping[str, EntityRights]) -> Decision:  # noqa: A002
    table = ctx.store.table(entity)
    asked = []
    for role, rights in roles.items():
        scope: RowScope = getattr(rights, verb)
        level: Literal["read", "edit"] = "read" if verb == "read" else "edit"
        for word in sorted(scope.words):
            asked.append((role, str(word), term_condition(ctx, entity, word, table, level)))
        for checked in scope.conditions:
            asked.append((role, checked.source, condition_on(ctx, entity, checked, table)))
    if not asked:
        return Decision(False)
    outcomes = [
        case((condition, literal(1)), else_=literal(0)).label(f"t{n}") for n, (*_, condition) in enumerate(asked)
    ]
    row = ctx.connection.execute(select(*outcomes).select_from(table).where(table.c.id == id)).one()
    terms = tuple(Term(role, term, bool(holds)) for (role, term, _), holds in zip(asked, row, strict=True))
    return Decision(any(term.holds for term in terms), terms)


def _field(ctx: Context, entity: str, key: str, roles: Mapping[str, EntityRights] | None) -> FieldDecision:
    found = field_of(ctx, entity, key, "field")
    return FieldDecision(field_right(ctx, found), {role: rights.field(key) for role, rights in (roles or {}).items()})


def _target(ctx: Context, entity: str) -> str:
    model = ctx.store.entity(entity)
    relation = model.fields[model.owner_link or ""].relation
    assert relation is not None
    return relation.target


def _parent(ctx: Context, entity: str) -> list[object]:
    table: FromClause = ctx.store.table(entity)
    link = ctx.store.entity(entity).owner_link
    return [table.c[link]] if link is not None else []
