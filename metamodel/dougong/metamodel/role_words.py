"""What people call the rights of a role: scopes, actions, rights on fields."""

from .text import LocalText, text

SCOPES: dict[str, LocalText] = {
    "own": text("本人", "Own"), "subordinates": text("下级", "Reports'"), "department": text("本部门", "Department"),
    "departments": text("部门及下级", "Departments"), "region": text("本区域", "Region"), "shared": text("共享给我", "Shared"),
    "pool": text("无人负责", "Nobody's"), "all": text("全部", "All"), "none": text("不允许", "Not allowed"),
}  # fmt: skip
ACTIONS: dict[str, LocalText] = {
    "read": text("查看", "See"), "create": text("新建", "Create"), "update": text("编辑", "Change"),
    "delete": text("删除", "Delete"), "transfer": text("移交", "Hand over"), "export": text("导出", "Export"),
    "import": text("导入", "Import"), "merge": text("合并", "Merge"), "bulk": text("批量", "Bulk"),
    "share": text("共享", "Share"),
}  # fmt: skip
"""In the order of a matrix."""
RIGHTS: dict[str, LocalText] = {
    "hidden": text("隐藏", "Hidden"), "masked": text("掩码", "Masked"), "read": text("只读", "Read"),
    "edit": text("可编辑", "Edit"),
}  # fmt: skip
