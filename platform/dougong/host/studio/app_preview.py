"""What an app brings, small: its objects, forms, lists, menu and roles as its definitions say them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dougong.metamodel.compile import try_compile
from dougong.metamodel.documents import Bundle, Document
from dougong.metamodel.entity import Entity
from dougong.metamodel.form import Form
from dougong.metamodel.menu import Menus
from dougong.metamodel.model import Model
from dougong.metamodel.page import Page
from dougong.metamodel.parse import parse
from dougong.metamodel.problem import Problem
from dougong.metamodel.role import Role
from dougong.metamodel.stack import stacked
from dougong.metamodel.text import LocalText, text
from dougong.metamodel.view import Column, View


@dataclass(frozen=True, slots=True)
class ObjectSketch:
    """`added`: it is another app's, these fields come in addition; `beside` are labels of objects it links to."""

    key: str
    label: LocalText
    icon: str
    fields: tuple[LocalText, ...]
    added: bool
    beside: tuple[LocalText, ...]


@dataclass(frozen=True, slots=True)
class FormSketch:
    """`sections`: label, and rows of fields, each with its width in columns of twelve."""

    key: str
    label: LocalText
    sections: tuple[tuple[LocalText, tuple[tuple[tuple[int, LocalText], ...], ...]], ...]


@dataclass(frozen=True, slots=True)
class ViewSketch:
    """`kind` as the list is arranged: list, kanban ..."""

    key: str
    label: LocalText
    kind: str
    columns: tuple[LocalText, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A menu's line of one of the three levels."""

    level: int
    label: LocalText
    icon: str


@dataclass(frozen=True, slots=True)
class Preview:
    """`rows` sample records in all."""

    objects: tuple[ObjectSketch, ...]
    forms: tuple[FormSketch, ...]
    views: tuple[ViewSketch, ...]
    menu: tuple[Place, ...]
    roles: tuple[LocalText, ...]
    pages: tuple[LocalText, ...]
    rows: int


def preview(bundle: Bundle, beside: Iterable[Document], language: str) -> Preview | tuple[Problem, ...]:
    """Drawn beside what is installed, which it may build upon; what is wrong when it cannot be read."""
    others = [one for one in beside if one.app != bundle.app]
    model, problems = try_compile(stacked([*others, *bundle.documents]))
    if model is None:
        return tuple(problems)
    values = [parse(one).value for one in bundle.documents]
    menus = next((one for one in values if isinstance(one, Menus)), Menus())
    entities = [one for one in values if isinstance(one, Entity)]
    return Preview(
        tuple(_object(model, one) for one in entities),
        tuple(_form(model, one) for one in values if isinstance(one, Form) and one.entity in model.entities),
        tuple(_view(model, one) for one in values if isinstance(one, View) and one.entity in model.entities),
        _menu(menus),
        tuple(one.label for one in values if isinstance(one, Role)),
        tuple(one.label for one in values if isinstance(one, Page) and one.label is not None),
        sum(max(0, table.strip().count("\n")) for table in bundle.samples_in(language).values()),
    )


def _object(model: Model, entity: Entity) -> ObjectSketch:
    here = model.entities[entity.extends or entity.key]
    ends = {
        here.fields[one.key].relation.target: None  # type: ignore[union-attr]
        for one in entity.fields
        if one.key in here.fields and (relation := here.fields[one.key].relation) and relation.kind == "one"
    }
    beside = tuple(model.entities[key].label for key in ends if key in model.entities)
    label = here.label if entity.extends else entity.label
    return ObjectSketch(
        here.key, label, here.definition.icon, tuple(one.label for one in entity.fields), bool(entity.extends), beside
    )


def _form(model: Model, form: Form) -> FormSketch:
    entity = model.entities[form.entity]
    sections = tuple(
        (
            section.label,
            tuple(
                tuple((one.width, one.label or _label(model, form.entity, one.field)) for one in row)
                for row in section.rows
            ),
        )
        for section in form.sections
    )
    return FormSketch(form.key, form.label or entity.label, sections)


def _view(model: Model, view: View) -> ViewSketch:
    paths: Sequence[tuple[str, LocalText | None]] = [
        (one.field, one.label) if isinstance(one, Column) else (one, None) for one in view.columns
    ]
    columns = tuple(label or _label(model, view.entity, path) for path, label in paths)
    return ViewSketch(view.key, view.label, view.type, columns)


def _label(model: Model, entity: str, path: str) -> LocalText:
    try:
        return model.field(entity, path).label
    except KeyError:
        return text(path, path)


def _menu(menus: Menus) -> tuple[Place, ...]:
    found = []
    for area in menus.areas:
        found.append(Place(1, area.label, area.icon))
        for group in area.groups:
            found.append(Place(2, group.label, ""))
            found += [Place(3, item.label, item.icon or "") for item in group.items]
    return tuple(found)
