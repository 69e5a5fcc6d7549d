"""Files as tables: CSV of any usual encoding and separator, XLSX and other spreadsheets.

It reports what it had to guess or mend; it does not know entities.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

MOST_COLUMNS = 500
MOST_ROWS = 2_000_000
MOST_BYTES = 600_000_000
"""Of a spreadsheet unpacked: a small file may hold an endless one."""
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_UNWORKED = re.compile(rb"<f(?: [^>]*)?(?:/>|>[^<]*</f>)\s*</c>")
"""A cell with a formula and no value: written by a program that does not calculate."""
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number in the file (the header is 1), its cells as text, and what is wrong with it as a row."""

    number: int
    cells: tuple[str, ...]
    repaired: bool = False
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A file opened: `lines()` may be called again and again; `encoding` is empty for spreadsheets."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str
    separator: str
    first_line: int = 2

    def lines(self, repair: bool = True) -> Iterator[Line]:
        """All rows in order; wrong widths are mended where that loses nothing, else marked."""
        width = len(self.columns)
        for number, cells in enumerate(self.rows, start=self.first_line):
            if not any(cells):
                continue
            yield _line(number, cells, width, self.separator, repair)

    @property
    def count(self) -> int:
        return sum(1 for cells in self.rows if any(cells))


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of a file as it is written there: `merged` are ((top, left), (bottom, right)) within `rows`."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()


def read_leaves(content: bytes, name: str = "") -> tuple[Leaf, ...]:
    """Every visible sheet that holds anything; of a CSV the one it is. ProblemsFound as for `read_table`."""
    _not_empty(content)
    if not content.startswith(_SPREADSHEETS):
        words, _ = _decode(content)
        return (Leaf(name.rpartition(".")[0] or name, tuple(_csv_rows(words, _separator(words)))),)
    found = []
    try:
        book = _book(content)
        for one in book.sheets_metadata:
            if "visible" not in str(one.visible).rpartition(".")[2].lower():
                continue
            sheet = book.get_sheet_by_name(one.name)
            rows = tuple(tuple(_cell(cell) for cell in row) for row in sheet.iter_rows())
            if any(any(row) for row in rows):
                found.append(Leaf(one.name, rows, tuple(sheet.merged_cell_ranges or ())))
    except (CalamineError, IndexError, ValueError, OSError):
        raise _unopened() from None
    return tuple(found)


def read_table(content: bytes, name: str = "", sheet: str | None = None) -> Table:
    """A table from a file's bytes; raises ProblemsFound with what is wrong and how to mend it."""
    _not_empty(content)
    if content.startswith(_SPREADSHEETS):
        rows, encoding, separator = _spreadsheet_rows(content, sheet), "", ","
    else:
        words, encoding = _decode(content)
        separator = _separator(words)
        rows = _csv_rows(words, separator)
    while rows and not any(rows[0]):
        rows.pop(0)
    if not rows:
        raise _refuse(
            "empty_file",
            "文件里没有数据",
            "The file holds no data",
            "请选择有表头和数据的文件",
            "Choose a file with a header and rows",
        )
    columns = unique_names(rows[0])
    if len(rows) == 1:
        raise _refuse(
            "no_rows",
            "只有表头，没有数据行",
            "There is a header but no row",
            "请在表头下面填入数据",
            "Put rows below the header",
        )
    if len(rows) > MOST_ROWS:
        raise _refuse(
            "too_many_rows", f"最多 {MOST_ROWS} 行", f"At most {MOST_ROWS} rows", "请拆成几个文件", "Split the file"
        )
    return Table(columns, tuple(rows[1:]), encoding, separator)


def _not_empty(content: bytes) -> None:
    if not content.strip():
        raise _refuse(
            "empty_file",
            "文件是空的",
            "The file is empty",
            "请选择有表头和数据的文件",
            "Choose a file with a header and rows",
        )


def _decode(content: bytes) -> tuple[str, str]:
    """UTF-8 (with or without mark), UTF-16 by its mark or its zero bytes, else GB 18030; ProblemsFound for what is no text."""
    try:
        words, encoding = _decoded(content)
    except ProblemsFound:
        if _NO_TEXT.search(content[:20_000].decode("latin-1")):
            raise _no_table() from None
        raise
    if _NO_TEXT.search(words[:20_000]):
        raise _no_table()
    return words, encoding


def _no_table() -> ProblemsFound:
    return _refuse(
        "not_a_table", "这不是表格文件", "This is not a table",
        "请选择 XLSX、XLS、ODS 或 CSV 文件，改扩展名没有用", "Choose an XLSX, XLS, ODS or CSV file",
    )  # fmt: skip


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _try(content, "utf-16"), "utf-16"
    head = content[:4000]
    if head.count(b"\0") > len(head) // 4:
        encoding = "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
        return _try(content, encoding), encoding
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return _try(content, "gb18030"), "gb18030"


