"""Projects with their milestones, parties and team, and the targets of the sellers."""

# ruff: noqa: E501 - tables of samples read across

import random
from types import ModuleType

from .table import Row, Rows, day

PARTS = ("client", "contractor", "design", "integrator", "supervisor")
KINDS = {"contractor": "contractor", "design": "design", "integrator": "integrator"}


def projects(chance: random.Random, w: ModuleType, contracts: Rows, partners: Rows) -> tuple[Rows, Rows, Rows, Rows]:
    """Projects, their parties, milestones and team."""
    rows, parties, milestones, team = list[Row](), list[Row](), list[Row](), list[Row]()
    begun = sorted((c for c in contracts if c["_days"] and c["status"] == "active"), key=lambda c: c["_days"])
    for number, contract in enumerate(begun[1::2][:14], 1):
        ref, ago, length = f"j{number}", contract["_days"], chance.choice((110, 140, 170))
        late = chance.choice((0, 0, 0, 12, 25))
        done = [share for share in range(6) if (share + 0.4) / 6 * length + late < ago]
        status = (
            "done"
            if len(done) == 6
            else "acceptance"
            if len(done) == 5
            else "paused"
            if number == 9
            else "running"
            if done
            else "planning"
        )
        row: Row = {
            "ref": ref, "name": w.DELIVERY_PROJECT.format(contract["_deal"]), "account": contract["account"], "contract": contract["ref"],
            "opportunity": contract["opportunity"], "status": status, "health": "bad" if late == 25 and status != "done" else "risk" if late else "good",
            "starts_on": day(-ago), "ends_on": day(length - ago), "accepted_on": day(-max(ago - length, 1)) if status == "done" else None,
            "budget": contract["cost"], "owner": contract["owner"],
        }  # fmt: skip
        rows.append(row)
        for position, name in enumerate(w.MILESTONES):
            at = ago - round((position + 0.5) / 6 * length)
            milestones.append({
                "project": ref, "position": position + 1, "name": name, "due_on": day(-at),
                "done_on": day(-max(at - late - chance.randint(-2, 3), 0)) if position in done else None,
            })  # fmt: skip
        for part in PARTS[: chance.randint(2, 5)]:
            fitting = [p for p in partners if p["kind"] == KINDS.get(part)]
            parties.append({
                "project": ref, "part": part, "account": contract["account"] if part == "client" else None,
                "partner": chance.choice(fitting)["ref"] if fitting else None, "contact_name": w.person(chance),
                "phone": w.telephone(chance), "note": w.DUTIES[part],
            })  # fmt: skip
        people = dict.fromkeys((contract["owner"], w.AGENTS[number % 3], w.BUYER, w.AGENTS[(number + 1) % 3]))
        for person, part in zip(people, w.TEAM, strict=False):
            team.append({"source": ref, "target": person, "part": part, "days": chance.randint(5, 40)})
    rows.append({
        "ref": "j15", "name": f"{rows[0]['name']} {w.PHASES[1]}", "account": rows[0]["account"], "parent": "j1", "status": "planning",
        "health": "good", "starts_on": day(20), "ends_on": day(150), "owner": rows[0]["owner"],
    })  # fmt: skip
    return rows, parties, milestones, team


def targets(w: ModuleType, opportunities: Rows) -> Rows:
    """A little more than each seller won in the last year, more of it at the end of the year."""
    rows: Rows = []
    for number, seller in enumerate(w.SELLERS):
        won = sum(
            o["amount"] for o in opportunities if o["owner"] == seller and o["stage"] == "won" and o["_days"] < 365
        )
        year = max(won, w.cash(3_000_000)) * (1.3, 0.9, 1.1, 1.2, 0.95, 1.4, 1.05)[number % 7]
        quarters = {f"q{n}": round(year * share / 100, -4) for n, share in enumerate((20, 25, 25, 30), 1)}
        name = next(line.split("|")[1] for line in w.PEOPLE if line.startswith(f"{seller}|"))
        rows.append(
            {
                "ref": f"e{number + 1}",
                "name": w.TARGET.format(name),
                "seller": seller,
                **quarters,
                "owner": seller,
                "note": w.TARGET_NOTE,
            }
        )
    return rows
