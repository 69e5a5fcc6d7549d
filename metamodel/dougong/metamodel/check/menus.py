"""Checks menus: each item opens one thing that exists, keys are unique on their level, roles exist."""

from collections.abc import Iterator

from ..documents import Document
from ..menu import Item, Menus
from ..model import Model
from ..problem import Problem
from ..role import Role
from ..text import text
from .subject import Subject, twice

MOST_ON_PHONE = 4


def check(subject: Subject) -> Iterator[Problem]:
    """Each menu file; a fourth level cannot be written, the shape refuses it."""
    for document, menus in subject.of(Menus):
        yield from twice(document, ((f"$.areas[{n}].key", area.key) for n, area in enumerate(menus.areas)))
        yield from _phone(subject.model, document, menus)
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


def _phone(model: Model, document: Document, menus: Menus) -> Iterator[Problem]:
    """The bar shows one item of a group: whoever has items of more groups than there is room for does not see the last."""
    meant = [
        (f"$.areas[{number}].groups[{n}].items[{m}].phone", (number, n), item, (area.roles, group.roles, item.roles))
        for number, area in enumerate(menus.areas)
        for n, group in enumerate(area.groups)
        for m, item in enumerate(group.items)
        if item.phone
    ]
    told: set[str] = set()
    for role in model.roles.values():
        seen: dict[tuple[int, int], str] = {}
        for place, group, item, asked in meant:
            if not role.admin and all(not one or role.key in one for one in asked) and _opens(model, role, item):
                seen.setdefault(group, place)
        told |= set(list(seen.values())[MOST_ON_PHONE:])
    for place in (place for place, *_ in meant if place in told):
        words = text(
            f"手机底栏最多放 {MOST_ON_PHONE} 组各一项，多出的不会显示",
            f"The phone's bar has room for one item of each of {MOST_ON_PHONE} groups",
        )
        yield document.problem("phone_bar", words, place, severity="warning")


def _opens(model: Model, role: Role, item: Item) -> bool:
    """Whether the item stands in the menu of somebody with this role alone."""
    page, view = model.pages.get(item.open.page or ""), model.views.get(item.open.view or "")
    if page is not None:
        return not page.roles or role.key in page.roles
    access = role.entities.get(view.entity if view else item.open.entity or "", role.all_entities)
    return access is not None and access.read is not False


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
