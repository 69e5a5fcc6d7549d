"""The pages there are: dashboards, the page of each object's records; where in the menu they stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from dougong.host.studio.entity_tree import Tree
from dougong.host.studio.menu_tree import Node, nodes_of
from dougong.host.studio.own_app import OWN
from dougong.host.studio.page_ideas import objects
from dougong.host.studio.page_moves import label_of
from dougong.host.web.pages.record_page import page_of
from dougong.metamodel.model import EntityModel, Model
from dougong.metamodel.page import Page

from .shell import Around


@dataclass(frozen=True, slots=True)
class PageLine:
    """`count` tiles, or groups and lists; `drawn`: somebody has designed it; `where` in the menu."""

    key: str
    label: str
    icon: str
    count: int
    drawn: bool
    where: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PagesPage:
    """What templates/studio/pages.html shows; `groups` are places in the menu as (id, path in words)."""

    around: Around
    boards: tuple[PageLine, ...]
    records: tuple[PageLine, ...]
    groups: tuple[tuple[str, str], ...]


def boards_of(model: Model, tree: Tree, language: str) -> tuple[PageLine, ...]:
    """Every workbench and dashboard, those of the workspace first."""
    where = {str((one.raw.get("open") or {}).get("page")): place for one, place in _items(tree, language)}
    own = {name.rpartition("/")[2].removesuffix(".json") for name in tree if name.startswith(f"{OWN}/pages/")}
    found = [one for one in model.pages.values() if one.record is None]
    found.sort(key=lambda one: one.key not in own)
    return tuple(
        PageLine(
            one.key, one.label.in_(language), "layout-dashboard", len(one.widgets), True, where.get(one.key, ""),
            tuple(model.roles[key].label.in_(language) for key in one.roles if key in model.roles),
        )
        for one in found
    )  # fmt: skip


def records_of(model: Model, language: str) -> tuple[PageLine, ...]:
    """The page of the records of every object that has one."""
    found = []
    for key in objects(model):
        entity = model.entities[key]
        if entity.owner_link is not None:
            continue
        page = record_page(model, entity)
        assert page.record is not None
        count = len(page.record.groups) + len(page.record.tabs) + len(page.record.related)
        drawn = page.key in model.pages
        found.append(PageLine(page.key, entity.label.in_(language), entity.definition.icon, count, drawn, "", ()))
    return tuple(found)


def record_page(model: Model, entity: EntityModel) -> Page:
    """The page of an object's records: the one somebody designed, else the one it has by itself."""
    for page in model.pages.values():
        if page.entity == entity.key and page.record is not None:
            return page
    key = next(one for one in _keys(entity.key) if one not in model.pages)
    return Page(key=key, label=entity.label, entity=entity.key, record=page_of(model, entity))


def groups_of(tree: Tree, language: str) -> tuple[tuple[str, str], ...]:
    """Places in the menu a page can be put into: (id, path in words)."""
    return tuple(
        (group.id, f"{label_of(area.raw).in_(language)} → {label_of(group.raw).in_(language)}")
        for area in nodes_of(tree)
        for group in area.children
    )


def _items(tree: Tree, language: str) -> Iterator[tuple[Node, str]]:
    for area in nodes_of(tree):
        for group in area.children:
            for item in group.children:
                yield item, f"{label_of(area.raw).in_(language)} → {label_of(group.raw).in_(language)}"


def _keys(entity: str) -> Iterator[str]:
    yield f"{entity[:40]}_record"
    yield from (f"{entity[:36]}_record_{n}" for n in range(2, 1000))
