"""What can be done with written records: bring back, take back, merge, hand over, share, and trust the history."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update

from dougong.metamodel.problem import ProblemsFound
from dougong.records.bulk import bulk_update
from dougong.records.context import Cause
from dougong.records.history import history
from dougong.records.merge import merge
from dougong.records.recycle import purge
from dougong.records.rights import SYSTEM
from dougong.records.seal import days, hash_of, seal, verify
from dougong.records.share import Share, share, shares, unshare
from dougong.records.system_tables import history as history_table
from dougong.records.system_tables import search_index
from dougong.records.transfer import transfer
from dougong.records.undo import undo
from dougong.records.values import Create, Delete, Restore, Update
from dougong.records.write import write

from tests.records.workshop import BOSS, CAUSE, WORKER, Workshop, codes
from tests.support.grounds import Ground


@pytest.fixture
def shop(ground: Ground) -> Workshop:
    return Workshop(ground)


def test_the_recycle_bin_and_back(shop: Workshop) -> None:
    mine = shop.made("project", name="a", tasks=[{"name": "t", "price": 7}])
    shop.made("task", name="gone before", project=mine, price=1)
    shop.write(Delete("task", shop.rows("task")[1]["id"]))
    shop.now += timedelta(hours=1)
    assert shop.write(Delete("project", mine)).written
    assert {row["deleted_at"] is None for row in shop.rows("task")} == {False}
    with shop.engine.connect() as connection:
        assert not connection.execute(select(search_index).where(search_index.c.record == mine)).all()
    assert codes(shop.update("project", mine, name="b")) == {"$": "not_found"}
    assert shop.write(Restore("project", mine)).written
    assert [row["deleted_at"] is None for row in shop.rows("task")] == [True, False]
    assert shop.row("project", mine)["total"] == 7


def test_what_holds_on_to_a_record_is_named(shop: Workshop) -> None:
    mine = shop.made("project", name="a")
    crate = shop.made("crate", name="c", project=mine)
    outcome = shop.write(Delete("project", mine)).outcomes[0]
    assert codes(outcome) == {"$": "in_use"} and "1 条“crate”" in outcome.problems[0].message.zh
    assert shop.write(Delete("project", mine), Delete("crate", crate)).written
    assert shop.rows("crate") == [], "without a recycle bin a record goes at once"


def test_the_bin_is_emptied(shop: Workshop) -> None:
    mine = shop.made("project", name="a", tasks=[{"name": "t"}], helpers=[WORKER])
    box = shop.made("box", name="b", project=mine)
    shop.write(Delete("project", mine))
    with shop.engine.begin() as connection:
        assert purge(shop.context(connection), shop.now) == {}
        found = purge(shop.context(connection), shop.now + timedelta(days=30))
    assert found == {"task": 1, "project__helpers": 1, "project": 1}
    assert shop.rows("project") == shop.rows("task") == []
    assert shop.row("box", box)["project"] is None


def test_a_conflict_tells_the_others_changes(shop: Workshop) -> None:
    mine = shop.made("project", name="a", budget=5)
    assert shop.update("project", mine, rev=1, name="b", budget=6).rev == 2
    outcome = shop.update("project", mine, rev=1, text="mine")
    assert not outcome.ok and outcome.conflict is not None
    assert outcome.conflict.fields["name"] == ("a", "b") and outcome.conflict.fields["budget"] == ("5.00", "6.00")
    assert (outcome.conflict.rev, outcome.conflict.by, shop.row("project", mine)["text"]) == (2, BOSS, None)


def test_a_raised_error_rolls_everything_back(shop: Workshop) -> None:
    def killed() -> None:
        with shop.engine.begin() as connection:
            assert write(shop.context(connection), [Create("project", {"name": "a"})], Cause()).written
            raise RuntimeError

    with pytest.raises(RuntimeError):
        killed()
    assert shop.rows("project") == []
    shop.made("project", name="b")
    assert shop.rows("project")[0]["number"] == "PJ-2026-0001", "a number that was rolled back is given again"


def test_a_bulk_edit_and_its_undo(shop: Workshop) -> None:
    ids = [shop.made("project", name=f"p{n}", budget=100 * n, phone="13800138000") for n in range(1, 4)]
    before = shop.rows("project")
    told: list[tuple[int, int]] = []
    with shop.engine.begin() as connection:
        found = bulk_update(
            shop.context(connection), "project", {"budget": 150, "grade": "Z"}, Cause("bulk"), filter="budget < 300",
            progress=lambda done, total: told.append((done, total)) or True,
        )  # fmt: skip
    assert (found.total, found.changed, told) == (2, 2, [(2, 2)])
    shop.update("project", ids[1], text="later")
    shop.update("project", ids[1], budget=160)
    with shop.engine.begin() as connection:
        done = undo(shop.context(connection), found.ref)
    after = shop.rows("project")
    skip = ("rev", "updated_at")
    assert {k: v for k, v in after[0].items() if k not in skip} == {k: v for k, v in before[0].items() if k not in skip}
    assert after[1]["budget"] == 160 and "budget" in {p.path for p in done.kept[("project", ids[1])]}
    assert after[2] == before[2]


def test_an_import_is_undone_as_a_whole(shop: Workshop) -> None:
    kept = shop.made("project", name="old", code="A")
    cause = Cause("import", "import-7")
    made = shop.write(
        Create("project", {"name": "new", "tasks": [{"name": "t"}]}), Create("project", {"name": "touched"}),
        Update("project", kept, {"name": "changed", "code": "B"}), cause=cause,
    )  # fmt: skip
    shop.update("project", made.outcomes[1].id, text="worked on")
    with shop.engine.begin() as connection:
        done = undo(shop.context(connection), "import-7")
    living = {row["name"]: row["code"] for row in shop.rows("project") if row["deleted_at"] is None}
    assert living == {"touched": None, "old": "A"}
    assert all(row["deleted_at"] for row in shop.rows("task"))
    assert [problem.code for problem in done.kept[("project", made.outcomes[1].id)]] == ["changed_since"]
    stranger = replace(shop.viewer, person=WORKER, admin=False)
    with pytest.raises(ProblemsFound), shop.engine.begin() as connection:
        undo(shop.context(connection, stranger), "import-7")


def test_records_are_merged_and_parted_again(shop: Workshop) -> None:
    keep = shop.made("project", name="keep", code="K", tasks=[{"name": "a", "price": 1}], helpers=[WORKER])
    other = shop.made("project", name="other", code="O", tasks=[{"name": "b", "price": 2}], helpers=[WORKER, BOSS])
    below = shop.made("project", name="below", parent=other)
    memo = shop.made("memo", name="m", about=f"project:{other}")
    crate = shop.made("crate", name="c", project=other)
    before = {entity: shop.rows(entity) for entity in ("project", "task", "memo", "crate", "project__helpers")}
    with shop.engine.begin() as connection:
        cause = Cause("merge", "merge-1")
        written = merge(shop.context(connection), "project", keep, [other], {"name": other, "code": other}, cause)
        assert written.written, written.problems
    row = shop.row("project", keep)
    assert (row["name"], row["code"], row["total"]) == ("other", "O", 3)
    assert shop.row("project", other)["deleted_at"] is not None
    assert {shop.row("crate", crate)["project"], shop.row("memo", memo)["about"]} == {keep}
    assert shop.row("project", below)["parent"] == keep
    assert sorted(row["target"] for row in shop.rows("project__helpers") if row["source"] == keep) == [BOSS, WORKER]
    with shop.engine.begin() as connection:
        assert undo(shop.context(connection), "merge-1").kept == {}
    skip = ("rev", "updated_at", "updated_by", "last_activity_at", "created_at", "created_by")
    for entity, rows in before.items():
        now = [{k: v for k, v in row.items() if k not in skip} for row in shop.rows(entity)]
        assert now == [{k: v for k, v in row.items() if k not in skip} for row in rows], entity


def test_whom_a_merged_record_was_shared_with_sees_the_kept_one(shop: Workshop) -> None:
    keep, other = shop.made("project", name="keep", code="K"), shop.made("project", name="other", code="O")
    soon, late = shop.now + timedelta(days=1), shop.now + timedelta(days=9)
    with shop.engine.begin() as connection:
        ctx = shop.context(connection)
        share(ctx, "project", [keep], Share("read", person=WORKER))
        share(ctx, "project", [other], Share("edit", person=WORKER))
        share(ctx, "project", [keep], Share("edit", role="fitter"))
        share(ctx, "project", [other], Share("read", role="fitter"))
        share(ctx, "project", [keep], Share("read", role="clerk", until=soon))
        share(ctx, "project", [other], Share("read", role="clerk", until=late))

    def seen() -> set[Any]:
        with shop.engine.connect() as connection:
            return {
                (one.level, one.person, one.role, one.until)
                for one in shares(shop.context(connection), "project", keep)
            }

    before = seen()
    with shop.engine.begin() as connection:
        assert merge(shop.context(connection), "project", keep, [other], {}, Cause("merge", "m")).written
    assert seen() == before | {("edit", WORKER, None, None), ("read", None, "clerk", late)}
    with shop.engine.begin() as connection:
        undo(shop.context(connection), "m")
    assert seen() == before
    with shop.engine.connect() as connection:
        assert len(shares(shop.context(connection), "project", other)) == 3, "the other's own came back with it"


def test_the_history_of_a_merged_record_stands_in_the_kept_ones(shop: Workshop) -> None:
    first, other, keep = (shop.made("project", name=name, code=name) for name in ("first", "other", "keep"))
    shop.update("project", first, name="renamed")
    with shop.engine.begin() as connection:
        merge(shop.context(connection), "project", other, [first], {}, Cause("merge", "one"))
    with shop.engine.begin() as connection:
        merge(shop.context(connection), "project", keep, [other], {"code": other}, Cause("merge", "two"))

    def told(identity: str) -> set[tuple[str, str]]:
        with shop.engine.connect() as connection:
            return {(one.record, one.action) for one in history(shop.context(connection), "project", identity)}

    assert told(keep) >= {
        (keep, "merged"),
        (other, "merged"),
        (other, "created"),
        (first, "created"),
        (first, "updated"),
    }
    with shop.engine.begin() as connection:
        undo(shop.context(connection), "two")
    assert {record for record, _ in told(keep)} == {keep}
    assert {record for record, _ in told(other)} == {other, first}


def test_a_merge_whose_values_are_refused_changes_nothing(shop: Workshop) -> None:
    keep, other = shop.made("project", name="keep", budget=4000), shop.made("project", name="other", budget=1000)
    with shop.engine.begin() as connection:
        written = merge(shop.context(connection), "project", keep, [other], {"budget": other})
    assert [problem.code for problem in written.problems] == ["rule.no_cut"]
    assert shop.row("project", other)["deleted_at"] is None


def test_a_leaver_hands_over(shop: Workshop) -> None:
    ids = [shop.made("project", name=name, owner=WORKER) for name in "ab"]
    shop.made("memo", name="m", owner=WORKER)
    with shop.engine.begin() as connection:
        assert transfer(shop.context(connection), WORKER, BOSS, ["project"]) == {"project": 2}
        assert transfer(shop.context(connection), WORKER, BOSS)["memo"] == 1
        event = history(shop.context(connection), "project", ids[0])[0]
    assert {row["owner"] for row in shop.rows("project")} == {BOSS}
    assert event.changes["owner"] == (WORKER, BOSS) and event.cause.kind == "transfer"


def test_shares_come_and_go(shop: Workshop) -> None:
    mine = shop.made("project", name="a")
    with shop.engine.begin() as connection:
        ctx = shop.context(connection)
        made = share(ctx, "project", [mine], Share("edit", person=WORKER))
        assert [(one.level, one.person) for one in shares(ctx, "project", mine)] == [("edit", WORKER)]
        with pytest.raises(ProblemsFound):
            share(ctx, "project", [mine], Share("edit"))
        assert unshare(ctx, made) == 1 and shares(ctx, "project", mine) == []
        assert [event.action for event in history(ctx, "project", mine)] == ["shared", "shared", "created"]


def test_a_sealed_history_shows_tampering(shop: Workshop) -> None:
    for name in "abc":
        shop.made("project", name=name)
    day = shop.now.date()
    with shop.engine.begin() as connection:
        ctx = shop.context(connection, SYSTEM)
        assert seal(ctx) >= 3 and seal(ctx) == 0 and verify(ctx, day) == []
    shop.made("project", name="d")
    with shop.engine.begin() as connection:
        ctx = shop.context(connection, SYSTEM)
        seal(ctx)
        assert verify(ctx, day) == []
        ids = connection.execute(select(history_table.c.id).order_by(history_table.c.id)).scalars().all()
        connection.execute(update(history_table).where(history_table.c.id == ids[-2]).values(note="other words"))
        assert [problem.path for problem in verify(ctx, day)] == [str(ids[-2])]


def test_newest_rows_taken_out_of_a_sealed_history_show(shop: Workshop) -> None:
    """Cut short, a chain still holds together; its kept end tells."""
    for name in "abc":
        shop.made("project", name=name)
    with shop.engine.begin() as connection:
        ctx = shop.context(connection, SYSTEM)
        seal(ctx)
        assert days(ctx) == [shop.now.date()]
        newest = select(func.max(history_table.c.id)).scalar_subquery()
        connection.execute(delete(history_table).where(history_table.c.id == newest))
        assert [problem.code for problem in verify(ctx, shop.now.date())] == ["history_missing"]


def test_sealing_reads_only_what_is_new(shop: Workshop) -> None:
    shop.made("project", name="first")
    read = list[int]()

    def hashed(row: Any, before: str) -> str:
        read.append(row["id"])
        return hash_of(row, before)

    with shop.engine.begin() as connection, pytest.MonkeyPatch.context() as patch:
        seal(shop.context(connection, SYSTEM))
        patch.setattr("dougong.records.seal.hash_of", hashed)
        outcome = write(shop.context(connection), [Create("project", {"name": "second"})], CAUSE).outcomes[0]
        assert seal(shop.context(connection, SYSTEM)) == len(read) == 1
        assert verify(shop.context(connection, SYSTEM), shop.now.date()) == [] and outcome.ok
        assert len(read) > 2, "verifying hashes them all again"


def test_a_late_row_stands_later_in_the_chain(shop: Workshop) -> None:
    """Another writer's row gets its id early and is seen late."""
    for name in "abcd":
        shop.made("project", name=name)
    with shop.engine.begin() as connection:
        ctx = shop.context(connection, SYSTEM)
        ids = connection.execute(select(history_table.c.id).order_by(history_table.c.id)).scalars().all()
        late = history_table.c.id == ids[-3]
        row = dict(connection.execute(select(history_table).where(late)).mappings().one())
        connection.execute(delete(history_table).where(late))
        seal(ctx)
        connection.execute(insert(history_table), row)
        seal(ctx)
        assert verify(ctx, shop.now.date()) == []


def test_the_second_of_two_writers_gets_a_conflict(shop: Workshop) -> None:
    """Both read revision 1; the row lock (or the line of SQLite's writers) lets the second see what the first wrote."""
    mine = shop.made("project", name="a", code="A")
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda name: shop.update("project", mine, rev=1, name=name), ("x", "y")))
    assert sorted(outcome.ok for outcome in both) == [False, True]
    lost = next(outcome for outcome in both if not outcome.ok)
    assert lost.conflict is not None and lost.conflict.fields["name"] == ("a", shop.row("project", mine)["name"])


def test_two_writers_cannot_take_one_value_or_one_number(shop: Workshop) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: shop.create("project", {"name": str(n), "code": "X"}), range(4)))
        more = list(pool.map(lambda n: shop.create("project", {"name": str(n)}), range(8)))
    assert sorted(outcome.ok for outcome in found) == [False, False, False, True] and all(
        outcome.ok for outcome in more
    )
    assert {tuple(codes(outcome).items()) for outcome in found if not outcome.ok} == {(("code", "unique"),)}
    assert sorted(row["number"] for row in shop.rows("project")) == [f"PJ-2026-{n:04}" for n in range(1, 10)]
