"""Gestures on a form as Changes: fields placed, moved, made wider, created, taken out; sections and tabs; properties.

Each takes the draft's tree and says what to change in it, or raises ProblemsFound with the reason and what could be done.
"""

import copy
from collections.abc import Callable, Collection, Mapping
from typing import Any

from pydantic import ValidationError

from dougong.metamodel.diff import Change, compare
from dougong.metamodel.field_types import field_types
from dougong.metamodel.form import Form
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

from . import field_moves, form_rows
from .entity_tree import Tree, entities_of, entity_in, of_kind
from .form_parts import forget, label_json
from .form_rows import Raw, Spot, Way

_MOST = {"label": 120, "hint": 200}
"""Characters of what a field is called and of the line below it."""
CONDITIONS = ("visible_when", "required_when", "read_only_when")
ALWAYS = "TRUE"
"""What `required_when` says of a field that this form always asks for."""


def form_in(tree: Tree, key: str) -> tuple[str, Raw]:
    """The document of a form: `app/file` and JSON; ProblemsFound when it is gone."""
    for file, raw in of_kind(tree, "form"):
        if raw.get("key") == key:
            return file, dict(raw)
    words = text("这张表单已经不在了", "This form is not there any more")
    raise ProblemsFound([Problem("form_gone", words, fix=text("回到表单列表", "Go back to the list of forms"))])


def redrawn(tree: Tree, key: str, draw: Callable[[Raw], object]) -> list[Change]:
    """What `draw` does to a copy of the form, as Changes; ProblemsFound where no form comes of it."""
    file, raw = form_in(tree, key)
    wanted = copy.deepcopy(raw)
    draw(wanted)
    try:
        Form.model_validate(wanted)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        words = text(
            f"这样表单就不成立了：{where} {first['msg']}", f"No form would come of this: {where} {first['msg']}"
        )
        raise ProblemsFound([Problem("form_broken", words)]) from error
    return list(compare(raw, wanted, (file,)))


def place(tree: Tree, key: str, field: str, spot: Spot, alone: Collection[str] = ()) -> list[Change]:
    """A field to where it goes; one that is not on the form yet is placed."""

    def draw(form: Raw) -> None:
        if spot.beside == field:
            return
        placed = any(one["field"] == field for _, one in form_rows.fields_of(form))
        taken = form_rows.take(form, field) if placed else form_rows.fresh(field, alone=field in alone)
        form_rows.put(form, taken, spot, alone)

    return redrawn(tree, key, draw)


def step(tree: Tree, key: str, field: str, way: Way, alone: Collection[str] = ()) -> list[Change]:
    """One step by keys; no change at the edge."""
    return redrawn(tree, key, lambda form: form_rows.nudge(form, field, way, alone))


def widen(tree: Tree, key: str, field: str, width: int) -> list[Change]:
    """A field of another width, 1 to 12."""
    return redrawn(tree, key, lambda form: form_rows.resize(form, field, width))


def take_out(tree: Tree, key: str, field: str) -> list[Change]:
    """A field off the form; it stays on its object, with its values."""

    def draw(form: Raw) -> None:
        form_rows.take(form, field)
        forget(form, [field])

    return redrawn(tree, key, draw)


def create(tree: Tree, key: str, type_key: str, spot: Spot, alone: Collection[str] = ()) -> tuple[list[Change], str]:
    """A new field of its object, with what its type requires, placed on this form in the same gesture; and its key."""
    _, form = form_in(tree, key)
    home = entity_in(tree, str(form["entity"]))
    last = next((one.key for one in reversed(home.fields) if one.path[0] == home.file), "")
    made, field = field_moves.add(tree, home.key, type_key, last, form=False)
    whole = {*alone, field} if makes_rows(type_key) else alone
    return [*made, *place(tree, key, field, spot, whole)], field


def makes_rows(type_key: str) -> bool:
    """Whether fields of a type have a row to themselves: those that hold child rows."""
    known = field_types().get(type_key)
    return known is not None and bool(getattr(known.config, "owns_rows", False))


def set_property(tree: Tree, key: str, field: str, name: str, value: Any) -> list[Change]:
    """A property of a field on this form as it shall be; None takes it away."""

    def draw(form: Raw) -> None:
        stand = form_rows.stand_of(form, field)
        _set(form["sections"][stand.section]["rows"][stand.row][stand.place], {name: value})

    return redrawn(tree, key, draw)


def say(
    tree: Tree, now: Tree, key: str, field: str, name: str, language: str, words: str, known: LocalText
) -> tuple[list[Change], str]:
    """A label or hint in a language, and the field's key afterwards (`field_moves.rename`).

    It is said where it stands: on this form where it has words of its own, else at the field, so that lists and reports
    say the same; what no document defines (the system's fields) is worded on the form. `known` is what is read now; a
    hint that is blank in both languages is none.
    """
    _, form = form_in(tree, key)
    stand = form_rows.stand_of(form, field)
    placed = form["sections"][stand.section]["rows"][stand.row][stand.place]
    wanted = {**label_json(known), language: words.strip()[: _MOST[name]]}
    if name == "label" and not wanted[language]:
        raise ProblemsFound([Problem("no_label", text("名称不能为空", "A name cannot be blank"))])
    entity = str(form["entity"])
    home = entities_of(tree).get(entity)
    given = wanted if any(wanted.values()) else None
    if name in placed or home is None or home.field(field) is None:
        return set_property(tree, key, field, name, given), field
    if name == "label":
        return field_moves.rename(tree, now, entity, field, language, wanted[language])
    return field_moves.change(tree, entity, field, {name: given}), field


def set_section(tree: Tree, key: str, section: str, properties: Mapping[str, Any]) -> list[Change]:
    """Properties of a section; None takes one away."""

    def draw(form: Raw) -> None:
        _set(form_rows.section_of(form, section), properties)

    return redrawn(tree, key, draw)


def begin_form(tree: Tree, form: Form) -> list[Change]:
    """The form an object has before anybody designs one, as a document that can be changed."""
    home = entities_of(tree).get(form.entity)
    if home is None:
        words = text("这个对象由系统生成，没有表单", "This object is made by the system and has no form")
        raise ProblemsFound([Problem("no_form_here", words)])
    raw = form.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return [Change("put", (f"{home.app}/forms/{form.key}.json",), None, raw)]


def _set(part: Raw, properties: Mapping[str, Any]) -> None:
    for name, value in properties.items():
        if value is None:
            part.pop(name, None)
        else:
            part[name] = value
