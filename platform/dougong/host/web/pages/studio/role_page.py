"""What the pages of the role designer show: roles with their people; one role's matrix, the fields of an object, the role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dougong.expressions import ExpressionError, Schema, check
from dougong.host.access.viewer import EVERYONE, rights_of
from dougong.host.studio.entity_tree import Tree
from dougong.host.studio.field_palette import type_icon
from dougong.host.studio.role_mentions import mentions
from dougong.host.studio.role_moves import People
from dougong.host.studio.role_tree import FLAGS, OTHERS, SCOPED, RolePlace, holders, roles_of, scope_text, words_in
from dougong.host.web.pages.admin.roles import ScopeChip, scope_chips
from dougong.metamodel.documents import kind_of
from dougong.metamodel.model import EntityModel, Model
from dougong.metamodel.role_words import ACTIONS
from dougong.metamodel.system_fields import SYSTEM_KEYS, WRITABLE_SYSTEM_KEYS
from dougong.metamodel.text import LocalText, text
from dougong.metamodel.value_type import ValueType

from .entity_diagram import words_of
from .shell import Around

_KINDS: dict[str, LocalText] = {
    "menus": text("菜单", "Menu"), "page": text("页面", "Page"), "form": text("表单", "Form"), "scenario": text("剧本", "Scenario"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role in the list; `people` are names; `changed`: the draft has it otherwise than it is in force."""

    key: str
    label: str
    about: str
    people: tuple[str, ...]
    admin: bool
    all: bool
    changed: bool
    fresh: bool
    objects: int


@dataclass(frozen=True, slots=True)
class AppRoles:
    label: str
    roles: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One action on one object: `chips` of a scope, or `on`. `usual`: it holds for all objects not named. `problem` says
    what is wrong with a condition, and how to mend it."""

    action: str
    label: str
    scoped: bool
    chips: tuple[ScopeChip, ...]
    on: bool
    changed: bool
    usual: bool
    problem: str


@dataclass(frozen=True, slots=True)
class Row:
    """An object; `inside`: rows of the object before it, which go by its rights; `fields`: how many are restricted."""

    key: str
    label: str
    icon: str
    count: int | None
    inside: str
    cells: tuple[Cell, ...]
    fields: int


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class FieldLine:
    """`right` is what the role has; `own`: it says so itself; `why` what makes it less than it says."""

    key: str
    label: str
    icon: str
    right: str
    own: bool
    changed: bool
    made: bool
    why: str


@dataclass(frozen=True, slots=True)
class ObjectPart:
    """The chosen object: `row` as in the matrix, its fields by section of its form; `form` and `view` draw the preview."""

    row: Row
    sections: tuple[tuple[str, tuple[FieldLine, ...]], ...]
    count: int
    restricted: int
    others: bool


@dataclass(frozen=True, slots=True)
class RolePart:
    """The role itself; `homes` are (key, label, chosen); `used` the documents that name it."""

    zh: str
    en: str
    about_zh: str
    about_en: str
    admin: bool
    all: bool
    homes: tuple[tuple[str, str, bool], ...]
    people: tuple[tuple[str, str], ...]
    used: tuple[str, ...]
    app: str
    design: bool = False


@dataclass(frozen=True, slots=True)
class RolesPage:
    """What templates/studio/roles.html shows."""

    around: Around
    apps: tuple[AppRoles, ...]
    count: int


@dataclass(frozen=True, slots=True)
class RolePage:
    """What templates/studio/role.html shows; `at` the object chosen, empty for the role itself; `pane` the tab open."""

    around: Around
    apps: tuple[AppRoles, ...]
    line: RoleLine
    heads: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    rights: tuple[tuple[str, str], ...]
    legend: tuple[ScopeChip, ...]
    at: str
    pane: str
    part: ObjectPart | None
    role: RolePart


def lines_of(
    tree: Tree, now: Tree, people: People, names: Mapping[str, str], language: str, apps: Mapping[str, str]
) -> tuple[AppRoles, ...]:
    """Every role by the app that brought it, the workspace's own first."""
    old = roles_of(now)
    found: dict[str, list[RoleLine]] = {}
    for key, place in roles_of(tree).items():
        known = old.get(key)
        having = tuple(names[one] for one in holders(tree, people, key) if one in names)
        found.setdefault(place.app, []).append(
            RoleLine(
                key, words_of(place.raw.get("label"), key, language), words_of(place.raw.get("description"), "", language),
                having, place.admin, key == EVERYONE, known is None or known.raw != place.raw, known is None,
                len(place.named),
            )
        )  # fmt: skip
    return tuple(AppRoles(label, tuple(found[app])) for app, label in apps.items() if app in found)


def groups_of(
    place: RolePlace,
    before: RolePlace | None,
    model: Model,
    language: str,
    counts: Mapping[str, int],
    apps: Mapping[str, str],
) -> tuple[Group, ...]:
    """The rows of the matrix by app; rows of a parent behind it; first what holds for all others, where it says so."""
    found: dict[str, list[Row]] = {}
    inside: dict[str, list[EntityModel]] = {}
    for entity in model.entities.values():
        if entity.implicit:
            continue
        link = entity.fields.get(entity.owner_link or "")
        if link is not None and link.relation is not None:
            inside.setdefault(link.relation.target, []).append(entity)

    def add(entity: EntityModel, app: str, parent: str) -> None:
        found.setdefault(app, []).append(
            row_of(place, before, model, entity.key, language, counts.get(entity.key), parent)
        )
        for child in inside.get(entity.key, ()):
            add(child, app, entity.label.in_(language))

    for entity in model.entities.values():
        if not entity.implicit and entity.owner_link is None:
            add(entity, entity.app, "")
    groups = [Group(label, tuple(found[app])) for app, label in apps.items() if app in found]
    if place.others is not None:
        every = row_of(place, before, model, OTHERS, language, None, "")
        groups.insert(0, Group(text("没有单独写的", "Not named").in_(language), (every,)))
    return tuple(groups)


