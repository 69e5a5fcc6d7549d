"""The gallery: records as cards with a picture; further cards come when the end is in sight. Two statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from dougong.host.web.pages import door
from dougong.host.web.pages.list_state import ListState
from dougong.host.web.pages.look import Look
from dougong.host.web.pages.marks import avatar
from dougong.metamodel.model import EntityModel
from dougong.metamodel.view import View
from dougong.records.context import Context
from dougong.records.values import Aggregate, Query, Row

from .face import Face, Line, face_of, line_of

CARDS = 40


@dataclass(frozen=True, slots=True)
class Gallery:
    """What templates/views/gallery.html shows; `more` is the address of further cards."""

    total: int
    cards: tuple[Markup, ...]
    more: str


def fits(_entity: EntityModel) -> bool:
    """Every record has a name."""
    return True


def draw(context: Context, entity: EntityModel, state: ListState, look: Look, _address: Mapping[str, str]) -> Gallery:
    """The first cards and how many there are."""
    counted = door.aggregate(context, Aggregate(entity.key, {"n": "COUNT()"}, filter=state.filter, search=state.search))
    cards, more = further(context, entity, state, look, 0)
    return Gallery(int(counted[0]["n"]) if counted else 0, cards, more)


def further(
    context: Context, entity: EntityModel, state: ListState, look: Look, offset: int
) -> tuple[tuple[Markup, ...], str]:
    """Cards from `offset` on and the address of those behind them; one statement."""
    view = replaced(state.view, entity)
    face, image = face_of(context, entity, view, look), picture_of(context, entity, view)
    paths = tuple(dict.fromkeys([*face.paths, entity.definition.title, *([image.path] if image else [])]))
    asked = Query(entity.key, paths, state.filter, state.search, state.sort, limit=CARDS + 1, offset=offset)
    rows = door.find(context, asked).rows
    drawn = tuple(_card(row, entity, face, image, look) for row in rows[:CARDS])
    query = f"{state.query()}&{urlencode({'offset': offset + CARDS})}"
    return drawn, f"{look.base}/{entity.key}/gallery?{query}" if len(rows) > CARDS else ""


def replaced(view: View, entity: EntityModel) -> View:
    """A view without columns and card shows the entity's first fields."""
    if view.card or view.columns:
        return view
    keys = [key for key, field in entity.fields.items() if not field.system and key != entity.definition.title]
    return view.model_copy(update={"columns": tuple(keys[:4])})


def picture_of(context: Context, entity: EntityModel, view: View) -> Line | None:
    """The card's image, else the entity's first; None where there is none that the viewer may see."""
    named = view.card.image if view.card else None
    images = [key for key, field in entity.fields.items() if field.type.widget == "image"]
    return next(
        (line for key in ([named] if named else images) if key and (line := line_of(context, entity, key))), None
    )


def _card(row: Row, entity: EntityModel, face: Face, image: Line | None, look: Look) -> Markup:
    held = row.get(image.path) if image else None
    files = [one for one in (held if isinstance(held, list) else [held]) if isinstance(one, dict) and one.get("hash")]
    name = str(row.get(entity.definition.title) or "")
    if files and image:
        href = f"{look.base}/files/{entity.key}/{row['id']}/{image.path}/{files[0]['hash']}?small"
        picture = Markup('<img src="{}" alt="" loading="lazy" decoding="async">').format(href)
    else:
        picture = avatar(name, "xl sq")
    return _CARD.format(face.tint(row, "kc gc"), row["id"], "has" if files else "none", picture, face.draw(row, look))


_CARD = Markup('<li{} data-id="{}"><div class="pic {}">{}</div>{}</li>')
