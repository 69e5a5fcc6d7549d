"""Parsed documents of all installed apps -> one Model.

It resolves what is well formed and reports what cannot be resolved as Problems; expressions stay text.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from .app import App
from .compile_fields import compile_fields
from .documents import Document
from .entity import Entity
from .form import Form
from .lists import Locale, OptionList
from .lists import Sequence as NumberSequence
from .menu import Area, Menus
from .model import EntityModel, Model
from .page import Page
from .parse import Parsed, parse_all
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


def try_compile(documents: Sequence[Document]) -> tuple[Model | None, list[Problem]]:
    """The model, None where it cannot be built, and everything found wrong on the way."""
    parsed, problems = parse_all(documents)
    if problems:
        return None, problems
    entities, options = _by_key(parsed, Entity, problems), _by_key(parsed, OptionList, problems)
    extensions = [one for one in parsed if isinstance(one.value, Entity) and one.value.extends]
    compiled = _entities(entities, extensions, _rules(parsed), {k: v for k, (v, _) in options.items()}, problems)
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    return Model(
        revision=revision_of(documents),
        apps={one.value.key: one.value for one in parsed if isinstance(one.value, App)},
        entities=compiled,
        forms=_values(_by_key(parsed, Form, problems)),
        views=_values(_by_key(parsed, View, problems)),
        pages=_values(_by_key(parsed, Page, problems)),
        areas=_areas(parsed),
        roles=_values(_by_key(parsed, Role, problems)),
        options={key: value for key, (value, _) in options.items()},
        sequences=_values(_by_key(parsed, NumberSequence, problems)),
    ), problems


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
            or (getattr(value, "extends", None)
            and kind is Entity)
        ):
            continue
        key = value.key
        if key in found:
            other = found[key][1]
            words = text(
                f"“{key}”已在 {other.app}/{other.file} 定义", f'"{key}" is already defined in {other.app}/{other.file}'
            )
            problems.append(Problem("duplicate_key", words, "$.key", one.document.file))
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
            problems.append(Problem("unknown_entity", words, "$.extends", one.document.file))
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
    fields, implicit = compile_fields(merged, options, problems)
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
