"""The page of a record: highlights, stage path, groups of fields, related lists, as values for templates/pages/record.html."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dougong.host.web.format import numbers
from dougong.host.web.scope import Scope
from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.page import FieldGroup, RecordPage, Related
from dougong.metamodel.text import text
from dougong.records.context import Context
from dougong.records.rights import FieldRight
from dougong.records.values import Aggregate, Row
from dougong.rules.gates import allowed

from . import door
from .columns import editable, path_label, readable
from .composer import Composer, composer
from .controls import input_text
from .follows import followers
from .list_state import listable
from .logs import log_sources, may_set
from .look import Look
from .next_step import NextStep, next_step
from .show import is_figure, options_of, show
from .stream import SORTS, stream
from .told import Day, HeldFile, held_files, told

_SYSTEM = ("number", "owner", "department", "created_at", "created_by", "updated_at", "updated_by", "last_activity_at")


@dataclass(frozen=True, slots=True)
class ShownField:
    """`editable` when the viewer may change it in place."""

    key: str
    label: str
    html: Markup
    editable: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    key: str
    label: str
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the path: `state` is done, now or next; `href` empty where the record may not go."""

    key: str
    label: str
    state: str
    outcome: str
    may: bool


@dataclass(frozen=True, slots=True)
class RelatedRow:
    href: str
    title: str
    extras: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class RelatedList:
    """Rows of a to-many field; `wide` ones (child rows) are tables in the middle."""

    key: str
    label: str
    icon: str
    total: int
    rows: tuple[RelatedRow, ...]
    new_href: str
    quick_href: str
    """The dialog that makes one in place."""
    all_href: str
    wide: bool
    heads: tuple[tuple[str, bool], ...]
    cells: tuple[tuple[Markup, ...], ...]


@dataclass(frozen=True, slots=True)
class RecordView:
    """Everything templates/pages/record.html shows."""

    base: str
    href: str
    entity: str
    label: str
    id: str
    rev: int
    title: str
    person: bool
    chips: tuple[Markup, ...]
    meta: tuple[Markup, ...]
    stats: tuple[tuple[str, Markup | str], ...]
    stages: tuple[Stage, ...]
    stage_field: str
    groups: tuple[ShownGroup, ...]
    related: tuple[RelatedList, ...]
    call: str
    may_edit: bool
    may_delete: bool
    step: NextStep | None
    """What comes next; None where nothing is planned."""
    plans: str
    """The way of the quick log that plans something; empty where the viewer may plan nothing."""
    composer: Composer
    days: tuple[Day, ...]
    more: str
    """Continues the stream."""
    sorts: tuple[tuple[str, str], ...]
    """What the stream may be narrowed to: (key, name); the name is empty for those every record has."""
    followed: bool
    followers: int
    files: tuple[HeldFile, ...]
    file_field: str
    """Where files dropped on the page go; empty where there is no such field."""
    file_value: str
    """What that field holds now, as a form sends it."""


def record_view(scope: Scope, context: Context, entity: EntityModel, row: Row, look: Look) -> RecordView:
    """One statement per related list beside the record's own."""
    model = context.store.model
    page = _page(model, entity)
    rights, admin = context.viewer.on(entity.key), context.viewer.admin
    may_edit = admin or not rights.update.nothing
    here = f"{look.base}/{entity.key}"
    title = entity.definition.title
    phone = next(
        (
            str(row[k])
            for k, f in entity.fields.items()
            if f.type.widget == "phone" and row.get(k) and k in rights_seen(context, entity)
        ),
        "",
    )
    return RecordView(
        base=here, href=f"{here}/{row['id']}", entity=entity.key, label=entity.label.in_(look.language), id=str(row["id"]),
        rev=int(row["rev"]), title=show(entity.fields[title], title)(row.get(title), row, look).striptags() or "—",
        person=entity.key == "person",
        chips=tuple(html for path in page.chips if (html := _html(context, entity, path, row, look))),
        meta=tuple(html for path in page.meta if (html := _html(context, entity, path, row, look))),
        stats=tuple(stat for path in page.stats if (stat := _stat(context, entity, path, row, look))),
        stages=_stages(entity, row, look, may_edit), stage_field=entity.pipeline.field if entity.pipeline else "",
        groups=_groups(context, entity, page, row, look, may_edit),
        related=tuple(_related(context, entity, page, row, look)), call=phone, may_edit=may_edit,
        may_delete=admin or not rights.delete.nothing, **_alive(context, entity, page, row, look, may_edit),
    )  # fmt: skip


