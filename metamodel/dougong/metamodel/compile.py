"""Parsed documents of all installed apps -> one Model.

It resolves what is well formed and reports what cannot be resolved as Problems; expressions stay text.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from .app import App
from .closest import closest
from .compile_fields import Places, compile_fields
from .documents import Document
from .entity import Entity
from .form import Form
from .lists import Locale, OptionList
from .lists import Sequence as NumberSequence
from .menu import Area, Menus
from .model import EntityModel, Model
from .page import Page
from .parse import Kept, Parsed, parse_all
from .problem import Problem, ProblemsFound
from .role import Role
from .rule import Rule, Rules
from .text import text
from .view import View


def compile_model(documents: Iterable[Document]) -> Model:
    """The model of all documents; raises ProblemsFound when any of them is malformed or clashes with another."""
    model, problems = try_compile(list(documents))
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors or model is None:
        raise ProblemsFound(errors)
    return model


def try_compile(documents: Sequence[Document], kept: Kept | None = None) -> tuple[Model | None, list[Problem]]:
    """The model, None where it cannot be built, and everything found wrong on the way; `kept` as for `parse_all`."""
    parsed, problems = parse_all(documents, kept)
    if problems:
        return None, problems
    model, problems = build(parsed)
    return (None if any(problem.severity == "error" for problem in problems) else model), problems


LAYOUT = ("app", "menus", "form", "view", "page", "role")
"""Kinds of documents on which no other part of a model depends."""


def with_layout(model: Model, documents: Iterable[Document], kept: Kept | None = None) -> Model | None:
    """The model with these documents of the kinds LAYOUT, all else as it is; None where one of them is malformed."""
    parsed, problems = parse_all([one for one in documents if one.kind in LAYOUT], kept)
    forms, views = _values(_by_key(parsed, Form, problems)), _values(_by_key(parsed, View, problems))
    pages, roles = _values(_by_key(parsed, Page, problems)), _values(_by_key(parsed, Role, problems))
    if problems:
        return None
    apps = _apps(parsed)
    return replace(model, apps=apps, areas=_areas(parsed), forms=forms, views=views, pages=pages, roles=roles)


def build(parsed: Sequence[Parsed]) -> tuple[Model, list[Problem]]:
    """A model of well-formed documents and what does not resolve; with Problems the model is for looking up names only."""
    problems: list[Problem] = []
    entities, options = _by_key(parsed, Entity, problems), _by_key(parsed, OptionList, problems)
    extensions = [one for one in parsed if isinstance(one.value, Entity) and one.value.extends]
    shared = {key: value for key, (value, _) in options.items()}
    compiled = _entities(entities, extensions, _rules(parsed), shared, _field_places(parsed), problems)
    return Model(
        revision=revision_of(one.document for one in parsed),
        apps=_apps(parsed),
        entities=compiled,
        forms=_values(_by_key(parsed, Form, problems)),
        views=_values(_by_key(parsed, View, problems)),
        pages=_values(_by_key(parsed, Page, problems)),
        areas=_areas(parsed),
        roles=_values(_by_key(parsed, Role, problems)),
        options=shared,
        sequences=_values(_by_key(parsed, NumberSequence, problems)),
    ), problems


def _apps(parsed: Iterable[Parsed]) -> dict[str, App]:
    return {one.value.key: one.value for one in parsed if isinstance(one.value, App)}


def _field_places(parsed: Iterable[Parsed]) -> Places:
    """Where each field stands; of two with one key the later, which is the one too many."""
    places: Places = {}
    for one in parsed:
        if isinstance(one.value, Entity):
            for number, field in enumerate(one.value.fields):
                place = f"$.fields[{number}]"
                places[one.value.extends or one.value.key, field.key] = one.document, place
                for inner, part in enumerate(getattr(field, "with_", ())):
                    places[f"{one.value.key}__{field.key}", part.key] = one.document, f"{place}.with[{inner}]"
    return places


def revision_of(documents: Iterable[Document]) -> str:
    """Hash over the documents, whatever their order."""
    digest = hashlib.sha256()
    for one in sorted(documents, key=lambda d: (d.app, d.file)):
        digest.update(f"{one.app}\0{one.file}\0".encode())
        digest.update(json.dumps(one.raw, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


def _by_key(parsed: Iterable[Parsed], kind: type[Any], problems: list[Problem]) -> dict[str, tuple[Any, Document]]:
    found: dict[str, tuple[Any, Document]] = {}
    for one in parsed:
        value = one.value
        if (
            not isinstance(value, kind)
            or isinstance(value, Locale)
            or (getattr(value, "extends", None) and kind is Entity)
        ):
            continue
        key = value.key
        if key in found:
            other = found[key][1]
            words = text(
                f"“{key}”已在 {other.app}/{other.file} 定义", f'"{key}" is already defined in {other.app}/{other.file}'
            )
            problems.append(one.document.problem("duplicate_key", words, "$.key"))
        else:
            found[key] = (value, one.document)
    return found


def _values(found: dict[str, tuple[Any, Document]]) -> dict[str, Any]:
    return {key: value for key, (value, _) in found.items()}


def _rules(parsed: Iterable[Parsed]) -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    for one in parsed:
        if isinstance(one.value, Rules):
            found.setdefault(one.value.entity, []).extend(one.value.rules)
    return found


def _areas(parsed: Iterable[Parsed]) -> tuple[Area, ...]:
    """Areas of all apps; an area with the key of another app's joins it."""
    found: dict[str, Area] = {}
    for one in parsed:
        if isinstance(one.value, Menus):
            for area in one.value.areas:
                known = found.get(area.key)
                found[area.key] = known.model_copy(update={"groups": known.groups + area.groups}) if known else area
    return tuple(sorted(found.values(), key=lambda area: area.order))


def _entities(
    entities: dict[str, tuple[Entity, Document]],
    extensions: list[Parsed],
    rules: dict[str, list[Rule]],
    options: dict[str, OptionList],
    places: Places,
    problems: list[Problem],
) -> dict[str, EntityModel]:
    merged: dict[str, tuple[Entity, Document]] = dict(entities)
    for one in extensions:
        extension = one.value
        assert isinstance(extension, Entity) and extension.extends
        if extension.extends not in merged:
            words = text(
                f"要扩展的对象“{extension.extends}”不存在", f'"{extension.extends}", which this extends, does not exist'
            )
            problems.append(
                one.document.problem("unknown_entity", words, "$.extends", closest(extension.extends, merged))
            )
            continue
        base, document = merged[extension.extends]
        update: dict[str, Any] = {
            "fields": base.fields + extension.fields,
            "unique": base.unique + extension.unique,
            "indexes": base.indexes + extension.indexes,
        }
        if extension.pipeline is not None:
            update["pipeline"] = extension.pipeline
        merged[extension.extends] = base.model_copy(update=update), document
    fields, implicit = compile_fields(merged, options, places, problems)
    found = {
        key: EntityModel(
            key, document.app, entity, fields[key], tuple(rules.get(key, ())), entity.pipeline, entity.owned_by
        )
        for key, (entity, document) in merged.items()
    }
    for entity, document in implicit:
        found[entity.key] = EntityModel(
            entity.key, document.app, entity, fields[entity.key], (), None, entity.owned_by, True
        )
    return found
