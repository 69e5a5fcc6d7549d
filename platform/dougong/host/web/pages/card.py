"""A record as a card, for narrow screens: name, two lines, figures and chips, who and when."""

from collections.abc import Callable

from markupsafe import Markup, escape

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
        name = escape(title.show(row.get(title.path), row, look).striptags() or "—")
        href = f"{escape(look.base)}/{entity.key}/{escape(row['id'])}"
        head = [f'<b class="ell">{name}</b>']
        shown = [(f, s(row.get(p), row, look)) for p, f, s in plain]
        facts = [f'<span class="t2 m13 ell">{html.striptags()}</span>' for _, html in shown[:1] if html]
        numbers = [
            f'<span class="{"big" if f.value_type.name == "money" else "m13"}">{html}</span>'
            for p, f, s in figures
            if (html := s(row.get(p), row, look))
        ]
        foot = [
            f'<span class="ft ell">{html if f.type.widget == "person" else escape(html.striptags())}</span>'
            for f, html in shown[1:3]
            if html
        ]
        label = escape(look.words("Call"))
        call = (
            f'<a class="call" hx-boost="false" href="tel:{escape(row[phone])}" aria-label="{label}">{icon("phone", 20)}</a>'
            if phone and row.get(phone)
            else ""
        )
        return Markup(  # noqa: S704  (every piece is escaped above)
            f'<div class="rc"><a class="hd" href="{href}">{"".join(head + facts)}'
            f'<span class="fg">{"".join(numbers)}</span></a>{call}'
            + (f'<div class="ft-row">{"".join(foot)}</div>' if foot else "")
            + "</div>"
        )

    return draw
