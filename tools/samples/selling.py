"""Accounts, people to talk to, products, opportunities, quotations, leads, and the follow-up of all of them."""

# ruff: noqa: E501 - tables of samples read across

import random
from collections.abc import Mapping
from types import ModuleType

from .table import Row, Rows, day, moment

OPEN_STAGES = {"prospecting": 10, "qualification": 25, "proposal": 50, "negotiation": 75}
OPPORTUNITIES, WON, LOST = 152, 64, 28
KNOWN = 34
"""So many of the accounts have bought before."""


def accounts(chance: random.Random, w: ModuleType) -> Rows:
    rows: Rows = []
    for number, line in enumerate(w.COMPANIES):
        brand, ref, trade, suffix, industry, city, region = line.split("|")
        level = chance.choices("ABCD", (3, 5, 5, 2))[0] if number > 7 else "AABABAAB"[number]
        name, short = w.company(brand, trade, suffix, city)
        limit = {"A": 2_000_000, "B": 800_000, "C": 300_000, "D": None}[level]
        rows.append({
            "ref": ref, "name": name, "short_name": short, "level": level, "status": "active" if number < KNOWN else chance.choices(("potential", "active", "dormant", "closed"), (6, 2, 2, 1))[0],
            "industry": industry, "source": chance.choice(("exhibition", "referral", "website", "tender", "cold_call", "partner")),
            "year_established": chance.randint(1988, 2018), "employees": chance.choice((80, 120, 160, 240, 320, 420, 650, 900, 1500)),
            "annual_revenue": w.cash(chance.randint(3, 120) * 10_000_000), "country": w.COUNTRY, "region": region, "city": city, "address": w.street(chance, region),
            "website": f"www.{ref}.example", "phone": w.telephone(chance), "equipment": chance.choice(w.EQUIPMENT), "credit_limit": limit and w.cash(limit),
            "payment_terms": chance.choice(("net_60", "net_30", "stages_3421")), "tax_number": f"9132{chance.randint(10_000_000, 99_999_999)}MA{chance.randint(1000, 9999)}",
            "bank_name": w.bank(chance, city), "bank_account": f"5166{chance.randint(10**7, 10**8 - 1)}{chance.randint(1000, 9999)}",
            "tags": tags(chance, w, level), "owner": chance.choice(sellers_of(w, region)),
        })  # fmt: skip
    for child, parent in w.PARENTS:
        next(row for row in rows if row["ref"] == child)["parent"] = parent
    return rows


def sellers_of(w: ModuleType, region: str) -> list[str]:
    province = region.split("/", maxsplit=1)[0]
    return [login for login, provinces in w.SELLERS.items() if province in provinces] or [next(iter(w.SELLERS))]


def tags(chance: random.Random, w: ModuleType, level: str) -> list[str]:
    return ([w.KEY_TAG] if level == "A" else []) + chance.sample(w.TAGS, chance.choice((0, 1, 1, 2)))


