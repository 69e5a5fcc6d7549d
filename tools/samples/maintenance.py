"""Samples of the maintenance template: three works, their machines, a quarter of work orders; in Chinese and in English."""

# ruff: noqa: E501 - tables of samples read across

import random
from types import ModuleType

from .en import upkeep as en
from .people import person_rows
from .table import Row, Rows, day, moment, seeded, write
from .zh import upkeep as zh

TONGUES: dict[str, ModuleType] = {"": zh, "en": en}
"""Language folder (none for Chinese) -> its words."""


def make() -> None:
    """Writes every table of `apps/maintenance/samples` and `apps/maintenance/samples/en`."""
    for folder, w in TONGUES.items():
        for entity, rows in tables(w).items():
            write("maintenance", f"{folder}/{entity}".lstrip("/"), rows)


def tables(w: ModuleType) -> dict[str, Rows]:
    """Every table in one language."""
    chance = seeded(31)
    equipment = _equipment(chance, w)
    orders, lines = _orders(chance, w, equipment)
    return {
        "department": w.DEPARTMENTS,
        "person": person_rows(w.PEOPLE, w.MAIL),
        "site": [
            {"ref": ref, "name": name, "region": region, "address": address, "keeper": keeper, "phone": w.PHONE.format(n), "opens_at": "08:00", "closes_at": "20:00"}
            for n, ((ref, name, region, address), keeper) in enumerate(zip(w.SITES, w.KEEPERS, strict=True), 1)
        ],
        "equipment": equipment,
        "spare_part": [
            {"ref": code, "name": name, "code": code, "unit": unit, "price": price, "stock": stock, "stock_minimum": least, "lead_time": days, "supplier": w.SUPPLIER}
            for code, name, unit, price, stock, least, days in w.PARTS
        ],
        "work_order": orders,
        "work_order_line": lines,
        "inspection": _inspections(chance, w, equipment),
    }  # fmt: skip


def _equipment(chance: random.Random, w: ModuleType) -> Rows:
    rows: Rows = []
    for number, (name, model, maker, trades, power, value) in enumerate(w.MACHINES, 1):
        state = {4: "limited", 8: "down", 14: "limited"}.get(number, "running")
        rows.append({
            "ref": f"e{number}", "name": name, "serial": f"{model}-{20190 + number * 37}", "site": w.SITES[number % 3][0], "part_of": "e4" if number == 13 else None, "model": model,
            "maker": maker, "state": state, "health": {"running": 100 - number % 4 * 4, "limited": 66, "down": 38}[state], "installed_on": day(-chance.randint(200, 1500)),
            "warranty_until": day(chance.randint(-200, 500)), "value": value, "power": power, "interval_days": chance.choice((30, 60, 90, 180)), "trades": trades, "owner": w.CREW[number % 3],
        })  # fmt: skip
    return rows


def _orders(chance: random.Random, w: ModuleType, equipment: Rows) -> tuple[Rows, Rows]:
    rows, lines = list[Row](), list[Row]()
    for number in range(1, 41):
        machine = equipment[number * 5 % len(equipment)]
        _, subject, symptom, cause = chance.choice([one for one in w.FAULTS if one[0] in machine["trades"]])
        status = "closed" if number <= 26 else ("reported", "assigned", "working", "checking")[number % 4]
        ago = chance.randint(12, 160) if status == "closed" else chance.randint(0, 6)
        urgency = "planned" if subject == w.SERVICE else chance.choice(("critical", "urgent", "normal", "normal"))
        row: Row = {
            "ref": f"w{number}", "title": f"{machine['name']} {subject}", "equipment": machine["ref"], "status": status, "kind": "service" if subject == w.SERVICE else "repair",
            "urgency": urgency, "trades": machine["trades"], "symptom": symptom, "cause": cause if status in ("checking", "closed") else None,
            "reported_at": moment(ago, chance.randint(8, 16), 15), "due_on": day(-ago + chance.choice((1, 3, 5))), "owner": None if status == "reported" else chance.choice(w.CREW),
        }  # fmt: skip
        if status in ("checking", "closed"):
            row |= {"downtime": f"{chance.randint(1, 16)}h", "labour": f"{chance.randint(1, 10)}h"}
            for code, _, _, price, *_ in chance.sample(w.PARTS, chance.randint(1, 3)):
                lines.append(
                    {
                        "work_order": row["ref"],
                        "part": code,
                        "quantity": chance.randint(1, 4),
                        "price": price,
                        "under_warranty": chance.random() < 0.15,
                    }
                )
        if status == "closed":
            row |= {"finished_on": day(-ago + chance.randint(0, 4)), "satisfaction": chance.choice((3, 4, 4, 5, 5))}
        rows.append(row)
    return rows, lines


def _inspections(chance: random.Random, w: ModuleType, equipment: Rows) -> Rows:
    rows: Rows = []
    for number in range(60):
        machine, planned = equipment[number % len(equipment)], -int(number * 1.4) + 8
        row: Row = {
            "title": w.POINTS[number % len(w.POINTS)],
            "equipment": machine["ref"],
            "planned_on": day(planned),
            "owner": machine["owner"],
        }
        if planned < -1:
            result = chance.choices(("good", "watch", "bad"), (8, 3, 1))[0]
            row |= {
                "done_at": moment(-planned, chance.randint(8, 17), 30), "result": result, "score": {"good": 95, "watch": 74, "bad": 45}[result] + chance.randint(-4, 4),
                "temperature": chance.randint(280, 620) / 10, "vibration": chance.randint(60, 420) / 100,
                "findings": None if result == "good" else chance.sample(w.FINDINGS, 2), "note": w.REPORTED if result == "bad" else None,
            }  # fmt: skip
        rows.append(row)
    return rows
