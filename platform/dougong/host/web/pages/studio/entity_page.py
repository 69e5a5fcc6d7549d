"""What the pages of the object designer show: objects by app; one object's fields, relations and form."""

from dataclasses import dataclass

from markupsafe import Markup

from dougong.host.studio.entity_tree import EntityPlace, FieldPlace, Tree, entities_of
from dougong.host.studio.field_palette import Family, type_icon, type_words
from dougong.host.web.pages import door
from dougong.host.web.pages.list_page import look_of
from dougong.host.web.pages.show import show
from dougong.host.web.scope import Scope
from dougong.metamodel.model import Model
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import text
from dougong.records.context import Context
from dougong.records.query import count
from dougong.records.values import Query

from .entity_diagram import Diagram, words_of
from .field_part import FieldPart
from .form_canvas import Canvas
from .shell import Around

_BADGES = {
    "required": ("red", text("必填", "Required")), "unique": ("violet", text("唯一", "Unique")),
    "formula": ("blue", text("公式", "Formula")), "rollup": ("teal", text("汇总", "Roll-up")),
    "default": ("gray", text("默认", "Default")), "read_only": ("gray", text("只读", "Read-only")),
}  # fmt: skip
_MADE = {"computed": "formula", "rollup": "rollup", "auto_number": "unique"}
"""What a type is known for."""
_MOST_BADGES = 2


@dataclass(frozen=True, slots=True)
class ObjectLine:
    """An object in the list; `fresh`: not published yet."""

    key: str
    label: str
    icon: str
    fields: int
    relations: int
    records: int | None
    fresh: bool
    rows_of: str


@dataclass(frozen=True, slots=True)
class AppObjects:
    key: str
    label: str
    objects: tuple[ObjectLine, ...]


@dataclass(frozen=True, slots=True)
class RoleTick:
    key: str
    label: str
    on: bool


@dataclass(frozen=True, slots=True)
class Objects:
    """What templates/studio/entities.html shows; `groups` are places in the menu as (id, path in words)."""

    around: Around
    apps: tuple[AppObjects, ...]
    count: int
    icons: tuple[str, ...]
    roles: tuple[RoleTick, ...]
    groups: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of the list; `badges` as (colour, words), `own`: it stands in the object's own document; `fresh`: not in
    force yet, `marked` among others that are."""

    key: str
    label: str
    icon: str
    type: str
    badges: tuple[tuple[str, str], ...]
    sample: Markup
    own: bool
    fresh: bool
    marked: bool


@dataclass(frozen=True, slots=True)
class ObjectPart:
    """The object's own properties; `titles` are (key, label, chosen) of fields that may name its records."""

    zh: str
    en: str
    icon: str
    titles: tuple[tuple[str, str, bool], ...]
    switches: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class EntityPage:
    """What templates/studio/entity.html shows; `at` is the field chosen, `.` the object itself, empty nothing;
    `title` the key of the field that names records; `child`: its records are rows of others."""

    around: Around
    key: str
    label: str
    icon: str
    app: str
    records: int | None
    rows: tuple[FieldRow, ...]
    families: tuple[Family, ...]
    at: str
    part: FieldPart | None
    thing: ObjectPart | None
    diagram: Diagram
    canvas: Canvas | None
    form: str
    device: str
    sample: str
    title: str
    child: bool
    icons: tuple[str, ...]


def objects_of(scope: Scope, tree: Tree, now: Tree, model: Model) -> tuple[AppObjects, ...]:
    """Every object by the app that brought it, the workspace's own first, the product's last."""
    from dougong.host.studio.own_app import OWN

    language, places, old = scope.language, entities_of(tree), entities_of(now)
    with scope.workspace.reading(scope.viewer) as context:
        found: dict[str, list[ObjectLine]] = {}
        for place in places.values():
            owner = _owner(place, places, language)
            found.setdefault(place.app, []).append(
                ObjectLine(
                    place.key, words_of(place.raw.get("label"), place.key, language), str(place.raw.get("icon") or "table"),
                    len(place.fields), sum("to" in one.raw for one in place.fields), records_of(context, place.key),
                    place.key not in old, owner,
                )
            )  # fmt: skip
    order = [OWN, *(key for key in reversed(list(found)) if key not in (OWN, "base")), "base"]
    return tuple(
        AppObjects(key, _app_label(tree, key, language), tuple(sorted(found[key], key=lambda one: bool(one.rows_of))))
        for key in order
        if key in found
    )


