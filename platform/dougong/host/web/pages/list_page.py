"""The page of a list: what the viewer sees of an entity through a view, as values for templates/pages/list.html."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from markupsafe import Markup

from dougong.host.preferences import preferences_of
from dougong.host.web.format import numbers
from dougong.host.web.scope import Scope
from dougong.host.web.words import Words, words
from dougong.metamodel.model import EntityModel, Model
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.view import View
from dougong.records.context import Context
from dougong.records.values import Page

from . import conditions, door
from .arrangements.registry import ARRANGEMENTS, arrangement_of
from .arrangements.spans import dates_of, span_of
from .colour_rules import ColourRule
from .columns import ListColumn, editable, may_read, path_label, readable
from .figures import ENOUGH, figures_of, kinds_of_columns, total_mark
from .filter_chips import FilterChip, chips_of
from .group_figures import Grouped, grouped_page
from .groups import below_heads, heads_of
from .list_state import ListState, listable, read_state
from .look import Look
from .saved_views import PREFIX, saved_views, views_of
from .table import table_of

_BRIEF = 120


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a menu of the toolbar."""

    label: str
    href: str
    icon: str
    on: bool
    path: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A view above the list; `mine` when the viewer may rename and delete it; `shared` when others see it too."""

    key: str
    label: str
    href: str
    on: bool
    mine: bool
    shared: bool


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A column's head."""

    path: str
    label: str
    width: int
    figure: bool
    sorted: str
    sort_href: str


@dataclass(frozen=True, slots=True)
class FilterProblem:
    """Why a filter cannot be used; `position` counts characters."""

    message: str
    position: int | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """Everything templates/pages/list.html shows; `body` is what another arrangement (`kind`) shows in the table's place."""

    base: str
    entity: str
    label: str
    plural: str
    description: str
    tabs: tuple[Tab, ...]
    view: Tab
    state: Mapping[str, str]
    query: str
    columns: tuple[HeadCell, ...]
    rows: tuple[Markup, ...]
    cards: tuple[Markup, ...]
    summary: tuple[Markup | str, ...]
    total: int | None
    number: int
    pages: int
    size: int
    previous_href: str
    next_href: str
    filter: str
    flat: bool
    chips: tuple[FilterChip, ...]
    problem: FilterProblem | None
    search: str
    fields: tuple[Choice, ...]
    column_options: tuple[Choice, ...]
    sort_options: tuple[Choice, ...]
    sort_label: str
    sort_down: bool
    group: str
    group_label: str
    group_options: tuple[Choice, ...]
    changed: bool
    reset_href: str
    clear_href: str
    export_href: str
    may_create: bool
    may_edit: bool
    may_delete: bool
    may_import: bool
    may_export: bool
    colours: tuple[ColourRule, ...] = ()
    stage: Choice | None = None
    starts: tuple[Choice, ...] = ()
    ends: tuple[Choice, ...] = ()
    may_tag: bool = False
    sum_currency: str = ""
    fits: bool = False
    """The widths of the columns are shares of the room."""
    rows_href: str = ""
    kind: str = "list"
    kinds: tuple[Choice, ...] = ()
    body: Any = None

    @property
    def sums(self) -> tuple[tuple[str, Markup | str], ...]:
        """The foot's figures with their columns' names, the count first and unnamed; for cards, which have no columns."""
        pairs = enumerate(zip(self.columns, self.summary, strict=False))
        return tuple((head.label if at else "", cell) for at, (head, cell) in pairs if cell)


def look_of(scope: Scope, context: Context) -> Look:
    """The reader of a request."""
    currency = preferences_of(scope.workspace).currency
    return Look(scope.language, scope.viewer.zone, context.now, scope.base_path, currency)


