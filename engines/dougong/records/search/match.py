"""The condition that a record of the search index has all words of a query.

Trigrams (`words`) only say which rows may have them; whether one does is always asked of the text itself, with instr()
or strpos(), so that all databases find the same. Words of one or two characters have no trigram: of two, the trigrams
that begin so are taken where the characters are Chinese; the rest is looked for in every row.
"""

import re
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    column,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy import Text as PlainText
from sqlalchemy import text as sql

from dougong.expressions.sql.types import Text

from ..among import among
from ..breadth import SMALL, looked
from ..context import Context
from ..rights import FieldRight
from ..system_tables import search_index, search_progress
from .folding import words_of
from .words import trigrams

_LIKE = re.compile(r"[\\%_]")
_NOWHERE = '"\x01\x01\x01"'
"""A trigram that no text has: folding leaves no control characters."""
_words = table("search_words", column("rowid"), column("search_words"))
_terms = table("search_terms", column("term", PlainText()))
_rest = search_index.alias()
_WHOLE: ColumnElement[str] = literal_column("(title || E'\\n' || initials || E'\\n' || body)", PlainText())
"""What PostgreSQL's trigrams are of, word for word as in the index."""
_TRIGRAMS = sql(
    "SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema() AND indexname = 'ix_search_index__words'"
)


def matching_ids(ctx: Context, entity: str, text: str, column: ColumnElement[Any]) -> ColumnElement[bool]:
    """True where the record `column` names has all words of `text`: of common words that is asked of each row on the way,
    of others a set is made first."""
    words = word_conditions(ctx, entity, text)
    if common(ctx, text):
        here = bindparam(None, entity, type_=PlainText())
        met = select(search_index.c.id).where(search_index.c.entity == here, search_index.c.record == column, *words)
        return met.exists()
    found = select(search_index.c.record).where(of_entity(ctx, entity, text), *candidates(ctx, text), *words)
    return among(ctx, column, found)


def common(ctx: Context, text: str) -> bool:
    """Whether an eighth of all records or more have the words: then no set of them is made."""
    words = words_of(text)

    def look() -> bool:
        every = select(func.count()).select_from(search_index)
        rows = looked(ctx, "search rows", lambda: ctx.connection.scalar(every) or 0)
        if rows < SMALL:
            return False
        enough = rows // 8
        some = _some(ctx, words, text).limit(enough).subquery()
        found = ctx.connection.scalar(select(func.count()).select_from(some), search_parameters(text)) or 0
        return bool(found >= enough)

    return bool(words) and bool(looked(ctx, ("common words", tuple(words)), look))


def _some(ctx: Context, words: list[str], text: str) -> Select[Any]:
    """One column of the rows that may have the words; trigrams are believed."""
    if ctx.connection.dialect.name == "sqlite":
        match = _match(words)
        if match is not None:
            return select(_words.c.rowid).where(_words.c.search_words.op("MATCH")(match))
    return select(search_index.c.id).where(*(candidates(ctx, text) or words_in(ctx, text)))


def word_conditions(ctx: Context, entity: str, text: str) -> list[ColumnElement[bool]]:
    """One condition per word: it stands in the title, the pinyin or the body, as far as the viewer may read them.

    The body holds several fields at once, so it is searched only by those who may read all of them.
    """
    return words_in(ctx, text, *readable_places(ctx, entity))


def readable_places(ctx: Context, entity: str) -> tuple[bool, bool]:
    """Whether the viewer may look for words in the title, and in the body, of an entity's records."""
    from .entries import searched_fields

    model, rights = ctx.store.entity(entity), ctx.viewer.on(entity)
    if ctx.viewer.admin:
        return True, True
    title = rights.field(model.title.key) >= FieldRight.READ
    return title, all(rights.field(key) >= FieldRight.READ for key in searched_fields(model))


