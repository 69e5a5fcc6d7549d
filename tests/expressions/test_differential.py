"""Python, SQLite, PostgreSQL and JavaScript give the same for random formulas over random records with blanks."""

import os

import pytest

from .differential import Bench, browser_differences, formulas
from .javascript import Script
from .world import make_engine


def test_random_formulas_agree(database):
    bench = Bench(make_engine(database), seed=7, count=40)
    wrong = []
    with bench.engine.connect() as connection:
        for checked in formulas(seed=11, count=300):
            wrong += bench.differences(checked, connection)
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.browser
def test_random_formulas_agree_in_the_browser(browser):
    wrong = list(browser_differences(Script(browser), 7, formulas(seed=11, count=300), 40))
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.proof
def test_many_random_formulas_agree(database):
    """The long form: other seeds by DOUGONG_PROOF_SEED."""
    seed = int(os.environ.get("DOUGONG_PROOF_SEED", "1"))
    bench = Bench(make_engine(database), seed=seed, count=100)
    wrong = []
    with bench.engine.connect() as connection:
        for checked in formulas(seed=seed + 1000, count=2_000):
            wrong += bench.differences(checked, connection)
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.proof
@pytest.mark.browser
def test_many_random_formulas_agree_in_the_browser(browser):
    seed = int(os.environ.get("DOUGONG_PROOF_SEED", "1"))
    wrong = list(browser_differences(Script(browser), seed, formulas(seed=seed + 1000, count=2_000), 100))
    assert not wrong, "\n".join(wrong[:20])
