"""Ids of records: UUIDv7, so that rows made together stand together and offline clients can make their own."""

import re
from collections.abc import Sequence

from uuid_utils import uuid7

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def new_id() -> str:
    """36 characters, lower case."""
    return str(uuid7())


def is_id(text: str) -> bool:
    """Whether a record could have this id; a database with a type of its own for ids fails on anything else."""
    return _ID.fullmatch(text) is not None


def id_parameters(ids: Sequence[str]) -> dict[str, str]:
    """Ids as parameters `id_0` ..., the last one repeated up to a power of two, so that few plans serve all numbers."""
    known = [one for one in ids if is_id(one)]
    known += known[-1:] * ((1 << (len(known) - 1).bit_length()) - len(known)) if known else []
    return {f"id_{n}": one for n, one in enumerate(known)}
