"""DURING: whether a day or an instant lies in a stretch of days named from today on."""

from decimal import Decimal

from dougong.metamodel.text import text

from ...core import Constant, Core, VariableRead
from ...periods import MOST_DAYS, PERIODS
from ...types import BOOL
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    subject, period, *count = call.arguments
    if subject.type.name not in ("date", "datetime"):
        raise call.refuse("第一个参数必须是日期或日期时间", "the first argument must be a date or a date and time", 0)
    key = str(period.value) if isinstance(period, Constant) else ""
    if key not in PERIODS:
        known = ", ".join(PERIODS)
        raise call.refuse(f"不认识时间段“{key}”。可用：{known}", f'"{key}" is no period. Use one of: {known}', 1)
    if PERIODS[key].counted != bool(count):
        raise call.refuse(
            f'"{key}"要再写天数,如 7' if PERIODS[key].counted else f'"{key}"不用写天数',
            f'"{key}" also needs a number of days, such as 7' if not count else f'"{key}" takes no number of days',
            1,
        )
    days = _days(call, count[0]) if count else 0
    about = (key, str(days), "instant" if subject.type.name == "datetime" else "day")
    since, until = (VariableRead(subject.type, False, call.start, call.end, side, about) for side in ("since", "until"))
    both = call.compare(">=", subject, since), call.compare("<=", subject, until)
    return call.operation("and", BOOL, *both, nullable=False)


def _days(call: Call, given: Core) -> int:
    value = given.value if isinstance(given, Constant) else None
    if not isinstance(value, Decimal) or value != int(value) or not 1 <= value <= MOST_DAYS:
        raise call.refuse(f"天数写 1 到 {MOST_DAYS} 的整数", f"the days are a whole number from 1 to {MOST_DAYS}", 2)
    return int(value)


FUNCTION = Function(
    name="DURING",
    signature="DURING(day: any, period: literal, days?: number) -> bool",
    doc=text(
        "是否在从今天算起的时间段内，按查看者的时区：" + "、".join(f'"{key}" {one.label.zh}' for key, one in PERIODS.items())
        + "；天数含今天",
        "Whether it lies in a period counted from today, in the reader's zone: "
        + ", ".join(f'"{key}" {one.label.en}' for key, one in PERIODS.items())
        + "; today is one of the days",
    ),
    words="本周 本月 最近 未来 逾期 时间段 相对日期",
    examples=(
        ('DURING(TODAY() - 6, "last_days", 7)', True),
        ('DURING(TODAY() - 7, "last_days", 7)', False),
        ('DURING(TODAY() - 1, "overdue")', True),
        ('DURING(NOW(), "this_month")', True),
    ),
    meaning=Expand(_build),
)  # fmt: skip
