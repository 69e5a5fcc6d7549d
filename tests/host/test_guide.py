"""The style guide: not there unless it is switched on, and nothing registered is without an example."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import pytest
from starlette.testclient import TestClient

from dougong.host.main import create_app
from dougong.host.settings import Settings
from dougong.host.web.pages.arrangements.registry import ARRANGEMENTS
from dougong.host.web.pages.guide.cut import cut, own
from dougong.host.web.pages.guide.sections import SECTIONS
from dougong.host.web.pages.widgets import KINDS
from dougong.metamodel.field_types import field_types, registered
from dougong.metamodel.field_types.text import TextField

from tests.support.guide import exhibited


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with (
        exhibited(tmp_path_factory.mktemp("guide")) as (app, _),
        TestClient(app, base_url="http://localhost") as client,
    ):
        yield client


def figures(client: TestClient, section: str, language: str = "en") -> str:
    answer = client.get(f"/guide/{section}?theme=light&language={language}")
    assert answer.status_code == 200
    return str(answer.text)


def test_it_is_off_by_default(home: Settings) -> None:
    with TestClient(create_app(home, work=False), base_url="http://localhost") as client:
        assert client.get("/guide").status_code == 404
        assert client.get("/guide/fields").status_code == 404


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1"])
def test_it_is_refused_where_others_could_reach_it(host: str) -> None:
    with pytest.raises(ValueError, match="GUIDE"):
        Settings(host=host, guide=True)


@pytest.mark.parametrize("section", [one.key for one in SECTIONS])
def test_every_part_has_an_example(guide: TestClient, section: str) -> None:
    page = figures(guide, section)
    assert 'class="gd-stage"' in page
    assert "gd-missing" not in page, cut(page, ".gd-missing")


def test_every_registered_kind_is_shown(guide: TestClient) -> None:
    fields, tiles, bodies = (figures(guide, key) for key in ("fields", "tiles", "arrangements"))
    assert all(f'data-figure="field-{key}"' in fields for key in field_types())
    assert all(f'data-figure="tile-{key}-0"' in tiles and f'data-figure="tile-{key}-states"' in tiles for key in KINDS)
    assert all(f'data-figure="as-{one.key}"' in bodies for one in ARRANGEMENTS)


class ShoutField(TextField):
    type: Literal["shout"]  # type: ignore[assignment]


def test_a_new_field_type_without_an_example_is_told(guide: TestClient) -> None:
    with registered(replace(field_types()["text"], config=ShoutField)):
        page = figures(guide, "fields")
    assert 'gd-missing" id="gd-field-shout"' in page


def test_both_themes_stand_beside_each_other_and_ids_are_their_own(guide: TestClient) -> None:
    page = guide.get("/guide/fields?language=zh-CN").text
    assert page.count('data-theme="dark"') > 30
    ids = [one.partition('"')[0] for one in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_cutting() -> None:
    page = '<div class="a b" id="x"><p>1 &amp; 2<br></p><div id="y">3</div></div><div class="b">4</div>'
    assert cut(page, "#y") == '<div id="y">3</div>'
    assert cut(page, ".b", 1) == '<div class="b">4</div>'
    assert cut(page, "div.a") == page.partition('<div class="b">')[0]
    assert cut(page, "[id=nothing]") == ""
    assert own('<label for="y" hx-get="/z">w</label>', "k-") == '<label for="k-y">w</label>'
