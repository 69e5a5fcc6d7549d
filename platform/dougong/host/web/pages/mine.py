"""The part of the menu that is a person's own: favourites, and records they lately looked at or worked on."""

from dataclasses import dataclass

from dougong.host.web.scope import Scope
from dougong.records.context import Context

from .favourites import favourites
from .places import Place, places
from .recents import lately

RECENT = 6


@dataclass(frozen=True, slots=True)
class Mine:
    favourites: tuple[Place, ...]
    recent: tuple[Place, ...]


def mine(scope: Scope, context: Context, recent: int = RECENT) -> Mine:
    """Two statements and one per kind of record among them."""
    person = scope.viewer.person or ""
    kept = favourites(context.connection, person)
    seen = [f"/{entity}/{record}" for entity, record in lately(context.connection, person, recent + 4)]
    found = {place.path: place for place in places(scope, context, [*kept, *seen])}
    return Mine(
        tuple(found[path] for path in kept if path in found),
        tuple(found[path] for path in seen if path in found)[:recent],
    )
