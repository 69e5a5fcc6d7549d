"""The menu editor: the tree, what may be put into it, the chosen part's properties, the menu as somebody would see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dougong.host.access import people
from dougong.host.access.viewer import EVERYONE, viewer_of
from dougong.host.studio.menu_tree import Node, find, parent_of
from dougong.host.web.pages.menu import entity_of, may_open, menu
from dougong.host.web.pages.menu_parts import MenuArea
from dougong.host.web.scope import Scope
from dougong.metamodel.menu import Item, Target
from dougong.metamodel.model import Model
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import LocalText, text
from dougong.records.query import count
from dougong.records.rights import Viewer
from dougong.records.values import Query

from .shell import Around

LEVEL_WORDS = {1: text("区域", "Area"), 2: text("分组", "Group"), 3: text("菜单项", "Item")}
NEW = text("新的{kind}", "New {kind}")
ICONS = (
    "layout-dashboard", "home", "users", "user", "building", "list-check", "table", "layout-kanban", "calendar", "phone",
    "mail", "message", "file", "folder", "tag", "flag", "star", "target", "bolt", "gauge", "chart-bar", "report-money",
    "cash", "receipt", "truck", "package", "tool", "settings", "shield", "world", "map-pin", "clock", "bell", "key",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the tree; `opens` in words, `lost` where what it opens is not there, `roles` as labels, none for all."""

    id: str
    parent: str
    level: int
    label: str
    icon: str
    opens: str
    lost: bool
    roles: tuple[str, ...]
    phone: bool
    children: int


@dataclass(frozen=True, slots=True)
class Choice:
    """`value` as `view:key`, `page:key` or `entity:key`; `placed`: the menu opens it already."""

    value: str
    label: str
    icon: str
    placed: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be opened, by the object it belongs to."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class RoleTick:
    """`without`: the role may not see what the item opens, so that ticking it shows nothing."""

    key: str
    label: str
    people: int
    on: bool
    without: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The chosen part; `value` is what it opens, `now` how many records (of the object `counts`) its count shows,
    `siblings` places it can go to."""

    id: str
    level: int
    kind: str
    label: str
    zh: str
    en: str
    icon: str
    trail: str
    value: str
    badge: str
    now: int | None
    counts: str
    phone: bool
    roles: tuple[RoleTick, ...]
    homes: tuple[tuple[str, str], ...]
    home: str
    children: int


@dataclass(frozen=True, slots=True)
class Unseen:
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The menu as `person` would see it; `place` is the key of the chosen item in it."""

    person: str
    people: tuple[tuple[str, str], ...]
    areas: tuple[MenuArea, ...]
    unseen: tuple[Unseen, ...]
    place: str


@dataclass(frozen=True, slots=True)
class MenuPage:
    """What templates/studio/menu.html shows."""

    around: Around
    rows: tuple[Row, ...]
    levels: tuple[int, int, int]
    kinds: tuple[Kind, ...]
    unplaced: int
    part: Part | None
    preview: Preview
    icons: tuple[str, ...]
    said: str


def rows_of(nodes: Sequence[Node], model: Model, language: str) -> tuple[Row, ...]:
    """Every row, in order."""
    return tuple(_row(one, nodes, model, language) for area in nodes for one in area.walk())


def kinds_of(nodes: Sequence[Node], model: Model, language: str) -> tuple[Kind, ...]:
    """Pages first, then each object with its views; one without any opens by itself."""
    placed = {_value(one) for area in nodes for one in area.walk() if one.level == 3}
    boards = tuple(
        Choice(f"page:{key}", page.label.in_(language), "layout-dashboard", f"page:{key}" in placed)
        for key, page in model.pages.items()
        if page.record is None
    )
    found = [Kind(text("页面", "Pages").in_(language), boards)] if boards else []
    for entity in model.entities.values():
        views = model.views_of(entity.key)
        if entity.implicit or entity.owner_link is not None:
            continue
        choices = tuple(
            Choice(f"view:{one.key}", one.label.in_(language), entity.definition.icon, f"view:{one.key}" in placed)
            for one in views
        ) or (
            Choice(
                f"entity:{entity.key}",
                entity.plural.in_(language),
                entity.definition.icon,
                f"entity:{entity.key}" in placed,
            ),
        )
        found.append(Kind(entity.label.in_(language), choices))
    return tuple(found)


