"""What a list's address says: view, filter, search, sort, group, columns, page. A value that equals the view's is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.view import KINDS, View
from dougong.records.rights import FieldRight, Viewer

MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class ListState:
    """`kind` is how the records are arranged: the view's type, or another (`as=kanban`). `by` names the fields of time that
    calendars and timelines go by, first and last (`by=starts_on,ends_on`); empty: the view's."""

    view: View
    filter: str
    search: str
    sort: tuple[str, ...]
    group: str
    columns: tuple[str, ...]
    number: int
    kind: str = "list"
    by: str = ""

    def query(self, **changes: Any) -> str:
        """The address's query of this state with changes; page 1 unless `number` is given."""
        after = replace(self, **{"number": 1, **changes})
        pairs = {"view": after.view.key, **after.overrides()}
        if after.number > 1:
            pairs["page"] = str(after.number)
        return urlencode(pairs)

    def overrides(self) -> dict[str, str]:
        """What differs from the view."""
        view = self.view
        found = {}
        if self.kind != view.type:
            found["as"] = self.kind
        if self.by:
            found["by"] = self.by
        if self.filter != (view.filter or ""):
            found["filter"] = self.filter
        if self.search:
            found["q"] = self.search
        if self.sort != view.sort:
            found["sort"] = ",".join(self.sort)
        if self.group != (view.group or ""):
            found["group"] = self.group
        if self.columns != (paths_of(view) or usual_paths(view) or self.columns):
            found["columns"] = ",".join(self.columns)
        return found


def paths_of(view: View) -> tuple[str, ...]:
    """Paths of a view's columns."""
    return tuple(column if isinstance(column, str) else column.field for column in view.columns)


def usual_paths(view: View) -> tuple[str, ...]:
    """What a table of a view without columns shows: what the view's cards and time show."""
    card = view.card
    shown = (*card.lines, card.next, card.due, card.avatar) if card else ()
    paths = (card.title if card else None, *shown, view.group, view.start, view.end)
    return tuple(dict.fromkeys(path for path in paths if path))


def views_for(model: Model, entity: EntityModel, viewer: Viewer) -> list[View]:
    """The entity's views; one of its first fields where nobody defined any."""
    return model.views_of(entity.key) or [default_view(entity, viewer)]


def default_view(entity: EntityModel, viewer: Viewer) -> View:
    """A table of the first fields the viewer may see."""
    rights = viewer.on(entity.key)
    keys = [entity.definition.title] + [
        key
        for key, field in entity.fields.items()
        if not (field.system or key == entity.definition.title or far_end(field)) and listable(field.type.widget)
    ]
    seen = [key for key in keys if viewer.admin or rights.field(key) is not FieldRight.HIDDEN]
    return View.model_validate(
        {"key": "all", "entity": entity.key, "label": {"zh-CN": "全部", "en": "All"}, "columns": [*seen[:8], "owner"]}
    )


def far_end(field: FieldModel) -> str:
    """The link to the other end, for a link to many: it is shown and edited, and no row is found or ordered by it."""
    relation = field.relation
    return relation.far or "" if relation is not None and relation.owned else ""


def listable(widget: str) -> bool:
    """Whether a column can show it."""
    return widget not in ("lines", "related", "json", "rich_text", "signature", "encrypted")


_FACES = ("card", "start", "end", "zoom", "weighted", "sums")


def dressed(view: View, kind: str, views: Sequence[View]) -> View:
    """The view arranged in another way than its own: it borrows the look of the first view of that kind, where there is one."""
    donor = next((one for one in views if one.type == kind), None)
    if donor is None or kind in ("list", view.type):
        return view
    return view.model_copy(update={key: given for key in _FACES if (given := getattr(donor, key))})


def timed(view: View, by: str) -> View:
    """The view by other fields of time than its own."""
    start, _, end = by.partition(",")
    return view.model_copy(update={"start": start, "end": end or None}) if start else view


def read_state(views: list[View], entity: EntityModel, query: Mapping[str, str]) -> ListState:
    """The state an address asks for; what it does not know it ignores."""
    view = next((one for one in views if one.key == query.get("view")), views[0])
    columns = tuple(path for path in query.get("columns", "").split(",") if path)[:MOST_COLUMNS]
    number = query.get("page", "1")
    kind = query["as"] if query.get("as") in KINDS else view.type
    by = query.get("by", "")[:200]
    return ListState(
        view=timed(dressed(view, kind, views), by),
        filter=query.get("filter", view.filter or "").strip(),
        search=query.get("q", "").strip()[:200],
        sort=_split(query["sort"]) if "sort" in query else view.sort,
        group=query.get("group", view.group or ""),
        columns=columns or paths_of(view) or usual_paths(view) or (entity.definition.title,),
        number=min(int(number), 100_000) if number.isdigit() and number != "0" else 1,
        kind=kind,
        by=by,
    )


def _split(words: str) -> tuple[str, ...]:
    return tuple(part for part in words.split(",") if part)[:5]
