"""What a board adds up per column: a sum, and what it is worth by likelihood."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dougong.host.web.format import numbers
from dougong.host.web.pages.columns import may_read
from dougong.host.web.pages.list_state import ListState
from dougong.host.web.pages.look import Look
from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.values import Row

from .face import line_of


@dataclass(frozen=True, slots=True)
class Slot:
    """A column before figures: `value` as records hold it, `key` as addresses name it, `outcome` of its stage."""

    key: str
    value: Any
    label: str
    colour: str = "gray"
    outcome: str = "open"
    probability: int | None = None
    gate: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """What is added up: `sum` and `weighted` are paths, empty for none."""

    sum: str
    weighted: str
    label: str
    money: bool
    currency: str

    @staticmethod
    def of(context: Context, entity: EntityModel, state: ListState) -> "Measure":
        """The view's first sum, else the first amount of its columns or card; nothing the viewer may not read."""
        view, model = state.view, context.store.model
        lines = view.card.lines if view.card else ()
        offered = [path for path in (*state.columns, *lines) if _is_money(context, entity, path)]
        for path in (*view.sums, *offered):
            line = line_of(context, entity, path)
            if line is not None and may_read(model, entity.key, path, context.viewer):
                weighted = view.weighted or ""
                readable = bool(weighted) and may_read(model, entity.key, weighted, context.viewer)
                return Measure(
                    path, weighted if readable else "", path, line.field.value_type.name == "money",
                    str(getattr(line.field.field, "currency", "") or ""),
                )  # fmt: skip
        return Measure("", "", "", False, "")

    @property
    def wanted(self) -> dict[str, str]:
        """The aggregate's measures."""
        found = {"n": "COUNT()"}
        return found | {name: f"SUM({path})" for name, path in (("s", self.sum), ("w", self.weighted)) if path}

    def amount(self, row: Row) -> Decimal | None:
        return Decimal(row["s"]) if row.get("s") is not None else None

    def weighed(self, slot: Slot, row: Row) -> Decimal | None:
        """By the records' own likelihood where the view names it, else by the stage's."""
        if row.get("w") is not None:
            return Decimal(row["w"])
        amount = self.amount(row)
        return amount * slot.probability / 100 if amount is not None and slot.probability is not None else None

    def words(self, value: Decimal | None, look: Look) -> str:
        if value is None:
            return ""
        if self.money:
            return numbers.short_money(value, self.currency or look.currency, look.language)
        return numbers.short(value, look.language)

    def totals(self, parts: list[tuple[Slot, Row]], look: Look) -> tuple[tuple[str, str], ...]:
        """Sum and weighted sum of the open columns."""
        open_parts = [(slot, row) for slot, row in parts if slot.outcome == "open"]
        amounts = [value for _, row in open_parts if (value := self.amount(row)) is not None]
        weighed = [value for slot, row in open_parts if (value := self.weighed(slot, row)) is not None]
        found = [(look.words("Sum"), self.words(sum(amounts, Decimal()), look))] if amounts else []
        return (*found, *([(look.words("Weighted"), self.words(sum(weighed, Decimal()), look))] if weighed else []))


def _is_money(context: Context, entity: EntityModel, path: str) -> bool:
    line = line_of(context, entity, path)
    return line is not None and line.field.value_type.name == "money"
