"""Random formulas that check, and random records with blanks, from a seed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

TEXTS = [
    "",
    "a",
    "A",
    "ab",
    "Straße",
    "STRASSE",
    "中文",
    "中",
    "😀",
    "\uffee",
    "x y",
    "  pad  ",
    "12.5",
    "-3",
    "a@b.cn",
    "Zz",
    "é",
]
NUMBERS = ["0", "1", "-1", "2.5", "-2.5", "0.005", "1.005", "100", "99999.99", "0.333333", "-0.0005", "7", "3"]
FIELDS = ("amount", "price", "fine", "count", "share", "total", "parts_total", "age", "maker.rank", "maker.weight")
SEPARATORS = (", ", "、")
UNITS = ("d", "m", "y")
STEPS = ("w", *UNITS)
PATTERNS = ("0", "0.00", "#,##0.0")


class Formulas:
    """Writes formulas of a wanted type."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def any(self) -> str:
        """A formula of any type that has a value in SQL."""
        kind = self.random.choice(
            ["bool", "bool", "bool", "number", "number", "text", "date", "datetime", "duration", "ref"]
        )
        return str(getattr(self, kind)(self.random.randint(1, 4)))

    def pick(self, *choices: Any) -> str:
        found = self.random.choice(choices)
        return str(found() if callable(found) else found)

    def number(self, depth: int) -> str:
        def leaf() -> str:
            return self.pick(*FIELDS, *NUMBERS, "ROUND(amount, 0)", "ROUND(price, 1)")

        if depth <= 0:
            return leaf()
        n, d = (lambda: self.number(depth - 1)), (lambda: self.date(depth - 1))
        t, b = (lambda: self.text(depth - 1)), (lambda: self.bool(depth - 1))
        return self.pick(
            leaf,
            leaf,
            lambda: f"({n()} + {n()})",
            lambda: f"({n()} - {n()})",
            lambda: f"({n()} * {n()})",
            lambda: f"({n()} / {n()})",
            lambda: f"-({n()})",
            lambda: f"ABS({n()})",
            lambda: f"ROUND({n()}, {self.random.randint(0, 4)})",
            lambda: f"ROUNDUP({n()}, {self.random.randint(0, 3)})",
            lambda: f"ROUNDDOWN({n()}, {self.random.randint(0, 3)})",
            lambda: f"INT({n()})",
            lambda: f"MOD({n()}, {n()})",
            lambda: f"QUOTIENT({n()}, {n()})",
            lambda: f"SIGN({n()})",
            lambda: f"SQRT({n()})",
            lambda: f"CEILING({n()}, {n()})",
            lambda: f"FLOOR({n()}, {n()})",
            lambda: f"({n()}) ^ 2",
            lambda: f"MIN({n()}, {n()})",
            lambda: f"MAX({n()}, {n()}, {n()})",
            lambda: f"IF({b()}, {n()}, {n()})",
            lambda: f"IF({b()}, {n()})",
            lambda: f"COALESCE({n()}, {n()})",
            lambda: f"IFERROR({n()}, {n()})",
            lambda: f'SWITCH(state, "open", {n()}, "done", {n()}, 0)',
            lambda: f"LEN({t()})",
            lambda: f"FIND({t()}, {t()})",
            lambda: f"SEARCH({t()}, {t()})",
            lambda: f"VALUE({t()})",
            lambda: f"({d()} - {d()})",
            lambda: (
                self.pick("YEAR", "MONTH", "DAY", "WEEKDAY", "WEEKNUM", "QUARTER")
                + f"({self.pick(d, lambda: self.datetime(depth - 1))})"
            ),
            lambda: self.pick("HOUR", "MINUTE") + f"({self.datetime(depth - 1)})",
            lambda: f"HOURS({self.duration(depth - 1)})",
            lambda: f'DATEDIF({d()}, {d()}, "{self.pick(*UNITS)}")',
            lambda: f"NETWORKDAYS({d()}, {d()})",
            lambda: self.aggregate_number(depth),
        )

    def aggregate_number(self, depth: int) -> str:
        rows = f"parts[{self.row_bool(depth - 1)}]" if self.random.random() < 0.5 else "parts"
        return self.pick(
            f"SUM({rows}.cost)",
            f"COUNT({rows})",
            f"COUNT({rows}.label)",
            f"COUNT({rows}.cost)",
            f"AVERAGE({rows}.cost)",
            f"MIN({rows}.pieces)",
            f"MAX({rows}.cost)",
            f"SUM({rows}, cost * pieces)",
            f"FIRST({rows}.cost)",
            f"LAST({rows}.pieces, day)",
            f"FIRST({rows}.cost, pieces)",
            f"SUM({rows}.maker.rank)",
        )

    def row_bool(self, depth: int) -> str:
        return self.pick(
            "ready",
            "cost > 1",
            "pieces = 2",
            "NOT (cost < 3)",
            'label = "a"',
            'label <> ""',
            "NOT ready",
            "day >= TODAY()",
            "ISBLANK(cost)",
            "maker.rank > 1",
            'CONTAINS(label, "A")',
            "cost / pieces > 1",
            "cost + pieces > 3",
        )

    def bool(self, depth: int) -> str:
        sign = self.random.choice(["=", "<>", "<", "<=", ">", ">="])
        leaf = lambda: self.pick(  # noqa: E731
            "sealed",
            'state = "open"',
            'state <> "done"',
            f"maker {self.random.choice(['=', '<>'])} other",
            "ISBLANK(maker)",
            'CONTAINS(marks, "void")',
            "ISBLANK(marks)",
            "owner = $user",
            'HASROLE("packer")',
            "TRUE",
            'state IN ("open", "void")',
            f"amount {sign} price",
            f"made {sign} due",
            f"seen {sign} NOW()",
            f"title {sign} note",
            'made >= "2024-02-29"',
        )
        if depth <= 0:
            return leaf()
        n, b, t = (lambda: self.number(depth - 1)), (lambda: self.bool(depth - 1)), (lambda: self.text(depth - 1))
        return self.pick(
            leaf,
            lambda: f"{n()} {sign} {n()}",
            lambda: f"{n()} {sign} {n()}",
            lambda: f"{t()} {sign} {t()}",
            lambda: f"{self.date(depth - 1)} {sign} {self.date(depth - 1)}",
            lambda: f"{self.datetime(depth - 1)} {sign} {self.datetime(depth - 1)}",
            lambda: f"({b()} AND {b()})",
            lambda: f"({b()} OR {b()})",
            lambda: f"NOT ({b()})",
            lambda: f"NOT ({b()})",
            lambda: f"({b()}) = ({b()})",
            lambda: f"XOR({b()}, {b()})",
            lambda: f"IF({b()}, {b()}, {b()})",
            lambda: f"IF({b()}, {b()})",
            lambda: f"ISBLANK({self.pick(n, t, lambda: self.date(depth - 1))})",
            lambda: f"{n()} IN ({n()}, {n()})",
            lambda: f"BETWEEN({n()}, {n()}, {n()})",
            lambda: self.pick("CONTAINS", "STARTSWITH", "ENDSWITH", "EXACT") + f"({t()}, {t()})",
            lambda: self.pick("ISEMAIL", "ISPHONE", "ISURL") + f"({t()})",
            lambda: f"ANY(parts, {self.row_bool(depth - 1)})",
            lambda: f"ALL(parts, {self.row_bool(depth - 1)})",
            lambda: f"ANY(parts[{self.row_bool(depth - 1)}])",
            lambda: f"{self.duration(depth - 1)} {sign} {self.duration(depth - 1)}",
            "LAST(parts.ready)",
        )

    def text(self, depth: int) -> str:
        leaf = lambda: self.pick("title", "note", "state", "maker.name", *(f'"{one}"' for one in TEXTS))  # noqa: E731
        if depth <= 0:
            return leaf()
        n, t, b = (lambda: self.number(depth - 1)), (lambda: self.text(depth - 1)), (lambda: self.bool(depth - 1))
        small = lambda: self.pick("count", "2", "3", "-1", "0", n)  # noqa: E731
        return self.pick(
            leaf,
            leaf,
            lambda: f"({t()} & {t()})",
            lambda: f"({t()} & {n()})",
            lambda: f"LEFT({t()}, {small()})",
            lambda: f"RIGHT({t()}, {small()})",
            lambda: f"MID({t()}, {small()}, {small()})",
            lambda: f"UPPER({t()})",
            lambda: f"LOWER({t()})",
            lambda: f"TRIM({t()})",
            lambda: f"CONCAT({t()}, {n()}, {b()})",
            lambda: f"TEXTJOIN({t()}, {t()}, {t()})",
            lambda: f"SUBSTITUTE({t()}, {t()}, {t()})",
            lambda: f"REPT({t()}, {small()})",
            lambda: f"TEXT({n()})",
            lambda: f'TEXT({n()}, "{self.pick(*PATTERNS)}")',
            lambda: f'TEXT({self.date(depth - 1)}, "yyyy-mm-d")',
            lambda: f"IF({b()}, {t()}, {t()})",
            lambda: f"COALESCE({t()}, {t()})",
            lambda: f'JOIN(parts[{self.row_bool(depth - 1)}].label, "{self.pick(*SEPARATORS)}")',
            "FIRST(parts.label)",
            "LAST(parts.label, cost)",
            lambda: f"({self.date(depth - 1)} & {t()})",
        )

    def date(self, depth: int) -> str:
        leaf = lambda: self.pick("made", "due", "maker.since", "TODAY()", "DATE(2024, 2, 29)", "DATE(2025, 12, 31)")  # noqa: E731
        if depth <= 0:
            return leaf()
        n = lambda: self.number(depth - 1)  # noqa: E731
        small = lambda: self.pick("count", "1", "-1", "13", n)  # noqa: E731
        return self.pick(
            leaf,
            leaf,
            lambda: f"({self.date(depth - 1)} + {small()})",
            lambda: f"({self.date(depth - 1)} - {small()})",
            lambda: f"EDATE({self.date(depth - 1)}, {small()})",
            lambda: f"EOMONTH({self.date(depth - 1)}, {small()})",
            lambda: f"DATE({self.datetime(depth - 1)})",
            lambda: f"DATE({self.pick('2024', '1', '9999', n)}, {small()}, {small()})",
            lambda: f'DATEADD({self.date(depth - 1)}, {small()}, "{self.pick(*STEPS)}")',
            lambda: f"IF({self.bool(depth - 1)}, {self.date(depth - 1)}, {self.date(depth - 1)})",
            lambda: f"MAX({self.date(depth - 1)}, {self.date(depth - 1)})",
            "MIN(parts.day)",
            "FIRST(parts.day)",
            lambda: f"COALESCE({self.date(depth - 1)}, {self.date(depth - 1)})",
        )

    def datetime(self, depth: int) -> str:
        leaf = lambda: self.pick("seen", "left", "NOW()")  # noqa: E731
        if depth <= 0:
            return leaf()
        return self.pick(
            leaf,
            lambda: f"({self.datetime(depth - 1)} + {self.duration(depth - 1)})",
            lambda: f"({self.datetime(depth - 1)} - {self.duration(depth - 1)})",
            lambda: f"DATETIME({self.date(depth - 1)}, {self.pick('0', '9', '23', 'count')}, 30)",
            "MAX(parts.moment)",
            lambda: f"IF({self.bool(depth - 1)}, {self.datetime(depth - 1)})",
        )

    def duration(self, depth: int) -> str:
        if depth <= 0:
            return self.pick("span", "HOURS(2)", "DAYS(1)")
        n = lambda: self.number(depth - 1)  # noqa: E731
        return self.pick(
            "span",
            lambda: f"({self.datetime(depth - 1)} - {self.datetime(depth - 1)})",
            lambda: f"HOURS({n()})",
            lambda: f"DAYS({n()})",
            lambda: f"({self.duration(depth - 1)} + {self.duration(depth - 1)})",
            lambda: f"({self.duration(depth - 1)} * {n()})",
            lambda: f"({self.duration(depth - 1)} / {n()})",
        )

    def ref(self, depth: int) -> str:
        return self.pick(
            "maker", lambda: f"IF({self.bool(depth - 1)}, maker, other)", "FIRST(parts.maker)", "COALESCE(other, maker)"
        )


