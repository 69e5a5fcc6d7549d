"""Gestures on roles: each does what it says and nothing else, what is written stays readable, nobody is locked out."""

import random
from typing import Any

import pytest

from dougong.host.access.people import roles_now
from dougong.host.studio import role_moves
from dougong.host.studio.role_tree import FLAGS, OTHERS, RIGHTS, SCOPED, holders, role_in, roles_of, scope_text
from dougong.metamodel.compile import compile_model
from dougong.metamodel.diff import apply, documents_of
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import text

Tree = dict[str, Any]
PEOPLE = {"ann": ("boss",), "bo": ("keeper",), "cy": ("keeper", "guest"), "di": ()}
WORDS = ("own", "subordinates", "department", "departments", "region", "shared", "pool")


def words(name: str) -> dict[str, str]:
    return {"zh-CN": f"{name} 号", "en": name}


def entity(key: str, **more: Any) -> dict[str, Any]:
    return {
        "$schema": "dougong/entity/1", "key": key, "label": words(key), "title": "name", **more,
        "fields": [
            {"key": "name", "type": "text", "label": words("name")},
            {"key": "weight", "type": "number", "label": words("weight")},
            *more.get("fields", ()),
        ],
    }  # fmt: skip


def role(key: str, **more: Any) -> dict[str, Any]:
    return {"$schema": "dougong/role/1", "key": key, "label": words(key), **more}


@pytest.fixture
def tree() -> Tree:
    """Two objects, one with rows; an administrator's role, one for all, a keeper, a guest, one who sees everything."""
    shelf = {
        "key": "crate",
        "type": "link",
        "to": "crate",
        "required": True,
        "on_delete": "cascade",
        "label": words("crate"),
    }
    return {
        "yard/app.json": {"$schema": "dougong/app/1", "key": "yard", "version": "1.0.0", "label": words("yard")},
        "yard/entities/crate.json": entity(
            "crate", fields=[{"key": "shelves", "type": "lines", "of": "shelf.crate", "label": words("shelves")}]
        ),
        "yard/entities/shelf.json": entity("shelf", owned_by="crate", fields=[shelf]),
        "yard/entities/tool.json": entity("tool"),
        "yard/roles/boss.json": role("boss", admin=True),
        "yard/roles/member.json": role("member", entities={"tool": {"read": "all"}}),
        "yard/roles/keeper.json": role("keeper", entities={"crate": {"create": True, "read": "own", "update": "own"}}),
        "yard/roles/guest.json": role("guest"),
        "yard/roles/watcher.json": role("watcher", all_entities={"read": "all", "export": True}),
        "yard/menus.json": {
            "$schema": "dougong/menus/1", "areas": [{"key": "a", "label": words("a"), "groups": [{
                "key": "g", "label": words("g"), "items": [
                    {"key": "one", "label": words("one"), "open": {"entity": "crate"}, "roles": ["keeper"]},
                    {"key": "two", "label": words("two"), "open": {"entity": "tool"}, "roles": ["keeper", "guest"]},
                ]}]}]},
    }  # fmt: skip


def access(tree: Tree, key: str, of: str) -> dict[str, Any]:
    return dict(role_in(tree, key).access(of))


def items(tree: Tree) -> list[list[str]]:
    return [one["roles"] for one in tree["yard/menus.json"]["areas"][0]["groups"][0]["items"]]


def test_a_scope_is_written_shortly_and_taken_out_when_nothing_is_left(tree: Tree) -> None:
    made = apply(tree, role_moves.scope(tree, "guest", "tool", "read", "shared or own"))
    assert access(made, "guest", "tool") == {"read": "own or shared"}
    assert access(apply(made, role_moves.toggle(made, "guest", "tool", "read", "own")), "guest", "tool") == {
        "read": "shared"
    }
    wide = apply(made, role_moves.scope(made, "guest", "tool", "read", "own or all"))
    assert access(wide, "guest", "tool") == {"read": "all"}
    gone = apply(wide, role_moves.scope(wide, "guest", "tool", "read", "none"))
    assert "tool" not in role_in(gone, "guest").named


def test_a_condition_is_kept_as_it_is_written_also_when_it_is_wrong(tree: Tree) -> None:
    made = apply(tree, role_moves.scope(tree, "keeper", "crate", "read", " weight >  "))
    assert access(made, "keeper", "crate")["read"] == "weight >"
    with pytest.raises(ProblemsFound) as refused:
        role_moves.scope(tree, "watcher", OTHERS, "read", "weight > 2")
    assert refused.value.problems[0].fix


def test_space_goes_round_every_scope_and_comes_back(tree: Tree) -> None:
    seen = []
    for _ in range(7):
        tree = apply(tree, role_moves.cycle(tree, "guest", "tool", "read"))
        seen.append(scope_text(access(tree, "guest", "tool").get("read")))
    assert seen == ["own", "subordinates", "department", "departments", "all", "none", "own"]
    turned = apply(tree, role_moves.cycle(tree, "guest", "tool", "export"))
    assert access(turned, "guest", "tool")["export"] is True
    assert "export" not in access(apply(turned, role_moves.cycle(turned, "guest", "tool", "export")), "guest", "tool")


def test_what_a_role_says_of_all_others_is_what_an_object_begins_with(tree: Tree) -> None:
    made = apply(tree, role_moves.scope(tree, "watcher", "tool", "update", "own"))
    assert access(made, "watcher", "tool") == {"read": "all", "export": True, "update": "own"}
    none = apply(tree, role_moves.scope(tree, "watcher", "tool", "read", "none"))
    none = apply(none, role_moves.flag(none, "watcher", "tool", "export", False))
    assert access(none, "watcher", "tool") == {}
    assert role_in(none, "watcher").named == {"tool": {}}


