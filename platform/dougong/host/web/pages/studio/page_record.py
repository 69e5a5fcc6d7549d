"""The canvas of a record's page: drawn with a real record as the page draws it, each part to be taken hold of."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dougong.host.studio.page_problems import record_problems
from dougong.host.web.pages import door
from dougong.host.web.pages.columns import path_label, readable
from dougong.host.web.pages.entity import record
from dougong.host.web.pages.list_page import look_of
from dougong.host.web.pages.list_state import far_end, listable
from dougong.host.web.pages.look import Look
from dougong.host.web.pages.record_fields import Shower, ShownField
from dougong.host.web.pages.record_page import Chip, chip_of, shower_of, stat_of
from dougong.host.web.pages.related_lists import RelatedList, related_lists
from dougong.host.web.pages.show import show
from dougong.host.web.scope import Scope
from dougong.metamodel.model import EntityModel, Model
from dougong.metamodel.page import FieldGroup, Page, RecordPage, Related, Tab
from dougong.metamodel.problem import ProblemsFound
from dougong.records.context import Context
from dougong.records.values import Query, Row

from .page_board import digest, said_of
from .page_panel import path_words

STREAM = "stream"
_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Bit:
    """A value: `html` is empty where it is blank, `field` how a group shows it, `said` what is wrong with it."""

    id: str
    path: str
    label: str
    html: Markup | str
    field: ShownField | None
    said: str


@dataclass(frozen=True, slots=True)
class Zone:
    """A list of values of the head."""

    key: str
    bits: tuple[Bit, ...]


@dataclass(frozen=True, slots=True)
class GroupPart:
    """`zone` is where its values are dropped, `when` its condition."""

    id: str
    zone: str
    label: str
    when: str
    bits: tuple[Bit, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListPart:
    """`list` is None where there is nothing to show yet; `drawn` names what it shows, `kept`: the browser has that."""

    id: str
    label: str
    icon: str
    drawn: str
    kept: bool
    list: RelatedList | None
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TabPart:
    id: str
    key: str
    label: str
    stream: bool
    on: bool


@dataclass(frozen=True, slots=True)
class RecordCanvas:
    """`groups` and `lists` stand beside the tabs, `open_groups` and `open_lists` in the tab `open`."""

    title: str
    person: bool
    chips: Zone
    meta: Zone
    stats: Zone
    next: Zone
    groups: tuple[GroupPart, ...]
    lists: tuple[ListPart, ...]
    tabs: tuple[TabPart, ...]
    open: str
    open_groups: tuple[GroupPart, ...]
    open_lists: tuple[ListPart, ...]
    open_stream: bool
    offered: tuple[tuple[str, str], ...]
    record: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What every part is drawn with; `shower` is None while there is no record."""

    model: Model
    entity: EntityModel
    look: Look
    shower: Shower | None
    wrong: dict[str, str]
    had: Collection[str]

    def bit(self, place: str, path: str, at: str) -> Bit:
        """A value as a group shows it."""
        field = self.shower.field(path) if self.shower and self.known(path) else None
        label = path_words(self.model, self.entity.key, path).in_(self.look.language)
        html = field.html if field else ""
        return Bit(f"value:{place}:{path}", path, label, html, field, self.wrong.get(at, ""))

    def known(self, path: str) -> bool:
        """Whether it is in force: only then there are values."""
        if self.shower is None:
            return False
        context = self.shower.context
        return readable(context.store.model, self.entity.key, path, context.viewer) is not None

    def groups(self, tab: str, groups: Iterable[FieldGroup], at: str) -> tuple[GroupPart, ...]:
        return tuple(
            GroupPart(
                f"group:{tab}:{one.key}", f"group:{tab}:{one.key}", one.label.in_(self.look.language), one.visible_when or "",
                tuple(self.bit(f"group:{tab}:{one.key}", path, f"{at}groups[{n}].fields[{m}]") for m, path in enumerate(one.fields)),
                tuple(filter(None, (self.wrong.get(f"{at}groups[{n}].visible_when"),))),
            )
            for n, one in enumerate(groups)
        )  # fmt: skip

    def lists(self, tab: str, lists: Iterable[Related], at: str, *, table: bool) -> tuple[ListPart, ...]:
        return tuple(self._list(tab, one, f"{at}related[{n}]", table) for n, one in enumerate(lists))

    def _list(self, tab: str, one: Related, at: str, table: bool) -> ListPart:
        said = tuple(words for place, words in self.wrong.items() if place.startswith(at))
        label = one.label or path_words(self.model, self.entity.key, one.field)
        drawn = None
        shown = (
            one.model_dump(mode="json"),
            self.shower.row["id"] if self.shower else "",
            self.shower.row.get("rev") if self.shower else "",
        )
        name = digest(*shown, table, said, self.look.language)
        kept = name in self.had
        if self.shower is not None and self.known(one.field) and not said and not kept:
            try:
                found = related_lists(
                    self.shower.context, self.shower.entity, (one,), self.shower.row, self.look, table=table
                )
                drawn = next(iter(found), None)
            except (ProblemsFound, KeyError):
                drawn = None  # it asks for what is new in the draft
        target = self.entity.fields[one.field].relation if one.field in self.entity.fields else None
        there = self.model.entities.get(target.target) if target else None
        icon = there.definition.icon if there else "list-details"
        return ListPart(f"related:{tab}:{one.field}", label.in_(self.look.language), icon, name, kept, drawn, said)


