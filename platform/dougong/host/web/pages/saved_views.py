"""Views that people keep of a list: whose they are, who sees them, in which order each person has their tabs.

They are rows of the host, not definitions: publishing an app never touches them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from dougong.expressions import ExpressionError
from dougong.host.store.tables import preference, saved_view
from dougong.metamodel.model import EntityModel
from dougong.metamodel.text import LocalText
from dougong.metamodel.view import Column, View
from dougong.records.context import Context
from dougong.records.formulas import check_condition
from dougong.records.rights import FieldRight, Viewer

from .columns import may_read
from .list_state import ListState, default_view, dressed, paths_of, timed, views_for

EVERYONE = "*"
PREFIX = "v_"
MOST = 200


@dataclass(frozen=True, slots=True)
class SavedView:
    """`shared`: roles that see it too, `*` for everyone; empty keeps it to its person. `base` is the view it began as."""

    id: str
    entity: str
    person: str
    label: str
    base: str
    settings: Mapping[str, Any]
    shared: tuple[str, ...]

    @property
    def key(self) -> str:
        """How an address names it."""
        return PREFIX + self.id.replace("-", "")

    def may_change(self, viewer: Viewer) -> bool:
        return viewer.admin or self.person == viewer.person


def may_share(viewer: Viewer, entity: str) -> bool:
    """Whether the viewer may give a view to others."""
    return viewer.admin or "share" in viewer.on(entity).actions


def settings_of(state: ListState) -> dict[str, Any]:
    """What of a list's state a view keeps: not the search, not the page."""
    return {
        "filter": state.filter, "sort": list(state.sort), "group": state.group, "columns": list(state.columns),
        "kind": state.kind, "by": state.by,
    }  # fmt: skip


def saved_views(connection: Connection, entity: str, viewer: Viewer) -> tuple[SavedView, ...]:
    """The viewer's own and those shared with them, oldest first."""
    rows = connection.execute(
        select(saved_view).where(saved_view.c.entity == entity).order_by(saved_view.c.position, saved_view.c.id)
    )
    seen = {EVERYONE, *viewer.roles}
    return tuple(one for one in map(_view, rows) if one.person == viewer.person or seen & set(one.shared))


def saved_label(connection: Connection, entity: str, key: str, viewer: Viewer) -> str:
    """What a kept view is called; empty where the viewer has none of that key."""
    if not key.startswith(PREFIX):
        return ""
    return next((one.label for one in saved_views(connection, entity, viewer) if one.key == key), "")


def every_saved_view(connection: Connection, viewer: Viewer) -> tuple[SavedView, ...]:
    """The viewer's own and those shared with them, of all entities."""
    mine = or_(saved_view.c.person == viewer.person, saved_view.c.shared.is_not(None))
    rows = connection.execute(select(saved_view).where(mine).order_by(saved_view.c.entity, saved_view.c.position))
    seen = {EVERYONE, *viewer.roles}
    return tuple(one for one in map(_view, rows) if one.person == viewer.person or seen & set(one.shared))


def _view(row: Any) -> SavedView:
    return SavedView(
        row.id, row.entity, row.person or "", row.label, row.base, row.settings or {}, tuple(row.shared or ())
    )


def views_of(context: Context, entity: EntityModel, own: bool = True) -> list[View]:
    """Every view of the entity the viewer has, in their order; the first is the one that opens. Those of others that ask
    for what the viewer may not read are none of theirs. Without `own` those of the definitions alone, in their order."""
    viewer = context.viewer
    known = [one for one in views_for(context.store.model, entity, viewer) if _may_ask(context, entity, one.filter)]
    defined = known or [default_view(entity, viewer)]
    if not own:
        return [_as_seen(one, context, entity) for one in defined]
    saved = [
        one
        for one in saved_views(context.connection, entity.key, viewer)
        if one.person == viewer.person or _may_ask(context, entity, one.settings.get("filter"))
    ]
    every = [_as_seen(one, context, entity) for one in (*defined, *(_as_view(one, defined) for one in saved))]
    order = view_order(context.connection, entity.key, context.viewer)
    place = {key: at for at, key in enumerate(order)}
    return sorted(every, key=lambda view: place.get(view.key, len(place)))


