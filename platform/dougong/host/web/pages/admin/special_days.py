"""Holidays and made-up working days as people write them: one line each, a day or a span, rest or work, a name."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from dougong.host.preferences import SpecialDay
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

_LINE = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2})(?:\s*(?:~|～|至|到|to|\.\.|-)\s*(\d{4}-\d{1,2}-\d{1,2}))?(?:\s+(休|班|rest|work))?(?:\s+(.*))?"
)
_LONGEST = 62  # days of one span
_MOST = 400


def parse(words: str) -> dict[date, SpecialDay]:
    """Lines such as `2026-10-01~2026-10-07 休 国庆节` and `2026-10-10 班 调休`; raises ProblemsFound naming each bad line."""
    found: dict[date, SpecialDay] = {}
    problems = []
    for number, line in enumerate(words.splitlines(), 1):
        if not line.strip():
            continue
        days = _days(line)
        if days is None:
            said = text(
                f"第 {number} 行看不懂：{line.strip()[:40]}", f"Line {number} is not understood: {line.strip()[:40]}"
            )
            fix = text("写成 2026-10-01~2026-10-07 休 国庆节", "Write 2026-10-01~2026-10-07 rest National Day")
            problems.append(Problem("line", said, "days", fix=fix))
        else:
            found |= days
    if len(found) > _MOST:
        problems.append(Problem("days", text(f"最多 {_MOST} 天", f"At most {_MOST} days"), "days"))
    if problems:
        raise ProblemsFound(problems)
    return found


def _days(line: str) -> dict[date, SpecialDay] | None:
    match = _LINE.fullmatch(line.strip())
    if match is None:
        return None
    try:
        first = _date(match[1])
        last = _date(match[2]) if match[2] else first
    except ValueError:
        return None
    if not 0 <= (last - first).days < _LONGEST:
        return None
    special = SpecialDay(work=match[3] in ("班", "work"), name=(match[4] or "").strip()[:40])
    return {first + timedelta(days=n): special for n in range((last - first).days + 1)}


def _date(words: str) -> date:
    year, month, day = map(int, words.split("-"))
    return date(year, month, day)


def written(days: Mapping[date, SpecialDay], language: str) -> str:
    """The lines that `parse` reads back, neighbouring days of one kind and name as a span."""
    rest, work = ("休", "班") if language.startswith("zh") else ("rest", "work")
    spans: list[tuple[date, date, SpecialDay]] = []
    for day, special in sorted(days.items()):
        if spans and spans[-1][2] == special and spans[-1][1] + timedelta(days=1) == day:
            spans[-1] = (spans[-1][0], day, special)
        else:
            spans.append((day, day, special))
    return "\n".join(
        f"{first}{f'~{last}' if last != first else ''} {work if special.work else rest} {special.name}".rstrip()
        for first, last, special in spans
    )
