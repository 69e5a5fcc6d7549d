"""Settings of the workspace: name, accent, logo, currency, first day of the week, the work calendar."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import FileResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.requests import Request

from dougong.host import preferences
from dougong.host.access.events import note_settings
from dougong.host.install.bootstrap import rename_in
from dougong.host.jobs.heeding import heed
from dougong.host.preferences import ACCENTS, Preferences, WorkCalendar
from dougong.host.store import blobs
from dougong.host.store.documents import name_of
from dougong.host.store.pictures import picture
from dougong.host.web.errors import Refused
from dougong.host.web.format import dates, numbers
from dougong.host.web.pages.app_icon import LARGEST
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import LocalText, text

from . import special_days
from .shell import Administering, draw_page, look

router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form()]
CURRENCIES = (
    "CNY",
    "USD",
    "EUR",
    "HKD",
    "TWD",
    "JPY",
    "KRW",
    "SGD",
    "GBP",
    "AUD",
    "CAD",
    "CHF",
    "INR",
    "THB",
    "VND",
    "MYR",
)
_LARGEST_LOGO = 512 * 1024
_NO_LOGO = text(
    "标志须是 512 KB 以内的 PNG、JPEG、GIF 或 WebP 图片", "The logo is a PNG, JPEG, GIF or WebP of at most 512 KB"
)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """`kind` is empty outside the month, else `work`, `rest`, `holiday` or `made` (a made-up working day)."""

    number: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Month:
    head: str
    weekdays: tuple[str, ...]
    days: tuple[MonthDay, ...]
    works: int


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """What templates/admin/settings.html shows."""

    base: str
    csrf: str
    name: str
    accents: tuple[str, ...]
    kept: Preferences
    currencies: tuple[tuple[str, str], ...]
    weekdays: tuple[tuple[int, str], ...]
    special: str
    year: int
    months: tuple[Month, ...]
    works: int
    notice: str
    problems: tuple[str, ...]


@router.get("/admin/settings")
def settings_page(scope: Administering, year: str = "", saved: str = "") -> Response:
    """`year` of the calendar shown."""
    words = text("已保存", "Saved").in_(scope.language) if saved else ""
    return _page(scope, int(year) if year.isdigit() and 1970 <= int(year) <= 2200 else 0, notice=words)


def _page(
    scope: Administering, year: int = 0, notice: str = "", problems: tuple[str, ...] = (), entered: str | None = None
) -> Response:
    with scope.workspace.reading(scope.viewer) as context:
        kept, name = preferences.load(context.connection), name_of(context.connection)
    year = year or look(scope).today.year
    months = tuple(_month(kept, year, number, scope.language) for number in range(1, 13))
    content = SettingsPage(
        f"{scope.base_path}/admin/settings", scope.csrf, name, ACCENTS, kept,
        tuple((code, f"{code} {numbers.symbol(code)}") for code in dict.fromkeys((kept.currency, *CURRENCIES))),
        tuple((n, full) for n, (_, full) in enumerate(dates.weekdays(scope.language), 1)),
        special_days.written(kept.calendar.days, scope.language) if entered is None else entered,
        year, months, sum(month.works for month in months), notice, problems,
    )  # fmt: skip
    return draw_page(scope, "settings", "admin/settings.html", content, status=422 if problems else 200)


def _month(kept: Preferences, year: int, number: int, language: str) -> Month:
    first = date(year, number, 1)
    before_it = (first.isoweekday() - kept.week_start) % 7
    count = monthrange(year, number)[1]
    days = [MonthDay(0, "", "") for _ in range(before_it)]
    for n in range(count):
        day = first + timedelta(days=n)
        special, works = kept.calendar.days.get(day), kept.calendar.works(day)
        usual = day.isoweekday() in kept.calendar.weekdays
        kind = ("work" if works else "rest") if works == usual else "made" if works else "holiday"
        days.append(MonthDay(n + 1, kind, special.name if special else ""))
    names = [short for short, _ in dates.weekdays(language)]
    at = kept.week_start - 1
    works_here = sum(kept.calendar.works(first + timedelta(days=n)) for n in range(count))
    head = f"{number} 月" if language.startswith("zh") else dates.month_head(first, language).partition(" ")[0]
    return Month(head, tuple(names[at:] + names[:at]), tuple(days), works_here)


@router.post("/admin/settings")
def save_look(
    scope: Administering, name: Text = "", accent: Text = "blue", currency: Text = "CNY", week_start: Text = "1",
    no_logo: Text = "", logo: UploadFile | None = None,
) -> Response:  # fmt: skip
    """Name, colour, logo, currency, first day of the week."""
    if not name.strip():
        return _page(scope, problems=(text("请填写名称", "Give it a name").in_(scope.language),))
    changes: dict[str, Any] = {
        "accent": accent,
        "currency": currency,
        "week_start": int(week_start) if week_start.isdigit() else 1,
    }
    if no_logo:
        changes["logo"] = ""
    elif logo is not None and logo.size:
        found = _kept_logo(scope, logo)
        if isinstance(found, LocalText):
            return _page(scope, problems=(found.in_(scope.language),))
        changes["logo"] = found
    return _save(scope, changes, name.strip()[:80])


@router.post("/admin/settings/calendar")
def save_calendar(
    scope: Administering, opens: Text = "09:00", closes: Text = "18:00", special: Text = "", year: Text = "",
    weekdays: Annotated[tuple[str, ...], Form()] = (),
) -> Response:  # fmt: skip
    """The days of the week people work, their hours, and the exceptions, one a line."""
    try:
        days = special_days.parse(special)
        chosen = tuple(sorted({int(one) for one in weekdays if one in "1234567" and one}))
        calendar = WorkCalendar(weekdays=chosen, opens=opens, closes=closes, days=days)
    except ProblemsFound as refused:
        said = (
            one.message.in_(scope.language) + (f" {one.fix.in_(scope.language)}" if one.fix else "")
            for one in refused.problems
        )
        return _page(scope, problems=tuple(said), entered=special)
    except ValidationError:
        return _page(
            scope, problems=(text("时间写成 09:00", "Write times as 09:00").in_(scope.language),), entered=special
        )
    return _save(scope, {"calendar": calendar}, year=year)


def _save(scope: Administering, changes: dict[str, Any], name: str | None = None, year: str = "") -> Response:
    try:
        with scope.workspace.writing(scope.viewer) as context:
            before, was = preferences.load(context.connection), name_of(context.connection)
            after = Preferences.model_validate({**dict(before), **changes})
            preferences.save(context.connection, after)
            heed(context, scope.workspace, before, after)
            told = {key: (_plain(getattr(before, key)), _plain(getattr(after, key))) for key in changes}
            if name is not None and name != was:
                rename_in(context.connection, name)
                told["name"] = (was, name)
            told = {key: pair for key, pair in told.items() if pair[0] != pair[1]}
            if told:
                note_settings(context, told)
    except ValidationError:
        return _page(scope, problems=(text("这个值不能用", "This value cannot be used").in_(scope.language),))
    preferences.forget(scope.workspace)
    suffix = f"&year={year}#work-calendar" if year.isdigit() else ""
    return RedirectResponse(f"{scope.base_path}/admin/settings?saved=1{suffix}", 303)


def _plain(value: Any) -> str:
    """For the history."""
    if isinstance(value, WorkCalendar):
        lines = special_days.written(value.days, "en").replace("\n", "; ")
        return f"{''.join(map(str, value.weekdays))} {value.opens}-{value.closes} {lines}"[:2000].strip()
    return str(value)


def _kept_logo(scope: Administering, logo: UploadFile) -> str | LocalText:
    """The hash of a picture, or why it cannot be the logo: everybody's browser unfolds it on every page."""
    if (logo.size or 0) > _LARGEST_LOGO:
        return _NO_LOGO
    found = blobs.put(scope.workspace, logo.file)
    seen = picture(blobs.path_of(scope.workspace, found))
    if seen is None:
        return _NO_LOGO
    if max(seen.width, seen.height) > LARGEST:
        size = f"{seen.width} × {seen.height}"
        return text(
            f"标志有 {size} 像素，每边最多 {LARGEST}，请先缩小",
            f"The logo has {size} pixels, at most {LARGEST} a side; make it smaller first",
        )
    return found


@router.get("/workspace/logo/{content}")
def logo_file(request: Request, content: str) -> Response:
    """The logo for anybody who sees the sign-in page; nothing else of the file store."""
    workspace = request.state.workspace
    if not content or preferences.preferences_of(workspace).logo != content:
        raise Refused(404)
    path = blobs.path_of(workspace, content)
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    seen = picture(path)
    return FileResponse(path, media_type=seen.media if seen else "application/octet-stream", headers=headers)
