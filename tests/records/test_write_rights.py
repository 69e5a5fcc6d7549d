"""What a person without all rights may write: actions, rows, fields, owners, child rows."""

from dataclasses import replace

import pytest

from dougong.records.history import history
from dougong.records.rights import ALL_ROWS, EntityRights, FieldRight, RowScope, Viewer
from dougong.records.values import Create, Delete, Update

from tests.records.workshop import BOSS, WORKER, Workshop, codes
from tests.support.grounds import Ground

OWN = RowScope(frozenset({"own"}))
PROJECT = EntityRights(
    frozenset({"create"}), ALL_ROWS, OWN, OWN,
    {"budget": FieldRight.READ, "phone": FieldRight.MASKED, "grade": FieldRight.HIDDEN},
)  # fmt: skip
MEMBER = Viewer(
    WORKER, "worker", rights={"project": PROJECT, "person": EntityRights(read=ALL_ROWS)}, rights_key="member"
)


@pytest.fixture
def shop(ground: Ground) -> Workshop:
    return Workshop(ground)


def test_actions_and_rows(shop: Workshop) -> None:
    theirs = shop.made("project", name="boss's", tasks=[{"name": "t"}])
    mine = shop.create("project", {"name": "mine", "tasks": [{"name": "t"}]}, viewer=MEMBER)
    assert mine.ok and shop.row("project", mine.id)["owner"] == WORKER
    assert codes(shop.create("box", {"name": "b"}, viewer=MEMBER)) == {"$": "forbidden"}
    task = shop.rows("task")[0]["id"]
    written = shop.write(
        Update("project", theirs, {"name": "x"}), Delete("project", theirs), Update("task", task, {"name": "x"}),
        Create("task", {"name": "x", "project": theirs}), Create("task", {"name": "x", "project": mine.id}),
        viewer=MEMBER, partial=True,
    )  # fmt: skip
    found = [codes(outcome) for outcome in written.outcomes]
    assert found == [{"$": "forbidden"}, {"$": "twice"}, {"$": "forbidden"}, {"project": "forbidden"}, {}]
    hidden = replace(MEMBER, rights={"project": replace(PROJECT, read=OWN)}, rights_key="own")
    outcome = shop.write(Update("project", theirs, {"name": "x"}), viewer=hidden).outcomes[0]
    assert codes(outcome) == {"$": "not_found"}, "what one cannot see does not exist"


def test_field_rights(shop: Workshop) -> None:
    mine = shop.create("project", {"name": "mine"}, viewer=MEMBER).id
    shop.update("project", mine, budget=5, phone="13800138000")
    given = {"name": "b", "budget": 6, "phone": "13900139000", "grade": "A"}
    outcome = shop.write(Update("project", mine, given), viewer=MEMBER).outcomes[0]
    assert codes(outcome) == {"budget": "forbidden", "phone": "forbidden", "grade": "forbidden"}
    same = {"budget": "5.00", "name": "b"}
    assert shop.write(Update("project", mine, same), viewer=MEMBER).written, "sent back as it was"
    probe = shop.write(Update("project", mine, {"phone": "13800138000"}), viewer=MEMBER).outcomes[0]
    assert codes(probe) == {"phone": "forbidden"}, "a right guess of a masked value tells nothing"
    with shop.engine.begin() as connection:
        events = history(shop.context(connection, MEMBER), "project", mine)
    assert events[1].changes["phone"] == (None, None) and "phone" in events[1].masked
    assert not any("grade" in event.changes for event in events)


def test_giving_away(shop: Workshop) -> None:
    mine = shop.create("project", {"name": "mine"}, viewer=MEMBER).id
    assert codes(shop.write(Update("project", mine, {"owner": BOSS}), viewer=MEMBER).outcomes[0]) == {
        "owner": "forbidden"
    }
    assert codes(shop.create("project", {"name": "b", "owner": BOSS}, viewer=MEMBER)) == {"owner": "forbidden"}
    may = replace(
        MEMBER, rights={**MEMBER.rights, "project": replace(PROJECT, actions=frozenset({"create", "transfer"}))}
    )
    assert shop.write(Update("project", mine, {"owner": BOSS}), viewer=may).written
    leader = replace(MEMBER, person=BOSS, rights={**MEMBER.rights, "project": replace(PROJECT, update=BELOW)})
    assert shop.create("project", {"name": "c", "owner": WORKER}, viewer=leader).ok, "whom one is above"


BELOW = RowScope(frozenset({"subordinates"}))


def test_a_link_to_what_one_cannot_see_leads_nowhere(shop: Workshop) -> None:
    theirs = shop.made("project", name="boss's")
    viewer = replace(MEMBER, rights={"project": replace(PROJECT, read=OWN)}, rights_key="own")
    assert codes(shop.create("project", {"name": "a", "parent": theirs}, viewer=viewer)) == {"parent": "link"}
