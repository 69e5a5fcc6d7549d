"""Which changes of different requests may be one batch: those whose rules cannot see each other."""

import pytest

from dougong.metamodel.compile import compile_model
from dougong.metamodel.documents import Document
from dougong.records.apart import stands_alone
from dougong.records.ids import new_id
from dougong.records.store import RecordStore
from dougong.records.values import Create, Delete, Update

from tests.records.worlds import entity, field, words


def store(reject_when: str) -> RecordStore:
    shelf = entity(
        "shelf",
        [
            field("name", "text", "名称"),
            field("count", "rollup", "件数", formula="COUNT(items)", scale=0),
            field("load", "rollup", "载重", formula="SUM(items.weight)", stored=False),
            field("free", "computed", "余量", formula="100 - load", stored=False),
        ],
    )
    item = entity(
        "item",
        [
            field("name", "text", "名称"),
            field("weight", "number", "重量"),
            field("shelf", "link", "货架", to="shelf", reverse={"key": "items", "label": words("物品")}),
            field("above", "link", "上面", to="item", reverse={"key": "under", "label": words("下面")}),
            field("inside", "link", "在里面", to="item", tree=True, reverse={"key": "holds", "label": words("装着")}),
        ],
    )
    rule = {"key": "no", "family": "validate", "reject_when": reject_when, "message": words("不行", "No")}
    rules = {"$schema": "dougong/rules/1", "entity": "item", "rules": [rule]}
    documents = [shelf, item, Document("yard", "rules", "rules/item.json", rules)]
    return RecordStore(compile_model(documents))


@pytest.mark.parametrize("rule", ["weight < 0", 'shelf.name = "full"', "weight < $old.weight / 2"])
def test_rules_over_the_record_itself_and_what_others_leave_alone(rule: str) -> None:
    assert stands_alone(store(rule), Create("item", {"name": "a"}))


@pytest.mark.parametrize(
    "rule", ["shelf.count > 3", "shelf.load > 3", "shelf.free < 0", "above.weight < weight", "COUNT(under) > 2"]
)
def test_rules_that_see_what_others_write(rule: str) -> None:
    assert not stands_alone(store(rule), Create("item", {"name": "a"}))


def test_changes_that_others_could_refer_to_or_that_move_trees() -> None:
    known = store("weight < 0")
    assert stands_alone(known, Update("item", new_id(), {"weight": 1}))
    assert not stands_alone(known, Create("item", {}, id=new_id()))
    assert not stands_alone(known, Update("item", new_id(), {"inside": new_id()}))
    assert not stands_alone(known, Delete("item", new_id()))
    assert not stands_alone(known, Create("nothing", {}))
