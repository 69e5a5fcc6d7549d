"""What every page of the studio begins with: who may design, the rail of designers, the draft they all work on."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, Response

from dougong.host.access.designing import may_design
from dougong.host.web.errors import Refused
from dougong.host.web.pages.frame import Crumb, frame
from dougong.host.web.pages.render import page
from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import LocalText, text

from .sketch import Sketch

PREFIX = "/studio"


@dataclass(frozen=True, slots=True)
class Designer:
    """One place of the rail: `path` below the studio's address; `decides`: for administrators alone."""

    key: str
    path: str
    icon: str
    label: LocalText
    about: LocalText
    decides: bool = False


DESIGNERS = (
    Designer(
        key="home", path="", icon="home", label=text("工作室", "Studio"),
        about=text("应用、对象和改动", "Apps, objects and changes"),
    ),
    Designer(
        key="entity", path="/entity", icon="database", label=text("对象", "Objects"),
        about=text("对象、字段与它们的关系", "Objects, their fields and relations"),
    ),
    Designer(
        key="form", path="/form", icon="forms", label=text("表单", "Forms"),
        about=text("字段怎样排列、何时显示、谁能填", "How fields stand, when they show, who fills them in"),
    ),
    Designer(
        key="view", path="/view", icon="layout-kanban", label=text("视图", "Views"),
        about=text("表格、看板、日历：列、分组、颜色、筛选", "Tables, boards, calendars: columns, groups, colours, filters"),
    ),
    Designer(
        key="pipeline", path="/pipeline", icon="route", label=text("阶段流程", "Pipelines"),
        about=text("阶段、进入前要填什么、允许怎样移动", "Stages, what each asks first, which moves are allowed"),
    ),
    Designer(
        key="rule", path="/rule", icon="math-function", label=text("规则", "Rules"),
        about=text("检查、计算、默认值、查重，在已有记录上试算", "Checks, computations, defaults, duplicates, tried on records"),
    ),
    Designer(
        key="page", path="/page", icon="layout-dashboard", label=text("页面", "Pages"),
        about=text("工作台、仪表盘和记录页", "Workbenches, dashboards, pages of records"),
    ),
    Designer(
        key="menu", path="/menu", icon="menu-2", label=text("菜单", "Menu"),
        about=text("三层菜单、角色、手机底栏", "Three levels, roles, the phone's bar"),
    ),
    Designer(
        key="sheet", path="/sheet", icon="file-import", label=text("由表格建应用", "From a spreadsheet"),
        about=text("拖入 Excel 或 CSV，连同记录一起建好", "Drop Excel or CSV: objects, lists, forms and the records"),
    ),
    Designer(
        key="role", path="/role", icon="shield", label=text("角色", "Roles"),
        about=text("谁能看什么、改什么，以及改了会怎样", "Who may see and change what, and what a change does"), decides=True,
    ),
    Designer(
        key="template", path="/template", icon="package", label=text("应用", "Apps"),
        about=text("装上现成的应用，升级、卸载，导出自己的", "Install ready-made apps, upgrade, remove, hand on your own"), decides=True,
    ),
    Designer(
        key="releases", path="/releases", icon="history", label=text("发布记录", "Releases"),
        about=text("每次发布改了什么，怎样撤回", "What each release changed, and how to take it back"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RailPlace:
    key: str
    href: str
    icon: str
    label: str


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a designer: `here` is its address, `state` differs whenever the draft `set` does."""

    rail: tuple[RailPlace, ...]
    at: str
    here: str
    base: str
    draft: str
    count: int
    may_undo: bool
    may_redo: bool
    editors: tuple[str, ...]
    state: str
    set: str = ""


def designing(request: Request, scope: Annotated[Scope, Depends(signed_in)]) -> Scope:
    """The scope of somebody who may design; Refused 403 for everybody else, and where administrators decide."""
    place = request.url.path.removeprefix(f"{scope.base_path}{PREFIX}")
    decided = any(one.decides and f"{place}/".startswith(f"{one.path}/") for one in DESIGNERS)
    if not (scope.viewer.admin or (may_design(scope.workspace.store.model, scope.viewer) and not decided)):
        words = text("这里只对可以设计的人开放", "This is for those who may design")
        raise Refused(403, [Problem("forbidden", words, fix=text("请联系管理员", "Ask an administrator"))])
    return scope


Designing = Annotated[Scope, Depends(designing)]


def draw_page(
    scope: Scope,
    key: str,
    template: str,
    sketch: Sketch,
    content: Any,
    *,
    last: str = "",
    here: str = "",
    status: int = 200,
) -> Response:
    """A page of the studio; `content` has a place `around`. Whoever comes from outside by a swap gets a whole page."""
    if _from_outside(scope.request, scope.base_path):
        return HTMLResponse(headers={"HX-Redirect": str(scope.request.url), "Cache-Control": "no-store"})
    crumbs: tuple[Crumb, ...] = (Crumb(DESIGNERS[0].label.in_(scope.language), f"{scope.base_path}{PREFIX}"),)
    label = next(one.label.in_(scope.language) for one in DESIGNERS if one.key == key)
    if key != "home":
        crumbs = (*crumbs, Crumb(label, f"{scope.base_path}{PREFIX}/{key}") if last else Crumb(label))
    if last:
        crumbs = (*crumbs, Crumb(last))
    around = frame(scope, scope.workspace.store.model, last or label, crumbs, f"{scope.base_path}{PREFIX}", "of-studio")
    return page(scope, template, around, content(around_of(scope, key, sketch, here)), status)


def designers(scope: Scope) -> tuple[Designer, ...]:
    """The places that the reader may open."""
    return tuple(one for one in DESIGNERS if scope.viewer.admin or not one.decides)


def around_of(scope: Scope, key: str, sketch: Sketch, here: str = "") -> Around:
    """The frame's own content."""
    base = f"{scope.base_path}{PREFIX}"
    rail = tuple(
        RailPlace(one.key, base + one.path, one.icon, one.label.in_(scope.language)) for one in designers(scope)
    )
    return Around(
        rail, key, here or str(scope.request.url.path), base, sketch.draft.change_set.name, sketch.count, sketch.may_undo,
        sketch.may_redo, sketch.editors, sketch.draft.state, sketch.draft.change_set.id,
    )  # fmt: skip


def _from_outside(request: Request, base: str) -> bool:
    if request.headers.get("hx-target", "") != "main#work":
        return False
    came = request.headers.get("hx-current-url", "")
    return f"{base}{PREFIX}" not in came
