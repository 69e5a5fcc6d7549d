"""The audit shows what its reader may see: filters, keyset pages, rows out of sight, hidden and masked fields."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dougong.records.audit import AuditPage, AuditQuery, audit
from dougong.records.rights import ALL_ROWS, EntityRights, FieldRight, RowScope, Viewer
from dougong.records.values import Delete, Update

from tests.records.workshop import BOSS, WORKER, Workshop
from tests.support.grounds import Ground

OWN = RowScope(frozenset({"own"}))
RIGHTS = EntityRights(
    read=OWN, fields={"budget": FieldRight.HIDDEN, "phone": FieldRight.MASKED}, other_fields=FieldRight.READ
)
CLERK = Viewer(WORKER, "worker", rights={"project": RIGHTS, "box": EntityRights(read=ALL_ROWS)}, rights_key="clerk")


@pytest.fixture
def shop(ground: Ground) -> Workshop:
    return Workshop(ground)


def asked(shop: Workshop, viewer: Viewer | None = None, **query: Any) -> AuditPage:
    with shop.engine.connect() as connection:
        return audit(shop.context(connection, viewer), AuditQuery(**query))


def test_each_filter_narrows(shop: Workshop) -> None:
    one, two = shop.made("project", name="a"), shop.made("project", name="b")
    box = shop.made("box", name="x")
    shop.now += timedelta(days=2)
    shop.update("project", one, name="a2", budget=5)
    shop.write(Delete("project", two))
    whole = asked(shop)
    assert [event.id for event in whole.events] == sorted((event.id for event in whole.events), reverse=True)
    assert {event.record for event in asked(shop, entity="box").events} == {box}
    assert [event.action for event in asked(shop, record=one).events] == ["updated", "created"]
    assert {event.record for event in asked(shop, field="budget", action="updated").events} == {one}
    assert asked(shop, field='x"]').events == ()
    assert [event.record for event in asked(shop, action="deleted").events] == [two]
    assert asked(shop, actor=WORKER).events == ()
    assert len(asked(shop, actor=BOSS).events) == 5
    assert {event.action for event in asked(shop, since=shop.now).events} == {"updated", "deleted"}
    assert two not in {event.record for event in asked(shop, since=shop.now, action="created").events}
    assert {event.action for event in asked(shop, until=shop.now).events} == {"created"}
    assert asked(shop, cause="import").events == ()
    assert len(asked(shop, ref="request-1").events) == len(whole.events)


def test_pages_meet_without_gap_or_repeat(shop: Workshop) -> None:
    for n in range(7):
        shop.made("box", name=str(n))
    whole = [event.id for event in asked(shop, entity="box").events]
    found, before = [], None
    while True:
        page = asked(shop, entity="box", limit=3, before=before)
        found += [event.id for event in page.events]
        before = page.next
        if before is None:
            break
    assert found == whole


def test_only_what_the_reader_may_see(shop: Workshop) -> None:
    theirs = shop.made("project", name="boss's", budget=7)
    mine = shop.made("project", name="mine", owner=WORKER, budget=8, phone="13800002100", tasks=[{"name": "t"}])
    box = shop.made("box", name="b")
    shop.made("crate", name="unreadable")
    found = asked(shop, CLERK)
    assert {event.record for event in found.events if event.entity in ("project", "box")} == {mine, box}
    assert {event.entity for event in found.events} <= {"project", "box", "task"}
    event = next(one for one in found.events if one.record == mine)
    assert "budget" not in event.changes
    assert (event.changes["phone"], event.masked) == ((None, None), frozenset({"phone"}))
    assert asked(shop, CLERK, field="budget").events == (), "a hidden field cannot be asked for"
    assert asked(shop, CLERK, record=theirs).events == ()
    assert asked(shop, CLERK, entity="crate").events == ()
    assert asked(shop, CLERK, entity="person").events == ()
    shop.write(Update("project", mine, {"owner": BOSS}))
    assert mine not in {one.record for one in asked(shop, CLERK).events}, "gone with the record"


def test_events_of_the_host(shop: Workshop) -> None:
    shop.made("box", name="b")
    reader = replace(CLERK, rights={})
    assert asked(shop, reader).events == ()
    assert {one.entity for one in asked(shop, reader, also=("box",)).events} == {"box"}
