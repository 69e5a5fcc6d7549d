"""The options of a choice changed one by one: added, named, coloured, moved, retired, taken out."""

from collections.abc import Mapping, Sequence
from typing import Any

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from .field_palette import fresh_options, key_for

Options = Sequence[Mapping[str, Any]]


def changed(options: Options, sign: str, rest: str, written: str) -> list[dict[str, Any]]:
    """The options after a gesture: `+` adds one called `written`, `-` takes the one of that key out, `~` moves `key:after`,
    else `rest` is `<key>.label.en`, `<key>.colour` or `<key>.retired`."""
    kept = [dict(one) for one in options]
    match sign:
        case "+":
            return [*kept, _fresh(kept, written)]
        case "-":
            return [one for one in kept if one.get("key") != written]
        case "~":
            return _moved(kept, written.partition(":")[0], written.partition(":")[2])
        case _:
            key, _, part = rest.partition(".")
            return [_set(one, part, written) if one.get("key") == key else one for one in kept]


def _fresh(kept: list[dict[str, Any]], written: str) -> dict[str, Any]:
    taken = [str(one.get("key")) for one in kept]
    new = fresh_options(1, taken)[0]
    if not written:
        return new
    return {**new, "key": key_for(text(written, written), "option", taken), "label": {"zh-CN": written, "en": written}}


def _moved(kept: list[dict[str, Any]], key: str, after: str) -> list[dict[str, Any]]:
    moved = [one for one in kept if one.get("key") == key]
    others = [one for one in kept if one.get("key") != key]
    place = next((n + 1 for n, one in enumerate(others) if one.get("key") == after), 0)
    return [*others[:place], *moved, *others[place:]]


def _set(one: dict[str, Any], part: str, written: str) -> dict[str, Any]:
    name, _, language = part.partition(".")
    if name == "label":
        if not written:
            raise ProblemsFound([Problem("no_label", text("选项要有名字", "An option needs a name"))])
        given = one.get("label")
        label: dict[str, str] = given if isinstance(given, dict) else {}
        both = label.get("zh-CN") == label.get("en") or str(one.get("key", "")).startswith("option_")
        other = "en" if language == "zh-CN" else "zh-CN"
        return {**one, "label": {**label, language: written, **({other: written} if both else {})}}
    if name == "retired":
        return {key: value for key, value in {**one, "retired": written == "on" or None}.items() if value is not None}
    return {**one, name: written}