def list_page(
    scope: Scope, context: Context, entity: EntityModel, query: Mapping[str, str], own: bool = True
) -> ListPage:
    """Two statements (rows, total with sums), one more when grouped by a link; other arrangements ask in their own way.

    Without `own` it is what the definitions say: nothing of the views, widths and order that the person keeps."""
    model, viewer, language = context.store.model, scope.viewer, scope.language
    views = views_of(context, entity, own)
    state = read_state(views, entity, query)
    look = look_of(scope, context)
    tabs = _tabs(context, entity, views, state, f"{scope.base_path}/{entity.key}", language)
    table = table_of(context, entity, state, look, own)
    columns = table.columns
    here = f"{scope.base_path}/{entity.key}"
    problem: FilterProblem | None = None
    found = Page((), 0)
    measures: Mapping[str, Any] = {}
    arrangement = arrangement_of(entity, state.kind)
    body: Any = None
    groups: Grouped | None = None
    try:
        if arrangement is not None:
            body = arrangement.draw(context, entity, state, look, query)
            measures = {"_n": body.total}
        else:
            kinds = kinds_of_columns(columns, state.view.sums)
            if state.group:
                groups = grouped_page(context, entity, state, kinds, table.query)
                found, measures = groups.page, groups.foot
            else:
                found = door.find(context, table.query)
                measures = next(iter(figures_of(context, entity, state, kinds)), {})
    except ProblemsFound as wrong:
        problem = _problem(wrong, language)
    counted = int(measures.get("_n") or 0)
    more = bool(state.search) and arrangement is None and not state.group and counted > ENOUGH
    total = ENOUGH if more else counted
    rows = tuple(table.draw(row, look) for row in found.rows)
    cards = tuple(table.card(row, look) for row in found.rows)
    if groups is not None:
        heads, above = heads_of(context, entity, state, columns, groups, look)
        rows, cards = below_heads(heads, rows), below_heads(above, cards)
    rights, admin = viewer.on(entity.key), viewer.admin
    chips = chips_of(scope, context, entity, state, here)
    size = state.view.page_size
    fields = _fields(model, entity, scope)
    return ListPage(
        base=here, entity=entity.key, label=entity.label.in_(language), plural=entity.plural.in_(language),
        description=entity.definition.description.in_(language) if entity.definition.description else "",
        tabs=tabs, view=next(tab for tab in tabs if tab.on),
        state={"view": state.view.key, **state.overrides()}, query=state.query(),
        columns=tuple(_head(column, state, here) for column in columns),
        rows=rows, cards=cards, summary=_summary(columns, measures, total, more, look),
        total=total, number=state.number, pages=ceil(total / size), size=size,
        previous_href=f"{here}?{state.query(number=state.number - 1)}" if state.number > 1 else "",
        next_href=f"{here}?{state.query(number=state.number + 1)}" if state.number * size < total else "",
        filter=state.filter, flat=chips is not None, chips=chips or (), problem=problem, search=state.search,
        fields=tuple(one for one in fields if _asked_by(context, entity, one.path)),
        column_options=_column_options(columns, fields),
        sort_options=_sorts(columns, state, here, look), group_options=_groups(model, entity, scope, state, here),
        sort_label=_label(model, entity, state.sort[0].lstrip("-"), scope) if state.sort else "",
        sort_down=bool(state.sort) and state.sort[0].startswith("-"),
        group=state.group, group_label=_label(model, entity, state.group, scope) if state.group else "",
        changed=bool(state.overrides()), reset_href=f"{here}?view={state.view.key}",
        clear_href=f"{here}?{state.query(filter='', search='')}", export_href=f"{here}/export?{state.query()}",
        may_create=admin or "create" in rights.actions, may_edit=admin or not rights.update.nothing,
        may_delete=admin or not rights.delete.nothing, may_import=admin or "import" in rights.actions,
        may_export=admin or "export" in rights.actions,
        colours=table.rules, stage=next((one for one in fields if entity.pipeline and one.path == entity.pipeline.field), None),
        starts=_dates(context, entity, state, here, look, ends=False), ends=_dates(context, entity, state, here, look, ends=True),
        may_tag="tags" in entity.fields and editable(entity.fields["tags"]), sum_currency=table.currency, fits=table.fits,
        rows_href=f"{here}/rows?{state.query()}" if total > size else "",
        kind=arrangement.key if arrangement and body else "list", kinds=kinds_of(entity, state, here, look), body=body,
    )  # fmt: skip


def _dates(
    context: Context, entity: EntityModel, state: ListState, here: str, look: Look, ends: bool
) -> tuple[Choice, ...]:
    """The fields of time that calendars and timelines may go by; as ends, those that may stand beside the first."""
    if state.kind not in ("calendar", "timeline"):
        return ()
    span = span_of(context, entity, state.view)
    start, end = (span.start.key, span.end.key if span.end else "") if span else ("", "")
    keys = [
        key
        for key in (*dates_of(entity), "created_at")
        if may_read(context.store.model, entity.key, key, context.viewer)
    ]
    found = [Choice(look.words("One day only"), f"{here}?{state.query(by=start)}", "minus", not end)] if ends else []
    for key in keys:
        if ends and key == start:
            continue
        field, by = entity.fields[key], f"{start},{key}" if ends else key
        label = _brief(field.label.in_(look.language))
        found.append(
            Choice(label, f"{here}?{state.query(by=by)}", field.type.icon, key == (end if ends else start), key)
        )
    return tuple(found)


def kinds_of(entity: EntityModel, state: ListState, here: str, look: Look) -> tuple[Choice, ...]:
    """How the records may be arranged; the table first."""
    now = state.kind if arrangement_of(entity, state.kind) else "list"
    return (
        Choice(look.words("Table"), f"{here}?{state.query(kind='list')}", "table", now == "list", "list"),
        *(
            Choice(one.label(look.words), f"{here}?{state.query(kind=one.key)}", one.icon, now == one.key, one.key)
            for one in ARRANGEMENTS
            if one.fits(entity)
        ),
    )


