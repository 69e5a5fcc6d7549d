"""Reading file values: each file is `{"hash", "name", "type", "size"}` of a blob already in the store."""

import re
from typing import Any

from ..field import Field
from ..problem import ValueProblem
from .reading import read_text

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


class StoredFilesField(Field):
    """A field whose canonical value is a list of files; who may put which there is asked by the records engine."""


def file_name(raw: str) -> str:
    """At most 255 characters, without those that turn the writing around: "gnp.exe" must not be read as "exe.png"."""
    return _TURNS.sub("", raw)[:255].strip() or "file"


def read_files(raw: object, most: int, pictures: bool = False) -> list[dict[str, Any]]:
    """At most `most` files; pictures only when `pictures`."""
    given = raw if isinstance(raw, list) else [raw]
    if len(given) > most:
        raise ValueProblem("too_many", f"最多 {most} 个文件", f"At most {most} files")
    found = []
    for one in given:
        if not isinstance(one, dict) or not re.fullmatch(r"[0-9a-f]{64}", str(one.get("hash", ""))):
            raise ValueProblem("file", "请先上传文件", "Upload the file first")
        media = read_text(one.get("type"), 100) or ""
        size = one.get("size", 0)
        if pictures and not media.startswith("image/"):
            raise ValueProblem(
                "file_type",
                "不是能显示的图片，请用 PNG、JPEG、GIF 或 WebP",
                "This is no picture that can be shown; use a PNG, JPEG, GIF or WebP",
            )
        found.append(
            {
                "hash": one["hash"],
                "name": file_name(read_text(one.get("name"), 255) or ""),
                "type": media,
                "size": size if isinstance(size, int) and 0 <= size < 2**53 else 0,
            }
        )
    return found