def _try(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise _refuse(
            "encoding", "无法识别文件的文字编码", "The text encoding of the file cannot be told",
            "请另存为 UTF-8 编码的 CSV 或 XLSX", "Save it as CSV in UTF-8, or as XLSX",
        ) from None  # fmt: skip


def _separator(words: str) -> str:
    """The separator that splits the header most often outside quotes."""
    head = next((line for line in words.splitlines() if line.strip()), "")
    plain = "".join(part for n, part in enumerate(head.split('"')) if n % 2 == 0)
    best = max(",;\t|，", key=plain.count)
    return best if plain.count(best) else ","


def _csv_rows(words: str, separator: str) -> list[tuple[str, ...]]:
    csv.field_size_limit(20_000_000)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator)
    try:
        return [tuple(cell.strip() for cell in row) for row in reader]
    except csv.Error as error:
        raise _refuse(
            "csv", f"第 {reader.line_num} 行读不下去：{error}", f"Line {reader.line_num} cannot be read: {error}",
            "请检查这一行的引号", "Check the quotes of that line",
        ) from None  # fmt: skip


def _spreadsheet_rows(content: bytes, sheet: str | None) -> list[tuple[str, ...]]:
    try:
        book = _book(content)
        names = book.sheet_names
        found = book.get_sheet_by_name(sheet) if sheet in names else book.get_sheet_by_index(0)
        return [tuple(_cell(cell) for cell in row) for row in found.iter_rows()]
    except (CalamineError, IndexError, ValueError, OSError):
        raise _unopened() from None


def _book(content: bytes) -> CalamineWorkbook:
    if content.startswith(b"PK"):
        unworked = 0
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                size = sum(part.file_size for part in parts.infolist())
                if size <= MOST_BYTES:
                    sheets = [one for one in parts.namelist() if _SHEET.fullmatch(one)]
                    unworked = sum(len(_UNWORKED.findall(parts.read(one))) for one in sheets)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
            raise _unopened() from None
        if unworked:
            raise _refuse(
                "formulas", f"有 {unworked} 个公式还没有算出值", f"{unworked} formulas were never worked out",
                "用表格软件打开、保存一次再传", "Open and save it once in a spreadsheet program, then send it again",
            )  # fmt: skip
        if size > MOST_BYTES:
            size, most = size // 1_000_000, MOST_BYTES // 1_000_000
            raise _refuse(
                "too_large", f"表格展开后有 {size} MB，最多 {most} MB", f"Unpacked it has {size} MB, at most {most} MB",
                "请拆成几个文件", "Split the file",
            )  # fmt: skip
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def _unopened() -> ProblemsFound:
    return _refuse(
        "spreadsheet", "打不开这个表格文件", "The spreadsheet cannot be opened",
        "请确认没有密码保护，另存为 XLSX 再试", "Make sure it has no password and save it as XLSX",
    )  # fmt: skip


def _cell(cell: object) -> str:
    """A spreadsheet's cell as the text a person would type."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case float():
            return repr(round(cell, 10))
        case datetime():
            return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(sep=" ", timespec="seconds")
        case date():
            return cell.isoformat()
        case timedelta():
            return str(int(cell.total_seconds()))
        case _:
            return str(cell).strip()


def unique_names(header: tuple[str, ...]) -> tuple[str, ...]:
    """Header names made unique; empty ones get their number. ProblemsFound where there are too many."""
    while header and not header[-1]:
        header = header[:-1]
    if len(header) > MOST_COLUMNS:
        raise _refuse(
            "too_many_columns",
            f"有 {len(header)} 列，最多 {MOST_COLUMNS} 列", f"{len(header)} columns, at most {MOST_COLUMNS}",
            "请删去不需要的列", "Delete the columns you do not need",
        )  # fmt: skip
    found: list[str] = []
    for number, raw in enumerate(header, start=1):
        name = (" ".join(raw.split()) or f"列 {number}")[:200]
        same = sum(1 for one in found if one == name or one.startswith(f"{name} ("))
        found.append(f"{name} ({same + 1})" if name in found else name)
    return tuple(found)


def _line(number: int, cells: tuple[str, ...], width: int, separator: str, repair: bool) -> Line:
    repaired = False
    if repair and width > 1 and cells[0] and not any(cells[1:]) and separator in cells[0]:
        again = next(csv.reader([cells[0]], delimiter=separator), [])
        if len(again) == width:
            cells, repaired = tuple(cell.strip() for cell in again), True
        else:
            words = text(
                "整行挤在第一格，且拆不成完整的列",
                "The whole row sits in the first cell and does not split into all columns",
            )
            return Line(number, _fit(cells, width), problem=Problem("damaged_row", words))
    elif width > 1 and cells[0].count(separator) >= width - 1 and not any(cells[1:]):
        words = text("整行挤在第一格", "The whole row sits in the first cell")
        return Line(number, _fit(cells, width), problem=Problem("damaged_row", words))
    if len(cells) > width and any(cells[width:]):
        words = text(f"有 {len(cells)} 格，表头只有 {width} 列", f"{len(cells)} cells under {width} columns")
        return Line(number, _fit(cells, width), problem=Problem("row_width", words))
    return Line(number, _fit(cells, width), repaired)


def _fit(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells[:width] + ("",) * (width - len(cells))


def _refuse(code: str, zh: str, en: str, fix_zh: str, fix_en: str) -> ProblemsFound:
    fix: LocalText = text(fix_zh, fix_en)
    return ProblemsFound([Problem(code, text(zh, en), fix=fix)])
