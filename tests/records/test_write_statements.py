"""How many statements a write sends: a bound that does not depend on the number of records, and the same texts again."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from dougong.records.values import Create, Update

from tests.records.workshop import Workshop
from tests.support.grounds import Ground

MOST_CREATE = 8
"""Of a child row: its parent, the row, the parent's roll-up, who stands above, what reads the roll-up, search, history,
event."""
MOST_UPDATE = 7
"""The row as it was, the row, the same three for its parent, history, event."""


@pytest.fixture
def shop(ground: Ground) -> Workshop:
    return Workshop(ground)


def sent(shop: Workshop, work: Callable[[], Any]) -> list[str]:
    """The statements that the work sends, transaction control aside."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, text: str, *_: Any) -> None:
        if not text.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            found.append(text)

    event.listen(shop.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(shop.engine, "before_cursor_execute", note)
    return found


def test_a_single_write_sends_few_statements(shop: Workshop) -> None:
    mine = shop.made("project", name="yard", budget=10)
    task = shop.made("task", name="dig", project=mine, price=2)
    create = sent(shop, lambda: shop.made("task", name="fill", project=mine, price=3))
    update = sent(shop, lambda: shop.update("task", task, price=4))
    assert len(create) <= MOST_CREATE, create
    assert len(update) <= MOST_UPDATE, update
    assert shop.row("project", mine)["total"] == 7


def test_many_records_send_no_more_statements_than_one(shop: Workshop) -> None:
    parents = [shop.made("project", name=f"yard {number}") for number in range(3)]

    def create(count: int) -> list[str]:
        changes = [Create("task", {"name": "dig", "project": parents[n % 3], "price": n}) for n in range(count)]
        return sent(shop, lambda: shop.write(*changes))

    assert len(create(1)) <= len(create(60)) <= MOST_CREATE
    tasks = [row["id"] for row in shop.rows("task")]
    many = sent(shop, lambda: shop.write(*(Update("task", one, {"price": 5}) for one in tasks)))
    assert len(many) <= MOST_UPDATE, many


def test_the_same_write_sends_the_same_text(shop: Workshop) -> None:
    mine = shop.made("project", name="yard")
    shop.made("task", name="dig", project=mine, price=1)
    first = sent(shop, lambda: shop.made("task", name="fill", project=mine, price=2))
    again = sent(shop, lambda: shop.made("task", name="paint", project=mine, price=3))
    assert first == again
