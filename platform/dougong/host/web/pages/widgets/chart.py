"""A chart: groups, or groups by groups, or series, as a table that a script draws; the table stays for who reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from dougong.host.web.format import numbers
from dougong.records.values import Row

from .ask import Ask, Drawn, Kind
from .buckets import bucket_expression, bucket_key, bucket_label, bucket_span, buckets
from .colours import PALETTE
from .groups import colour_of, group_label, options
from .measure import adds_up, amount, figures, measure_of, only, unit_of
from .narrowing import both, equals, list_href, narrowed, within
from .progress import number_of

_MOST = 12  # categories where the definition does not say
_REST = "\0rest"  # stands for the groups that are not drawn one by one


@dataclass(frozen=True, slots=True)
class Cell:
    value: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """A category: `colour` is its option's, `share` its part of all."""

    label: str
    colour: str
    share: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`shape` is `bar`, `column`, `line`, `area` or `pie`; `total` of all in words."""

    shape: str
    head: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: str
    money: str


@dataclass(frozen=True, slots=True)
class _Axis:
    """The values of a group in their order: (label, colour, condition of its records; None: no list has them) by value."""

    values: Mapping[Any, tuple[str, str, str | None]]


def draw(ask: Ask) -> Drawn:
    """One statement, whatever the shape."""
    widget, measure = ask.widget, measure_of(ask)
    unit = unit_of(ask, measure)
    wanted = {f"s{n}": only(measure, one.when) for n, one in enumerate(widget.series)} or {"measure": measure}
    keys = tuple(
        bucket_expression(ask, path, widget.bucket) if widget.bucket and not n else path
        for n, path in enumerate(widget.group[:2])
    )
    rows = figures(ask, wanted, keys, limit=2000)
    if not rows or not any(amount(row[name]) for row in rows for name in wanted):
        return Drawn(None, list_href(ask))
    cells: dict[tuple[Any, Any], Decimal] = {}
    for row in rows:
        for name in wanted:
            across = row[keys[1]] if len(keys) == 2 else name
            cells[row[keys[0]] if keys else "", across] = amount(row[name])
    down = _axis(ask, rows, keys[0], widget.group[0], cells, 0) if keys else _Axis({"": ("", "", "")})
    if widget.series:
        across = _Axis({f"s{n}": _series(ask, n) for n in range(len(widget.series))})
    elif len(keys) == 2:
        across = _axis(ask, rows, keys[1], widget.group[1], cells, 1)
    else:
        across = _Axis({"measure": (widget.label.in_(ask.look.language), "", "")})
    shape = widget.shape or ("column" if widget.bucket or not keys else "bar")
    chart = _chart(ask, down, across, cells, unit, shape)
    return Drawn(chart, list_href(ask))


def _series(ask: Ask, n: int) -> tuple[str, str, str]:
    one = ask.widget.series[n]
    return one.label.in_(ask.look.language), one.colour or PALETTE[n % len(PALETTE)], one.when


def _axis(ask: Ask, rows: list[Row], key: str, path: str, cells: dict[tuple[Any, Any], Decimal], side: int) -> _Axis:
    """The groups of one side; those beyond the most that are drawn are added up in `cells`."""
    if side == 0 and ask.widget.bucket:
        return _Axis(_dates(ask, [row[key] for row in rows]))
    sums: dict[Any, Decimal] = {}
    for pair, value in cells.items():
        sums[pair[side]] = sums.get(pair[side], Decimal(0)) + value
    titles = {row[key]: group_label(ask, path, row) for row in rows}
    most = ask.widget.limit if "limit" in ask.widget.model_fields_set else _MOST
    order = _ordered(ask, path, sums, titles, len(sums) > most)
    found: dict[Any, tuple[str, str, str | None]] = {
        value: (titles[value], colour_of(ask, path, value), equals(ask, path, value)) for value in order[:most]
    }
    if order[most:] and adds_up(measure_of(ask)):
        found[_REST] = (ask.look.words("Others"), "gray", None)
        for pair in [pair for pair in cells if pair[side] in set(order[most:])]:
            rest = (_REST, pair[1]) if side == 0 else (pair[0], _REST)
            cells[rest] = cells.get(rest, Decimal(0)) + cells.pop(pair)
    return _Axis(found)


def _ordered(ask: Ask, path: str, sums: Mapping[Any, Decimal], titles: Mapping[Any, str], many: bool) -> list[Any]:
    """By the measure where the definition sorts by it or there are too many, else in the order of options or values."""
    places = {key: n for n, key in enumerate(options(ask, path))}
    sort = ask.widget.sort[0] if ask.widget.sort else ("" if places and not many else "-measure")
    if sort.lstrip("-") == "measure":
        return sorted(sums, key=lambda value: (-sums[value] if sort[0] == "-" else sums[value], titles[value]))
    return sorted(sums, key=lambda value: (value is None, places.get(value, 0), str(value)), reverse=sort[:1] == "-")


def _dates(ask: Ask, found: list[Any]) -> dict[Any, tuple[str, str, str]]:
    """Every bucket from the first to the last, or of the whole period, so that a month with nothing is seen."""
    widget, bucket = ask.widget, ask.widget.bucket
    assert bucket
    known = sorted(str(one) for one in found if one)
    if widget.period == widget.group[0]:
        keys = buckets(ask.span.start, ask.span.end, bucket)
    elif known:
        last = max(bucket_span(known[-1], bucket).end, min(ask.look.today, bucket_span(known[-1], bucket).end))
        keys = buckets(bucket_span(known[0], bucket).start, last, bucket)
    else:
        keys = [bucket_key(ask.look.today - timedelta(days=1), bucket)]
    if "limit" in widget.model_fields_set:
        keys = keys[-widget.limit :]
    years = len({key[:4] for key in keys}) > 1
    return {
        key: (
            bucket_label(key, bucket, ask.look.language, year=years and (not n or key[4:] in ("-01", "Q1"))), "",
            within(ask, widget.group[0], bucket_span(key, bucket)),
        )
        for n, key in enumerate(keys)
    }  # fmt: skip


def _chart(
    ask: Ask, down: _Axis, across: _Axis, cells: Mapping[tuple[Any, Any], Decimal], unit: Any, shape: str
) -> Chart:  # fmt: skip
    stated, total = narrowed(ask), sum(cells.values(), Decimal(0))
    lines = []
    for n, (value, (label, colour, condition)) in enumerate(down.values.items()):
        row = []
        for other, (_, _, also) in across.values.items():
            figure = cells.get((value, other), Decimal(0))
            href = "" if condition is None or also is None else list_href(ask, both(stated, condition, also))
            row.append(Cell(f"{figure.normalize():f}", unit.short(figure, ask.look), href))
        hue = colour or (PALETTE[n % len(PALETTE)] if shape == "pie" else "")
        part = sum((cells.get((value, other), Decimal(0)) for other in across.values), Decimal(0))
        lines.append(
            Line(label, hue, numbers.percent(number_of(float(part / total * 100), 0)) if total else "", tuple(row))
        )
    used = [one[1] for one in across.values.values() if one[1]]
    spare = [one for one in PALETTE if one not in used] or list(PALETTE)
    columns = tuple(
        Column(label, colour or spare[n % len(spare)]) for n, (label, colour, _) in enumerate(across.values.values())
    )
    path = ask.widget.group[0] if ask.widget.group else ""
    return Chart(
        shape, ask.field(path).label.in_(ask.look.language) if path else "", columns, tuple(lines),
        unit.short(total, ask.look), unit.currency if unit.kind == "money" else "",
    )  # fmt: skip


KIND = Kind(draw, "board/chart.html", "chart")
