"""People as sign-in sees them: a few columns of the base app's `person`, read without regard to rights.

Changing people goes through the records engine like every other record.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from dougong.metamodel.role import Role
from dougong.records.prepared import rows_at
from dougong.records.store import RecordStore

_COLUMNS = (
    "id", "rev", "name", "login", "active", "roles", "department", "region", "language", "zone", "position",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """`rev` changes with every change of the person, so what is worked out from it can be cached by it."""

    id: str
    rev: int
    name: str
    login: str | None
    active: bool
    roles: tuple[str, ...]
    department: str | None
    region: str | None
    language: str | None
    zone: str | None
    position: str | None


def by_id(connection: Connection, store: RecordStore, id: str) -> Person | None:  # noqa: A002
    """None when there is no such person (any more)."""
    return _one(connection, store, "id", id)


def by_login(connection: Connection, store: RecordStore, login: str) -> Person | None:
    """By sign-in name or e-mail address, whatever the case."""
    wanted = login.strip().lower()
    if not wanted:
        return None
    found = _one(connection, store, "login", wanted)
    return _one(connection, store, "email", wanted) if found is None and "@" in wanted else found


def everyone(connection: Connection, store: RecordStore) -> list[Person]:
    """Active people with a sign-in name, by name."""
    table = store.table("person")
    rows = connection.execute(
        select(table)
        .where(table.c.deleted_at.is_(None), table.c.login.is_not(None))
        .order_by(table.c.created_at, table.c.id)
    )
    return [person for row in rows.mappings() if (person := _person(row, store)).active]


def _one(connection: Connection, store: RecordStore, key: str, value: str) -> Person | None:
    rows = rows_at(connection, store.plan(("host.person", key), lambda: _select(store, key)), {"value": value})
    return _person(dict(zip(_COLUMNS, rows[0], strict=True)), store) if rows else None


def _select(store: RecordStore, key: str) -> Select[Any]:
    """Built once per revision: asked at every request."""
    table = store.table("person")
    column = table.c[key] if key == "id" else func.lower(table.c[key])
    chosen = [table.c[name] for name in _COLUMNS]
    return select(*chosen).where(table.c.deleted_at.is_(None), column == bindparam("value")).limit(1)


def roles_now(roles: Mapping[str, Role], given: Iterable[str]) -> tuple[str, ...]:
    """The roles somebody has who was given these keys: in place of one that is gone, those that replace it."""
    kept = list(given)
    if all(key in roles for key in kept):
        return tuple(kept)
    found = (
        [key] if key in roles else [one.key for one in roles.values() if key in one.replaces] or [key] for key in kept
    )
    return tuple(dict.fromkeys(key for keys in found for key in keys))


def _person(c: Mapping[Any, Any], store: RecordStore) -> Person:
    return Person(
        id=c["id"], rev=c["rev"], name=c["name"] or "", login=c["login"], active=c["active"] is not False,
        roles=roles_now(store.model.roles, c["roles"] or ()), department=c["department"], region=c["region"], language=c["language"],
        zone=c["zone"], position=c["position"],
    )  # fmt: skip
