"""Every function's examples hold on every back end, and the reference names every function."""

import pytest
from sqlalchemy import MetaData, select

from dougong.expressions import check, compile_python, from_json, reference, to_json
from dougong.expressions.functions import FUNCTIONS
from dougong.expressions.functions.kind import Expand, Function, Native, Over
from dougong.expressions.sql import compile_sql, target_of

from .differential import same
from .world import ENV, SCHEMA, Rows, make_engine, tables

EXAMPLES = [(formula, value) for one in FUNCTIONS.values() for formula, value in one.examples]


@pytest.mark.parametrize(("formula", "value"), EXAMPLES)
def test_example_in_python(formula, value):
    checked = check(formula, SCHEMA)
    utc = {"zone": "UTC"} if "DATETIME" in formula else {}
    assert _same(compile_python(checked)({}, _env(utc)), value)
    assert from_json(to_json(checked.core)) == checked.core


def test_examples_in_sql(database):
    engine = make_engine(database)
    found = tables(MetaData())
    wrong = []
    with engine.connect() as connection:
        target = target_of(connection)
        rows = Rows(target, found, "crate", found["crate"])
        for formula, value in EXAMPLES:
            checked = check(formula, SCHEMA)
            if "sql" not in checked.places or checked.type.name == "blank":
                continue
            env = _env(
                {"zone": "UTC", "folding": target.folding} if "DATETIME" in formula else {"folding": target.folding}
            )
            got = connection.scalar(select(compile_sql(checked, rows, env)))
            if not _same(got, value):
                wrong.append(f"{formula}: {got!r}, not {value!r}")
    assert not [one for one in wrong if target.folding == "unicode" or "straße" not in one]


def _env(more):
    from dataclasses import replace

    return replace(ENV, **more)


def _same(got, value):
    if isinstance(value, int) and not isinstance(value, bool):
        return got == value and not isinstance(got, bool)
    return same(got, value)


def test_reference_names_every_function():
    page = reference()
    assert all(f"### {name}\n" in page and one.doc.zh in page for name, one in FUNCTIONS.items())


@pytest.mark.parametrize("kind", [Function, Native, Expand, Over])
def test_a_function_has_at_most_six_members(kind):
    assert len(kind.__dataclass_fields__) <= 6


def test_about_eighty_functions_have_words_in_both_languages():
    assert len(FUNCTIONS) >= 80
    assert all(one.doc.zh and one.doc.en and one.words for one in FUNCTIONS.values())
