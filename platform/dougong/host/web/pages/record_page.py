"""The page of a record: highlights, stage path, groups of fields, tabs, related lists, as values for
templates/pages/record.html."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dougong.forms.conditions import paths_of
from dougong.host.web.format import numbers
from dougong.metamodel.model import EntityModel, Model
from dougong.metamodel.page import FieldGroup, RecordPage, Related
from dougong.records.context import Context
from dougong.records.values import Row
from dougong.records.write.postponed import waiting_of

from .calls import Call, calls, place_of
from .columns import path_label, readable
from .composer import Composer, composer
from .controls import input_text
from .follows import followers
from .list_state import far_end
from .logs import log_sources, may_set
from .look import Look
from .next_step import NextStep, next_step
from .record_fields import Shower, ShownGroup, groups_of, seen_fields
from .record_tabs import ShownTab, tabs_of
from .related_lists import RelatedList, related_lists
from .show import show
from .stage_path import Stage, stages
from .stream import SORTS, stream
from .told import Day, HeldFile, held_files, told


@dataclass(frozen=True, slots=True)
class Chip:
    """A value under the title; `why` is the field's key where a formula made it."""

    html: Markup
    why: str = ""


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
    chips: tuple[Chip, ...]
    meta: tuple[Markup, ...]
    stats: tuple[tuple[str, Markup | str], ...]
    stages: tuple[Stage, ...]
    stage_field: str
    groups: tuple[ShownGroup, ...]
    tabs: tuple[ShownTab, ...]
    facts: tuple[ShownGroup, ...]
    """Groups of the tab that stands for the stream."""
    related: tuple[RelatedList, ...]
    calls: tuple[Call, ...]
    place: str
    """An address to go to; empty where the record has none."""
    waits: bool
    """Some of its values are yet to be worked out anew."""
    may_edit: bool
    may_delete: bool
    may_share: bool
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


def record_view(context: Context, entity: EntityModel, row: Row, look: Look) -> RecordView:
    """One statement per related list beside the record's own."""
    page = page_of(context.store.model, entity)
    rights, admin = context.viewer.on(entity.key), context.viewer.admin
    shower = shower_of(context, entity, row, look)
    here, title = f"{look.base}/{entity.key}", entity.definition.title
    streamed = {source.many for source in log_sources(context, entity)}
    beside = related_lists(context, entity, (one for one in page.related if one.field not in streamed), row, look)
    stream_tab = next((tab for tab in page.tabs if tab.stream), None)
    seen = seen_fields(context, entity)
    placed = frozenset(path for group in groups_in(page) for path in group.fields)
    return RecordView(
        base=here, href=f"{here}/{row['id']}", entity=entity.key, label=entity.label.in_(look.language), id=str(row["id"]),
        rev=int(row["rev"]), title=show(entity.fields[title], title)(row.get(title), row, look).striptags() or "—",
        person=entity.key == "person",
        chips=tuple(chip for path in page.chips if (chip := chip_of(shower, path)).html),
        meta=tuple(html for path in page.meta if (html := _html(shower, path))),
        stats=tuple(stat for path in page.stats if (stat := stat_of(shower, path))),
        stages=stages(context, entity, row, look, shower.may_edit), stage_field=entity.pipeline.field if entity.pipeline else "",
        groups=(*shower.groups(page.groups), shower.system(placed)), tabs=tabs_of(context, entity, page, row, look),
        facts=shower.groups(stream_tab.groups) if stream_tab else (), related=beside,
        calls=calls(entity, row, seen, beside, look), place=place_of(entity, row, seen, look),
        waits=bool(shower.waits), may_edit=shower.may_edit, may_delete=admin or not rights.delete.nothing,
        may_share=may_share(context, entity), **_alive(context, entity, page, row, look, shower.may_edit),
    )  # fmt: skip


def shower_of(context: Context, entity: EntityModel, row: Row, look: Look) -> Shower:
    """What drawing the record's fields needs."""
    may_edit = context.viewer.admin or not context.viewer.on(entity.key).update.nothing
    return Shower(context, entity, row, look, may_edit, waiting_of(context, entity.key, str(row["id"])))


def may_share(context: Context, entity: EntityModel) -> bool:
    """Whether the viewer may share records of the entity, as far as they may change them."""
    shared = entity.definition.features.sharing and entity.owner_link is None
    return shared and (context.viewer.admin or "share" in context.viewer.on(entity.key).actions)


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
    seen = seen_fields(context, entity)
    return next((key for key, field in entity.fields.items() if field.type.widget == "files" and key in seen), "")


def record_paths(model: Model, entity: EntityModel) -> tuple[str, ...]:
    """Dotted paths the page and its tabs read besides the record's own fields."""
    page = page_of(model, entity)
    groups = groups_in(page)
    asked = [path for group in groups for path in paths_of(model, entity.key, group.visible_when)]
    paths = [
        *page.chips,
        *page.meta,
        *page.stats,
        *page.next,
        *(path for group in groups for path in group.fields),
        *asked,
    ]
    own = [key for key, field in entity.fields.items() if field.storage is not None or field.formula]
    further = (path for path in paths if "." in path or (path in entity.fields and far_end(entity.fields[path])))
    return tuple(dict.fromkeys([*own, *further]))


def groups_in(page: RecordPage) -> list[FieldGroup]:
    """The groups beside the tabs and inside them."""
    return [*page.groups, *(group for tab in page.tabs for group in tab.groups)]


def page_of(model: Model, entity: EntityModel) -> RecordPage:
    """The defined page, else one made of the entity's forms and links."""
    for page in model.pages.values():
        if page.entity == entity.key and page.record is not None:
            return page.record
    many = [key for key, field in entity.fields.items() if field.relation is not None and field.relation.kind == "many"]
    return RecordPage(
        chips=(entity.pipeline.field,) if entity.pipeline else (),
        groups=groups_of(entity, model.forms_of(entity.key)), related=tuple(Related(field=key) for key in many),
    )  # fmt: skip


def _html(shower: Shower, path: str) -> Markup:
    field = readable(shower.context.store.model, shower.entity.key, path, shower.context.viewer)
    return shower.html(field, path) if field else Markup("")


def chip_of(shower: Shower, path: str) -> Chip:
    """A value as it stands under the title; blank where the viewer may not see it."""
    field = shower.entity.fields.get(path)
    return Chip(_html(shower, path), path if field is not None and field.formula else "")


def stat_of(shower: Shower, path: str) -> tuple[str, Markup | str] | None:
    """(label, value) of a figure in the head; None where the viewer may not see it."""
    model, look = shower.context.store.model, shower.look
    field = readable(model, shower.entity.key, path, shower.context.viewer)
    if field is None:
        return None
    value, label = shower.row.get(path), path_label(model, shower.entity.key, path, look.language)
    if field.value_type.name == "money" and value is not None and not isinstance(value, str):
        currency = str(getattr(field.field, "currency", "")) or look.currency
        return label, numbers.short_money(value, currency, look.language)
    return label, shower.html(field, path) or "—"
