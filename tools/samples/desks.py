"""What those note who do not sell: agents about tickets, finance about what is owed, marketing and purchasing about theirs."""

import random
from collections.abc import Mapping
from types import ModuleType

from .table import Rows, day, moment


def talks(chance: random.Random, w: ModuleType, desks: Mapping[str, tuple[str, Rows]]) -> Rows:
    """Two weeks of activities of each person; `desks`: person -> (entity, records on the desk)."""
    rows: Rows = []
    for owner, (entity, records) in desks.items():
        for number in range(12):
            kind, subject, content, outcome = w.DESK_TALKS[entity][number % len(w.DESK_TALKS[entity])]
            days, minute = number + (0 if chance.random() < 0.6 else 1), chance.choice((5, 20, 35, 50))
            rows.append({
                "subject": subject, "kind": kind, "about": f"{entity}:{chance.choice(records)['ref']}",
                "happened_at": moment(days, chance.randint(8, 17), minute) if days else f"now-{chance.randint(1, 4)}h",
                "duration": f"{chance.randint(3, 25)}m" if kind == "call" else None, "outcome": outcome, "content": content,
                "next_on": day(-days + chance.randint(1, 9)) if number % 3 == 0 else None, "owner": owner,
            })  # fmt: skip
    return rows
