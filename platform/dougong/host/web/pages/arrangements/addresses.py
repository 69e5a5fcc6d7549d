"""Addresses in place of a map: a picture of streets would come from outside, and the product asks nobody outside.

Records by region, each with its address and a link that opens the device's own map. Two statements.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from dougong.host.web.pages import door
from dougong.host.web.pages.list_state import ListState
from dougong.host.web.pages.look import Look
from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.values import Aggregate, Query, Row

from .face import line_of

MOST = 500


@dataclass(frozen=True, slots=True)
class Place:
    """`href` is empty for a record without an address; `rest` are further facts."""

    title: str
    record: str
    address: str
    href: str
    rest: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Addresses:
    """What templates/views/map.html shows: (region, places), those without an address last."""

    total: int
    regions: tuple[tuple[str, tuple[Place, ...]], ...]
    cut: bool


def fits(entity: EntityModel) -> bool:
    """Whether there is an address."""
    return _address(entity) is not None


def _address(entity: EntityModel) -> str | None:
    return next((key for key, field in entity.fields.items() if field.type.widget == "address"), None)


def draw(
    context: Context, entity: EntityModel, state: ListState, look: Look, _address_: Mapping[str, str]
) -> Addresses:
    """Records by the region of their address, or by the field asked for."""
    key, card = _address(entity), state.view.card
    title = line_of(context, entity, (card.title if card else None) or entity.definition.title)
    where = line_of(context, entity, key or "")
    lines = [one for path in (card.lines if card else ()) if path != key and (one := line_of(context, entity, path))][
        :3
    ]
    counted = door.aggregate(context, Aggregate(entity.key, {"n": "COUNT()"}, filter=state.filter, search=state.search))
    group = line_of(context, entity, state.group)
    paths = tuple(dict.fromkeys(one.path for one in (title, where, group, *lines) if one))
    rows = door.find(context, Query(entity.key, paths, state.filter, state.search, state.sort, limit=MOST)).rows
    regions: dict[str, list[Place]] = {}
    for row in rows:
        region, words, href = _parts(row, key or "", look, shown=where is not None)
        region = group.of(row, look).striptags() if group else region
        name = (title.of(row, look).striptags() if title else "") or "—"
        rest = tuple(html for one in lines if (html := one.of(row, look)))
        regions.setdefault(region, []).append(Place(name, f"{look.base}/{entity.key}/{row['id']}", words, href, rest))
    ordered = sorted(regions.items(), key=lambda one: (not one[0], -len(one[1]), one[0]))
    return Addresses(
        int(counted[0]["n"]) if counted else 0,
        tuple((region or look.words("Without an address"), tuple(places)) for region, places in ordered),
        len(rows) >= MOST,
    )  # fmt: skip


def _parts(row: Row, key: str, look: Look, shown: bool) -> tuple[str, str, str]:
    """Region, words and map link of an address; blank where the viewer may not read it."""
    value = row.get(key) if shown else None
    if not isinstance(value, dict):
        return "", "", ""
    words = " ".join(str(value[part]) for part in ("region", "detail") if value.get(part))
    point = f"{value['lat']},{value['lng']}" if value.get("lat") and value.get("lng") else "0,0"
    region = str(value.get("region") or "").replace("/", " ").split(" ")[0]
    return region or look.words("Elsewhere"), words, f"geo:{point}?q={quote(words)}" if words else ""