def _tabs(
    context: Context, entity: EntityModel, views: list[View], state: ListState, here: str, language: str
) -> tuple[Tab, ...]:
    kept = {}
    if any(view.key.startswith(PREFIX) for view in views):
        kept = {one.key: one for one in saved_views(context.connection, entity.key, context.viewer)}
    return tuple(
        Tab(
            view.key, view.label.in_(language), f"{here}?view={view.key}", view.key == state.view.key,
            view.key in kept and kept[view.key].may_change(context.viewer),
            view.key in kept and bool(kept[view.key].shared),
        )
        for view in views
    )  # fmt: skip


def _summary(
    columns: tuple[ListColumn, ...], measures: Mapping[str, Any], total: int, more: bool, look: Look
) -> tuple[Markup | str, ...]:
    cells: list[Markup | str] = [
        Markup("<b>{}{}</b> {}").format(
            numbers.number(total), "+" if more else "", look.words.several("record", "records", total)
        )
    ]
    for index, column in enumerate(columns[1:], 1):
        value = measures.get(f"m{index}")
        if value is None:
            cells.append("")
            continue
        kind = column.summary or ("average" if column.field.value_type.name == "percent" else "sum")
        label = {
            "sum": look.words("Sum"),
            "average": look.words("Avg"),
            "min": look.words("Min"),
            "max": look.words("Max"),
        }
        cells.append(Markup("{} <b>{}</b>").format(label.get(kind, ""), total_mark(column, value, look)))
    return tuple(cells)


def _column_options(columns: tuple[ListColumn, ...], fields: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The list's columns in their order, then the other fields."""
    shown = {column.path for column in columns}
    return (
        *(Choice(_brief(column.label), "", column.field.type.icon, True, column.path) for column in columns),
        *(Choice(field.label, "", field.icon, False, field.path) for field in fields if field.path not in shown),
    )


def _head(column: ListColumn, state: ListState, here: str) -> HeadCell:
    now = next((sort for sort in state.sort[:1] if sort.lstrip("-") == column.path), "")
    after = () if now.startswith("-") else (f"-{column.path}",) if now else (column.path,)
    href = f"{here}?{state.query(sort=after)}" if column.orders else ""
    return HeadCell(
        column.path, _brief(column.label), column.width, column.figure, now and ("-" if now[0] == "-" else "+"), href
    )


def _sorts(columns: tuple[ListColumn, ...], state: ListState, here: str, look: Look) -> tuple[Choice, ...]:
    found = [Choice(look.words("Not sorted"), f"{here}?{state.query(sort=())}", "minus", not state.sort)]
    for column in columns:
        for sign, icon in (("", "sort-ascending"), ("-", "sort-descending")) if column.orders else ():
            sort = f"{sign}{column.path}"
            found.append(
                Choice(_brief(column.label), f"{here}?{state.query(sort=(sort,))}", icon, state.sort[:1] == (sort,))
            )
    return tuple(found)


def _groups(model: Model, entity: EntityModel, scope: Scope, state: ListState, here: str) -> tuple[Choice, ...]:
    found = [Choice(words_of(scope)("Not grouped"), f"{here}?{state.query(group='')}", "minus", not state.group)]
    for field in entity.fields.values():
        fit = field.value_type.name in ("choice", "bool") or (
            field.value_type.name == "ref" and field.key not in ("id",)
        )
        if (
            fit
            and may_read(model, entity.key, field.key, scope.viewer)
            and (not field.system or field.key in ("owner", "department"))
        ):
            href = f"{here}?{state.query(group=field.key)}"
            found.append(
                Choice(
                    _brief(field.label.in_(scope.language)), href, field.type.icon, state.group == field.key, field.key
                )
            )
    return tuple(found)


def words_of(scope: Scope) -> Words:
    """The words of a request's language."""
    return words(scope.language)


def _fields(model: Model, entity: EntityModel, scope: Scope) -> tuple[Choice, ...]:
    return tuple(
        Choice(_brief(field.label.in_(scope.language)), "", field.type.icon, editable(field), key)
        for key, field in entity.fields.items()
        if key not in ("id", "rev", "deleted_at")
        and listable(field.type.widget)
        and readable(model, entity.key, key, scope.viewer) is not None
    )


def _asked_by(context: Context, entity: EntityModel, key: str) -> bool:
    """Whether the filter offers the field: not where only a mask of it is seen."""
    return conditions.filterable(entity.fields[key]) and may_read(context.store.model, entity.key, key, context.viewer)


def _brief(label: str) -> str:
    """A label for menus and heads, which cut it anyway: a definition's may have two thousand characters."""
    return label if len(label) <= _BRIEF else label[: _BRIEF - 1] + "…"


def _label(model: Model, entity: EntityModel, path: str, scope: Scope) -> str:
    """What a path is called; the path itself where the viewer does not know of the field."""
    return (
        path_label(model, entity.key, path, scope.language) if readable(model, entity.key, path, scope.viewer) else path
    )


def _problem(wrong: ProblemsFound, language: str) -> FilterProblem:
    first = wrong.problems[0]
    fix = f" {first.fix.in_(language)}" if first.fix else ""
    return FilterProblem(first.message.in_(language) + fix, getattr(first, "start", None))
