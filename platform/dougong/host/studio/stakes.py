"""What stored values a draft puts at stake: options that go, values that do not fit any more, blanks and doubles."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, and_, cast, func, select

from dougong.metamodel.lists import Option
from dougong.metamodel.model import FieldModel, Model
from dougong.metamodel.problem import Problem
from dougong.metamodel.storage import Kind
from dougong.metamodel.text import LocalText, text
from dougong.records.context import Context
from dougong.records.convert import convert
from dougong.records.outside import outside
from dougong.records.query.titles import titles
from dougong.records.tables import unique_keys

from .repairs import Repairs, changed_fields

MOST_VALUES = 20_000
"""Different values of a field that are looked at one by one."""
_SAMPLES = 5
_WORDS = {
    "key", "label", "hint", "search", "default", "default_formula", "options", "options_from", "required", "unique",
    "read_only", "sensitive", "reverse", "on_delete", "choices", "unit",
}  # fmt: skip
"""Properties of a field that no stored value is measured by, or that are looked at by themselves."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A record with a value that does not fit, as people see it; `count` others hold the same."""

    record: str
    title: str
    value: str
    why: LocalText
    count: int


@dataclass(frozen=True, slots=True)
class OptionsGone:
    """Options of a field that go while records hold them: how many each; `offered` may take their place."""

    field: FieldModel
    counts: Mapping[str, int]
    offered: tuple[Option, ...]

    @property
    def options(self) -> Mapping[str, Option]:
        """Those that go, by key."""
        return {one.key: one for one in getattr(self.field.field, "options", ()) if one.key in self.counts}