def words_in(ctx: Context, text: str, title: bool = True, body: bool = True) -> list[ColumnElement[bool]]:
    """One condition per word: it stands in one of these places of the index's row."""
    places = [search_index.c.title, search_index.c.initials] if title else []
    places += [search_index.c.body] if body else []
    has = func.instr if ctx.connection.dialect.name == "sqlite" else func.strpos
    return [or_(false(), *(has(place, _word(n)) > 0 for place in places)) for n, _ in enumerate(words_of(text))]


def of_entity(ctx: Context, entity: str, text: str) -> ColumnElement[bool]:
    """The index's row is of the entity; beside candidates SQLite must not take this for the way in."""
    kept: ColumnElement[str] = search_index.c.entity
    if ctx.connection.dialect.name == "sqlite" and candidates(ctx, text):
        kept = kept.op("||")(literal("", PlainText()))
    return kept == bindparam(None, entity, type_=PlainText())


def candidates(ctx: Context, text: str) -> list[ColumnElement[bool]]:
    """Conditions served by trigrams that every row with all words of a query fulfils."""
    words = words_of(text)
    if ctx.connection.dialect.name == "sqlite":
        return _known_or_new(words)
    if not looked(ctx, "trigrams", lambda: ctx.connection.scalar(_TRIGRAMS)):
        return []  # the server has none: to look for the words twice in each row would be of no use
    return [_WHOLE.like(bindparam(f"like_{n}", type_=PlainText())) for n, _ in enumerate(words)]


def search_parameters(text: str) -> dict[str, Any]:
    """The words of a query as the parameters of `word_conditions`."""
    words = words_of(text)
    found: dict[str, Any] = {f"word_{n}": word for n, word in enumerate(words)}
    for n, word in enumerate(words):
        found[f"like_{n}"] = f"%{_LIKE.sub(_escaped, word)}%"
        if _is_pair(word):
            found[f"from_{n}"], found[f"upto_{n}"] = word, word + chr(0x10FFFF)
    found["trigrams"] = " AND ".join(_quoted(part) for word in words for part in trigrams(word))
    return found


def _known_or_new(words: list[str]) -> list[ColumnElement[bool]]:
    """On SQLite: the index's row is one that trigrams give or do not know yet; nothing when no word has any."""
    match = _match(words)
    if match is None:
        return []
    given = select(_words.c.rowid).where(_words.c.search_words.op("MATCH")(match))
    upto = func.coalesce(select(search_progress.c.upto).scalar_subquery(), 0)
    newer = _rest.c.id > upto
    return [search_index.c.id.in_(given.union_all(select(_rest.c.id).where(newer)))]


def _match(words: list[str]) -> ColumnElement[Any] | None:
    """What the trigrams are asked; None when no word has any."""
    asked: list[ColumnElement[Any]] = [bindparam("trigrams", type_=PlainText())] if any(map(trigrams, words)) else []
    asked += [_beginning(n) for n, word in enumerate(words) if _is_pair(word)]
    if not asked:
        return None
    match = asked[0]
    for one in asked[1:]:
        match = match.op("||")(" AND ").op("||")(one)
    return match


def _beginning(number: int) -> ColumnElement[Any]:
    """The trigrams that begin with a word of two characters, as an alternative of a MATCH."""
    term = _terms.c.term
    quoted = literal('"').op("||")(func.replace(term, '"', '""')).op("||")('"')
    ends = bindparam(f"from_{number}", type_=PlainText()), bindparam(f"upto_{number}", type_=PlainText())
    all_of_them = select(func.group_concat(quoted, " OR ")).where(term >= ends[0], term <= ends[1]).scalar_subquery()
    return literal("(").op("||")(func.coalesce(all_of_them, _NOWHERE)).op("||")(")")


def _is_pair(word: str) -> bool:
    return len(word) == 2 and not word.isascii()


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _escaped(found: re.Match[str]) -> str:
    return "\\" + found[0]


def _word(number: int) -> ColumnElement[Any]:
    return bindparam(f"word_{number}", type_=Text())
