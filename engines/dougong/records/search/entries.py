"""The row of the search index for one record; the write path keeps it, an installation fills it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql

from dougong.metamodel.model import EntityModel

from ..system_tables import search_index
from .folding import fold, sounds

LONGEST_BODY = 20_000


def index_entry(entity: EntityModel, row: Mapping[str, Any], fields: Iterable[str] | None = None) -> dict[str, str]:
    """Values of `search_index` for a record's row (field key -> canonical value); `fields` are the searched ones where known."""
    title = str(row.get(entity.title.key) or "") if entity.title.relation is None else ""  # an id is nobody's words
    words = [
        str(row[key])
        for key in (searched_fields(entity) if fields is None else fields)
        if row.get(key) not in (None, "", title)
    ]
    return {
        "entity": entity.key,
        "record": str(row["id"]),
        "title": fold(title),
        "body": fold("\n".join(words))[:LONGEST_BODY],
        "initials": sounds(title),
    }


def searched_fields(entity: EntityModel) -> list[str]:
    """Fields whose text is found, the title aside."""
    return [
        one.key for one in entity.columns if one.field.search and one.relation is None and one.key != entity.title.key
    ]


def replacing(dialect: str) -> Any:
    """The INSERT of entries that may be there already; on SQLite they take a new id, which the trigrams then learn."""
    if dialect == "sqlite":
        return insert(search_index).prefix_with("OR REPLACE")
    made = postgresql.insert(search_index)
    words = {key: made.excluded[key] for key in ("title", "body", "initials")}
    return made.on_conflict_do_update(index_elements=["entity", "record"], set_=words)
