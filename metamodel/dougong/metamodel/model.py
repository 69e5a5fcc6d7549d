"""The compiled model: every definition of a workspace resolved into one immutable value per revision."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .app import App
from .entity import Entity, Pipeline
from .field import Field, FieldType
from .form import Form
from .lists import OptionList, Sequence
from .menu import Area
from .page import Page
from .role import Role
from .rule import Rule
from .storage import Storage
from .text import LocalText
from .value_type import ValueType
from .view import View


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a field points. `one`: to `target` (`any`: whichever the value names). `many`: all `target` rows whose link
    `via` points here; through many-links the target is the implicit link entity and `far` its field to the other side.
    """

    kind: Literal["one", "any", "many"]
    target: str
    via: str = ""
    far: str = ""
    owned: bool = False
    """The rows live and die with this record and are written with it."""


@dataclass(frozen=True, slots=True)
class FieldModel:
    """A field of an entity with its type resolved. `storage` None: no column."""

    entity: str
    key: str
    field: Field
    type: FieldType
    storage: Storage | None
    value_type: ValueType
    relation: Relation | None = None
    system: bool = False

    @property
    def label(self) -> LocalText:
        return self.field.label

    @property
    def formula(self) -> str | None:
        """Source text of a computed field or roll-up."""
        return getattr(self.field, "formula", None)


@dataclass(frozen=True, slots=True)
class EntityModel:
    """An entity with the fields of all apps that extend it, the system's fields and the far ends of links."""

    key: str
    app: str
    definition: Entity
    fields: Mapping[str, FieldModel]
    rules: tuple[Rule, ...]
    pipeline: Pipeline | None
    owner_link: str | None
    """For child rows: the link to their parent; rights come from there."""
    implicit: bool = False
    """A link entity made for a many-links field."""

    @property
    def label(self) -> LocalText:
        return self.definition.label

    @property
    def plural(self) -> LocalText:
        return self.definition.plural or self.definition.label

    @property
    def title(self) -> FieldModel:
        return self.fields[self.definition.title]

    @property
    def columns(self) -> list[FieldModel]:
        """Fields that have a column."""
        return [field for field in self.fields.values() if field.storage is not None]


@dataclass(frozen=True, slots=True)
class Model:
    """All of a workspace. `revision` is a hash over the documents: equal revisions are equal models."""

    revision: str
    apps: Mapping[str, App]
    entities: Mapping[str, EntityModel]
    forms: Mapping[str, Form]
    views: Mapping[str, View]
    pages: Mapping[str, Page]
    areas: tuple[Area, ...]
    roles: Mapping[str, Role]
    options: Mapping[str, OptionList]
    sequences: Mapping[str, Sequence]

    def field(self, entity: str, path: str) -> FieldModel:
        """The field at a dotted path; KeyError when a step is missing or goes nowhere."""
        *links, last = path.split(".")
        for step in links:
            relation = self.entities[entity].fields[step].relation
            if relation is None or not relation.target:
                raise KeyError(path)
            entity = relation.target
        return self.entities[entity].fields[last]

    def views_of(self, entity: str) -> list[View]:
        return sorted((v for v in self.views.values() if v.entity == entity), key=lambda v: (v.order, v.key))

    def forms_of(self, entity: str) -> list[Form]:
        return [form for form in self.forms.values() if form.entity == entity]
