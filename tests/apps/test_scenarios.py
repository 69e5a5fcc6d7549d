"""The scenarios that travel with the stock apps."""

from pathlib import Path

import pytest

from dougong.host.install.bundles import find_bundle
from dougong.host.install.scenarios import run


@pytest.mark.parametrize("app", [pytest.param(app, marks=pytest.mark.needs_app(app)) for app in ("crm", "maintenance")])
def test_scenarios_of_stock_apps_pass(app: str, tmp_path: Path) -> None:
    played = list(run(find_bundle(app), tmp_path))
    assert len(played) >= 2
    assert [one.problem for one in played if one.problem] == []
