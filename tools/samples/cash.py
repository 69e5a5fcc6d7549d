"""From the signature to the money: contracts, orders, what is to be paid when, what was paid, invoices."""

# ruff: noqa: E501 - tables of samples read across

import random
from types import ModuleType

from .selling import sale_lines
from .table import Row, Rows, day

OPENED = ("signing", "draft", "signing", "draft")
STATES = ((8, "draft"), (18, "confirmed"), (55, "preparing"), (80, "shipped"), (110, "delivered"), (10_000, "done"))
"""So many days after the signature an order is that far."""


def contracts(chance: random.Random, w: ModuleType, opportunities: Rows, quotations: Rows) -> Rows:
    quoted = {q["opportunity"]: q["ref"] for q in quotations}
    sold = [o for o in opportunities if o["stage"] == "won"][:46]
    rows: Rows = []
    for number, deal in enumerate(sold):
        days, amount = deal["_days"], deal["amount"]
        terms = chance.choice(("stages_3421", "stages_3421", "stages_361", "net_60", "net_30"))
        accepted = days - chance.randint(100, 130)
        done = days > 300 and terms not in ("stages_3421", "stages_361")
        rows.append({
            "ref": f"c{number + 1}", "name": w.CONTRACT.format(deal["name"]), "account": deal["account"], "opportunity": deal["ref"], "quotation": quoted.get(deal["ref"]),
            "kind": "service" if "SV" in deal["product"] else "framework" if number % 11 == 5 else "sale", "status": "terminated" if number == 20 else "done" if done else "active",
            "amount": amount, "cost": amount * chance.randint(58, 84) // 100, "payment_terms": terms, "signed_on": day(-days), "start_on": day(-days),
            "end_on": day(chance.randint(6, 58) if number % 6 == 5 and not done else -days + chance.choice((180, 365, 365, 540))), "accepted_on": day(-accepted) if accepted > 0 else None,
            "bank_account": f"3205{chance.randint(10**7, 10**8 - 1)}{chance.randint(1000, 9999)}", "owner": deal["owner"],
            "_days": days, "_accepted": accepted if accepted > 0 else None, "_product": deal["product"], "_pieces": deal["_pieces"], "_deal": deal["name"],
        })  # fmt: skip
    for status, deal in zip(OPENED, [o for o in opportunities if o["stage"] == "negotiation"], strict=False):
        rows.append({
            "ref": f"c{len(rows) + 1}", "name": w.CONTRACT.format(deal["name"]), "account": deal["account"], "opportunity": deal["ref"], "kind": "sale", "status": status,
            "amount": deal["amount"], "cost": deal["amount"] * 66 // 100, "payment_terms": "stages_3421", "owner": deal["owner"], "_days": 0,
        })  # fmt: skip
    return rows


def orders(chance: random.Random, w: ModuleType, contracts: Rows, contacts: Rows, products: Rows) -> tuple[Rows, Rows]:
    by_ref, rows, lines = {p["ref"]: p for p in products}, list[Row](), list[Row]()
    for contract in contracts:
        if not contract["_days"] or contract["status"] == "terminated":
            continue
        ref, ago = f"d{len(rows) + 1}", max(contract["_days"] - 3, 0)
        status = next(state for until, state in STATES if ago < until)
        due = ago - chance.choice((45, 60, 75))
        if status in ("delivered", "done"):
            due = max(due, ago - 90)
        shipped, delivered = due + chance.choice((9, 5, 4, -2, -6)), due + chance.choice((4, 2, 1, -5, -12))
        late = chance.random() < 0.3
        here = [c["ref"] for c in contacts if c["account"] == contract["account"]]
        row: Row = {
            "ref": ref, "name": w.ORDER.format(contract["_deal"]), "account": contract["account"], "contract": contract["ref"], "opportunity": contract["opportunity"], "receiver": chance.choice(here),
            "status": status, "ordered_on": day(-ago), "due_on": day(-due), "payment_terms": contract["payment_terms"], "owner": contract["owner"],
            "_ago": ago, "_due": due, "_delivered": None,
        }  # fmt: skip
        if status in ("shipped", "delivered", "done"):
            shipped = min(max(shipped, delivered, 1), ago)
            row |= {
                "shipped_on": day(-shipped),
                "carrier": chance.choice(w.CARRIERS),
                "tracking": f"YD{chance.randint(10**8, 10**9 - 1)}",
            }
        if status in ("delivered", "done"):
            arrived = max(min(delivered - (7 if late else 0), shipped), 0)
            row |= {"delivered_on": day(-arrived), "_delivered": arrived}
        contract["_order"] = row
        rows.append(row)
        made = sale_lines(chance, by_ref[contract["_product"]], products, contract["_pieces"])
        lines += [{"order": ref, **line} for line in made]
    return rows, lines


