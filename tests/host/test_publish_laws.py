"""For random models and changes: impact lists what a search for the words finds, publishing changes what it says and
nothing else, and taking it back leaves everything as it was. 200 each in a proof, on both databases."""

import os
import random
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from dougong.host.access import people
from dougong.host.studio import change_sets
from dougong.host.studio.draft import Draft, draft_of, edit
from dougong.host.studio.field_moves import remove
from dougong.host.studio.impact import Effect, impact_of
from dougong.host.studio.publish import publish, revert
from dougong.host.studio.repairs import Repair
from dougong.host.testing.clock import FixedClock
from dougong.host.workspaces import Workspace, open_workspace
from dougong.metamodel.diff import Anchor, Change
from dougong.metamodel.problem import ProblemsFound
from dougong.records import sync
from dougong.records.context import Cause
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query
from dougong.records.write import write

from tests.host.random_apps import TYPES, Tree, Words, draw_field, draw_tree, draw_value
from tests.support.copies import Copies, bare

SEEDS = range(200) if os.environ.get("HYPOTHESIS_PROFILE") == "proof" else range(3)
RECORDS = 7
State = dict[str, dict[str, dict[str, Any]]]
Place = tuple[str, str]


@pytest.mark.parametrize("dialect", ["sqlite", pytest.param("postgresql", marks=pytest.mark.database)])
def test_laws(dialect: str, copies: Copies, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    server: URL | None = request.getfixturevalue("postgres") if dialect == "postgresql" else None
    published = 0
    for seed in SEEDS:
        with copies.copy(bare, tmp_path / str(seed), server) as database:
            workspace = open_workspace(database.settings, database.key, FixedClock())
            try:
                published += Law(workspace, seed).holds()
            except AssertionError as wrong:
                raise AssertionError(f"seed {seed} on {dialect}: {wrong}") from wrong
            finally:
                workspace.close()
    assert published > len(SEEDS) // 3


class Law:
    """One random workspace and one random draft over it."""

    def __init__(self, workspace: Workspace, seed: int) -> None:
        self.workspace, self.draw, self.keys = workspace, random.Random(seed), Words()
        with workspace.engine.connect() as connection:
            admin = people.by_login(connection, workspace.store, "admin")
        assert admin is not None
        self.person = admin.id
        self.tree = draw_tree(self.draw, self.keys)
        self.released([Change("put", (name,), None, raw) for name, raw in self.tree.items()])
        self.records()

    def released(self, changes: list[Change]) -> int:
        with self.workspace.writer.begin() as connection:
            given = change_sets.begin(connection, self.person, self.workspace.clock())
            edit(connection, self.workspace, given, self.person, changes)
        return publish(self.workspace, given.id, self.person).number

    def records(self) -> None:
        ids: dict[str, list[str]] = {}
        for _, raw in self.entities():
            rows = [{one["key"]: draw_value(self.draw, one, ids) for one in raw["fields"]} for _ in range(RECORDS)]
            with self.workspace.writing(SYSTEM) as ctx:
                made = write(
                    ctx,
                    [Create(raw["key"], {key: one for key, one in row.items() if one is not None}) for row in rows],
                    Cause("test"),
                )
            assert made.written, made.problems
            ids[raw["key"]] = [one.id for one in made.outcomes]

    def entities(self) -> Iterator[tuple[str, dict[str, Any]]]:
        yield from ((name, raw) for name, raw in self.tree.items() if "/entities/" in name)

    def holds(self) -> bool:
        before = self.state()
        with self.workspace.writer.begin() as connection:
            given = change_sets.begin(connection, self.person, self.workspace.clock())
            for _ in range(self.draw.randint(1, 3)):
                self.gesture(connection, given)
            draft = draft_of(connection, self.workspace, given)
            repairs = self.repairs(draft)
            draft = edit(connection, self.workspace, given, self.person, [], repairs) if repairs else draft
        with self.workspace.engine.connect() as connection:
            found = impact_of(connection, self.workspace, draft)
        for effect in found.effects:
            self.uses(draft, effect)
        if not draft.changes:
            return False
        if found.blocked:
            with pytest.raises(ProblemsFound):
                publish(self.workspace, given.id, self.person, allow_drop=True)
            assert self.state() == before
            return False
        done = publish(self.workspace, given.id, self.person, allow_drop=True, decided=True)
        self.moved(draft, before, self.state())
        revert(self.workspace, done.number, self.person)
        after = self.state()
        assert after == before, difference(before, after)
        return True

    def gesture(self, connection: Any, given: Any) -> None:
        now = draft_of(connection, self.workspace, given).after
        name, entity = self.draw.choice([(key, raw) for key, raw in now.items() if key.startswith("own/entities/")])
        field = self.draw.choice(entity["fields"])
        try:
            changes = list(self.changes(now, name, entity, field))
            edit(connection, self.workspace, given, self.person, changes)
        except ProblemsFound:
            return  # the field that names the records

    def changes(self, now: Tree, name: str, entity: dict[str, Any], field: dict[str, Any]) -> list[Change]:
        here = (name, "fields", Anchor(field["key"]))
        others = [raw["key"] for key, raw in now.items() if key.startswith("own/entities/")]
        match self.draw.choice(["label", "add", "drop", "drop", "cut", "type", "type", "option", "option", "required"]):
            case "add":
                raw = draw_field(self.draw, self.keys, self.draw.choice(TYPES), others)
                return [Change("add", (name, "fields", Anchor(raw["key"])), None, raw, field["key"])]
            case "drop":
                return remove(now, entity["key"], field["key"])
            case "cut":
                return [Change("remove", here, field)]
            case "type" if field["type"] in TYPES:
                raw = draw_field(self.draw, self.keys, self.draw.choice(TYPES), others)
                return [Change("change", here, field, {**raw, "key": field["key"]})]
            case "option" if field.get("options"):
                option = self.draw.choice(field["options"])
                return [Change("remove", (*here, "options", Anchor(option["key"])), option)]
            case "required" if field["type"] in TYPES:
                return [Change("put", (*here, "required"), None, True)]
            case _:
                return [Change("change", (*here, "label"), field["label"], {"zh-CN": "改过", "en": "Changed"})]

    def repairs(self, draft: Draft) -> list[Repair]:
        """A choice for every option that goes and every field whose type changes."""
        found = []
        for place, was, now in self.both(draft):
            gone = [one["key"] for one in was.get("options", ()) if one not in now.get("options", ())]
            if was["type"] != now["type"]:
                found.append(Repair(*place, failures="blank"))
            elif gone:
                left = [one["key"] for one in now["options"]]
                found.append(Repair(*place, {one: self.draw.choice([*left, None]) for one in gone}))
        return found

    def both(self, draft: Draft) -> Iterator[tuple[Place, dict[str, Any], dict[str, Any]]]:
        """Fields that are there before and after."""
        for name, raw in self.entities():
            later = {one["key"]: one for one in draft.after.get(name, {}).get("fields", ())}
            for one in raw["fields"]:
                if one["key"] in later:
                    yield (raw["key"], one["key"]), one, later[one["key"]]

    def uses(self, draft: Draft, effect: Effect) -> None:
        """What impact says of a change is what looking for the part's word finds, and for those made from it."""
        if effect.part is None or effect.manner == "new":
            return
        listed = {(f"{one.app}/{one.file}", one.path) for one in effect.used}
        own = str(effect.change.path[0]) if len(effect.change.path) == 1 else ""
        assert listed == {one for one in searched(self.tree, effect.part.key) if one[0] != own}, effect.words.en

    def state(self) -> State:
        """Every record with every value; what cannot be read fails here, and tables that are not as defined."""
        found: State = {}
        with self.workspace.reading(SYSTEM) as ctx:
            assert sync.plan(ctx.connection, ctx.store, date(2026, 3, 18)).steps == ()
            for key, model in ctx.store.model.entities.items():
                if model.app == "own" and not model.implicit:
                    names = tuple(one for one in model.fields if re.fullmatch(r"k\d+x", one))
                    rows = find(ctx, Query(key, ("id", *names), sort=("id",), limit=100)).rows
                    found[key] = {row["id"]: {name: row[name] for name in names} for row in rows}
        return found

    def moved(self, draft: Draft, before: State, after: State) -> None:
        """Every record is there, and all of it but for the change."""
        chosen = {one.place: one for one in self.repairs_of(draft)}
        kept = {place: (was, now) for place, was, now in self.both(draft)}
        touched = {place[1] for place, (was, now) in kept.items() if was != now} | self.gone(draft)
        made = {one for word in touched for one in self.made_from(word)}
        for entity, rows in before.items():
            assert after[entity].keys() == rows.keys()
            for record, values in rows.items():
                for key, value in values.items():
                    if (entity, key) not in kept:
                        assert key not in after[entity][record]
                    elif key not in made:
                        was, now = kept[entity, key]
                        wanted = expected(was, now, value, chosen.get((entity, key)))
                        assert after[entity][record][key] in wanted, (was, now, value, after[entity][record][key])

    def repairs_of(self, draft: Draft) -> list[Repair]:
        return list(draft.repairs.values())

    def gone(self, draft: Draft) -> set[str]:
        here = {place[1] for place, _, _ in self.both(draft)}
        return {one["key"] for _, raw in self.entities() for one in raw["fields"]} - here

    def made_from(self, word: str) -> set[str]:
        """Computed fields whose value follows from a field, one after another."""
        found: set[str] = set()
        waiting = [word]
        while waiting:
            here = waiting.pop()
            for _, raw in self.entities():
                for one in raw["fields"]:
                    if one["key"] not in found and names(one.get("formula", ""), here):
                        found.add(one["key"])
                        waiting.append(one["key"])
        return found


def expected(was: dict[str, Any], now: dict[str, Any], value: Any, repair: Repair | None) -> list[Any]:
    """What a value may have become."""
    if value is None:
        return [None, False] if now["type"] == "bool" else [None]
    if was["type"] == now["type"]:
        if was["type"] == "link" and was["to"] != now["to"]:
            return [None]
        gone = repair.values if repair else {}
        if isinstance(value, list):
            left = [to for one in value if (to := gone.get(one, one)) is not None]
            return [list(dict.fromkeys(left)) or None]
        return [gone.get(value, value)] if isinstance(value, str) else [value]
    return [READ[now["type"]](shown(was, value))]


def shown(field: dict[str, Any], value: Any) -> Any:
    """A value as a person reads it."""
    names_of = {one["key"]: one["label"]["zh-CN"] for one in field.get("options", ())}
    if isinstance(value, list):
        return "、".join(names_of[one] for one in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return names_of.get(value, str(value)) if isinstance(value, str) else str(value)


def _number(words: str) -> Decimal | None:
    return Decimal(words) if re.fullmatch(r"\d+(\.\d+)?", words) else None


def _whole(words: str) -> int | None:
    number = _number(words)
    return int(number) if number is not None and number == int(number) else None


def _money(words: str) -> Decimal | None:
    number = _number(words)
    return None if number is None else number.quantize(Decimal("0.01"))


def _day(words: str) -> date | None:
    return date.fromisoformat(words) if re.fullmatch(r"\d{4}-\d\d-\d\d", words) else None


READ: dict[str, Any] = {
    "text": lambda words: words,
    "integer": _whole,
    "money": _money,
    "date": _day,
    "bool": {"是": True, "否": False, "1": True, "0": False}.get,
    "choice": lambda words: None,
    "multichoice": lambda words: None,
    "link": lambda words: None,
}


def names(words: str, key: str) -> bool:
    return re.search(rf"\b{key}\b", words) is not None


def searched(tree: Tree, key: str) -> set[tuple[str, str]]:
    """Every place of every document where the word stands, but for where it is defined; what is made from it too."""
    found: set[tuple[str, str]] = set()
    waiting, seen = [key], {key}
    while waiting:
        word = waiting.pop()
        for name, raw in tree.items():
            for path, made in _places(raw, word, "$"):
                found.add((name, path))
                if made and made not in seen:
                    seen.add(made)
                    waiting.append(made)
    return found


def _places(value: Any, word: str, path: str, made: str = "") -> Iterator[tuple[str, str]]:
    """(path, the computed field whose formula it is) of a word; what belongs to the part goes with it."""
    if isinstance(value, str):
        if names(value, word):
            yield path, made
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _places(one, word, f"{path}[{number}]")
    elif isinstance(value, dict):
        for key, one in value.items():
            if key == word:
                yield f"{path}.{key}", ""
            if key == "key":
                continue
            yield from _places(one, word, f"{path}.{key}", value.get("key", "") if key == "formula" else "")


def difference(before: State, after: State) -> list[Any]:
    return [
        (entity, record, key, value, after.get(entity, {}).get(record, {}).get(key))
        for entity, rows in before.items()
        for record, values in rows.items()
        for key, value in values.items()
        if after.get(entity, {}).get(record, {}).get(key, "gone") != value
    ]
