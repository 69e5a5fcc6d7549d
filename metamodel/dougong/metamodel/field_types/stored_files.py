"""Reading file values: each file is `{"hash", "name", "type", "size"}` of a blob already in the store."""

import re
from typing import Any

from ..field import Field
from ..problem import ValueProblem
from .reading import read_text


class StoredFilesField(Field):
    """A field whose canonical value is a list of files; who may put which there is asked by the records engine."""


def read_files(raw: object, most: int, prefix: str = "") -> list[dict[str, Any]]:
    """At most `most` files whose media type begins with `prefix`."""
    given = raw if isinstance(raw, list) else [raw]
    if len(given) > most:
        raise ValueProblem("too_many", f"最多 {most} 个文件", f"At most {most} files")
    found = []
    for one in given:
        if not isinstance(one, dict) or not re.fullmatch(r"[0-9a-f]{64}", str(one.get("hash", ""))):
            raise ValueProblem("file", "请先上传文件", "Upload the file first")
        media = read_text(one.get("type"), 100) or ""
        size = one.get("size", 0)
        if not media.startswith(prefix):
            raise ValueProblem("file_type", "文件类型不符", f"The file must be {prefix}*")
        found.append(
            {
                "hash": one["hash"],
                "name": read_text(one.get("name"), 255) or "file",
                "type": media,
                "size": size if isinstance(size, int) and 0 <= size < 2**53 else 0,
            }
        )
    return found
