"""A record's card as boards and galleries show it: name, a line, a figure with marks and owner, and what comes next."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from dougong.host.web.format import dates
from dougong.host.web.pages.colour_rules import ColourRule, inked, read_by, rules_of, tint_of
from dougong.host.web.pages.columns import may_read, readable
from dougong.host.web.pages.look import Look
from dougong.host.web.pages.marks import avatar, icon
from dougong.host.web.pages.show import Show, show
from dougong.metamodel.model import EntityModel, FieldModel
from dougong.metamodel.view import Card, View
from dougong.records.context import Context
from dougong.records.values import Row

from .holds import Holds, holds

Mark = Callable[[Row, Look], str]
"""(row, reader) -> words of the mark that something needs attention; empty when nothing does."""
_FIGURES = frozenset({"money", "number", "percent", "duration"})


@dataclass(frozen=True, slots=True)
class Line:
    """A field of a card and how it is drawn."""

    path: str
    field: FieldModel
    drawn: Show

    def of(self, row: Row, look: Look) -> Markup:
        return self.drawn(row.get(self.path), row, look)


@dataclass(frozen=True, slots=True)
class Face:
    """`paths` are the fields to ask for; `draw(row, look)` is the inside of a card; `rules` may tint the whole of it."""

    paths: tuple[str, ...]
    draw: Callable[[Row, Look], Markup]
    rules: tuple[ColourRule, ...] = ()

    def tint(self, row: Row, kind: str = "kc") -> Markup:
        """The card's classes and why it has them, as attributes."""
        rule = tint_of(self.rules, row)
        return _TINT.format(kind, rule.colour, rule.words) if rule else Markup(' class="{}"').format(kind)


def face_of(context: Context, entity: EntityModel, view: View, look: Look) -> Face:
    """The view's card as far as the viewer may see it; without one, the first of its columns."""
    card = view.card or Card(lines=tuple(c if isinstance(c, str) else c.field for c in view.columns[:5]))
    title, rules = card.title or entity.definition.title, rules_of(context, entity, view, look)
    lines = [
        replace(one, drawn=inked(one.drawn, path, rules))
        for path in card.lines
        if path != title and (one := line_of(context, entity, path))
    ]
    plain = [one for one in lines if one.field.value_type.name not in _FIGURES]
    figures = [one for one in lines if one.field.value_type.name in _FIGURES]
    head = line_of(context, entity, title)
    following = line_of(context, entity, card.next or "")
    due = line_of(context, entity, card.due or "")
    person = line_of(context, entity, card.avatar or "")
    rest = [] if following else [*plain[1:], *figures[1:]][:2]
    marked, needs = mark_of(context, entity, card)

    def draw(row: Row, look: Look) -> Markup:
        name = head.of(row, look).striptags() if head else ""
        href = f"{look.base}/{entity.key}/{row['id']}"
        parts = [_TITLE.format(href, name or "—")]
        if plain and (words := plain[0].of(row, look)):
            parts.append(_SUB.format(words))
        figure = figures[0].of(row, look) if figures else ""
        alert, who = marked(row, look), _person(person, row)
        if figure or alert or who:
            parts.append(_FIGURE.format(figure, _ALERT.format(icon("clock", 14), alert) if alert else "", who))
        if following:
            parts.append(_next(following, due, row, look, f"{href}/edit"))
        elif shown := [words for one in rest if (words := one.of(row, look))]:
            parts.append(_FOOT.format(Markup("").join(_CELL.format(words) for words in shown)))
        return Markup("").join(parts)

    fields = [head, *plain[:1], *figures[:1], *rest, person, following, due]
    paths = dict.fromkeys([*(one.path for one in fields if one), *needs, *currencies(lines), *read_by(rules)])
    return Face(tuple(paths), draw, rules)


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of a card on narrow screens; empty where the view's card says nothing of it."""

    paths: tuple[str, ...]
    draw: Callable[[Row, Look], Markup]


def foot_of(context: Context, entity: EntityModel, view: View) -> Foot:
    """Whose it is and its mark at the left, what comes next at the right."""
    card = view.card or Card()
    following, due = line_of(context, entity, card.next or ""), line_of(context, entity, card.due or "")
    person = line_of(context, entity, card.avatar or "")
    marked, needs = mark_of(context, entity, card)

    def draw(row: Row, look: Look) -> Markup:
        alert, who = marked(row, look), _person(person, row)
        mark = _ALERT.format(icon("clock", 14), alert) if alert else Markup("")
        href = f"{look.base}/{entity.key}/{row['id']}/edit"
        return who + mark + (_next(following, due, row, look, href) if following else Markup(""))

    return Foot(tuple(dict.fromkeys([*(one.path for one in (person, following, due) if one), *needs])), draw)


