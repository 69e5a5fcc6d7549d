"""Checks sample tables: their entity and columns exist."""

import csv
import io
from collections.abc import Iterator, Mapping

from ..closest import closest
from ..problem import Problem
from ..text import text
from .subject import Subject

HANDLE = "ref"


def check(subject: Subject, tables: Mapping[tuple[str, str], str]) -> Iterator[Problem]:
    """(app, entity or language/entity) -> CSV text. A column is a field, a field of the linked record (`owner.login`), or `ref`: the handle
    by which other rows refer to this one."""
    for (app, place), table in sorted(tables.items()):
        file, entity = f"samples/{place}.csv", place.rpartition("/")[2]
        here = subject.model.entities.get(entity)
        if here is None:
            words = text(f"没有对象“{entity}”", f'There is no entity "{entity}"')
            yield Problem("unknown_entity", words, "$", file, closest(entity, subject.model.entities), app=app)
            continue
        header = next(csv.reader(io.StringIO(table)), [])
        for number, column in enumerate(header):
            key = column.strip().partition(".")[0].removesuffix("_entity")
            if key == HANDLE or key in here.fields or column.strip() in here.fields:
                continue
            words = text(f"没有字段“{column}”", f'There is no field "{column}"')
            fix = closest(key, here.fields)
            yield Problem("unknown_column", words, f"$[0][{number}]", file, fix, app=app)
