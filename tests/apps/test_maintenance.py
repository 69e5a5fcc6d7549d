"""What the maintenance template promises: orders that move in order, costs that add up, service that comes due."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dougong.host.workspaces import Workspace
from dougong.records.query import find, get
from dougong.records.rights import SYSTEM, FieldRight
from dougong.records.values import Query, Update

from tests.apps.hands import codes, make, person, read, save

pytestmark = pytest.mark.needs_app("maintenance")


def some(workspace: Workspace, entity: str, filter_: str, *fields: str) -> dict[str, Any]:
    with workspace.reading(SYSTEM) as ctx:
        return find(ctx, Query(entity, fields or ("id",), filter=filter_, limit=1)).rows[0]


def test_an_order_moves_from_report_to_closed(maintenance: Workspace) -> None:
    machine = some(maintenance, "equipment", 'state = "running"')["id"]
    order = make(maintenance, "work_order", title="异响", equipment=machine, urgency="urgent")
    found = read(maintenance, "work_order", order, "status", "due_on", "number")
    assert found["status"] == "reported"
    assert found["number"].startswith("WO-")
    assert isinstance(found["due_on"], date)
    assert codes(save(maintenance, Update("work_order", order, {"status": "closed"}))) == {"status": "gate.move"}
    owner = some(maintenance, "person", 'login = "tan_zhiyong"')["id"]
    for change in (
        {"status": "assigned", "owner": owner},
        {"status": "working"},
        {"status": "checking", "cause": "轴承磨损"},
        {"status": "closed", "finished_on": "2099-01-01", "satisfaction": 5},
    ):
        written = save(maintenance, Update("work_order", order, change))
        assert written.written, written.problems


def test_parts_and_labour_add_up(maintenance: Workspace) -> None:
    machine = some(maintenance, "equipment", 'state = "running"')["id"]
    part = some(maintenance, "spare_part", 'code = "SP-BRG-6310"')["id"]
    before = read(maintenance, "spare_part", part, "used")["used"]
    lines = [{"part": part, "quantity": "2"}, {"part": part, "quantity": "1", "under_warranty": True}]
    order = make(maintenance, "work_order", title="换轴承", equipment=machine, labour="90m", lines=lines)
    found = read(maintenance, "work_order", order, "parts_total", "labour_total", "total")
    assert (found["parts_total"], found["labour_total"]) == (Decimal("336.00"), Decimal("180.00"))
    assert found["total"] == Decimal("516.00")
    assert read(maintenance, "spare_part", part, "used")["used"] == before + 3


def test_equipment_knows_its_next_service(maintenance: Workspace) -> None:
    row = some(
        maintenance, "equipment", "NOT ISBLANK(last_service_on)", "last_service_on", "interval_days", "next_service_on"
    )
    assert (row["next_service_on"] - row["last_service_on"]).days == row["interval_days"]


def test_links_carry_their_own_columns(maintenance: Workspace) -> None:
    machine = some(maintenance, "equipment", 'state = "running"')["id"]
    part = some(maintenance, "spare_part", 'code = "SP-BELT-B"')["id"]
    spares = [{"id": part, "quantity": 4, "critical": True}]
    assert save(maintenance, Update("equipment", machine, {"spares": spares})).written
    link = some(maintenance, "equipment__spares", "critical", "target.code", "quantity")
    assert (link["target.code"], link["quantity"]) == ("SP-BELT-B", 4)


def test_a_reporter_sees_no_costs_and_no_password(maintenance: Workspace) -> None:
    viewer = person(maintenance, "pan_guoqing")
    assert viewer.on("work_order").field("total") is FieldRight.HIDDEN
    machine = some(maintenance, "equipment", 'state = "running"')["id"]
    assert save(maintenance, Update("equipment", machine, {"access_code": "1357"})).written
    with maintenance.reading(viewer) as ctx:
        row = get(ctx, "equipment", machine, ("name",))
    assert row is not None
    assert "access_code" not in row
    assert not save(maintenance, Update("equipment", machine, {"name": "改名"}), viewer=viewer).written
