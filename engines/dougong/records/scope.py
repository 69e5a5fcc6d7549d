"""Row scopes as SQL: which rows of an entity a viewer may read, update or delete.

A condition stands alone: what it needs of other tables it asks by sub-queries, so it fits a WHERE, a join's ON and an
UPDATE alike.
"""

from sqlalchemy import ColumnElement, FromClause, and_, false, or_, select, true

from .context import Context
from .environment import is_volatile
from .formulas import condition_on
from .rights import RowScope, ScopeWord
from .scope_words import TERMS, Asked, Level


def row_condition(ctx: Context, entity: str, table: FromClause) -> ColumnElement[bool]:
    """The rows of `table` (the entity's table or an alias of it) that the viewer may read; deleted ones too."""
    return reading(ctx, entity, table) if not ctx.viewer.admin else true()


def reading(ctx: Context, entity: str, table: FromClause, living: bool = False) -> ColumnElement[bool]:
    """Child rows may be read where their parent may be. `living`: the query leaves deleted rows out anyway."""
    model = ctx.store.model.entities[entity]
    if model.owner_link is None:
        return scope_condition(ctx, entity, ctx.viewer.on(entity).read, table, living=living)
    relation = model.fields[model.owner_link].relation
    assert relation is not None
    if reads_everything(ctx, relation.target):
        return true()
    parent = ctx.store.read(relation.target).alias()
    above = reading(ctx, relation.target, parent)
    return (
        select(parent.c.id)
        .where(parent.c.id == table.c[model.owner_link], parent.c.deleted_at.is_(None), above)
        .exists()
    )


def reads_everything(ctx: Context, entity: str) -> bool:
    """Whether no row of the entity is out of the viewer's sight."""
    if ctx.viewer.admin:
        return True
    model = ctx.store.model.entities[entity]
    if model.owner_link is None:
        return ctx.viewer.on(entity).read.everything
    relation = model.fields[model.owner_link].relation
    assert relation is not None
    return reads_everything(ctx, relation.target)


def reads_nothing(ctx: Context, entity: str) -> bool:
    """Whether the viewer may read no row of the entity, whatever is in it."""
    if ctx.viewer.admin:
        return False
    model = ctx.store.model.entities.get(entity)
    if model is None:
        return True
    if model.owner_link is None:
        return ctx.viewer.on(entity).read.nothing
    relation = model.fields[model.owner_link].relation
    assert relation is not None
    return reads_nothing(ctx, relation.target)


def scope_condition(
    ctx: Context, entity: str, scope: RowScope, table: FromClause, level: Level = "read", living: bool = False
) -> ColumnElement[bool]:
    """The rows of a scope; `level` is what a share must allow for the word `shared`; `living` as for `reading`."""
    if scope.everything:
        return true()
    terms = [term_condition(ctx, entity, word, table, level) for word in sorted(scope.words)]
    terms += [condition_on(ctx, entity, checked, table) for checked in scope.conditions]
    if living and len(terms) > 1:
        # SQLite uses a partial index under OR only where the alternative itself says that the row lives.
        terms = [and_(term, table.c.deleted_at.is_(None)) for term in terms]
    return or_(false(), *terms) if terms else false()


def passing(ctx: Context, entity: str, table: FromClause) -> ColumnElement[bool]:
    """The rows the viewer may read, as a question to each row on the way: no index of the scope's own is used."""
    scope = ctx.viewer.on(entity).read
    asked = Asked(ctx, entity, table, each=True)
    terms = [TERMS[word](asked) for word in sorted(scope.words)]
    terms += [condition_on(ctx, entity, checked, table) for checked in scope.conditions]
    return or_(false(), *terms).is_(true())


def disjoint(ctx: Context, entity: str, table: FromClause) -> list[ColumnElement[bool]]:
    """The alternatives of what the viewer reads, each without the rows of those before it; empty when not several.

    Counted one by one each is served by its own index, mostly without reading rows: the widest come first.
    """
    scope = ctx.viewer.on(entity).read
    if reads_everything(ctx, entity) or ctx.store.entity(entity).owner_link is not None:
        return []
    words = sorted(scope.words, key=list(TERMS).index, reverse=True)
    terms = [term_condition(ctx, entity, word, table) for word in words]
    terms += [condition_on(ctx, entity, checked, table) for checked in scope.conditions]
    if len(terms) < 2:
        return []
    return [and_(term, *(before.is_not(true()) for before in terms[:n])) for n, term in enumerate(terms)]


def term_condition(
    ctx: Context, entity: str, word: ScopeWord, table: FromClause, level: Level = "read"
) -> ColumnElement[bool]:
    """The rows that one word of a scope means."""
    return TERMS[word](Asked(ctx, entity, table, level))


def volatile_rights(ctx: Context) -> bool:
    """Whether a scope's condition holds values of this request only, so that nothing compiled with it may be kept."""
    if ctx.viewer.admin:
        return False
    return any(is_volatile(one) for rights in ctx.viewer.rights.values() for one in rights.read.conditions)
