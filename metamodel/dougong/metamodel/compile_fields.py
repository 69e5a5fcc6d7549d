"""Fields of all entities resolved: types, storage, relations, far ends of links, implicit link entities."""

from collections.abc import Iterable
from typing import Any

from .closest import closest
from .documents import Document
from .entity import Entity, Features
from .field import Field
from .field_types import field_types, parse_field
from .lists import OptionList
from .model import FieldModel, Relation
from .problem import Problem
from .system_fields import system_fields
from .text import LocalText, text

Entities = dict[str, tuple[Entity, Document]]
Fields = dict[str, dict[str, FieldModel]]
Places = dict[tuple[str, str], tuple[Document, str]]
"""(entity, field) -> where the field stands; an extension's field stands in the extension."""


def compile_fields(
    entities: Entities, options: dict[str, OptionList], places: Places, problems: list[Problem]
) -> tuple[Fields, list[tuple[Entity, Document]]]:
    """Field models by entity and key, and the link entities that many-links fields imply."""
    implicit = [
        (_link_entity(key, field), document)
        for key, (entity, document) in entities.items()
        for field in entity.fields
        if _is_many_links(field)
    ]
    everything: Entities = {**entities, **{entity.key: (entity, document) for entity, document in implicit}}
    fields: Fields = {}
    for key, (entity, document) in everything.items():
        fields[key] = {}
        given = system_fields(entity)
        for number, field in enumerate([*given, *entity.fields]):
            system = number < len(given)
            if field.key in fields[key]:
                words = text(
                    f"字段“{field.key}”重复，或与系统字段同名",
                    f'The field "{field.key}" is there twice or is a system field',
                )
                problems.append(_found(places, key, field, "duplicate_field", words, document))
                continue
            fields[key][field.key] = _field_model(
                key,
                _with_options(key, field, options, places, problems, document),
                system,
                everything,
                places,
                problems,
            )
    _add_far_ends(fields, everything, places, problems)
    for key, (entity, document) in everything.items():
        for what, wanted in (("title", entity.title), ("owned_by", entity.owned_by), ("subtitle", entity.subtitle)):
            if wanted is not None and wanted not in fields[key]:
                words = text(f"没有字段“{wanted}”", f'There is no field "{wanted}"')
                problems.append(document.problem("unknown_field", words, f"$.{what}", closest(wanted, fields[key])))
    return fields, implicit


def _is_many_links(field: Field) -> bool:
    return hasattr(field, "with_")


def _found(
    places: Places,
    entity: str,
    field: Field,
    code: str,
    words: LocalText,
    document: Document,
    part: str = "",
    known: Iterable[str] = (),
    wanted: str = "",
) -> Problem:
    """A finding at a part of a field, in the document that holds the field."""
    document, place = places.get((entity, field.key), (document, "$.fields"))
    return document.problem(code, words, place + part, closest(wanted, known) if wanted else None)


def _link_entity(key: str, field: Any) -> Entity:
    """The entity behind a many-links field: one row per link."""
    name = f"{key}__{field.key}"
    source = {
        "key": "source",
        "type": "link",
        "to": key,
        "label": text("来源", "Source"),
        "on_delete": "cascade",
        "required": True,
    }
    target = {
        "key": "target",
        "type": "link",
        "to": field.to,
        "label": text("目标", "Target"),
        "on_delete": "cascade",
        "required": True,
    }
    return Entity.model_construct(
        schema_="dougong/entity/1", key=name, label=field.label, icon="link", title="target", owned_by="source",
        features=Features(recycle_bin=False, sharing=False), fields=(parse_field(source), parse_field(target), *field.with_),
        unique=(("source", "target"),),
    )  # fmt: skip


def _with_options(
    entity: str,
    field: Field,
    options: dict[str, OptionList],
    places: Places,
    problems: list[Problem],
    document: Document,
) -> Field:
    shared = getattr(field, "options_from", None)
    if not shared:
        return field
    if shared not in options:
        words = text(f"没有选项表“{shared}”", f'There is no option list "{shared}"')
        problems.append(
            _found(places, entity, field, "unknown_options", words, document, ".options_from", options, shared)
        )
        return field
    return field.model_copy(update={"options": options[shared].options})


