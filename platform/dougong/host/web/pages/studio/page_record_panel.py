"""The panel of a part of a record's page: a value, a group, a list of related records, a tab."""

from dataclasses import dataclass

from dougong.host.studio.page_moves import Raw
from dougong.host.studio.page_record import PartId, part_of, raw_of
from dougong.metamodel.model import EntityModel, Model
from dougong.metamodel.page import Page, RecordPage
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import text

from .control import words_in
from .page_panel import Choices, Columns, more_fields, path_words, sort_choices
from .page_record import RecordCanvas

HEAD_WORDS = {
    "chips": text("标题旁的标签", "Labels beside the title"), "meta": text("标题下一行", "The line below the title"),
    "stats": text("右上的数字", "Figures at the right"), "next": text("下一步", "What comes next"),
}  # fmt: skip
_KINDS = {
    "value": text("字段", "Field"),
    "group": text("分组", "Group"),
    "related": text("关联列表", "Related list"),
    "tab": text("页签", "Tab"),
}
_ICONS = {"value": "text-size", "group": "layout-list", "related": "list-details", "tab": "folders"}


@dataclass(frozen=True, slots=True)
class RecordPanel:
    """The chosen part; what its kind does not have is None. `where` are places it can be put."""

    id: str
    kind: str
    icon: str
    title: str
    words: str
    key: str
    named: bool
    zh: str
    en: str
    where_name: str
    where: Choices
    entity: str
    condition: tuple[str, str] | None
    columns: Columns | None
    sort: tuple[Choices, bool] | None
    filter: str | None
    limit: str | None
    stream: bool | None
    said: tuple[str, ...]


def record_panel(
    model: Model, raw: Raw, page: Page, canvas: RecordCanvas, at: str, language: str
) -> RecordPanel | None:
    """The panel of the part `at`; None where it is not there (any more)."""
    assert page.record is not None and page.entity is not None
    entity = model.entities[page.entity]
    try:
        part = part_of(at)
        given = raw_of(raw, part) if part.kind != "value" else {}
    except ProblemsFound:
        return None
    if part.kind == "value" and not any(
        part.key in paths for place, paths in _values(page.record) if place == part.place
    ):
        return None
    own = path_words(model, entity.key, part.key)
    label = words_in(given.get("label"), part.key) if given.get("label") else own
    target = _target(model, entity, part)
    shown = [str(one) for one in given.get("columns", ())]
    return RecordPanel(
        at, part.kind, _ICONS[part.kind], label.in_(language), _KINDS[part.kind].in_(language), part.key, part.kind != "value",
        label.zh, label.en, "place" if part.kind == "value" else "tab", _where(page.record, part, language),
        target.key if target else entity.key,
        (str(given.get("visible_when", "")), _wrong(canvas, at)) if part.kind == "group" else None,
        Columns(
            tuple((one, path_words(model, target.key, one).in_(language)) for one in shown),
            more_fields(model, target, shown, language),
        ) if target else None,
        sort_choices(target, str(next(iter(given.get("sort", ())), "")), language) if target else None,
        str(given.get("filter", "")) if target else None, str(given.get("limit", "")) if target else None,
        bool(given.get("stream")) if part.kind == "tab" else None, tuple(filter(None, (_wrong(canvas, at),))),
    )  # fmt: skip


def _target(model: Model, entity: EntityModel, part: PartId) -> EntityModel | None:
    field = entity.fields.get(part.key) if part.kind == "related" else None
    return model.entities.get(field.relation.target) if field is not None and field.relation else None


def _values(page: RecordPage) -> list[tuple[str, tuple[str, ...]]]:
    """Every list of values: (place, paths)."""
    head = [("chips", page.chips), ("meta", page.meta), ("stats", page.stats), ("next", page.next)]
    groups = [(f"group::{one.key}", one.fields) for one in page.groups]
    return head + groups + [(f"group:{tab.key}:{one.key}", one.fields) for tab in page.tabs for one in tab.groups]


def _where(page: RecordPage, part: PartId, language: str) -> Choices:
    """Where the part could stand: values in lists of the head and in groups, groups and lists in tabs."""
    beside = text("页签旁边", "Beside the tabs").in_(language)
    tabs = [(one.key, one.label.in_(language)) for one in page.tabs]
    if part.kind in ("group", "related"):
        return tuple((key, words, key == part.tab) for key, words in [("", beside), *tabs])
    if part.kind == "tab":
        return ()
    head = [(key, words.in_(language)) for key, words in HEAD_WORDS.items()]
    groups = [(f"group::{one.key}", one.label.in_(language)) for one in page.groups]
    inside = [
        (f"group:{tab.key}:{one.key}", f"{tab.label.in_(language)} · {one.label.in_(language)}")
        for tab in page.tabs
        for one in tab.groups
    ]
    return tuple((key, words, key == part.place) for key, words in [*head, *groups, *inside])


def _wrong(canvas: RecordCanvas, at: str) -> str:
    groups, lists = (*canvas.groups, *canvas.open_groups), (*canvas.lists, *canvas.open_lists)
    zones = (canvas.chips, canvas.meta, canvas.stats, canvas.next)
    bits = [bit for zone in zones for bit in zone.bits] + [bit for group in groups for bit in group.bits]
    said = {bit.id: bit.said for bit in bits}
    said |= {one.id: " ".join(one.said) for one in groups} | {one.id: " ".join(one.said) for one in lists}
    return said.get(at, "")
