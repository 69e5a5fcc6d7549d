"""What indexes of links carry for roll-ups: only the link with the most of them, only short columns."""

from dougong.records.indexes import indexed
from dougong.records.tables import unique_keys

from tests.records.workshop import entity, field, model


def _of(rollups: list[str]) -> list[tuple[str, ...]]:
    """The indexes of `tool`, which has the links `depot` and `gang`; roll-ups are formulas of the depot."""
    fields = [field(f"sum_{n}", "rollup", "合计", formula=one, result="money") for n, one in enumerate(rollups)]
    depot = entity("depot", [field("name", "text", "名称"), *fields])
    gang = entity("gang", [field("name", "text", "名称")])
    tool = entity(
        "tool",
        [
            field("name", "text", "名称", max_length=100),
            field("price", "money", "单价"),
            field("made", "date", "日期"),
            field("kind", "choice", "种类", options=[{"key": "new", "label": {"zh-CN": "新", "en": "New"}}]),
            field(
                "depot", "link", "地点", to="depot", reverse={"key": "tools", "label": {"zh-CN": "件", "en": "Parts"}}
            ),
            field("gang", "link", "班组", to="gang"),
        ],
    )
    compiled = model(depot, gang, tool)
    found = compiled.entities["tool"]
    return [one for one in indexed(compiled, found, unique_keys(found)) if one[0] in ("depot", "gang")]


def test_a_link_carries_what_roll_ups_over_it_read() -> None:
    found = _of(['SUM(tools[kind = "made"].price)', "COUNT(tools)"])
    assert found == [("depot", "price", "kind", "deleted_at"), ("gang",)]


def test_text_of_any_length_is_not_carried() -> None:
    assert _of(['SUM(tools[name = "x"].price)']) == [("depot",), ("gang",)]


def test_without_roll_ups_a_link_stands_alone() -> None:
    assert _of([]) == [("depot",), ("gang",)]
