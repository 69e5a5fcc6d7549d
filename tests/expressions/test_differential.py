"""Python, SQLite and PostgreSQL give the same for random formulas over random records with blanks."""

import os

import pytest

from .differential import Bench, formulas
from .world import make_engine


def test_random_formulas_agree(database):
    bench = Bench(make_engine(database), seed=7, count=40)
    wrong = []
    with bench.engine.connect() as connection:
        for checked in formulas(seed=11, count=300):
            wrong += bench.differences(checked, connection)
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
