"""The rows that did not go in, as a CSV with the reason in front: mend it and upload it again."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from dougong.host.exports.cells import safe_cell

from .reading import Line, Table

REASON = {"zh-CN": "未导入的原因", "en": "Why it was not imported"}
DUPLICATE = {"zh-CN": "与前面的行或已有记录重复", "en": "The same as an earlier row or an existing record"}


def error_file(
    table: Table, lines: Iterable[Line], refused: Mapping[int, list[dict[str, Any]]], language: str
) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    tag = "zh-CN" if language.startswith("zh") else "en"
    writer.writerow([*table.columns, REASON[tag]])
    for line in lines:
        if line.number in refused:
            reasons = [
                one["message"][tag] + (f"({one['fix'][tag]})" if one.get("fix") else "") for one in refused[line.number]
            ]
            writer.writerow([*(safe_cell(cell) for cell in line.cells), "; ".join(reasons) or DUPLICATE[tag]])
    return out.getvalue().encode("utf-8-sig")
