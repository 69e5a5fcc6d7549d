"""Many rows at once, which PostgreSQL loads by COPY: they say the same as rows written one by one."""

from decimal import Decimal

import pytest

from dougong.records.values import Create, Update

from tests.records.workshop import Workshop, codes
from tests.support.grounds import Ground

MANY = 40
AWKWARD = (
    "a\tb",
    "back\\slash \\N \\.",
    "行\n二",
    '"quoted", {comma}',
    "emoji 🪚",
    "NULL",
    "'; --",
    "\\x41",
    "%s %(x)s",
)


@pytest.fixture
def shop(ground: Ground) -> Workshop:
    return Workshop(ground)


def test_many_rows_say_what_was_given(shop: Workshop) -> None:
    words = [AWKWARD[n % len(AWKWARD)] for n in range(MANY)]
    given = [
        {"name": f"{n}", "text": word, "budget": f"{n}.25", "start": "2026-03-01", "labels": ["idea"] if n % 2 else []}
        for n, word in enumerate(words)
    ]
    written = shop.write(*(Create("project", one) for one in given))
    assert written.written
    rows = [shop.row("project", outcome.id) for outcome in written.outcomes]
    alone = [shop.row("project", shop.made("project", **one)) for one in given[: len(AWKWARD)]]
    own = {"id", "number"}
    for row, other in zip(rows, alone, strict=False):
        assert {key: value for key, value in row.items() if key not in own} == {
            key: value for key, value in other.items() if key not in own
        }
    assert [row["budget"] for row in rows] == [Decimal(f"{n}.25") for n in range(MANY)]
    assert [row["number"] for row in rows] == [f"PJ-2026-{n + 1:04}" for n in range(MANY)]


def test_keys_of_many_are_found_by_one_statement(shop: Workshop) -> None:
    made = shop.write(*(Create("project", {"name": f"{n}", "budget": 1}) for n in range(MANY)))
    ids = [outcome.id for outcome in made.outcomes]
    tasks = shop.write(*(Create("task", {"name": "t", "project": one, "quantity": 2, "price": 3}) for one in ids))
    assert tasks.written
    assert {shop.row("project", one)["total"] for one in ids} == {6}
    changed = shop.write(*(Update("project", one, {"budget": 2}) for one in ids))
    assert changed.written and {shop.row("project", one)["budget"] for one in ids} == {2}
    absent = "0197aaaa-0000-7000-8000-000000000000"
    refused = shop.write(*(Update("project", one, {"budget": 3}) for one in (*ids, absent)))
    assert not refused.written and codes(refused.outcomes[-1]) == {"$": "not_found"}
