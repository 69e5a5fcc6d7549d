"""What templates/studio/form.html shows, and the list of forms before it."""

from dataclasses import dataclass

from dougong.host.studio.field_palette import Family
from dougong.host.studio.own_app import OWN
from dougong.metamodel.model import EntityModel, Model

from .form_canvas import Canvas
from .form_panel import Chosen
from .shell import Around


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form of an object; `key` empty: the one that is made of all fields while nobody has designed one."""

    key: str
    label: str
    use: str
    sections: int
    fields: int


@dataclass(frozen=True, slots=True)
class ObjectForms:
    key: str
    label: str
    icon: str
    app: str
    forms: tuple[FormLine, ...]


@dataclass(frozen=True, slots=True)
class FormsPage:
    """What templates/studio/forms.html shows."""

    around: Around
    objects: tuple[ObjectForms, ...]


@dataclass(frozen=True, slots=True)
class FormDesigner:
    """`key` and `label` of the form; `others` are (key, label) of every form; `roles` (key, label); `tab` the one open."""

    around: Around
    key: str
    label: str
    entity: str
    others: tuple[tuple[str, str], ...]
    at: str
    pane: str
    canvas: Canvas
    chosen: Chosen
    families: tuple[Family, ...]
    tables: frozenset[str]
    """Types that have a row to themselves."""
    tab: str
    device: str
    role: str
    role_label: str
    roles: tuple[tuple[str, str], ...]


def forms_by_object(model: Model, language: str, uses: dict[str, str]) -> tuple[ObjectForms, ...]:
    """Every object people enter records of, child rows left out; those of the workspace first. `uses` are words."""
    found = []
    for entity in by_app(model):
        lines = tuple(
            FormLine(
                one.key, (one.label or entity.label).in_(language),
                " · ".join(uses[use] for use in one.use), len(one.sections),
                sum(len(row) for section in one.sections for row in section.rows),
            )
            for one in sorted(model.forms_of(entity.key), key=lambda one: one.key)
        )  # fmt: skip
        app = model.apps[entity.app].label.in_(language) if entity.app in model.apps else entity.app
        found.append(ObjectForms(entity.key, entity.label.in_(language), entity.definition.icon, app, lines))
    return tuple(found)


def by_app(model: Model, *, rows: bool = False) -> list[EntityModel]:
    """Every object people enter records of, child rows left out unless `rows`: those of the workspace first, the base
    app's last."""
    apps: list[str] = list(model.apps)
    order = [OWN, *(key for key in reversed(apps) if key not in (OWN, "base")), "base"]
    own = [one for one in model.entities.values() if not one.implicit and (rows or one.owner_link is None)]
    return sorted(own, key=lambda one: order.index(one.app) if one.app in order else len(order))


def label_of(model: Model, key: str, language: str) -> str:
    """A form's own name, else its object's."""
    form = model.forms[key]
    return (form.label or model.entities[form.entity].label).in_(language)
