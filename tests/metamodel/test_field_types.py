"""The contract of every field type: what it takes, what it refuses, how it maps onto storage and the language."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from dougong.metamodel.field import Field, FieldType
from dougong.metamodel.field_types import field_types, parse_field, register, registered
from dougong.metamodel.problem import ValueProblem
from dougong.metamodel.storage import Kind, Storage
from dougong.metamodel.value_type import TypeName

from tests.metamodel.workshop import both, options

ID = "0198a7b1-7c3d-7e2a-9f00-0123456789ab"
FILE = {"hash": "a" * 64, "name": "a.png", "type": "image/png", "size": 3}
OPTIONS = {"options": options("red", "blue")}

# type -> (config, [(what is sent, canonical value)])
EXAMPLES: dict[str, tuple[dict[str, Any], list[tuple[Any, Any]]]] = {
    "text": ({}, [("  a  b ", "a b"), ("é", "é"), (12, "12")]),
    "long_text": ({}, [("a\r\nb", "a\nb")]),
    "rich_text": ({}, [("<b>a</b><script>x</script>", "<b>a</b>")]),
    "number": ({"scale": 2}, [("1,234.565", Decimal("1234.57")), (3, Decimal("3.00")), ("２", Decimal("2.00"))]),
    "integer": ({}, [("7", 7), (7, 7), ("1万", 10_000)]),
    "money": ({}, [("¥12.345", Decimal("12.35")), ("-0.001", Decimal("0.00"))]),
    "percent": ({}, [("25%", Decimal(25)), ("25％", Decimal(25))]),
    "bool": ({}, [("是", True), ("no", False), (True, True)]),
    "date": (
        {},
        [("2026年5月3日", date(2026, 5, 3)), ("2026/5/3", date(2026, 5, 3)), (date(2026, 5, 3), date(2026, 5, 3))],
    ),
    "datetime": ({}, [("2026-05-03T10:00:00+08:00", datetime(2026, 5, 3, 2, tzinfo=UTC))]),
    "time": ({}, [("9:05", "09:05"), ("23：59", "23:59")]),
    "duration": ({}, [("1:30", 5400), ("90m", 5400), ("2小时", 7200), (60, 60)]),
    "choice": (OPTIONS, [("red", "red"), ("RED", "red")]),
    "multichoice": (OPTIONS, [("red,blue", ["red", "blue"]), (["red", "red"], ["red"])]),
    "tags": ({}, [("a、b", ["a", "b"]), (["a", ""], ["a"])]),
    "roles": ({}, [(["admin"], ["admin"])]),
    "email": ({}, [("A＠B.com", "a@b.com")]),
    "phone": ({}, [("+86 138-0013-8000", "13800138000"), ("021 6123 4567", "02161234567")]),
    "url": ({}, [("example.com", "https://example.com")]),
    "region": ({}, [("广东／深圳", "广东/深圳"), (["广东", "深圳"], "广东/深圳")]),
    "address": ({}, [("Main street 1", {"detail": "Main street 1"}), ({"lng": "113.9"}, {"lng": "113.900000"})]),
    "person": ({}, [(ID, ID), ({"id": ID.upper()}, ID)]),
    "department": ({}, [(ID, ID)]),
    "link": ({"to": "thing"}, [({"id": ID, "title": "x"}, ID)]),
    "any_link": ({"to": ["thing"]}, [(f"thing:{ID}", {"entity": "thing", "id": ID})]),
    "lines": ({"of": "row.thing"}, [([{"a": 1}], [{"a": 1}]), (None, [])]),
    "reverse": ({"of": "row.thing"}, []),
    "many_links": ({"to": "thing"}, [([ID], [{"id": ID}]), ([{"id": ID, "n": 1}], [{"id": ID, "n": 1}])]),
    "computed": ({"formula": "1"}, []),
    "rollup": ({"formula": "1"}, []),
    "auto_number": ({"pattern": "A-{seq:4}"}, [("A-0001", "A-0001")]),
    "files": ({}, [([FILE], [FILE]), (FILE, [FILE])]),
    "image": ({}, [(FILE, [FILE])]),
    "signature": ({}, [([FILE], [FILE])]),
    "rating": ({}, [("3", 3), (0, None)]),
    "score": ({}, [(88, 88)]),
    "json": ({}, [('{"a": [1]}', {"a": [1]})]),
    "encrypted": ({}, [("secret", "secret")]),
}
TAKES_ROWS = {"lines", "many_links"}
WORKED_OUT = {"computed", "rollup", "reverse"}
BLANK = {"bool": False, "lines": [], "many_links": []}

deep: list[Any] = []
for _ in range(3000):
    deep = [deep]
HOSTILE = [
    float("nan"), float("inf"), "NaN", "1e400", "1e999999999", "-Infinity", "\x00", "a\x00b", "\ud800", "x" * 10_000_000,
    "9" * 10_000_000, b"bytes", object(), {"a": float("nan")}, {"id": {"id": {}}}, {"entity": None, "id": ID}, [[[]]], deep,
    {"hash": "a" * 64, "size": "many"}, {"hash": "a" * 64, "size": float("inf")},
    {1: 2}, [None], [{}], -1, 10**400, Decimal("NaN"), Decimal("1e999"),
    "０" * 100, "\u202e", "'; DROP TABLE x; --", "{{7*7}}", "=cmd()", True, date.max, datetime.max, "9999-99-99", "0000-00-00", "٣",
]  # fmt: skip


def made(key: str) -> tuple[FieldType, Field]:
    config, _ = EXAMPLES[key]
    return field_types()[key], parse_field({"key": "f", "type": key, "label": both("f"), **config})


def test_every_field_type_has_examples() -> None:
    assert list(EXAMPLES) and set(EXAMPLES) == set(field_types())


@pytest.mark.parametrize("key", field_types())
class TestContract:
    def test_examples_become_canonical_and_stay_so(self, key: str) -> None:
        type_, field = made(key)
        for raw, canonical in EXAMPLES[key][1]:
            value = type_.normalise(field, raw)
            assert value == canonical
            assert type(value) is type(canonical)
            assert type_.normalise(field, value) == value

    def test_canonical_values_are_of_the_storage_kind(self, key: str) -> None:
        type_, field = made(key)
        storage = type_.storage(field)
        kinds: dict[Kind, Any] = {
            Kind.TEXT: str, Kind.INTEGER: int, Kind.DECIMAL: Decimal, Kind.BOOLEAN: bool, Kind.DATE: date,
            Kind.INSTANT: datetime, Kind.REFERENCE: (str, dict), Kind.LIST: list, Kind.JSON: (dict, list),
        }  # fmt: skip
        assert set(kinds) == set(Kind)
        for raw, _ in EXAMPLES[key][1]:
            value = type_.normalise(field, raw)
            if storage is not None and value is not None:
                assert isinstance(value, kinds[storage.kind])

    def test_blank_is_blank(self, key: str) -> None:
        type_, field = made(key)
        if key in WORKED_OUT:
            return
        for raw in (None, ""):
            assert type_.normalise(field, raw) == BLANK.get(key)

    @pytest.mark.parametrize("number", range(len(HOSTILE)))
    def test_hostile_input_is_taken_or_refused_in_words(self, key: str, number: int) -> None:
        """Nothing but a ValueProblem leaves normalise, and what it takes can be stored."""
        type_, field = made(key)
        refusal = None
        try:
            value = type_.normalise(field, HOSTILE[number])
        except ValueProblem as problem:
            refusal = problem.message
        if refusal is not None:
            assert refusal.zh
            assert len(refusal.en) < 300
        elif key not in TAKES_ROWS:
            storable(value)

    def test_it_maps_onto_storage_and_the_language(self, key: str) -> None:
        type_, field = made(key)
        storage = type_.storage(field)
        assert storage is None or isinstance(storage, Storage)
        assert storage is None or 0 <= storage.scale <= 6
        assert type_.value_type(field).name in get_args(TypeName)

    def test_its_config_has_a_schema(self, key: str) -> None:
        type_, field = made(key)
        schema = type_.config.model_json_schema(by_alias=True)
        Draft202012Validator.check_schema(schema)
        assert schema["properties"]["type"]["const"] == key
        assert parse_field(field.model_dump(mode="json", exclude_unset=True)) == field

    def test_it_has_an_icon_and_a_widget(self, key: str) -> None:
        type_, _ = made(key)
        assert type_.icon
        assert type_.widget.isidentifier()


def storable(value: Any) -> None:
    """No NaN, no control characters, no lone surrogates, no number out of range, nothing huge."""
    if isinstance(value, str):
        value.encode()
        assert "\x00" not in value
        assert len(value) <= 100_000
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        assert abs(value) < 2**63
    if isinstance(value, dict | list):
        json.dumps(value, allow_nan=False).encode()


def test_a_field_type_is_registered_once() -> None:
    with pytest.raises(ValueError):
        register(field_types()["text"])


def test_a_field_type_may_be_tried_out() -> None:
    class StarField(Field):
        type: Any = "star"

    from typing import Literal

    StarField.model_fields["type"].annotation = Literal["star"]  # type: ignore[assignment]
    base = field_types()["rating"]
    star = FieldType(StarField, "star", "rating", base.storage, base.value_type, base.normalise)
    with registered(star):
        assert "star" in field_types()
    assert "star" not in field_types()
