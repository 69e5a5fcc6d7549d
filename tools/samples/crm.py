"""Samples of the CRM template: a maker of industrial automation, its people, customers and a year of selling."""

# ruff: noqa: E501 - tables of samples read across

import random

from . import words
from .people import DEPARTMENTS, OFFICE_OF, PEOPLE, SELLERS, person_rows
from .table import Row, Rows, day, moment, seeded, write

OPEN_STAGES = {"prospecting": 10, "qualification": 25, "proposal": 50, "negotiation": 75}
UNTIL = {"won": 45, "lost": 20}


def make() -> None:
    """Writes every table of `apps/crm/samples`."""
    chance = seeded(20)
    accounts = _accounts(chance)
    contacts = _contacts(chance, accounts)
    products = _products()
    opportunities = _opportunities(chance, accounts, contacts, products)
    quotations, lines = _quotations(chance, opportunities, products)
    contracts = _contracts(chance, opportunities, quotations)
    leads = _leads(chance)
    activities = _activities(chance, accounts, opportunities, leads, contacts)
    for entity, rows in {
        "department": DEPARTMENTS,
        "person": person_rows(PEOPLE),
        "account": accounts,
        "contact": contacts,
        "product": products,
        "competitor": _rivals(),
        "price_list": _price_lists(),
        "price_list_line": _prices(products),
        "lead": leads,
        "opportunity": opportunities,
        "quotation": quotations,
        "quotation_line": lines,
        "contract": contracts,
        "activity": activities,
        "task": _tasks(chance, accounts, opportunities, contracts),
    }.items():
        write("crm", entity, [{k: v for k, v in row.items() if not k.startswith("_")} for row in rows])


def _accounts(chance: random.Random) -> Rows:
    rows: Rows = []
    for number, line in enumerate(words.COMPANIES):
        brand, pinyin, trade, suffix, industry, city, region = line.split("|")
        level = chance.choices("ABCD", (3, 5, 5, 2))[0] if number > 7 else "AABABAAB"[number]
        owner = chance.choice(_sellers_of(region))
        known = number < 34
        rows.append({
            "ref": pinyin, "name": f"{city}{brand}{trade}{suffix}", "short_name": f"{city}{brand}", "level": level,
            "status": "active" if known else chance.choices(("potential", "active", "dormant"), (6, 2, 2))[0],
            "industry": industry, "source": chance.choice(("exhibition", "referral", "website", "tender", "cold_call", "partner")),
            "year_established": chance.randint(1988, 2018), "employees": chance.choice((80, 120, 160, 240, 320, 420, 650, 900, 1500)),
            "annual_revenue": chance.randint(3, 120) * 10_000_000, "country": "中国", "region": region, "city": city,
            "address": f"{region.split('/')[-1]}{chance.choice(('科技', '工业', '创新', '兴业', '长江'))}路 {chance.randint(8, 899)} 号",
            "website": f"www.{pinyin}.example", "phone": f"0{chance.randint(21, 29)}-8{chance.randint(100, 999)}{chance.randint(1000, 9999)}",
            "equipment": chance.choice(("冲床 26 台、伺服 12 台", "数控车床 40 台", "注塑机 32 台", "加工中心 18 台", "压铸机 9 台", "装配线 4 条")),
            "credit_limit": {"A": 2_000_000, "B": 800_000, "C": 300_000, "D": None}[level], "payment_terms": chance.choice(("net_60", "net_30", "stages_3421")),
            "tax_number": f"9132{chance.randint(10_000_000, 99_999_999)}MA{chance.randint(1000, 9999)}", "bank_name": f"{city}银行{chance.choice(('开发区', '城西', '越溪', '滨江'))}支行",
            "bank_account": f"5166{chance.randint(10**7, 10**8 - 1)}{chance.randint(1000, 9999)}", "tags": _tags(chance, level), "owner": owner,
        })  # fmt: skip
    for child, parent in (
        ("jincheng", "haituo"),
        ("chuanyu", "qihang"),
        ("yunfan", "shentuo"),
        ("lianchuang", "shentuo"),
    ):
        next(row for row in rows if row["ref"] == child)["parent"] = parent
    return rows


