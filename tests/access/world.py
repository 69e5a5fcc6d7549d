"""Random worlds for the access proof: a model, roles, people, records, shares, all drawn from one seed.

Conditions are kept as pairs of source text and a Python function written by hand, so that the reference evaluator
shares no code with the engine.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dougong.metamodel.documents import Document

Record = dict[str, Any]
WORDS = ("own", "subordinates", "department", "departments", "region", "shared")
REGIONS = ("华东/上海", "华东/江苏", "华南/广东", "华东", None)
RIGHTS = ("hidden", "masked", "read", "edit")


@dataclass(frozen=True)
class Condition:
    """`test(record, world, viewer)` says what `source` says."""

    source: str
    test: Callable[[Record, "World", "Person"], bool]


def _amount(record: Record) -> Decimal:
    return record["amount"] or Decimal(0)


CONDITIONS = (
    Condition("amount > 100", lambda r, w, v: r["amount"] is not None and r["amount"] > 100),
    Condition('kind = "a"', lambda r, w, v: r["kind"] == "a"),
    Condition('kind IN ("a", "b") AND flag', lambda r, w, v: r["kind"] in ("a", "b") and r["flag"]),
    Condition("owner = $user", lambda r, w, v: r["owner"] == v.id),
    Condition("NOT flag", lambda r, w, v: not r["flag"]),
    Condition("ISBLANK(owner)", lambda r, w, v: r["owner"] is None),
    Condition('link.kind = "b"', lambda r, w, v: w.linked(r) is not None and w.linked(r)["kind"] == "b"),  # type: ignore[index]
    Condition("amount * 2 <= 300", lambda r, w, v: _amount(r) * 2 <= 300),
)


@dataclass(frozen=True)
class Person:
    id: str
    manager: str | None
    department: str | None
    region: str | None
    roles: tuple[str, ...]


@dataclass
class World:
    """`scopes[role][entity]`: words and conditions; `rights[role][entity]`: field -> right; `records[entity][id]`."""

    seed: int
    entities: tuple[str, ...]
    people: dict[str, Person]
    departments: dict[str, str | None]
    records: dict[str, dict[str, Record]]
    scopes: dict[str, dict[str, tuple[frozenset[str], tuple[Condition, ...]]]]
    rights: dict[str, dict[str, dict[str, str]]]
    export: dict[str, frozenset[str]]
    shares: list[tuple[str, str, str, str]] = field(default_factory=list)
    """(entity, record, kind of grantee, grantee)."""

    def linked(self, record: Record) -> Record | None:
        return self.records[LINKS[record["entity"]]].get(record["link"]) if record["link"] else None


LINKS = {"alpha": "beta", "beta": "beta", "gamma": "alpha"}


def identity(draw: random.Random) -> str:
    """An id of a record, UUIDv7 in shape."""
    words = f"{draw.getrandbits(128):032x}"
    return f"0190{words[:4]}-{words[4:8]}-7{words[8:11]}-8{words[11:14]}-{words[14:26]}"


def draw_world(seed: int) -> World:
    draw = random.Random(seed)
    departments: dict[str, str | None] = {}
    for _ in range(5):
        departments[identity(draw)] = draw.choice([*departments, None]) if departments else None
    roles = [f"role{n}" for n in range(4)]
    people: dict[str, Person] = {}
    for _ in range(7):
        one = identity(draw)
        manager = draw.choice([*people, None]) if people else None
        given = tuple(draw.sample(roles, draw.choice((0, 1, 1, 2))))
        people[one] = Person(one, manager, draw.choice([*departments, None]), draw.choice(REGIONS), given)
    entities = tuple(LINKS)
    scopes = {role: {e: _scope(draw) for e in entities if draw.random() < 0.75} for role in roles}
    rights = {
        role: {
            e: {f: draw.choice(RIGHTS) for f in ("amount", "kind", "note", "name") if draw.random() < 0.3}
            for e in scopes[role]
        }
        for role in roles
    }
    world = World(seed, entities, people, departments, {e: {} for e in entities}, scopes, rights, {
        role: frozenset(e for e in scopes[role] if draw.random() < 0.6) for role in roles
    })  # fmt: skip
    for e in ("beta", "alpha", "gamma"):
        for number in range(draw.randint(5, 14)):
            record = _record(draw, world, e, number)
            world.records[e][record["id"]] = record
    for _ in range(draw.randint(0, 12)):
        e = draw.choice(entities)
        kind = draw.choice(("person", "department", "role"))
        grantee = draw.choice({"person": list(people), "department": list(departments), "role": roles}[kind])
        world.shares.append((e, draw.choice(list(world.records[e])), kind, grantee))
    return world


def _scope(draw: random.Random) -> tuple[frozenset[str], tuple[Condition, ...]]:
    chosen = draw.random()
    if chosen < 0.1:
        return frozenset(), ()
    if chosen < 0.2:
        return frozenset({"all"}), ()
    if chosen < 0.6:
        return frozenset(draw.sample(WORDS, draw.randint(1, 3))), ()
    return frozenset(), (draw.choice(CONDITIONS),)


def _record(draw: random.Random, world: World, entity: str, number: int) -> Record:
    targets = list(world.records[LINKS[entity]])
    return {
        "id": identity(draw),
        "entity": entity,
        "name": f"{entity} {number:02} {draw.choice(('红木', '青铜', '白银', 'iron'))}",
        "amount": draw.choice(
            (None, Decimal("0.00"), Decimal("50.00"), Decimal("150.00"), Decimal("99.99"), Decimal("1000.50"))
        ),
        "kind": draw.choice((None, "a", "b", "c")),
        "flag": draw.random() < 0.5,
        "note": draw.choice((None, "密", "note")),
        "area": draw.choice(REGIONS),
        "link": draw.choice([*targets, None]) if targets else None,
        "owner": draw.choice([*world.people, None]),
        "department": draw.choice([*world.departments, None]),
    }


def documents(world: World) -> list[Document]:
    """The app of this world."""

    def label(words: str) -> dict[str, str]:
        return {"zh-CN": words, "en": words}

    options = [{"key": key, "label": label(key)} for key in "abc"]
    found = [
        Document(
            "proof",
            "app",
            "app.json",
            {"$schema": "dougong/app/1", "key": "proof", "version": "1.0.0", "label": label("proof")},
        )
    ]
    for entity, target in LINKS.items():
        fields: list[Mapping[str, Any]] = [
            {"key": "name", "type": "text", "label": label("name"), "search": True},
            {"key": "amount", "type": "money", "label": label("amount")},
            {"key": "kind", "type": "choice", "label": label("kind"), "options": options},
            {"key": "flag", "type": "bool", "label": label("flag")},
            {"key": "note", "type": "text", "label": label("note"), "search": True},
            {"key": "area", "type": "region", "label": label("area")},
            {"key": "link", "type": "link", "to": target, "label": label("link")},
            {"key": "double", "type": "computed", "result": "money", "formula": "amount * 2", "label": label("double")},
        ]
        raw = {"$schema": "dougong/entity/1", "key": entity, "label": label(entity), "title": "name", "fields": fields}
        found.append(Document("proof", "entity", f"entities/{entity}.json", raw))
    for role, scopes in world.scopes.items():
        access = {
            entity: {
                "read": _words(words, conditions),
                "fields": world.rights[role].get(entity, {}),
                "export": entity in world.export[role],
            }
            for entity, (words, conditions) in scopes.items()
        }
        raw = {"$schema": "dougong/role/1", "key": role, "label": label(role), "entities": access}
        found.append(Document("proof", "role", f"roles/{role}.json", raw))
    return found


def _words(words: frozenset[str], conditions: tuple[Condition, ...]) -> str | bool:
    if conditions:
        return conditions[0].source
    return " or ".join(sorted(words)) if words else False
