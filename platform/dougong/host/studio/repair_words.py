"""What a release did to stored values, in words and with how many records."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from dougong.metamodel.diff.change import names_of
from dougong.metamodel.text import LocalText, text
from dougong.records.system_tables import history

from .repairs import Repair, of_release, reference


def told(connection: Connection, number: int, before: Mapping[str, Any]) -> list[LocalText]:
    """One sentence per field; `before` are the definitions until then (`app/file` -> document)."""
    done, undone = of_release(connection, number)
    found = []
    for one in done:
        count = _count(connection, reference(number, one))
        if count:
            found.append(_sentence(one, count, before))
    return [*found, *(_back(one, before) for one in undone)]


def _sentence(one: Repair, count: int, before: Mapping[str, Any]) -> LocalText:
    field = _field(before, one)
    options = {option["key"]: _label(option) for option in _options(before, field)}
    nothing = text("空", "nothing")
    ways = [
        (options.get(key, text(key, key)), nothing if to is None else options.get(to, text(to, to)))
        for key, to in one.values.items()
    ]
    name = _label(field)
    if ways:
        zh = "，".join(f"{was.zh} → {now.zh}" for was, now in ways)
        en = ", ".join(f"{was.en} → {now.en}" for was, now in ways)
        return text(f"“{name.zh}”：{zh}（{count} 条记录）", f'"{name.en}": {en} ({count} records)')
    return text(
        f"“{name.zh}”的值已转换（{count} 条记录变了）", f'Values of "{name.en}" converted ({count} records changed)'
    )


def _back(one: Repair, before: Mapping[str, Any]) -> LocalText:
    name = _label(_field(before, one))
    return text(f"“{name.zh}”的旧值已恢复", f'Old values of "{name.en}" brought back')


def _count(connection: Connection, cause: str) -> int:
    asked = select(func.count(func.distinct(history.c.record))).where(history.c.cause_ref == cause)
    return connection.scalar(asked) or 0


def _field(tree: Mapping[str, Any], one: Repair) -> dict[str, Any]:
    for raw in _documents(tree):
        if one.entity in (raw.get("extends"), raw.get("key")) and one.field in (names_of(raw.get("fields")) or ()):
            found: dict[str, Any] = next(field for field in raw["fields"] if field["key"] == one.field)
            return found
    return {"key": one.field}


def _options(tree: Mapping[str, Any], field: Mapping[str, Any]) -> list[dict[str, Any]]:
    own = field.get("options")
    if own:
        return list(own)
    shared = (raw for raw in _documents(tree) if str(raw.get("$schema", "")).startswith("dougong/options/"))
    return next((list(raw["options"]) for raw in shared if raw.get("key") == field.get("options_from")), [])


def _documents(tree: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    return (raw for raw in tree.values() if isinstance(raw, dict))


def _label(raw: Mapping[str, Any]) -> LocalText:
    given = raw.get("label")
    if not isinstance(given, dict):
        return text(str(raw.get("key", "")), str(raw.get("key", "")))
    return text(str(given.get("zh-CN", "")), str(given.get("en", "")))