def _alive(
    context: Context, entity: EntityModel, page: RecordPage, row: Row, look: Look, may_edit: bool
) -> dict[str, Any]:
    """What was done and said, what comes next, who follows: the parts that change while people work."""
    identity, sources = str(row["id"]), log_sources(context, entity)
    found = stream(context, entity, identity)
    people = followers(context, entity.key, identity)
    plans = next((one for one in sources if one.log.open and one.may_write), None)
    field = _file_field(context, entity)
    return {
        "step": next_step(context, entity, row, page.next, look),
        "plans": "" if plans is None else next((f"{plans.key}:{key}" for key in plans.kinds()), plans.key),
        "composer": composer(context, entity, identity, look), "days": told(context, entity, found, look),
        "more": found.next, "followed": context.viewer.person in people, "followers": len(people),
        "sorts": (
            *((one.key, one.entity.plural.in_(look.language)) for one in sources),
            *((key, "") for key in SORTS[1:]),
        ),
        "files": held_files(row.get(field), f"{look.base}/files/{entity.key}/{identity}/{field}") if field else (),
        "file_value": input_text(row.get(field), look) if field else "",
        "file_field": field if field and may_edit and may_set(context, entity, field) else "",
    }  # fmt: skip


def _file_field(context: Context, entity: EntityModel) -> str:
    """The first field that holds files and may be seen."""
    seen = rights_seen(context, entity)
    return next((key for key, field in entity.fields.items() if field.type.widget == "files" and key in seen), "")


def rights_seen(context: Context, entity: EntityModel) -> frozenset[str]:
    """Fields the viewer sees unmasked."""
    rights = context.viewer.on(entity.key)
    return frozenset(k for k in entity.fields if context.viewer.admin or rights.field(k) >= FieldRight.READ)


def record_paths(model: Model, entity: EntityModel) -> tuple[str, ...]:
    """Dotted paths the page reads besides the record's own fields."""
    page = _page(model, entity)
    paths = [
        *page.chips,
        *page.meta,
        *page.stats,
        *page.next,
        *(path for group in page.groups for path in group.fields),
    ]
    own = [key for key, field in entity.fields.items() if field.storage is not None or field.formula]
    return tuple(dict.fromkeys([*own, *(path for path in paths if "." in path)]))


def _page(model: Model, entity: EntityModel) -> RecordPage:
    """The defined page, else one made of the entity's forms and links."""
    for page in model.pages.values():
        if page.entity == entity.key and page.record is not None:
            return page.record
    forms = model.forms_of(entity.key)
    groups: list[FieldGroup] = []
    for form in forms[:1]:
        for section in form.sections:
            keys = [f.field for row in section.rows for f in row if listable(entity.fields[f.field].type.widget)]
            if keys:
                groups.append(FieldGroup(key=section.key, label=section.label, fields=tuple(keys)))
    if not groups:
        keys = [key for key, field in entity.fields.items() if not field.system and listable(field.type.widget)]
        groups = [FieldGroup(key="fields", label=text("资料", "Details"), fields=tuple(keys))]
    many = [key for key, field in entity.fields.items() if field.relation is not None and field.relation.kind == "many"]
    return RecordPage(
        chips=(entity.pipeline.field,) if entity.pipeline else (), groups=tuple(groups),
        related=tuple(Related(field=key) for key in many),
    )  # fmt: skip


def _html(context: Context, entity: EntityModel, path: str, row: Row, look: Look) -> Markup:
    field = readable(context.store.model, entity.key, path, context.viewer)
    return show(field, path)(row.get(path), row, look) if field else Markup("")


def _stat(context: Context, entity: EntityModel, path: str, row: Row, look: Look) -> tuple[str, Markup | str] | None:
    field = readable(context.store.model, entity.key, path, context.viewer)
    if field is None:
        return None
    value, label = row.get(path), path_label(context.store.model, entity.key, path, look.language)
    if field.value_type.name == "money" and value is not None and not isinstance(value, str):
        return label, numbers.short_money(
            value, str(getattr(field.field, "currency", "")) or look.currency, look.language
        )
    return label, show(field, path)(value, row, look) or "—"


def _stages(entity: EntityModel, row: Row, look: Look, may_edit: bool) -> tuple[Stage, ...]:
    pipeline = entity.pipeline
    if pipeline is None:
        return ()
    options = options_of(entity.fields[pipeline.field].field)
    keys = [key for key in (pipeline.stages or options) if key in options]
    now = row.get(pipeline.field)
    open_keys = [key for key in keys if not pipeline.stages.get(key) or pipeline.stages[key].outcome == "open"]
    at = keys.index(now) if now in keys else -1
    found = []
    for index, key in enumerate(keys):
        info = pipeline.stages.get(key)
        outcome = info.outcome if info else "open"
        state = "now" if key == now else "done" if index < at and key in open_keys else "next"
        may = may_edit and key != now and allowed(pipeline, str(now or ""), key)
        found.append(Stage(key, options[key].label.in_(look.language), state, outcome, may))
    return tuple(found)


def _groups(
    context: Context, entity: EntityModel, page: RecordPage, row: Row, look: Look, may_edit: bool
) -> tuple[ShownGroup, ...]:
    found = []
    for group in page.groups:
        fields = [one for path in group.fields if (one := shown_field(context, entity, path, row, look, may_edit))]
        if fields:
            found.append(ShownGroup(group.key, group.label.in_(look.language), tuple(fields)))
    placed = {path for group in page.groups for path in group.fields}
    system = [
        one
        for key in _SYSTEM
        if key in entity.fields
        and key not in placed
        and (one := shown_field(context, entity, key, row, look, may_edit))
    ]
    return (*found, ShownGroup("system", look.words("System"), tuple(system)))


