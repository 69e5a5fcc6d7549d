"""The hue of a record where it is a bar or a block: the view's colour rules first, then the colour of its stage or choice."""

from collections.abc import Callable
from dataclasses import dataclass

from dougong.host.web.pages.columns import may_read
from dougong.host.web.pages.show import options_of
from dougong.metamodel.model import EntityModel
from dougong.metamodel.view import View
from dougong.records.context import Context
from dougong.records.values import Row

from .holds import holds


@dataclass(frozen=True, slots=True)
class Hue:
    """`paths` must be among a row's fields; `of(row)` is a colour's name, `blue` where nothing says otherwise."""

    paths: tuple[str, ...]
    of: Callable[[Row], str]


def hue_of(context: Context, entity: EntityModel, view: View) -> Hue:
    """The first rule that holds for the whole record wins."""
    rules = [
        (held, rule.colour) for rule in view.colours if not rule.field and (held := holds(context, entity, rule.when))
    ]
    stage = entity.pipeline.field if entity.pipeline else ""
    choices = [key for key, field in entity.fields.items() if field.value_type.name == "choice" and not field.system]
    key = next((k for k in (stage, *choices) if k and may_read(context.store.model, entity.key, k, context.viewer)), "")
    colours = {k: option.colour or "gray" for k, option in options_of(entity.fields[key].field).items()} if key else {}

    def of(row: Row) -> str:
        ruled = next((colour for held, colour in rules if held.of(row)), None)
        return ruled or colours.get(str(row.get(key)), "blue")

    return Hue(tuple(dict.fromkeys([*(path for held, _ in rules for path in held.paths), *([key] if key else [])])), of)
