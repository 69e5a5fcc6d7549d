"""What every page of administration begins with: who may open it, its frame, its place in time and language."""

from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from dougong.host.web.errors import Refused
from dougong.host.web.pages.frame import Crumb, frame
from dougong.host.web.pages.look import Look
from dougong.host.web.pages.render import page
from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import LocalText, text

from .sections import BY_KEY


def administering(request: Request, scope: Annotated[Scope, Depends(signed_in)]) -> Scope:
    """The scope of somebody who may open the section that the address names; Refused 403 for everybody else."""
    base = f"{scope.base_path}/admin"
    key = request.url.path.removeprefix(base).strip("/").split("/")[0]
    section = BY_KEY.get(key)
    if not (section.open_to(scope.viewer) if section else scope.viewer.admin):
        words = text("这里只对管理员开放", "This is for administrators")
        raise Refused(403, [Problem("forbidden", words, fix=text("请联系管理员", "Ask an administrator"))])
    return scope


Administering = Annotated[Scope, Depends(administering)]


def draw_page(
    scope: Scope, section: str, template: str, content: Any, title: LocalText | str | None = None, status: int = 200
) -> HTMLResponse:
    """A page inside the frame; `title` is the last crumb where it is not the section itself."""
    here = f"{scope.base_path}{BY_KEY[section].path}"
    label = BY_KEY[section].label.in_(scope.language)
    last = title.in_(scope.language) if isinstance(title, LocalText) else title
    crumbs = (Crumb(label, here), Crumb(last)) if last else (Crumb(label),)
    around = frame(scope, scope.workspace.store.model, last or label, crumbs, here)
    return page(scope, template, around, content, status)


def look(scope: Scope) -> Look:
    """The reader at this moment."""
    return Look(scope.language, scope.viewer.zone, scope.workspace.clock(), scope.base_path)


def said(scope: Scope, words: LocalText | None) -> str:
    return words.in_(scope.language) if words is not None else ""
