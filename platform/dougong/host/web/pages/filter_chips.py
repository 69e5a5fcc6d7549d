"""Filter chips: conditions in words, each cell with the addresses that change it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from dougong.expressions.periods import PERIODS
from dougong.host.web.errors import Refused
from dougong.host.web.format import dates
from dougong.host.web.format.date_entry import day_of, moment_of
from dougong.host.web.scope import Scope
from dougong.metamodel.model import EntityModel, FieldModel
from dougong.records.context import Context
from dougong.records.values import Query

from . import conditions, door
from .columns import may_read, path_label, readable
from .conditions import ME, OPERATORS, PERIOD, Condition, fitting, operators_of
from .link_targets import named_by
from .list_state import ListState
from .show import options_of


@dataclass(frozen=True, slots=True)
class OperatorChoice:
    """`href` changes the operator at once; empty where another value must be given first."""

    key: str
    label: str
    href: str
    on: bool


@dataclass(frozen=True, slots=True)
class FilterChip:
    """One condition; `value_label` None where the operator takes no value."""

    index: int
    path: str
    label: str
    icon: str
    operator: str
    operator_label: str
    operators: tuple[OperatorChoice, ...]
    value_label: str | None
    remove_href: str


@dataclass(frozen=True, slots=True)
class ValueChoice:
    """An option of a value editor."""

    value: str
    label: str
    on: bool


@dataclass(frozen=True, slots=True)
class ValueEditor:
    """What templates/parts/filter_value.html shows: options to tick, or one input of `kind`, with periods beside a day.

    `periods` stand three in a row (last, this, next); `counted` are those with a number of days, `value` being the number.
    """

    path: str
    index: str
    label: str
    operator: str
    operators: tuple[ValueChoice, ...]
    kind: str
    value: str
    options: tuple[ValueChoice, ...]
    searchable: bool
    periods: tuple[ValueChoice, ...]
    counted: tuple[ValueChoice, ...]
    days: str
    state: tuple[tuple[str, str], ...]


def asked_of(context: Context, entity: EntityModel, path: str) -> FieldModel | None:
    """The field of a condition; None where the viewer may not read the very value, and where none is asked of it."""
    model = context.store.model
    field = readable(model, entity.key, path, context.viewer)
    known = field is not None and conditions.filterable(field)
    return field if known and may_read(model, entity.key, path, context.viewer) else None


def shown_conditions(
    context: Context, entity: EntityModel, source: str
) -> tuple[tuple[Condition, FieldModel], ...] | None:
    """The filter's conditions with their fields; None when it is not flat or names what the viewer may not see."""
    found = conditions.read(source)
    if found is None:
        return None
    pairs = []
    for one in found:
        field = asked_of(context, entity, one.path)
        fit = fitting(one, field) if field else None
        if field is None or fit is None:
            return None
        pairs.append((fit, field))
    return tuple(pairs)


def chips_of(
    scope: Scope, context: Context, entity: EntityModel, state: ListState, here: str
) -> tuple[FilterChip, ...] | None:
    """Chips of the state's filter, None when only its text can show it."""
    pairs = shown_conditions(context, entity, state.filter)
    if pairs is None:
        return None
    every = tuple(one for one, _ in pairs)
    titles = _titles(context, pairs)
    found = []
    for index, (one, field) in enumerate(pairs):
        offered = []
        for operator in operators_of(field):
            values = one.values if operator.takes != "none" else ()
            asked = operator.takes != "none" and (not values or PERIOD in (operator.key, one.operator))
            after = replace(one, operator=operator.key, values=values if operator.takes == "some" else values[:1])
            href = "" if asked else f"{here}?{_with(context, entity, state, every, index, after)}"
            offered.append(
                OperatorChoice(operator.key, operator.label.in_(scope.language), href, operator.key == one.operator)
            )
        found.append(
            FilterChip(
                index, one.path, path_label(context.store.model, entity.key, one.path, scope.language), field.type.icon,
                one.operator, next(o.label.in_(scope.language) for o in operators_of(field) if o.key == one.operator),
                tuple(offered),
                _value_label(one, field, titles, scope.language, scope.viewer.zone) if OPERATORS[one.operator].takes != "none" else None,
                f"{here}?{_with(context, entity, state, every, index, None)}",
            )
        )  # fmt: skip
    return tuple(found)


def changed_filter(context: Context, entity: EntityModel, source: str, index: str, after: Condition | None) -> str:
    """The filter with one condition replaced, added (`index` "new") or removed (`after` None)."""
    pairs = shown_conditions(context, entity, source) or ()
    every = [one for one, _ in pairs]
    place = int(index) if index.isdigit() else len(every)
    if place >= len(every):
        every += [after] if after else []
    else:
        every[place : place + 1] = [after] if after else []
    return conditions.write(tuple(every), _quoted(context, entity))


def _with(
    context: Context,
    entity: EntityModel,
    state: ListState,
    every: tuple[Condition, ...],
    index: int,
    after: Condition | None,
) -> str:
    changed = (*every[:index], *([after] if after else []), *every[index + 1 :])
    return state.query(filter=conditions.write(changed, _quoted(context, entity)))


def _quoted(context: Context, entity: EntityModel) -> Callable[[str], bool]:
    def quoted(path: str) -> bool:
        field = readable(context.store.model, entity.key, path, context.viewer)
        return field is None or field.value_type.name not in ("number", "money", "percent", "duration")

    return quoted