def money(chance: random.Random, w: ModuleType, contracts: Rows, accounts: Rows) -> tuple[Rows, Rows, Rows]:
    """Receivables by the terms of each contract; payments and invoices as far as their days have come."""
    receivables, payments, invoices = list[Row](), list[Row](), list[Row]()
    firms = {account["ref"]: account for account in accounts}
    for contract in contracts:
        if contract["status"] == "terminated":
            continue
        for name, share, trigger, credit in w.INSTALMENTS[contract["payment_terms"]]:
            _instalment(
                chance,
                w,
                contract,
                firms[contract["account"]],
                name,
                share,
                trigger,
                credit,
                receivables,
                payments,
                invoices,
            )
    return receivables, payments, invoices


def _instalment(
    chance: random.Random, w: ModuleType, contract: Row, account: Row, name: str, share: int, trigger: str, credit: int,
    receivables: Rows, payments: Rows, invoices: Rows,
) -> None:  # fmt: skip
    ref, amount, order = f"y{len(receivables) + 1}", round(contract["amount"] * share / 100, 2), contract.get("_order")
    common = {"contract": contract["ref"], "account": contract["account"], "owner": contract["owner"]}
    row: Row = {
        "ref": ref,
        "name": name,
        **common,
        "order": order and order["ref"],
        "trigger": trigger,
        "offset_days": credit,
        "share": share,
        "amount": amount,
    }
    receivables.append(row)
    began = {
        "signing": contract["_days"] or None,
        "delivery": order and order["_delivered"],
        "acceptance": contract.get("_accepted"),
    }.get(trigger)
    if trigger == "invoice" and contract["_days"] > 12:
        began = contract["_days"] - 12
    if began is None:
        return
    due = began - credit  # so many days ago; negative is still to come
    bill = {
        "ref": f"f{len(invoices) + 1}",
        "title": account["name"],
        **common,
        "receivable": ref,
        "order": order and order["ref"],
        "kind": "special",
        "amount": amount,
        "tax_number": account["tax_number"],
    }
    if trigger == "invoice" or (due > -20 and chance.random() < 0.75):
        at = began if trigger == "invoice" else max(due + 12, 1)
        invoices.append(
            bill
            | {
                "status": "sent" if at > 6 else "issued",
                "requested_on": day(-at - 3),
                "issued_on": day(-at),
                "invoice_no": f"{chance.randint(10**7, 10**8 - 1)}",
                "sent_on": day(-at + 2) if at > 6 else None,
                "_at": at,
            }
        )
    elif due > -30 and chance.random() < 0.7:
        invoices.append(bill | {"status": "requested", "requested_on": day(-chance.randint(0, 6))})
    settled = (
        contract["status"] == "done"
        or (due > 0 and chance.random() < (0.9 if due > 90 else 0.55))
        or (-5 < due <= 0 and chance.random() < 0.4)
    )
    part = not settled and due > 0 and chance.random() < 0.4
    if settled or part:
        when = max(due - chance.randint(-5, 14), 0)
        payments.append({
            "ref": f"h{len(payments) + 1}", "receivable": ref, **common, "amount": amount if settled else round(amount * chance.choice((30, 50, 60)) / 100, 2), "received_on": day(-when),
            "method": chance.choices(("transfer", "bill", "online"), (7, 2, 1))[0], "status": "pending" if when <= 2 else "confirmed", "bank_ref": f"{chance.randint(10**11, 10**12 - 1)}",
            "payer": account["name"],
        })  # fmt: skip
    if due > 0 and not settled:
        row |= {
            "note": chance.choice(w.COLLECTION),
            "promised_on": day(chance.randint(-6, 15)) if chance.random() < 0.6 else None,
        }
