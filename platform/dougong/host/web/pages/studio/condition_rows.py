"""A condition as the rows of the builder: groups of field, operator, value, and of formulas where a row cannot say it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dougong.expressions import Group, groups_text, has_comments, read_groups
from dougong.expressions.problems import ExpressionError
from dougong.host.web.pages import conditions
from dougong.host.web.pages.columns import path_label
from dougong.host.web.pages.conditions import OPERATORS, PERIOD, Condition, fitting, operators_of
from dougong.host.web.pages.filter_chips import ValueChoice, literal_of, periods_of, records_of, shown_literal, words_in
from dougong.host.web.pages.link_targets import named_by
from dougong.host.web.pages.look import Look
from dougong.host.web.pages.show import options_of
from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.text import LocalText, text
from dougong.records.context import Context

_NUMBERS = ("number", "money", "percent", "duration")
_DEEPEST = 4
_CONSTANT = ("", "TRUE", "FALSE")
"""Conditions nobody has said anything in yet."""
WORDS = {
    "comments": text("里面有注释，换成条件行以后会去掉", "It has comments, which rows would drop"),
    "formula": text("它是一条公式，没有“字段、运算、值”的样子", "It is one formula, not field, operator and value"),
    "deep": text(f"它嵌套超过 {_DEEPEST} 层", f"It is nested deeper than {_DEEPEST} groups"),
    "wrong": text("它还有错，改好以后才能换成条件行", "Something in it is wrong; it has rows once that is mended"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asking:
    """What the builder asks of: an entity of the draft, records in force, and the reader."""

    model: Model
    entity: EntityModel
    context: Context
    look: Look


@dataclass(frozen=True, slots=True)
class Row:
    """`kind` of its value: none, options, date, datetime, number, text, words, formula, or leaf (a whole condition as text).

    `choices` are options to tick; `searched`: more are found by words; `periods` of a day; `said` the value in words;
    `text` what it was read from: a row that nobody touches is written back as it was.
    """

    path: str
    label: str
    operator: str
    operators: tuple[ValueChoice, ...]
    kind: str
    value: str
    choices: tuple[ValueChoice, ...] = ()
    searched: bool = False
    periods: tuple[ValueChoice, ...] = ()
    days: str = ""
    said: str = ""
    unit: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A group of the builder; `join` is AND or OR."""

    join: str
    parts: tuple["Rows | Row", ...]


def rows_of(asking: Asking, source: str) -> tuple[Rows | None, LocalText | None]:
    """The rows, and why a formula shows it better (the rows are there all the same, unless it is wrong)."""
    if source.strip().upper() in _CONSTANT:
        return Rows("AND", ()), None
    try:
        group = read_groups(source)
    except ExpressionError:
        return None, WORDS["wrong"]
    whole = _part(asking, group)
    found = whole if isinstance(whole, Rows) else Rows("AND", (whole,))
    leaves = list(_leaves(found))
    if has_comments(source):
        return found, WORDS["comments"]
    if _depth(found) > _DEEPEST:
        return found, WORDS["deep"]
    return found, WORDS["formula"] if leaves and all(one.kind == "leaf" for one in leaves) else None


def row_of(asking: Asking, condition: Condition) -> Row | None:
    """The row of a condition; None where the builder has no such field or operator. No path: a row to begin with."""
    if not condition.path:
        return Row("", "", "", (), "none", "")
    field = field_at(asking, condition.path)
    fit = fitting(condition, field) if field is not None else None
    return _row(asking, fit, field) if fit is not None and field is not None else None


def field_at(asking: Asking, path: str) -> FieldModel | None:
    """The field that conditions may ask of at a path of the draft."""
    here: EntityModel | None = asking.entity
    field = None
    for step in path.split("."):
        field = here.fields.get(step) if here is not None else None
        if field is None:
            return None
        target = field.relation.target if field.relation is not None and field.relation.kind == "one" else ""
        here = asking.model.entities.get(target)
    return field if field is not None and conditions.filterable(field) else None


def written(asking: Asking, condition: Condition) -> str:
    """The text of a condition as a person gave it; empty while a value is missing."""
    field = field_at(asking, condition.path)
    takes = OPERATORS[condition.operator].takes if condition.operator in OPERATORS else ""
    if field is None or not takes:
        return ""
    values = tuple(one.strip() for one in condition.values if one.strip())
    if condition.operator == PERIOD or condition.formula:
        values = values[:1]
    else:
        values = tuple(literal_of(field, one, asking.look.local) for given in values for one in words_in(field, given))
    if takes == "none":
        values = ()
    elif not values:
        return ""
    given = Condition(condition.path, condition.operator, values if takes == "some" else values[:1], condition.formula)
    return conditions.write_one(given, quoted=field.value_type.name not in _NUMBERS)


def _group(asking: Asking, group: Group) -> Rows:
    return Rows(group.join, tuple(_part(asking, one) for one in group.parts))


def _part(asking: Asking, part: Group | str) -> Rows | Row:
    source = part if isinstance(part, str) else groups_text(part)
    condition = conditions.read_one(source)
    row = row_of(asking, condition) if condition is not None else None
    if row is not None:
        return replace(row, text=source)
    return Row("", "", "", (), "leaf", part, text=part) if isinstance(part, str) else _group(asking, part)


def _leaves(rows: Rows) -> Sequence[Row]:
    return [leaf for one in rows.parts for leaf in (_leaves(one) if isinstance(one, Rows) else (one,))]


def _depth(rows: Rows) -> int:
    return 1 + max((_depth(one) for one in rows.parts if isinstance(one, Rows)), default=0)


def _row(asking: Asking, one: Condition, field: FieldModel) -> Row:
    language = asking.look.language
    operators = tuple(ValueChoice(o.key, o.label.in_(language), o.key == one.operator) for o in operators_of(field))
    label = path_label(asking.model, asking.entity.key, one.path, language)
    kind = "none" if OPERATORS[one.operator].takes == "none" else "formula" if one.formula else _kind(field)
    value = ", ".join(one.values if one.formula else (shown_literal(field, v, asking.look.zone) for v in one.values))
    if kind == "options":
        choices = choices_of(asking, field, one.values)
        said = ("、" if language.startswith("zh") else ", ").join(c.label for c in choices if c.on)
        return Row(one.path, label, one.operator, operators, kind, value, choices, bool(named_by(field)), said=said)
    if one.operator == PERIOD:
        flat, counted, days = periods_of(field, one.values[0] if one.values else "this_month", language)
        return Row(one.path, label, one.operator, operators, "period", "", periods=(*flat, *counted), days=days)
    unit = str(getattr(field.field, "unit", "") or "")
    return Row(
        one.path, label, one.operator, operators, kind, value, unit="%" if field.value_type.name == "percent" else unit
    )


def choices_of(asking: Asking, field: FieldModel, values: tuple[str, ...], search: str = "") -> tuple[ValueChoice, ...]:
    """What may be ticked: options, or records that are found by words."""
    target, language = named_by(field), asking.look.language
    if target:
        known = target in asking.context.store.model.entities
        return records_of(asking.context, target, values, search, language) if known else ()
    return tuple(
        ValueChoice(key, option.label.in_(language), key in values) for key, option in options_of(field.field).items()
    )


def _kind(field: FieldModel) -> str:
    name = field.value_type.name
    if named_by(field) or options_of(field.field):
        return "options"
    return (
        "number"
        if name in _NUMBERS
        else "words"
        if name == "list"
        else name
        if name in ("date", "datetime")
        else "text"
    )
