"""Ids and revisions of the example's records, by the names figures use for them."""

from starlette.concurrency import run_in_threadpool

from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Query

from .asking import Asking

_NAMED = {"boat": ("boat", "name", "白鹭"), "late": ("boat", "name", "海燕"), "chore": ("chore", "subject", "订缆绳")}


async def addresses(reader: Asking) -> dict[str, str]:
    """Name -> id, and `<name>_rev` -> revision."""
    return await run_in_threadpool(_found, reader)


def _found(reader: Asking) -> dict[str, str]:
    known: dict[str, str] = {}
    with reader.workspace.reading(SYSTEM) as context:
        for name, (entity, field, value) in _NAMED.items():
            (row,) = find(context, Query(entity, ("id", "rev"), filter=f'{field} = "{value}"')).rows
            known |= {name: str(row["id"]), f"{name}_rev": str(row["rev"])}
    return known
