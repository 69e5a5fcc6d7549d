"""What a person keeps at hand: paths of places, in the order they gave them."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select

from dougong.host.store.tables import favourite

MOST = 50


def favourites(connection: Connection, person: str) -> list[str]:
    """Paths, in their order."""
    query = select(favourite.c.path).where(favourite.c.person == person)
    return list(connection.execute(query.order_by(favourite.c.position, favourite.c.path)).scalars())


def toggle(connection: Connection, person: str, path: str) -> bool | None:
    """Keeps it, last of all, or lets go of it: whether it is kept now; None when there are MOST already."""
    mine = favourite.c.person == person
    if connection.execute(delete(favourite).where(mine, favourite.c.path == path)).rowcount:
        return False
    count, last = connection.execute(select(func.count(), func.max(favourite.c.position)).where(mine)).one()
    if count >= MOST:
        return None
    connection.execute(insert(favourite).values(person=person, path=path, position=(last or 0) + 1))
    return True


def put_order(connection: Connection, person: str, paths: Iterable[str]) -> None:
    """Those named first, in this order; the rest keep theirs behind them; what is not kept is not added."""
    kept = favourites(connection, person)
    wanted = [path for path in dict.fromkeys(paths) if path in kept]
    ordered = [*wanted, *(path for path in kept if path not in wanted)]
    connection.execute(delete(favourite).where(favourite.c.person == person))
    if ordered:
        rows = [{"person": person, "path": path, "position": n} for n, path in enumerate(ordered, 1)]
        connection.execute(insert(favourite), rows)
