"""A record as a card, for narrow screens: name, two lines, figures and chips, who and when."""

from collections.abc import Callable

from markupsafe import Markup

from dougong.metamodel.model import EntityModel, Model
from dougong.metamodel.view import View
from dougong.records.rights import Viewer
from dougong.records.values import Row

from .columns import ListColumn, readable
from .look import Look
from .marks import icon
from .show import show


def card_maker(
    model: Model, entity: EntityModel, view: View, columns: tuple[ListColumn, ...], viewer: Viewer, language: str
) -> Callable[[Row, Look], Markup]:
    """Draws one row; what the view's card does not say is taken from its columns."""
    card = view.card
    title = columns[0]
    lines = [path for path in (card.lines if card else ()) if path != title.path] or [c.path for c in columns[1:5]]
    stage = entity.pipeline.field if entity.pipeline else ""
    if stage not in lines and any(c.path == stage for c in columns):
        lines = [*lines, stage]
    fields = [(path, field) for path in lines if (field := readable(model, entity.key, path, viewer)) is not None]
    figures = [(p, f, show(f, p)) for p, f in fields if f.value_type.name in ("money", "choice", "percent", "number")]
    plain = [(p, f, show(f, p)) for p, f in fields if f.value_type.name not in ("money", "choice", "percent", "number")]
    phone = next((key for key, f in entity.fields.items() if f.type.widget == "phone" and key in lines), "")

    def draw(row: Row, look: Look) -> Markup:
        shown = [(field, html) for path, field, drawn in plain if (html := drawn(row.get(path), row, look))]
        facts = [Markup('<span class="t2 m13 ell">{}</span>').format(html.striptags()) for _, html in shown[:1]]
        numbers = [
            Markup('<span class="{}">{}</span>').format("big" if field.value_type.name == "money" else "m13", html)
            for path, field, drawn in figures
            if (html := drawn(row.get(path), row, look))
        ]
        foot = [
            Markup('<span class="ft ell">{}</span>').format(html if field.type.widget == "person" else html.striptags())
            for field, html in shown[1:3]
        ]
        number = row.get(phone) if phone else None
        return Markup('<div class="rc"><a class="hd" href="{}"><b class="ell">{}</b>{}<span class="fg">{}</span></a>{}{}</div>').format(
            f"{look.base}/{entity.key}/{row['id']}", title.show(row.get(title.path), row, look).striptags() or "—",
            _NONE.join(facts), _NONE.join(numbers), _CALL.format(number, look.words("Call"), icon("phone", 20)) if number else "",
            Markup('<div class="ft-row">{}</div>').format(_NONE.join(foot)) if foot else "",
        )  # fmt: skip

    return draw


_NONE = Markup("")
_CALL = Markup('<a class="call" hx-boost="false" href="tel:{}" aria-label="{}">{}</a>')
