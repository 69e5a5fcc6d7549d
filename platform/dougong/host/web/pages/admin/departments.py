"""The tree of departments: moved by dragging, by keyboard or by a form; who heads each and how many people it has."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from dougong.host.web.pages import door
from dougong.metamodel.problem import ProblemsFound
from dougong.records.context import Cause, Context
from dougong.records.values import Aggregate, Create, Query, Row, Update

from .folk import ACTIVE, Choice, chosen_person
from .shell import Administering, draw_page

router = APIRouter(prefix="/admin/departments", include_in_schema=False)
Text = Annotated[str, Form()]
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Unit:
    """A department with those below it; `up` and `under` are where it goes by one step out or in, empty where it cannot."""

    id: str
    name: str
    parent: str
    head: str
    head_name: str
    people: int
    whole: int
    below: tuple["Unit", ...]
    up: str | None
    under: str


@dataclass(frozen=True, slots=True)
class DepartmentsPage:
    """What templates/admin/departments.html shows; `moved` gets the focus."""

    base: str
    csrf: str
    units: tuple[Unit, ...]
    flat: tuple[Choice, ...]
    count: int
    moved: str
    problem: str


@router.get("")
def departments_page(scope: Administering, moved: str = "") -> Response:
    return _page(scope, moved)


def _page(scope: Administering, moved: str = "", problem: str = "", status: int = 200) -> Response:
    with scope.workspace.reading(scope.viewer) as context:
        rows = door.find(context, Query("department", ("name", "parent", "head"), sort=("name",), limit=_MOST)).rows
        counts = _counts(context)
    units = _tree(rows, counts)
    flat = tuple(_indented(units))
    content = DepartmentsPage(
        f"{scope.base_path}/admin/departments", scope.csrf, units, flat, len(rows), moved, problem
    )
    return draw_page(scope, "departments", "admin/departments.html", content, status=status)


@router.post("/move")
def move(scope: Administering, id: Text, parent: Text = "") -> Response:  # noqa: A002
    """Below another one; no parent: to the top."""
    return _write(scope, Update("department", id, {"parent": parent or None}), id)


@router.post("/save")
def save(
    scope: Administering,
    id: Text,  # noqa: A002
    name: Text,
    parent: Text = "",
    head: Text = "",
    head_named: Annotated[str | None, Form()] = None,
) -> Response:
    """Name, place and head."""
    try:
        with scope.workspace.reading(scope.viewer) as context:
            head = chosen_person(context, head, head_named)
    except ProblemsFound as refused:
        return _page(scope, id, refused.problems[0].message.in_(scope.language), 422)
    return _write(scope, Update("department", id, {"name": name, "parent": parent or None, "head": head or None}), id)


@router.post("/new")
def new(scope: Administering, name: Text, parent: Text = "") -> Response:
    return _write(scope, Create("department", {"name": name, "parent": parent or None}), "")


def _write(scope: Administering, change: Update | Create, moved: str) -> Response:
    """The records engine refuses what is no tree and what somebody may not do."""
    try:
        with scope.workspace.writing(scope.viewer) as context:
            written = door.write(context, [change], Cause("user"))
            if not written.written:
                raise ProblemsFound(written.problems)
    except ProblemsFound as refused:
        return _page(scope, moved, refused.problems[0].message.in_(scope.language), 422)
    return RedirectResponse(f"{scope.base_path}/admin/departments?moved={moved or written.outcomes[0].id}", 303)


def _counts(context: Context) -> dict[str, int]:
    """Active people per department, not counting those below it."""
    rows = door.aggregate(context, Aggregate("person", {"n": "COUNT()"}, ("department",), ACTIVE))
    return {str(row["department"]): int(row["n"]) for row in rows if row["department"]}


def _tree(rows: tuple[Row, ...], counts: dict[str, int]) -> tuple[Unit, ...]:
    """Roots with what is below them; a parent out of sight makes a root."""
    known = {str(row["id"]) for row in rows}
    children: dict[str, list[Row]] = {}
    for row in rows:
        parent = str(row["parent"] or "")
        children.setdefault(parent if parent in known else "", []).append(row)

    def below(parent: str, above: str | None) -> tuple[Unit, ...]:
        made: list[Unit] = []
        for row in children.get(parent, ()):
            here = str(row["id"])
            inner = below(here, parent)
            own = counts.get(here, 0)
            made.append(
                Unit(
                    here, str(row["name"]), parent, str(row["head"] or ""), str(row.get("head.$title") or ""), own,
                    own + sum(one.whole for one in inner), inner, above, made[-1].id if made else "",
                )
            )  # fmt: skip
        return tuple(made)

    return below("", None)


def _indented(units: tuple[Unit, ...], depth: int = 0) -> list[Choice]:
    found = []
    for one in units:
        found.append(Choice(one.id, "　" * depth + one.name))
        found += _indented(one.below, depth + 1)
    return found
