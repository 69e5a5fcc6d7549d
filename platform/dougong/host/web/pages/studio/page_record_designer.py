"""What templates/studio/page_record.html shows: palette, canvas and panel of a record's page."""

from collections.abc import Collection
from dataclasses import dataclass

from fastapi.responses import Response

from dougong.host.web.pages.list_page import words_of
from dougong.host.web.scope import Scope
from dougong.metamodel.page import Page

from .page_designer import Look, role_of, roles_of, shown_at
from .page_gestures import On
from .page_record import RecordCanvas, listed, placeable, record_canvas
from .page_record_panel import HEAD_WORDS, RecordPanel, record_panel
from .shell import Around, draw_page
from .sketch import Sketch


@dataclass(frozen=True, slots=True)
class RecordDesigner:
    """`fields` and `lists` of the palette as (key, label, icon); `zones` are the words of the head's lists."""

    around: Around
    key: str
    label: str
    zh: str
    en: str
    entity: str
    look: Look
    canvas: RecordCanvas
    chosen: RecordPanel | None
    fields: tuple[tuple[str, str, str], ...]
    lists: tuple[tuple[str, str, str], ...]
    zones: dict[str, str]
    roles: tuple[tuple[str, str], ...]
    shown: str
    counted: str
    offered: tuple[tuple[str, str], ...]
    as_label: str


def draw_record(
    scope: Scope, sketch: Sketch, on: On, page: Page, look: Look, had: Collection[str], here: str
) -> Response:
    """The designer of the page of an object's records."""
    model, language = on.model, scope.language
    assert page.entity is not None and page.record is not None
    entity = model.entities[page.entity]
    with scope.workspace.reading(scope.viewer) as context:
        canvas = record_canvas(scope, context, model, page, look.record, look.tab, had)
    chosen = record_panel(model, on.raw, page, canvas, look.at, language) if look.at and not look.role else None
    label, count = (
        entity.label.in_(language),
        len(page.record.groups) + len(page.record.tabs) + len(page.record.related),
    )
    roles, base = roles_of(model, language), f"{scope.base_path}/studio/page/{on.key}"
    seen = Look(look.at, look.of, look.period, look.device, look.role, canvas.record, canvas.open)
    return draw_page(
        scope, "page", "studio/page_record.html", sketch,
        lambda around: RecordDesigner(
            around, on.key, label, page.label.zh, page.label.en, entity.key, seen, canvas, chosen, placeable(model, entity, language),
            listed(model, entity, language), {key: words.in_(language) for key, words in HEAD_WORDS.items()}, roles,
            shown_at(base, seen, model), words_of(scope)("{n} groups, tabs and lists", n=count), canvas.offered,
            dict(roles).get(role_of(model, look), ""),
        ),
        last=label, here=f"{here}&record={canvas.record}&tab={canvas.open}",
    )  # fmt: skip
