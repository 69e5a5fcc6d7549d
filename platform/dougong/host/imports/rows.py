"""Lines of a file -> changes to records: cells mapped, links resolved, existing records found.

Values are checked by the write path, not here; a row that cannot even be stated becomes problems.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from dougong.metamodel.model import FieldModel
from dougong.metamodel.problem import Problem, ValueProblem
from dougong.metamodel.text import text
from dougong.records.context import Context
from dougong.records.lookup import fold, lookup
from dougong.records.values import Change, Create, Update

from .file import File
from .links import Links, title_field
from .plan import CREATE_NEW, ColumnPlan
from .reading import Line

Bucket = Literal["new", "update", "duplicate", "problem"]


@dataclass(frozen=True, slots=True)
class Missing:
    """A linked record to be made before the row."""

    target: str
    by: str
    title: str

    @property
    def key(self) -> tuple[str, str]:
        return self.target, fold(self.title)


@dataclass(slots=True)
class Prepared:
    """A line on its way. `later`: links to rows of the same file, set when all are in; `existing`: the id matched."""

    line: Line
    bucket: Bucket = "new"
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    """(field, title or raw value) that led nowhere, for mapping them by hand."""
    later: dict[str, str] = field(default_factory=dict)
    existing: str = ""
    lacks: bool = False
    """Some of its links are still to be made: `Missing` among the values."""

    def refuse(self, problem: Problem) -> None:
        self.bucket = "problem"
        self.problems.append(problem)


def prepare(context: Context, file: File, lines: Sequence[Line], links: Links) -> list[Prepared]:
    """The lines of a chunk with values, resolved links and matched records, in order."""
    cells = [(one.field or "", file.places[one.column], one.values) for one in file.plan.mapped]
    rows = [_read(file, line, cells) for line in lines]
    for column in file.plan.mapped:
        model = file.entity.fields[column.field or ""]
        if model.relation is not None and model.relation.kind == "one":
            _resolve_column(context, file, model, column, rows, links)
    _match(context, file, rows)
    return rows


def missing_records(rows: Sequence[Prepared]) -> list[Missing]:
    """The linked records to make before the rows, each once."""
    wanted: dict[tuple[str, str], Missing] = {}
    for row in rows:
        if row.lacks and row.bucket in ("new", "update"):
            for value in row.values.values():
                if isinstance(value, Missing):
                    wanted.setdefault(value.key, value)
    return list(wanted.values())


def fill_missing(rows: Sequence[Prepared], made: Mapping[tuple[str, str], str | list[Problem]]) -> None:
    """Puts the ids of records just made in place; a refused one becomes the row's problem."""
    for row in rows:
        for key, value in row.values.items() if row.lacks else ():
            if isinstance(value, Missing):
                outcome = made.get(value.key, [])
                row.values[key] = outcome if isinstance(outcome, str) else None
                for problem in outcome if isinstance(outcome, list) else ():
                    row.refuse(Problem(problem.code, problem.message, key, fix=problem.fix))


def change_of(file: File, row: Prepared) -> Change | None:
    """What the row asks of the write path; blanks of a new record are left to defaults."""
    if row.bucket == "update":
        return Update(file.entity.key, row.existing, row.values)
    if row.bucket == "new":
        values = {key: value for key, value in row.values.items() if value not in (None, "")}
        return Create(file.entity.key, values, id=file.row_id(row.line.number))
    return None


def _read(file: File, line: Line, cells: Sequence[tuple[str, int, Mapping[str, str]]]) -> Prepared:
    """`cells`: field, place in the line, replacements."""
    row = Prepared(line)
    if line.problem is not None:
        row.refuse(line.problem)
        return row
    if line.number in file.repeated:
        row.bucket = "duplicate"
    blanks, given, values = file.plan.blank_words, line.cells, row.values
    for key, place, replaced in cells:
        cell = given[place]
        if cell in replaced:
            values[key] = replaced[cell]
        else:
            values[key] = "" if cell in blanks else cell
    for key, value in file.plan.set_values.items():
        row.values.setdefault(key, value)
    return row


def _resolve_column(
    context: Context, file: File, model: FieldModel, column: ColumnPlan, rows: list[Prepared], links: Links
) -> None:
    """Replaces titles by ids in one column."""
    assert model.relation is not None
    key, target = model.key, model.relation.target
    by = column.by or title_field(context, target)
    forced = {raw for raw, value in column.values.items() if value == CREATE_NEW}
    place = file.places[column.column]
    for row in rows:
        if row.values.get(key) == CREATE_NEW:
            row.values[key] = row.line.cells[place]
    found = links.resolve(context, target, by, {str(row.values[key]) for row in rows if row.values.get(key)})
    for row in rows:
        title = str(row.values.get(key) or "")
        row.values[key] = None
        ids = found.get(fold(title), ()) if title else ()
        if len(ids) == 1:
            row.values[key] = ids[0]
        elif len(ids) > 1:
            words = text(f"“{title[:60]}”对应 {len(ids)} 条记录", f'"{title[:60]}" means {len(ids)} records')
            row.refuse(
                Problem("ambiguous_link", words, key, fix=text("请改用唯一的字段来匹配", "Match by a unique field"))
            )
        elif title and target == file.entity.key and fold(title) in file.own_titles:
            row.later[key] = title
        elif title and (column.create_missing or title in forced):
            row.values[key], row.lacks = Missing(target, by, title), True
        elif title:
            words = text(f"找不到{model.label.zh}“{title[:60]}”", f'There is no {model.label.en} "{title[:60]}"')
            fix = text("在映射里指定对应的记录，或允许新建", "Map it to a record, or allow new ones to be made")
            row.refuse(Problem("unknown_link", words, key, fix=fix))
            row.unknown.append((key, title))


def _match(context: Context, file: File, rows: list[Prepared]) -> None:
    """Finds existing records by the match fields: one query per chunk."""
    if not file.plan.match:
        return
    stated = {row.line.number: _match_key(file, row) for row in rows if row.bucket == "new"}
    first, *others = file.plan.match
    values = [str(row.values[first]) for row in rows if stated.get(row.line.number)]
    existing = lookup(context, file.entity.key, first, values, others, loose=False) if values else {}
    for row in rows:
        key = stated.get(row.line.number, ())
        if key and (ids := existing.get("\0".join(key))):
            row.existing = ids[0]
            row.bucket = "update" if file.plan.existing == "update" else "duplicate"


def _match_key(file: File, row: Prepared) -> tuple[str, ...]:
    """The folded match values; empty when one of them is blank (blank never matches)."""
    parts = []
    for key in file.plan.match:
        model, value = file.entity.fields[key], row.values.get(key)
        if value in (None, "") or isinstance(value, Missing):
            return ()
        try:
            parts.append(fold(str(model.type.normalise(model.field, value))))
        except ValueProblem:
            return ()
    return tuple(parts)
