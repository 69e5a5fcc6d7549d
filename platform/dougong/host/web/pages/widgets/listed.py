"""Records: the first few that the filter finds, each with some fields and, where the definition says, a box that ticks it off."""

import re
from dataclasses import dataclass

from markupsafe import Markup

from dougong.metamodel.model import FieldModel
from dougong.records.rights import FieldRight
from dougong.records.values import Query, Row

from .. import door
from ..arrangements.holds import Holds, holds
from ..columns import path_label, readable
from ..list_state import listable
from ..marks import avatar
from ..show import Show, is_figure, show
from .ask import Ask, Drawn, Kind
from .narrowing import list_href, narrowed

_LEADING = re.compile(r"^\W+")  # a bracket or a quote is no initial
Tone = tuple[str, str, Holds]
"""(path of the cell, colour, when)."""
MOST = 100  # records looked at, so that the head can say how many there are


@dataclass(frozen=True, slots=True)
class Head:
    label: str
    figure: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """`tone` is the colour the view's rules give it."""

    html: Markup
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """One record: `mark` stands before its title, `cells` after it; `sub` is what stands below it where there is no room
    for all cells; `tick` is the address that ticks it off."""

    href: str
    mark: Markup
    title: str
    cells: tuple[Cell, ...]
    sub: str
    tick: str


@dataclass(frozen=True, slots=True)
class Listed:
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    ticks: bool


def draw(ask: Ask) -> Drawn:
    """One statement: a hundred records at most, of which the definition's few are shown."""
    sort = sort_of(ask)
    shown = fields_of(ask)
    tones = _tones(ask)
    asked = (*(path for path, _ in shown), *(path for _, _, held in tones for path in held.paths))
    rows = records(ask, asked, narrowed(ask), sort)
    href = list_href(ask, sort=ask.widget.sort)
    count = f"{MOST - 1}+" if len(rows) >= MOST else str(len(rows)) if rows else ""
    if not rows:
        return Drawn(None, href, many=0)
    cells = [(path, show(field, path)) for path, field in shown[1:]]
    ticks = bool(ask.widget.tick) and may_tick(ask)
    lines = tuple(_line(ask, row, shown, cells, tones, ticks) for row in rows[: ask.widget.limit])
    model, language = ask.context.store.model, ask.look.language
    heads = tuple(Head(path_label(model, ask.entity.key, path, language), is_figure(field)) for path, field in shown)
    return Drawn(Listed(heads, lines, ticks), href, count, many=len(rows))


def _line(
    ask: Ask, row: Row, shown: list[tuple[str, FieldModel]], cells: list[tuple[str, Show]], tones: list[Tone], ticks: bool
) -> Line:  # fmt: skip
    held = {path: colour for path, colour, one in reversed(tones) if one.of(row)}
    drawn = tuple(Cell(made(row.get(path), row, ask.look), held.get(path, "")) for path, made in cells)
    return Line(
        f"{ask.look.base}/{ask.entity.key}/{row['id']}", _mark(ask, row, shown[0][0]), title_of(ask, row, *shown[0]), drawn,
        " · ".join(words for one in drawn[:-1] if (words := one.html.striptags())),
        f"{ask.here}/tick/{row['id']}" if ticks else "",
    )  # fmt: skip


def _tones(ask: Ask) -> list[Tone]:
    """The view's colour rules for single cells, those a reader may know of."""
    rules = [rule for rule in ask.view.colours if rule.field] if ask.view else []
    found = [(rule.field or "", rule.colour, holds(ask.context, ask.entity, rule.when)) for rule in rules]
    return [(path, colour, held) for path, colour, held in found if held is not None]


def records(
    ask: Ask, paths: tuple[str, ...], filter_: str, sort: tuple[str, ...], limit: int = MOST
) -> tuple[Row, ...]:
    """Rows within a filter, with currencies of the amounts."""
    model = ask.context.store.model
    beside = {
        path.rpartition(".")[0] + "." + by if "." in path else by
        for path in paths
        if (by := getattr(model.field(ask.entity.key, path).field, "currency_field", None))
    }
    return door.find(
        ask.context, Query(ask.entity.key, tuple(dict.fromkeys((*paths, *sorted(beside)))), filter_, sort=sort, limit=limit)
    ).rows  # fmt: skip


def fields_of(ask: Ask) -> list[tuple[str, FieldModel]]:
    """The fields a reader may see, of the widget, its view's first columns, or the entity's title alone."""
    view = [c if isinstance(c, str) else c.field for c in ask.view.columns[:4]] if ask.view else []
    paths = ask.widget.fields or tuple(view) or (ask.entity.definition.title,)
    model, viewer = ask.context.store.model, ask.context.viewer
    found = [(path, field) for path in paths if (field := readable(model, ask.entity.key, path, viewer))]
    return [one for one in found if listable(one[1].type.widget)] or [("id", ask.entity.fields["id"])]


def sort_of(ask: Ask) -> tuple[str, ...]:
    """The widget's order, else its view's."""
    return ask.widget.sort or (ask.view.sort if ask.view else ())


def title_of(ask: Ask, row: Row, path: str, field: FieldModel) -> str:
    """The first field's words: what the link to the record says."""
    words = show(field, path)(row.get(path), row, ask.look).striptags() if path != "id" else ""
    return words or "—"


def may_tick(ask: Ask) -> bool:
    """Whether the reader may set the fields; the write itself is held against their rights again."""
    viewer, rights = ask.context.viewer, ask.context.viewer.on(ask.entity.key)
    if viewer.admin:
        return True
    return not rights.update.nothing and all(rights.field(key) is FieldRight.EDIT for key in ask.widget.tick)


def _mark(ask: Ask, row: Row, path: str) -> Markup:
    """The initial of things that have a name of their own; a task has none."""
    field = ask.field(path)
    named = field.key == ask.entity.definition.title or field.value_type.name == "ref"
    if ask.widget.tick or not named:
        return Markup("")
    person = field.type.widget == "person"
    words = str(row.get(f"{path}.$title") or row.get(path) or "")
    return avatar(_LEADING.sub("", words) or "—", "" if person else "sq")


KIND = Kind(draw, "board/list.html", "rows")
