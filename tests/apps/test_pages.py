"""Every page of every entity of the stock templates opens for each of their people; what is forbidden says so."""

import pytest

from dougong.host.workspaces import Workspace

from tests.support.pages import visitor, walk


@pytest.mark.needs_app("crm")
@pytest.mark.parametrize("login", ["admin", "lin_zhixia", "zhou_yanqiu", "chen_muye", "jiang_wanqing", "su_mingyuan"])
def test_selling(crm: Workspace, login: str) -> None:
    with visitor(crm, login) as client:
        answers = walk(crm, client)
    assert {path: status for path, status in answers.items() if status not in (200, 403, 404)} == {}
    assert list(answers.values()).count(200) > len(answers) / 4


@pytest.mark.needs_app("maintenance")
@pytest.mark.parametrize("login", ["admin", "meng_xianglin", "tan_zhiyong", "pan_guoqing"])
def test_upkeep(maintenance: Workspace, login: str) -> None:
    with visitor(maintenance, login) as client:
        answers = walk(maintenance, client)
    assert {path: status for path, status in answers.items() if status not in (200, 403, 404)} == {}
    assert list(answers.values()).count(200) > len(answers) / 4