def line_of(context: Context, entity: EntityModel, path: str) -> Line | None:
    """None for what there is not and what the viewer may not see."""
    field = readable(context.store.model, entity.key, path, context.viewer) if path else None
    return Line(path, field, show(field, path)) if field else None


def currencies(lines: list[Line]) -> list[str]:
    """Paths of the currencies beside amounts."""
    found = []
    for one in lines:
        beside = getattr(one.field.field, "currency_field", None)
        if beside:
            before = one.path.rpartition(".")[0]
            found.append(f"{before}.{beside}" if before else beside)
    return found


def mark_of(context: Context, entity: EntityModel, card: Card) -> tuple[Mark, tuple[str, ...]]:
    """The mark of a card and the fields it reads: the card's own condition, else days without activity by stage."""
    model, viewer = context.store.model, context.viewer
    condition = holds(context, entity, card.alert_when)
    if condition is not None:
        words = card.alert_words
        places = re.findall(r"{([^{}]+)}", words.zh + words.en) if words else []
        if words is None or not all(may_read(model, entity.key, path, viewer) for path in places):
            return _plainly(condition), condition.paths

        def said(row: Row, look: Look) -> str:
            filled = re.sub(r"{([^{}]+)}", lambda found: str(row.get(found[1], "")), words.in_(look.language))
            return filled if condition.of(row) else ""

        return said, (*condition.paths, *places)
    pipeline = entity.pipeline
    limits = {key: stage.stale_days for key, stage in pipeline.stages.items() if stage.stale_days} if pipeline else {}
    paths = (pipeline.field if pipeline else "", "created_at", "last_activity_at")
    if card.alert_when or not limits or not all(may_read(model, entity.key, path, viewer) for path in paths):
        return lambda _row, _look: "", ()

    def idle(row: Row, look: Look) -> str:
        since = row.get("last_activity_at") or row.get("created_at")
        days = (look.today - since.astimezone(ZoneInfo(look.zone)).date()).days if since else 0
        late = days > limits.get(row.get(paths[0]) or "", days)
        return look.words.count("{n} day without activity", "{n} days without activity", days) if late else ""

    return idle, paths


def _plainly(condition: Holds) -> Mark:
    return lambda row, look: look.words("Needs attention") if condition.of(row) else ""


def _person(one: Line | None, row: Row) -> Markup:
    name = str(row.get(f"{one.path}.$title") or "") if one else ""
    return _WHO.format(name, avatar(name), name) if name else Markup("")


def _next(following: Line, due: Line | None, row: Row, look: Look, edit: str) -> Markup:
    """The next step with its day, or that there is none."""
    words = following.of(row, look)
    if not words:
        missing = look.words("No {thing}", thing=following.field.label.in_(look.language))
        return _MISSING.format(icon("alert-triangle", 14), missing, edit, look.words("Plan one"))
    day = row.get(due.path) if due else None
    if isinstance(day, datetime):
        day = day.astimezone(ZoneInfo(look.zone)).date()
    if not isinstance(day, date):
        return _NEXT.format("", icon("circle-check", 14), words, "")
    state = "late" if day < look.today else "now" if day == look.today else ""
    said = look.words("Today") if state == "now" else dates.day(day, look.today)
    when = Markup('<time datetime="{}">{}</time>').format(day.isoformat(), said)
    late = (
        Markup('<span class="sr">{}</span>').format(dates.overdue(day, look.today, look.language))
        if state == "late"
        else ""
    )
    return _NEXT.format(state, icon("circle-check", 14), words, when + escape(late))


_TINT = Markup(' class="{} tint tint-{}" title="{}"')
_TITLE = Markup('<a class="t" href="{}" draggable="false">{}</a>')
_SUB = Markup('<div class="s ell">{}</div>')
_FIGURE = Markup('<div class="f"><b>{}</b>{}{}</div>')
_ALERT = Markup('<span class="stale">{}<span class="ell">{}</span></span>')
_WHO = Markup('<span class="who" title="{}">{}<span class="sr">{}</span></span>')
_FOOT = Markup('<div class="n">{}</div>')
_CELL = Markup('<span class="ell">{}</span>')
_NEXT = Markup('<div class="n {}">{}<span class="ell">{}</span>{}</div>')
_MISSING = Markup('<div class="n none">{}<span class="ell">{}</span><a href="{}">{}</a></div>')
