"""The properties of a part of a definition as controls, read off its typed model; and what a control sends, as JSON."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from dougong.metamodel.base import Key, Source
from dougong.metamodel.field_types.link import Reverse
from dougong.metamodel.lists import Option
from dougong.metamodel.text import LocalText, text
from dougong.metamodel.view import Path

Kind = Literal[
    "words", "switch", "number", "text", "formula", "choice", "choices", "reference", "references", "options", "ends", "value"
]  # fmt: skip
_KINDS: tuple[tuple[Any, Kind], ...] = (
    (LocalText, "words"), (bool, "switch"), (int, "number"), (Source, "formula"), (Key, "reference"), (Path, "reference"),
    (Reverse, "ends"), (tuple[Option, ...], "options"), (tuple[Key, ...], "references"), (tuple[Path, ...], "references"),
    (str, "text"), (Any, "value"),
)  # fmt: skip
"""The control for a property, by its type; a Literal is a choice, several of one are `choices`."""


@dataclass(frozen=True, slots=True)
class Property:
    """One property: `optional` may be blank; `allowed` are the values of a choice; `rare` stands last."""

    name: str
    kind: Kind
    label: LocalText
    default: Any
    optional: bool
    allowed: tuple[str, ...] = ()
    rare: bool = False


def properties_of(
    model: type[BaseModel],
    words: Mapping[str, LocalText],
    *,
    first: Sequence[str] = (),
    rare: Collection[str] = (),
    hidden: Collection[str] = (),
) -> tuple[Property, ...]:
    """Every property of a typed model that a control can set: `first` in their order, then the rest, switches last.

    `words` are their labels. What has no control (parts within parts) is not among them: designers draw those.
    """
    hints = get_type_hints(model, include_extras=True)
    found: list[Property] = []
    for name, info in model.model_fields.items():
        said = info.alias or name
        kind = None if name in hidden else _kind(hints[name])
        if kind is None:
            continue
        control, optional, allowed = kind
        default = info.get_default(call_default_factory=False)
        label = words.get(said) or text(said, said)
        found.append(Property(said, control, label, default, optional, allowed, name in rare))
    order = {name: place for place, name in enumerate(first)}
    return tuple(sorted(found, key=lambda one: (order.get(one.name, len(order)), one.kind == "switch", one.rare)))


def read(found: Property, raw: Mapping[str, Any], rest: str, written: str) -> Any:
    """What a control sent, as JSON; None takes the property away. `rest` is the language of words."""
    match found.kind:
        case "switch":
            return written == "on"
        case "number":
            return int(written) if written.lstrip("-").isdigit() else written or None
        case "words":
            return bilingual(raw.get(found.name), rest, written)
        case "references" | "choices":
            return written.split(",") if written else None
        case _:
            return written or None


def changed(found: Property, raw: Mapping[str, Any], rest: str, written: str) -> dict[str, Any]:
    """The part with what a control sent: a usual value is left out. The caller parses it, which refuses what is wrong."""
    value = read(found, raw, rest, written.strip())
    usual = tuple(value) == found.default if isinstance(value, list) else value == found.default
    kept = {name: one for name, one in raw.items() if name != found.name}
    return kept if value is None or usual else {**raw, found.name: value}


def bilingual(now: Any, language: str, written: str) -> dict[str, str] | None:
    """Words in both languages, the new ones among them; the one that is missing takes the other's."""
    given = {"zh-CN": "", "en": "", **(now if isinstance(now, dict) else {}), (language or "zh-CN"): written}
    if not any(given.values()):
        return None
    filled = next(one for one in given.values() if one)
    return {name: value or filled for name, value in given.items()}


def _kind(hint: Any) -> tuple[Kind, bool, tuple[str, ...]] | None:
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    inner = next((one for one in parts if one is not type(None)), hint)
    several = get_origin(inner) is tuple and get_origin(get_args(inner)[0]) is Literal
    literal = get_args(inner)[0] if several else inner
    allowed = tuple(map(str, get_args(literal))) if get_origin(literal) is Literal else ()
    kind: Kind | None = "choices" if several else "choice" if allowed else _plain(inner)
    return None if kind is None else (kind, len(parts) > 1 or kind in ("text", "value"), allowed)


def _plain(inner: Any) -> Kind | None:
    exact = next((kind for of, kind in _KINDS if inner == of), None)
    if exact is None and get_origin(inner) is not None and hasattr(inner, "__metadata__"):
        bare = get_args(inner)[0]
        return "number" if bare is int else _plain(bare) if get_origin(bare) is tuple else None
    return exact
