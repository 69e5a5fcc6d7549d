"""Guesses of the mapping: a file's own numbers go to the field made for them, never into the system's number."""

from dougong.host.imports.guess import guess
from dougong.host.paths import BASE_APP
from dougong.metamodel.compile import compile_model
from dougong.metamodel.documents import Document, load_folder
from dougong.metamodel.model import EntityModel


def label(words: str) -> dict[str, str]:
    return {"zh-CN": words, "en": words}


def machine() -> EntityModel:
    fields = [
        {"key": "name", "type": "text", "label": label("名称"), "required": True},
        {"key": "code", "type": "text", "label": label("外部编号"), "unique": True},
        {"key": "price", "type": "money", "label": label("价格")},
        {"key": "bought_on", "type": "date", "label": label("Bought on")},
    ]
    raw = {
        "$schema": "dougong/entity/1", "key": "machine", "label": label("机器"), "title": "name",
        "number": "M-{seq:4}", "fields": fields,
    }  # fmt: skip
    base = [one for one in load_folder(BASE_APP).documents if one.kind == "entity"]
    return compile_model([*base, Document("yard", "entity", "entities/machine.json", raw)]).entities["machine"]


def test_columns_find_their_fields() -> None:
    columns = ("machine_id", "machine", "amount", "bought_date")
    rows = [("7X", "Steel Press", "120.50", "2026-01-05"), ("8Y", "Paint Robot", "80", "2026-02-07")]
    found = {one.column: one.field for one in guess(machine(), columns, rows, lambda field, values: {})}
    assert found == {"machine_id": "code", "machine": "name", "amount": "price", "bought_date": "bought_on"}


def test_what_was_chosen_before_is_chosen_again() -> None:
    remembered = {"a": "price", "b": None}
    found = guess(machine(), ("a", "b"), [("1", "x")], lambda field, values: {}, remembered)
    assert [one.field for one in found] == ["price", None]
