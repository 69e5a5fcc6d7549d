"""A workspace with the neutral app, a file to import, and everything about its records that must not differ."""

import random
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from dougong.host.imports import service
from dougong.host.imports.plan import ImportPlan
from dougong.host.install import install, prepare
from dougong.host.settings import Settings
from dougong.host.workspaces import Workspace, open_workspace
from dougong.metamodel.documents import load_folder
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.system_tables import change_event, history, search_index
from dougong.records.values import Query

from tests.api.conftest import SHOP

ROWS = 6_300  # some chunks of an import
MAKERS = 23


@dataclass(frozen=True)
class Place:
    """Where a workspace is."""

    settings: Settings
    key: str

    @property
    def environment(self) -> dict[str, str]:
        return {"DOUGONG_HOME": str(self.settings.home), "DOUGONG_DATABASE_URL": self.settings.database_url}

    def open(self, **given: Any) -> Workspace:
        return open_workspace(self.settings, self.key, **given)

    def copied(self, home: Path) -> "Place":
        """The same on SQLite, elsewhere."""
        shutil.copytree(self.settings.home, home)
        return Place(Settings(home=home, database_url=""), self.key)


def table(file: Path) -> Path:
    """Machines of makers that are not there yet; prices to the cent."""
    dice = random.Random(7)
    lines = ["name,code,maker,price,hours"]
    for number in range(ROWS):
        price = dice.randrange(100, 10_000_00)
        lines.append(
            f"Machine {number},C-{number},Maker {number % MAKERS},{price // 100}.{price % 100:02},{number % 9}"
        )
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def with_shop(place: Place) -> None:
    workspace = place.open()
    prepare(workspace)
    install(workspace, load_folder(SHOP))
    workspace.close()


def queued(place: Place, file: Path) -> str:
    """The import, mapped and put into the background; its batch."""
    workspace = place.open()
    found = service.upload(workspace, SYSTEM, "machine", file.read_bytes(), file.name)
    columns = [one.model_copy(update={"create_missing": one.field == "maker"}) for one in found.plan.columns]
    plan = ImportPlan(entity="machine", columns=tuple(columns), match=("code",))
    service.check(workspace, SYSTEM, found.batch, plan)
    service.start(workspace, SYSTEM, found.batch)
    workspace.close()
    return found.batch


def facts(workspace: Workspace) -> dict[str, Any]:
    """What a user could count: records, sums, history, events, search. The roll-ups are compared with their sums here."""
    with workspace.reading(SYSTEM) as context:
        machines = rows(context, "machine", ("code", "number", "maker.name", "price", "kind"))
        makers = rows(context, "maker", ("name", "machine_count", "worth"))
        for maker in makers:
            own = [one for one in machines if one["maker.name"] == maker["name"]]
            assert maker["machine_count"] == len(own), maker
            assert maker["worth"] == sum(one["price"] for one in own), maker
        run = context.connection.execute
        events = run(select(change_event.c.entity, change_event.c.action, change_event.c.ids)).all()
        told: dict[tuple[str, str], int] = {}
        for entity, action, ids in events:
            told[entity, action] = told.get((entity, action), 0) + len(ids)
        grouped = select(history.c.entity, history.c.action, func.count()).where(
            history.c.entity.in_(("machine", "maker"))
        )
        return {
            "machines": sorted((one["code"], one["maker.name"], one["price"], one["kind"]) for one in machines),
            "numbers": len({one["number"] for one in machines}),
            "makers": len(makers),
            "history": sorted(map(tuple, run(grouped.group_by(history.c.entity, history.c.action)))),
            "events": sorted(item for item in told.items() if item[0][0] in ("machine", "maker")),
            "found": run(select(func.count()).where(search_index.c.entity == "machine")).scalar_one(),
        }


def rows(context: Any, entity: str, fields: tuple[str, ...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = find(context, Query(entity, fields, sort=("id",), limit=500, cursor=cursor))
        found += page.rows
        if page.next is None:
            return found
        cursor = page.next
