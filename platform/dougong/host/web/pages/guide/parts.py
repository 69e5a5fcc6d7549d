"""The parts of lists, records, forms and the frame: figures by section."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request

from dougong.host.web.pages.arrangements.registry import ARRANGEMENTS
from dougong.metamodel.text import text

from .figures import Figure, drawn, small, wide
from .shown import Shown

_HTMX = {"HX-Request": "true"}
LIST = (
    wide("tabs", "视图标签", "Views as tabs", "/boat", ".tabs"),
    wide("toolbar", "工具栏", "Toolbar", "/boat", ".bar"),
    wide("toolbar-changed", "工具栏：改过", "Toolbar, changed", "/boat?sort=-price&group=stage", ".bar"),
    wide("filters", "筛选条", "Filter chips", '/boat?filter=stage = "afloat" AND price > 1000', "#filters"),
    wide("expression", "表达式有误", "Expression with a mistake", "/boat?filter=price >", "#fx"),
    wide("table", "表格", "Table", "/boat", "#table", around="tw"),
    wide(
        "table-grouped", "分组与颜色", "Groups and colours", "/boat?view=boat_late&group=stage", "#table", around="tw"
    ),
    Figure("table-masked", text("遮住的值", "Masked values"), "/boat", "#table", who="mae", around="tw"),
    wide("cards", "手机卡片", "Cards of a phone", "/boat", "#cards", around="tw"),
    wide("bulk", "批量栏", "Bulk bar", "/boat", "#bulk"),
    wide("pages", "分页", "Pages", "/tide", ".more"),
    small("menu-filter", "菜单：筛选", "Menu: filter", "/boat", ".menu", 3),
    small("menu-columns", "菜单：列", "Menu: columns", "/boat", ".colmenu"),
    small("filter-choice", "条件编辑：选项", "Condition: options", "/boat/filter?field=stage&index=new", ".ed"),
    small("filter-date", "条件编辑：日期", "Condition: a day", "/boat/filter?field=ends&index=new", ".ed"),
    small("filter-money", "条件编辑：金额", "Condition: a figure", "/boat/filter?field=price&index=new", ".ed"),
    wide("empty", "空列表", "Nothing yet", "/buoy", ".empty"),
    wide("empty-found", "没有匹配", "Nothing found", "/boat?filter=price > 99999999", ".empty"),
)
RECORD = (
    wide("highlights", "要点", "Highlights", "/boat/{boat}", ".hl"),
    wide("path", "阶段", "Stage path", "/boat/{late}", ".pathbar"),
    small("fields-read", "字段组", "Fields", "/boat/{boat}", ".rfields"),
    small("composer", "快速记录", "Quick log", "/boat/{boat}", "#composer"),
    wide("timeline", "时间线", "Timeline", "/boat/{boat}", "#stream"),
    small("step", "下一步", "Next step", "/boat/{boat}", ".step-card"),
    small("step-late", "下一步：逾期", "Next step, late", "/boat/{late}", ".step-card"),
    small("side", "相关列表", "Related lists", "/boat/{boat}", ".rside"),
    wide("related", "子表", "Child rows", "/boat/{boat}", ".relwide"),
)
FORM = (
    wide("form-head", "表单标题与标签", "Head and tabs", "/boat/{boat}/edit", ".ftabs"),
    wide("section", "分组", "Section", "/boat/{boat}/edit", ".fsec"),
    wide("child-table", "明细表", "Child table", "/boat/{boat}/edit", ".fsec", 1),
    small("rail-good", "没有问题", "Nothing in the way", "/boat/{boat}/edit", ".frail"),
    Figure("rail", text("问题栏", "Problems rail"), "/boat/save", ".frail", form={"use": "create", "f.price": "abc"},
           headers=_HTMX, wide=False),
    wide("savebar", "保存栏", "Save bar", "/boat/{boat}/edit", ".fbar"),
    Figure("savebar-bad", text("保存栏：有问题", "Save bar with problems"), "/boat/save", ".fbar",
           form={"use": "create", "f.price": "abc"}, headers=_HTMX),
    small("picker", "选择记录", "Choosing a record", "/boat/pick/tows", ".mi", around="listbox"),
    small("picker-day", "选日期", "Choosing a day", "/profile/calendar?words=2026-03-18&at=2026-03-18&kind=datetime", ".calg"),
)  # fmt: skip
FRAME = (
    small("menu", "菜单", "Menu", "/boat", ".side"),
    wide("top", "顶栏", "Top bar", "/boat", ".top"),
    small("user", "个人菜单", "One's own menu", "/boat", ".menu.above"),
    wide("phonebar", "手机底栏", "Bar of a phone", "/boat", ".phonebar"),
    small("palette", "命令面板", "Palette", "/palette?q=b", ".pgroup", around="listbox"),
    wide("search-hits", "搜索结果", "Search", "/search?q=boat", ".hits"),
    wide("notices", "通知", "Notices", "/notices", ".scroll"),
    wide("help", "说明", "Help", "/help/boat", ".help"),
    Figure("sign-in", text("登录", "Sign-in"), "/sign-in", "main", who=""),
)
DIALOGS = (
    small("keys", "按键", "Keys", "/help", ".keymap", around="dialogbox"),
    Figure("delete", text("删除", "Delete"), "/boat/{boat}/delete", "form", headers=_HTMX, around="dialog", wide=False),
    Figure("bulk-edit", text("批量改", "Bulk change"), "/boat/bulk?action=edit&id={boat}&id={late}&field=stage", "form",
           headers=_HTMX, around="dialog", wide=False),
    Figure("view", text("存为视图", "Keep as a view"), "/boat/views/new", "form", headers=_HTMX, around="dialog", wide=False),
    Figure("gate", text("阶段的关口", "Gate of a stage"), "/boat/{boat}/stage/handed", "form",
           form={"rev": "{boat_rev}"}, headers=_HTMX, around="dialog", wide=False),
    Figure("quick", text("就地新建", "Make in place"), "/boat/quick", "form", headers=_HTMX, around="dialog", wide=False),
    Figure("why", text("为什么看得到", "Why it is seen"), "/boat/{boat}/why", ".whylist", headers=_HTMX, around="dialog",
           wide=False),
)  # fmt: skip
_BODIES = {"kanban": ".kb", "gallery": ".gal", "tree": "#tree", "map": ".places"}
"""What of an arrangement stands by itself; others are drawn by their scripts and need all of the page's part."""


def section(figures: tuple[Figure, ...]) -> Callable[[Request, str], Awaitable[list[Shown]]]:
    """The drawing of a section that is figures alone."""

    async def draw(request: Request, language: str) -> list[Shown]:
        return await drawn(request, language, figures)

    return draw


async def arrangements(request: Request, language: str) -> list[Shown]:
    """Every registered arrangement of the example's entity."""
    figures = tuple(
        Figure(f"as-{one.key}", text(one.key, one.key), f"/boat?as={one.key}", _BODIES.get(one.key, "main"),
               alive=one.key not in _BODIES, around="" if one.key in _BODIES else "guide-page")
        for one in ARRANGEMENTS
    )  # fmt: skip
    return await drawn(request, language, figures)