def test_rows_of_a_parent_keep_what_the_parent_gives_when_a_field_of_theirs_is_restricted(tree: Tree) -> None:
    made = apply(tree, role_moves.fields(tree, "keeper", "shelf", ["weight"], "hidden"))
    assert access(made, "keeper", "shelf") == {
        "read": "own", "update": "own", "create": True, "delete": "own", "fields": {"weight": "hidden"},
    }  # fmt: skip
    compile_model(documents_of(made))


def test_many_fields_at_once_and_back(tree: Tree) -> None:
    made = apply(tree, role_moves.fields(tree, "keeper", "crate", ["name", "weight"], "masked"))
    assert access(made, "keeper", "crate")["fields"] == {"name": "masked", "weight": "masked"}
    back = apply(made, role_moves.fields(made, "keeper", "crate", ["name", "weight"], "edit"))
    assert back == tree


def test_a_new_role_and_a_copy_stand_in_the_workspaces_own_app(tree: Tree) -> None:
    changes, key = role_moves.new(tree, text("保管二", "Keeper"), like="keeper")
    made = apply(tree, changes)
    assert key == "keeper_2"
    assert role_in(made, key).app == "own"
    assert role_in(made, key).named == role_in(tree, "keeper").named
    compile_model(documents_of(made))
    with pytest.raises(ProblemsFound):
        role_moves.new(tree, text(" ", " "))


def test_a_role_somebody_has_is_removed_only_when_it_is_said_what_they_have_instead(tree: Tree) -> None:
    with pytest.raises(ProblemsFound) as refused:
        role_moves.remove(tree, "keeper", None, PEOPLE)
    assert "2 人" in refused.value.problems[0].message.zh
    made = apply(tree, role_moves.remove(tree, "keeper", "guest", PEOPLE))
    assert set(holders(made, PEOPLE, "guest")) == {"bo", "cy"}
    model = compile_model(documents_of(made))
    assert roles_now(model.roles, ("keeper", "guest")) == ("guest",)
    assert items(made) == [["guest"], ["guest"]]
    again = apply(made, role_moves.remove(made, "guest", "watcher", PEOPLE))
    assert set(holders(again, PEOPLE, "watcher")) == {"bo", "cy"}


def test_what_was_only_for_a_role_that_goes_is_not_for_everybody_then(tree: Tree) -> None:
    made = apply(tree, role_moves.remove(tree, "keeper", "", PEOPLE))
    assert items(made) == [["boss"], ["guest"]]
    assert holders(made, PEOPLE, "keeper") == ["bo", "cy"]  # the key is kept at the people, no role is behind it
    assert roles_now(compile_model(documents_of(made)).roles, ("keeper",)) == ("keeper",)


def test_nobody_left_to_administer_is_refused_and_so_is_taking_everybodys_role(tree: Tree) -> None:
    for gesture in (
        lambda: role_moves.change(tree, "boss", {"admin": None}, PEOPLE),
        lambda: role_moves.remove(tree, "boss", "guest", PEOPLE),
    ):
        with pytest.raises(ProblemsFound) as refused:
            gesture()
        assert refused.value.problems[0].code == "no_administrator"
    with pytest.raises(ProblemsFound) as refused:
        role_moves.remove(tree, "member", "", PEOPLE)
    assert refused.value.problems[0].code == "role_of_all"
    second = apply(tree, role_moves.change(tree, "keeper", {"admin": True}, PEOPLE))
    role_moves.change(second, "boss", {"admin": None}, PEOPLE)  # bo and cy administer now
    with pytest.raises(ProblemsFound):
        role_moves.scope(tree, "boss", "tool", "read", "own")


@pytest.mark.parametrize("seed", range(60))
def test_any_gesture_does_what_it_says_and_nothing_else(tree: Tree, seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(12):
        key = draw.choice(("member", "keeper", "guest", "watcher"))
        of = draw.choice(("crate", "tool", "shelf", OTHERS))
        before = {one: {e: access(tree, one, e) for e in ("crate", "tool", "shelf")} for one in roles_of(tree)}
        gesture = draw.choice(("scope", "flag", "fields"))
        match gesture:
            case "scope":
                verb = draw.choice(SCOPED)
                wanted = draw.choice(("none", "all", "own", " or ".join(draw.sample(WORDS, draw.randint(1, 4)))))
                made = apply(tree, role_moves.scope(tree, key, of, verb, wanted))
                assert set(scope_text(access(made, key, of).get(verb)).split(" or ")) == set(wanted.split(" or "))
            case "flag":
                verb, on = draw.choice(FLAGS), draw.random() < 0.5
                made = apply(tree, role_moves.flag(tree, key, of, verb, on))
                assert access(made, key, of).get(verb, False) is on
            case _:
                if of == OTHERS:
                    continue
                verb, right = "fields", draw.choice(RIGHTS)
                made = apply(tree, role_moves.fields(tree, key, of, ["weight"], right))
                assert access(made, key, of).get("fields", {}).get("weight", "edit") == right
        after = {one: {e: access(made, one, e) for e in ("crate", "tool", "shelf")} for one in roles_of(made)}
        for one, objects in before.items():
            for e, said in objects.items():
                if one != key or (e != of and of != OTHERS):
                    assert after[one][e] == said
                if one == key and e == of and e in role_in(tree, key).named:
                    rest = {name: value for name, value in said.items() if name != verb}
                    assert {name: value for name, value in after[one][e].items() if name != verb} == rest
        compile_model(documents_of(made))
        tree = made
