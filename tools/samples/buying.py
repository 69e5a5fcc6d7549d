"""What is bought and kept: suppliers, stock, purchase plans of orders, purchase orders."""

# ruff: noqa: E501 - tables of samples read across

import random
from types import ModuleType

from .table import Row, Rows, day


def suppliers(chance: random.Random, w: ModuleType) -> Rows:
    rows: Rows = []
    for number, line in enumerate(w.SUPPLIERS, 1):
        name, category, region, contact, lead, terms, status = line.split("|")
        rows.append({
            "ref": f"s{number}", "name": name, "category": category, "status": status, "rating": chance.randint(2, 5), "region": region,
            "address": w.street(chance, region), "contact_name": contact, "phone": w.telephone(chance), "email": f"sales@s{number}.example",
            "lead_days": lead, "payment_terms": terms, "bank_name": w.bank(chance, region.split("/")[-1]), "owner": w.BUYER,
            "bank_account": f"6228{chance.randint(10**11, 10**12 - 1)}", "certified_until": day(chance.choice((-20, 40, 120, 300, 500))),
        })  # fmt: skip
    return rows


def items(chance: random.Random, w: ModuleType, products: Rows) -> Rows:
    """A finished product for everything that is delivered, and the parts it is made of."""
    rows: Rows = [
        {
            "ref": product["stock_item"], "name": w.FINISHED.format(product["name"]), "code": f"F-{product['code']}", "kind": "product",
            "unit": product["unit"], "warehouse": chance.choice(("main", "main", "east", "south")), "bin": _bin(chance, w),
            "supplier": None, "lead_days": 40, "price": product["cost"], "safety": 2, "_wanted": chance.randint(1, 8),
        }
        for product in products if product["stock_item"]
    ]  # fmt: skip
    for line in w.PARTS:
        code, name, kind, unit, price, supplier, lead, safety = line.split("|")
        rows.append({
            "ref": code, "name": name, "code": code, "kind": kind, "unit": unit, "warehouse": chance.choice(("main", "main", "east")),
            "bin": _bin(chance, w), "supplier": f"s{supplier}", "lead_days": lead, "price": w.cash(int(price)), "safety": safety,
            "_wanted": round(int(safety) * chance.choice((0.4, 0.8, 1.2, 1.6, 2.2))),
        })  # fmt: skip
    return rows


def _bin(chance: random.Random, w: ModuleType) -> str:
    return str(w.STORE_BIN.format(chance.choice("ABCD"), chance.randint(1, 12), chance.randint(1, 30)))


def purchases(
    chance: random.Random, w: ModuleType, items: Rows, suppliers: Rows, orders: Rows, order_lines: Rows
) -> tuple[Rows, Rows, Rows]:
    """A year of purchases, and plans for what orders in preparation still want."""
    parts = [item for item in items if item["supplier"]]
    rows, lines, plans = list[Row](), list[Row](), list[Row]()
    for number in range(36):
        supplier = suppliers[number % 12]
        mine = [part for part in parts if part["supplier"] == supplier["ref"]]
        if not mine:
            continue
        lead, ago = int(supplier["lead_days"]), (330 - number * 11 if number < 24 else (36 - number) * 4)
        due = ago - lead
        late = chance.choice((0, 0, 0, 0, 3, 8))
        status = (
            "draft"
            if number >= 34
            else "ordered"
            if due - late < 0 or number % 9 == 7
            else "closed"
            if due > 90
            else "received"
        )
        if status == "ordered" and number % 4 == 1:
            status = "part"
        order = (
            next((one for one in orders if one["status"] in ("confirmed", "preparing")), None) if number >= 30 else None
        )
        ref, total = f"b{number + 1}", 0.0
        chosen = chance.sample(mine, min(len(mine), chance.randint(1, 3)))
        for position, part in enumerate(chosen, 1):
            quantity = max(2, int(part["safety"]) * chance.choice((1, 2, 3)) // 2)
            came = quantity if status in ("received", "closed") else quantity // 2 if status == "part" else 0
            total += quantity * part["price"] * 1.13
            lines.append({
                "order": ref, "position": position, "item": part["ref"], "quantity": quantity, "price": part["price"], "received_quantity": came,
            })  # fmt: skip
        row: Row = {
            "ref": ref, "name": w.PURCHASE.format(chosen[0]["name"]), "supplier": supplier["ref"], "order": order and order["ref"],
            "status": status, "ordered_on": day(-ago), "due_on": day(-due), "payment_terms": supplier["payment_terms"], "owner": w.BUYER,
            "paid": round(total, 2) if status == "closed" else round(total * 0.3, 2) if supplier["payment_terms"] == "prepaid" else 0,
        }  # fmt: skip
        if status in ("received", "closed"):
            row["received_on"] = day(-max(due - late, 0))
        rows.append(row)
    for order in orders:
        if order["status"] not in ("confirmed", "preparing", "shipped"):
            continue
        for part in chance.sample(parts, chance.randint(1, 3)):
            status = "arrived" if order["status"] == "shipped" else chance.choice(("open", "open", "ordered"))
            bought = [
                b for b in rows if b["supplier"] == part["supplier"] and b["status"] in ("ordered", "part", "received")
            ]
            if status != "open" and not bought:
                status = "open"
            plans.append({
                "ref": f"n{len(plans) + 1}", "name": part["name"], "item": part["ref"], "order": order["ref"], "quantity": chance.randint(1, 8),
                "needed_on": day(-order["_due"] - 7), "supplier": part["supplier"], "status": status,
                "purchase_order": bought[-1]["ref"] if status != "open" else None, "owner": w.BUYER,
            })  # fmt: skip
    for part in parts:
        if part["_wanted"] < int(part["safety"]):
            plans.append({
                "ref": f"n{len(plans) + 1}", "name": part["name"], "item": part["ref"], "quantity": part["safety"],
                "needed_on": day(chance.randint(5, 50)), "supplier": part["supplier"], "status": "open", "owner": w.BUYER,
            })  # fmt: skip
    return rows, lines, plans


def balance(
    chance: random.Random, items: Rows, orders: Rows, order_lines: Rows, purchases: Rows, purchase_lines: Rows
) -> None:
    """Opening stock so that what is on hand today comes out as wanted."""
    gone = {one["ref"] for one in orders if one["status"] in ("shipped", "delivered", "done")}
    waiting = {one["ref"] for one in orders if one["status"] in ("confirmed", "preparing")}
    for item in items:
        out = sum(
            line["quantity"] for line in order_lines if line["order"] in gone and f"k_{line['product']}" == item["ref"]
        )
        came = sum(line["received_quantity"] for line in purchase_lines if line["item"] == item["ref"])
        held = sum(
            line["quantity"]
            for line in order_lines
            if line["order"] in waiting and f"k_{line['product']}" == item["ref"]
        )
        item["_wanted"] += round(held * chance.choice((0.6, 0.9, 1, 1.2)))
        item["opening"] = max(item["_wanted"] + out - came, 0)
        if item["_wanted"] + out - came < 0:
            item["adjusted"] = item["_wanted"] + out - came
