"""What a rule of a draft would have said of the records there are: how many it refuses or changes, before and after, with samples.

Each rule is asked by itself, of the values in force, as if every record were saved again unchanged; the database counts.
Where an expression knows what only a save knows (`CHANGED`, `$old`), the newest records are tried one by one instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, func, literal, select

from dougong.expressions import ExpressionError
from dougong.metamodel.model import EntityModel, Model
from dougong.metamodel.rule import Compute, Default, Validate
from dougong.metamodel.text import LocalText, text
from dougong.records.context import Context
from dougong.records.query import find
from dougong.records.rights import FieldRight
from dougong.records.scope import reading, reads_everything
from dougong.records.values import Query

from .back_test_asked import Asked, Tried, asked_of
from .back_test_each import MOST_SAMPLES, each
from .draft_store import DraftStore


@dataclass(frozen=True, slots=True)
class Sample:
    """A record the rule begins to refuse (`old` and `new` None), or the value it would change."""

    id: str
    title: str
    old: Any = None
    new: Any = None


@dataclass(frozen=True, slots=True)
class BackTest:
    """`before` and `after`: records refused (validate), changed (compute) or filled (default) by the rule in force and by
    the draft's; `more` only after, `fewer` only before. Of `total` living records in sight `looked` were tried.
    `why` it could not be tried."""

    entity: str
    rule: Tried
    total: int = 0
    looked: int = 0
    before: int = 0
    after: int = 0
    more: int = 0
    samples: tuple[Sample, ...] = ()
    why: LocalText | None = None

    @property
    def fewer(self) -> int:
        return self.before - (self.after - self.more)

    @property
    def whole(self) -> bool:
        """Whether every record was tried."""
        return self.looked == self.total


def changed_rules(now: Model, after: Model) -> list[tuple[str, Tried]]:
    """Validations and computations a draft adds or changes: (object, rule as it would be)."""
    found: list[tuple[str, Tried]] = []
    for key, entity in after.entities.items():
        known = rules_by_key(now.entities[key]) if key in now.entities else {}
        for rule in entity.rules:
            if isinstance(rule, Validate | Compute) and _meaning(known.get(rule.key)) != _meaning(rule):
                found.append((key, rule))
    return found


def _meaning(rule: Tried | None) -> tuple[object, ...]:
    """What decides about records: not the words people read."""
    match rule:
        case Validate():
            return "validate", rule.reject_when, rule.severity
        case Compute() | Default():
            return rule.family, rule.field, rule.value, rule.when
        case None:
            return ()


def rules_by_key(entity: EntityModel) -> dict[str, Tried]:
    return {rule.key: rule for rule in entity.rules if isinstance(rule, Validate | Compute | Default)}


def back_test(context: Context, after: Model, entity: str, rule: Tried) -> BackTest:
    """`context` reads by the definitions in force, `after` are those of the draft."""
    store = context.store if after is context.store.model else DraftStore(after, context.store)
    if entity not in context.store.model.entities:
        return BackTest(entity, rule)
    known = rules_by_key(context.store.model.entities[entity]).get(rule.key)
    try:
        new = asked_of(replace(context, store=store), entity, rule)
    except (ExpressionError, LookupError):
        words = text(
            "这条规则还有错，改好以后再试算", "Something in this rule is wrong; it is tried once that is mended"
        )
        return BackTest(entity, rule, why=words)
    if not _in_sight(new):
        words = text("它读到您看不到的字段", "It reads fields you may not see")
        return BackTest(entity, rule, why=words)
    try:
        old = asked_of(context, entity, known) if isinstance(known, type(rule)) else None
    except (ExpressionError, LookupError):
        old = None
    if new.in_sql and (old is None or old.in_sql):
        return _counted(rule, old, new)
    found = each(old, new)
    if found is None:
        words = text(
            "它既要读明细，又要知道保存时改了什么，不能在已有记录上试算",
            "It reads rows of records and what only a save knows, so it cannot be tried on what is there",
        )
        return BackTest(entity, rule, why=words)
    samples = tuple(Sample(*one) for one in found.samples)
    return BackTest(entity, rule, found.total, found.looked, found.before, found.after, found.more, samples)


def _in_sight(asked: Asked) -> bool:
    """Whether the designer reads every field it names: numbers would tell of values."""
    viewer, named = asked.ctx.viewer, {pair for one in asked.formulas for pair in one.fields}
    named.add((asked.entity, asked.ctx.store.model.entities[asked.entity].definition.title))
    if asked.field is not None:
        named.add((asked.entity, asked.field.key))
    return viewer.admin or all(viewer.on(entity).field(key) >= FieldRight.READ for entity, key in named)


def _counted(rule: Tried, old: Asked | None, new: Asked) -> BackTest:
    table, seen = _table(new)
    hit = new.hits(table)
    first: ColumnElement[int] = literal(0)
    if old is not None:
        before, seen_before = _table(old)
        ids = select(before.c.id).where(*seen_before, old.hits(before))
        fresh = and_(hit, table.c.id.not_in(ids.correlate(None)))
        first = select(func.count()).select_from(ids.subquery()).scalar_subquery()
    else:
        fresh = hit
    query = select(
        func.count(), func.count(case((hit, literal(1)))), func.count(case((fresh, literal(1)))), first
    ).select_from(table).where(*seen)  # fmt: skip
    total, after, more, had = (int(one) for one in new.ctx.connection.execute(query).one())
    found = _samples(new, table, seen, fresh if more else hit) if after else ()
    return BackTest(new.entity, rule, total, total, had, after, more, found)


def _samples(
    new: Asked, table: FromClause, seen: list[ColumnElement[bool]], hit: ColumnElement[bool]
) -> tuple[Sample, ...]:
    values = [table.c[new.field.key], new.found(table)] if new.field is not None else []
    query = select(table.c.id, *values).where(*seen, hit).order_by(table.c.id.desc()).limit(MOST_SAMPLES)
    rows = new.ctx.connection.execute(query).all()
    titles = _titles(new, [str(row[0]) for row in rows])
    return tuple(Sample(str(row[0]), titles.get(str(row[0]), ""), *row[1:]) for row in rows)


def _titles(new: Asked, ids: list[str]) -> Mapping[str, str]:
    title = new.ctx.store.model.entities[new.entity].definition.title
    rows = find(new.ctx, Query(new.entity, (title,), ids=tuple(ids), limit=len(ids))).rows if ids else ()
    return {str(row["id"]): str(row.get(title) or "") for row in rows}


def _table(asked: Asked) -> tuple[FromClause, list[ColumnElement[bool]]]:
    """Its living records in the designer's sight."""
    table = asked.ctx.store.read(asked.entity).alias()
    seen: list[ColumnElement[bool]] = [table.c.deleted_at.is_(None)]
    if not reads_everything(asked.ctx, asked.entity):
        seen.append(reading(asked.ctx, asked.entity, table))
    return table, seen
