"""Ids of records: UUIDv7, so that rows made together stand together and offline clients can make their own."""

from uuid_utils import uuid7


def new_id() -> str:
    """36 characters, lower case."""
    return str(uuid7())
