"""The condition that a record of the search index has all words of a query.

Chinese words of one or two characters have no trigram; they are looked for with instr(), never LIKE.
"""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, false, func, or_, select

from dougong.expressions.sql.types import Text

from ..among import among
from ..context import Context
from ..rights import FieldRight
from ..system_tables import search_index
from .folding import words_of


def matching_ids(ctx: Context, entity: str, text: str, column: ColumnElement[Any]) -> ColumnElement[bool]:
    """True where the record `column` names has all words of `text`."""
    found = select(search_index.c.record).where(search_index.c.entity == entity, *word_conditions(ctx, entity, text))
    return among(ctx, column, found)


def word_conditions(ctx: Context, entity: str, text: str) -> list[ColumnElement[bool]]:
    """One condition per word: it stands in the title, the pinyin or the body, as far as the viewer may read them.

    The body holds several fields at once, so it is searched only by those who may read all of them.
    """
    from .entries import searched_fields

    model = ctx.store.entity(entity)
    rights = ctx.viewer.on(entity)
    whole = ctx.viewer.admin
    body = whole or all(rights.field(key) >= FieldRight.READ for key in searched_fields(model))
    title = whole or rights.field(model.title.key) >= FieldRight.READ
    sqlite = ctx.connection.dialect.name == "sqlite"
    places = [search_index.c.title, search_index.c.initials] if title else []
    places += [search_index.c.body] if body else []
    return [or_(false(), *(_has(sqlite, place, n) for place in places)) for n, _ in enumerate(words_of(text))]


def search_parameters(text: str) -> dict[str, Any]:
    """The words of a query as the parameters of `word_conditions`."""
    return {f"word_{n}": word for n, word in enumerate(words_of(text))}


def _has(sqlite: bool, place: ColumnElement[Any], number: int) -> ColumnElement[bool]:
    word = bindparam(f"word_{number}", type_=Text())
    found: ColumnElement[int] = func.instr(place, word) if sqlite else func.strpos(place, word)
    return found > 0
