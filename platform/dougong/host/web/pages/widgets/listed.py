"""Records: the first few that the filter finds, each with some fields and, where the definition says, a box that ticks it off."""

import re
from dataclasses import dataclass, replace
from typing import Any

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
from .reminding import reminded

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
    for all cells; `tick` is the address that ticks it off, `remind` the record when somebody may be reminded of it, `call`
    a phone number."""

    id: str
    href: str
    mark: Markup
    title: str
    cells: tuple[Cell, ...]
    sub: str
    tick: str
    remind: bool
    reminded: bool
    call: str


@dataclass(frozen=True, slots=True)
class Listed:
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    ticks: bool
    remind: str
    """Where people are reminded; empty: not from here."""
    calls: bool

    @property
    def to_remind(self) -> int:
        """Of how many of the records somebody may still be reminded."""
        return sum(one.remind and not one.reminded for one in self.lines)


def draw(ask: Ask) -> Drawn:
    """One statement: a hundred records at most, of which the definition's few are shown; who was reminded is one more."""
    sort, model, viewer = sort_of(ask), ask.context.store.model, ask.context.viewer
    shown = fields_of(ask)
    tones = _tones(ask)
    remind, call = (
        path if path and readable(model, ask.entity.key, path, viewer) else ""
        for path in (ask.widget.remind, ask.widget.call)
    )
    asked = (
        *(path for path, _ in shown),
        *(path for _, _, held in tones for path in held.paths),
        *filter(None, (remind, call)),
    )
    rows = records(ask, asked, narrowed(ask), sort)
    href = list_href(ask, sort=ask.widget.sort)
    count = f"{MOST - 1}+" if len(rows) >= MOST else str(len(rows)) if rows else ""
    if not rows:
        return Drawn(None, href, many=0)
    cells = [(path, show(field, path)) for path, field in shown[1:]]
    ticks = bool(ask.widget.tick) and may_tick(ask)
    few = rows[: ask.widget.limit]
    before = reminded(ask, [row["id"] for row in few]) if remind else set()
    lines = tuple(
        replace(
            _line(ask, row, shown, cells, tones, ticks),
            remind=bool(remind and row[remind] and row[remind] != viewer.person), reminded=row["id"] in before,
            call=phone_href(row.get(call)) if call else "",
        )
        for row in few
    )  # fmt: skip
    heads = tuple(
        Head(path_label(model, ask.entity.key, path, ask.look.language), is_figure(field)) for path, field in shown
    )
    return Drawn(
        Listed(heads, lines, ticks, f"{ask.here}/remind" if remind else "", bool(call)), href, count, many=len(rows)
    )


def _line(
    ask: Ask, row: Row, shown: list[tuple[str, FieldModel]], cells: list[tuple[str, Show]], tones: list[Tone], ticks: bool
) -> Line:  # fmt: skip
    held = {path: colour for path, colour, one in reversed(tones) if one.of(row)}
    drawn = tuple(Cell(made(row.get(path), row, ask.look), held.get(path, "")) for path, made in cells)
    return Line(
        row["id"], f"{ask.look.base}/{ask.entity.key}/{row['id']}", _mark(ask, row, shown[0][0]), title_of(ask, row, *shown[0]), drawn,
        " · ".join(words for one in drawn[:-1] if (words := one.html.striptags())),
        f"{ask.here}/tick/{row['id']}" if ticks else "", False, False, "",
    )  # fmt: skip


def phone_href(value: Any) -> str:
    """What calls a number; empty for none and for one that is hidden in part."""
    number = re.sub(r"[^\d+*]", "", str(value or ""))
    return f"tel:{number}" if number and "*" not in number else ""


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
