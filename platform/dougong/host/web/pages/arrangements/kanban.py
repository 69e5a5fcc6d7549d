"""The board: columns of a choice, a link or yes/no with counts and sums, cards in them, moved from one to another.

Two statements: figures of all columns, first cards of all open columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from dougong.host.web.pages import door
from dougong.host.web.pages.columns import editable, may_read
from dougong.host.web.pages.list_state import ListState
from dougong.host.web.pages.look import Look
from dougong.host.web.pages.show import options_of
from dougong.metamodel.model import EntityModel, FieldModel
from dougong.records.context import Context
from dougong.records.rights import FieldRight
from dougong.records.values import Aggregate, Query, Row
from dougong.rules.gates import allowed

from .face import Face, face_of
from .sums import Measure, Slot

CARDS = 20
MOST_COLUMNS = 40
BLANK = "-"
"""How an address names the column of records without a value."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head and its first cards; `share` (0..100) is the weighted part of the sum; `more` loads further cards.

    `takes` are the keys of columns that cards may come from, `*` for all.
    """

    slot: Slot
    count: int
    sum: str
    weighted: str
    share: float
    folded: bool
    new_href: str
    cards: tuple[Markup, ...]
    more: str
    takes: str


@dataclass(frozen=True, slots=True)
class Board:
    """What templates/views/kanban.html shows; `figures` are the totals as (label, short amount)."""

    total: int
    field: str
    label: str
    columns: tuple[Column, ...]
    figures: tuple[tuple[str, str], ...]
    may_move: bool
    may_create: bool
    query: str


def fits(entity: EntityModel) -> bool:
    """Whether something makes columns."""
    return any(_makes_columns(field) for field in entity.fields.values() if not field.system)


def _makes_columns(field: FieldModel) -> bool:
    return field.storage is not None and field.value_type.name in ("choice", "bool")


def group_of(context: Context, entity: EntityModel, state: ListState) -> FieldModel | None:
    """The field that makes columns: the one asked for, the pipeline's, the first that can and that the viewer reads."""
    stage = entity.pipeline.field if entity.pipeline else ""
    first = [key for key, field in entity.fields.items() if _makes_columns(field) and not field.system]
    for key in (state.group, state.view.group or "", stage, *first):
        field = entity.fields.get(key)
        if field is None or not may_read(context.store.model, entity.key, key, context.viewer):
            continue
        one = field.relation is not None and field.relation.kind == "one"
        if _makes_columns(field) or (one and field.value_type.name == "ref"):
            return field
    return None


def draw(context: Context, entity: EntityModel, state: ListState, look: Look, _address: Mapping[str, str]) -> Board:
    """Figures of all columns, then the first cards of those that are not folded."""
    field = group_of(context, entity, state)
    if field is None:
        return Board(0, "", "", (), (), False, False, state.query())
    found = figures(context, entity, state, field)
    columns = slots(entity, field, found, look)
    open_slots = [slot for slot in columns if slot.outcome == "open"]
    face = face_of(context, entity, state.view, look)
    asked = card_query(entity, state, face)
    rows = dict(
        zip(
            (slot.key for slot in open_slots),
            door.first_of_each(context, asked, field.key, [slot.value for slot in open_slots]),
            strict=True,
        )
    )
    cards = {key: tuple(card(row, face, look) for row in part) for key, part in rows.items()}
    return board_of(context, entity, state, look, field, columns, found, cards)


def board_of(
    context: Context, entity: EntityModel, state: ListState, look: Look, field: FieldModel,
    columns: list[Slot], found: Mapping[Any, Row], cards: Mapping[str, tuple[Markup, ...]],
) -> Board:  # fmt: skip
    """The board of figures and drawn cards."""
    viewer, here = context.viewer, f"{look.base}/{entity.key}"
    rights = viewer.on(entity.key)
    measure = Measure.of(context, entity, state)
    drawn = tuple(
        _column(slot, found.get(slot.value, {}), measure, cards.get(slot.key, ()),
                more_of(look.base, entity, state, slot.key, len(cards.get(slot.key, ()))),
                f"{here}/new?{urlencode({field.key: slot.key})}" if slot.value is not None else "",
                _takes(entity, field, columns, slot), look)
        for slot in columns
    )  # fmt: skip
    may_edit = viewer.admin or (not rights.update.nothing and rights.field(field.key) is FieldRight.EDIT)
    return Board(
        sum(column.count for column in drawn), field.key, field.label.in_(look.language), drawn,
        measure.totals([(slot, found.get(slot.value, {})) for slot in columns], look),
        may_edit and editable(field), viewer.admin or "create" in rights.actions, state.query(),
    )  # fmt: skip


