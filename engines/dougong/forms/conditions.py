"""The conditions of forms: checked and compiled once per model revision, read as yes or no."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from dougong.expressions import Checked, Env, Schema, check, compile_python
from dougong.metamodel.form import Form
from dougong.metamodel.model import Model
from dougong.metamodel.value_type import ValueType


class Values(dict[str, Any]):
    """A row by dotted path in which what was not read counts as blank."""

    def __missing__(self, key: str) -> None:
        return None


@dataclass(frozen=True, slots=True)
class _Asked:
    """Equal for equal text over equal models, so that compiled conditions are shared by all requests."""

    revision: str
    entity: str
    source: str
    model: Model = field(compare=False)


def holds(model: Model, entity: str, source: str | None, row: Mapping[str, Any], env: Env, absent: bool) -> bool:
    """Whether a condition is true for a row; `absent` when there is none."""
    if source is None:
        return absent
    _, evaluate = _compiled(_Asked(model.revision, entity, source, model))
    return bool(evaluate(row, env))


def needed_paths(model: Model, form: Form) -> frozenset[tuple[str, ...]]:
    """The paths that conditions of a form read, to be fetched with the record."""
    every = (_compiled(_Asked(model.revision, form.entity, source, model))[0].dependencies for source in _sources(form))
    return frozenset[tuple[str, ...]]().union(*every)


def checked_of(model: Model, entity: str, source: str) -> Checked:
    """A condition of a form, checked."""
    return _compiled(_Asked(model.revision, entity, source, model))[0]


def paths_of(model: Model, entity: str, source: str | None) -> tuple[str, ...]:
    """The dotted paths a condition reads, to be fetched with the record."""
    if source is None:
        return ()
    checked, _ = _compiled(_Asked(model.revision, entity, source, model))
    return tuple(sorted(".".join(path) for path in checked.dependencies))


def _sources(form: Form) -> Iterator[str]:
    found = [variant.when for variant in form.variants]
    for section in form.sections:
        found.append(section.visible_when)
        for row in section.rows:
            for placed in row:
                found += [placed.visible_when, placed.required_when, placed.read_only_when]
    yield from (source for source in found if source is not None)


@lru_cache(maxsize=4096)
def _compiled(asked: _Asked) -> tuple[Checked, Callable[[Mapping[str, Any], Env], Any]]:
    checked = check(asked.source, Schema(asked.model, asked.entity), ValueType("bool"))
    return checked, compile_python(checked)