def records(random: Random, count: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Crates (as rows for Python, with `parts` and the makers' fields by path) and makers."""
    from .world import USER

    makers = [
        {
            "id": _id("b", n),
            "name": _maybe(random, lambda: random.choice(TEXTS)),
            "rank": _maybe(random, lambda: random.randint(-3, 9)),
            "since": _maybe(random, lambda: _day(random)),
        }
        for n in range(5)
    ]
    found = []
    for n in range(count):
        row: dict[str, Any] = {
            "id": _id("c", n),
            "owner": _maybe(random, lambda: USER),
            "title": _maybe(random, lambda: random.choice(TEXTS)),
            "note": _maybe(random, lambda: random.choice(TEXTS)),
            "amount": _maybe(random, lambda: _decimal(random, 2)),
            "price": _maybe(random, lambda: _decimal(random, 4)),
            "fine": _maybe(random, lambda: _decimal(random, 6)),
            "count": _maybe(random, lambda: random.choice([0, 1, 2, 3, -1, 5, 28, 1000, 999_999_999_999])),
            "share": _maybe(random, lambda: Decimal(random.randint(0, 100))),
            "state": _maybe(random, lambda: random.choice(["open", "done", "void"])),
            "marks": _maybe(random, lambda: random.sample(["open", "done", "void"], random.randint(1, 3))),
            "sealed": _maybe(random, lambda: random.random() < 0.5),
            "made": _maybe(random, lambda: _day(random)),
            "due": _maybe(random, lambda: _day(random)),
            "seen": _maybe(random, lambda: _instant(random)),
            "left": _maybe(random, lambda: _instant(random)),
            "span": _maybe(random, lambda: random.choice([0, 60, 3600, -86_400, 10**9])),
        }
        for link in ("maker", "other"):
            chosen = _maybe(random, lambda: random.choice(makers))
            row |= _linked(link, chosen)
        row["parts"] = [_part(random, n, m, makers) for m in range(random.choice([0, 0, 1, 2, 5]))]
        random.shuffle(row["parts"])
        found.append(row)
    return found, makers


def _part(random: Random, n: int, m: int, makers: list[dict[str, Any]]) -> dict[str, Any]:
    row = {
        "id": _id("d", n * 10 + m),
        "label": _maybe(random, lambda: random.choice(TEXTS)),
        "cost": _maybe(random, lambda: _decimal(random, 2)),
        "pieces": _maybe(random, lambda: random.randint(-1, 4)),
        "ready": _maybe(random, lambda: random.random() < 0.5),
        "day": _maybe(random, lambda: _day(random)),
        "moment": _maybe(random, lambda: _instant(random)),
    }
    return row | _linked("maker", _maybe(random, lambda: random.choice(makers)))


def _linked(link: str, chosen: dict[str, Any] | None) -> dict[str, Any]:
    there = chosen or {}
    return {link: there.get("id"), **{f"{link}.{key}": there.get(key) for key in ("name", "rank", "since")}}


def _id(kind: str, n: int) -> str:
    return f"0198c3d2-0000-7000-8000-{kind}{n:011d}"


def _maybe(random: Random, make: Any) -> Any:
    return None if random.random() < 0.25 else make()


def _decimal(random: Random, scale: int) -> Decimal:
    if random.random() < 0.1:
        return Decimal(random.choice([10**12 - 1, -(10**12) + 1, 5 * 10**11]))
    if random.random() < 0.3:
        return Decimal(random.choice(["0", "1", "2", "-1", "0.5", "2.5", "-2.5"]))
    return Decimal(random.randint(-(10**7), 10**7)).scaleb(-scale)


def _day(random: Random) -> date:
    return random.choice(
        [
            date(2024, 2, 29),
            date(2025, 1, 31),
            date(2026, 5, 20),
            date(1, 1, 1),
            date(9999, 12, 31),
            date(2024, 1, 1) + timedelta(days=random.randint(0, 900)),
        ]
    )


def _instant(random: Random) -> datetime:
    return datetime(2024, 1, 1, tzinfo=UTC) + timedelta(
        seconds=random.randint(0, 80_000_000), microseconds=random.choice([0, 1, 999_999, 500_000])
    )