def _may_ask(context: Context, entity: EntityModel, filter_: str | None) -> bool:
    """Whether the viewer may read all that a filter names; one that no longer works is told of where it is opened."""
    if context.viewer.admin or not filter_:
        return True
    try:
        checked = check_condition(context.store, entity.key, filter_)
    except ExpressionError:
        return True
    return all(context.viewer.on(at).field(key) >= FieldRight.READ for at, key in checked.fields)


def _as_seen(view: View, context: Context, entity: EntityModel) -> View:
    """Without an order or groups by what the viewer may not read: where a record stands would tell its value."""

    def read(path: str) -> bool:
        return may_read(context.store.model, entity.key, path, context.viewer)

    if all(read(path.lstrip("-")) for path in (*view.sort, *([view.group] if view.group else []))):
        return view
    sort = tuple(path for path in view.sort if read(path.lstrip("-")))
    return view.model_copy(update={"sort": sort, "group": view.group if view.group and read(view.group) else None})


def _as_view(saved: SavedView, defined: list[View]) -> View:
    base = next((one for one in defined if one.key == saved.base), defined[0])
    known = dict(zip(paths_of(base), base.columns, strict=True))
    kept = saved.settings
    return timed(dressed(base, kept.get("kind", "list"), defined), kept.get("by") or "").model_copy(
        update={
            "key": saved.key, "label": LocalText(zh=saved.label, en=saved.label), "icon": None, "type": kept.get("kind", "list"),
            "filter": kept.get("filter") or None, "sort": tuple(kept.get("sort", ())), "group": kept.get("group") or None,
            "columns": tuple(_wide(known.get(path, path), kept) for path in kept.get("columns", ())) or base.columns,
        }
    )  # fmt: skip


def _wide(column: Column | str, kept: Mapping[str, Any]) -> Column | str:
    """A column as wide as the view was kept with."""
    path = column if isinstance(column, str) else column.field
    width = (kept.get("widths") or {}).get(path)
    if not width:
        return column
    return Column(field=path, width=width) if isinstance(column, str) else column.model_copy(update={"width": width})


def view_order(connection: Connection, entity: str, viewer: Viewer) -> tuple[str, ...]:
    """Keys in the order the person gave their tabs; empty when they never did."""
    found = connection.execute(
        select(preference.c.value).where(preference.c.person == viewer.person, preference.c.key == f"views:{entity}")
    ).scalar()
    return tuple(found or ())


def put_order(connection: Connection, entity: str, viewer: Viewer, keys: Iterable[str]) -> None:
    """Keeps the person's order of tabs."""
    here = (preference.c.person == viewer.person) & (preference.c.key == f"views:{entity}")
    connection.execute(delete(preference).where(here))
    connection.execute(
        insert(preference).values(person=viewer.person, key=f"views:{entity}", value=list(dict.fromkeys(keys))[:MOST])
    )


def add_view(connection: Connection, view: SavedView, now: datetime) -> None:
    """A new one goes last."""
    taken = connection.execute(select(saved_view.c.position).where(saved_view.c.entity == view.entity)).scalars().all()
    connection.execute(
        insert(saved_view).values(
            id=view.id, entity=view.entity, person=view.person, label=view.label, base=view.base,
            settings=dict(view.settings), shared=list(view.shared), position=max(taken, default=0) + 1, updated_at=now,
        )
    )  # fmt: skip


def change_view(connection: Connection, view: SavedView, now: datetime) -> None:
    """Its label, who sees it and what it shows."""
    connection.execute(
        update(saved_view)
        .where(saved_view.c.id == view.id)
        .values(label=view.label, shared=list(view.shared), settings=dict(view.settings), updated_at=now)
    )


def drop_view(connection: Connection, view: SavedView) -> None:
    """For good: a view holds nothing but settings."""
    connection.execute(delete(saved_view).where(saved_view.c.id == view.id))
