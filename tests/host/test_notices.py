"""Notices: who is told of what, once, folded; what listeners make of changes; on SQLite and on PostgreSQL."""

import pytest

from dougong.host import notices
from dougong.host.install import install
from dougong.host.jobs import enqueue, run_pending
from dougong.host.jobs.telling import tell_of_changes
from dougong.host.notices import Notice
from dougong.host.workspaces import Workspace
from dougong.records.context import Cause
from dougong.records.query import find
from dougong.records.rights import SYSTEM, Viewer
from dougong.records.share import Share, share
from dougong.records.values import Create, Query, Update
from dougong.records.write import write

from tests.browser.workshop import bundle
from tests.support.copies import Make


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle())
    with workspace.writing(SYSTEM) as context:
        folk = [Create("person", {"name": name, "login": name.lower()}) for name in ("Ann", "Ben")]
        assert write(context, folk, Cause("user")).written


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def place(workspace: Workspace) -> Workspace:
    tell_of_changes(workspace)
    return workspace


def person(place: Workspace, login: str) -> str:
    with place.reading(SYSTEM) as context:
        return str(find(context, Query("person", ("id",), filter=f'login = "{login}"')).rows[0]["id"])


def acting(place: Workspace, login: str) -> Viewer:
    """Somebody with every right, under a person's name."""
    return Viewer(person(place, login), login, other=SYSTEM.other, admin=True, rights_key="system")


def told(place: Workspace, login: str) -> list[Notice]:
    with place.engine.connect() as connection:
        return notices.listed(connection, person(place, login))


def make(place: Workspace, by: str, owner: str, count: int, cause: Cause | None = None) -> list[str]:
    with place.writing(acting(place, by)) as context:
        rows = [Create("repair", {"name": f"R {n}", "owner": person(place, owner)}) for n in range(count)]
        written = write(context, rows, cause or Cause("user"))
    assert written.written, written.problems
    return [outcome.id for outcome in written.outcomes]


def test_a_new_owner_is_told_once_and_not_of_their_own_doing(place: Workspace) -> None:
    (record,) = make(place, "ann", "ann", 1)
    assert tell_of_changes(place) == 1
    assert told(place, "ann") == []
    with place.writing(acting(place, "ann")) as context:
        assert write(context, [Update("repair", record, {"owner": person(place, "ben")})], Cause("user")).written
        assert write(context, [Update("repair", record, {"name": "Renamed"})], Cause("user")).written
    assert tell_of_changes(place) == 2
    assert tell_of_changes(place) == 0, "each change is told of once"
    (one,) = told(place, "ben")
    assert (one.kind, one.entity, one.record, one.actor, one.count) == (
        "owner", "repair", record, person(place, "ann"), 1,
    )  # fmt: skip
    assert told(place, "ann") == []


def test_many_at_once_are_one_notice_across_batches(place: Workspace) -> None:
    for _ in range(2):
        make(place, "ann", "ben", 120, Cause("bulk", ref="job-1"))
        tell_of_changes(place)
    (one,) = told(place, "ben")
    assert one.count == 240
    make(place, "ann", "ben", 3)
    tell_of_changes(place)
    assert [found.count for found in told(place, "ben")] == [3, 240]


def test_samples_and_undo_tell_nobody(place: Workspace) -> None:
    make(place, "ann", "ben", 2, Cause("install"))
    make(place, "ann", "ben", 2, Cause("undo", ref="x"))
    tell_of_changes(place)
    assert told(place, "ben") == []


def test_shares_reach_people_by_name_and_by_role(place: Workspace) -> None:
    records = make(place, "ann", "ann", 2)
    with place.writing(acting(place, "ann")) as context:
        share(context, "repair", records, Share(person=person(place, "ben")))
        share(context, "repair", records[:1], Share(role="admin"))
    tell_of_changes(place)
    assert [(one.kind, one.count) for one in told(place, "ben")] == [("share", 2)]
    assert [(one.kind, one.record) for one in told(place, "admin")] == [("share", records[0])]


def test_a_mention_is_told_once_however_often_it_is_saved(place: Workspace) -> None:
    (record,) = make(place, "ann", "ann", 1)
    for words in ("see @Ben", "see @Ben, please"):
        with place.writing(acting(place, "ann")) as context:
            notices.mentioned(context, [person(place, "ben"), person(place, "ann")], "repair", record, words, "c1")
    (one,) = told(place, "ben")
    assert one.details == {"words": "see @Ben, please"}
    assert told(place, "ann") == [], "nobody is told of their own words"


def test_the_end_of_long_work_is_told_to_who_asked(place: Workspace) -> None:
    records = make(place, "ann", "ann", 3)
    enqueue(place, "bulk", {"entity": "repair", "ids": records, "set": {"cause": "rust"}}, person(place, "admin"))
    run_pending(place)
    (one,) = told(place, "admin")
    assert (one.kind, one.entity, one.details["kind"], one.details["state"]) == ("job", "repair", "bulk", "done")
    assert one.details["counts"] == {"changed": 3, "refused": 0}


def test_unread_counts_reading_and_kinds_switched_off(place: Workspace) -> None:
    ann, ben = person(place, "ann"), person(place, "ben")
    with place.writing(SYSTEM) as context:
        connection, now = context.connection, context.now
        assert notices.notify(connection, [Notice("job", ann), Notice("job", ann), Notice("owner", ben)], now) == 3
        assert {who: n for who, (n, _) in notices.unread(connection, [ann, ben]).items()} == {ann: 2, ben: 1}
        first = notices.listed(connection, ann)[0].id
        assert notices.mark_read(connection, ben, now, first) == 0, "somebody else's"
        assert notices.mark_read(connection, ann, now, first) == 1
        assert len(notices.listed(connection, ann, unread=True)) == 1
        assert notices.mark_read(connection, ann, now) == 1
        assert notices.unread(connection, [ann]) == {}
        notices.switch_off(connection, ann, ["job", "nonsense"])
        assert notices.off(connection, ann) == {"job"}
        assert notices.notify(connection, [Notice("job", ann), Notice("owner", ann)], now) == 1
        with pytest.raises(ValueError, match="no such kind"):
            notices.notify(connection, [Notice("gossip", ann)], now)


def test_pages_of_notices_continue_where_the_last_ended(place: Workspace) -> None:
    ann = person(place, "ann")
    with place.writing(SYSTEM) as context:
        notices.notify(context.connection, [Notice("job", ann, details={"n": n}) for n in range(7)], context.now)
        seen: list[int] = []
        after = None
        while page := notices.listed(context.connection, ann, after=after, limit=3):
            seen += [one.id for one in page]
            assert page[-1].at is not None
            after = (page[-1].at, page[-1].id)
    assert len(seen) == len(set(seen)) == 7
