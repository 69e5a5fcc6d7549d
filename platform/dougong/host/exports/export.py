"""Any list as a file: the same query, the same rights, all rows.

Rows are read page by page, so a long list needs little memory; formulas are never written.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Literal

import xlsxwriter

from dougong.host.web.errors import Refused
from dougong.host.workspaces import Workspace
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.rights import Viewer
from dougong.records.values import Query

from .cells import safe_cell
from .rows import export_heads, export_rows

Format = Literal["csv", "xlsx"]
MEDIA: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def may_export(viewer: Viewer, entity: str) -> bool:
    return viewer.admin or "export" in viewer.on(entity).actions


def export(
    workspace: Workspace,
    viewer: Viewer,
    query: Query,
    format_: Format,
    language: str,
    tell: Callable[[int], None] = lambda rows: None,
) -> IO[bytes]:
    """A temporary file at its beginning; raises Refused 403 without the right, ProblemsFound for a bad query.

    `tell` hears how many rows are written, now and then."""
    if not may_export(viewer, query.entity):
        words = text("你没有导出的权限", "You may not export these records")
        raise Refused(
            403, [Problem("export_denied", words, fix=text("请联系管理员开通", "Ask an administrator for the right"))]
        )
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the caller reads and closes it
    with workspace.reading(viewer) as context:
        entity = context.store.entity(query.entity)
        fields = query.fields or tuple(
            field.key for field in entity.columns if field.key not in ("id", "rev", "deleted_at")
        )
        heads = export_heads(context.store.model, entity, fields, language)
        rows = _counted(export_rows(context, replace(query, fields=fields), language), tell)
        (_csv if format_ == "csv" else _xlsx)(target, heads, rows)
    target.seek(0)
    return target


def _counted(rows: Iterator[list[Any]], tell: Callable[[int], None]) -> Iterator[list[Any]]:
    number = 0
    for number, row in enumerate(rows, start=1):
        yield row
        if number % 500 == 0:
            tell(number)
    tell(number)


def _csv(target: IO[bytes], heads: list[str], rows: Iterator[list[Any]]) -> None:
    words = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(words)
    writer.writerow([safe_cell(head) for head in heads])
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
    words.flush()
    words.detach()


def _csv_cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date():
            return value.isoformat()
        case int() | Decimal():
            return f"{value:f}" if isinstance(value, Decimal) else str(value)
        case _:
            return safe_cell(str(value))


def _xlsx(target: IO[bytes], heads: list[str], rows: Iterator[list[Any]]) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, max(0, len(heads) - 1), 16)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            match value:
                case None:
                    pass
                case bool():
                    sheet.write_boolean(number, column, value)
                case datetime():
                    sheet.write_datetime(number, column, value, moment)
                case date():
                    sheet.write_datetime(number, column, value, day)
                case int() | Decimal():
                    sheet.write_number(number, column, value)
                case _:
                    sheet.write_string(number, column, str(value)[:32_767])
    book.close()