def contacts(chance: random.Random, w: ModuleType, accounts: Rows) -> Rows:
    rows: Rows = []
    for number in range(120):
        account = accounts[number % 60]
        position, division, part = w.POSITIONS[(number * 7 + number // 60 * 5) % len(w.POSITIONS)]
        name = w.person(chance)
        if number == 0:
            name, position, division, part = w.FIRST_CONTACT
        rows.append({
            "ref": f"p{number + 1}", "name": name, "account": account["ref"], "position": position, "division": division, "part": part, "mobile": w.mobile(chance),
            "phone": account["phone"] if chance.random() < 0.3 else None, "email": f"p{number + 1}@{account['ref']}.example",
            "wechat": f"wx_{account['ref']}{number}" if chance.random() < 0.5 else None, "channels": chance.sample(["phone", "wechat", "mail", "visit"], 2),
            "birthday": f"{chance.randint(1968, 1996)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}" if chance.random() < 0.4 else None,
            "primary": number < 60, "owner": account["owner"],
        })  # fmt: skip
    return rows


def products(w: ModuleType) -> Rows:
    rows: Rows = []
    for number, line in enumerate(w.PRODUCTS):
        code, name, series, category, unit, listed, share, description = line.split("|")
        price = w.cash(int(listed))
        rows.append({
            "ref": code, "name": name, "code": code, "series": series, "category": category, "unit": unit, "list_price": price, "floor_price": price * 82 // 100,
            "cost": price * int(share) // 100, "tax_rate": 6 if category in ("service", "software") else 13, "active": "true" if code != "SJ-VS08" else "false",
            "stock_item": None if category in ("service", "software") else f"k_{code}", "launched_on": f"20{14 + number % 11}-{number % 12 + 1:02}-01", "description": description,
            "_yuan": int(listed),
        })  # fmt: skip
    return rows


def rivals(w: ModuleType) -> Rows:
    return [
        {"ref": f"r{n}", "name": name, "threat": threat, "strengths": good, "weaknesses": weak}
        for n, (name, threat, good, weak) in enumerate(w.RIVALS, 1)
    ]


def price_lists(w: ModuleType) -> Rows:
    spans = (("standard", -320, 45, "true"), ("framework", -200, 165, "true"), ("last_year", -690, -321, "false"))
    return [
        {"ref": ref, "name": name, "valid_from": day(start), "valid_until": day(end), "active": active, "note": note}
        for (ref, start, end, active), (name, note) in zip(spans, w.PRICE_LISTS, strict=True)
    ]


def prices(products: Rows) -> Rows:
    rows: Rows = []
    for price_list, factor in {"standard": 100, "framework": 92, "last_year": 97}.items():
        for product in products:
            price = int(product["list_price"]) * factor // 100
            rows.append({"price_list": price_list, "product": product["ref"], "min_quantity": 1, "price": price})
            if price_list == "framework" and product["category"] in ("robot", "logistics"):
                rows.append(rows[-1] | {"min_quantity": 5, "price": price * 96 // 100})
    return rows


def opportunities(
    chance: random.Random,
    w: ModuleType,
    accounts: Rows,
    contacts: Rows,
    products: Rows,
    campaigns: Rows,
    partners: Rows,
) -> Rows:
    rows: Rows = []
    selling = [p for p in products if p["active"] == "true"]
    used: set[tuple[str, str]] = set()
    for number in range(OPPORTUNITIES):
        outcome = "won" if number < WON else "lost" if number < WON + LOST else "open"
        account = accounts[number * 7 % KNOWN] if outcome == "won" else accounts[number * 11 % 60]
        product = chance.choice(selling)
        names = w.PROJECTS[product["category"]]
        project = next(
            (p for p in chance.sample(names, len(names)) if (account["ref"], p) not in used), product["name"]
        )
        used.add((account["ref"], project))
        row = _opportunity(chance, w, number, outcome, account, product, project, contacts)
        began = [c for c in campaigns if c["_start"] < -30 and c["status"] != "cancelled"]
        if chance.random() < 0.3:
            row["campaign"] = chance.choice(began)["ref"]
        if chance.random() < 0.2:
            row["partner"] = chance.choice(partners)["ref"]
        rows.append(row)
    return rows


def _opportunity(
    chance: random.Random,
    w: ModuleType,
    number: int,
    outcome: str,
    account: Row,
    product: Row,
    project: str,
    contacts: Rows,
) -> Row:
    yuan = product["_yuan"]
    pieces = 30 if product["category"] == "service" else max(1, min(8, chance.randint(200_000, 2_400_000) // yuan))
    row: Row = {
        "ref": f"o{number + 1}", "name": project, "account": account["ref"], "product": product["ref"], "amount": w.cash(round(yuan * pieces * chance.uniform(0.86, 1.0), -3)),
        "source": chance.choice(("exhibition", "referral", "website", "tender", "returning")), "need": chance.choice(w.NEEDS), "owner": account["owner"],
        "tags": tags(chance, w, account["level"]), "_days": 0, "_pieces": pieces,
    }  # fmt: skip
    if outcome != "open":
        closed = 3 + number * 11 % 70 if number % 3 == 0 else chance.randint(30, 430)
        row |= {
            "stage": outcome, "engaged_on": day(-closed - chance.randint(18, 110)), "close_date": day(-closed),
            "_days": closed,
        }  # fmt: skip
        if outcome == "lost":
            reason = chance.choice(("price", "competitor", "budget", "feature", "timing", "no_decision"))
            row |= {
                "lost_reason": reason,
                "lost_note": w.LOST_NOTE if reason == "price" else None,
                "competitors": f"r{chance.randint(1, 5)}",
            }
        return row
    stage = chance.choices(list(OPEN_STAGES), (4, 5, 5, 4))[0]
    row |= {
        "stage": stage, "probability": OPEN_STAGES[stage] + chance.choice((-5, 0, 0, 0, 5)),
        "engaged_on": day(-chance.randint(20, 120)), "close_date": day(chance.choice((-14, -9, -6, *range(2, 95, 4)))),
    }  # fmt: skip
    if stage == "prospecting" and chance.random() < 0.3:
        row["amount"] = None
    if chance.random() < 0.8:
        row |= {"next_step": chance.choice(w.NEXT_STEPS), "next_step_on": day(chance.randint(-4, 12))}
    if chance.random() < 0.4:
        row["competitors"] = f"r{chance.randint(1, 5)}"
    if stage in ("proposal", "negotiation"):
        row["decision_maker"] = next(c["ref"] for c in contacts if c["account"] == account["ref"])
    return row


def quotations(chance: random.Random, w: ModuleType, opportunities: Rows, products: Rows) -> tuple[Rows, Rows]:
    by_ref, rows, lines = {p["ref"]: p for p in products}, list[Row](), list[Row]()
    late = [o for o in opportunities if o["stage"] in ("negotiation", "proposal")]
    sold = [o for o in opportunities if o["stage"] == "won"]
    lost = [o for o in opportunities if o["stage"] == "lost"]
    for number, deal in enumerate([*late[:24], *sold[:16], *lost[:6]]):
        age = deal["_days"] + 12 if deal["_days"] else chance.randint(1, 26)
        status = {"won": "accepted", "lost": "rejected"}.get(deal["stage"]) or chance.choices(
            ("sent", "draft", "expired"), (6, 3, 1)
        )[0]
        ref = f"q{number + 1}"
        rows.append({
            "ref": ref, "name": w.QUOTATION.format(deal["name"]), "account": deal["account"], "opportunity": deal["ref"], "contact": deal.get("decision_maker"), "price_list": "standard",
            "status": status, "version": chance.choice((1, 1, 2, 3)), "quoted_on": day(-age), "valid_until": day(30 - age), "payment_terms": chance.choice(("stages_3421", "stages_361", "net_30")),
            "delivery_days": chance.choice((45, 60, 90, 120)), "owner": deal["owner"],
        })  # fmt: skip
        made = sale_lines(chance, by_ref[deal["product"]], products, deal["_pieces"])
        lines += [{"quotation": ref, **line} for line in made]
        if max(int(line["discount"]) for line in made) > 15:
            rows[-1]["discount_reason"] = w.DISCOUNT_REASON
    return rows, lines


def sale_lines(chance: random.Random, main: Row, products: Rows, pieces: int) -> Rows:
    """The main product, what goes with it, and its installation."""
    extra = [p for p in products if p["active"] == "true" and p["ref"] not in (main["ref"], "SV-INST")]
    chosen = [
        main,
        *chance.sample(extra, chance.randint(0, 2)),
        *(p for p in products if p["ref"] == "SV-INST" and p is not main),
    ]
    rows: Rows = []
    for position, product in enumerate(chosen, 1):
        spare = chance.choice((6, 10, 20, 30)) if product["unit"] == "manday" else 1
        rows.append({
            "position": position, "product": product["ref"], "quantity": pieces if product is main else spare, "unit": product["unit"], "unit_price": product["list_price"],
            "discount": 0 if product["category"] == "service" else chance.choice((0, 5, 8, 10, 12, 15, 18)), "tax_rate": product["tax_rate"],
        })  # fmt: skip
    return rows


def leads(chance: random.Random, w: ModuleType, accounts: Rows, campaigns: Rows) -> Rows:
    rows: Rows = []
    for number in range(96):
        place = chance.choice(accounts)
        trade, industry = chance.choice(w.NEW_TRADES)
        status = chance.choices(("new", "contacting", "qualified", "converted", "invalid"), (22, 22, 16, 14, 8))[0]
        came = chance.randint(0, 9) if status == "new" else chance.randint(2, 150)
        campaign = chance.choice([c for c in campaigns if c["_start"] <= -came and c["status"] != "cancelled"] or [{}])
        row: Row = {
            "ref": f"l{number + 1}", "name": w.person(chance), "company": w.newcomer(chance, place["city"], trade), "position": chance.choice(w.POSITIONS)[0], "mobile": w.mobile(chance),
            "email": f"l{number + 1}@mail.example" if chance.random() < 0.6 else None, "source": chance.choice(("exhibition", "website", "referral", "cold_call", "partner")),
            "arrived_on": day(-came), "campaign": campaign.get("ref") if chance.random() < 0.75 else None, "status": status, "rating": chance.choice((None, 2, 3, 3, 4, 5)), "industry": industry,
            "region": place["region"], "budget": chance.choice((None, *map(w.cash, (80_000, 150_000, 300_000, 600_000, 1_200_000)))), "need": chance.choice(w.NEEDS), "owner": chance.choice(sellers_of(w, place["region"])),
        }  # fmt: skip
        if status == "converted":
            row |= {"account": accounts[number % 60]["ref"], "converted_on": day(-chance.randint(0, came))}
        if status == "invalid":
            row["invalid_reason"] = chance.choice(("wrong_number", "no_need", "too_small", "rival"))
        rows.append(row)
    return rows


def activities(
    chance: random.Random,
    w: ModuleType,
    accounts: Rows,
    opportunities: Rows,
    leads: Rows,
    contacts: Rows,
    projects: Rows,
) -> Rows:
    """Open opportunities are talked about most, a few of them not lately; then leads, accounts and projects."""
    open_ones = [o for o in opportunities if o["stage"] in OPEN_STAGES]
    warm = [lead for lead in leads if lead["status"] in ("contacting", "qualified", "converted")]
    rows: Rows = []
    for number in range(340):
        if number < 180:
            about, kind = open_ones[number % len(open_ones)], "opportunity"
            days = (6 if number % len(open_ones) % 5 == 0 else 0) + int(chance.expovariate(1 / 9))
        elif number < 225:
            about, kind, days = warm[number % len(warm)], "lead", int(chance.expovariate(1 / 6))
        elif number < 310:
            about, kind = accounts[(number - 225) % 60], "account"
            days = 1 + int(chance.expovariate(1 / 20))
        else:
            about, kind, days = projects[number % len(projects)], "project", 1 + int(chance.expovariate(1 / 12))
        account = about["ref"] if kind == "account" else about.get("account") if kind != "lead" else None
        rows.append(_activity(chance, w, f"{kind}:{about['ref']}", account, about["owner"], min(days, 150), contacts))
    return rows


def _activity(
    chance: random.Random, w: ModuleType, target: str, account: str | None, owner: str, days: int, contacts: Rows
) -> Row:
    kind = chance.choices(("call", "visit", "meeting", "mail", "note"), (10, 4, 3, 5, 3))[0]
    subject, content, outcome = chance.choice(w.TALKS[kind])
    people = [c["ref"] for c in contacts if c["account"] == account]
    minutes = {"call": (4, 25), "visit": (60, 180), "meeting": (45, 120)}.get(kind)
    return {
        "subject": subject, "kind": kind, "about": target, "contact": chance.choice(people) if people else None,
        "happened_at": moment(days, chance.randint(8, 17), chance.choice((5, 10, 20, 30, 42, 55))) if days else f"now-{chance.randint(1, 5)}h", "duration": f"{chance.randint(*minutes)}m" if minutes else None,
        "outcome": outcome, "content": content, "next_on": day(-days + chance.randint(3, 14)) if chance.random() < 0.35 else None, "owner": owner,
    }  # fmt: skip


def tasks(
    chance: random.Random, w: ModuleType, accounts: Rows, opportunities: Rows, contracts: Rows, receivables: Rows,
    projects: Rows, desks: Mapping[str, tuple[str, Rows]],
) -> Rows:  # fmt: skip
    """Of the sellers, and of the others about what is on their desks."""
    open_ones = [o for o in opportunities if o["stage"] in OPEN_STAGES]
    kinds = (("opportunity", open_ones),) * 3 + (
        ("account", accounts),
        ("contract", contracts),
        ("receivable", receivables),
        ("project", projects),
    )
    rows: Rows = []
    for number in range(90):
        kind, some = chance.choice(kinds)
        about = chance.choice(some)
        owner = w.CHIEF if number % 8 == 0 else about["owner"]
        if number % 4 == 1:
            owner = list(desks)[number // 4 % len(desks)]
            kind, some = desks[owner]
            about = chance.choice(some)
        due = chance.choice((-5, -3, -1, 0, 0, 0, 1, 2, 3, 5, 8, 12))
        rows.append({
            "subject": w.TASKS[number % len(w.TASKS)], "about": f"{kind}:{about['ref']}", "status": "done" if number % 5 == 4 else chance.choice(("todo", "todo", "todo", "doing")), "priority": chance.choice(("normal", "normal", "high", "low")),
            "due_on": day(due), "due_time": chance.choice((None, None, "09:30", "14:00", "18:00")), "owner": owner,
        })  # fmt: skip
    for line in w.PEOPLE:  # everybody has something to do today
        login = line.split("|")[0]
        kind, some = desks.get(login, ("opportunity", open_ones))
        mine = [one for one in some if one.get("owner") == login] or some
        for subject, hour in zip(chance.sample(w.APPOINTMENTS, 3), (9, 11, 15), strict=True):
            rows.append({
                "subject": subject, "about": f"{kind}:{chance.choice(mine)['ref']}", "status": "todo", "priority": chance.choice(("normal", "high")), "due_on": day(0),
                "due_time": f"{hour + chance.randint(0, 1):02}:{chance.choice(('00', '30'))}", "owner": login,
            })  # fmt: skip
    return rows
