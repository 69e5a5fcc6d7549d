"""Campaigns, what they cost, what people did because of them, and the partners who bring business."""

# ruff: noqa: E501 - tables of samples read across

import random
from types import ModuleType

from .table import Rows, day, moment

POINTS = {"price": 10, "form": 10, "fair": 8, "webinar": 6, "download": 5, "mail": 2, "visit": 1}
SPENT_ON = {
    "exhibition": ("booth", "travel", "gifts", "production"), "seminar": ("travel", "service", "gifts"), "webinar": ("service", "production"),
    "ads": ("ads", "ads", "ads"), "content": ("production",), "visit": ("travel", "gifts"),
}  # fmt: skip


def campaigns(w: ModuleType) -> Rows:
    rows: Rows = []
    for number, line in enumerate(w.CAMPAIGNS, 1):
        name, kind, channel, start, length, place, budget, wanted, status = line.split("|")
        rows.append({
            "ref": f"m{number}", "name": name, "kind": kind, "channel": channel, "status": status, "starts_on": day(int(start)),
            "ends_on": day(int(start) + int(length) - 1), "place": place, "budget": w.cash(int(budget)), "expected_leads": wanted,
            "audience": w.AUDIENCES[number % len(w.AUDIENCES)], "owner": w.MARKETER, "_start": int(start), "_yuan": int(budget),
        })  # fmt: skip
    return rows


def costs(chance: random.Random, w: ModuleType, campaigns: Rows) -> Rows:
    rows: Rows = []
    for campaign in campaigns:
        if campaign["status"] == "cancelled":
            continue
        kinds = SPENT_ON[campaign["kind"]]
        factor = chance.choice((0.7, 0.85, 0.95, 1.15)) / len(kinds)
        for number, kind in enumerate(kinds):
            at = campaign["_start"] + (number * 30 if kind == "ads" else chance.randint(-12, 3))
            subject, vendor = chance.choice(w.COSTS[kind])
            rows.append({
                "subject": subject, "channel": campaign["channel"], "campaign": campaign["ref"], "kind": kind, "vendor": vendor,
                "amount": w.cash(round(campaign["_yuan"] * factor * chance.uniform(0.7, 1.3), -2)), "spent_on": day(at),
                "status": "planned" if at > 0 else "incurred" if at > -25 else "paid", "owner": w.MARKETER,
            })  # fmt: skip
    for month in range(12):
        rows.append({
            "subject": w.SITE_COST, "channel": "site", "kind": "service", "vendor": w.COSTS["service"][0][1], "amount": w.cash(3200),
            "spent_on": day(-month * 30 - 2), "status": "paid" if month else "incurred", "owner": w.MARKETER,
        })  # fmt: skip
    return rows


def behaviours(
    chance: random.Random, w: ModuleType, accounts: Rows, contacts: Rows, leads: Rows, campaigns: Rows
) -> Rows:
    held = [c for c in campaigns if c["status"] in ("done", "running") and c["_start"] < 0]
    channels = {
        "visit": "site",
        "download": "site",
        "form": "site",
        "mail": "mail",
        "webinar": "social",
        "fair": "offline",
        "price": "mail",
    }
    fitting = {"webinar": "webinar", "fair": "exhibition", "download": "content"}
    rows: Rows = []
    for number in range(300):
        kind = chance.choices(("visit", "download", "form", "mail", "webinar", "fair", "price"), (9, 4, 2, 5, 3, 2, 2))[
            0
        ]
        subject, page = chance.choice(w.BEHAVIOURS[kind])
        days, row = (
            int(chance.expovariate(1 / 35)),
            {"subject": subject, "kind": kind, "page": page, "channel": channels[kind]},
        )
        if kind in fitting:
            campaign = chance.choice([c for c in held if c["kind"] == fitting[kind]])
            row["campaign"] = campaign["ref"]
            days = -campaign["_start"] if kind != "download" else min(days, -campaign["_start"])
        if number % 4 == 3:
            row["lead"] = chance.choice(leads)["ref"]
        else:
            who = chance.choice(contacts[:90])
            row |= {"account": who["account"], "contact": who["ref"] if chance.random() < 0.7 else None}
        at = (
            moment(days, chance.randint(8, 20), chance.choice((3, 14, 27, 41, 52)))
            if days
            else f"now-{chance.randint(1, 7)}h"
        )
        rows.append(
            {
                **row,
                "happened_at": at,
                "score": POINTS[kind],
                "duration": f"{chance.randint(1, 25)}m" if kind in ("visit", "webinar") else None,
            }
        )
    return rows


def partners(chance: random.Random, w: ModuleType) -> Rows:
    rows: Rows = []
    for number, line in enumerate(w.PARTNERS, 1):
        name, kind, level, region, contact, status = line.split("|")
        ended = status == "ended"
        rows.append({
            "ref": f"t{number}", "name": name, "kind": kind, "level": level, "status": status, "region": region, "contact_name": contact,
            "phone": w.telephone(chance), "email": f"hello@t{number}.example", "commission": chance.choice((3, 5, 5, 8)), "owner": w.MARKETER,
            "signed_on": None if level == "prospect" else day(-chance.randint(400, 700)),
            "ends_on": None if level == "prospect" else day(-40 if ended else chance.choice((18, 45, 75, 200, 330))),
            "strengths": chance.sample(w.STRENGTHS, 2),
        })  # fmt: skip
    return rows
