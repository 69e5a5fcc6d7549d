"""Every field type as it is read and edited: one figure per registered type with all its states, none listed by hand."""

from collections.abc import Iterator
from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from dougong.host.access import people, viewer
from dougong.host.web.pages.controls import Control, LineRow, control
from dougong.host.web.pages.form_now import state_of, stored_record
from dougong.host.web.pages.form_page import drawn
from dougong.host.web.pages.look import Look
from dougong.host.web.pages.render import draw
from dougong.host.web.pages.show import show
from dougong.host.workspaces import Workspace
from dougong.metamodel.field_types import field_types
from dougong.metamodel.model import FieldModel, Model
from dougong.metamodel.text import text
from dougong.records.context import Context
from dougong.records.masking import MASKED
from dougong.records.query import find, get
from dougong.records.rights import SYSTEM
from dougong.records.values import Query

from .asking import asking
from .cut import own
from .example import BASE
from .shown import Shown

SHOWING = "boat"
"""The entity of the example with fields of every type that may be defined."""
STATES = {
    "read": text("读", "Read"), "filled": text("填写", "Edit"), "empty": text("空白", "Empty"),
    "problem": text("有问题", "Problem"), "disabled": text("只读", "Read only"), "masked": text("遮住", "Masked"),
    "inline": text("就地编辑", "In place"),
}  # fmt: skip
_PROBLEM = text("这个值用不了，请改一改", "This value cannot be used; change it")


async def fields(request: Request, language: str) -> list[Shown]:
    """All states of all types; a type without an example is told as missing."""
    found = await asking(request, language)
    return await run_in_threadpool(lambda: list(_all(found.workspace, language)))


def example_of(model: Model, type_: str) -> FieldModel | None:
    """A field of a type: the showing entity's own, else any."""
    entities = (model.entities[SHOWING], *model.entities.values())
    every = (field for entity in entities for field in entity.fields.values() if not field.system)
    return next((field for field in every if field.type.key == type_), None)


def _all(workspace: Workspace, language: str) -> Iterator[Shown]:
    with workspace.reading(SYSTEM) as context:
        person = people.by_login(context.connection, context.store, f"lin_{language[:2]}")
    assert person is not None
    with workspace.reading(viewer.viewer_of(workspace, person)) as context:
        look = Look(language, context.zone, context.now, BASE)
        for type_ in field_types():
            field = example_of(context.store.model, type_)
            if field is None:
                yield Shown(f"field-{type_}", type_, "", missing=True)
            else:
                yield _states(context, field, type_, look)


def _states(context: Context, field: FieldModel, type_: str, look: Look) -> Shown:
    filled, empty = _control(context, field, look, "edit"), _control(context, field, look, "create")
    masked = control(
        field, f"f.{field.key}", MASKED, look, {}, "", label=field.label.in_(look.language), read_only=True
    )
    problem = replace(
        _each_row(filled, problems=(_PROBLEM.in_(look.language),)), problems=(_PROBLEM.in_(look.language),)
    )
    states = {
        "read": _read(context, field, look), "filled": _form_field(filled, look), "empty": _form_field(empty, look),
        "problem": _form_field(problem, look), "disabled": _form_field(_each_row(filled, read_only=True), look),
        "masked": _form_field(masked, look), "inline": _inline(filled, look),
    }  # fmt: skip
    if filled.columns:  # child rows are read as a list of their own, and edited in the form alone
        states = {state: html for state, html in states.items() if state not in ("read", "inline")}
    said = [(STATES[state].in_(look.language), own(html, f"{type_}-{state}-")) for state, html in states.items()]
    html = draw("guide/states.html", look.language, states=said, wide=bool(filled.columns))
    return Shown(f"field-{type_}", type_, html, wide=bool(filled.columns))


def _each_row(found: Control, *, problems: tuple[str, ...] = (), read_only: bool = False) -> Control:
    """A control with its child rows in the same state."""

    def row(one: LineRow) -> LineRow:
        cells = tuple(replace(cell, read_only=cell.read_only or read_only) for cell in one.cells)
        return replace(one, cells=cells, problems=problems)

    return replace(found, read_only=found.read_only or read_only, rows=tuple(row(one) for one in found.rows))


def _control(context: Context, field: FieldModel, look: Look, use: str) -> Control:
    """The control a form has for the field; one made alone where no form has it."""
    entity = context.store.model.entities[field.entity]
    identity = _record(context, field)
    stored = stored_record(context, entity, identity) if use == "edit" else None
    state, row = state_of(context, entity, use, stored, None)
    placed = state.field(field.key)
    here = f"{BASE}/{entity.key}"
    if placed is not None:
        return drawn([replace(placed, visible=True)], state, look, here, None, context)[0]
    return control(field, f"f.{field.key}", row.get(field.key), look, {}, "", label=field.label.in_(look.language))


def _read(context: Context, field: FieldModel, look: Look) -> str:
    row = get(context, field.entity, _record(context, field)) or {}
    html = show(field, field.key)(row.get(field.key), row, look)
    return draw("guide/read.html", look.language, label=field.label.in_(look.language), html=html)


def _record(context: Context, field: FieldModel) -> str:
    """A record whose field is filled, else any."""
    rows = find(context, Query(field.entity, ("id", field.key), sort=("created_at",), limit=50)).rows
    return str(next((row for row in rows if row.get(field.key) not in (None, "", [])), rows[0])["id"])


def _form_field(found: Control, look: Look) -> str:
    return draw("guide/field.html", look.language, f=found)


def _inline(found: Control, look: Look) -> str:
    html = draw("parts/inline.html", look.language, f=found, href="", place="record", rev=1, was=(), conflict=())
    return draw("guide/inline.html", look.language, label=found.label, html=html)
