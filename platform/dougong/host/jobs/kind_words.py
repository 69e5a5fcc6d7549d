"""What people call the kinds of jobs, on the page and in the shell."""

from dougong.metamodel.text import LocalText, text

KINDS: dict[str, LocalText] = {
    "import": text("导入", "Import"),
    "sheets": text("由表格建应用", "App from a spreadsheet"),
    "undo_import": text("撤销导入", "Undo of an import"),
    "export": text("导出", "Export"),
    "bulk": text("批量修改", "Bulk edit"),
    "hand_over": text("交接", "Hand-over"),
    "install": text("安装应用", "Installation"),
    "upgrade": text("升级应用", "Upgrade"),
    "uninstall": text("卸载应用", "Removal"),
    "audit_export": text("导出审计记录", "Export of the audit trail"),
    "verify_history": text("核对历史封存", "Check of the sealed history"),
    "index": text("建立索引", "Indexes"),
    "recalculate": text("重新计算", "Recalculation"),
    "recheck": text("夜间核对公式", "Nightly check of formulas"),
    "fill_formulas": text("计算新公式", "New formulas"),
}
