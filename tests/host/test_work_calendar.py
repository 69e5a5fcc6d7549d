"""The work calendar of the workspace in formulas: a week with a holiday and made-up days, in lists, filters and kept values."""

import json
from collections.abc import Iterator

import pytest

from dougong.host import jobs
from dougong.host.install import install
from dougong.host.testing.clock import FixedClock
from dougong.host.testing.database import Database
from dougong.host.workspaces import Workspace, open_workspace
from dougong.metamodel.documents import bundle_from_files
from dougong.records.context import Cause
from dougong.records.query.find import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query
from dougong.records.write import write

from tests.support.copies import Make
from tests.support.pages import base_of, post, visitor

LABEL = {"zh-CN": "值", "en": "Value"}
DOCUMENTS = {
    "app.json": {"$schema": "dougong/app/1", "key": "yard", "version": "1.0.0", "label": LABEL},
    "entities/repair.json": {
        "$schema": "dougong/entity/1", "key": "repair", "label": LABEL, "title": "name",
        "fields": [
            {"key": "name", "type": "text", "label": LABEL},
            {"key": "since", "type": "date", "label": LABEL},
            {"key": "until", "type": "date", "label": LABEL},
            {"key": "kept", "type": "computed", "formula": "NETWORKDAYS(since, until)", "stored": True, "label": LABEL},
            {"key": "twice", "type": "computed", "formula": "kept * 2", "stored": True, "label": LABEL},
            {"key": "live", "type": "computed", "formula": "NETWORKDAYS(since, until)", "label": LABEL},
        ],
    },
}  # fmt: skip
OCTOBER = "2026-10-01~2026-10-07 休 国庆\n2026-09-27 班 调休\n2026-10-10 班 调休"
STRETCHES = {  # name: (since, until, Mondays to Fridays, by the calendar)
    "week": ("2026-10-05", "2026-10-11", 5, 3), "both": ("2026-09-27", "2026-10-10", 10, 7),
    "made": ("2026-10-10", "2026-10-10", 0, 1), "free": ("2026-10-01", "2026-10-07", 5, 0),
    "back": ("2026-10-10", "2026-09-27", -10, -7), "far": ("2027-01-01", "2027-01-31", 21, 21),
}  # fmt: skip


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle_from_files((file, json.dumps(raw).encode()) for file, raw in DOCUMENTS.items()))


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def workspace(database: Database) -> Iterator[Workspace]:
    found = open_workspace(database.settings, database.key, FixedClock())
    yield found
    found.close()


def told(workspace: Workspace, field: str, filter: str = "") -> dict[str, int]:  # noqa: A002
    with workspace.reading(SYSTEM) as context:
        rows = find(context, Query("repair", ("name", field), filter=filter)).rows
    return {row["name"]: int(row[field]) for row in rows}


def test_holidays_and_made_up_days_count_and_kept_values_follow(workspace: Workspace) -> None:
    with workspace.writing(SYSTEM) as context:
        rows = [Create("repair", {"name": k, "since": a, "until": b}) for k, (a, b, _, _) in STRETCHES.items()]
        assert write(context, rows, Cause("user")).written
    usual, by_calendar = ({key: one[at] for key, one in STRETCHES.items()} for at in (2, 3))
    assert told(workspace, "live") == told(workspace, "kept") == usual
    with visitor(workspace, "admin") as client:
        path = f"{base_of(workspace)}/admin/settings/calendar"
        answer = post(client, path, f"{base_of(workspace)}/profile", weekdays=list("12345"), special=OCTOBER)
        assert answer.status_code == 303, answer.text
    workspace.forget()  # another process would look by itself, within half a second
    assert told(workspace, "live") == by_calendar
    assert told(workspace, "live", "NETWORKDAYS(since, until) = 7") == {"both": 7}
    jobs.run_pending(workspace)
    assert told(workspace, "kept") == by_calendar
    assert told(workspace, "twice") == {key: 2 * days for key, days in by_calendar.items()}
    with workspace.writing(SYSTEM) as context:
        late = Create("repair", {"name": "late", "since": "2026-10-08", "until": "2026-10-12"})
        assert write(context, [late], Cause("user")).written
    assert told(workspace, "kept", 'name = "late"') == {"late": 4}
