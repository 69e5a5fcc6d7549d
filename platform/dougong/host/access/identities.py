"""Whom a sign-in provider means: known by its subject, at the first time by the verified e-mail address."""

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from dougong.host.store.tables import identity
from dougong.records.store import RecordStore

from . import people
from .oidc import Claimed
from .people import Person


def person_of(connection: Connection, store: RecordStore, claimed: Claimed, now: datetime) -> Person | None:
    """The active person, from now on linked to that subject; None where nobody, or more than one, has that address."""
    known = connection.execute(
        select(identity.c.person).where(identity.c.issuer == claimed.issuer, identity.c.subject == claimed.subject)
    ).scalar()
    if known is not None:
        return _active(people.by_id(connection, store, known))
    person = _by_email(connection, store, claimed.email)
    if person is not None:
        connection.execute(
            insert(identity).values(issuer=claimed.issuer, subject=claimed.subject, person=person.id, since=now)
        )
    return person


def _by_email(connection: Connection, store: RecordStore, email: str) -> Person | None:
    if not email:
        return None
    table = store.table("person")
    same = select(table.c.id).where(func.lower(table.c.email) == email.lower(), table.c.deleted_at.is_(None)).limit(2)
    found = list(connection.execute(same).scalars())
    return _active(people.by_id(connection, store, found[0])) if len(found) == 1 else None


def _active(person: Person | None) -> Person | None:
    return person if person is not None and person.active else None
