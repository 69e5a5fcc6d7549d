"""JOIN: the texts of related rows joined, empty ones left out."""

from dougong.metamodel.text import text

from ..kind import Function, Over

FUNCTION = Function(
    name="JOIN",
    signature="JOIN(rows: many, separator?: text) -> text",
    doc=text("把多条记录的文字连起来，跳过空的", "The texts of related rows joined, empty ones left out"),
    words="连接 拼接 合并",
    examples=(),
    meaning=Over("text"),
)
