"""A neutral world for tests of writing: projects with tasks, memos about them, crates that hold on to them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from dougong.host.store.engines import WRITING
from dougong.metamodel.compile import compile_model
from dougong.metamodel.documents import Document
from dougong.metamodel.model import Model
from dougong.records.context import Cause, Context
from dougong.records.rights import EVERYTHING, SYSTEM, Viewer
from dougong.records.store import RecordStore
from dougong.records.values import Change, Create, Outcome, Update, Written
from dougong.records.write import write

from tests.records.worlds import NOW, documents, entity, field, install, words
from tests.support.grounds import Ground

PEOPLE = "01890000-0000-7000-8000-0000000000a1", "01890000-0000-7000-8000-0000000000a2"
BOSS, WORKER = PEOPLE
STAGES = [{"key": key, "label": words(key)} for key in ("idea", "running", "done", "stopped")]

PROJECT = entity(
    "project",
    [
        field("name", "text", "名称", search=True, required=True, max_length=100),
        field("code", "text", "代号", unique=True),
        field("stage", "choice", "阶段", options=STAGES, default="idea"),
        field("budget", "money", "预算"),
        field("cost", "money", "成本"),
        field("left", "computed", "余额", formula="budget - cost", result="money", stored=True),
        field("start", "date", "开始"),
        field("meeting", "datetime", "会议"),
        field("urgent", "bool", "紧急", default=True),
        field("text", "long_text", "说明", search=True),
        field("phone", "phone", "电话", sensitive=True),
        field("door", "encrypted", "门禁码"),
        field("labels", "multichoice", "标记", options=STAGES),
        field("parent", "link", "上级", to="project", tree=True, reverse={"key": "parts", "label": words("下级")}),
        field("tasks", "lines", "任务", of="task.project"),
        field("total", "rollup", "合计", formula="SUM(tasks.amount)", result="money"),
        field("spare", "computed", "剩余", formula="budget - total", result="money", stored=True),
        field("whole", "rollup", "下级合计", formula="SUM(parts.total)", result="money"),
        field("grade", "text", "等级"),
        field("approved", "text", "批准", read_only=True),
        field("helpers", "many_links", "帮手", to="person", reverse={"key": "helps", "label": words("帮")}),
    ],
    number="PJ-{yyyy}-{seq:4}",
    features={"activities": True},
    pipeline={
        "field": "stage",
        "moves": [["idea", "running"], ["running", "done"], ["*", "stopped"]],
        "gates": {
            "running": {"require": ["budget"]},
            "done": {"require": ["tasks"], "when": "spare >= 0", "message": words("超支了", "over budget")},
        },
    },
)
TASK = entity(
    "task",
    [
        field("name", "text", "名称", required=True),
        field("project", "link", "项目", to="project", on_delete="cascade", required=True),
        field("quantity", "number", "数量", scale=3, default="1"),
        field("price", "money", "单价"),
        field("amount", "computed", "金额", formula="quantity * price", result="money", stored=True),
    ],
    owned_by="project",
)
MEMO = entity("memo", [field("name", "text", "主题"), field("about", "any_link", "关于", to=["project"])])
CRATE = entity(
    "crate",
    [field("name", "text", "名称", search=True), field("project", "link", "项目", to="project", on_delete="restrict")],
    plural=words("货箱", "crates"),
    features={"recycle_bin": False},
)
BOX = entity("box", [field("name", "text", "名称"), field("project", "link", "项目", to="project", on_delete="clear")])
RULES = Document(
    "yard",
    "rules",
    "rules/project.json",
    {
        "$schema": "dougong/rules/1",
        "entity": "project",
        "rules": [
            {
                "key": "no_debt", "family": "validate", "reject_when": "budget < 0", "field": "budget",
                "message": words("预算不能为负", "The budget cannot be negative"),
            },
            {
                "key": "no_cut", "family": "validate", "reject_when": "budget < $old.budget / 2",
                "message": words("一次不能砍一半", "Not half at once"),
            },
            {
                "key": "too_much", "family": "validate", "reject_when": "total > 10000", "field": "tasks",
                "message": words("任务太贵", "The tasks cost too much"),
            },
            {
                "key": "big", "family": "validate", "reject_when": "budget > 1000000", "severity": "warning",
                "message": words("预算很大", "A large budget"),
            },
            {"key": "grade", "family": "compute", "field": "grade", "value": 'IF(budget >= 1000, "A", "B")'},
            {"key": "cost", "family": "default", "field": "cost", "value": "budget / 10", "on_change": ["budget"]},
        ],
    },
)  # fmt: skip
CAUSE = Cause("user", "request-1")


def of_workshop(*changed: Document) -> list[Document]:
    return documents(PROJECT, TASK, MEMO, CRATE, BOX, RULES, *changed)


class Shouting:
    """A cipher that only shows that it was used."""

    def seal(self, words: str) -> str:
        return "~" + words[::-1]

    def open(self, sealed: str) -> str:
        assert sealed.startswith("~")
        return sealed[:0:-1]


def model(*changed: Document) -> Model:
    return compile_model(of_workshop(*changed))


class Workshop:
    """A database with the world installed; each call is one transaction, as a request is."""

    def __init__(self, ground: Ground, *changed: Document) -> None:
        database, model = ground.fresh(of_workshop(*changed), install)
        self.engine: Engine = database.engine().execution_options(**WRITING)
        self.store = RecordStore(model)
        self.now: datetime = NOW
        self.viewer = replace(SYSTEM, person=BOSS, name="boss", other=EVERYTHING, rights_key="boss")
        people = [
            Create("person", {"name": "Boss"}, BOSS),
            Create("person", {"name": "Worker", "manager": BOSS}, WORKER),
        ]
        assert self.write(*people, viewer=SYSTEM).written

    def context(self, connection: Connection, viewer: Viewer | None = None) -> Context:
        return Context(connection, self.store, viewer or self.viewer, self.now, cipher=Shouting())

    def write(
        self, *changes: Change, viewer: Viewer | None = None, cause: Cause = CAUSE, partial: bool = False
    ) -> Written:
        with self.engine.begin() as connection:
            return write(self.context(connection, viewer), changes, cause, partial=partial)

    def create(self, entity: str, values: Mapping[str, Any], **more: Any) -> Outcome:
        return self.write(Create(entity, values), **more).outcomes[0]

    def made(self, entity: str, **values: Any) -> str:
        """The id of a new record that must be in order."""
        outcome = self.create(entity, values)
        assert outcome.ok, outcome.problems
        return outcome.id

    def update(self, entity: str, identity: str, rev: int | None = None, **values: Any) -> Outcome:
        return self.write(Update(entity, identity, values, rev)).outcomes[0]

    def rows(self, entity: str, *ids: str) -> list[dict[str, Any]]:
        table = self.store.table(entity)
        with self.engine.connect() as connection:
            statement = select(table).order_by(table.c.id)
            found = connection.execute(statement.where(table.c.id.in_(ids)) if ids else statement).mappings()
            return [dict(row) for row in found]

    def row(self, entity: str, identity: str) -> dict[str, Any]:
        return self.rows(entity, identity)[0]


def codes(outcome: Outcome) -> dict[str, str]:
    """Path -> code of what is wrong."""
    return {problem.path: problem.code for problem in outcome.problems}
