"""First steps: what somebody new does to make the product their own, and which of it is done, read off what happened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import ColumnElement, Connection, delete, insert, select

from dougong.host.store.tables import change_set, change_step, import_batch, preference, release
from dougong.host.studio.publish import PUBLISH
from dougong.host.web.pages.render import fragment
from dougong.host.web.pages.signals import go
from dougong.host.web.scope import Scope
from dougong.metamodel.diff import Change
from dougong.metamodel.layers import changes_from_json
from dougong.metamodel.text import LocalText, text

from .shell import PREFIX, Designing

router = APIRouter(prefix=f"{PREFIX}/first", include_in_schema=False)
_KEY = "studio:first"
_NEWEST = 400
"""Gestures looked at, the newest first."""
_PEOPLE = ("person", "department")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; `href` is where, with the pointer of that name shown there."""

    key: str
    icon: str
    label: str
    about: str
    href: str
    done: bool


_STEPS: tuple[tuple[str, str, LocalText, LocalText], ...] = (
    ("import", "file-import", text("导入我的记录", "Import my records"),
     text("把 Excel 拖进来，连对象一起建好", "Drop a spreadsheet: its objects are made with it")),
    ("field", "plus", text("加一个字段", "Add a field"), text("把一种字段拖到对象里", "Drag a type of field into an object")),
    ("form", "forms", text("改一改表单", "Change the form"), text("把字段挪到顺手的地方", "Move a field to where it is handy")),
    ("menu", "menu-2", text("整理菜单", "Edit the menu"), text("改个名字，换个位置", "Give an item another name or place")),
    ("publish", "rocket", text("发布", "Publish"), text("看清影响，一次生效，随时撤回", "See the consequence, taken back at any time")),
)  # fmt: skip


@router.get("")
def show_card(scope: Designing) -> Response:
    """The small card beside the menu; nothing where there is nothing left to do."""
    with scope.workspace.engine.connect() as connection:
        steps = steps_for(scope, connection)
    return fragment(scope, "studio/first_card.html", steps=steps)


@router.post("/hide")
def hide(scope: Designing) -> Response:
    """Not shown to this person any more."""
    with scope.workspace.writer.begin() as connection:
        connection.execute(delete(preference).where(*_mine(scope)))
        connection.execute(insert(preference).values(person=scope.viewer.person, key=_KEY, value={"hidden": True}))
    return go(scope, f"{scope.base_path}{PREFIX}")


def steps_for(scope: Scope, connection: Connection) -> tuple[Step, ...]:
    """Every step with whether it is done; none where all are, or the person put them away."""
    if connection.execute(select(preference.c.value).where(*_mine(scope))).scalar():
        return ()
    done = _done(scope, connection)
    if done == {key for key, *_ in _STEPS}:
        return ()
    base, places = f"{scope.base_path}{PREFIX}", _places(scope)
    return tuple(
        Step(
            key,
            icon,
            label.in_(scope.language),
            about.in_(scope.language),
            f"{base}{places[key]}#hint-{key}",
            key in done,
        )
        for key, icon, label, about in _STEPS
    )


def _places(scope: Scope) -> dict[str, str]:
    """Where each is done: at the object that was made last here, else at the list of objects."""
    model = scope.workspace.store.model
    own = [
        key for key, one in model.entities.items() if not one.implicit and one.owner_link is None and key not in _PEOPLE
    ]
    form = next((one.key for key in reversed(own) for one in model.forms_of(key)), "")
    return {
        "import": "/sheet", "field": f"/entity/{own[-1]}" if own else "/entity", "form": f"/form/{form}" if form else "/form",
        "menu": "/menu", "publish": "/publish",
    }  # fmt: skip


def _done(scope: Scope, connection: Connection) -> set[str]:
    """What has happened in the workspace, whoever did it; what is known once is not asked again."""
    known: set[str] = scope.workspace.caches.setdefault("first_steps", set())
    facts = {
        "import": select(import_batch.c.id).where(import_batch.c.state == "done"),
        "publish": select(release.c.number).where(release.c.action == PUBLISH),
    }
    known |= {key for key, fact in facts.items() if key not in known and connection.execute(fact.limit(1)).first()}
    if not _GESTURES.keys() <= known:
        rows = connection.execute(
            select(change_step.c.changes)
            .join(change_set, change_set.c.id == change_step.c.change_set)
            .where(change_step.c.undone.is_(False), change_set.c.state != "dropped")
            .order_by(change_step.c.id.desc())
            .limit(_NEWEST)
        ).scalars()
        made = [changes_from_json(one) for one in rows]
        return known | {key for key, shows in _GESTURES.items() if any(shows(one) for one in made)}
    return set(known)


def _adds_field(changes: Iterable[Change]) -> bool:
    return any(one.operation == "add" and "fields" in one.path for one in changes)


def _only_in(part: str) -> Callable[[Iterable[Change]], bool]:
    """A gesture on documents of that kind alone: a field that is added changes forms too, and a new object the menu."""
    return lambda changes: bool(every := list(changes)) and all(part in str(one.path[0]) for one in every)


_GESTURES: dict[str, Callable[[Iterable[Change]], bool]] = {
    "field": _adds_field, "form": _only_in("/forms/"), "menu": _only_in("/menus.json"),
}  # fmt: skip


def _mine(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return preference.c.person == scope.viewer.person, preference.c.key == _KEY
