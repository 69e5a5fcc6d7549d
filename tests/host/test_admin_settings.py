"""Settings of the workspace: what is set is seen on pages, kept in the audit, and nothing wrong is taken."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from starlette.testclient import TestClient

from dougong.host import preferences
from dougong.host.install import first_start
from dougong.host.paths import STATIC
from dougong.host.preferences import ACCENTS, Preferences, SpecialDay, WorkCalendar
from dougong.host.settings import Settings
from dougong.host.web.pages.admin.special_days import parse, written
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.problem import ProblemsFound

from tests.support.pages import csrf, visitor
from tests.support.pixels import png

PNG = png()


@pytest.fixture
def main(home: Settings) -> Iterator[Workspace]:
    found = open_workspace(home, DEFAULT)
    yield found
    found.close()


@pytest.fixture
def admin(main: Workspace) -> Iterator[TestClient]:
    with visitor(main, "admin") as found:
        yield found


def post(client: TestClient, path: str, files: object = None, **data: object):
    return client.post(path, data={"_csrf": csrf(client.get("/profile").text), **data}, files=files)  # type: ignore[arg-type]


LOOK = {"name": "Works", "accent": "teal", "currency": "EUR", "week_start": "7"}


def test_name_colour_and_logo_are_seen_at_once(main: Workspace, admin: TestClient) -> None:
    answer = post(admin, "/admin/settings", files={"logo": ("l.svg", PNG, "image/svg+xml")}, **LOOK)
    assert answer.status_code == 303, answer.text
    page = admin.get("/person").text
    assert 'data-accent="teal"' in page
    assert ">Works<" in page
    logo = re.search(r'src="(/workspace/logo/\w+)"', page)
    assert logo
    with TestClient(admin.app, base_url="http://localhost") as stranger:
        file = stranger.get(logo[1])
        assert (file.content, file.headers["content-type"]) == (PNG, "image/png")
        assert stranger.get("/workspace/logo/" + "0" * 64).status_code == 404
        assert "Works" in stranger.get("/sign-in").text
    changes = admin.get("/admin/audit?entity=workspace").text
    assert "teal" in changes
    assert "EUR" in changes
    assert post(admin, "/admin/settings", **LOOK, no_logo="1").status_code == 303
    assert admin.get(logo[1]).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"accent": "url(x)"},
        {"currency": "€€€"},
        {"week_start": "3"},
        {"week_start": "x" * 9, "name": ""},
    ],
)
def test_what_cannot_be_is_refused(main: Workspace, admin: TestClient, wrong: dict[str, str]) -> None:
    assert post(admin, "/admin/settings", **{**LOOK, **wrong}).status_code == 422
    with main.engine.connect() as connection:
        assert preferences.load(connection) == Preferences()


def test_what_is_saved_leaves_the_mark_of_the_first_start(main: Workspace, admin: TestClient) -> None:
    first_start.finish(main)
    assert post(admin, "/admin/settings", **LOOK).status_code == 303
    assert first_start.is_over(main)


@pytest.mark.parametrize(
    "content",
    [b"<svg onload=alert(1)>", PNG + b"\0" * 600_000, png(20_000, 20_000)],
    ids=["no picture", "too large", "too many pixels"],
)
def test_a_logo_is_a_small_picture(admin: TestClient, content: bytes) -> None:
    assert post(admin, "/admin/settings", files={"logo": ("l.png", content, "image/png")}, **LOOK).status_code == 422


def test_the_calendar_and_where_it_is_seen(main: Workspace, admin: TestClient) -> None:
    lines = "2026-10-01~2026-10-07 休 国庆节\n2026-10-10 班 调休"
    data = {
        "weekdays": ["1", "2", "3", "4", "5"],
        "opens": "08:30",
        "closes": "17:30",
        "special": lines,
        "year": "2026",
    }
    assert post(admin, "/admin/settings/calendar", **data).status_code == 303
    page = admin.get("/admin/settings?year=2026").text
    assert page.count('class="holiday"') - 1 == 5, "of seven days five would have been working days; one is the legend"
    assert page.count('class="made"') - 1 == 1
    assert lines in page
    month = admin.get("/profile/calendar?words=2026-10-10").text
    assert re.search(r'class="[^"]*on made[^"]*"', month)
    assert month.count("国庆节") == 7
    post(admin, "/admin/settings", **LOOK)
    heads = re.findall(r'columnheader" aria-label="([^"]+)"', admin.get("/profile/calendar?words=2026-10-10").text)
    assert heads[0] in ("星期日", "Sunday")
    bad = post(admin, "/admin/settings/calendar", **{**data, "special": "2026-10-01 休\n2026-13-01 休\nnonsense"})
    assert bad.status_code == 422
    assert "第 2 行" in bad.text
    assert "第 3 行" in bad.text
    assert "nonsense" in bad.text, "what was typed is kept"
    with main.engine.connect() as connection:
        calendar = preferences.load(connection).calendar
    assert not calendar.works(date(2026, 10, 5))
    assert calendar.works(date(2026, 10, 10))
    assert calendar.works(date(2026, 10, 12))


def test_lines_are_read_back_as_written() -> None:
    days = parse("2026-1-1 休 元旦\n2026-02-16 ~ 2026-02-22 休 春节\n\n2026-02-28 班")
    assert len(days) == 9
    assert days[date(2026, 2, 28)] == SpecialDay(work=True)
    for language in ("zh-CN", "en"):
        assert parse(written(days, language)) == days
    for wrong in ("2026-02-30 休", "2026-02-02~2026-01-01 休", "2026-01-01~2027-01-01 休", "tomorrow"):
        with pytest.raises(ProblemsFound):
            parse(wrong)


def test_what_a_newer_version_wrote_is_read_as_far_as_it_is_known() -> None:
    found = preferences._read({"accent": "sparkling", "currency": "USD", "later": {"x": 1}})
    assert (found.accent, found.currency) == ("blue", "USD")
    assert WorkCalendar().works(date(2026, 10, 9))


def test_every_accent_can_be_read() -> None:
    """White or dark words on the accent and the accent on its soft form, light and dark: 4.5:1."""
    css = (STATIC / "css/accents.css").read_text("utf-8")
    for theme, on in (("", "#FFFFFF"), ("[data-theme=dark]", "")):
        for accent in set(ACCENTS) - {"blue"}:
            rule = re.search(rf"^{re.escape(theme)}\[data-accent={accent}\]{{(.*)}}$", css, re.MULTILINE)
            assert rule, (theme, accent)
            value = dict(part.split(":") for part in rule[1].removeprefix("--").split(";--"))
            surface = "#1B1C1F" if theme else "#FFFFFF"
            pairs = [(value.get("on-accent", on), value["accent"]), (value.get("on-accent", on), value["accent-hover"])]
            pairs += [(value["accent"], value["accent-soft"]), (value["accent"], surface)]
            assert all(contrast(*pair) >= 4.5 for pair in pairs), (
                theme,
                accent,
                [round(contrast(*p), 2) for p in pairs],
            )


def contrast(one: str, other: str) -> float:
    first, second = sorted((luminance(one), luminance(other)))
    return (second + 0.05) / (first + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[a:b], 16) / 255 for a, b in pairwise((1, 3, 5, 7))]
    red, green, blue = ((c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