def part_of(scope: Scope, nodes: Sequence[Node], model: Model, id: str) -> Part | None:  # noqa: A002
    """The chosen one with everything its panel shows; None where nothing is chosen."""
    node = find(nodes, id)
    if node is None:
        return None
    language, raw = scope.language, node.raw
    parent = parent_of(nodes, node)
    above = [one for one in (parent_of(nodes, parent) if parent else None, parent) if one is not None]
    kind = LEVEL_WORDS[node.level].in_(language)
    target = target_of(node)
    entity = entity_of(model, target) if target else None
    homes = tuple(
        (one.id, _path_label(nodes, one, language))
        for area in nodes
        for one in area.walk()
        if one.level == node.level - 1
    )
    label = raw.get("label") or {}
    return Part(
        node.id, node.level, kind, label_of(node, language), str(label.get("zh-CN", "")), str(label.get("en", "")),
        _icon(node, model), " → ".join(label_of(one, language) for one in above), _value(node), str(raw.get("badge") or ""),
        _now(scope, entity, raw.get("badge")), entity or "", bool(raw.get("phone")), _ticks(scope, node, model), homes,
        parent.id if parent else "", len(node.children),
    )  # fmt: skip


def preview_of(scope: Scope, nodes: Sequence[Node], model: Model, as_person: str, at: str) -> Preview:
    """The sidebar of somebody, and what of the menu they do not see with the reason."""
    with scope.workspace.engine.connect() as connection:
        everyone = [one for one in people.everyone(connection, scope.workspace.store) if one.active]
    chosen = next((one for one in everyone if one.id == as_person), None) or next(
        (one for one in everyone if one.id == scope.viewer.person), everyone[0]
    )
    viewer = viewer_of(scope.workspace, chosen)
    areas = menu(model, viewer, scope.language, scope.base_path)
    node = find(nodes, at)
    place = ".".join(node.id.split(":")[1:]) if node is not None else ""
    return Preview(
        chosen.id,
        tuple((one.id, one.name) for one in everyone),
        areas,
        _unseen(nodes, model, viewer, scope.language),
        place,
    )


def label_of(node: Node, language: str) -> str:
    """In the language, else in the other one, else its key."""
    label = node.raw.get("label")
    given = label if isinstance(label, dict) else {}
    first, second = ("zh-CN", "en") if language.lower().startswith("zh") else ("en", "zh-CN")
    return str(given.get(first) or given.get(second) or node.key)


def target_of(node: Node) -> Target | None:
    """What an item opens; None for what is no item, or opens nothing sound."""
    raw = node.raw.get("open")
    if node.level != 3 or not isinstance(raw, dict):
        return None
    return Target(**{kind: raw[kind] for kind in ("view", "page", "entity") if isinstance(raw.get(kind), str)})


def _row(node: Node, nodes: Sequence[Node], model: Model, language: str) -> Row:
    parent = parent_of(nodes, node)
    opens = _opens(model, node, language)
    return Row(
        node.id, parent.id if parent else "", node.level, label_of(node, language), _icon(node, model), opens,
        node.level == 3 and not opens,
        tuple(model.roles[key].label.in_(language) if key in model.roles else key for key in node.raw.get("roles", ())),
        bool(node.raw.get("phone")), len(node.children),
    )  # fmt: skip


def _opens(model: Model, node: Node, language: str) -> str:
    target = target_of(node)
    if target is None:
        return ""
    if target.view:
        view = model.views.get(target.view)
        entity = model.entities.get(view.entity) if view else None
        return f"{entity.label.in_(language)} · {view.label.in_(language)}" if view and entity else ""
    if target.page:
        page = model.pages.get(target.page)
        return f"{text('页面', 'Page').in_(language)} · {page.label.in_(language)}" if page else ""
    found = model.entities.get(target.entity or "")
    return found.label.in_(language) if found else ""


