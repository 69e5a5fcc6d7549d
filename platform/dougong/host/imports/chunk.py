"""One chunk of an import inside one transaction: make missing links, write the rows, say what became of each.

The caller commits, or rolls back for a dry run.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dougong.metamodel.problem import Problem, ValueProblem
from dougong.metamodel.text import text
from dougong.records.context import Cause, Context
from dougong.records.values import Create
from dougong.records.write import write

from .file import File
from .links import Links
from .reading import Line
from .rows import Bucket, Missing, Prepared, change_of, fill_missing, missing_records, prepare

ROWS = 2500
"""Rows per transaction: roll-ups of a parent are worked out and pages of indexes written once per chunk, and others,
who wait half a second at most, may write in between."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a line; `unknown`: (field, raw value) pairs that a person may map by hand."""

    line: Line
    bucket: Bucket
    problems: tuple[Problem, ...]
    unknown: tuple[tuple[str, str], ...] = ()
    id: str = ""
    made: int = 0


def write_chunk(context: Context, file: File, lines: Sequence[Line], links: Links, cause: Cause) -> list[Result]:
    """Writes the good rows of a chunk and reports all of them, in order."""
    rows = prepare(context, file, lines, links)
    missing = missing_records(rows)
    fill_missing(rows, _make(context, missing, links, cause))
    for row in rows:
        if row.unknown:
            _tell_the_rest(file, row)
    changing = [(row, change) for row in rows if (change := change_of(file, row)) is not None]
    ids: dict[int, str] = {}
    if changing:
        written = write(context, [change for _, change in changing], cause, partial=True)
        for (row, _), outcome in zip(changing, written.outcomes, strict=True):
            ids[row.line.number] = outcome.id
            for problem in outcome.problems:
                row.refuse(problem)
                _note_unknown(file, row, problem)
            if outcome.conflict is not None:
                words = text("别人同时改了这条记录", "Somebody changed this record at the same time")
                row.refuse(Problem("conflict", words))
    return [
        Result(
            row.line,
            row.bucket,
            tuple(row.problems),
            tuple(row.unknown),
            "" if row.problems else ids.get(row.line.number, ""),
        )
        for row in rows
    ]


def _tell_the_rest(file: File, row: Prepared) -> None:
    """A row that is refused for a link never reaches the write path; its other values are looked at all the same."""
    for key, value in row.values.items():
        model = file.entity.fields[key]
        if model.relation is not None or value in (None, ""):
            continue
        try:
            model.type.normalise(model.field, value)
        except ValueProblem as refused:
            problem = Problem(refused.code, refused.message, key)
            row.refuse(problem)
            _note_unknown(file, row, problem)


def _note_unknown(file: File, row: Prepared, problem: Problem) -> None:
    """A value that is no option can be mapped by hand as an unknown link can."""
    field = file.entity.fields.get(problem.path)
    if problem.code == "option" and field is not None and row.values.get(field.key):
        row.unknown.append((field.key, str(row.values[field.key])))


def _make(
    context: Context, missing: Sequence[Missing], links: Links, cause: Cause
) -> dict[tuple[str, str], str | list[Problem]]:
    """Records that links asked to be made: id, or why not."""
    if not missing:
        return {}
    written = write(context, [Create(one.target, {one.by: one.title}) for one in missing], cause, partial=True)
    made: dict[tuple[str, str], str | list[Problem]] = {}
    for one, outcome in zip(missing, written.outcomes, strict=True):
        if outcome.ok:
            links.add(one.target, one.by, one.title, outcome.id)
            made[one.key] = outcome.id
        else:
            made[one.key] = list(outcome.problems)
    return made
