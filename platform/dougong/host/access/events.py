"""What happens to people's access, written into the history beside their records: sealed with it, found by the audit."""

from collections.abc import Mapping

from sqlalchemy import select

from dougong.host.store.tables import workspace_meta
from dougong.metamodel.text import text
from dougong.records.context import Cause, Context
from dougong.records.history import Entry, append
from dougong.records.ids import new_id

WORKSPACE = "workspace"
"""Stands for the workspace's own settings where the history names an entity."""
ACTIONS = {
    "invited": text("邀请了", "invited"),
    "joined": text("首次设置密码", "joined"),
    "password_reset": text("重设了密码", "reset the password of"),
    "password_changed": text("改了密码", "changed the password of"),
    "second_factor_on": text("开启双重验证", "set up a second factor for"),
    "second_factor_off": text("关闭双重验证", "removed the second factor of"),
    "signed_out": text("结束了会话", "signed out"),
    "signed_everybody_out": text("结束了所有人的会话", "signed everybody out"),
    "deactivated": text("停用了", "deactivated"),
    "activated": text("重新启用", "activated"),
    "token_made": text("生成令牌", "made a token for"),
    "token_revoked": text("撤销令牌", "revoked a token of"),
    "exported_audit": text("导出了审计记录", "exported the audit"),
}
"""Words of what the history keeps about access."""
_NO_RECORD = "00000000-0000-7000-8000-000000000000"


def note_access(context: Context, person: str, action: str, note: str = "") -> None:
    """One row of history for a person; `action` is a word of `ACTIONS`, `note` says more (no secrets)."""
    people = context.store.table("person")
    rev = context.connection.execute(select(people.c.rev).where(people.c.id == person)).scalar() or 1
    append(context, _cause(note), [Entry("person", person, rev, action, {})])


def note_settings(context: Context, changes: Mapping[str, tuple[object, object]]) -> None:
    """One row of history for the workspace; `changes` is {setting: (old, new)} in plain words."""
    rev = context.connection.execute(select(workspace_meta.c.revision)).scalar_one()
    append(context, _cause(""), [Entry(WORKSPACE, _NO_RECORD, rev, "updated", changes)])


def _cause(note: str) -> Cause:
    return Cause("user", new_id(), new_id(), note[:500])
