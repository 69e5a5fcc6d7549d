"""Menus and roles of every template: no leaf leads nowhere, nobody arrives where they may see nothing."""

import pytest

from dougong.metamodel.menu import Area, Group, Item
from dougong.metamodel.model import Model
from dougong.metamodel.role import Role

from tests.apps.stock import TEMPLATES, App, app


def leaves(model: Model) -> list[tuple[Area, Group, Item]]:
    return [(area, group, item) for area in model.areas for group in area.groups for item in group.items]


def may_open(model: Model, role: Role, item: Item) -> bool:
    """A page asks for its roles, a list for the right to read."""
    page = model.pages.get(item.open.page or "")
    if page is not None:
        return role.admin or not page.roles or role.key in page.roles
    return may_read(role, opens(model, item))


def may_read(role: Role, entity: str) -> bool:
    access = role.entities.get(entity) or role.all_entities
    return role.admin or (access is not None and access.read is not False)


def opens(model: Model, item: Item) -> str:
    return model.views[item.open.view].entity if item.open.view else item.open.entity or ""


def sees(role: Role, area: Area, group: Group, item: Item) -> bool:
    return all(not part.roles or role.key in part.roles for part in (area, group, item))


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_leaf_is_reached_by_somebody_who_may_read_what_it_opens(key: str) -> None:
    here = app(key)
    for area, group, item in leaves(here.model):
        some = [role for role in here.roles if sees(role, area, group, item) and may_open(here.model, role, item)]
        assert some or "admin" in {*area.roles, *group.roles, *item.roles}, f"{area.key}/{group.key}/{item.key}"


@pytest.mark.parametrize("key", TEMPLATES)
def test_nobody_is_shown_a_leaf_they_may_not_read(key: str) -> None:
    here = app(key)
    mistakes = [
        f"{role.key} sees {item.key}"
        for area, group, item in leaves(here.model)
        for role in here.roles
        if sees(role, area, group, item) and not may_open(here.model, role, item)
    ]
    assert mistakes == []


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_role_begins_somewhere_it_may_be(key: str) -> None:
    here = app(key)
    for role in here.roles:
        assert role.home is not None, role.key
        home = here.model.pages.get(role.home)
        if home is not None:
            assert role.key in home.roles, role.key
        else:
            assert may_read(role, here.model.views[role.home].entity), role.key


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_workbench_shows_only_what_its_people_may_read(key: str) -> None:
    here = app(key)
    mistakes = [
        f"{role.key}: {page.key}.{widget.key}"
        for page in here.model.pages.values()
        for role in here.roles
        for widget in page.widgets
        if role.key in page.roles
        and (entity := widget.entity or (here.model.views[widget.view].entity if widget.view else ""))
        and not may_read(role, entity)
    ]
    assert mistakes == []


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_entity_is_in_the_menu_or_below_one_that_is(key: str) -> None:
    here = app(key)
    in_menu = {opens(here.model, item) for _, _, item in leaves(here.model)}
    for entity in here.entities:
        assert entity.key in in_menu or entity.owner_link is not None, f"{entity.key} cannot be reached"


@pytest.mark.parametrize("key", TEMPLATES)
def test_the_phone_has_a_bar(key: str) -> None:
    """Each role finds something on it; what has no room the check warns about."""
    model = app(key).model
    for role in model.roles.values():
        meant = [item for area, group, item in leaves(model) if item.phone and sees(role, area, group, item)]
        assert role.admin or not role.home or any(may_open(model, role, item) for item in meant), role.key


@pytest.mark.parametrize("key", TEMPLATES)
def test_what_may_be_changed_may_be_read(key: str) -> None:
    for role in app(key).roles:
        for entity, access in role.entities.items():
            assert access.read or not (access.update or access.delete), f"{role.key} {entity}"


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_role_can_reach_the_far_end_of_what_it_writes(key: str) -> None:
    """Who makes a record may read what its required links point to."""
    here: App = app(key)
    for role in here.roles:
        for name, access in role.entities.items():
            for field in here.model.entities[name].columns:
                if access.create and field.field.required and field.relation and field.relation.kind == "one":
                    target = here.model.entities[field.relation.target]
                    assert target.app == "base" or may_read(role, target.key), f"{role.key}: {name}.{field.key}"