@dataclass(frozen=True, slots=True)
class Unfit:
    """Values a field as it will be takes otherwise (`altered`) or not at all (`failing`), of `total`. `retyped`: the type
    is another, so every value is read anew; else values may stay as they are. Not `whole`: only some were looked at."""

    was: FieldModel
    field: FieldModel
    retyped: bool
    total: int
    altered: int
    failing: int
    samples: tuple[Sample, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Against:
    """Records that a field's new demand (`required` or `unique`) finds fault with; they stay as they are."""

    field: FieldModel
    demand: str
    count: int
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Stakes:
    gone: tuple[OptionsGone, ...] = ()
    unfit: tuple[Unfit, ...] = ()
    against: tuple[Against, ...] = ()

    def without_choice(self, repairs: Repairs) -> list[Problem]:
        """What has to be chosen before anything is published, and what was chosen not to be published."""
        return [*_options_open(self.gone, repairs), *_values_open(self.unfit, repairs)]


def stakes_of(ctx: Context, after: Model) -> Stakes:
    """What the model to come means for what is stored by the one in force; reads only."""
    gone, unfit, against = list[OptionsGone](), list[Unfit](), list[Against]()
    for was, now in changed_fields(ctx.store.model, after):
        table = ctx.store.table(now.entity)
        cell, living = table.c[now.key], table.c.deleted_at.is_(None)
        if options := _options_gone(was, now):
            counts = {one: count for one in options if (count := _holding(ctx, table, was, one))}
            if counts:
                left = tuple(one for one in getattr(now.field, "options", ()) if not one.retired)
                gone.append(OptionsGone(was, counts, left))
        elif was.field.type != now.field.type or _measure(was) != _measure(now):
            found = _unfit(ctx, table, was, now)
            if found.failing or found.altered or (found.retyped and found.total):
                unfit.append(found)
        if now.field.required and not was.field.required:
            against += _against(ctx, now, "required", and_(living, cell.is_(None)))
        if (now.key,) in unique_keys(after.entities[now.entity]) and (now.key,) not in unique_keys(
            ctx.store.model.entities[now.entity]
        ):
            twice = select(cell).where(living, cell.is_not(None)).group_by(cell).having(func.count() > 1)
            against += _against(ctx, now, "unique", and_(living, cell.in_(twice)))
    return Stakes(tuple(gone), tuple(unfit), tuple(against))


def _measure(field: FieldModel) -> dict[str, Any]:
    return field.field.model_dump(exclude=_WORDS)


def _options_gone(was: FieldModel, now: FieldModel) -> list[str]:
    if was.field.type != now.field.type or was.value_type.options is None or now.value_type.options is None:
        return []  # of another type every value is read anew
    return [one for one in was.value_type.options if one not in now.value_type.options]


def _holding(ctx: Context, table: Table, field: FieldModel, option: str) -> int:
    cell = table.c[field.key]
    several = field.storage is not None and field.storage.kind is Kind.LIST
    holds = cast(cell, Text).contains(f'"{option}"', autoescape=True) if several else cell == option
    asked = select(func.count()).select_from(table).where(holds, table.c.deleted_at.is_(None))
    return ctx.connection.scalar(asked) or 0


def _unfit(ctx: Context, table: Table, was: FieldModel, now: FieldModel) -> Unfit:
    cell = table.c[was.key]
    living = and_(table.c.deleted_at.is_(None), cell.is_not(None))
    values = select(cell, func.count(), func.min(table.c.id.cast(Text))).where(living).group_by(cell)
    found = ctx.connection.execute(values.limit(MOST_VALUES + 1)).all()
    whole, found = len(found) <= MOST_VALUES, found[:MOST_VALUES]
    read = convert(ctx.connection, ctx.store, was, now, [value for value, _, _ in found])
    failing, altered, samples = 0, 0, list[tuple[str, str, LocalText, int]]()
    for (value, count, record), one in zip(found, read, strict=True):
        if one.problem is not None:
            failing += count
            shown = "•••" if was.field.sensitive else _shown(value)
            samples.append((record, shown, one.problem.message, count))
        elif outside(one.value) != outside(value):
            altered += count
    retyped = was.field.type != now.field.type
    total = sum(count for _, count, _ in found)
    first = sorted(samples, key=lambda one: -one[3])[:_SAMPLES]
    names = titles(ctx, was.entity, [record for record, _, _, _ in first])
    told = tuple(Sample(at, str(names.get(at) or ""), value, why, count) for at, value, why, count in first)
    return Unfit(was, now, retyped, total, altered, failing, told, whole)


def _shown(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(outside(value))[:80]


def _against(ctx: Context, now: FieldModel, demand: str, where: ColumnElement[bool]) -> list[Against]:
    table = ctx.store.table(now.entity)
    count = ctx.connection.scalar(select(func.count()).select_from(table).where(where)) or 0
    if not count:
        return []
    cell = table.c[now.key]
    rows = ctx.connection.execute(
        select(table.c.id, cell).where(where).order_by(cell, table.c.id).limit(_SAMPLES)
    ).all()
    names = titles(ctx, now.entity, [row[0] for row in rows])
    shown = (
        "•••" if now.field.sensitive and value is not None else _shown(value) if value is not None else ""
        for _, value in rows
    )
    samples = tuple(
        Sample(row[0], str(names.get(row[0]) or ""), value, text("", ""), 1)
        for row, value in zip(rows, shown, strict=True)
    )
    return [Against(now, demand, count, samples)]


def _options_open(gone: Sequence[OptionsGone], repairs: Repairs) -> Iterator[Problem]:
    for one in gone:
        chosen = repairs.get((one.field.entity, one.field.key))
        values = chosen.values if chosen else {}
        offered = {option.key for option in one.offered}
        for key, count in one.counts.items():
            if key in values and (values[key] is None or values[key] in offered):
                continue
            label = one.options[key].label if key in one.options else text(key, key)
            yield Problem(
                "option_in_use",
                text(f"{count} 条记录还在用选项“{label.zh}”", f'{count} records hold the option "{label.en}"'),
                f"{one.field.entity}.{one.field.key}",
                fix=text("选一个来代替它，或者把它留作停用", "Choose what takes its place, or keep it, out of use"),
            )


def _values_open(unfit: Iterable[Unfit], repairs: Repairs) -> Iterator[Problem]:
    for one in unfit:
        chosen = repairs.get((one.field.entity, one.field.key))
        policy = chosen.failures if chosen else ""
        if not one.failing or policy in ("blank", "leave") or (not one.retyped and not policy):
            continue
        label = one.field.label
        yield Problem(
            "values_do_not_fit",
            text(
                f"“{label.zh}”有 {one.failing} 个值转换不了",
                f'{one.failing} values of "{label.en}" cannot be converted',
            ),
            f"{one.field.entity}.{one.field.key}",
            fix=text("先改好这些值，或选择怎样处理它们", "Put them right first, or choose what becomes of them"),
        )
