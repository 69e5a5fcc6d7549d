"""Values of a field as another definition of it takes them: one truth for what is shown before and done afterwards."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from dougong.metamodel.lists import Option
from dougong.metamodel.model import FieldModel
from dougong.metamodel.problem import ValueProblem
from dougong.metamodel.storage import Kind
from dougong.metamodel.text import text

from .ids import is_id
from .outside import outside
from .store import RecordStore
from .write.load import chunks
from .write.normalise import read_value
from .write.plan import is_secret

Read = Callable[[Any], Any]
_YES, _NO = text("是", "yes"), text("否", "no")


@dataclass(frozen=True, slots=True)
class Converted:
    """`value` is canonical; `problem` says why there is none, and then `value` is None."""

    value: Any
    problem: ValueProblem | None = None


def convert(
    connection: Connection,
    store: RecordStore,
    before: FieldModel | None,
    after: FieldModel,
    values: Iterable[Any],
    language: str = "zh-CN",
) -> list[Converted]:
    """Each canonical value of `before` as `after` takes it, in order; links to what is not there are problems too.
    Options become text by their names in a language."""
    read, given = _reader(before, after, language), list(values)
    found = [_one(read, value) for value in given]
    if after.storage is not None and after.storage.kind is Kind.REFERENCE and after.storage.target:
        there = _existing(connection, store, after.storage.target, [one.value for one in found if one.value])
        gone = ValueProblem("reference", "没有这条记录", "There is no such record")
        found = [Converted(None, gone) if one.value and one.value not in there else one for one in found]
    return found


def _one(read: Read, value: Any) -> Converted:
    try:
        return Converted(read(value))
    except ValueProblem as problem:
        return Converted(None, problem)


def _reader(before: FieldModel | None, after: FieldModel, language: str) -> Read:
    """Reads a value as it is, else as people see it: options by their names, lists as text."""
    if is_secret(after) or (before is not None and is_secret(before)):
        return _sealed
    if after.storage is not None and after.storage.polymorphic:
        return _polymorphic
    names: dict[str, str] = {}
    if before is not None and after.value_type.options is None:
        options: Sequence[Option] = getattr(before.field, "options", ())
        names = {one.key: one.label.in_(language) for one in options}

    def read(value: Any) -> Any:
        shown = _shown(value, names, language)
        if shown == value:
            return read_value(after, value)
        try:
            return read_value(after, value if not names else shown)
        except ValueProblem:
            if names:
                raise
        return read_value(after, shown)

    return read


def _shown(value: Any, names: dict[str, str], language: str) -> Any:
    """A value as a person would type it."""
    if isinstance(value, list):
        return "、".join(names.get(one, one) for one in value if isinstance(one, str))
    if isinstance(value, bool):
        return (_YES if value else _NO).in_(language)
    return names.get(value, value) if isinstance(value, str) else outside(value)


def _sealed(value: Any) -> Any:
    raise ValueProblem("sealed", "加密内容不能转换", "What is encrypted cannot be converted")


def _polymorphic(value: Any) -> Any:
    raise ValueProblem("reference", "关联要逐条重选", "Links to any object have to be chosen anew")


def _existing(connection: Connection, store: RecordStore, target: str, ids: list[str]) -> set[str]:
    if target not in store.model.entities:
        return set()
    table, found = store.table(target), set[str]()
    for some in chunks({one for one in ids if is_id(one)}):
        found.update(connection.execute(select(table.c.id).where(table.c.id.in_(some))).scalars())
    return found
