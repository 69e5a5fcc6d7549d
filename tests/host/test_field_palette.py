"""The palette of field types: every type has words and a family, and begins as a field that can be published."""

from typing import Any

import pytest

from dougong.host.studio.field_palette import MOST_FIELDS, begin_field, families, key_for, type_words
from dougong.metamodel.field_types import field_types, parse_field
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import text

NAME = {"key": "name", "type": "text", "label": {"zh-CN": "名称", "en": "Name"}}
TREE: dict[str, Any] = {
    "yard/entities/crane.json": {"key": "crane", "title": "name", "fields": [NAME]},
    "yard/entities/ship.json": {
        "key": "ship",
        "title": "name",
        "fields": [
            NAME,
            {"key": "crane", "type": "link", "to": "crane", "reverse": {"key": "ships", "label": NAME["label"]}},
        ],
    },
}


def test_every_registered_type_has_words_and_those_that_can_be_dragged_stand_in_one_family() -> None:
    offered = [one.key for family in families() for one in family.types]
    assert sorted(offered) == sorted(field_types().keys() - {"reverse", "roles"})
    assert all(type_words(key).zh != key or key == "json" for key in field_types())
    assert all(one.icon and one.label.en for family in families() for one in family.types)


@pytest.mark.parametrize("key", [one.key for family in families() for one in family.types if one.key != "lines"])
def test_a_new_field_of_each_type_can_be_read(key: str) -> None:
    raw = begin_field(TREE, "crane", key)
    assert parse_field(raw).key == raw["key"]
    assert raw["key"] not in {"name", "ships", "number", "tags", "department"}


def test_keys_come_from_the_label_in_english_or_by_pinyin_and_are_free() -> None:
    assert key_for(text("启用日期", "Put to use"), "date", []) == "put_to_use"
    assert key_for(text("启用日期", "启用日期"), "date", []) == "qi_yong_ri_qi"
    assert key_for(text("启用日期", "启用日期"), "date", ["qi_yong_ri_qi"]) == "qi_yong_ri_qi_2"
    assert key_for(text("！？", "！？"), "date", []) == "date"
    assert key_for(text("<b>", "</script>"), "text", []) == "script"
    assert key_for(text("与", "and"), "text", []) == "and_2", "a word of the expression language"
    assert len(key_for(text("x", "long " * 40), "text", [f"long_{n}" for n in range(9)])) <= 48


def test_a_second_field_of_a_type_is_numbered() -> None:
    tree = dict(TREE)
    first = begin_field(tree, "crane", "date")
    tree["yard/entities/crane.json"] = {"key": "crane", "title": "name", "fields": [NAME, first]}
    second = begin_field(tree, "crane", "date")
    assert (first["key"], second["key"]) == ("date", "date_2")
    assert second["label"] == {"zh-CN": "日期 2", "en": "Date 2"}


def test_what_cannot_begin_says_why() -> None:
    assert begin_field(TREE, "crane", "rollup")["formula"] == "COUNT(ships)"
    with pytest.raises(ProblemsFound, match="rows or links"):
        begin_field(TREE, "ship", "rollup")
    full = {
        "yard/entities/crane.json": {"key": "crane", "fields": [{**NAME, "key": f"f{n}"} for n in range(MOST_FIELDS)]}
    }
    with pytest.raises(ProblemsFound, match="at most"):
        begin_field(full, "crane", "text")
    with pytest.raises(ProblemsFound):
        begin_field(TREE, "crane", "reverse")
    with pytest.raises(ProblemsFound):
        begin_field(TREE, "gone", "text")
