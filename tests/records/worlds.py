"""A small neutral world for tests of records: people, sites, machines with parts, visits."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, insert

from dougong.host.paths import BASE_APP
from dougong.metamodel.compile import compile_model
from dougong.metamodel.documents import Document, load_folder
from dougong.metamodel.model import Model
from dougong.records.context import Context
from dougong.records.rights import SYSTEM, EntityRights, FieldRight, RowScope, Viewer
from dougong.records.store import RecordStore
from dougong.records.sync import apply, plan, rebuild_closure
from dougong.records.system_tables import SYSTEM_METADATA

from tests.support.grounds import Ground

NOW = datetime(2026, 3, 18, 1, 30, tzinfo=UTC)
TODAY = date(2026, 3, 18)


def words(zh: str, en: str = "") -> dict[str, str]:
    return {"zh-CN": zh, "en": en or zh}


def field(key: str, type_: str, label: str = "", **more: Any) -> dict[str, Any]:
    return {"key": key, "type": type_, "label": words(label or key), **more}


def entity(key: str, fields: list[dict[str, Any]], **more: Any) -> Document:
    raw = {"$schema": "dougong/entity/1", "key": key, "label": words(key), "title": "name", "fields": fields, **more}
    return Document("yard", "entity", f"entities/{key}.json", raw)


def view(key: str, of: str, *sort: str) -> Document:
    raw = {"$schema": "dougong/view/1", "key": key, "entity": of, "label": words(key), "sort": list(sort)}
    return Document("yard", "view", f"views/{key}.json", raw)


STAGES = [{"key": key, "label": words(key)} for key in ("new", "running", "broken", "scrapped")]

SITE = entity(
    "site",
    [
        field("name", "text", "名称", search=True, required=True),
        field("region", "region", "地区"),
        field("size", "integer", "面积"),
        field("secret", "text", "密码"),
        field("parent", "link", "上级", to="site", tree=True),
    ],
)
MACHINE = entity(
    "machine",
    [
        field("name", "text", "名称", search=True, required=True),
        field("serial", "text", "序列号", unique=True, search=True),
        field("site", "link", "地点", to="site", reverse={"key": "machines", "label": words("机器")}),
        field("stage", "choice", "阶段", options=STAGES),
        field("amount", "money", "价格"),
        field("cost", "money", "成本"),
        field("bought", "date", "购买日"),
        field("good", "bool", "良好"),
        field("double", "computed", "双倍", formula="amount * 2"),
        field("margin", "computed", "利润", formula="amount - cost"),
        field("visit_count", "rollup", "到访次数", formula="COUNT(visits)", scale=0, stored=False),
        field("parts", "lines", "部件", of="part.machine"),
        field("helpers", "many_links", "帮手", to="person", reverse={"key": "helped", "label": words("帮过")}),
    ],
    pipeline={"field": "stage"},
    features={"activities": True, "tags": True},
)
PART = entity(
    "part",
    [
        field("name", "text", "名称"),
        field("machine", "link", "机器", to="machine", on_delete="cascade"),
        field("quantity", "number", "数量", scale=3),
        field("price", "money", "单价"),
    ],
    owned_by="machine",
)
VISIT = entity(
    "visit",
    [
        field("name", "text", "主题", search=True),
        field("machine", "link", "机器", to="machine", reverse={"key": "visits", "label": words("到访")}),
        field("about", "any_link", "关于", to=["machine", "site"]),
        field("hours", "number", "小时", scale=1),
        field("day", "date", "日期"),
    ],
)
VIEWS = [view("machine_list", "machine", "-amount"), view("visit_list", "visit", "-day")]
APP = Document(
    "yard", "app", "app.json", {"$schema": "dougong/app/1", "key": "yard", "label": words("场地"), "version": "1.0.0"}
)


def documents(*changed: Document) -> list[Document]:
    """All documents of the world; those given replace the ones at the same place."""
    base = [one for one in load_folder(BASE_APP).documents if one.kind == "entity"]
    found = {(one.app, one.file): one for one in [*base, APP, SITE, MACHINE, PART, VISIT, *VIEWS, *changed]}
    return list(found.values())


def world(*changed: Document) -> Model:
    return compile_model(documents(*changed))


def install(connection: Connection, model: Model) -> RecordStore:
    """Makes the tables of a model on an empty database."""
    store = RecordStore(model)
    SYSTEM_METADATA.create_all(connection)
    apply(connection, store, plan(connection, store, TODAY))
    return store


def number(n: int) -> str:
    """A made-up id that sorts by its number."""
    return f"01890000-0000-7000-8000-{n:012d}"


def add(connection: Connection, store: RecordStore, entity: str, *rows: Mapping[str, Any]) -> None:
    """Rows put straight into the table, with system columns filled in."""
    base = {"rev": 1, "created_at": NOW, "updated_at": NOW}
    for row in rows:
        connection.execute(insert(store.table(entity)).values({**base, **row}))
    for key in store.closures(entity):
        rebuild_closure(connection, store, entity, key)


@contextmanager
def yard(ground: Ground, *changed: Document) -> Iterator[tuple[Connection, RecordStore]]:
    """A connection with the world installed and its store; rolled back afterwards."""
    database, model = ground.fresh(documents(*changed), install)
    with database.engine().connect() as connection:
        yield connection, RecordStore(model)
        connection.rollback()


def asking(connection: Connection, store: RecordStore, viewer: Viewer = SYSTEM) -> Context:
    return Context(connection, store, viewer, NOW)


def scoped(*scope_words: str, **fields: FieldRight) -> EntityRights:
    """Rights to read and change the rows of these scope words."""
    scope = RowScope(frozenset(scope_words))  # type: ignore[arg-type]
    return EntityRights(read=scope, update=scope, delete=scope, fields=fields)


def viewer(person: int, department: int | None = None, region: str | None = None, **rights: EntityRights) -> Viewer:
    return Viewer(
        person=number(person),
        department=number(department) if department else None,
        region=region,
        roles=frozenset({"worker"}),
        rights=rights,
        rights_key=repr(sorted((key, repr(value)) for key, value in rights.items())),
    )
