"""Gestures on fields and objects of a draft: whatever is done by hand, the definitions stay sound."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

import dougong.host.install as install
from dougong.host.studio import entity_moves, field_moves
from dougong.host.studio.entity_tree import entity_in
from dougong.host.studio.field_controls import properties_of, read_value
from dougong.host.studio.field_palette import families
from dougong.metamodel.check import check_model
from dougong.metamodel.compile import try_compile
from dougong.metamodel.diff import Change, apply, documents_of
from dougong.metamodel.documents import load_folder
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import text
from dougong.rules.check_expressions import check_expressions

BASE = Path(install.__file__).parent / "base"
TREE: dict[str, Any] = {f"{one.app}/{one.file}": one.raw for one in load_folder(BASE).documents}
TYPES = [one.key for family in families() for one in family.types]


@pytest.fixture
def yard() -> dict[str, Any]:
    """The product's own documents and one object, `crane`, that a person has just made."""
    changes, key = entity_moves.new_object(TREE, text("吊车", "Crane"), "truck", ("member",), "")
    assert key == "crane"
    return dict(apply(TREE, changes))


def keys(tree: dict[str, Any], entity: str = "crane") -> list[str]:
    return [one.key for one in entity_in(tree, entity).fields]


def errors(tree: dict[str, Any]) -> list[str]:
    found = check_model(documents_of(tree), check_expressions)
    return [f"{one.file} {one.path} {one.message.en}" for one in found if one.severity == "error"]


def done(tree: dict[str, Any], changes: list[Change]) -> dict[str, Any]:
    return dict(apply(tree, changes))


def test_a_new_object_has_all_it_needs_to_work(yard: dict[str, Any]) -> None:
    assert not errors(yard)
    model, _ = try_compile(documents_of(yard))
    assert model is not None
    crane = model.entities["crane"]
    assert crane.app == "own"
    assert [view.key for view in model.views_of("crane")] == ["crane_all"]
    assert model.forms_of("crane")[0].sections[0].rows[0][0].field == "name"
    assert model.roles["member"].entities["crane"].create
    items = [item for area in model.areas for group in area.groups for item in group.items]
    assert [item.open.view for item in items] == ["crane_all"]


def test_a_second_object_of_the_same_name_gets_a_key_of_its_own(yard: dict[str, Any]) -> None:
    changes, key = entity_moves.new_object(yard, text("吊车", "Crane"), "truck", (), "own:crane:all")
    after = done(yard, changes)
    assert key == "crane_2"
    assert not errors(after)
    assert len(after["own/menus.json"]["areas"]) == 1, "in the group that was chosen"
    assert entity_moves.free_key(yard, "admin") == "admin_2", "an address of the product"
    with pytest.raises(ProblemsFound):
        entity_moves.new_object(yard, text(" ", " "), "truck", (), "")


def test_a_field_comes_where_it_was_let_go_and_into_form_and_list(yard: dict[str, Any]) -> None:
    after = done(yard, field_moves.add(yard, "crane", "date", "name")[0])
    after = done(after, field_moves.add(after, "crane", "money", "name")[0])
    after = done(after, field_moves.add(after, "crane", "long_text", "")[0])
    assert keys(after) == ["long_text", "name", "money", "date"]
    rows = after["own/forms/crane_edit.json"]["sections"][0]["rows"]
    assert [[one["field"] for one in row] for row in rows] == [["name", "date"], ["money"], ["long_text"]]
    assert after["own/views/crane_all.json"]["columns"] == ["name", "date", "money"]
    assert not errors(after)


def test_a_first_name_gives_both_words_and_the_key(yard: dict[str, Any]) -> None:
    changes, key = field_moves.add(yard, "crane", "date", "name")
    after = done(yard, changes)
    changes, key = field_moves.rename(after, TREE, "crane", key, "zh-CN", "启用日期")
    after = done(after, changes)
    assert key == "qi_yong_ri_qi"
    field = entity_in(after, "crane").field(key)
    assert field is not None
    assert field.raw["label"] == {"zh-CN": "启用日期", "en": "启用日期"}
    assert after["own/views/crane_all.json"]["columns"] == ["name", key]
    assert not errors(after)
    changes, same = field_moves.rename(after, after, "crane", key, "en", "In use since")
    assert same == key, "what is in force keeps its key"


def test_a_key_that_a_formula_names_stays(yard: dict[str, Any]) -> None:
    after = done(yard, field_moves.add(yard, "crane", "number", "name")[0])
    key = keys(after)[1]
    changes, formula = field_moves.add(after, "crane", "computed", key)
    after = done(after, changes)
    after = done(after, field_moves.change(after, "crane", formula, {"formula": f"{key} * 2"}))
    assert field_moves.rename(after, TREE, "crane", key, "zh-CN", "吨位")[1] == key
    assert not errors(done(after, field_moves.rename(after, TREE, "crane", key, "zh-CN", "吨位")[0]))


