"""The benchmark's records: 10,000 accounts and 100,000 deals of them, from a seed."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

STAGES = {"prospecting": 25, "qualification": 20, "proposal": 18, "negotiation": 12, "won": 15, "lost": 10}
PROBABILITY = {"prospecting": 10, "qualification": 25, "proposal": 50, "negotiation": 75, "won": 100, "lost": 0}
INDUSTRIES = ("manufacturing", "energy", "retail", "logistics", "health", "education", "finance", "software")
CITIES = ("Shanghai", "Suzhou", "Ningbo", "Hefei", "Dongguan", "Wuxi", "Chongqing", "Qingdao", "Xiamen", "Chengdu")
FIRST_DAY = date(2025, 1, 1)


def accounts(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Bodies for POST /api/v1/account."""
    draw = random.Random(seed)
    for number in range(count):
        yield {
            "name": f"Account {number:06}",
            "industry": draw.choice(INDUSTRIES),
            "city": draw.choice(CITIES),
            "annual_revenue": f"{draw.randrange(10_000, 100_000_000)}.00",
        }


def deals(count: int, account_ids: list[str], owner_ids: list[str], seed: int = 2) -> Iterator[dict[str, Any]]:
    """Bodies for POST /api/v1/opportunity."""
    draw = random.Random(seed)
    stages, weights = list(STAGES), list(STAGES.values())
    for number in range(count):
        stage = draw.choices(stages, weights)[0]
        yield {
            "name": f"Deal {number:06}",
            "account": draw.choice(account_ids),
            "stage": stage,
            "amount": f"{draw.randrange(100_000, 50_000_000) / 100:.2f}",
            "close_date": (FIRST_DAY + timedelta(days=draw.randrange(730))).isoformat(),
            "owner": draw.choice(owner_ids),
            "probability": PROBABILITY[stage],
        }
