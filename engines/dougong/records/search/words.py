"""Trigrams of the search index's text: which of its rows can have a word, without reading them all.

SQLite: an FTS5 table that follows the index in steps (`index_words`), because adding to it costs more than the write
itself; rows it does not know yet are few and looked through. What it answers are candidates, so what it still says
of rows that are gone does no harm. PostgreSQL: a pg_trgm index over the same text, where the server has the extension.
"""

from sqlalchemy import Connection, func, insert, literal_column, select, text, update

from ..system_tables import search_index, search_progress

STEP = 500
"""Rows taken in at once: about 60 ms of the writer."""
_TAKE_IN = text(
    "INSERT INTO search_words (rowid, words) SELECT id, title || char(10) || initials || char(10) || body || char(10) "
    "FROM search_index WHERE id > :upto AND id <= :last"
)
_FORGET = text("INSERT INTO search_words (search_words) VALUES ('delete-all')")


def words_waiting(connection: Connection) -> int:
    """How many rows of the index the trigrams do not know yet; 0 where the database itself keeps them."""
    if connection.dialect.name != "sqlite":
        return 0
    upto = select(search_progress.c.upto).scalar_subquery()
    return connection.scalar(select(func.count()).where(search_index.c.id > func.coalesce(upto, 0))) or 0


def index_words(connection: Connection, most: int = STEP) -> int:
    """Takes in at most `most` more rows, within the caller's transaction; returns how many.

    When most of what it holds is of rows that are gone, it begins anew.
    """
    if connection.dialect.name != "sqlite":
        return 0
    known = connection.execute(select(search_progress.c.upto, search_progress.c.held)).first()
    if known is None:
        connection.execute(insert(search_progress).values(upto=0, held=0))
    upto, held = known or (0, 0)
    next_ones = select(search_index.c.id).where(search_index.c.id > upto).order_by(search_index.c.id).limit(most)
    ids = connection.scalars(next_ones).all()
    if not ids:
        return 0
    if held > 10_000 and held > 2 * _living(connection, upto):
        connection.execute(_FORGET)
        connection.execute(update(search_progress).values(upto=0, held=0))
        return index_words(connection, most)
    connection.execute(_TAKE_IN, {"upto": upto, "last": ids[-1]})
    connection.execute(update(search_progress).values(upto=ids[-1], held=held + len(ids)))
    return len(ids)


def _living(connection: Connection, upto: int) -> int:
    return connection.scalar(select(func.count(literal_column("1"))).where(search_index.c.id <= upto)) or 0


def trigrams(word: str) -> list[str]:
    """Every third run of three characters and the last one: together they cover the word."""
    last = len(word) - 3
    return [] if last < 0 else [word[at : at + 3] for at in dict.fromkeys([*range(0, last, 3), last])]
