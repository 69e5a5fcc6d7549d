"""Records related to a record: short lists beside its stream, tables of child rows and of tabs."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from dougong.metamodel.model import EntityModel, FieldModel
from dougong.metamodel.page import Related
from dougong.records.context import Context
from dougong.records.values import Aggregate, Row

from . import door
from .columns import readable
from .dialled import dialled
from .list_state import listable
from .look import Look
from .marks import anchor
from .quick_routes import may_create
from .show import Show, is_figure, show

_ROWS = 200
"""Child rows shown with their parent."""
_BESIDE = 3
"""Values beside a title in a short list."""


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """`phone`: the number the record is called under."""

    href: str
    title: str
    extras: tuple[Markup, ...]
    phone: str = ""


@dataclass(frozen=True, slots=True)
class RelatedList:
    """Rows of a to-many field; as a table they are `cells` under `heads` (label, stands right)."""

    key: str
    label: str
    icon: str
    total: int
    rows: tuple[RelatedRow, ...]
    new_href: str
    quick_href: str
    """The dialog that makes one in place."""
    all_href: str
    wide: bool
    """Child rows, which belong to the record itself."""
    faces: bool
    """Its records are people: they are in the organisation, or are called."""
    heads: tuple[tuple[str, bool], ...]
    cells: tuple[tuple[Markup, ...], ...]


def related_lists(
    context: Context, entity: EntityModel, defined: Iterable[Related], row: Row, look: Look, table: bool = False
) -> tuple[RelatedList, ...]:
    """Those the viewer may read, one statement each; with `table` all as tables."""
    found = []
    for one in defined:
        field = readable(context.store.model, entity.key, one.field, context.viewer)
        if field is None or field.relation is None or field.relation.kind != "many":
            continue
        there = context.store.model.entities[field.relation.target]
        viewer = context.viewer
        if not viewer.admin and viewer.on(there.key).read.nothing and there.owner_link is None:
            continue
        found.append(_list(context, entity, one, field, there, row, look, table))
    return tuple(found)


def _list(
    context: Context, entity: EntityModel, one: Related, field: FieldModel, there: EntityModel, row: Row, look: Look,
    table: bool,
) -> RelatedList:  # fmt: skip
    assert field.relation is not None
    relation, identity = field.relation, str(row["id"])
    end = there.fields[relation.far].relation if relation.far else None
    target = context.store.model.entities[end.target] if end else there
    title = f"{relation.far}.{target.definition.title}" if end else there.definition.title
    wide = relation.owned and not relation.far
    columns = _columns(context, there, one, title, relation.via, 8 if wide or table else 2)
    asked = list(dict.fromkeys([title, *(p for p, _ in columns), *([relation.far] if relation.far else [])]))
    limit = _ROWS if wide else one.limit
    rows = door.related(context, entity.key, [identity], one.field, asked, one.sort, one.filter or "", limit)[identity]
    total = len(rows) if len(rows) < limit else counted(context, there, relation.via, identity, one.filter or "")
    new, link = "", f"{relation.via}={identity}"
    if not wide and not relation.far and _points_back(there, relation.via) and may_create(context, there):
        new = f"{look.base}/{there.key}/new?{link}"
    phone = next((path for path, f in columns if f.type.widget == "phone"), "")
    about = f"{look.base}/{there.key}?filter={relation.via}%20%3D%20%22{identity}%22"
    heads, cells = (
        _table(there, title, columns, rows, look, wide, target.key, relation.far) if wide or table else ((), ())
    )
    beside = [(path, show(f, path)) for path, f in columns if path != phone]
    return RelatedList(
        key=one.field, label=(one.label or field.label).in_(look.language), icon=there.definition.icon, total=total,
        rows=tuple(
            RelatedRow(
                "" if wide else f"{look.base}/{target.key}/{r[relation.far] if relation.far else r['id']}",
                title_of(there, title, r, look), _drawn(beside, r, look)[:_BESIDE], dialled(r.get(phone)),
            )
            for r in rows
        ),
        new_href=new, quick_href=f"{look.base}/{there.key}/quick?link={link.replace('=', '%3D')}" if new else "",
        all_href=about if new and total > limit else "", wide=wide, faces=bool(phone) or target.key == "person", heads=heads, cells=cells,
    )  # fmt: skip


def _columns(
    context: Context, there: EntityModel, one: Related, title: str, via: str, most: int
) -> list[tuple[str, FieldModel]]:
    """The columns defined, else the first of the entity."""
    usual = [
        key for key, f in there.fields.items() if not f.system and key not in (via, title) and listable(f.type.widget)
    ][:most]  # fmt: skip
    model, viewer = context.store.model, context.viewer
    found = ((path, readable(model, there.key, path, viewer)) for path in one.columns or usual)
    return [(path, field) for path, field in found if field is not None and path != title]


def _points_back(there: EntityModel, via: str) -> bool:
    back = there.fields[via]
    return back.value_type.name == "ref" and back.relation is not None and back.relation.kind == "one"


def _table(
    there: EntityModel, title: str, columns: list[tuple[str, FieldModel]], rows: list[Row], look: Look, wide: bool,
    target: str, far: str | None,
) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[Markup, ...], ...]]:  # fmt: skip
    """Heads and cells, the title first; it opens the record unless it is a row of this one."""
    drawn = [(path, show(field, path)) for path, field in columns]
    heads = [(field.label.in_(look.language), is_figure(field)) for _, field in columns]
    first = there.fields.get(title)
    label = (first.label if first else there.label).in_(look.language)

    def opens(row: Row) -> Markup:
        if wide:
            return show(first, title)(row.get(title), row, look) if first else Markup("—")
        identity = row[far] if far else row["id"]
        return anchor(f"{look.base}/{target}/{identity}", title_of(there, title, row, look), "lk med")

    cells = tuple((opens(row), *(draw(row.get(path), row, look) for path, draw in drawn)) for row in rows)
    return ((label, False), *heads), cells


def _drawn(columns: list[tuple[str, Show]], row: Row, look: Look) -> tuple[Markup, ...]:
    return tuple(html for path, draw in columns if (html := draw(row.get(path), row, look)))


def title_of(there: EntityModel, title: str, row: Row, look: Look) -> str:
    """A record's title in words."""
    field = there.fields.get(title)
    if field is not None:
        return show(field, title)(row.get(title), row, look).striptags() or "—"
    return str(row.get(title) or "—")


def counted(context: Context, there: EntityModel, via: str, identity: str, more: str) -> int:
    """How many records point here."""
    mine = f'{via} = "{identity}"'
    found = door.aggregate(
        context, Aggregate(there.key, {"n": "COUNT()"}, filter=f"{mine} AND ({more})" if more else mine)
    )
    return int(found[0]["n"]) if found else 0
