"""Row scopes, proofs, and the law that every surface shows exactly what a slow reference evaluator allows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from dougong.expressions import Schema, check
from dougong.expressions.types import BOOL
from dougong.records.context import Context
from dougong.records.query import aggregate, find, related
from dougong.records.rights import EntityRights, RowScope
from dougong.records.search import index_entry, search
from dougong.records.system_tables import search_index, share
from dougong.records.values import Aggregate, Query
from dougong.records.why import why

from tests.records.worlds import NOW, add, asking, number, scoped, viewer, yard
from tests.support.grounds import Ground

PEOPLE = {1: None, 2: 1, 3: 1, 4: 2}
"""Person -> manager."""
DEPARTMENTS = {1: None, 2: 1, 3: 1}
REGIONS = ["上海", "上海/浦东", "上海市", "北京", None]


@pytest.fixture
def ctx(ground: Ground):
    with yard(ground) as (connection, store):
        add(
            connection,
            store,
            "department",
            *({"id": number(50 + n), "name": str(n), "parent": _of(50, up)} for n, up in DEPARTMENTS.items()),
        )
        add(
            connection,
            store,
            "person",
            *({"id": number(n), "name": f"p{n}", "manager": _of(0, up)} for n, up in PEOPLE.items()),
        )
        for row in _sites():
            add(connection, store, "site", {k: v for k, v in row.items() if k != "shared"})
            if row["shared"]:
                connection.execute(insert(share).values(_share(row)))
            connection.execute(insert(search_index).values(index_entry(store.entity("site"), row)))
        for n in range(30):
            add(
                connection,
                store,
                "machine",
                {"id": number(300 + n), "name": f"m{n}", "site": number(100 + n % 20), "owner": number(1 + n % 4)},
            )
            add(connection, store, "part", {"id": number(400 + n), "name": f"part{n}", "machine": number(300 + n)})
        yield asking(connection, store)


def _of(base: int, n: int | None) -> str | None:
    return None if n is None else number(base + n)


def _sites() -> list[dict[str, Any]]:
    return [
        {
            "id": number(100 + n), "name": f"site {n}", "owner": number(1 + n % 4), "department": number(51 + n % 3),
            "region": REGIONS[n % 5], "size": n, "shared": n % 7 == 0,
        }
        for n in range(20)
    ]  # fmt: skip


def _share(row: dict[str, Any]) -> dict[str, Any]:
    n = row["size"]
    to = [{"person": number(2)}, {"department": number(52)}, {"role": "worker"}][n // 7 % 3]
    return {"id": number(900 + n), "entity": "site", "record": row["id"], "level": "read", "at": NOW, **to}


def _below(tree: dict[int, int | None], top: int) -> set[int]:
    found = {top}
    while more := {n for n, up in tree.items() if up in found} - found:
        found |= more
    return found


def allowed(words: frozenset[str], person: int, department: int, row: dict[str, Any]) -> bool:
    """The slow reference: what the words mean, in plain Python."""
    n = row["size"]
    region = row["region"] or ""
    reference = {
        "own": row["owner"] == number(person),
        "subordinates": row["owner"] in {number(p) for p in _below(PEOPLE, person)},
        "department": row["department"] == number(50 + department),
        "departments": row["department"] in {number(50 + d) for d in _below(DEPARTMENTS, department)},
        "region": region == "上海" or region.startswith("上海/"),
        "shared": row["shared"] and [person == 2, department == 2, True][n // 7 % 3],
        "all": True,
    }
    return any(reference[word] for word in words)


@given(
    words=st.frozensets(
        st.sampled_from(["own", "subordinates", "department", "departments", "region", "shared", "all"])
    ),
    person=st.sampled_from(sorted(PEOPLE)),
    department=st.sampled_from(sorted(DEPARTMENTS)),
    bound=st.none() | st.integers(0, 20),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_surface_agrees_with_the_reference(
    ctx: Context, words: frozenset[str], person: int, department: int, bound: int | None
) -> None:
    conditions = ()
    if bound is not None:
        text = f"size > {bound} AND (owner.manager = $user OR ANY(machines, owner = $user))"
        conditions = (check(text, Schema(ctx.store.model, "site"), BOOL),)
    rights = EntityRights(read=RowScope(words, conditions))  # type: ignore[arg-type]
    mine = replace(ctx, viewer=viewer(person, 50 + department, "上海", site=rights, machine=scoped("all")))

    def by_condition(row: dict[str, Any]) -> bool:
        n = row["size"]
        managed = PEOPLE[1 + n % 4] == person
        machines = any(1 + m % 4 == person for m in range(30) if m % 20 == n)
        return bound is not None and n > bound and (managed or machines)

    expected = {row["name"] for row in _sites() if allowed(words, person, department, row) or by_condition(row)}
    page = find(mine, Query("site", ("name",), limit=100, total="exact"))
    assert {row["name"] for row in page.rows} == expected and page.total == len(expected)
    assert aggregate(mine, Aggregate("site", {"n": "COUNT()"})) == [{"n": len(expected)}]
    assert {hit.title for hit in search(mine, "site", limit=100)} == expected
    titles = {row["site.$title"] for row in find(mine, Query("machine", ("site", "site.size"), limit=100)).rows}
    assert titles - {None} == expected
    some = [number(100 + n) for n in range(20)]
    lines = find(mine, Query("machine", ("name",), filter="site.size >= 0", total="exact", limit=0))
    assert lines.total == sum(1 for m in range(30) if f"site {m % 20}" in expected)
    proofs = {row["name"] for row in _sites()[:2] if why(mine, "site", row["id"]).decisions["read"].allowed}
    assert proofs == {name for name in expected if name in {f"site {n}" for n in range(2)}}
    assert all(related(mine, "site", some[:2], "machines", ("name",)).values())


def test_child_rows_are_readable_where_their_parent_is(ctx: Context) -> None:
    mine = replace(ctx, viewer=viewer(2, machine=scoped("own")))
    page = find(mine, Query("part", ("name", "machine"), limit=100, total="exact"))
    assert page.total == len([n for n in range(30) if n % 4 == 1])
    proof = why(mine, "part", number(400))
    assert not proof.decisions["read"].allowed and proof.parent is not None and proof.parent.entity == "machine"


def test_a_share_ends(ctx: Context) -> None:
    mine = replace(ctx, viewer=viewer(2, site=scoped("shared")))
    connection = ctx.connection
    connection.execute(delete(share))
    row = {"id": number(999), "entity": "site", "record": number(101), "person": number(2), "level": "read", "at": NOW}
    connection.execute(insert(share).values({**row, "until": NOW + timedelta(hours=1)}))
    assert len(find(mine, Query("site")).rows) == 1
    assert find(replace(mine, now=NOW + timedelta(hours=2)), Query("site")).rows == ()
    proof = why(mine, "site", number(101))
    assert proof.decisions["read"].allowed and not proof.decisions["update"].allowed


def test_a_proof_names_every_term_and_its_role(ctx: Context) -> None:
    roles = {"worker": scoped("own"), "head": scoped("departments", "region")}
    mine = replace(ctx, viewer=viewer(2, 51, "上海", site=scoped("own", "departments", "region")))
    proof = why(mine, "site", number(100), roles=roles)
    found = {(term.role, term.term): term.holds for term in proof.decisions["read"].terms}
    assert found == {("worker", "own"): False, ("head", "departments"): True, ("head", "region"): True}
    assert not why(mine, "site", number(98765)).exists


def test_conditions_read_the_viewers_own_record(ctx: Context) -> None:
    condition = check('owner.manager = $user.manager AND $user.name = "p2"', Schema(ctx.store.model, "site"), BOOL)
    rights = EntityRights(read=RowScope(conditions=(condition,)))
    mine = replace(ctx, viewer=replace(viewer(2, site=rights), name="p2"))
    assert {row["owner"] for row in find(mine, Query("site", ("owner",), limit=50)).rows} == {number(2), number(3)}
