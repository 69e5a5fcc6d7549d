"""Groups of a measure: their names, their colours, and the order of a choice's options."""

from typing import Any

from dougong.metamodel.lists import Option
from dougong.records.values import Row

from ..show import options_of
from .ask import Ask


def group_label(ask: Ask, path: str, row: Row) -> str:
    """What a row's group is called; blank has a name too."""
    value, words = row.get(path), ask.look.words
    if value is None or value == "":
        return words("Empty")
    field = ask.field(path)
    option = options(ask, path).get(str(value))
    if option is not None:
        return str(option.label.in_(ask.look.language))
    if field.value_type.name == "bool":
        return words("Yes") if value else words("No")
    return str(row.get(f"{path}.$title") or value)


def options(ask: Ask, path: str) -> dict[str, Option]:
    """Options of a choice in their order; empty for other fields."""
    return dict(options_of(ask.field(path).field))


def colour_of(ask: Ask, path: str, value: Any) -> str:
    """The colour the definition gives an option; empty where it gives none."""
    option = options(ask, path).get(str(value))
    return option.colour if option is not None and "colour" in option.model_fields_set else ""