def _titles(context: Context, pairs: tuple[tuple[Condition, FieldModel], ...]) -> dict[str, str]:
    """Names of the records that conditions mention: one query per target entity."""
    wanted: dict[str, list[str]] = {}
    for one, field in pairs:
        if target := named_by(field):
            wanted.setdefault(target, []).extend(value for value in one.values if value != ME)
    found: dict[str, str] = {}
    for target, ids in wanted.items():
        if ids:
            title = context.store.model.entities[target].definition.title
            for row in door.find(context, Query(target, (title,), ids=tuple(ids), limit=len(ids))).rows:
                found[str(row["id"])] = str(row.get(title) or "")
    return found


def literal_of(field: FieldModel, words: str, now: datetime) -> str:
    """What a person typed into a filter as the expression has it: days ISO, instants with their zone."""
    kind = field.value_type.name
    if kind == "date":
        return str(day_of(words, now.date()) or words)
    moment = moment_of(words, now) if kind == "datetime" else None
    return words if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def words_in(field: FieldModel, words: str) -> tuple[str, ...]:
    """The values in what a person typed: several words where the field holds several."""
    if field.value_type.name not in ("list", "multichoice"):
        return (words,)
    return tuple(dict.fromkeys(found for part in words.replace("，", ",").split(",") if (found := part.strip())))


def shown_literal(field: FieldModel, value: str, zone: str) -> str:
    """The other way: an instant in the reader's zone."""
    if field.value_type.name != "datetime":
        return value
    try:
        return dates.instant(datetime.fromisoformat(value), zone)
    except ValueError:
        return value


def _period_label(value: str, language: str) -> str:
    key, _, days = value.partition(":")
    return PERIODS[key].label.in_(language).replace("{n}", days) if key in PERIODS else value


def _value_label(one: Condition, field: FieldModel, titles: dict[str, str], language: str, zone: str) -> str:
    if one.operator == PERIOD:
        return _period_label(one.values[0], language)
    options = options_of(field.field)
    me = "我" if language.startswith("zh") else "me"
    words = [
        me
        if value == ME
        else options[value].label.in_(language)
        if value in options
        else titles.get(value, shown_literal(field, value, zone))
        for value in one.values
    ]
    return ("、" if language.startswith("zh") else ", ").join(words)


_KINDS = {"date": "date", "datetime": "datetime", "number": "number", "money": "number", "percent": "number"}


def value_editor(
    scope: Scope,
    context: Context,
    entity: EntityModel,
    state: ListState,
    path: str,
    index: str,
    operator: str,
    search: str,
) -> ValueEditor:
    """The editor of a condition's value; 404 when there is no such field for the viewer."""
    field = asked_of(context, entity, path)
    if field is None:
        raise Refused(404)
    pairs = shown_conditions(context, entity, state.filter) or ()
    now = pairs[int(index)][0] if index.isdigit() and int(index) < len(pairs) else None
    now = now if now and now.path == path else None
    offered = operators_of(field)
    chosen = operator or (now.operator if now else offered[0].key)
    during = now.values[0] if now and now.operator == PERIOD else ""
    chosen = offered[1].key if chosen == PERIOD else chosen
    values = now.values if now and not during else ()
    options: tuple[ValueChoice, ...] = ()
    language = scope.language
    target = named_by(field)
    if target:
        options = records_of(context, target, values, search, language)
    elif options_of(field.field):
        options = tuple(
            ValueChoice(key, option.label.in_(language), key in values)
            for key, option in options_of(field.field).items()
        )
    return ValueEditor(
        path, index, path_label(context.store.model, entity.key, path, language), chosen,
        tuple(ValueChoice(o.key, o.label.in_(language), o.key == chosen) for o in offered if o.key != PERIOD),
        _KINDS.get(field.value_type.name, "text"),
        ", ".join(shown_literal(field, one, scope.viewer.zone) for one in values), options, bool(target),
        *periods_of(field, during, language),
        tuple({"view": state.view.key, **state.overrides()}.items()),
    )  # fmt: skip


_ROWS = (
    "yesterday", "today", "tomorrow", "last_week", "this_week", "next_week", "last_month", "this_month", "next_month",
    "last_quarter", "this_quarter", "next_quarter", "last_year", "this_year", "next_year", "overdue", "upcoming",
)  # fmt: skip


def periods_of(
    field: FieldModel, during: str, language: str
) -> tuple[tuple[ValueChoice, ...], tuple[ValueChoice, ...], str]:
    """What a day may lie in, and the number of days that stands in the condition (7 where none does)."""
    if field.value_type.name not in ("date", "datetime"):
        return (), (), ""
    key, _, days = during.partition(":")

    def choice(one: str) -> ValueChoice:
        return ValueChoice(one, PERIODS[one].label.in_(language), one == key)

    return tuple(map(choice, _ROWS)), tuple(choice(one) for one, it in PERIODS.items() if it.counted), days or "7"


def records_of(
    context: Context, entity: str, values: tuple[str, ...], search: str, language: str
) -> tuple[ValueChoice, ...]:
    target = context.store.model.entities[entity]
    title = target.definition.title
    rows = door.find(context, Query(target.key, (title,), search=search, sort=(title,), limit=30)).rows
    known = {str(row["id"]) for row in rows}
    missing = tuple(value for value in values if value != ME and value not in known)
    if missing:
        rows = (*door.find(context, Query(target.key, (title,), ids=missing, limit=len(missing))).rows, *rows)
    me = [ValueChoice(ME, "我" if language.startswith("zh") else "Me", ME in values)] if target.key == "person" else []
    return (*me, *(ValueChoice(str(row["id"]), str(row.get(title) or ""), str(row["id"]) in values) for row in rows))
