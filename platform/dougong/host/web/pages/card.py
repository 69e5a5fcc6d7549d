"""A record as a card, for narrow screens: name, a line, figures and chips; whose it is, what it lacks, what comes next."""

from collections.abc import Callable
from datetime import date, datetime

from markupsafe import Markup

from dougong.host.web.format import dates
from dougong.metamodel.model import EntityModel
from dougong.metamodel.view import View
from dougong.records.context import Context
from dougong.records.values import Row

from .arrangements.face import Foot
from .colour_rules import ColourRule, inked, tint_of
from .columns import ListColumn, readable
from .dialled import dialled
from .look import Look
from .marks import icon
from .show import show

_FIGURES = ("money", "choice", "percent", "number")


def card_maker(
    context: Context, entity: EntityModel, view: View, columns: tuple[ListColumn, ...], rules: tuple[ColourRule, ...], foot: Foot
) -> Callable[[Row, Look], Markup]:  # fmt: skip
    """Draws one row; what the view's card does not say is taken from its columns."""
    card, model, viewer = view.card, context.store.model, context.viewer
    title = columns[0]
    lines = [path for path in (card.lines if card else ()) if path != title.path] or [c.path for c in columns[1:5]]
    stage = entity.pipeline.field if entity.pipeline else ""
    if stage not in lines and any(c.path == stage for c in columns):
        lines = [*lines, stage]
    fields = [(path, field) for path in lines if (field := readable(model, entity.key, path, viewer)) is not None]
    drawn = [(path, field, inked(show(field, path), path, rules)) for path, field in fields]
    figures = sorted(
        (one for one in drawn if one[1].value_type.name in _FIGURES),
        key=lambda one: _FIGURES.index(one[1].value_type.name),
    )
    phones = [path for path, field in fields if field.type.widget == "phone"]
    days = [path for path, field in fields if field.type.widget == "date" and any(rule.path == path for rule in rules)]
    apart = {*foot.paths, *days, *phones}
    plain = [one for one in drawn if one[1].value_type.name not in _FIGURES and one[0] not in apart]

    def draw(row: Row, look: Look) -> Markup:
        shown = [(field, html) for path, field, made in plain if (html := made(row.get(path), row, look))]
        facts = [Markup('<span class="t2 m13 ell">{}</span>').format(html.striptags()) for _, html in shown[:1]]
        numbers = [
            Markup('<span class="{}">{}</span>').format("big" if field.value_type.name == "money" else "m13", html)
            for path, field, made in figures
            if (html := made(row.get(path), row, look))
        ]
        rest = [
            Markup('<span class="ft ell">{}</span>').format(html if field.type.widget == "person" else html.striptags())
            for field, html in shown[1:3]
        ]
        numbers += [
            _LATE.format(dates.overdue(day, look.today, look.language))
            for path in days
            if isinstance(day := row.get(path), date) and not isinstance(day, datetime) and day < look.today
            and any(rule.path == path and rule.held.of(row) for rule in rules)
        ]  # fmt: skip
        number, rule = next(filter(None, (dialled(row.get(path)) for path in phones)), ""), tint_of(rules, row)
        last = foot.draw(row, look)
        return _CARD.format(
            Markup(' tint tint-{}" title="{}').format(rule.colour, rule.words) if rule else "",
            f"{look.base}/{entity.key}/{row['id']}", title.show(row.get(title.path), row, look).striptags() or "—",
            _NONE.join(facts), _NONE.join(numbers), _CALL.format(number, look.words("Call"), icon("phone", 20)) if number else "",
            Markup('<div class="ft-row">{}{}</div>').format(_NONE.join(rest[: 0 if last else 2]), last) if rest or last else "",
        )  # fmt: skip

    return draw


_NONE = Markup("")
_CARD = Markup(
    '<div class="rc{}"><a class="hd" href="{}"><b class="ell">{}</b>{}<span class="fg">{}</span></a>{}{}</div>'
)
_LATE = Markup('<span class="chip red">{}</span>')
_CALL = Markup('<a class="call" hx-boost="false" href="tel:{}" aria-label="{}">{}</a>')
