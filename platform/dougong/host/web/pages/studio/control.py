"""A property of a definition's part as a control of a panel (templates/studio/field_control.html draws it)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dougong.host.studio.properties import Property
from dougong.metamodel.text import LocalText, text

COLOURS = {
    "gray": text("灰", "Grey"), "blue": text("蓝", "Blue"), "green": text("绿", "Green"), "amber": text("黄", "Amber"),
    "red": text("红", "Red"), "violet": text("紫", "Violet"), "teal": text("青", "Teal"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OptionLine:
    key: str
    zh: str
    en: str
    colour: str
    retired: bool


@dataclass(frozen=True, slots=True)
class Formula:
    """`ok` with its type in words and its value for a record; else what is wrong, and how to mend it."""

    ok: bool
    words: str
    fields: tuple[str, ...] = ()
    sample: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """One property. `value` as written, `usual` what holds without one; `zh`, `en` of words; `choices` as (value, label,
    chosen). A formula is over records of `entity` and gives `expects`, with `scale` digits, `blanks` being zero or blank."""

    name: str
    kind: str
    label: str
    value: str = ""
    usual: str = ""
    zh: str = ""
    en: str = ""
    on: bool = False
    optional: bool = True
    choices: tuple[tuple[str, str, bool], ...] = ()
    options: tuple[OptionLine, ...] = ()
    formula: Formula | None = None
    entity: str = ""
    expects: str = ""
    scale: str = ""
    blanks: str = ""


def control_of(
    one: Property,
    raw: Mapping[str, Any],
    language: str,
    *,
    targets: Iterable[tuple[str, LocalText]] = (),
    words: Mapping[str, LocalText] | None = None,
) -> Control:
    """The control of a property as `raw` has it: `targets` are what a reference may name, `words` those of choices."""
    value = raw.get(one.name)
    head = Control(one.name, one.kind, one.label.in_(language), optional=one.optional)
    said = words or {}
    match one.kind:
        case "words" | "ends":
            both = value if isinstance(value, dict) else {}
            both = both.get("label", {}) if one.kind == "ends" else both
            return replace(head, zh=str(both.get("zh-CN", "")), en=str(both.get("en", "")))
        case "switch":
            return replace(head, on=bool(one.default if value is None else value))
        case "choice" | "choices":
            chosen = list(value) if isinstance(value, list) else [str(one.default if value is None else value)]
            given = tuple((each, _said(said, each).in_(language), each in chosen) for each in one.allowed)
            return replace(head, value=",".join(chosen), choices=given)
        case "reference" | "references":
            chosen = value if isinstance(value, list) else [value]
            known = tuple((each, label.in_(language), each in chosen) for each, label in targets)
            return replace(head, value=str(value or ""), choices=known)
        case "options":
            return replace(head, options=tuple(_option(each) for each in value or ()))
        case "formula":
            return replace(head, value=str(value or ""))
        case _:
            usual = one.default if isinstance(one.default, int | str) and value is None else ""
            return replace(head, value="" if value is None else str(value), usual=str(usual))


def words_in(label: Any, key: str) -> LocalText:
    """A label as JSON in both languages, each standing in for the other, the key for both."""
    given = label if isinstance(label, dict) else {}
    zh, en = str(given.get("zh-CN") or ""), str(given.get("en") or "")
    return LocalText(zh=zh or en or key, en=en or zh or key)


def _said(words: Mapping[str, LocalText], value: str) -> LocalText:
    return words.get(value) or text(value, value)


def _option(raw: Mapping[str, Any]) -> OptionLine:
    words = words_in(raw.get("label"), str(raw.get("key", "")))
    return OptionLine(
        str(raw.get("key", "")), words.zh, words.en, str(raw.get("colour", "gray")), bool(raw.get("retired"))
    )
