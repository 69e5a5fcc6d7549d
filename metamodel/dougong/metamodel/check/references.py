"""Which parts of definitions name which: what the checks look up, written down instead of judged.

So nothing that is checked is forgotten, and nothing is listed that would not break.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..compile import build
from ..documents import Document
from ..entity import Entity
from ..field import Field
from ..field_types import field_types
from ..lists import Locale
from ..parse import parse_all
from ..places import step
from ..problem import Problem
from .expressions import Site, sites
from .subject import Subject

PartKind = Literal["entity", "field", "option", "view", "page", "role", "options", "app"]


@dataclass(frozen=True, slots=True)
class Part:
    """Something with a key that others may name: a field or option of an `entity`, an option of a `field`."""

    kind: PartKind
    key: str
    entity: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """`to` is named at `path` of a document; `makes` is the field whose formula names it there."""

    app: str
    file: str
    path: str
    to: Part
    makes: Part | None = None


@dataclass(frozen=True, slots=True)
class _Listening(Subject):
    """A subject that writes down whatever it is asked for."""

    heard: dict[Reference, None]

    def known(self, document: Document, place: str, what: str, wanted: str, known: Iterable[str]) -> Iterator[Problem]:
        match what:
            case "view" | "page" | "role" | "app" | "entity":
                self.hear(document, place, Part(what, wanted))
            case "home":
                kinds: dict[PartKind, Iterable[str]] = {
                    "view": self.model.views, "page": self.model.pages, "entity": self.model.entities
                }  # fmt: skip
                for kind, keys in kinds.items():
                    if wanted in keys:
                        self.hear(document, place, Part(kind, wanted))
                        break
            case _:
                pass
        return Subject.known(self, document, place, what, wanted, known)

    def field(self, document: Document, place: str, entity: str, key: str) -> Iterator[Problem]:
        self.hear(document, place, Part("field", key, entity))
        return Subject.field(self, document, place, entity, key)

    def option(self, document: Document, place: str, entity: str, field: str, key: str) -> Iterator[Problem]:
        self.hear(document, place, Part("option", key, entity, field))
        return Subject.option(self, document, place, entity, field, key)

    def hear(self, document: Document, place: str, part: Part) -> None:
        self.heard[Reference(document.app, document.file, place, part)] = None


def structure(documents: Iterable[Document]) -> tuple[list[Reference], list[Site], Subject]:
    """What well-formed documents name outside of expressions, the expressions, and what they are about."""
    from . import FAMILIES

    parsed, _ = parse_all(list(documents))
    model, _ = build(parsed)
    listening = _Listening(model, tuple(parsed), {})
    for family in FAMILIES:
        for _ in family(listening):
            pass
    for document, entity in listening.of(Entity):
        _made_of(listening, document, entity)
    for document, locale in listening.of(Locale):
        _translated(listening, document, locale)
    return list(listening.heard), list(sites(listening)), listening


def _made_of(subject: _Listening, document: Document, entity: Entity) -> None:
    """What the compiler resolves before anything is checked."""
    here = entity.extends or entity.key
    if entity.extends:
        subject.hear(document, "$.extends", Part("entity", entity.extends))
    for part in ("title", "subtitle", "owned_by"):
        key = getattr(entity, part)
        if key is not None and (part != "title" or "title" in entity.model_fields_set):
            subject.hear(document, f"$.{part}", Part("field", key, here))
    for number, field in enumerate(entity.fields):
        _field(subject, document, here, field, f"$.fields[{number}]")
        for inner, part_field in enumerate(getattr(field, "with_", ())):
            _field(subject, document, f"{here}__{field.key}", part_field, f"$.fields[{number}].with[{inner}]")


def _field(subject: _Listening, document: Document, here: str, field: Field, place: str) -> None:
    if field.default is not None and getattr(field, "options", None):
        for key in field.default if isinstance(field.default, list | tuple) else [field.default]:
            subject.hear(document, f"{place}.default", Part("option", str(key), here, field.key))
    of, shared = (getattr(field, name, None) for name in ("of", "options_from"))
    storage = field_types()[field.type].storage(field)
    to = storage.target if storage is not None and storage.target else getattr(field, "to", None)
    if isinstance(to, str):
        subject.hear(document, f"{place}.to", Part("entity", to))
    if of:
        target, _, via = of.partition(".")
        subject.hear(document, f"{place}.of", Part("entity", target))
        subject.hear(document, f"{place}.of", Part("field", via, target))
    if shared:
        subject.hear(document, f"{place}.options_from", Part("options", shared))


def _translated(subject: _Listening, document: Document, locale: Locale) -> None:
    """Texts of fields and options stand in locales under their keys."""
    entities = {one.file: entity.extends or entity.key for one, entity in subject.of(Entity) if one.app == document.app}
    for place in locale.texts:
        file, _, path = place.partition(":")
        found = _TRANSLATED.match(path)
        if found and file in entities:
            field, option = found.groups()
            part = Part("option", option, entities[file], field) if option else Part("field", field, entities[file])
            subject.hear(document, f"$.texts{step(place)}", part)


_TRANSLATED = re.compile(r"fields\[([^\]]+)\](?:\.options\[([^\]]+)\])?")
