"""Changes of roles are told by the names people know: object, field, and the right before and after."""

from typing import Any

import pytest

from dougong.metamodel.diff import compare, wording

ENTITY = {
    "key": "crate", "label": {"zh-CN": "箱子", "en": "Crate"},
    "fields": [{"key": "weight", "type": "number", "label": {"zh-CN": "重量", "en": "Weight"}}],
}  # fmt: skip


def role(**more: Any) -> dict[str, Any]:
    tree = {"key": "keeper", "label": {"zh-CN": "保管员", "en": "Keeper"}, **more}
    return {"yard/entities/crate.json": ENTITY, "yard/roles/keeper.json": tree}


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        (
            {"read": "own"},
            {"read": "department or shared"},
            "查看：本人 → 本部门、共享给我",
            "See: Own → Department, Shared",
        ),
        ({"read": "own"}, {"read": "weight > 3"}, "查看：本人 → “weight > 3”", 'See: Own → "weight > 3"'),
        ({"read": "own"}, {"read": "own", "export": True}, "导出：不允许 → 允许", "Export: Not allowed → Allowed"),
        ({"fields": {}}, {"fields": {"weight": "hidden"}}, "重量：可编辑 → 隐藏", "Weight: Edit → Hidden"),
        ({"fields": {"weight": "read"}}, {"fields": {}}, "重量：只读 → 可编辑", "Weight: Read → Edit"),
        ({}, {"fields": {"weight": "masked"}}, "重量：可编辑 → 掩码", "Weight: Edit → Masked"),
    ],
)
def test_a_right_on_an_object(old: dict[str, Any], new: dict[str, Any], zh: str, en: str) -> None:
    before, after = role(entities={"crate": old}), role(entities={"crate": new})
    (change,) = compare(before, after)
    told = wording(change, before, after)
    assert told.zh == f"角色“保管员” · 箱子 · {zh}"
    assert told.en == f'Role "Keeper" · Crate · {en}'


def test_an_object_named_for_the_first_time_and_no_more() -> None:
    before, after = (
        role(entities={}),
        role(entities={"crate": {"create": True, "read": "all", "fields": {"weight": "read"}}}),
    )
    (change,) = compare(before, after)
    assert (
        wording(change, before, after).zh
        == "角色“保管员” · 箱子 · 查看：不允许 → 全部；新建：不允许 → 允许；重量：可编辑 → 只读"
    )
    (change,) = compare(after, before)
    assert (
        wording(change, after, before).en
        == 'Role "Keeper" · Crate · See: All → Not allowed; Create: Allowed → Not allowed; Weight: Read → Edit'
    )


def test_all_other_objects_and_what_is_not_a_right() -> None:
    before, after = role(), role(all_entities={"read": "all"}, home="desk")
    told = [wording(one, before, after).zh for one in compare(before, after)]
    assert "角色“保管员” · 其他全部对象 · 查看：不允许 → 全部" in told
    assert any("home" in one or "desk" in one for one in told)
