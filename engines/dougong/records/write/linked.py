"""What rules read beyond the record itself: values behind links and child rows, fetched set by set.

Records of the batch count as they are to be written, not as they stand in the database.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from dougong.metamodel.model import FieldModel, Relation

from ..context import Context
from ..names import entity_column
from .load import children_of, rows_of
from .plan import Tree, plan_of
from .state import RowState, States

Holder = tuple[dict[str, Any], str, dict[str, Any] | None]
"""Where to put values, the prefix of their paths, and the row they come from."""


class Linked:
    """Rows beyond the batch's own, fetched once; lives as long as one write."""

    def __init__(self, ctx: Context, states: States) -> None:
        self._ctx, self._states = ctx, states
        self._rows: dict[str, dict[str, dict[str, Any] | None]] = {}
        self._children: dict[tuple[str, str], dict[str, list[dict[str, Any]]]] = {}

    def values(self, entity: str, states: Sequence[RowState], tree: Tree) -> list[dict[str, Any]]:
        """Per state its values by dotted path: its own columns and everything the tree asks for."""
        found = [dict(state.new) for state in states]
        if any(tree.values()) or self._has_many(entity, tree):
            self._fill(entity, tree, [(out, "", state.new) for out, state in zip(found, states, strict=True)])
        return found

    def _has_many(self, entity: str, tree: Tree) -> bool:
        fields = self._ctx.store.entity(entity).fields
        return any((field := fields.get(step)) and field.relation and field.relation.kind == "many" for step in tree)

    def _fill(self, entity: str, tree: Tree, holders: list[Holder]) -> None:
        fields = self._ctx.store.entity(entity).fields
        for step, below in tree.items():
            field = fields.get(step)
            relation = field.relation if field is not None else None
            if field is not None and relation is not None and relation.kind == "many":
                self._fill_many(field, relation, below, holders)
            elif relation is not None and relation.kind == "one" and below:
                rows = self.rows(relation.target, {row[step] for _, _, row in holders if row and row.get(step)})
                following: list[Holder] = []
                for out, prefix, row in holders:
                    identity = row.get(step) if row else None
                    out[prefix + step] = identity
                    following.append((out, f"{prefix}{step}.", rows.get(identity) if identity else None))
                self._fill(relation.target, below, following)
            else:
                for out, prefix, row in holders:
                    if prefix:
                        out[prefix + step] = row.get(step) if row else None

    def _fill_many(self, field: FieldModel, relation: Relation, below: Tree, holders: list[Holder]) -> None:
        grouped = self._grouped(field, relation, {row["id"] for _, _, row in holders if row})
        following: list[Holder] = []
        for out, prefix, row in holders:
            rows = [dict(one) for one in grouped.get(row["id"], ())] if row else []
            out[prefix + field.key] = rows
            following += [(one, "", one) for one in rows]
        self._fill(relation.target, below, following)

    def rows(self, entity: str, ids: Iterable[str]) -> dict[str, dict[str, Any] | None]:
        """Rows by id; None for what does not exist."""
        cache, batch = self._rows.setdefault(entity, {}), self._states.get(entity, {})
        wanted = {identity for identity in ids if identity not in cache and identity not in batch}
        if wanted:
            cache.update(dict.fromkeys(wanted))
            cache.update(rows_of(self._ctx, entity, wanted))
        return {identity: batch[identity].new if identity in batch else cache.get(identity) for identity in ids}

    def _grouped(self, field: FieldModel, relation: Relation, ids: set[str]) -> dict[str, list[dict[str, Any]]]:
        """Living child rows by parent id, those of the batch included."""
        batch = self._states.get(relation.target, {})
        parents = self._states.get(field.entity, {})
        cache = self._children.setdefault((field.entity, field.key), {})
        wanted = {one for one in ids if one not in cache and not (one in parents and parents[one].action == "created")}
        if wanted:
            cache.update({identity: [] for identity in wanted})
            for row in children_of(self._ctx, field.entity, field.key, wanted):
                cache[row[relation.via]].append(row)
        found = {identity: [row for row in cache.get(identity, ()) if row["id"] not in batch] for identity in ids}
        polymorphic = relation.via in plan_of(self._ctx.store, relation.target).any_links
        for state in batch.values():
            identity = state.new.get(relation.via)
            if not state.alive or identity not in found:
                continue
            if not polymorphic or state.new.get(entity_column(relation.via)) == field.entity:
                found[identity].append(state.new)
        return found