def records_of(context: Context, entity: str) -> int | None:
    """How many records the viewer sees; None while there is no table for them."""
    return count(context, Query(entity)) if entity in context.store.model.entities else None


def rows_of(scope: Scope, context: Context, place: EntityPlace, now: Tree) -> tuple[tuple[FieldRow, ...], str]:
    """The fields in order with their values of the record changed last, and what that record is called."""
    look = look_of(scope, context)
    here = context.store.model.entities.get(place.key)
    values, old = {}, entities_of(now).get(place.key)
    if here is not None:
        known = {one.key for one in place.fields}
        keys = [
            one.key for one in here.fields.values() if one.key in known and (one.storage is not None or one.formula)
        ]
        try:
            title = here.definition.title
            found = door.find(context, Query(place.key, (title, *keys), sort=("-updated_at",), limit=1)).rows
            values = dict(found[0]) if found else {}
        except ProblemsFound:
            values = {}

    def sample(one: FieldPlace) -> Markup:
        field = here.fields.get(one.key) if here else None
        if field is None or one.key not in values:
            return Markup("")
        return show(field, one.key)(values[one.key], values, look)

    rows = tuple(
        FieldRow(
            one.key, words_of(one.raw.get("label"), one.key, scope.language), type_icon(one.type),
            type_words(one.type).in_(scope.language), badges_of(one, scope.language), sample(one), one.path[0] == place.file,
            old is None or old.field(one.key) is None, old is not None and old.field(one.key) is None,
        )
        for one in place.fields
    )  # fmt: skip
    return rows, str(values.get(here.definition.title) or "") if here else ""


def badges_of(field: FieldPlace, language: str) -> tuple[tuple[str, str], ...]:
    """What a row says of its field, the most important first, at most two."""
    raw = field.raw
    signs = (
        (_MADE.get(field.type, ""), field.type in _MADE), ("required", bool(raw.get("required"))),
        ("unique", bool(raw.get("unique"))),
        ("default", raw.get("default") is not None or bool(raw.get("default_formula"))),
        ("read_only", bool(raw.get("read_only"))),
    )  # fmt: skip
    found = [(_BADGES[name][0], _BADGES[name][1].in_(language)) for name, on in signs if on]
    return tuple(found[:_MOST_BADGES])


def thing_of(place: EntityPlace, language: str) -> ObjectPart:
    """The object's own panel."""
    label = place.raw.get("label") or {}
    title, features = place.raw.get("title"), place.raw.get("features") or {}
    titles = tuple(
        (one.key, words_of(one.raw.get("label"), one.key, language), one.key == title)
        for one in place.fields
        if one.value in ("text", "ref") or one.key == title
    )
    switches = (
        ("features.history", text("保留修改历史", "Keeps a history"), features.get("history", True)),
        (
            "features.recycle_bin",
            text("删除后进回收站", "Deleted ones go to the recycle bin"),
            features.get("recycle_bin", True),
        ),
        ("features.activities", text("可以写跟进", "Activities can be about it"), features.get("activities", False)),
        ("features.tags", text("可以打标签", "Can be tagged"), features.get("tags", False)),
        ("features.sharing", text("可以共享给同事", "Can be shared with colleagues"), features.get("sharing", True)),
    )
    return ObjectPart(
        str(label.get("zh-CN", "")), str(label.get("en", "")), str(place.raw.get("icon") or "table"), titles,
        tuple((name, words.in_(language), bool(on)) for name, words, on in switches),
    )  # fmt: skip


def _owner(place: EntityPlace, places: dict[str, EntityPlace], language: str) -> str:
    """For child rows: what they are rows of."""
    link = place.field(str(place.raw.get("owned_by") or ""))
    above = places.get(str(link.raw.get("to"))) if link else None
    return words_of(above.raw.get("label"), above.key, language) if above else ""


def _app_label(tree: Tree, app: str, language: str) -> str:
    raw = tree.get(f"{app}/app.json")
    return words_of(raw.get("label") if isinstance(raw, dict) else None, app, language)