def shown_field(
    context: Context, entity: EntityModel, path: str, row: Row, look: Look, may_edit: bool
) -> ShownField | None:
    """A field with its label and value; None when the viewer may not see it."""
    model = context.store.model
    field = readable(model, entity.key, path, context.viewer)
    if field is None or (not listable(field.type.widget) and field.type.widget not in ("rich_text", "many_links")):
        return None
    own = "." not in path
    right = context.viewer.admin or context.viewer.on(entity.key).field(path) is FieldRight.EDIT
    return ShownField(
        path, path_label(model, entity.key, path, look.language), show(field, path)(row.get(path), row, look),
        own and may_edit and right and editable(field),
    )  # fmt: skip


def _related(context: Context, entity: EntityModel, page: RecordPage, row: Row, look: Look) -> list[RelatedList]:
    found = []
    streamed = {source.many for source in log_sources(context, entity)}
    for one in page.related:
        if one.field in streamed:
            continue
        field = readable(context.store.model, entity.key, one.field, context.viewer)
        if field is None or field.relation is None or field.relation.kind != "many":
            continue
        viewer, target = context.viewer, field.relation.target
        there = context.store.model.entities[target]
        if not viewer.admin and viewer.on(target).read.nothing and there.owner_link is None:
            continue
        found.append(_related_list(context, entity, one, field, there, row, look))
    return found


def _related_list(
    context: Context, entity: EntityModel, one: Related, field: FieldModel, there: EntityModel, row: Row, look: Look
) -> RelatedList:
    assert field.relation is not None
    relation, viewer, model = field.relation, context.viewer, context.store.model
    far = relation.far
    far_model = model.entities[there.fields[far].relation.target] if far and there.fields[far].relation else None  # type: ignore[union-attr]
    title = f"{far}.{far_model.definition.title}" if far_model else there.definition.title
    wide = relation.owned and not far
    paths = (
        list(one.columns)
        or [
            key
            for key, f in there.fields.items()
            if not f.system and key not in (relation.via, title) and listable(f.type.widget)
        ][: 8 if wide else 2]
    )
    columns = [
        (path, f) for path in paths if (f := readable(model, there.key, path, viewer)) is not None and path != title
    ]
    identity = str(row["id"])
    asked = list(dict.fromkeys([title, *(p for p, _ in columns), *([far] if far else [])]))
    limit = 200 if wide else one.limit
    rows = door.related(context, entity.key, [identity], one.field, asked, one.sort, one.filter or "", limit)[identity]
    if readable(model, there.key, title, viewer) and wide:
        columns = [(title, there.fields[title]), *columns] if title in there.fields else columns
    total = len(rows) if len(rows) < limit else _count(context, there, relation.via, identity, one.filter or "")
    drawn = [(path, show(f, path)) for path, f in columns]
    back = there.fields[relation.via]
    may_new = (
        not wide
        and not far
        and back.value_type.name == "ref"
        and back.relation is not None
        and back.relation.kind == "one"
        and (viewer.admin or "create" in viewer.on(there.key).actions)
    )
    target = far_model.key if far_model else there.key
    return RelatedList(
        key=one.field, label=(one.label or field.label).in_(look.language), icon=there.definition.icon, total=total,
        rows=tuple(
            RelatedRow(
                f"{look.base}/{target}/{r[far] if far else r['id']}" if not wide else "",
                _title(there, title, r, look), tuple(html for path, draw in drawn[:3] if (html := draw(r.get(path), r, look))),
            )
            for r in rows
        ),
        new_href=f"{look.base}/{there.key}/new?{relation.via}={identity}" if may_new else "",
        quick_href=f"{look.base}/{there.key}/quick?link={relation.via}%3D{identity}" if may_new else "",
        all_href=f"{look.base}/{there.key}?filter={relation.via}%20%3D%20%22{identity}%22" if may_new and total > limit else "",
        wide=wide, heads=tuple((f.label.in_(look.language), is_figure(f)) for _, f in columns) if wide else (),
        cells=tuple(tuple(draw(r.get(path), r, look) for path, draw in drawn_all(columns)) for r in rows) if wide else (),
    )  # fmt: skip


def drawn_all(columns: list[tuple[str, FieldModel]]) -> list[tuple[str, Any]]:
    """Columns with their drawing functions."""
    return [(path, show(field, path)) for path, field in columns]


def _title(there: EntityModel, title: str, row: Row, look: Look) -> str:
    field = there.fields.get(title)
    if field is not None:
        return show(field, title)(row.get(title), row, look).striptags() or "—"
    return str(row.get(title) or "—")


def _count(context: Context, there: EntityModel, via: str, identity: str, more: str) -> int:
    mine = f'{via} = "{identity}"'
    found = door.aggregate(
        context, Aggregate(there.key, {"n": "COUNT()"}, filter=f"{mine} AND ({more})" if more else mine)
    )
    return int(found[0]["n"]) if found else 0
