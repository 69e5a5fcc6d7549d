"""Titles in cells -> ids of linked records, one query per link and chunk, with a cache over the whole run.

A title that means several records is a problem, never a guess.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from dougong.records.context import Context
from dougong.records.lookup import fold, lookup


@dataclass(slots=True)
class Links:
    """`known` survives the chunk; `fresh` holds records made in the running transaction until it is committed."""

    known: dict[tuple[str, str], dict[str, tuple[str, ...]]] = field(default_factory=dict)
    fresh: dict[tuple[str, str], dict[str, tuple[str, ...]]] = field(default_factory=dict)

    def resolve(self, context: Context, target: str, by: str, titles: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Ids for each title (folded); a title that is not there has an empty tuple."""
        key = (target, by)
        known, fresh = self.known.setdefault(key, {}), self.fresh.get(key, {})
        asked = {fold(title): title for title in titles}
        if missing := [title for title in asked if title not in known and title not in fresh]:
            found = lookup(context, target, by, [asked[title] for title in missing])
            known.update({title: tuple(found[title]) for title in missing if found.get(title)})
        return {title: fresh.get(title) or known.get(title, ()) for title in asked}

    def add(self, target: str, by: str, title: str, identity: str) -> None:
        """A record just made, usable in this transaction."""
        self.fresh.setdefault((target, by), {})[fold(title)] = (identity,)

    def commit(self) -> None:
        for key, titles in self.fresh.items():
            self.known.setdefault(key, {}).update(titles)
        self.fresh.clear()

    def rollback(self) -> None:
        self.fresh.clear()


def title_field(context: Context, entity: str) -> str:
    """The field that names records of an entity."""
    return context.store.model.entities[entity].definition.title
