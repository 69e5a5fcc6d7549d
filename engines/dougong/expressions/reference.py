"""The reference page of the functions, made from their literals."""

from .functions import FAMILIES
from .functions.kind import Function, Native
from .types import LIMIT

_TITLES = {
    "logical": "Conditions and blanks · 条件与空值",
    "number": "Numbers · 数字",
    "text": "Text · 文字",
    "date": "Days, times, durations · 日期与时间",
    "relation": "Related rows · 多条记录",
    "record": "The change and the user · 修改与用户",
}
_NOT_IN_SQL = ("ISNEW", "CHANGED", "OLD")
_DIFFERENCES = """## Where results differ from Excel

- `WEEKDAY` counts Monday as 1; `WEEKNUM` is the ISO week. · WEEKDAY 星期一为 1;WEEKNUM 为 ISO 周数。
- A division by zero, a conversion that fails, a number of 10^12 or more: blank, never an error. · 除以零、转换失败、超界得空值,不报错。
- Rounding is exact and half away from zero. `-a^b` is refused, write parentheses. · 四舍五入按十进制精确进行;-a^b 须加括号。
- `=` on text tells letter case apart; `CONTAINS`, `STARTSWITH`, `ENDSWITH`, `SEARCH` do not. · 等号区分大小写。
- `DATEDIF` with reversed days is blank; `MID` from a place before 1 is empty. · 日期颠倒时 DATEDIF 得空。
"""


def reference() -> str:
    """Markdown for docs/reference/functions.md."""
    pieces = [
        "# Functions\n",
        "<!-- Generated from engines/dougong/expressions/functions/ by `make docs`. 本页由函数声明生成。 -->\n",
        "`name?: type` is an argument that may be left out; `?` after a result: it may be blank though no argument is.\n",
        f"Numbers are exact decimals below {LIMIT:,} with at most six digits after the point.\n",
    ]
    for family, modules in FAMILIES.items():
        pieces.append(f"## {_TITLES[family]}\n")
        pieces += [_function(module.FUNCTION) for module in modules]
    return "\n".join([*pieces, _DIFFERENCES])


def _function(function: Function) -> str:
    lines = [
        f"### {function.name}\n",
        f"`{function.signature.replace(' | ', '` · `')}`\n",
        f"{function.doc.en}. {function.doc.zh}。\n",
    ]
    lines += [f"- `{formula}` → {_value(value)}" for formula, value in function.examples]
    lines.append(f"\n{_runs(function)}")
    return "\n".join([*lines, ""])


def _runs(function: Function) -> str:
    """Where it is worked out."""
    native = function.meaning if isinstance(function.meaning, Native) else None
    places = [("the server", "服务器")]
    if function.name not in _NOT_IN_SQL and (native is None or native.postgresql is not None):
        places.append(("in the database", "数据库"))
    if native is None or native.javascript is not None:
        places.append(("in the browser (forms)", "浏览器（表单）"))
    return f"Runs on {', '.join(en for en, _ in places)}. 可在{'、'.join(zh for _, zh in places)}里计算。"


def _value(value: object) -> str:
    match value:
        case None:
            return "blank"
        case bool():
            return "`TRUE`" if value else "`FALSE`"
        case str():
            return f'`"{value}"`'
        case _:
            return f"`{value}`"
