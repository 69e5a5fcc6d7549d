"""A made-up app with one page of every type of tile: jobs of a yard, what its hands plan to earn, and who may see what."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from dougong.metamodel.documents import Bundle, bundle_from_files
from dougong.records.values import Create

from tests.browser.workshop import files_of


def _text(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


def _widget(key: str, kind: str, label: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "label": _text(label, key.capitalize()), **more}


def _options(*keys: str) -> list[dict[str, Any]]:
    return [{"key": key, "label": _text(f"{key}-zh", key.capitalize())} for key in keys]


PLAN = {"entity": "plan", "measure": "SUM(goal)", "by_period": {"month": "SUM(goal / 12)"}, "person": "worker"}
JOB = {"entity": "job"}
WIDGETS = [
    _widget("earned", "metric", "收入", **JOB, filter='state = "done"', measure="SUM(amount)", period="day",
            compare="last_year", target=PLAN),
    _widget("all", "metric", "数量", **JOB, person="owner"),
    _widget("ring", "progress", "目标", **JOB, filter='state = "done"', measure="SUM(amount)", period="day", target=PLAN, person="owner"),
    _widget(
        "outlook", "forecast", "预测", **JOB, measure="SUM(amount)", period="day", group=["day"], bucket="month", target=PLAN,
        series=[
            {"key": "sure", "label": _text("已完成", "Done"), "when": 'state = "done"'},
            {"key": "maybe", "label": _text("在做", "Doing"), "when": 'state = "doing"'},
        ],
    ),
    _widget("hands", "ranking", "排行", **JOB, person="owner", group=["owner"], measure="SUM(amount)", period="day",
            target={**PLAN, "group": "worker"}),
    _widget("kinds", "ranking", "种类排行", **JOB, group=["kind"]),
    _widget("funnel", "funnel", "漏斗", **JOB, group=["state"], measure="SUM(amount)"),
    _widget("bars", "chart", "种类", **JOB, group=["kind"], hint=_text("按数量", "by number")),
    _widget("few", "chart", "前两种", **JOB, filter="amount > 0", group=["kind"], limit=1, shape="pie"),
    _widget("months", "chart", "每月", **JOB, group=["day", "kind"], bucket="month", shape="column"),
    _widget("moments", "chart", "每年", **JOB, group=["begins"], bucket="year", shape="line"),
    _widget("share", "chart", "占比", **JOB, group=["state"], shape="pie"),
    _widget("parts", "chart", "系列", **JOB, group=["kind"], series=[
        {"key": "done", "label": _text("完成", "Done"), "when": 'state = "done"'},
        {"key": "rest", "label": _text("其余", "Rest"), "when": 'state <> "done"'}]),
    _widget("open", "list", "待办", view="job_open", fields=["name", "kind", "amount"], limit=4, tick={"state": "done"},
            mention=_text("{n} 项待办", "{n} to do")),
    _widget("pending", "list", "在手", **JOB, filter='state = "doing"', fields=["name", "owner"], person="owner", remind="owner",
            call="phone", sort=["name"]),
    _widget("today", "calendar", "今天", **JOB, filter='state = "doing"', start="day", time="hour", fields=["name", "kind"], place="rail"),
    _widget("month", "calendar", "本月", **JOB, start="day", fields=["name"], shape="month"),
    _widget("words", "text", "说明", text=_text("第一段。\n\n第二段。", "First.\n\nSecond.")),
]  # fmt: skip
DOCUMENTS: dict[str, dict[str, Any]] = {
    "app.json": {"$schema": "dougong/app/1", "key": "yard", "version": "1.0.0", "label": _text("场院", "Yard")},
    "entities/job.json": {
        "$schema": "dougong/entity/1", "key": "job", "label": _text("活儿", "Job"), "plural": _text("活儿", "Jobs"), "title": "name",
        "fields": [
            {"key": "name", "type": "text", "label": _text("名称", "Name"), "required": True},
            {"key": "state", "type": "choice", "label": _text("状态", "State"), "options": _options("new", "doing", "done", "dropped")},
            {"key": "kind", "type": "choice", "label": _text("种类", "Kind"), "options": _options("wood", "stone", "iron")},
            {"key": "amount", "type": "money", "label": _text("金额", "Amount")},
            {"key": "day", "type": "date", "label": _text("日期", "Day")},
            {"key": "hour", "type": "time", "label": _text("钟点", "Hour")},
            {"key": "phone", "type": "phone", "label": _text("电话", "Phone")},
            {"key": "begins", "type": "datetime", "label": _text("开始", "Begins")},
        ],
        "pipeline": {"field": "state", "stages": {"new": {}, "doing": {}, "done": {"outcome": "won"}, "dropped": {"outcome": "lost"}}},
    },
    "entities/plan.json": {
        "$schema": "dougong/entity/1", "key": "plan", "label": _text("计划", "Plan"), "title": "name",
        "fields": [
            {"key": "name", "type": "text", "label": _text("名称", "Name"), "required": True},
            {"key": "worker", "type": "person", "label": _text("谁", "Worker")},
            {"key": "goal", "type": "money", "label": _text("目标", "Goal")},
        ],
    },
    "views/job_open.json": {
        "$schema": "dougong/view/1", "key": "job_open", "entity": "job", "label": _text("待办", "Open"), "order": 20,
        "columns": ["name", "kind"], "filter": 'state IN ("new", "doing") AND owner = $user', "sort": ["name"],
        "colours": [{"when": "amount > 350", "colour": "red", "field": "amount"}],
    },
    "views/job_all.json": {
        "$schema": "dougong/view/1", "key": "job_all", "entity": "job", "label": _text("全部", "All"), "columns": ["name", "state"],
    },
    "pages/desk.json": {
        "$schema": "dougong/page/1", "key": "desk", "label": _text("台面", "Desk"), "roles": ["foreman", "hand", "shy", "stranger"],
        "periods": ["month", "quarter", "year"], "period": "year", "widgets": WIDGETS,
    },
    "pages/closed.json": {
        "$schema": "dougong/page/1", "key": "closed", "label": _text("内室", "Closed"), "roles": ["foreman"],
        "widgets": [_widget("words", "text", "说明", text=_text("字", "Words"))],
    },
    "menus.json": {
        "$schema": "dougong/menus/1", "areas": [{"key": "yard", "label": _text("场院", "Yard"), "groups": [
            {"key": "work", "label": _text("活儿", "Work"), "items": [
                {"key": "jobs", "label": _text("活儿", "Jobs"), "open": {"view": "job_all"}},
                {"key": "desk", "label": _text("台面", "Desk"), "open": {"page": "desk"}}]}]}],
    },
    **{
        f"roles/{key}.json": {
            "$schema": "dougong/role/1", "key": key, "label": _text(key, key.capitalize()), "home": "desk", "entities": entities,
        }
        for key, entities in {
            "foreman": {"job": {"create": True, "read": "all", "update": "all"}, "plan": {"read": "all"}},
            "hand": {"job": {"create": True, "read": "own", "update": "own"}, "plan": {"read": "own"}},
            "shy": {"job": {"read": "all", "fields": {"amount": "hidden"}}},
            "stranger": {"plan": {"read": "all"}},
        }.items()
    },
}  # fmt: skip
PEOPLE = {"fay": "foreman", "hal": "hand", "sue": "shy", "stu": "stranger"}


def yard() -> Bundle:
    """The documents as an app's folder would give them."""
    return bundle_from_files(files_of(DOCUMENTS))


