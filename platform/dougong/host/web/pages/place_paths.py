"""How places are named: `/entity/id`, `/entity?view=key`, `/page/key`, below the workspace's address."""

import re

RECORD = re.compile(r"/([a-z][a-z0-9_]*)/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
VIEW = re.compile(r"/([a-z][a-z0-9_]*)\?view=([a-z][a-z0-9_]*)")
PAGE = re.compile(r"/page/([a-z][a-z0-9_]*)")


def keepable(path: str) -> bool:
    """Whether it has the form of a place."""
    return any(form.fullmatch(path) for form in (RECORD, VIEW, PAGE))


def record_of(path: str) -> tuple[str, str] | None:
    """(entity, id) where the path is a record's."""
    found = RECORD.fullmatch(path)
    return (found[1], found[2]) if found else None


def place_here(path: str, current: str) -> str:
    """The place an address is: `path` of the request, `current` of the list it shows; empty where it is none."""
    return next((one for one in (path, current) if keepable(one)), "")
