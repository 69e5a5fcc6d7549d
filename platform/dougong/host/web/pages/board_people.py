"""Whose records a page of tiles tells of: everybody's in sight, the reader's own, those of their people, a department's.

The switch only ever narrows: rights decide what can be seen, whatever is chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dougong.host.web.scope import Scope
from dougong.metamodel.page import Page
from dougong.records.context import Context
from dougong.records.scope import reads_nothing
from dougong.records.values import Query, Row

from . import door
from .list_page import words_of

ME, TEAM = "me", "team"
_MOST = 200  # people or departments of one choice


@dataclass(frozen=True, slots=True)
class People:
    """A choice of the switch: `key` is "", `me`, `team` or the id of a department; `depth` indents departments."""

    key: str
    label: str
    depth: int = 0
    ids: tuple[str, ...] = ()

    def condition(self, path: str) -> str:
        """That the person at a path is among them; blank where everybody is."""
        if not self.key:
            return ""
        if self.key == ME:
            return f"{path} = $user"
        among = ", ".join(f'"{one}"' for one in self.ids)
        return f"{path} IN ({among})" if self.key == TEAM else f"{path}.department IN ({among})"


EVERYBODY = People("", "")


def choices(scope: Scope, context: Context, page: Page) -> tuple[People, ...]:
    """What the switch offers this reader, everybody first; empty where there is nothing to choose."""
    words, viewer = words_of(scope), context.viewer
    reach = _reach(context, page)
    if not reach - {"own", "shared"}:
        return ()
    found = [People("", words("Everyone")), People(ME, words("Only me"))]
    if reach & {"all", "subordinates", "department", "departments"} and not reads_nothing(context, "person"):
        team = _team(context)
        if 1 < len(team) <= _MOST:
            found.append(People(TEAM, words("My people"), ids=tuple(team)))
    if reach & {"all", "departments"} and not reads_nothing(context, "department"):
        found += _departments(context, words("{name} and below"), None if "all" in reach else viewer.department)
    return tuple(found)


def chosen(offered: tuple[People, ...], key: str) -> People:
    """The choice of a key, else everybody."""
    return next((one for one in offered if one.key == key), EVERYBODY)


def _reach(context: Context, page: Page) -> set[str]:
    """How far the reader sees among the records of the tiles that the switch narrows."""
    model, found = context.store.model, set[str]()
    for widget in page.widgets:
        view = model.views.get(widget.view or "")
        entity = widget.entity or (view.entity if view else "")
        if widget.person and entity:
            found |= {"all"} if context.viewer.admin else set(context.viewer.on(entity).read.words)
    return found


def _team(context: Context) -> list[str]:
    """The reader and who reports to them over five steps at most."""
    above = [".".join(["manager"] * steps) for steps in range(1, 6)]
    filter_ = " OR ".join(f"{path} = $user" for path in ("id", *above))
    rows = door.find(context, Query("person", ("id",), filter_, limit=_MOST + 1)).rows
    return [row["id"] for row in rows]


def _departments(context: Context, below: str, top: str | None) -> list[People]:
    """The tree from a department on, or the whole one, in order; each with those below it."""
    rows = door.find(context, Query("department", ("id", "name", "parent"), sort=("name",), limit=_MOST + 1)).rows
    if len(rows) > _MOST:
        return []
    known = {row["id"] for row in rows}
    found: list[People] = []

    def walk(row: Row, depth: int) -> None:
        ids = _below(rows, row["id"])
        name = str(row["name"])
        found.append(People(row["id"], below.replace("{name}", name) if len(ids) > 1 else name, depth, tuple(ids)))
        for one in rows:
            if one["parent"] == row["id"]:
                walk(one, depth + 1)

    for row in rows:
        if row["id"] == top if top else row["parent"] not in known:
            walk(row, 0)
    return found


def _below(rows: Sequence[Row], top: str) -> list[str]:
    """The ids of one and all below it; what stands in a circle is found once."""
    found = [top]
    for one in found:
        found += [row["id"] for row in rows if row["parent"] == one and row["id"] not in found]
    return found
