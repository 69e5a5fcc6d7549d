"""A tile's measure: asked of the database, for parts of the records too, and said in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dougong.host.web.format import dates, numbers
from dougong.records.formulas import check_value
from dougong.records.values import Aggregate, Row

from .. import door
from ..look import Look
from .ask import Ask
from .narrowing import narrowed

_MEASURE = re.compile(r"^\s*([A-Za-z]+)\s*\((.*)\)\s*$", re.DOTALL)
_PATH = re.compile(r"^[a-z][a-z0-9_.]*$")
COUNT = "COUNT()"


@dataclass(frozen=True, slots=True)
class Unit:
    """What a figure counts: `money` with a currency, `percent`, `duration`, or `number` with a unit behind it."""

    kind: str = "number"
    currency: str = ""
    behind: str = ""

    def short(self, value: Any, look: Look) -> str:
        """`¥1,236万`, `68.7%`, `42`."""
        return self._words(value, look, True)

    def exact(self, value: Any, look: Look) -> str:
        """`¥12,360,000`."""
        return self._words(value, look, False)

    def _words(self, value: Any, look: Look, short: bool) -> str:
        amount = Decimal(value or 0)
        if self.kind == "money":
            if short:
                return numbers.short_money(amount, self.currency, look.language)
            return numbers.money(amount, self.currency)
        if self.kind == "percent":
            return numbers.percent(amount.quantize(Decimal("0.1")).normalize() if short else amount)
        if self.kind == "duration":
            return dates.duration(int(amount), look.language)
        rounded = amount.quantize(Decimal("0.01")) if amount != amount.to_integral_value() else amount
        return (numbers.short(rounded, look.language) if short else numbers.number(rounded)) + self.behind


def measure_of(ask: Ask) -> str:
    """The widget's measure; how many records where it has none."""
    return ask.widget.measure or COUNT


def unit_of(ask: Ask, measure: str, entity: str = "") -> Unit:
    """The unit of a measure over an entity (the widget's own)."""
    function, inner = _parts(measure)
    if function == "COUNT":
        return Unit()
    entity, model = entity or ask.entity.key, ask.context.store.model
    field = model.field(entity, inner) if _PATH.match(inner) else None
    kind = field.value_type.name if field else check_value(ask.context.store, entity, inner).type.name
    if kind == "money":
        return Unit("money", str(getattr(field and field.field, "currency", "") or ask.look.currency))
    if kind in ("percent", "duration"):
        return Unit(kind)
    unit = str(getattr(field and field.field, "unit", "") or "")
    return Unit("number", behind=f" {unit}" if unit else "")


def only(measure: str, condition: str) -> str:
    """The measure of those records alone for which a condition holds: `SUM(IF(condition, amount))`."""
    function, inner = _parts(measure)
    return f"{function}(IF({condition}, {inner or '1'}))"


def figures(
    ask: Ask, measures: Mapping[str, str], group: tuple[str, ...] = (), filter_: str | None = None, limit: int = 200
) -> list[Row]:
    """Rows of groups and measures within the tile's filter; refusals are ProblemsFound."""
    wanted = narrowed(ask) if filter_ is None else filter_
    return door.aggregate(ask.context, Aggregate(ask.entity.key, measures, group, wanted, limit=limit))


def adds_up(measure: str) -> bool:
    """Whether figures of parts make the figure of the whole."""
    return _parts(measure)[0] in ("SUM", "COUNT")


def amount(value: Any) -> Decimal:
    """A figure as a number; blank is 0."""
    return Decimal(value) if value is not None else Decimal(0)


def _parts(measure: str) -> tuple[str, str]:
    """Function and what it measures; the check of definitions has seen to it that there are both."""
    found = _MEASURE.match(measure)
    assert found, measure
    return found[1].upper(), found[2].strip()
