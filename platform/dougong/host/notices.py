"""What people are told: one row per person and matter, written by `notify` in the transaction of what it tells of.

The words are made when it is shown, from what its reader may see by then; nothing of a record is kept but its id.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from uuid_utils import uuid7

from dougong.host.store.tables import notice, preference
from dougong.records.context import Context

KINDS = ("owner", "remind", "mention", "follow", "share", "job")
"""Made owner of a record by somebody else; reminded of one; named in what somebody wrote; somebody wrote on a record one
follows; given sight of a record; long work is over."""
_OFF = "notices:off"
_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Notice:
    """`fold` names the matter: notices to a person under one name become one, their counts added; empty stands alone.

    `record` is the first of `count`; `details` is plain JSON, shown only beside a record its reader may see.
    """

    kind: str
    person: str
    entity: str = ""
    record: str | None = None
    actor: str | None = None
    count: int = 1
    fold: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    id: int = 0
    unread: bool = True


def notify(connection: Connection, notices: Iterable[Notice], now: datetime) -> int:
    """Tells people, except of what they did themselves or want no notices of; how many were told something.

    ValueError for a kind that is not in KINDS.
    """
    wanted = [one for one in notices if one.person != one.actor]
    if unknown := {one.kind for one in wanted} - set(KINDS):
        raise ValueError(f"no such kind of notice: {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    if not wanted:
        return 0
    off = _all_off(connection, {one.person for one in wanted})
    made = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(notice)
    more = {"count": notice.c.count + made.excluded.count, "at": made.excluded.at, "read_at": None}
    statement = made.on_conflict_do_update(
        index_elements=["person", "fold"], set_={**more, "details": made.excluded.details}
    )
    rows = [
        {
            "person": one.person, "kind": one.kind, "fold": one.fold or str(uuid7()), "entity": one.entity,
            "record": one.record, "actor": one.actor, "count": one.count, "details": one.details, "at": now,
        }
        for one in wanted
        if one.kind not in off.get(one.person, ())
    ]  # fmt: skip
    for row in rows:  # two of one batch may fold into each other
        connection.execute(statement, row)
    return len(rows)


def mentioned(ctx: Context, people: Iterable[str], entity: str, record: str, words: str = "", fold: str = "") -> int:
    """Tells people that the viewer named them in what they wrote on a record, within the caller's transaction.

    `words` is the sentence, shown shortened and only to those who may see the record; `fold` the id of the comment, so
    that writing it again tells nobody twice over.
    """
    told = [
        Notice(
            "mention", person, entity, record, ctx.viewer.person, details={"words": words[:200]},
            fold=f"mention:{fold}" if fold else "",
        )
        for person in dict.fromkeys(people)
    ]  # fmt: skip
    return notify(ctx.connection, told, ctx.now)


def listed(
    connection: Connection,
    person: str,
    *,
    unread: bool = False,
    after: tuple[datetime, int] | None = None,
    limit: int = 30,
) -> list[Notice]:
    """Newest first; `after` continues behind the (at, id) of the last one seen."""
    statement = select(notice).where(notice.c.person == person)
    if unread:
        statement = statement.where(notice.c.read_at.is_(None))
    if after is not None:
        statement = statement.where(or_(notice.c.at < after[0], and_(notice.c.at == after[0], notice.c.id < after[1])))
    statement = statement.order_by(notice.c.at.desc(), notice.c.id.desc()).limit(limit)
    return [
        Notice(
            row["kind"], row["person"], row["entity"], row["record"], row["actor"], row["count"], row["fold"],
            row["details"] or {}, row["at"], row["id"], row["read_at"] is None,
        )
        for row in connection.execute(statement).mappings()
    ]  # fmt: skip


def unread(connection: Connection, people: Sequence[str]) -> dict[str, tuple[int, datetime]]:
    """Person -> how many they have not read, and when the newest of these came; people with none are absent."""
    statement = (
        select(notice.c.person, func.count(), func.max(notice.c.at))
        .where(notice.c.person.in_(people), notice.c.read_at.is_(None))
        .group_by(notice.c.person)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(statement)}


def mark_read(connection: Connection, person: str, now: datetime, id: int | None = None) -> int:  # noqa: A002
    """One notice of the person, or all; how many were unread."""
    mine = [notice.c.person == person, notice.c.read_at.is_(None), *([notice.c.id == id] if id is not None else [])]
    return connection.execute(update(notice).where(*mine).values(read_at=now)).rowcount


def off(connection: Connection, person: str) -> frozenset[str]:
    """The kinds a person wants no notices of."""
    return _all_off(connection, {person}).get(person, frozenset())


def switch_off(connection: Connection, person: str, kinds: Iterable[str]) -> None:
    """Keeps the kinds a person wants no notices of; all others are told."""
    here = (preference.c.person == person) & (preference.c.key == _OFF)
    connection.execute(delete(preference).where(here))
    if chosen := [kind for kind in KINDS if kind in set(kinds)]:
        connection.execute(insert(preference).values(person=person, key=_OFF, value=chosen))


def sweep(connection: Connection, now: datetime) -> int:
    """Forgets notices older than 90 days; how many."""
    return connection.execute(delete(notice).where(notice.c.at < now - _KEPT)).rowcount


def _all_off(connection: Connection, people: Iterable[str]) -> dict[str, frozenset[str]]:
    query = select(preference.c.person, preference.c.value)
    query = query.where(tuple_(preference.c.person, preference.c.key).in_([(one, _OFF) for one in people]))
    return {row.person: frozenset(row.value or ()) for row in connection.execute(query)}
