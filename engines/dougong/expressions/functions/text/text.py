"""TEXT: the value as text; patterns such as "0.00", "#,##0.00", "yyyy-mm-dd"."""

from dougong.metamodel.text import text

from ...core import Constant, Core
from ...patterns import date_pattern, number_pattern
from ...types import DATE, TEXT, is_number
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    value, *rest = call.arguments
    if not rest:
        return call.as_text(value)
    pattern = rest[0].value if isinstance(rest[0], Constant) else None
    if not isinstance(pattern, str):
        raise call.refuse("样式要写成文字", "the pattern is written as text", 1)
    if is_number(value.type):
        if number_pattern(pattern) is None:
            raise call.refuse("数字样式如 0、0.00、#,##0.00", "number patterns are 0, 0.00, #,##0.00 and the like", 1)
        return call.operation("FORMATNUMBER", TEXT, value, rest[0], nullable=False)
    if value.type.name == "datetime":
        value = call.operation("DATE", DATE, value, nullable=value.nullable)
    if value.type.name != "date":
        raise call.refuse("只有数字和日期能带样式", "only numbers and dates take a pattern", 0)
    if date_pattern(pattern) is None:
        raise call.refuse(
            "日期样式由 yyyy、mm、dd 和分隔符组成", "date patterns are made of yyyy, mm, dd and separators", 1
        )
    return call.operation("FORMATDATE", TEXT, value, rest[0], nullable=False)


FUNCTION = Function(
    name="TEXT",
    signature="TEXT(value: any, pattern?: text) -> text",
    doc=text(
        '把值写成文字；数字样式如 "0.00" "#,##0.00"，日期样式如 "yyyy-mm-dd"',
        'The value as text; patterns such as "0.00", "#,##0.00", "yyyy-mm-dd"',
    ),
    words="格式 转文字 文本",
    examples=(
        ("TEXT(1.50)", "1.5"),
        ('TEXT(1234.5, "#,##0.00")', "1,234.50"),
        ('TEXT(DATE(2026, 5, 3), "yyyy/mm/dd")', "2026/05/03"),
        ('TEXT(0.5, "0.0")', "0.5"),
    ),
    meaning=Expand(_build),
)
