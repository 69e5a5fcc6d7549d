"""A scenario being played: its workspace, its clock, who takes part, and the names given so far."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from dougong.host.access import people
from dougong.host.access.viewer import viewer_for
from dougong.host.workspaces import Workspace
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.scenario import ADMIN, Scenario
from dougong.metamodel.text import LocalText, text
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM, Viewer
from dougong.records.values import Create
from dougong.records.write import write


class Failed(Exception):
    """A step that did not come out as it says; carries the words."""

    def __init__(self, words: LocalText) -> None:
        self.words = words
        super().__init__(words.en)


@dataclass(slots=True)
class Stage:
    """A scenario being played: the names it has given so far. `workspace.clock` is its clock."""

    workspace: Workspace
    clock: "StageClock"
    ids: dict[str, str] = field(default_factory=dict)
    """Records and people by name."""
    entities: dict[str, str] = field(default_factory=dict)
    """Entity of each named record."""
    people: dict[str, str] = field(default_factory=dict)

    def viewer(self, name: str) -> Viewer:
        """The person of this name, or with this sign-in name, with the rights of the moment."""
        person = self.people.get(name)
        if person is None:
            with self.workspace.engine.connect() as connection:
                found = people.by_login(connection, self.workspace.store, name)
            person = found.id if found is not None else ""
        viewer = viewer_for(self.workspace, person) if person else None
        if viewer is None:
            raise Failed(text(f"没有在职的“{name}”", f'There is nobody active called "{name}"'))
        return viewer

    def resolved(self, value: Any) -> Any:
        """A value of the scenario with ids for `@name`."""
        match value:
            case str() if value.startswith("@"):
                known = {**self.people, **self.ids}
                if value[1:] not in known:
                    raise Failed(text(f"剧本里没有“{value[1:]}”", f'The scenario has no "{value[1:]}"'))
                return known[value[1:]]
            case list():
                return [self.resolved(one) for one in value]
            case dict():
                return {key: self.resolved(one) for key, one in value.items()}
            case _:
                return value


class StageClock:
    """Stands still until a step lets time go by."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.at

    def advance(self, days: int, hours: int) -> None:
        self.at += timedelta(days=days, hours=hours)


def cast(stage: Stage, scenario: Scenario) -> None:
    """The departments and people of the scenario, and the administrator under their own name."""
    for key, department in _parents_first({key: one.parent for key, one in scenario.departments.items()}):
        stage.ids[key] = _make(stage, "department", {"name": key, "parent": stage.ids.get(department or "")})
    for key, manager in _parents_first({key: one.manager for key, one in scenario.people.items()}):
        actor = scenario.people[key]
        values = {
            "name": key, "login": key, "roles": list(actor.roles), "manager": stage.people.get(manager or ""),
            "department": stage.ids.get(actor.department or ""), "active": True,
        }  # fmt: skip
        stage.people[key] = _make(stage, "person", values)
    if ADMIN not in stage.people:
        with stage.workspace.engine.connect() as connection:
            found = people.by_login(connection, stage.workspace.store, ADMIN)
        assert found is not None
        stage.people[ADMIN] = found.id


def _make(stage: Stage, entity: str, values: dict[str, Any]) -> str:
    given = {key: value for key, value in values.items() if value is not None}
    with stage.workspace.writing(SYSTEM) as context:
        written = write(context, [Create(entity, given)], Cause("install"))
    if not written.written:
        raise ProblemsFound(written.problems)
    return written.outcomes[0].id


def _parents_first(above: dict[str, str | None]) -> Iterator[tuple[str, str | None]]:
    waiting = dict(above)
    while waiting:
        ready = [key for key, parent in waiting.items() if parent not in waiting] or list(waiting)
        for key in ready:
            yield key, waiting.pop(key)
