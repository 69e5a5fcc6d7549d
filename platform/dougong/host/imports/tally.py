"""Counting what became of rows: buckets, samples of each, and raw values that led nowhere with a suggestion."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.query import find
from dougong.records.values import Query

from .chunk import Result
from .links import title_field

SAMPLES = 5
MOST_UNKNOWN = 200
MOST_TITLES = 2000
BUCKETS = ("new", "update", "duplicate", "problem")


@dataclass(slots=True)
class Tally:
    """Grows chunk by chunk; `as_counts` is what a batch stores."""

    buckets: Counter[str] = field(default_factory=Counter)
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    repaired: int = 0
    samples: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, results: Sequence[Result]) -> None:
        for result in results:
            self.buckets[result.bucket] += 1
            self.repaired += result.line.repaired
            self.codes.update((problem.code, problem.path) for problem in result.problems)
            self.unknown.update(result.unknown)
            samples = self.samples.setdefault(result.bucket, [])
            if len(samples) < SAMPLES or (result.problems and len(samples) < 4 * SAMPLES):
                samples.append(
                    {
                        "line": result.line.number,
                        "cells": [c[:200] for c in result.line.cells[:30]],
                        "problems": stored(result),
                    }
                )

    def as_counts(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            **{bucket: self.buckets[bucket] for bucket in BUCKETS},
            "repaired": self.repaired,
            "codes": [[code, path, count] for (code, path), count in self.codes.most_common(50)],
        }


def stored(result: Result) -> list[dict[str, Any]]:
    """A row's problems as JSON, both languages, so that a page or file in either can show them."""
    return [
        {
            "code": p.code, "path": p.path, "message": p.message.model_dump(by_alias=True),
            "fix": p.fix.model_dump(by_alias=True) if p.fix else None,
        }
        for p in result.problems
    ]  # fmt: skip


def suggestions(
    context: Context, entity: EntityModel, unknown: Iterable[tuple[tuple[str, str], int]]
) -> list[dict[str, Any]]:
    """Unknown values, the most frequent first, each with what it may be meant for.

    `{"field", "value", "count", "options", "guess"}`; `guess` is empty when nothing is close.
    """
    found: list[dict[str, Any]] = []
    titles: dict[str, list[str]] = {}
    for (key, value), count in unknown:
        if len(found) >= MOST_UNKNOWN:
            break
        model = entity.fields[key]
        if key not in titles:
            titles[key] = _choices(context, model)
        folded = {title.replace(" ", "").casefold(): title for title in titles[key]}
        close = get_close_matches(value.replace(" ", "").casefold(), folded, n=1, cutoff=0.6)
        guess = folded[close[0]] if close else ""
        found.append({"field": key, "value": value, "count": count, "guess": guess, "options": titles[key][:500]})
    return found


def _choices(context: Context, model: Any) -> list[str]:
    """Titles of the target's records, or labels of the options, that a value may be mapped to."""
    options = getattr(model.field, "options", ())
    if model.relation is None:
        return [option.label.in_(context.viewer.language) for option in options]
    title = title_field(context, model.relation.target)
    page = find(context, Query(model.relation.target, fields=(title,), sort=(title,), limit=MOST_TITLES))
    return [str(row[title]) for row in page.rows if row.get(title)]
