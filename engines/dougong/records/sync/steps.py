"""What schema sync is going to do, step by step, in values and in words. Nothing here touches a database."""

from dataclasses import dataclass, field
from typing import Literal

from dougong.metamodel.problem import Problem
from dougong.metamodel.text import LocalText, text

from .shape import Shape

StepKind = Literal[
    "create_table", "restore_table", "set_table_aside", "add_column", "restore_column", "set_column_aside",
    "change_column", "create_index", "drop_index", "create_closure",
]  # fmt: skip

_WORDS: dict[StepKind, LocalText] = {
    "create_table": text("新建“{entity}”的数据表", "Create the table of {entity}"),
    "restore_table": text("取回“{entity}”以前保留的数据", "Bring back the data of {entity} that was kept"),
    "set_table_aside": text("“{entity}”不再使用，数据改名保留", "{entity} is no longer used; its data is kept aside"),
    "add_column": text("“{entity}”增加字段“{name}”", 'Add the field "{name}" to {entity}'),
    "restore_column": text(
        "取回“{entity}”的字段“{name}”以前保留的数据", 'Bring back the kept data of the field "{name}" of {entity}'
    ),
    "set_column_aside": text(
        "“{entity}”的字段“{name}”不再使用，数据改名保留",
        'The field "{name}" of {entity} is no longer used; its data is kept aside',
    ),
    "change_column": text(
        "“{entity}”的字段“{name}”换类型：逐条转换，转不了的留空，原数据保留",
        'The field "{name}" of {entity} changes its type: values are converted where they can be, the old data is kept',
    ),
    "create_index": text("“{entity}”增加索引（{name}）", "Add an index to {entity} ({name})"),
    "drop_index": text("“{entity}”去掉索引（{name}）", "Remove an index of {entity} ({name})"),
    "create_closure": text("为“{entity}”的上下级“{name}”建立层级表", 'Build the tree of "{name}" of {entity}'),
}
_LATER = text("（发布之后在后台建立，不影响使用）", " (made afterwards, while everybody goes on working)")


@dataclass(frozen=True, slots=True)
class Step:
    """`name` is the column, link or index; `aside` the name data is kept under; `was` the kind it was before.

    `rows` is about how many rows the step touches (0: a change of the catalogue only); `later`: not within the publish
    but after it, by `sync.build`.
    """

    kind: StepKind
    entity: str
    label: LocalText
    name: str = ""
    aside: str = ""
    was: str = ""
    columns: tuple[str, ...] = ()
    unique: bool = False
    rows: int = 0
    later: bool = False

    @property
    def words(self) -> LocalText:
        """What happens, for a person."""
        said = _WORDS[self.kind].format(entity=self.label, name=self.name)
        return LocalText(zh=said.zh + _LATER.zh, en=said.en + _LATER.en) if self.later else said

    @property
    def destructive(self) -> bool:
        """It takes data out of sight (though never away) or may blank some of it."""
        return self.kind in ("set_table_aside", "set_column_aside", "change_column")


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """Steps in order; with `problems` (an existing duplicate under a new unique key) it cannot be applied."""

    steps: tuple[Step, ...] = ()
    problems: tuple[Problem, ...] = ()
    shapes: dict[str, Shape] = field(default_factory=dict)
    """What to remember of each entity afterwards."""

    @property
    def later(self) -> tuple[str, ...]:
        """Entities some of whose indexes are made afterwards."""
        return tuple(dict.fromkeys(step.entity for step in self.steps if step.later))

    @property
    def destructive(self) -> bool:
        return any(step.destructive for step in self.steps)