def figures(context: Context, entity: EntityModel, state: ListState, field: FieldModel) -> dict[Any, Row]:
    """Group value -> count and sums; one statement."""
    wanted = Measure.of(context, entity, state).wanted
    sort = ("-n",) if field.value_type.name == "ref" else ()
    asked = Aggregate(entity.key, wanted, (field.key,), state.filter, state.search, sort, MOST_COLUMNS)
    return {row.get(field.key) if row.get(field.key) != "" else None: row for row in door.aggregate(context, asked)}


def slots(entity: EntityModel, field: FieldModel, found: Mapping[Any, Row], look: Look) -> list[Slot]:
    """The columns in their order; one for records without a value where there are any."""
    named = _options(entity, field, look) if field.value_type.name == "choice" else _others(field, found, look)
    blank = [Slot(BLANK, None, look.words("Empty"))] if found.get(None, {}).get("n") else []
    return [*blank, *named]


def _options(entity: EntityModel, field: FieldModel, look: Look) -> list[Slot]:
    pipeline = entity.pipeline if entity.pipeline and entity.pipeline.field == field.key else None
    options = {key: one for key, one in options_of(field.field).items() if not one.retired}
    stages = pipeline.stages if pipeline else {}
    return [
        Slot(
            key, key, option.label.in_(look.language), option.colour or "gray",
            stages[key].outcome if key in stages else "open", stages[key].probability if key in stages else None,
            bool(pipeline and key in pipeline.gates),
        )
        for key, option in options.items()
    ]  # fmt: skip


def _others(field: FieldModel, found: Mapping[Any, Row], look: Look) -> list[Slot]:
    if field.value_type.name == "bool":
        return [Slot("true", True, look.words("Yes"), "green"), Slot("false", False, look.words("No"))]
    named = [(str(row.get(f"{field.key}.$title") or key), str(key)) for key, row in found.items() if key is not None]
    return [Slot(key, key, label) for label, key in sorted(named)]


def _takes(entity: EntityModel, field: FieldModel, columns: list[Slot], slot: Slot) -> str:
    pipeline = entity.pipeline
    if pipeline is None or pipeline.field != field.key or not pipeline.moves:
        return "*"
    return " ".join(one.key for one in columns if one.value is None or allowed(pipeline, one.key, slot.key))


def _column(
    slot: Slot, row: Row, measure: Measure, cards: tuple[Markup, ...], more: str, new_href: str, takes: str, look: Look
) -> Column:
    amount, weighed, count = measure.amount(row), measure.weighed(slot, row), int(row.get("n") or 0)
    folded = slot.outcome != "open"
    share = float(weighed / amount * 100) if amount and weighed is not None else 0.0
    following = more if count > len(cards) or folded else ""
    return Column(
        slot, count, measure.words(amount, look), measure.words(weighed, look) if slot.outcome == "open" else "",
        round(min(100.0, max(0.0, share)), 1), folded, new_href, cards, following, takes,
    )  # fmt: skip


def narrowed(source: str, field: FieldModel, key: str) -> str:
    """A filter with the condition of one column."""
    quoted = '"' + key.replace('"', '""') + '"'
    mine = f"{field.key} = {quoted}"
    if key == BLANK:
        mine = f"ISBLANK({field.key})"
    elif field.value_type.name == "bool":
        mine = field.key if key == "true" else f"NOT {field.key}"
    return f"({source}) AND {mine}" if source else mine


def more_of(base: str, entity: EntityModel, state: ListState, key: str, offset: int) -> str:
    """The address of a column's further cards."""
    return f"{base}/{entity.key}/cards?{state.query()}&{urlencode({'column': key, 'offset': offset})}"


def card_query(entity: EntityModel, state: ListState, face: Face) -> Query:
    """The first cards of a column."""
    return Query(entity.key, (*face.paths, "rev"), state.filter, state.search, state.sort, limit=CARDS)


def card(row: Row, face: Face, look: Look, anew: bool = False) -> Markup:
    """One card of a column; `anew` takes the place of the one that stands in the page."""
    return _CARD.format(
        face.tint(row),
        row["id"],
        _ANEW if anew else "",
        row["id"],
        row.get("rev", ""),
        face.draw(row, look),
        look.words("Move to…"),
    )


_ANEW = Markup(' hx-swap-oob="true"')
_CARD = Markup(
    '<li{} id="k-{}"{} data-id="{}" data-rev="{}">{}'
    '<button class="ib mv js" type="button" data-move aria-haspopup="menu" aria-label="{}">⋯</button></li>'
)
