"""What a family of checks looks at: the parsed documents and the model they make."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from ..base import Definition
from ..closest import closest
from ..documents import Document
from ..model import FieldModel, Model
from ..parse import Parsed
from ..problem import Problem
from ..text import text

Kind = TypeVar("Kind", bound=Definition)


@dataclass(frozen=True, slots=True)
class Subject:
    """Documents of all apps together; `model` has every name, even where Problems keep it from being used."""

    model: Model
    parsed: tuple[Parsed, ...]

    def of(self, kind: type[Kind]) -> Iterator[tuple[Document, Kind]]:
        """The documents of a kind with their values."""
        for one in self.parsed:
            if isinstance(one.value, kind):
                yield one.document, one.value

    def known(self, document: Document, place: str, what: str, wanted: str, known: Iterable[str]) -> Iterator[Problem]:
        """A Problem when `wanted` is not among the known; `what` names the kind in `_NAMES`."""
        names = list(known)
        if wanted not in names:
            zh, en = _NAMES[what]
            words = text(f"没有{zh}“{wanted}”", f'There is no {en} "{wanted}"')
            yield document.problem(f"unknown_{what}", words, place, closest(wanted, names))

    def entity(self, document: Document, place: str, wanted: str) -> Iterator[Problem]:
        return self.known(document, place, "entity", wanted, self.model.entities)

    def field(self, document: Document, place: str, entity: str, key: str) -> Iterator[Problem]:
        """A Problem when an entity that exists has no such field (an unknown entity is told elsewhere)."""
        here = self.model.entities.get(entity)
        if here is not None:
            yield from self.known(document, place, "field", key, here.fields)

    def option(self, document: Document, place: str, entity: str, field: str, key: str) -> Iterator[Problem]:
        """A Problem when a choice has no such option (a field that is none is told elsewhere)."""
        here = self.model.entities.get(entity)
        options = getattr(here.fields[field].field, "options", None) if here and field in here.fields else None
        if options is not None:
            yield from self.known(document, place, "option", key, [one.key for one in options])

    def path(self, document: Document, place: str, entity: str, path: str) -> Iterator[Problem]:
        """A Problem when a dotted path does not go through links to a field."""
        *links, last = path.split(".")
        for step in links:
            here = self.model.entities.get(entity)
            if here is None:
                return
            yield from self.field(document, place, entity, step)
            if step not in here.fields:
                return
            relation = here.fields[step].relation
            if relation is None or relation.kind != "one":
                words = text(f"“{step}”不是关联到一条记录的字段", f'"{step}" is not a link to one record')
                yield document.problem("not_a_link", words, place)
                return
            entity = relation.target
        yield from self.field(document, place, entity, last)

    def find(self, entity: str, path: str) -> FieldModel | None:
        """The field at a path, None when there is none."""
        try:
            return self.model.field(entity, path)
        except KeyError:
            return None


def twice(document: Document, keys: Iterable[tuple[str, str]], code: str = "duplicate_key") -> Iterator[Problem]:
    """A Problem for each (place, key) whose key was there before."""
    seen: set[str] = set()
    for place, key in keys:
        if key in seen:
            yield document.problem(code, text(f"“{key}”重复", f'"{key}" is there twice'), place)
        seen.add(key)


_NAMES = {
    "entity": ("对象", "entity"),
    "field": ("字段", "field"),
    "role": ("角色", "role"),
    "view": ("视图", "view"),
    "page": ("页面", "page"),
    "home": ("视图、页面或对象", "view, page or entity"),
    "tab": ("页签", "tab"),
    "part": ("分组或字段", "section or field"),
    "option": ("选项", "option"),
    "app": ("应用", "app"),
}