def _icon(node: Node, model: Model) -> str:
    given = node.raw.get("icon")
    if isinstance(given, str):
        return given
    target = target_of(node)
    entity = model.entities.get(entity_of(model, target) or "") if target else None
    return entity.definition.icon if entity else "folder" if node.level == 1 else "layout-dashboard"


def _value(node: Node) -> str:
    target = target_of(node)
    given = target.model_dump(exclude_none=True) if target else {}
    return next((f"{kind}:{key}" for kind, key in given.items()), "")


def _path_label(nodes: Sequence[Node], node: Node, language: str) -> str:
    parent = parent_of(nodes, node)
    own = label_of(node, language)
    return f"{label_of(parent, language)} → {own}" if parent else own


def _now(scope: Scope, entity: str | None, badge: object) -> int | None:
    """What the count shows at the moment by the definitions in force; None where it cannot be counted by them."""
    model = scope.workspace.store.model
    if not isinstance(badge, str) or not badge or entity not in model.entities:
        return None
    try:
        with scope.workspace.reading(scope.viewer) as context:
            return count(context, Query(str(entity), filter=badge))
    except ProblemsFound:
        return None


def _ticks(scope: Scope, node: Node, model: Model) -> tuple[RoleTick, ...]:
    with scope.workspace.engine.connect() as connection:
        everyone = [one for one in people.everyone(connection, scope.workspace.store) if one.active]
    chosen = set(node.raw.get("roles", ()))
    item = _item(node)
    return tuple(
        RoleTick(
            key, role.label.in_(scope.language), sum(key in one.roles for one in everyone), key in chosen,
            item is not None and not role.admin and not _readable(model, key, item),
        )
        for key, role in model.roles.items()
        if key != EVERYONE
    )  # fmt: skip


def _readable(model: Model, role: str, item: Item) -> bool:
    """Whether somebody with this role, and what everybody has, may open the item."""
    if item.open.page:
        page = model.pages.get(item.open.page)
        return page is not None and (not page.roles or role in page.roles)
    entity = entity_of(model, item.open) or ""
    for one in (model.roles[role], model.roles.get(EVERYONE)):
        access = one and (one.entities.get(entity) or one.all_entities)
        if access and access.read is not False:
            return True
    return False


def _item(node: Node) -> Item | None:
    target = target_of(node)
    if target is None:
        return None
    return Item(key=node.key, label=_words(node), open=target, roles=tuple(node.raw.get("roles", ())))


def _words(node: Node) -> LocalText:
    return text(label_of(node, "zh-CN"), label_of(node, "en"))


def _unseen(nodes: Sequence[Node], model: Model, viewer: Viewer, language: str) -> tuple[Unseen, ...]:
    """The highest parts only: what stands in one that is out of sight is not told again."""
    found: list[Unseen] = []
    for area in nodes:
        if why := _hidden(area, model, viewer, language):
            found.append(Unseen(label_of(area, language), why))
            continue
        for group in area.children:
            if why := _hidden(group, model, viewer, language):
                found.append(Unseen(label_of(group, language), why))
                continue
            found += [
                Unseen(label_of(item, language), why)
                for item in group.children
                if (why := _hidden(item, model, viewer, language))
            ]
    return tuple(found)


def _hidden(node: Node, model: Model, viewer: Viewer, language: str) -> str:
    roles = set(node.raw.get("roles", ()))
    if roles and not viewer.admin and not roles & viewer.roles:
        names = [model.roles[key].label.in_(language) for key in model.roles if key in roles]
        only = ("、" if language == "zh-CN" else ", ").join(names[:2]) + ("…" if len(names) > 2 else "")
        return text(f"仅{only}", f"Only {only}").in_(language)
    item = _item(node)
    if node.level == 3 and (item is None or not may_open(model, item, viewer)):
        return text("无权查看", "No right to see it").in_(language)
    if node.level < 3 and not node.items:
        return text("里面是空的", "Nothing in it").in_(language)
    return ""
