"""Whether a browser may and can work a formula out: the viewer reads all it reads, and all of it is in the form's hands.

At hand are the record's own fields, what is behind its links as long as these stay, and the columns of child rows that
the form shows. Everything else is the server's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dougong.expressions import Checked
from dougong.expressions.core import Path, VariableRead, walk
from dougong.metamodel.model import EntityModel, Model
from dougong.records.environment import KNOWN
from dougong.records.rights import FieldRight, Viewer

Formulas = Mapping[str, Checked]
"""Computed fields of an entity that are worked out anew while a form is filled in, by key."""


@dataclass(slots=True)
class AtHand:
    """`columns` are those of the child rows shown, by the field that holds the rows; `formulas` by entity."""

    model: Model
    viewer: Viewer
    columns: Mapping[str, tuple[str, ...]]
    formulas: Mapping[str, Formulas]
    known: dict[tuple[str, str], bool] = field(default_factory=dict)

    def formula(self, entity: str, checked: Checked, inside: str = "") -> bool:
        """Whether a formula of an entity is; `inside` is the field that holds its rows, "" for the record itself."""
        if "javascript" not in checked.places or not self._seen(entity, checked):
            return False
        return all(self._path(self.model.entities[entity], path, inside) for path in checked.dependencies)

    def computed(self, entity: str, key: str, inside: str = "") -> bool:
        """Whether a computed field is; one that is worked out from itself is not."""
        place = (entity, key)
        if place not in self.known:
            self.known[place] = False
            self.known[place] = self.formula(entity, self.formulas[entity][key], inside)
        return self.known[place]

    def _seen(self, entity: str, checked: Checked) -> bool:
        """Whether the viewer reads every field it names or comes by, of the record and of the one before."""
        paths = set(checked.dependencies)
        for node in walk(checked.core):
            if isinstance(node, VariableRead) and node.name == "old":
                paths.add(node.path)
            elif isinstance(node, VariableRead) and not _is_known(node):
                return False
        named = all(self._reads(of, key) for of, key in checked.fields)
        return named and all(self._way(entity, path) for path in paths)

    def _way(self, entity: str, path: Path) -> bool:
        here = entity
        for step in path:
            if here not in self.model.entities or not self._reads(here, step):
                return False
            relation = self.model.entities[here].fields[step].relation
            here = relation.target if relation is not None else ""
        return True

    def _reads(self, entity: str, key: str) -> bool:
        return self.viewer.admin or self.viewer.on(entity).field(key) >= FieldRight.READ

    def _path(self, here: EntityModel, path: Path, inside: str) -> bool:
        first, *rest = path
        relation = here.fields[first].relation
        if rest and relation is not None and relation.kind == "many":
            return not inside and len(rest) == 1 and self._cell(relation.target, first, rest[0])
        if inside:
            return not rest and self._cell(here.key, inside, first)
        if rest:
            return not any(self._is_many(here, path[: n + 1]) for n in range(len(path)))
        if relation is not None and relation.kind == "many":
            return first in self.columns
        return first not in self.formulas.get(here.key, {}) or self.computed(here.key, first)

    def _cell(self, child: str, lines: str, key: str) -> bool:
        """Whether a child row's field is: its column is shown, or worked out from such."""
        if key in self.formulas.get(child, {}):
            return lines in self.columns and self.computed(child, key, lines)
        return key in self.columns.get(lines, ())

    def _is_many(self, here: EntityModel, path: Path) -> bool:
        relation = self.model.field(here.key, ".".join(path)).relation
        return relation is not None and relation.kind == "many"


def _is_known(node: VariableRead) -> bool:
    """Whether every form knows it; more of the person than that is read where it is asked for."""
    return node.name in ("today", "now", "since", "until") or (node.name == "user" and ".".join(node.path) in KNOWN)
