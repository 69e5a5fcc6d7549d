"""What people say to each other on a record: whoever may read the record may read and write here.

A comment is changed or taken back by who wrote it; what it said before is kept beside it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape
from sqlalchemy import and_, insert, or_, select, update

from dougong.host.store.tables import comment as table
from dougong.records.context import Context
from dougong.records.ids import is_id, new_id
from dougong.records.query.titles import titles

MENTION = re.compile(r"@\[([^\]\n]{1,80})\]\(([0-9a-f-]{36})\)")
"""How a person is named in a comment's words: `@[name](id)`."""
LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Comment:
    """`gone`: taken back; its words are empty then."""

    id: str
    person: str
    words: str
    at: datetime
    edited: bool
    gone: bool


def comments_of(
    context: Context, entity: str, record: str, limit: int, behind: tuple[datetime, str] | None = None
) -> list[Comment]:
    """Newest first, behind the (at, id) of the last one seen. The caller has looked whether the record may be read."""
    statement = select(table).where(table.c.entity == entity, table.c.record == record)
    if behind is not None:
        at, identity = behind
        statement = statement.where(or_(table.c.at < at, and_(table.c.at == at, table.c.id < identity)))
    rows = context.connection.execute(statement.order_by(table.c.at.desc(), table.c.id.desc()).limit(limit))
    return [_comment(row) for row in rows.mappings()]


def comment_of(context: Context, entity: str, record: str, identity: str) -> Comment | None:
    """One comment of a record."""
    if not is_id(identity):
        return None
    mine = and_(table.c.id == identity, table.c.entity == entity, table.c.record == record)
    row = context.connection.execute(select(table).where(mine)).mappings().first()
    return _comment(row) if row else None


def say(context: Context, entity: str, record: str, words: str, identity: str = "") -> tuple[str, tuple[str, ...]]:
    """Writes a comment; its id and the people it names. The same id a second time is the same comment."""
    identity = identity or new_id()
    named = mentioned_in(context, words)
    if comment_of(context, entity, record, identity) is None:
        context.connection.execute(
            insert(table).values(
                id=identity, entity=entity, record=record, person=context.viewer.person, words=words[:LONGEST],
                mentions=list(named), at=context.now, earlier=[],
            )
        )  # fmt: skip
    return identity, named


def change(context: Context, comment: Comment, words: str) -> tuple[str, ...]:
    """New words for a comment; the people it names now and did not before. Empty words take it back."""
    row = context.connection.execute(select(table).where(table.c.id == comment.id)).mappings().one()
    named = mentioned_in(context, words)
    when = {"deleted_at": context.now} if not words else {"edited_at": context.now}
    earlier = [*row["earlier"], {"at": (row["edited_at"] or row["at"]).isoformat(), "words": row["words"]}]
    context.connection.execute(
        update(table)
        .where(table.c.id == comment.id)
        .values(words=words[:LONGEST], mentions=list(named), earlier=earlier, **when)
    )
    return tuple(one for one in named if one not in row["mentions"])


def mentioned_in(context: Context, words: str) -> tuple[str, ...]:
    """Ids of people named in words, those that exist."""
    asked = [one for one in dict.fromkeys(match[2] for match in MENTION.finditer(words)) if is_id(one)]
    known = titles(context, "person", asked)
    return tuple(one for one in asked if one in known)


def drawn(words: str, names: dict[str, str]) -> Markup:
    """Words as HTML: people by their names of today, everything else escaped; lines stay lines."""
    parts: list[Markup] = []
    end = 0
    for match in MENTION.finditer(words):
        parts.append(escape(words[end : match.start()]))
        parts.append(Markup('<span class="at">@{}</span>').format(names.get(match[2]) or match[1]))
        end = match.end()
    return Markup("").join([*parts, escape(words[end:])])


def plain(words: str) -> str:
    """Words without the marks of mentions, for a notice."""
    return MENTION.sub(lambda match: f"@{match[1]}", words)


def people_in(comments: Sequence[Comment]) -> set[str]:
    """Everybody whose name is needed to show comments."""
    named = {match[2] for one in comments for match in MENTION.finditer(one.words)}
    return named | {one.person for one in comments}


def _comment(row: object) -> Comment:
    found = dict(row)  # type: ignore[call-overload]
    gone = found["deleted_at"] is not None
    words = "" if gone else found["words"]
    return Comment(found["id"], found["person"], words, found["at"], found["edited_at"] is not None, gone)
