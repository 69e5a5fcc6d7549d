"""After the sale: tickets in every state and the articles they use."""

import random
from types import ModuleType

from .table import Row, Rows, day, moment


def articles(chance: random.Random, w: ModuleType, products: Rows) -> Rows:
    rows: Rows = []
    for number, (title, category, summary, body) in enumerate(w.ARTICLES):
        rows.append({
            "ref": f"z{number + 1}", "title": title, "category": category, "summary": summary, "body": body or None,
            "status": "draft" if not body else "outdated" if number % 8 == 6 else "published", "product": chance.choice(products)["ref"],
            "keywords": chance.sample(w.KEYWORDS, 2), "public": number % 2 == 0, "helpful": chance.randint(0, 40),
            "reviewed_on": day(-chance.randint(5, 260)), "owner": w.AGENTS[number % len(w.AGENTS)],
        })  # fmt: skip
    return rows


def tickets(
    chance: random.Random, w: ModuleType, contracts: Rows, contacts: Rows, products: Rows, articles: Rows
) -> Rows:
    names, running = {p["ref"]: p["name"] for p in products}, [c for c in contracts if c["_days"]]
    rows: Rows = []
    for number in range(110):
        status = ("new", "doing", "doing", "waiting", "resolved")[number % 5] if number < 44 else "closed"
        kind, subject, description, resolution, cause = w.TICKETS[(number * 7 + number // 12) % len(w.TICKETS)]
        contract = running[number * 5 % len(running)]
        people = [c for c in contacts if c["account"] == contract["account"]]
        priority = (
            "urgent" if "E-217" in description else chance.choices(("urgent", "high", "normal", "low"), (1, 4, 7, 2))[0]
        )
        if kind == "complaint":
            priority = chance.choice(("high", "urgent"))
        hours = {"urgent": 4, "high": 8, "normal": 24, "low": 72}[priority]
        row: Row = {
            "ref": f"g{number + 1}", "subject": subject.format(names[contract["_product"]]), "account": contract["account"],
            "contact": chance.choice(people)["ref"], "product": contract["_product"], "order": contract.get("_order", {}).get("ref"),
            "kind": kind, "channel": chance.choices(("phone", "wechat", "mail", "website", "onsite"), (6, 5, 2, 2, 1))[0],
            "priority": priority, "status": status, "description": description,
        }  # fmt: skip
        _times(chance, row, status, hours)
        if status != "new":
            row["owner"] = w.AGENTS[number % len(w.AGENTS)]
        if status in ("resolved", "closed"):
            row |= {"resolution": resolution, "cause": cause}
            if chance.random() < 0.6:
                row["article"] = chance.choice([a for a in articles if a["status"] == "published"])["ref"]
        if status == "closed" and chance.random() < 0.8:
            stars = chance.choices((5, 4, 3, 2, 1), (9, 7, 3, 2, 1))[0]
            words = w.PRAISE if stars > 3 else w.BLAME if stars < 3 else ("",)
            row |= {"satisfaction": stars, "comment": chance.choice(words) or None}
        rows.append(row)
    return rows


def _times(chance: random.Random, row: Row, status: str, hours: int) -> None:
    """When it came, when somebody answered, when it was over; some late."""
    if status == "new":
        ago = chance.randint(0, max(hours - 1, 2)) if chance.random() < 0.7 else hours + chance.randint(1, 5)
        row["opened_at"] = f"now-{ago}h" if ago else "now-20m"
    elif status in ("doing", "waiting"):
        ago = hours - chance.randint(1, 3) if chance.random() < 0.6 else hours + chance.randint(2, 40)
        row |= {"opened_at": f"now-{ago}h", "replied_at": f"now-{max(ago - 1, 0)}h"}
    else:
        days = chance.randint(1, 4) if status == "resolved" else chance.randint(5, 330)
        begun = chance.randint(8, 10)
        taken = min(chance.randint(1, max(hours, 2)), 6) if chance.random() < 0.8 else hours + chance.randint(1, 20)
        over = days - (begun + taken) // 24
        opened = moment(days, begun, chance.choice((5, 20, 40)))
        row |= {"opened_at": opened, "replied_at": moment(days, begun, 50)}
        row["resolved_at"] = moment(over, (begun + taken) % 24, 55) if over > 0 else "now-2h"
