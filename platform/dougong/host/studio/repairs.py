"""What becomes of stored values when a release takes away an option they hold, or changes what a field may hold.

A repair is chosen with a gesture and travels with the draft; publishing carries it out in its own transaction, and
taking the release back brings the old values back from the history (ADR 0113).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from dataclasses import field as made
from typing import Any, Literal

from sqlalchemy import Connection, Text, cast, column, or_, select, update

from dougong.host.store.tables import release
from dougong.metamodel.model import FieldModel, Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.storage import Kind
from dougong.metamodel.text import text
from dougong.records.context import Cause, Context
from dougong.records.convert import convert
from dougong.records.drift import stored_formulas
from dougong.records.outside import outside
from dougong.records.rewrite import Move, pages, rewrite
from dougong.records.sync import Step, aside_of
from dougong.records.system_tables import history
from dougong.records.undo import undo
from dougong.records.write.plan import is_secret
from dougong.records.write.rollups import recompute

Failures = Literal["", "blank", "leave", "refuse"]
"""Of values that do not fit: not chosen yet, emptied, left as they stand, or nothing is published while there are any."""
KIND = "release"
"""The kind of cause under which the history tells what a release made of values."""


@dataclass(frozen=True, slots=True)
class Repair:
    """For one field. `values`: option that goes -> the one that takes its place, None for nothing; `failures`: what
    becomes of values that the field as it will be cannot take; `beside`: a field that keeps all values as they were."""

    entity: str
    field: str
    values: Mapping[str, str | None] = made(default_factory=dict)
    failures: Failures = ""
    beside: str = ""

    @property
    def place(self) -> tuple[str, str]:
        return self.entity, self.field

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


Repairs = Mapping[tuple[str, str], Repair]
"""(entity, field) -> what was chosen last."""


def map_options(entity: str, field: str, values: Mapping[str, str | None]) -> Repair:
    """Records that hold an option (a stage is one) get another: for `draft.edit(..., repairs=)` and `sketch.draw`."""
    return Repair(entity, field, dict(values))


def from_json(raw: Iterable[Mapping[str, Any]] | None) -> list[Repair]:
    return [Repair(**one) for one in raw or ()]


def by_place(given: Iterable[Repair]) -> dict[tuple[str, str], Repair]:
    """Of several for a field the last one counts."""
    return {one.place: one for one in given}


def carry_out(
    ctx: Context,
    before: Model,
    steps: Sequence[Step],
    repairs: Repairs,
    number: int,
    person: str | None,
    language: str,
) -> list[Repair]:
    """Brings stored values in line with the definitions that have just come into force, as the release `number`;
    `ctx` has its transaction and its store. Gives what was done: those chosen, and conversions nobody had to choose."""
    ctx = replace(ctx, viewer=replace(ctx.viewer, person=person))
    moved = {(step.entity, step.name): step for step in steps if step.kind == "change_column"}
    done = []
    for was, now in changed_fields(before, ctx.store.model):
        place = now.entity, now.key
        one = repairs.get(place)
        if one is None and place not in moved and was.field.type == now.field.type:
            continue
        one = one or Repair(*place)
        if is_secret(was) != is_secret(now):
            raise ProblemsFound([_sealed(now)])
        cause = Cause(KIND, reference(number, one))
        step = moved.get(place)
        if one.beside in ctx.store.entity(place[0]).fields:
            _keep_beside(ctx, one, now, step)
        if step is not None:
            rewrite(ctx, *place, _converted(ctx, now, step), cause)
        elif was.field.type != now.field.type or one.failures == "blank":
            rewrite(ctx, *place, _again(ctx, was, now, one, language), cause)
        if values := {key: to for key, to in one.values.items() if _gone(was, now, key)}:
            rewrite(ctx, *place, _mapped(ctx, now, values), cause)
        done.append(one)
    return done


def _sealed(field: FieldModel) -> Problem:
    words = text(
        f"“{field.label.zh}”不能在加密与不加密之间换类型",
        f'"{field.label.en}" cannot change its type between encrypted and not encrypted',
    )
    fix = text("另建一个字段，把值移过去", "Make another field and move the values there")
    return Problem("encrypted", words, f"{field.entity}.{field.key}", fix=fix)


def take_back(ctx: Context, number: int, repairs: Iterable[Repair], person: str | None) -> None:
    """What a release made of values, as it was; what somebody changed since stays. `ctx` as for `carry_out`."""
    ctx = replace(ctx, viewer=replace(ctx.viewer, person=person))
    for one in repairs:
        cause = reference(number, one)
        if one.entity in ctx.store.model.entities and undo(ctx, cause).records:
            ids = set(ctx.connection.scalars(select(history.c.record).where(history.c.cause_ref == cause)))
            recompute(ctx, {(one.entity, made.field.key): ids for made in stored_formulas(ctx.store, one.entity)})


def changed_fields(before: Model, after: Model) -> Iterator[tuple[FieldModel, FieldModel]]:
    """Fields of people's own values that both models have a column for and that say something else: was, is."""
    for key, entity in before.entities.items():
        known = after.entities.get(key)
        for was in entity.columns if known else ():
            now = known.fields.get(was.key) if known else None
            if now is None or now.storage is None or was.storage is None or was.formula or now.formula or was.system:
                continue
            if was.field != now.field and not was.storage.polymorphic and not now.storage.polymorphic:
                yield was, now


