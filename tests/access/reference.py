"""The slow, plain evaluator of rights: nested loops over the world, no SQL, no engine code."""

from decimal import Decimal
from typing import Any

from .world import LINKS, Person, Record, World

ORDER = ("hidden", "masked", "read", "edit")
PERSON_ROLE = "member"


def readable(world: World, viewer: Person, record: Record) -> bool:
    """Whether any role of the viewer reaches the record."""
    for role in viewer.roles:
        words, conditions = world.scopes[role].get(record["entity"], (frozenset(), ()))
        if any(_word(world, viewer, record, word) for word in words):
            return True
        if any(condition.test(record, world, viewer) for condition in conditions):
            return True
    return False


def visible(world: World, viewer: Person, entity: str) -> list[Record]:
    return [record for record in world.records[entity].values() if readable(world, viewer, record)]


def right(world: World, viewer: Person, entity: str, field: str) -> str:
    """The strongest right that a role naming the entity gives on a field."""
    given = [world.rights[role][entity].get(field, "edit") for role in viewer.roles if entity in world.scopes[role]]
    return max(given, key=ORDER.index, default="hidden")


def value(world: World, viewer: Person, record: Record, field: str) -> Any:
    """What the viewer gets for a field of a readable record; KeyError stands for hidden."""
    sees = right(world, viewer, record["entity"], field)
    if sees == "hidden":
        raise KeyError(field)
    found = record[field]
    if sees == "masked":
        return None if found is None else "***"
    return found


def total(records: list[Record]) -> Decimal:
    return sum((record["amount"] or Decimal(0) for record in records), Decimal(0))


def may_export(world: World, viewer: Person, entity: str) -> bool:
    return any(entity in world.export[role] for role in viewer.roles)


def target_readable(world: World, viewer: Person, record: Record) -> bool:
    """Whether the record linked to may be named to the viewer."""
    linked = world.linked(record)
    return (
        linked is not None
        and readable(world, viewer, linked)
        and right(world, viewer, LINKS[record["entity"]], "name") in ("read", "edit")
    )


def _word(world: World, viewer: Person, record: Record, word: str) -> bool:
    match word:
        case "all":
            return True
        case "own":
            return record["owner"] == viewer.id
        case "subordinates":
            return record["owner"] is not None and viewer.id in _managers(world, record["owner"])
        case "department":
            return viewer.department is not None and record["department"] == viewer.department
        case "departments":
            return viewer.department is not None and viewer.department in _above(world, record["department"])
        case "region":
            return _inside(record["area"], viewer.region)
        case "shared":
            return any(
                _shared(world, viewer, kind, grantee) for e, r, kind, grantee in world.shares if r == record["id"]
            )
    raise AssertionError(word)


def _managers(world: World, person: str) -> list[str]:
    found: list[str] = []
    step: str | None = person
    while step is not None:
        found.append(step)
        step = world.people[step].manager
    return found


def _above(world: World, department: str | None) -> list[str]:
    found: list[str] = []
    while department is not None:
        found.append(department)
        department = world.departments[department]
    return found


def _inside(area: str | None, region: str | None) -> bool:
    return area is not None and region is not None and (area == region or area.startswith(region + "/"))


def _shared(world: World, viewer: Person, kind: str, grantee: str) -> bool:
    match kind:
        case "person":
            return grantee == viewer.id
        case "department":
            return viewer.department is not None and grantee == viewer.department
        case _:
            return grantee in viewer.roles