def test_what_goes_is_let_go_of_by_forms_lists_pages_and_roles(yard: dict[str, Any]) -> None:
    changes, key = field_moves.add(yard, "crane", "choice", "name")
    after = done(yard, changes)
    after["own/views/crane_all.json"] |= {"group": key, "sort": [f"-{key}", "name"]}
    after["base/roles/member.json"]["entities"]["crane"] = {"read": "all", "fields": {key: "hidden"}}
    after = done(after, field_moves.remove(after, "crane", key))
    assert not errors(after)
    assert key not in str(after["own/views/crane_all.json"])
    with pytest.raises(ProblemsFound, match="names the records"):
        field_moves.remove(after, "crane", "name")


def test_child_rows_bring_their_own_object(yard: dict[str, Any]) -> None:
    changes, key = field_moves.add(yard, "crane", "lines", "name", text("检查项", "Checks"))
    after = done(yard, changes)
    assert not errors(after)
    model, _ = try_compile(documents_of(after))
    assert model is not None
    relation = model.entities["crane"].fields[key].relation
    assert relation is not None
    assert relation.owned
    assert model.entities[relation.target].label.zh == "吊车检查项"


def test_controls_write_what_the_type_reads(yard: dict[str, Any]) -> None:
    changes, key = field_moves.add(yard, "crane", "choice", "name")
    tree = done(yard, changes)

    def put(name: str, written: str) -> None:
        nonlocal tree
        raw = entity_in(tree, "crane").field(key)
        assert raw is not None
        tree = done(tree, field_moves.change(tree, "crane", key, read_value(tree, "crane", raw.raw, name, written)))

    def now() -> dict[str, Any]:
        found = entity_in(tree, "crane").field(key)
        assert found is not None
        return dict(found.raw)

    put("required", "on")
    put("options.option_1.label.zh-CN", "在用")
    put("options.option_2.colour", "red")
    put("options+", "封存")
    put("options~", "feng_cun:")
    put("options-", "option_3")
    put("hint.zh-CN", "现在怎样")
    assert now()["required"] is True
    assert [one["key"] for one in now()["options"]] == ["feng_cun", "option_1", "option_2"]
    assert [one["label"]["zh-CN"] for one in now()["options"]] == ["封存", "在用", "选项 2"]
    assert now()["options"][2]["colour"] == "red"
    assert now()["hint"] == {"zh-CN": "现在怎样", "en": "现在怎样"}
    put("required", "")
    assert "required" not in now(), "what is usual is not written down"
    with pytest.raises(ProblemsFound):
        put("options.option_1.colour", "ultraviolet")
    assert not errors(tree)


def test_every_type_has_controls_for_all_it_can_say() -> None:
    for key in TYPES:
        names = [one.name for one in properties_of(key)]
        assert names[0] == "label"
        assert len(names) == len(set(names))
    assert {one.name: one.kind for one in properties_of("link")}["to"] == "reference"
    assert {one.name: one.kind for one in properties_of("computed")}["formula"] == "formula"


@pytest.mark.parametrize("seed", range(8))
def test_any_gestures_leave_definitions_sound(yard: dict[str, Any], seed: int) -> None:
    """Every field once, in the order that the gestures asked for, nothing that names what is not there."""
    chance, tree = Random(seed), yard
    for number in range(14):
        here = keys(tree)
        key, after = chance.choice(here), chance.choice(["", *here])
        what = chance.choice(("add", "add", "add", "move", "rename", "copy", "remove"))
        try:
            match what:
                case "add":
                    changes, new = field_moves.add(tree, "crane", chance.choice(TYPES), after)
                    wanted = list(here)
                    wanted.insert(here.index(after) + 1 if after else 0, new)
                case "move":
                    changes = field_moves.move(tree, "crane", key, after)
                    wanted = [one for one in here if one != key]
                    wanted.insert(wanted.index(after) + 1 if after in wanted else 0, key)
                    wanted = here if after == key else wanted
                case "rename":
                    changes, new = field_moves.rename(
                        tree, TREE, "crane", key, "zh-CN", f"名{chr(0x4E00 + number * 7)}"
                    )
                    wanted = [new if one == key else one for one in here]
                case "copy":
                    changes, new = field_moves.copy(tree, "crane", key)
                    wanted = list(here)
                    wanted.insert(here.index(key) + 1, new)
                case _:
                    changes = field_moves.remove(tree, "crane", key)
                    wanted = [one for one in here if one != key]
        except ProblemsFound:
            continue
        tree = done(tree, changes)
        assert keys(tree) == wanted, (what, key, after)
    left = [one for one in errors(tree) if "formula" not in one]
    assert not left
