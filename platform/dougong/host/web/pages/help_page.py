"""Help on an entity, written by its definition: what it is, its fields, its stages, and who may do what."""

from dataclasses import dataclass

from dougong.host.web.scope import Scope
from dougong.host.web.words import Words
from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.role import EntityAccess
from dougong.metamodel.role import Scope as Reach
from dougong.records.context import Context

from .columns import readable
from .list_page import words_of
from .quick_routes import may_create

_OPTIONS = 12


@dataclass(frozen=True, slots=True)
class Topic:
    """An entity in the list of topics."""

    href: str
    label: str
    icon: str
    about: str
    on: bool


@dataclass(frozen=True, slots=True)
class FieldHelp:
    label: str
    icon: str
    hint: str
    marks: tuple[str, ...]
    values: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class RoleHelp:
    """Which records a role may see, change and delete, in words (empty: none), and what else it may do."""

    label: str
    mine: bool
    reaches: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HelpPage:
    """What templates/pages/help.html shows; `entity` None on the first page."""

    base: str
    topics: tuple[Topic, ...]
    entity: str
    about: str
    icon: str
    list_href: str
    new_href: str
    fields: tuple[FieldHelp, ...]
    stages: tuple[str, ...]
    roles: tuple[RoleHelp, ...]


def help_page(scope: Scope, context: Context, entity: EntityModel | None) -> HelpPage:
    """Nothing is asked of the database: definitions say it all."""
    model, language = context.store.model, scope.language
    topics = tuple(
        Topic(
            f"{scope.base_path}/help/{one.key}", one.plural.in_(language), one.definition.icon,
            one.definition.description.in_(language) if one.definition.description else "",
            entity is not None and one.key == entity.key,
        )
        for one in model.entities.values()
        if not one.implicit and one.owner_link is None and (scope.viewer.admin or not scope.viewer.on(one.key).read.nothing)
    )  # fmt: skip
    if entity is None:
        return HelpPage(scope.base_path, topics, "", "", "help", "", "", (), (), ())
    about = entity.definition.description
    here = f"{scope.base_path}/{entity.key}"
    return HelpPage(
        scope.base_path, topics, entity.plural.in_(language), about.in_(language) if about else "", entity.definition.icon,
        here, f"{here}/new" if may_create(context, entity) else "", _fields(scope, model, entity), _stages(entity, language),
        _roles(scope, model, entity),
    )  # fmt: skip


def _fields(scope: Scope, model: Model, entity: EntityModel) -> tuple[FieldHelp, ...]:
    words = words_of(scope)
    return tuple(
        _field(model, one, scope.language, words)
        for key, one in entity.fields.items()
        if not one.system and readable(model, entity.key, key, scope.viewer) is not None
    )


def _field(model: Model, one: FieldModel, language: str, words: Words) -> FieldHelp:
    field = one.field
    marks = [
        (field.required, words("required")), (field.unique, words("unique")), (field.search, words("found by search")),
        (one.formula is not None, words("worked out")), (field.read_only, words("read only")),
        (field.sensitive, words("sensitive")),
    ]  # fmt: skip
    options = [option.label.in_(language) for option in getattr(field, "options", None) or ()]
    target = model.entities.get(one.relation.target) if one.relation is not None else None
    if target is not None and not target.implicit:
        options = [f"→ {target.label.in_(language)}"]
    return FieldHelp(
        field.label.in_(language), one.type.icon, field.hint.in_(language) if field.hint else "",
        tuple(label for holds, label in marks if holds), tuple(options[:_OPTIONS]), max(0, len(options) - _OPTIONS),
    )  # fmt: skip


def _stages(entity: EntityModel, language: str) -> tuple[str, ...]:
    pipeline = entity.pipeline
    field = entity.fields.get(pipeline.field) if pipeline else None
    options = {
        option.key: option.label.in_(language) for option in getattr(field and field.field, "options", None) or ()
    }
    return tuple(label for key, label in options.items() if key in pipeline.stages) if pipeline else ()


def _roles(scope: Scope, model: Model, entity: EntityModel) -> tuple[RoleHelp, ...]:
    words, found = words_of(scope), []
    for role in model.roles.values():
        access = (
            EntityAccess(read=True, update=True, delete=True)
            if role.admin
            else role.entities.get(entity.key, role.all_entities)
        )
        if access is None:
            continue
        reaches = tuple(_reach(one, words) for one in (access.read, access.update, access.delete))
        others = [words("all actions")] if role.admin else _others(access, words)
        if any(reaches) or others:
            mine = role.key in scope.viewer.roles
            found.append(RoleHelp(role.label.in_(scope.language), mine, reaches, tuple(others)))
    return tuple(found)


def _others(access: EntityAccess, words: Words) -> list[str]:
    named = (
        (access.create, words("New")), (access.import_, words("Import")), (access.export, words("Export")),
        (access.bulk, words("Change many")), (access.transfer, words("Transfer")), (access.merge, words("Merge")),
        (access.share, words("Share")),
    )  # fmt: skip
    return [label for may, label in named if may]


def _reach(reach: Reach, words: Words) -> str:
    """Which records in words; a condition is named as one, its text is no reading matter."""
    known = {
        "own": words("one's own"), "subordinates": words("one's team's"), "department": words("one's department's"),
        "departments": words("one's department's and those below"), "region": words("one's region's"),
        "shared": words("shared ones"), "pool": words("those of nobody"), "all": words("all"), "none": "",
    }  # fmt: skip
    if isinstance(reach, bool):
        return known["all"] if reach else ""
    parts = [part.strip() for part in reach.split(" or ")]
    return (
        " · ".join(known[part] for part in parts)
        if all(part in known for part in parts)
        else words("under a condition")
    )