def reference(number: int, one: Repair) -> str:
    """Under which reference the history knows what a release made of the values of a field."""
    return f"{KIND}:{number}:{one.entity}.{one.field}"


def of_release(connection: Connection, number: int) -> tuple[list[Repair], list[Repair]]:
    """What a release did to values, and what it took back of an earlier one."""
    raw = connection.execute(select(release.c.repairs).where(release.c.number == number)).scalar() or {}
    return from_json(raw.get("done")), from_json(raw.get("undone"))


def keep(connection: Connection, number: int, done: Collection[Repair], undone: Collection[Repair] = ()) -> None:
    """Writes down what a release did to values."""
    if done or undone:
        told = {"done": [one.to_json() for one in done], "undone": [one.to_json() for one in undone]}
        connection.execute(update(release).where(release.c.number == number).values(repairs=told))


def _gone(was: FieldModel, now: FieldModel, option: str) -> bool:
    return (
        was.field.type == now.field.type
        and option in (was.value_type.options or ())
        and option not in (now.value_type.options or ())
    )


def _keep_beside(ctx: Context, one: Repair, now: FieldModel, step: Step | None) -> None:
    """The values as they were in a field of their own, which is new and so needs no history."""
    table = ctx.store.table(one.entity)
    source = table.c[now.key] if step is None else column(step.aside)
    ctx.connection.execute(update(table).values({one.beside: source}))


def _converted(ctx: Context, now: FieldModel, step: Step) -> Iterator[Move]:
    """What schema sync has made of a column: whatever is another value now, as people see it."""
    table = ctx.store.table(step.entity)
    old = aside_of(table, step)
    for some in pages(ctx.connection, old, [old.c[step.aside]], old.c[step.aside].is_not(None)):
        ids = [identity for identity, _ in some]
        fresh = {row[0]: row[1] for row in ctx.connection.execute(_values(table, now.key, ids))}
        yield from (
            (identity, was, fresh[identity]) for identity, was in some if outside(was) != outside(fresh[identity])
        )


def _values(table: Any, key: str, ids: Sequence[str]) -> Any:
    return select(table.c.id, table.c[key]).where(table.c.id.in_(ids))


def _again(ctx: Context, was: FieldModel, now: FieldModel, one: Repair, language: str) -> Iterator[Move]:
    """Values that stay in their column, as the field takes them now; those it does not take go as was chosen."""
    table = ctx.store.table(now.entity)
    cell = table.c[now.key]
    for some in pages(ctx.connection, table, [cell], cell.is_not(None)):
        read = convert(ctx.connection, ctx.store, was, now, [value for _, value in some], language)
        for (identity, value), found in zip(some, read, strict=True):
            wanted = found.value
            if found.problem is not None and one.failures == "leave":
                continue
            if outside(wanted) != outside(value):
                yield identity, value, wanted


def _mapped(ctx: Context, now: FieldModel, values: Mapping[str, str | None]) -> Iterator[Move]:
    table = ctx.store.table(now.entity)
    cell = table.c[now.key]
    several = now.storage is not None and now.storage.kind is Kind.LIST
    holds = (
        or_(*(cast(cell, Text).contains(f'"{key}"', autoescape=True) for key in values))
        if several
        else cell.in_(list(values))
    )
    for some in pages(ctx.connection, table, [cell], holds):
        for identity, value in some:
            if not several:
                yield identity, value, values[value]
                continue
            wanted = dict.fromkeys(to for one in value if (to := values.get(one, one)) is not None)
            if list(wanted) != value:
                yield identity, value, list(wanted) or None
