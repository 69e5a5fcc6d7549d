"""The guide's example as a workspace of its own: every type of page has an address in it, at a moment that never passes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient

from dougong.host.main import create_app
from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.web.pages.guide import example
from dougong.host.web.pages.guide.sections import SECTIONS
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Query

PAGES = {
    "list": "/boat", "grouped": "/boat?group=stage&sort=-price", "filtered": "/boat?filter=stage+%3D+%22afloat%22",
    "wrong filter": "/boat?filter=price+%3E", "found nothing": "/boat?filter=price+%3E+99999999", "empty list": "/buoy",
    "late": "/boat?view=boat_late", "long list": "/tide",
    "kanban": "/boat?view=boat_board", "calendar": "/boat?view=boat_days", "timeline": "/boat?view=boat_bars",
    "gallery": "/boat?as=gallery", "tree": "/boat?as=tree", "map": "/boat?as=map",
    "record": "/boat/{boat}", "plain record": "/chore/{chore}", "edit": "/boat/{boat}/edit", "new": "/boat/new",
    "workbench": "/page/desk?whole=1", "import": "/boat/import", "recycle": "/boat/recycle", "search": "/search?q=boat",
    "notices": "/notices", "favourites": "/favourites", "help": "/help", "help on one": "/help/boat", "profile": "/profile",
    "history": "/boat/{boat}/history", "why": "/boat/{boat}/why", "delete": "/boat/{boat}/delete",
    "administration": "/admin", "people": "/admin/people", "person": "/admin/people/{lin}", "departments": "/admin/departments",
    "roles": "/admin/roles", "audit": "/admin/audit",
    "recycle bins": "/admin/work", "tokens": "/admin/tokens", "settings": "/admin/settings", "quality": "/admin/quality",
    "sign-in": "/admin/sign-in", "sign-ins": "/admin/sign-in/sessions", "invite": "/admin/people/invite", "role": "/admin/roles/skipper",
    "leaving": "/admin/people/{mae}/deactivate", "quality of one": "/admin/quality/boat", "second factor": "/profile/second-factor",
    "merge": "/admin/quality/boat/merge?field=phone&value=13800002200", "files": "/admin/work",
    "views": "/studio/view", "view designer": "/studio/view/boat_board",
    "rules": "/studio/rule", "rule designer": "/studio/rule/boat",
    "rights": "/studio/role", "role designer": "/studio/role/member?at=person",
    "pages": "/studio/page", "page designer": "/studio/page/desk", "record page designer": "/studio/page/boat_record",
    "apps": "/studio/template", "an app": "/studio/template/app/guide", "our changes": "/studio/template/own",
    "spreadsheet": "/studio/sheet",
    "studio": "/studio", "menu editor": "/studio/menu", "pipelines": "/studio/pipeline", "pipeline designer": "/studio/pipeline/boat",
    "publishing": "/studio/publish", "releases": "/studio/releases",
    "missing": "/boat/0190aaaa-0000-7000-8000-000000000000",
}  # fmt: skip
"""Type of page -> address; names in braces are ids of the example."""
PARTS = {
    "palette": "/palette?q=b", "condition": "/boat/filter?field=ends&index=new", "choices": "/boat/filter?field=stage&index=new",
    "keep a view": "/boat/views/new", "bulk": "/boat/bulk?action=edit&id={boat}", "assign": "/boat/bulk?action=assign&id={boat}",
    "delete many": "/boat/bulk?action=delete&id={boat}", "quick": "/boat/quick", "picker": "/boat/pick/tows",
    "day": "/profile/calendar?words=tomorrow&kind=datetime", "in place": "/boat/{boat}/field/price",
    "stream": "/boat/{boat}/stream", "waiting": "/page/desk",
}  # fmt: skip
"""Dialogs and what is fetched into pages."""
GUIDE = {f"guide {one.key}": f"/guide/{one.key}?theme=light" for one in SECTIONS}


@contextmanager
def exhibited(home: Path, port: int = 8000) -> Iterator[tuple[FastAPI, dict[str, str]]]:
    """The product over the example, with the guide: the application and ids by name."""
    settings = Settings(home=home, database_url="", port=port, guide=True, demo=True, rate_limit=0)
    settings = settings.model_copy(update={"allowed_hosts": ("localhost", "127.0.0.1")})
    engines.make_place(settings, DEFAULT)
    workspace = open_workspace(settings, DEFAULT, lambda: example.MOMENT)
    example.fill(workspace)
    ids: dict[str, str] = {}
    with workspace.reading(SYSTEM) as context:
        for name, entity, wanted in (("boat", "boat", 'name = "白鹭"'), ("late", "boat", 'name = "海燕"'),
                                     ("chore", "chore", 'subject = "订缆绳"'), ("lin", "person", 'login = "lin_zh"'),
                                     ("lin_en", "person", 'login = "lin_en"'), ("mae", "person", 'login = "mae_zh"')):  # fmt: skip
            ids[name] = str(find(context, Query(entity, ("id",), filter=wanted)).rows[0]["id"])
    workspace.close()
    yield create_app(settings, lambda: example.MOMENT, work=False), ids


@contextmanager
def reader(app: FastAPI, person: str) -> Iterator[TestClient]:
    """A browser without a screen, signed in as a person by id."""
    with TestClient(app, base_url="http://localhost", follow_redirects=True, raise_server_exceptions=False) as client:
        page = client.get("/sign-in").text
        token = page.partition('name="_csrf" value="')[2].partition('"')[0]
        assert client.post("/sign-in/demo", data={"person": person, "_csrf": token}).status_code == 200
        yield client