def row_of(
    place: RolePlace, before: RolePlace | None, model: Model, key: str, language: str, count: int | None, inside: str
) -> Row:
    """One object's row; `key` OTHERS for those the role does not name."""
    entity = model.entities.get(key)
    access, was = place.access(key), before.access(key) if before else {}
    usual = key != OTHERS and key not in place.named
    cells = tuple(
        Cell(
            action, words.in_(language), action in SCOPED,
            () if action in FLAGS else scope_chips(scope_text(access.get(action)), language),
            bool(access.get(action)), not _same(access.get(action), was.get(action)), usual,
            _problem(model, key, access.get(action), language) if action in SCOPED else "",
        )
        for action, words in ACTIONS.items()
    )  # fmt: skip
    label = entity.label.in_(language) if entity else text("其他全部对象", "All other objects").in_(language)
    restricted = sum(one != "edit" for one in (access.get("fields") or {}).values())
    return Row(key, label, entity.definition.icon if entity else "stack-2", count, inside, cells, restricted)


def part_of(place: RolePlace, before: RolePlace | None, model: Model, row: Row, language: str) -> ObjectPart:
    """The fields of the chosen object as the role has them, by the sections of its form."""
    entity = model.entities.get(row.key)
    if entity is None:
        return ObjectPart(row, (), 0, 0, True)
    rights = rights_of(model, [model.roles[place.key]]).get(row.key) if place.key in model.roles else None
    given, was = (
        place.access(row.key).get("fields") or {},
        (before.access(row.key) if before else {}).get("fields") or {},
    )
    lines: dict[str, FieldLine] = {}
    for field in entity.fields.values():
        far = (
            field.relation is not None
            and field.relation.kind == "many"
            and not field.relation.owned
            and not field.relation.far
        )
        if far or field.key in SYSTEM_KEYS - WRITABLE_SYSTEM_KEYS:
            continue
        said = str(given.get(field.key, "edit"))
        has = rights.field(field.key).name.lower() if rights is not None and field.key not in given else said
        less = field.formula is not None and has in ("hidden", "masked") and field.key not in given
        why = (
            text("用到的字段这个角色看不全", "It rests on fields this role does not see").in_(language) if less else ""
        )
        lines[field.key] = FieldLine(
            field.key, field.label.in_(language), type_icon(field.field.type), has if less else said, field.key in given,
            given.get(field.key) != was.get(field.key), field.formula is not None, why,
        )  # fmt: skip
    forms = sorted(model.forms_of(row.key), key=lambda one: one.key)
    sections: list[tuple[str, tuple[FieldLine, ...]]] = []
    for section in forms[0].sections if forms else ():
        some = tuple(lines.pop(one.field) for boxes in section.rows for one in boxes if one.field in lines)
        if some:
            sections.append((section.label.in_(language), some))
    if lines:
        rest = text("其他", "Others") if sections else text("字段", "Fields")
        sections.append((rest.in_(language), tuple(lines.values())))
    every = [one for _, some in sections for one in some]
    return ObjectPart(row, tuple(sections), len(every), sum(one.right != "edit" for one in every), False)


def role_part(
    tree: Tree,
    place: RolePlace,
    model: Model,
    people: Sequence[tuple[str, str]],
    labels: Mapping[str, str],
    language: str,
) -> RolePart:
    """The role's own panel."""
    label, about = place.raw.get("label") or {}, place.raw.get("description") or {}
    home = str(place.raw.get("home") or "")
    homes = [(key, page.label.in_(language)) for key, page in model.pages.items() if page.record is None]
    homes += [
        (view.key, f"{model.entities[view.entity].label.in_(language)} · {view.label.in_(language)}")
        for view in model.views.values()
        if view.entity in model.entities
    ]
    return RolePart(
        str(label.get("zh-CN", "")), str(label.get("en", "")), str(about.get("zh-CN", "")), str(about.get("en", "")),
        place.admin, place.key == EVERYONE, tuple((key, words, key == home) for key, words in homes), tuple(people),
        tuple(dict.fromkeys(labels.get(name, name) for name in mentions(tree, place.key))), labels.get(f"{place.app}/app.json", place.app),
        bool(place.raw.get("design")),
    )  # fmt: skip


def labels_of(tree: Tree, language: str) -> dict[str, str]:
    """`app/file` -> what people call the document; one without a name of its own by its kind."""
    found = {}
    for name, raw in tree.items():
        kind = kind_of(name.partition("/")[2])
        plain = _KINDS.get(kind.key) if kind else None
        words = plain.in_(language) if plain else name
        found[name] = f"{words} · {own}" if (own := words_of(_label(raw), "", language)) and plain else own or words
    return found


def _label(raw: object) -> object:
    return raw.get("label") if isinstance(raw, dict) else None


def _same(one: object, other: object) -> bool:
    return scope_text(one) == scope_text(other)


def _problem(model: Model, entity: str, value: object, language: str) -> str:
    """What is wrong with a condition, in one sentence with its fix."""
    if not isinstance(value, str) or words_in(scope_text(value)) is not None:
        return ""
    try:
        check(value, Schema(model, entity), ValueType("bool"), place="sql")
    except ExpressionError as wrong:
        first = wrong.problems[0]
        fix = f" {first.fix.in_(language)}" if first.fix else ""
        return first.message.in_(language) + fix
    except KeyError:
        return ""
    return ""
