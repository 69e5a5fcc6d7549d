"""Where the real data is: beside the repository, never in it."""

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def real_data() -> Path:
    if not DATA.is_dir():
        pytest.skip("the real data (shared/data beside the repository) is not on this machine")
    return DATA