def record_canvas(
    scope: Scope, context: Context, model: Model, page: Page, wanted: str, tab: str, had: Collection[str]
) -> RecordCanvas:
    """The page of the draft `model` with the record `wanted`, else the one changed last, as it is in force; `had` are the
    `drawn` a browser shows."""
    assert page.record is not None and page.entity is not None
    defined, entity = page.record, model.entities[page.entity]
    look = look_of(scope, context)
    offered, row = _sample(context, entity.key, defined, wanted)
    here = context.store.model.entities.get(entity.key)
    shower = shower_of(context, here, row, look) if row is not None and here is not None else None
    problems = record_problems(model, page)
    wrong = {at: said_of(found[0][1], look.language) for at, found in problems.items()}
    drawing = _Drawing(model, entity, look, shower, wrong, had)
    streams = next((one for one in defined.tabs if one.stream), None)
    tabs = _tabs(defined, look, tab)
    chosen = next((one for one in defined.tabs if any(each.on and each.key == one.key for each in tabs)), None)
    number = defined.tabs.index(chosen) if chosen else 0
    at = f"tabs[{number}]."
    title = entity.definition.title
    shown = (
        show(entity.fields[title], title)(row.get(title), row, look).striptags()
        if row is not None and title in row
        else ""
    )
    return RecordCanvas(
        str(shown) or entity.label.in_(look.language), entity.key == "person",
        _zone(drawing, "chips", defined.chips), _zone(drawing, "meta", defined.meta), _zone(drawing, "stats", defined.stats),
        _zone(drawing, "next", defined.next), drawing.groups("", defined.groups, ""),
        drawing.lists("", defined.related, "", table=False), tabs, chosen.key if chosen else "",
        drawing.groups(chosen.key, chosen.groups, at) if chosen else (),
        drawing.lists(chosen.key, chosen.related, at, table=True) if chosen else (),
        chosen.stream if chosen else streams is None, offered, str(row["id"]) if row is not None else "",
        tuple(words for place, words in wrong.items() if place.startswith("$")),
    )  # fmt: skip


def _tabs(page: RecordPage, look: Look, wanted: str) -> tuple[TabPart, ...]:
    """The stream's own tab first while no other stands for it."""
    keys = [one.key for one in page.tabs]
    own = not any(one.stream for one in page.tabs)
    first = "" if own else keys[0] if keys else ""
    on = wanted if wanted in keys else first
    found = [TabPart("", "", look.words("Timeline"), True, on == "")] if own else []
    return (
        *found,
        *(
            TabPart(f"tab:{one.key}", one.key, one.label.in_(look.language), one.stream, one.key == on)
            for one in page.tabs
        ),
    )


def _zone(drawing: _Drawing, key: str, paths: Iterable[str]) -> Zone:
    bits = []
    for number, path in enumerate(paths):
        bit = drawing.bit(key, path, f"{key}[{number}]")
        if drawing.shower is not None and drawing.known(path):
            html: Any = bit.html
            if key == "chips":
                made: Chip = chip_of(drawing.shower, path)
                html = made.html
            elif key == "stats":
                stat = stat_of(drawing.shower, path)
                html = stat[1] if stat else ""
            bit = Bit(bit.id, bit.path, bit.label, html, bit.field, bit.said)
        bits.append(bit)
    return Zone(key, tuple(bits))


def _sample(
    context: Context, entity: str, page: RecordPage, wanted: str
) -> tuple[tuple[tuple[str, str], ...], Row | None]:
    """(id, title) of those changed last, and the record that is shown; None where there is none."""
    here = context.store.model.entities.get(entity)
    if here is None:
        return (), None
    title = here.definition.title
    found = door.find(context, Query(entity, (title,), sort=("-updated_at",), limit=_OFFERED)).rows
    offered = tuple((str(one["id"]), str(one[title] or "—")) for one in found)
    chosen = wanted if wanted in dict(offered) else offered[0][0] if offered else ""
    return offered, record(context, entity, chosen, _paths(context, here, page)) if chosen else None


def _paths(context: Context, entity: EntityModel, page: RecordPage) -> tuple[str, ...]:
    """What the page reads, as far as it is in force."""
    parts: list[RecordPage | Tab] = [page, *page.tabs]
    asked = [*page.chips, *page.meta, *page.stats, *page.next]
    asked += [path for part in parts for group in part.groups for path in group.fields]
    own = [key for key, field in entity.fields.items() if field.storage is not None or field.formula]
    found = []
    for path in asked:
        field = readable(context.store.model, entity.key, path, context.viewer)
        if field is not None and ("." in path or far_end(field)):
            found.append(path)
    return tuple(dict.fromkeys([*own, *found]))


def placeable(model: Model, entity: EntityModel, language: str) -> tuple[tuple[str, str, str], ...]:
    """(path, label, icon) of the fields that can stand on the page, the object's own first."""
    found = []
    for field in sorted(entity.fields.values(), key=lambda one: one.system):
        many = field.relation is not None and field.relation.kind == "many" and not far_end(field)
        if many or not (listable(field.type.widget) or field.type.widget == "rich_text"):
            continue
        found.append((field.key, path_label(model, entity.key, field.key, language), field.type.icon))
    return tuple(found)


def listed(model: Model, entity: EntityModel, language: str) -> tuple[tuple[str, str, str], ...]:
    """(field, label, icon) of what can stand as a list of related records."""
    found = []
    for field in entity.fields.values():
        if field.relation is not None and field.relation.kind == "many" and field.relation.target in model.entities:
            icon = model.entities[field.relation.target].definition.icon
            found.append((field.key, field.label.in_(language), icon))
    return tuple(found)
