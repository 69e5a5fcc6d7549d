"""People as sign-in sees them: a few columns of the base app's `person`, read without regard to rights.

Changing people goes through the records engine like every other record.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from dougong.records.store import RecordStore


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
    return _one(connection, store, store.table("person").c.id == id)


def by_login(connection: Connection, store: RecordStore, login: str) -> Person | None:
    """By sign-in name or e-mail address, whatever the case."""
    table, wanted = store.table("person"), login.strip().lower()
    if not wanted:
        return None
    return _one(connection, store, func.lower(table.c.login) == wanted) or (
        _one(connection, store, func.lower(table.c.email) == wanted) if "@" in wanted else None
    )


def everyone(connection: Connection, store: RecordStore) -> list[Person]:
    """Active people with a sign-in name, by name."""
    table = store.table("person")
    rows = connection.execute(
        select(table)
        .where(table.c.deleted_at.is_(None), table.c.login.is_not(None))
        .order_by(table.c.created_at, table.c.id)
    )
    return [person for person in map(_person, rows) if person.active]


def _one(connection: Connection, store: RecordStore, condition: object) -> Person | None:
    table = store.table("person")
    row = connection.execute(select(table).where(table.c.deleted_at.is_(None), condition).limit(1)).first()  # type: ignore[arg-type]
    return None if row is None else _person(row)


def _person(row: object) -> Person:
    c = row._mapping  # type: ignore[attr-defined]
    return Person(
        id=c["id"], rev=c["rev"], name=c["name"] or "", login=c["login"], active=c["active"] is not False,
        roles=tuple(c["roles"] or ()), department=c["department"], region=c["region"], language=c["language"],
        zone=c["zone"], position=c["position"],
    )  # fmt: skip
