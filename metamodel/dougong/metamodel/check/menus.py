"""Checks menus: each item opens one thing that exists, keys are unique on their level, roles exist."""

from collections.abc import Iterator

from ..documents import Document
from ..menu import Item, Menus
from ..problem import Problem
from ..text import text
from .subject import Subject, twice

MOST_ON_PHONE = 5


def check(subject: Subject) -> Iterator[Problem]:
    """Each menu file; a fourth level cannot be written, the shape refuses it."""
    for document, menus in subject.of(Menus):
        yield from twice(document, ((f"$.areas[{n}].key", area.key) for n, area in enumerate(menus.areas)))
        yield from _phone(document, menus)
        for number, area in enumerate(menus.areas):
            place = f"$.areas[{number}]"
            yield from _roles(subject, document, place, area.roles)
            yield from twice(document, ((f"{place}.groups[{n}].key", one.key) for n, one in enumerate(area.groups)))
            for n, group in enumerate(area.groups):
                where = f"{place}.groups[{n}]"
                yield from _roles(subject, document, where, group.roles)
                yield from twice(document, ((f"{where}.items[{m}].key", one.key) for m, one in enumerate(group.items)))
                for m, item in enumerate(group.items):
                    yield from _item(subject, document, f"{where}.items[{m}]", item)


def _phone(document: Document, menus: Menus) -> Iterator[Problem]:
    marked = [
        f"$.areas[{number}].groups[{n}].items[{m}].phone"
        for number, area in enumerate(menus.areas)
        for n, group in enumerate(area.groups)
        for m, item in enumerate(group.items)
        if item.phone
    ]
    for place in marked[MOST_ON_PHONE:]:
        words = text(
            f"手机底栏最多 {MOST_ON_PHONE} 项，多出的不会显示", f"The phone's bar has room for {MOST_ON_PHONE} items"
        )
        yield document.problem("phone_bar", words, place, severity="warning")


def _item(subject: Subject, document: Document, place: str, item: Item) -> Iterator[Problem]:
    yield from _roles(subject, document, place, item.roles)
    model, target = subject.model, item.open
    given = [part for part in (target.view, target.page, target.entity) if part is not None]
    if len(given) != 1:
        words = text("open 里要有且只有一个：view、page 或 entity", "open needs exactly one of view, page, entity")
        yield document.problem("target", words, f"{place}.open")
    if target.view is not None:
        yield from subject.known(document, f"{place}.open.view", "view", target.view, model.views)
    if target.page is not None:
        yield from subject.known(document, f"{place}.open.page", "page", target.page, model.pages)
        page = model.pages.get(target.page)
        if page is not None and page.record is not None:
            words = text(
                "记录页要从记录打开，菜单不能直接打开", "A record's page opens from a record, not from the menu"
            )
            yield document.problem("target", words, f"{place}.open.page")
        if item.badge is not None:
            words = text(
                "只有打开视图或对象的菜单项能显示数量", "Only items that open a view or an entity have a count"
            )
            yield document.problem("badge", words, f"{place}.badge")
    if target.entity is not None:
        yield from subject.entity(document, f"{place}.open.entity", target.entity)


def _roles(subject: Subject, document: Document, place: str, roles: tuple[str, ...]) -> Iterator[Problem]:
    for number, role in enumerate(roles):
        yield from subject.known(document, f"{place}.roles[{number}]", "role", role, subject.model.roles)