def _field_model(
    entity: str, field: Field, system: bool, entities: Entities, places: Places, problems: list[Problem]
) -> FieldModel:
    type_ = field_types()[field.type]
    storage = type_.storage(field)
    document = entities[entity][1]
    relation: Relation | None = None
    of: str | None = getattr(field, "of", None)
    if storage is not None and storage.polymorphic:
        relation = Relation("any", "")
    elif storage is not None and storage.target:
        relation = Relation("one", storage.target)
        if storage.target not in entities and not (system and storage.target in ("person", "department")):
            problems.append(_unknown_entity(storage.target, entity, field, places, entities, document))
    elif of is not None:
        target, _, via = of.partition(".")
        if target not in entities or not any(one.key == via for one in _all_fields(entities[target][0])):
            words = text(f"“{of}”应为 对象.关联字段", f'"{of}" must be entity.link')
            known = [
                f"{key}.{one.key}"
                for key, (other, _) in entities.items()
                for one in _all_fields(other)
                if _is_link(one)
            ]
            problems.append(_found(places, entity, field, "unknown_field", words, document, ".of", known, of))
        relation = Relation("many", target, via, owned=getattr(field, "owns_rows", False))
    elif _is_many_links(field):
        target = field.to  # type: ignore[attr-defined]
        if target not in entities:
            problems.append(_unknown_entity(target, entity, field, places, entities, document))
        relation = Relation("many", f"{entity}__{field.key}", "source", far="target", owned=True)
    return FieldModel(entity, field.key, field, type_, storage, type_.value_type(field), relation, system)


def _all_fields(entity: Entity) -> tuple[Field, ...]:
    """The entity's own fields and the system's: a far end may be that of an owner."""
    return (*system_fields(entity), *entity.fields)


def _is_link(field: Field) -> bool:
    storage = field_types()[field.type].storage(field)
    return storage is not None and (storage.target != "" or storage.polymorphic)


def _unknown_entity(
    wanted: str, entity: str, field: Field, places: Places, entities: Entities, document: Document
) -> Problem:
    words = text(f"没有对象“{wanted}”", f'There is no entity "{wanted}"')
    return _found(places, entity, field, "unknown_entity", words, document, ".to", entities, wanted)


def _add_far_ends(fields: Fields, entities: Entities, places: Places, problems: list[Problem]) -> None:
    """Adds the to-many field a link's `reverse` names to its target (for a polymorphic link, to each target)."""
    for key in list(fields):
        for field in list(fields[key].values()):
            reverse = getattr(field.field, "reverse", None)
            if reverse is None or field.relation is None:
                continue
            for target in _targets(field, entities):
                if target not in fields:
                    continue
                if reverse.key in fields[target]:
                    words = text(f"{target} 已有字段“{reverse.key}”", f'{target} already has a field "{reverse.key}"')
                    document = entities[key][1]
                    problems.append(
                        _found(places, key, field.field, "duplicate_field", words, document, ".reverse.key")
                    )
                    continue
                fields[target][reverse.key] = _far_end(target, reverse.key, reverse.label, field)


def _targets(field: FieldModel, entities: Entities) -> tuple[str, ...]:
    relation = field.relation
    assert relation is not None
    if relation.kind == "any":
        named: tuple[str, ...] = getattr(field.field, "to", ())
        return named or tuple(key for key, (entity, _) in entities.items() if entity.features.activities)
    return (field.field.to,) if _is_many_links(field.field) else (relation.target,)  # type: ignore[attr-defined]


def _far_end(target: str, key: str, label: LocalText, field: FieldModel) -> FieldModel:
    relation = field.relation
    assert relation is not None
    if relation.kind == "many":
        of, far = f"{relation.target}.target", "source"
    else:
        of, far = f"{field.entity}.{field.key}", ""
    made = parse_field({"key": key, "type": "reverse", "label": label, "of": of, "read_only": True})
    entity, _, via = of.partition(".")
    type_ = field_types()["reverse"]
    return FieldModel(target, key, made, type_, None, type_.value_type(made), Relation("many", entity, via, far=far))
