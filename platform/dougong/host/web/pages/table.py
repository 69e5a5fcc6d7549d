"""The table of a view: its columns as wide and as coloured as the viewer has them, what a page of it asks for, how a row is drawn."""

from dataclasses import dataclass, replace

from dougong.metamodel.model import EntityModel, Model
from dougong.records.context import Context
from dougong.records.values import Query

from .arrangements.face import foot_of
from .card import card_maker
from .colour_rules import ColourRule, inked, read_by, rules_of, tint_of
from .columns import ListColumn, RowMaker, Tint, columns_of, icon_path, nameless, row_maker
from .fitting import fills, fitted
from .list_state import ListState
from .look import Look
from .widths import widths_of


@dataclass(frozen=True, slots=True)
class Table:
    """`currency` is what ticked rows are added up in, empty where they are not. With `fits` the widths are shares of whatever
    room there is."""

    columns: tuple[ListColumn, ...]
    rules: tuple[ColourRule, ...]
    query: Query
    draw: RowMaker
    card: RowMaker
    currency: str
    fits: bool


def table_of(context: Context, entity: EntityModel, state: ListState, look: Look, own: bool = True) -> Table:
    """One statement, for the viewer's own widths; without `own` those of the definitions, and no statement."""
    model, viewer = context.store.model, context.viewer
    rules = rules_of(context, entity, state.view, look)
    widths = widths_of(context, entity.key, state.view.key) if own else {}
    wanted = columns_of(model, entity, state.view, state.columns, viewer, look.language) or (
        nameless(entity, look.language),
    )
    defined = state.view.key in model.views  # a view that a person kept has the widths it was kept with
    narrowed = fitted(wanted, [rule.path for rule in rules]) if defined else wanted
    columns = tuple(
        replace(one, show=inked(one.show, one.path, rules), width=widths.get(one.path, one.width)) for one in narrowed
    )
    summed = _summed(columns)
    currency = (str(getattr(summed.field.field, "currency", "") or "") or look.currency) if summed else ""
    foot = foot_of(context, entity, state.view)
    asked = _query(entity, state, columns, model, (*read_by(rules), *foot.paths))
    row = row_maker(entity.key, columns, _tint(rules), summed)
    return Table(
        columns,
        rules,
        asked,
        row,
        card_maker(context, entity, state.view, columns, rules, foot),
        currency,
        fills(narrowed) and not widths,
    )


def _tint(rules: tuple[ColourRule, ...]) -> Tint | None:
    """What colours whole rows; None where no rule does."""
    if all(rule.path for rule in rules):
        return None
    return lambda row: (rule.colour, rule.words) if (rule := tint_of(rules, row)) else None


def _summed(columns: tuple[ListColumn, ...]) -> ListColumn | None:
    """The first amount that all rows have in one currency."""
    amounts = (one for one in columns if one.field.value_type.name == "money")
    return next((one for one in amounts if not getattr(one.field.field, "currency_field", None)), None)


def _query(
    entity: EntityModel, state: ListState, columns: tuple[ListColumn, ...], model: Model, more: tuple[str, ...]
) -> Query:
    card = state.view.card
    extra = card.lines if card else ()
    paths = dict.fromkeys([*(c.path for c in columns), *extra, "rev", *more, *([state.group] if state.group else [])])
    for column in columns:
        currency = getattr(column.field.field, "currency_field", None)
        if currency:
            paths[column.path.rpartition(".")[0] + "." + currency if "." in column.path else currency] = None
        if beside := icon_path(column.path, column.field):
            paths[beside] = None
    sort = ((state.group,) if state.group else ()) + state.sort
    size = state.view.page_size
    return Query(
        entity.key, tuple(path for path in paths if _exists(model, entity.key, path)), state.filter, state.search, sort,
        limit=size, offset=(state.number - 1) * size,
    )  # fmt: skip


def _exists(model: Model, entity: str, path: str) -> bool:
    try:
        return model.field(entity, path) is not None
    except KeyError:
        return False
