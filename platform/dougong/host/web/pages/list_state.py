"""What a list's address says: view, filter, search, sort, group, columns, page. A value that equals the view's is left out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from dougong.metamodel.model import EntityModel, Model
from dougong.metamodel.view import View
from dougong.records.rights import FieldRight, Viewer

MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class ListState:
    """`own_*` tell whether the address overrides the view."""

    view: View
    filter: str
    search: str
    sort: tuple[str, ...]
    group: str
    columns: tuple[str, ...]
    number: int

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
        if self.filter != (view.filter or ""):
            found["filter"] = self.filter
        if self.search:
            found["q"] = self.search
        if self.sort != view.sort:
            found["sort"] = ",".join(self.sort)
        if self.group != (view.group or ""):
            found["group"] = self.group
        if self.columns != paths_of(view):
            found["columns"] = ",".join(self.columns)
        return found


def paths_of(view: View) -> tuple[str, ...]:
    """Paths of a view's columns."""
    return tuple(column if isinstance(column, str) else column.field for column in view.columns)


def views_for(model: Model, entity: EntityModel, viewer: Viewer) -> list[View]:
    """The entity's list views; one of its first fields where nobody defined any."""
    found = [view for view in model.views_of(entity.key) if view.type in ("list", "tree", "kanban")]
    return found or [_default_view(entity, viewer)]


def _default_view(entity: EntityModel, viewer: Viewer) -> View:
    rights = viewer.on(entity.key)
    keys = [entity.definition.title] + [
        key
        for key, field in entity.fields.items()
        if not field.system and key != entity.definition.title and listable(field.type.widget)
    ]
    seen = [key for key in keys if viewer.admin or rights.field(key) is not FieldRight.HIDDEN]
    return View.model_validate(
        {"key": "all", "entity": entity.key, "label": {"zh-CN": "全部", "en": "All"}, "columns": [*seen[:8], "owner"]}
    )


def listable(widget: str) -> bool:
    """Whether a column can show it."""
    return widget not in ("lines", "many_links", "related", "json", "rich_text", "signature", "encrypted")


def read_state(views: list[View], entity: EntityModel, query: Mapping[str, str]) -> ListState:
    """The state an address asks for; what it does not know it ignores."""
    view = next((one for one in views if one.key == query.get("view")), views[0])
    columns = tuple(path for path in query.get("columns", "").split(",") if path)[:MOST_COLUMNS]
    number = query.get("page", "1")
    return ListState(
        view=view,
        filter=query.get("filter", view.filter or "").strip(),
        search=query.get("q", "").strip()[:200],
        sort=_split(query["sort"]) if "sort" in query else view.sort,
        group=query.get("group", view.group or ""),
        columns=columns or paths_of(view) or (entity.definition.title,),
        number=min(int(number), 100_000) if number.isdigit() and number != "0" else 1,
    )


def _split(words: str) -> tuple[str, ...]:
    return tuple(part for part in words.split(",") if part)[:5]
