"""Guessing which column is which field, from header names and from the values under them.

A remembered mapping wins over any guess. The guess is shown to a person, who may change all of it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from dougong.metamodel.model import EntityModel, FieldModel
from dougong.metamodel.problem import ValueProblem

from .plan import ColumnPlan

SAMPLE = 200
Resolve = Callable[[FieldModel, Sequence[str]], Mapping[str, str]]
"""Which of some titles are records of a link's target: title -> id."""


def importable(entity: EntityModel) -> list[FieldModel]:
    """Fields a file may fill: those with a column that are not worked out by the system."""
    return [
        field
        for field in entity.columns
        if field.formula is None and field.key not in NEVER and (not field.field.read_only or field.key in ("number",))
    ]


NEVER = frozenset({"id", "rev", "deleted_at", "updated_at", "updated_by", "created_by", "last_activity_at"})


def guess(
    entity: EntityModel,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    resolve: Resolve,
    remembered: Mapping[str, str | None] | None = None,
) -> list[ColumnPlan]:
    """One plan per column. Scores of (column, field) pairs are served best first, each field once."""
    remembered = remembered or {}
    fields = importable(entity)
    first = _naming_column(columns, rows)
    own = {row[first] for row in rows if first is not None and len(row) > first}
    scores: list[tuple[float, int, int]] = []
    for c, column in enumerate(columns):
        if column in remembered:
            continue
        values = list(dict.fromkeys(row[c] for row in rows[:5000] if c < len(row) and row[c]))[:SAMPLE]
        for f, field in enumerate(fields):
            by_name = _name_score(column, field, entity)
            home = field.relation is not None and field.relation.target == entity.key and c != first
            by_value = sum(value in own for value in values) / len(values) if home and values else None
            if values and not by_value:
                by_value = _value_score(field, values, resolve)
            score = by_name if by_value is None else _combine(by_name, by_value, field)
            if score >= 0.5:
                scores.append((score, -c, -f))
    taken: dict[int, FieldModel] = {}
    used: set[str] = {key for key in remembered.values() if key}
    if entity.definition.title not in used and first is not None and columns[first] not in remembered:
        named = any(
            score >= 0.95 and -f < len(fields) and fields[-f].key == entity.definition.title for score, _, f in scores
        )
        clear = any(score >= 0.95 and -c == first for score, c, _ in scores)
        if not named and not clear:
            scores.append(
                (0.94, -first, -next(n for n, one in enumerate(fields) if one.key == entity.definition.title))
            )
    for _, c, f in sorted(scores, reverse=True):
        if -c not in taken and fields[-f].key not in used:
            taken[-c] = fields[-f]
            used.add(fields[-f].key)
    found = {column: remembered.get(column, taken[c].key if c in taken else None) for c, column in enumerate(columns)}
    known = {field.key: field for field in fields}
    return [ColumnPlan(column=column, field=key if key in known else None) for column, key in found.items()]


def _combine(by_name: float, by_value: float, field: FieldModel) -> float:
    """Names and values together: values that do not fit rule a field out; links and choices may win by values alone."""
    if by_value < 0.2:
        return by_name - 0.4 if by_name < 0.95 else by_name - 0.1
    telling = field.relation is not None or getattr(field.field, "options", None)
    if telling and by_value >= 0.6:
        return max(by_name, 0.6) + 0.25 * by_value
    return by_name + 0.05 * by_value


def _naming_column(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """The first column, if its values are words and all differ: what the rows are called."""
    values = [row[0] for row in rows[:5000] if row and row[0]] if columns else []
    words = sum((not value.replace(".", "").isdigit() and " " in value) or value.isalpha() for value in values)
    return 0 if values and len(set(values)) == len(values) and words >= 0.6 * len(values) else None


MEANINGS = (
    {"value", "amount", "price", "sum", "total", "revenue"},
    {"id", "code", "no", "number"},
    {"sector", "industry"},
    {"location", "country", "city"},
)
"""Words that headers use for one another, whatever the trade."""


def _name_score(column: str, field: FieldModel, entity: EntityModel) -> float:
    wanted = _fold(column)
    names = {_fold(field.key), _fold(field.label.zh), _fold(field.label.en)}
    if field.relation is not None and field.relation.target != entity.key:
        names |= {_fold(field.relation.target)}
    if field.key == entity.definition.title:
        names |= {_fold(entity.key), _fold(entity.label.zh), _fold(entity.label.en)}
    if (
        field.field.unique
        and not field.field.read_only
        and wanted in {_fold(entity.key) + "id", _fold(entity.label.en) + "id", "id"}
    ):
        return 0.95
    if wanted in names:
        return 1.0
    words = set(_words(column))
    best = 0.0
    for name in (field.key, field.label.en):
        others = set(_words(name))
        if words and others and (shared := words & others):
            best = max(best, 0.5 + 0.4 * len(shared) / max(len(words), len(others)))
        elif any(words & meaning and set(others) & meaning for meaning in MEANINGS):
            best = max(best, 0.55)
    for name in names:
        if len(name) >= 3 and (ratio := SequenceMatcher(None, wanted, name).ratio()) > 0.7:
            best = max(best, ratio * 0.85)
    if len(field.label.zh) >= 2 and (field.label.zh in column or (len(column) >= 2 and column in field.label.zh)):
        best = max(best, 0.75)
    return best


def _value_score(field: FieldModel, values: Sequence[str], resolve: Resolve) -> float:
    """Share of the values this field could take."""
    if field.relation is not None:
        return len(resolve(field, values)) / len(values) if field.relation.kind == "one" else 0.0
    fits = 0
    for value in values[:50]:
        try:
            field.type.normalise(field.field, value)
            fits += 1
        except ValueProblem:
            pass
    return fits / min(len(values), 50)


def _fold(name: str) -> str:
    return re.sub(r"[\s_\-.()（）*:：/]+", "", name).casefold()


def _words(name: str) -> Iterable[str]:
    split = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return [word.casefold() for word in re.split(r"[\s_\-.()（）/]+", split) if len(word) > 1]
