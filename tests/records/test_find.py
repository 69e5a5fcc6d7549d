"""Lists and single records: paths, titles, filters, order, cursors, totals; the same on both databases."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import update

from dougong.metamodel.problem import ProblemsFound
from dougong.records.context import Context
from dougong.records.query import aggregate, count, find, get, related
from dougong.records.rights import ALL_ROWS, EntityRights, FieldRight
from dougong.records.values import Aggregate, Page, Query

from tests.records.worlds import NOW, add, asking, number, scoped, viewer, yard
from tests.support.grounds import Ground


@pytest.fixture
def ctx(ground: Ground):
    with yard(ground) as (connection, store):
        add(connection, store, "person", {"id": number(1), "name": "王芳"}, {"id": number(2), "name": "Bo"})
        add(connection, store, "site", {"id": number(11), "name": "上海厂", "region": "上海/浦东"})
        add(connection, store, "site", {"id": number(12), "name": "North", "region": "北京"})
        for n in range(20):
            row = {
                "id": number(100 + n),
                "name": f"m{n:02}",
                "site": number(11 + n % 2) if n % 5 else None,
                "stage": "new" if n % 3 else "broken",
                "amount": Decimal(n) if n % 4 else None,
                "cost": Decimal("0.50"),
                "owner": number(1 + n % 2),
            }
            add(connection, store, "machine", row)
        add(connection, store, "machine", {"id": number(199), "name": "gone", "deleted_at": NOW})
        rows = [
            {"id": number(500 + n), "name": f"v{n}", "machine": number(101 + n % 3), "hours": Decimal("1.5")}
            for n in range(9)
        ]
        rows[0] |= {"about": number(101), "about_entity": "machine"}
        rows[1] |= {"about": number(11), "about_entity": "site"}
        add(connection, store, "visit", *rows)
        yield asking(connection, store)


def names(page: Page) -> list[str]:
    return [row["name"] for row in page.rows]


def test_links_bring_titles_and_paths_lead_through_them(ctx: Context) -> None:
    row = get(ctx, "machine", number(101), ("name", "site", "site.region", "owner.name"))
    assert row is not None
    assert (row["site.$title"], row["site.region"], row["owner.name"]) == ("North", "北京", "Bo")


def test_a_record_has_every_field_by_default_with_canonical_values(ctx: Context) -> None:
    row = get(ctx, "machine", number(101))
    assert row is not None
    assert (row["amount"], row["double"], row["margin"]) == (Decimal("1.00"), Decimal("2.00"), Decimal("0.50"))
    assert row["visit_count"] == 3 and row["created_at"] == NOW and row["good"] is None


def test_deleted_records_are_seen_in_the_recycle_bin_only(ctx: Context) -> None:
    assert get(ctx, "machine", number(199)) is None
    assert names(find(ctx, Query("machine", ("name",), deleted=True))) == ["gone"]


@pytest.mark.parametrize(
    "sort",
    [
        ("amount",),
        ("-amount",),
        ("-site.name", "amount"),
        ("stage", "-double"),
        ("site",),
        (),
        ("-stage", "amount"),
        ("stage",),
    ],
)
def test_pages_by_cursor_are_the_whole_list_in_order_each_row_once(ctx: Context, sort: tuple[str, ...]) -> None:
    whole = names(find(ctx, Query("machine", ("name",), sort=sort, limit=100)))
    query, found = Query("machine", ("name",), sort=sort, limit=3), []
    while True:
        page = find(ctx, query)
        found += names(page)
        if page.next is None:
            break
        query = replace(query, cursor=page.next)
    assert found == whole and len(found) == 20
    assert names(find(ctx, replace(query, cursor="", offset=4, limit=3))) == whole[4:7]


def test_blanks_stand_before_everything_and_ids_break_ties(ctx: Context) -> None:
    assert names(find(ctx, Query("machine", ("name",), sort=("amount",), limit=6))) == [
        "m00",
        "m04",
        "m08",
        "m12",
        "m16",
        "m01",
    ]
    assert names(find(ctx, Query("machine", ("name",), sort=("-amount",), limit=100)))[-1] == "m00"


@pytest.mark.parametrize("cursor", ["x", "e30", "W10", "WyJhYSIsWzFdXQ", "é"])
def test_a_cursor_of_another_list_is_refused(ctx: Context, cursor: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        find(ctx, Query("machine", sort=("amount",), cursor=cursor))
    assert found.value.problems[0].code == "query.cursor"


def test_filters_and_totals(ctx: Context) -> None:
    query = Query("machine", ("name",), 'amount > 3 AND site.name = "上海厂"', sort=("name",), limit=2, total="exact")
    page = find(ctx, query)
    assert (names(page), page.total, page.exact) == (["m06", "m14"], 3, True)
    assert count(ctx, query) == 3
    assert find(ctx, replace(query, total="estimate")).total == 3
    assert find(ctx, Query("machine", ("name",), "COUNT(visits) > 0", total="exact")).total == 3
    labels = Query("machine", ("name",), 'name = "m01" OR 名称 = "m02"', sort=("name",))
    assert names(find(ctx, labels)) == ["m01", "m02"]


def test_ids_choose_and_unknown_ones_are_absent(ctx: Context) -> None:
    wanted = (number(103), number(101), number(9999))
    assert names(find(ctx, Query("machine", ("name",), ids=wanted, sort=("name",)))) == ["m01", "m03"]


def test_unknown_fields_are_told_with_a_suggestion(ctx: Context) -> None:
    for query in (
        Query("machine", ("amuont",)),
        Query("machine", sort=("amuont",)),
        Query("machine", filter="amuont > 1"),
    ):
        with pytest.raises(ProblemsFound) as found:
            find(ctx, query)
        problem = found.value.problems[0]
        assert "amount" in problem.message.en + (problem.fix.en if problem.fix else "")


def test_polymorphic_links_have_entity_id_and_title(ctx: Context) -> None:
    rows = find(ctx, Query("visit", ("name", "about"), sort=("name",), limit=3)).rows
    assert rows[0]["about"] == {"entity": "machine", "id": number(101)} and rows[0]["about.$title"] == "m01"
    assert rows[1]["about.$title"] == "上海厂" and rows[2]["about"] is None and rows[2]["about.$title"] is None


def test_related_rows_of_many_parents_come_in_one_query_limited_per_parent(ctx: Context) -> None:
    found = related(
        ctx, "machine", [number(101), number(102), number(110)], "visits", ("name",), sort=("-name",), limit=2
    )
    assert [row["name"] for row in found[number(101)]] == ["v6", "v3"]
    assert [row["name"] for row in found[number(102)]] == ["v7", "v4"]
    assert found[number(110)] == []


def test_hidden_fields_never_appear_and_masked_ones_are_stars(ctx: Context) -> None:
    rights = scoped("all", cost=FieldRight.HIDDEN, amount=FieldRight.MASKED)
    mine = replace(ctx, viewer=viewer(1, machine=rights))
    row = get(mine, "machine", number(101))
    assert row is not None and "cost" not in row and row["amount"] == "***"


@pytest.mark.parametrize("key", ["cost", "amount"])
def test_what_may_not_be_read_may_not_be_asked_either(ctx: Context, key: str) -> None:
    rights = scoped("all", cost=FieldRight.HIDDEN, amount=FieldRight.MASKED)
    mine = replace(ctx, viewer=viewer(1, machine=rights, site=scoped("all", secret=FieldRight.HIDDEN)))
    for query in (
        Query("machine", filter=f"{key} > 0"),
        Query("machine", sort=(key,)),
        Query("visit", filter=f"machine.{key} > 0"),
        Query("machine", filter='site.secret = "x"'),
        Query("machine", sort=("site.secret",)),
    ):
        allowed = replace(mine, viewer=replace(mine.viewer, rights={**mine.viewer.rights, "visit": scoped("all")}))
        with pytest.raises(ProblemsFound) as found:
            find(allowed, query)
        assert (
            found.value.problems[0].code == "query.forbidden_field" if "amount" in str(query) else hidden(found.value)
        )


def hidden(refused: ProblemsFound) -> bool:
    """Refused as a field is that was never there; what it is called is not said."""
    [one] = refused.problems
    return one.code.endswith(".unknown_field") and "成本" not in one.message.zh and one.fix is None


def test_nothing_hidden_is_suggested(ctx: Context) -> None:
    mine = replace(ctx, viewer=viewer(1, machine=scoped("all", cost=FieldRight.HIDDEN)))
    for seen_by, known in ((mine, False), (ctx, True)):
        with pytest.raises(ProblemsFound) as found:
            find(seen_by, Query("machine", filter="costt > 0"))
        assert ('"cost"' in str(found.value.problems[0].message.en)) is known


def test_what_lies_behind_an_unreadable_record_is_blank(ctx: Context) -> None:
    rights = {"machine": EntityRights(read=ALL_ROWS), "site": scoped("region")}
    mine = replace(ctx, viewer=viewer(1, region="上海", **rights))
    rows = {row["name"]: row for row in find(mine, Query("machine", ("name", "site", "site.region"), limit=50)).rows}
    assert rows["m02"]["site.$title"] == "上海厂" and rows["m02"]["site.region"] == "上海/浦东"
    assert (
        rows["m01"]["site"] == number(12) and rows["m01"]["site.$title"] is None and rows["m01"]["site.region"] is None
    )
    assert find(mine, Query("machine", filter='site.region = "北京"', total="exact")).total == 0


def test_nothing_is_readable_by_default(ctx: Context) -> None:
    nobody = replace(ctx, viewer=viewer(1))
    assert find(nobody, Query("machine", total="exact")) == Page((), 0)
    assert get(nobody, "machine", number(101)) is None


def test_plans_are_shared_by_equal_rights_without_mixing_up_people(ctx: Context) -> None:
    first = replace(ctx, viewer=viewer(1, machine=scoped("own")))
    second = replace(ctx, viewer=replace(viewer(2, machine=scoped("own")), rights_key=first.viewer.rights_key))
    for _ in range(2):
        assert set(names(find(first, Query("machine", ("name",), limit=50)))) == {f"m{n:02}" for n in range(0, 20, 2)}
        assert set(names(find(second, Query("machine", ("name",), limit=50)))) == {f"m{n:02}" for n in range(1, 20, 2)}


def test_a_choice_is_ordered_by_its_options_blanks_first(ctx: Context) -> None:
    table = ctx.store.table("machine")
    stages = ["scrapped", None, "new", "no option any more", "running", "broken"]
    for n, stage in enumerate(stages):
        ctx.connection.execute(update(table).where(table.c.id == number(100 + n)).values(stage=stage))
    first = replace(Query("machine", ("stage",), sort=("stage", "id")), ids=tuple(number(100 + n) for n in range(6)))
    order = [None, "new", "running", "broken", "scrapped", "no option any more"]
    assert [row["stage"] for row in find(ctx, first).rows] == order
    assert [row["stage"] for row in find(ctx, replace(first, sort=("-stage",))).rows] == order[::-1]
    groups = aggregate(ctx, Aggregate("machine", {"count": "COUNT()"}, ("stage",)))
    assert [row["stage"] for row in groups] == order
    down = aggregate(ctx, Aggregate("machine", {"count": "COUNT()"}, ("stage",), sort=("-stage",)))
    assert [row["stage"] for row in down] == order[::-1]


def test_pages_of_random_orders_are_the_whole_list(ctx: Context) -> None:
    draw = random.Random(5)
    keys = ["stage", "amount", "name", "site.name", "owner", "site", "double", "good"]
    for _ in range(40):
        picked = draw.sample(keys, draw.randint(1, 3))
        sort = tuple(draw.choice(["", "-"]) + key for key in picked)
        query = Query("machine", ("id",), sort=sort, limit=draw.randint(1, 7))
        whole = [row["id"] for row in find(ctx, replace(query, limit=100)).rows]
        found: list[str] = []
        while True:
            page = find(ctx, query)
            found += [row["id"] for row in page.rows]
            if page.next is None:
                break
            query = replace(query, cursor=page.next)
        assert found == whole and len(set(whole)) == 20, sort
