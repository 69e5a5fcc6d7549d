"""The SQL itself: conditions that indexes serve, refusals, and what a database can fold."""

from decimal import Decimal

import pytest
from sqlalchemy import Index, MetaData, insert, text
from sqlalchemy.dialects import postgresql, sqlite

from dougong.expressions import ExpressionError, check
from dougong.expressions.sql import SQLITE, Target, compile_sql, target_of

from .world import ENV, SCHEMA, Rows, make_engine, query, tables

POSTGRES = Target("postgresql", "pg_unicode_fast")


def sql(formula, target, condition=True):
    found = tables(MetaData())
    expression = compile_sql(
        check(formula, SCHEMA), Rows(target, found, "crate", found["crate"]), ENV, as_condition=condition
    )
    dialect = sqlite.dialect() if target.name == "sqlite" else postgresql.dialect()
    return str(expression.compile(dialect=dialect))


@pytest.mark.parametrize("target", [SQLITE, POSTGRES])
@pytest.mark.parametrize(
    ("formula", "bare"),
    [
        ('state = "open"', "crate.state ="),
        ("amount > 100", "crate.amount >"),
        ('made >= "2024-01-01" AND count = 3', "crate.made >="),
        ("owner = $user", "crate.owner ="),
        ("count = 3", "crate.count ="),
    ],
)
def test_conditions_are_bare(target, formula, bare):
    written = sql(formula, target)
    assert bare in written
    assert "coalesce" not in written
    assert "CAST" not in written


@pytest.mark.parametrize("target", [SQLITE, POSTGRES])
def test_blanks_are_settled_under_not_and_in_output(target):
    assert "coalesce" in sql("NOT (amount > 100)", target)
    assert "coalesce" in sql("amount > 100", target, condition=False)


def test_a_long_list_is_one_in(database):
    values = ", ".join(map(str, range(1500)))
    engine = make_engine(database)
    metadata = MetaData()
    found = tables(metadata)
    with engine.begin() as connection:
        metadata.create_all(connection)
        for formula in (f"count IN ({values})", f"count NOT IN ({values})", f"amount IN ({values}, 2.5)"):
            for condition in (True, False):
                connection.execute(query(check(formula, SCHEMA), found, target_of(connection), condition)).all()


def test_the_index_is_used(database):
    engine = make_engine(database)
    metadata = MetaData()
    found = tables(metadata)
    crate = found["crate"]
    Index("crate_by_state", crate.c.state, crate.c.amount)
    with engine.begin() as connection:
        metadata.create_all(connection)
        rows = [
            {
                "id": f"0198c3d2-0000-7000-8000-{n:012d}",
                "state": "open" if n % 50 == 0 else "done",
                "amount": Decimal(n),
            }
            for n in range(3000)
        ]
        connection.execute(insert(crate), rows)
        connection.execute(text("ANALYZE"))
        statement = query(
            check('state = "open" AND amount > 2900', SCHEMA), found, target_of(connection), True
        ).order_by(None)
        prefix = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
        written = statement.compile(engine, compile_kwargs={"literal_binds": True})
        plan = "\n".join(str(row) for row in connection.exec_driver_sql(f"{prefix} {written}"))
    assert "crate_by_state" in plan


def test_what_only_the_write_path_knows_is_refused():
    for formula in ("ISNEW()", "CHANGED(amount)", "$old.amount > 1"):
        with pytest.raises(ExpressionError):
            sql(formula, SQLITE)


def test_the_database_folds_letters_or_all_back_ends_do_as_it_does(database):
    with make_engine(database).connect() as connection:
        target = target_of(connection)
    assert target.folding == ("unicode" if target.name == "sqlite" or target.collation else "ascii")


def test_ascii_folding_where_the_database_knows_no_more():
    plain = Target("postgresql", None)
    assert "translate(" in sql('UPPER(title) = "X"', plain)


def test_no_text_of_the_formula_is_in_the_statement():
    assert "Robert" not in sql('title = "Robert\'); DROP TABLE x"', SQLITE)
