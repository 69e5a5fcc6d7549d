"""The sections of the guide, in their order."""

from starlette.requests import Request

from dougong.host.web.pages.render import draw
from dougong.metamodel.text import text

from . import parts
from .cut import own
from .fields import fields
from .shown import Section, Shown
from .tiles import tiles

_MARKS = {
    "buttons": text("按钮", "Buttons"), "chips": text("标牌", "Chips"), "avatars": text("头像", "Avatars"),
    "controls": text("小控件", "Small controls"), "words": text("文字", "Words"), "toasts": text("提示", "Toasts"),
    "skeletons": text("骨架", "Skeletons"), "progress": text("长任务", "Long work"), "colours": text("颜色", "Colours"),
}  # fmt: skip


async def _marks(_request: Request, language: str) -> list[Shown]:
    """What has no page of its own: classes and the macros every template has."""
    return [
        Shown(key, label.in_(language), own(draw(f"guide/marks/{key}.html", language), f"{key}-"))
        for key, label in _MARKS.items()
    ]


SECTIONS: tuple[Section, ...] = (
    Section("marks", text("小件", "Small parts"), _marks),
    Section("fields", text("字段", "Fields"), fields),
    Section("tiles", text("工作台图块", "Tiles"), tiles),
    Section("arrangements", text("排列方式", "Arrangements"), parts.arrangements),
    Section("list", text("列表", "List"), parts.section(parts.LIST)),
    Section("record", text("记录页", "Record"), parts.section(parts.RECORD)),
    Section("form", text("表单", "Form"), parts.section(parts.FORM)),
    Section("frame", text("框架", "Frame"), parts.section(parts.FRAME)),
    Section("dialogs", text("对话框", "Dialogs"), parts.section(parts.DIALOGS)),
)
