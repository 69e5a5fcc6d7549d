"""The pages of administration: the one list. Menu, start page and rights are drawn from it."""

from dataclasses import dataclass

from dougong.metamodel.text import LocalText, text
from dougong.records.rights import Viewer

AUDITOR = "auditor"
"""Key of the role that sees the audit without being an administrator."""


@dataclass(frozen=True, slots=True)
class Section:
    """`path` below the base path; `auditor`: open to auditors too."""

    key: str
    group: str
    icon: str
    label: LocalText
    about: LocalText
    auditor: bool = False

    @property
    def path(self) -> str:
        return f"/admin/{self.key}"

    def open_to(self, viewer: Viewer) -> bool:
        return viewer.admin or (self.auditor and AUDITOR in viewer.roles)


GROUPS = {
    "people": text("人员与权限", "People and rights"),
    "safety": text("安全与审计", "Security and audit"),
    "workspace": text("工作区", "Workspace"),
}

SECTIONS = (
    Section(
        key="people", group="people", icon="users", label=text("人员", "People"),
        about=text("邀请、停用并交接、重设密码", "Invite, deactivate with hand-over, reset passwords"),
    ),
    Section(
        key="departments", group="people", icon="sitemap", label=text("部门", "Departments"),
        about=text("组织树与部门负责人", "The organisation's tree and its heads"),
    ),
    Section(
        key="roles", group="people", icon="shield", label=text("角色", "Roles"),
        about=text("谁能对哪些记录做什么", "Who may do what on which records"),
    ),
    Section(
        key="sign-in", group="safety", icon="lock", label=text("登录安全", "Sign-in security"),
        about=text("双重验证、单点登录、会话、登录记录", "Second factor, single sign-on, sessions, sign-ins"),
    ),
    Section(
        key="audit", group="safety", icon="history", label=text("审计", "Audit"), auditor=True,
        about=text("谁在何时为何改了什么", "Who changed what, when and why"),
    ),
    Section(
        key="tokens", group="safety", icon="key", label=text("API 令牌", "API tokens"),
        about=text("程序访问用的令牌", "Access for programs"),
    ),
    Section(
        key="settings", group="workspace", icon="adjustments-horizontal", label=text("工作区设置", "Workspace settings"),
        about=text("名称、颜色、币种、工作日历", "Name, colour, currency, work calendar"),
    ),
    Section(
        key="quality", group="workspace", icon="checks", label=text("数据质量", "Data quality"),
        about=text("重复的和不完整的记录", "Records that repeat or lack something"),
    ),
    Section(
        key="work", group="workspace", icon="archive", label=text("导入导出与回收站", "Imports, exports, recycle bin"),
        about=text("后台任务与删除的记录", "Background work and deleted records"),
    ),
)  # fmt: skip

BY_KEY = {section.key: section for section in SECTIONS}