def people() -> list[Create]:
    """One person of each role, signing in under their names."""
    return [
        Create("person", {"name": login, "login": login, "roles": [role], "active": True})
        for login, role in PEOPLE.items()
    ]


def jobs(owners: dict[str, str], today: date) -> Iterator[Create]:
    """Twelve jobs of this year's first day, today or last year's first day, and everybody's plan of 2,000 each."""
    first, before = today.replace(month=1, day=1), today.replace(year=today.year - 1, month=1, day=1)
    for n in range(12):
        state = ("new", "doing", "done", "dropped")[n % 4]
        day = (today if state == "doing" else before if n == 2 else first).isoformat()
        yield Create("job", {
            "name": f"Job {n:02}", "state": state, "kind": ("wood", "stone", "iron", None)[n % 4 if n != 7 else 0], "day": day,
            "amount": str(100 * (n + 1)), "hour": "09:30" if n == 1 else None, "begins": f"{day}T04:00:00Z",
            "phone": "021 5555 0109" if n == 9 else None,
            "owner": owners["fay" if n < 8 else "hal"],
        })  # fmt: skip
    long_ago = (today - timedelta(days=400)).isoformat()
    yield Create(
        "job", {"name": "<img src=x onerror=alert(1)>", "state": "doing", "day": long_ago, "owner": owners["fay"]}
    )
    for login in ("fay", "hal"):
        yield Create("plan", {"name": login, "worker": owners[login], "goal": "2000", "owner": owners[login]})