def _sellers_of(region: str) -> list[str]:
    province = region.split("/", maxsplit=1)[0]
    return [login for login, provinces in SELLERS.items() if province in provinces] or ["chen_muye"]


def _tags(chance: random.Random, level: str) -> list[str]:
    found = ["重点"] if level == "A" else []
    return found + chance.sample(
        ["集采", "展会", "转介绍", "试点", "框架", "竞品介入", "老客户"], chance.choice((0, 1, 1, 2))
    )


def _name(chance: random.Random) -> str:
    return chance.choice(words.SURNAMES) + chance.choice(words.GIVEN)


def _mobile(chance: random.Random) -> str:
    return f"1{chance.choice(('38', '39', '86', '77', '99'))}0000{chance.randint(1000, 9999)}"


def _contacts(chance: random.Random, accounts: Rows) -> Rows:
    rows: Rows = []
    for number in range(120):
        account = accounts[number % 60]
        position, division, part = words.POSITIONS[(number * 7 + number // 60 * 5) % len(words.POSITIONS)]
        first = number < 60
        rows.append({
            "ref": f"p{number + 1}", "name": _name(chance) if number else "王建平", "account": account["ref"], "position": position if number else "采购总监",
            "division": division if number else "采购部", "part": part if number else "decides", "mobile": _mobile(chance),
            "phone": account["phone"] if chance.random() < 0.3 else None, "email": f"p{number + 1}@{account['ref']}.example",
            "wechat": f"wx_{account['ref']}{number}" if chance.random() < 0.5 else None, "channels": chance.sample(["phone", "wechat", "mail", "visit"], 2),
            "birthday": f"{chance.randint(1968, 1996)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}" if chance.random() < 0.4 else None,
            "primary": first, "owner": account["owner"],
        })  # fmt: skip
    return rows


def _products() -> Rows:
    rows: Rows = []
    for number, line in enumerate(words.PRODUCTS):
        code, name, series, category, unit, price, share, description = line.split("|")
        cost = int(price) * int(share) // 100
        rows.append({
            "ref": code, "name": name, "code": code, "series": series, "category": category, "unit": unit, "list_price": price, "floor_price": int(price) * 82 // 100,
            "cost": cost, "tax_rate": 6 if category in ("service", "software") else 13, "active": "true" if code != "SJ-VS08" else "false",
            "launched_on": f"20{14 + number % 11}-{number % 12 + 1:02}-01", "description": description,
        })  # fmt: skip
    return rows


def _rivals() -> Rows:
    return [
        {"ref": f"r{n}", "name": name, "threat": threat, "strengths": good, "weaknesses": weak}
        for n, (name, threat, good, weak) in enumerate(words.RIVALS, 1)
    ]


def _price_lists() -> Rows:
    return [
        {"ref": "standard", "name": "标准价格表", "valid_from": day(-320), "valid_until": day(45), "active": "true", "note": "目录价，含一年质保"},
        {"ref": "framework", "name": "框架客户价格表", "valid_from": day(-200), "valid_until": day(165), "active": "true", "note": "年度框架客户适用"},
        {"ref": "last_year", "name": "上年度价格表", "valid_from": day(-690), "valid_until": day(-321), "active": "false"},
    ]  # fmt: skip


def _prices(products: Rows) -> Rows:
    factors = {"standard": 100, "framework": 92, "last_year": 97}
    rows: Rows = []
    for price_list, factor in factors.items():
        for product in products:
            price = int(product["list_price"]) * factor // 100
            rows.append({"price_list": price_list, "product": product["ref"], "min_quantity": 1, "price": price})
            if price_list == "framework" and product["category"] in ("robot", "logistics"):
                rows.append(
                    {"price_list": price_list, "product": product["ref"], "min_quantity": 5, "price": price * 96 // 100}
                )
    return rows  # fmt: skip


def _opportunities(chance: random.Random, accounts: Rows, contacts: Rows, products: Rows) -> Rows:
    rows: Rows = []
    selling = [p for p in products if p["active"] == "true"]
    used: set[tuple[str, str]] = set()
    for number in range(120):
        outcome = "won" if number < UNTIL["won"] else "lost" if number < sum(UNTIL.values()) else "open"
        account = accounts[number * 7 % 34] if outcome == "won" else accounts[number * 11 % 60]
        product = chance.choice(selling)
        project = next(
            (p for p in chance.sample(words.PROJECTS[product["category"]], len(words.PROJECTS[product["category"]])) if (account["ref"], p) not in used),
            product["name"],
        )  # fmt: skip
        used.add((account["ref"], project))
        rows.append(_opportunity(chance, number, outcome, account, product, project, contacts))
    return rows


def _opportunity(
    chance: random.Random, number: int, outcome: str, account: Row, product: Row, project: str, contacts: Rows
) -> Row:
    price = int(product["list_price"])
    pieces = 30 if product["category"] == "service" else max(1, min(8, chance.randint(200_000, 2_400_000) // price))
    row: Row = {
        "ref": f"o{number + 1}", "name": project, "account": account["ref"], "product": product["ref"], "amount": round(price * pieces * chance.uniform(0.86, 1.0), -3),
        "source": chance.choice(("exhibition", "referral", "website", "tender", "returning")), "need": chance.choice(words.NEEDS), "owner": account["owner"],
        "tags": _tags(chance, account["level"]), "_days": 0,
    }  # fmt: skip
    row["amount"] = int(row["amount"])
    if outcome != "open":
        closed = chance.randint(4, 360)
        row |= {
            "stage": outcome,
            "engaged_on": day(-closed - chance.randint(18, 110)),
            "close_date": day(-closed),
            "_days": closed,
        }
        if outcome == "lost":
            reason = chance.choice(("price", "competitor", "budget", "feature", "timing", "no_decision"))
            row |= {"lost_reason": reason, "lost_note": "对方选择了报价更低的供应商" if reason == "price" else None}
        return row
    stage = chance.choices(list(OPEN_STAGES), (4, 5, 5, 4))[0]
    close = chance.choice((-14, -9, -6, *range(2, 95, 4)))
    row |= {
        "stage": stage,
        "probability": OPEN_STAGES[stage] + chance.choice((-5, 0, 0, 0, 5)),
        "engaged_on": day(-chance.randint(20, 120)),
        "close_date": day(close),
    }
    if stage == "prospecting" and chance.random() < 0.3:
        row["amount"] = None
    if chance.random() < 0.8:
        row |= {"next_step": chance.choice(words.NEXT_STEPS), "next_step_on": day(chance.randint(-4, 12))}
    if stage in ("proposal", "negotiation"):
        row["decision_maker"] = next(c["ref"] for c in contacts if c["account"] == account["ref"])
    return row


def _quotations(chance: random.Random, opportunities: Rows, products: Rows) -> tuple[Rows, Rows]:
    by_ref, rows, lines = {p["ref"]: p for p in products}, list[Row](), list[Row]()
    late = [o for o in opportunities if o["stage"] in ("negotiation", "proposal")]
    sold = [o for o in opportunities if o["stage"] == "won"]
    for number, deal in enumerate([*late[:19], *sold[:11]]):
        age = deal["_days"] + 12 if deal["stage"] == "won" else chance.randint(1, 26)
        status = "accepted" if deal["stage"] == "won" else chance.choices(("sent", "draft", "rejected"), (6, 3, 1))[0]
        ref = f"q{number + 1}"
        rows.append({
            "ref": ref, "name": f"{deal['name']}报价", "account": deal["account"], "opportunity": deal["ref"], "contact": deal.get("decision_maker"), "price_list": "standard",
            "status": status, "version": chance.choice((1, 1, 2, 3)), "quoted_on": day(-age), "valid_until": day(30 - age), "payment_terms": chance.choice(("stages_3421", "stages_361", "net_30")),
            "delivery_days": chance.choice((45, 60, 90, 120)), "owner": deal["owner"],
        })  # fmt: skip
        discounts = _lines(chance, ref, by_ref[deal["product"]], products, int(deal["amount"] or 0), lines)
        if max(discounts) > 15:
            rows[-1]["discount_reason"] = "年度框架客户，竞品报价低 6%"
    return rows, lines


def _lines(chance: random.Random, quotation: str, main: Row, products: Rows, amount: int, lines: Rows) -> list[int]:
    """The main product, what goes with it, and its installation."""
    extra = [p for p in products if p["active"] == "true" and p["ref"] not in (main["ref"], "SV-INST")]
    chosen = [main, *chance.sample(extra, chance.randint(1, 4))]
    found = []
    for position, product in enumerate([*chosen, *(p for p in products if p["ref"] == "SV-INST" and p is not main)], 1):
        price = int(product["list_price"])
        quantity = (
            max(1, amount // price)
            if product is main
            else chance.choice((6, 10, 20, 30))
            if product["unit"] == "manday"
            else chance.choice((1, 1, 2))
        )
        discount = 0 if product["category"] == "service" else chance.choice((0, 5, 8, 10, 12, 15, 18))
        found.append(discount)
        lines.append({
            "quotation": quotation, "position": position, "product": product["ref"], "quantity": min(quantity, 60), "unit": product["unit"],
            "unit_price": price, "discount": discount, "tax_rate": product["tax_rate"],
        })  # fmt: skip
    return found


def _contracts(chance: random.Random, opportunities: Rows, quotations: Rows) -> Rows:
    quoted = {q["opportunity"]: q["ref"] for q in quotations}
    rows: Rows = []
    for number, deal in enumerate([o for o in opportunities if o["stage"] == "won"][:22]):
        days, amount = deal["_days"], deal["amount"]
        done = days > 240
        paid = amount if done else round(amount * chance.choice((0, 30, 30, 70, 90)) / 100)
        rows.append({
            "ref": f"c{number + 1}", "name": f"{deal['name']}合同", "account": deal["account"], "opportunity": deal["ref"], "quotation": quoted.get(deal["ref"]),
            "kind": "sale", "status": "done" if done else "active", "amount": amount, "cost": amount * chance.randint(58, 84) // 100, "received": paid,
            "payment_terms": chance.choice(("stages_3421", "net_60", "net_30")), "signed_on": day(-days), "start_on": day(-days), "end_on": day(chance.randint(6, 58) if number % 6 == 5 and not done else -days + chance.choice((180, 365, 365))),
            "bank_account": f"3205{chance.randint(10**7, 10**8 - 1)}{chance.randint(1000, 9999)}", "owner": deal["owner"],
        })  # fmt: skip
    for number, deal in enumerate([o for o in opportunities if o["stage"] == "negotiation"][:3]):
        rows.append({
            "ref": f"c{23 + number}", "name": f"{deal['name']}合同", "account": deal["account"], "opportunity": deal["ref"], "kind": "sale", "status": ("signing", "draft", "signing")[number],
            "amount": deal["amount"], "cost": deal["amount"] * 66 // 100, "payment_terms": "stages_3421", "owner": deal["owner"],
        })  # fmt: skip
    return rows


def _leads(chance: random.Random) -> Rows:
    rows: Rows = []
    cities = [line.split("|")[-2:] for line in words.COMPANIES]
    for number in range(80):
        city, region = chance.choice(cities)
        brand = chance.choice("恒华瑞盛联创宏远兴达智诚") + chance.choice("泰立科源强信益明")
        trade, industry = chance.choice(
            (
                ("精密", "汽车零部件"),
                ("电子", "消费电子"),
                ("机械", "专用设备"),
                ("新材料", "电子材料"),
                ("包装", "包装"),
                ("食品", "食品机械"),
            )
        )
        status = chance.choices(("new", "contacting", "qualified", "converted", "invalid"), (25, 25, 12, 8, 10))[0]
        row: Row = {
            "ref": f"l{number + 1}", "name": _name(chance), "company": f"{city}{brand}{trade}有限公司", "position": chance.choice(words.POSITIONS)[0], "mobile": _mobile(chance),
            "email": f"l{number + 1}@mail.example" if chance.random() < 0.6 else None, "source": chance.choice(("exhibition", "website", "referral", "cold_call", "partner")),
            "status": status, "rating": chance.choice((None, 2, 3, 3, 4, 5)), "industry": industry, "region": region, "budget": chance.choice((None, 80_000, 150_000, 300_000, 600_000, 1_200_000)),
            "need": chance.choice(words.NEEDS), "owner": chance.choice(_sellers_of(region)),
        }  # fmt: skip
        if status == "converted":
            row |= {"account": words.COMPANIES[number % 60].split("|")[1], "converted_on": day(-chance.randint(3, 60))}
        if status == "invalid":
            row["invalid_reason"] = chance.choice(("wrong_number", "no_need", "too_small", "rival"))
        rows.append(row)
    return rows


def _activities(chance: random.Random, accounts: Rows, opportunities: Rows, leads: Rows, contacts: Rows) -> Rows:
    """Open opportunities are talked about most, a few of them not lately; then leads and accounts."""
    open_ones = [o for o in opportunities if o["stage"] in OPEN_STAGES]
    warm = [lead for lead in leads if lead["status"] in ("contacting", "qualified", "converted")]
    rows: Rows = []
    for number in range(300):
        if number < 170:
            about = open_ones[number % len(open_ones)]
            least = 6 if number % len(open_ones) % 5 == 0 else 0
            target, account, days = (
                f"opportunity:{about['ref']}",
                about["account"],
                least + int(chance.expovariate(1 / 9)),
            )
        elif number < 215:
            about = warm[number % len(warm)]
            target, account, days = f"lead:{about['ref']}", None, int(chance.expovariate(1 / 6))
        else:
            about = accounts[(number - 215) % 60]
            target, account, days = f"account:{about['ref']}", about["ref"], 1 + int(chance.expovariate(1 / 20))
        rows.append(_activity(chance, target, account, about["owner"], min(days, 150), contacts))
    return rows


def _activity(chance: random.Random, target: str, account: str | None, owner: str, days: int, contacts: Rows) -> Row:
    kind = chance.choices(("call", "visit", "meeting", "mail", "note"), (10, 4, 3, 5, 3))[0]
    subject, content, outcome = chance.choice(words.TALKS[kind])
    people = [c["ref"] for c in contacts if c["account"] == account]
    minutes = {"call": (4, 25), "visit": (60, 180), "meeting": (45, 120)}.get(kind)
    return {
        "subject": subject, "kind": kind, "about": target, "contact": chance.choice(people) if people else None,
        "happened_at": moment(days, chance.randint(8, 17), chance.choice((5, 10, 20, 30, 42, 55))) if days else f"now-{chance.randint(1, 5)}h", "duration": f"{chance.randint(*minutes)}m" if minutes else None,
        "outcome": outcome, "content": content, "next_on": day(-days + chance.randint(3, 14)) if chance.random() < 0.35 else None, "owner": owner,
    }  # fmt: skip


def _tasks(chance: random.Random, accounts: Rows, opportunities: Rows, contracts: Rows) -> Rows:
    open_ones = [o for o in opportunities if o["stage"] in OPEN_STAGES]
    rows: Rows = []
    for number in range(60):
        kind, some = chance.choice(
            (("opportunity", open_ones), ("opportunity", open_ones), ("account", accounts), ("contract", contracts))
        )
        about = chance.choice(some)
        due = chance.choice((-5, -3, -1, 0, 0, 0, 1, 2, 3, 5, 8, 12))
        status = "done" if number % 5 == 0 else chance.choice(("todo", "todo", "todo", "doing"))
        rows.append({
            "subject": words.TASKS[number % len(words.TASKS)], "about": f"{kind}:{about['ref']}", "status": status, "priority": chance.choice(("normal", "normal", "high", "low")),
            "due_on": day(due), "due_time": chance.choice((None, None, "09:30", "14:00", "18:00")), "owner": about["owner"] if number % 4 else "lin_zhixia",
        })  # fmt: skip
    return rows


assert set(OFFICE_OF) >= set(SELLERS)
