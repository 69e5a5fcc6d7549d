"""A small made-up app for tests: machines are repaired in jobs, a job has parts, helpers and a pipeline."""

import copy
from pathlib import Path
from typing import Any

from dougong.metamodel.compile import compile_model
from dougong.metamodel.documents import Bundle, Document, load_folder
from dougong.metamodel.model import Model

BASE = load_folder(Path(__file__).parents[2] / "platform" / "dougong" / "host" / "install" / "base")


def both(words: str) -> dict[str, str]:
    return {"zh-CN": words, "en": words}


def field(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "label": both(key), **more}


def options(*keys: str) -> list[dict[str, Any]]:
    return [{"key": key, "label": both(key)} for key in keys]


_FILES: dict[str, Any] = {
    "app.json": {
        "$schema": "dougong/app/1",
        "key": "workshop",
        "version": "1.2.0",
        "label": both("Workshop"),
        "depends_on": {"platform": ">=1.0", "base": ">=1.0"},
    },
    "options/causes.json": {
        "$schema": "dougong/options/1",
        "key": "causes",
        "label": both("Causes"),
        "options": options("wear", "misuse"),
    },
    "entities/machine.json": {
        "$schema": "dougong/entity/1",
        "key": "machine",
        "label": both("Machine"),
        "title": "name",
        "fields": [
            field("name", "text", required=True, search=True),
            field("risk", "integer", min=0, max=10),
            field("place", "address"),
            field("parent", "link", to="machine", tree=True, on_delete="clear"),
        ],
        "unique": [["name"]],
    },
    "entities/job.json": {
        "$schema": "dougong/entity/1",
        "key": "job",
        "label": both("Job"),
        "title": "name",
        "number": "J-{yyyy}{mm}-{seq:4}",
        "features": {"activities": True, "tags": True},
        "fields": [
            field("name", "text", required=True, max_length=80),
            field("machine", "link", to="machine", reverse={"key": "jobs", "label": both("Jobs")}, choices="risk < 9"),
            field("stage", "choice", default="new", options=options("new", "doing", "done", "dropped")),
            field("cause", "choice", options_from="causes"),
            field("amount", "money", min="0"),
            field("share", "percent", default_formula="IF(amount > 100, 50, 20)"),
            field("expected", "computed", result="money", stored=True, formula="amount * share / 100"),
            field("double", "computed", result="money", formula="expected * 2"),
            field("due", "date"),
            field("note", "long_text"),
            field("secret", "text", sensitive=True),
            field("parts", "lines", of="part.job"),
            field("cost", "rollup", result="money", formula="SUM(parts.price)"),
            field("helpers", "many_links", to="person", **{"with": [field("hours", "number", min="0")]}),
        ],
        "pipeline": {
            "field": "stage",
            "stages": {"new": {"probability": 10}, "done": {"outcome": "won"}, "dropped": {"outcome": "lost"}},
            "moves": [["new", "doing"], ["doing", "done"], ["*", "dropped"]],
            "gates": {
                "doing": {"require": ["machine"]},
                "done": {"require": ["amount"], "when": "amount > 0", "message": both("Enter the amount first")},
            },
        },
        "indexes": [["owner", "stage"], ["due"]],
    },
    "entities/part.json": {
        "$schema": "dougong/entity/1",
        "key": "part",
        "label": both("Part"),
        "title": "name",
        "owned_by": "job",
        "fields": [
            field("job", "link", to="job", required=True, on_delete="cascade"),
            field("name", "text", required=True),
            field("price", "money"),
        ],
    },
    "rules/job.json": {
        "$schema": "dougong/rules/1",
        "entity": "job",
        "rules": [
            {
                "key": "due_later",
                "family": "validate",
                "reject_when": "ISNEW() AND due < TODAY()",
                "field": "due",
                "message": both("Too early"),
            },
            {"key": "shout", "family": "compute", "field": "note", "value": "UPPER(name)", "when": 'cause = "misuse"'},
            {
                "key": "half",
                "family": "default",
                "field": "amount",
                "value": "machine.risk * 10",
                "on_change": ["machine"],
            },
        ],
    },
    "forms/job.json": {
        "$schema": "dougong/form/1",
        "key": "job_edit",
        "entity": "job",
        "tabs": [{"key": "main", "label": both("Main")}],
        "sections": [
            {
                "key": "basics",
                "label": both("Basics"),
                "tab": "main",
                "rows": [
                    [{"field": "name", "width": 8}, {"field": "stage", "width": 4}],
                    [{"field": "machine", "create_in_place": True}, {"field": "due", "required_when": "amount > 1000"}],
                    [{"field": "amount", "width": 4, "read_only_when": 'stage = "done"'}, {"field": "share", "width": 4}],
                    [{"field": "secret"}, {"field": "double"}],
                ],
            },
            {
                "key": "loss",
                "label": both("Why"),
                "visible_when": 'stage = "dropped"',
                "rows": [[{"field": "cause", "required_when": "TRUE"}]],
            },
            {"key": "parts", "label": both("Parts"), "rows": [[{"field": "parts", "width": 12, "columns": ["name", "price"]}]]},
        ],
        "variants": [
            {"when_role": "clerk", "hide": ["loss"]},
            {"device": "phone", "first": ["machine", "amount"]},
        ],
    },
    "views/job_all.json": {
        "$schema": "dougong/view/1",
        "key": "job_all",
        "entity": "job",
        "label": both("All"),
        "columns": ["number", {"field": "name", "width": 200}, "machine.name", {"field": "amount", "summary": "sum"}],
        "filter": 'stage <> "dropped"',
        "sort": ["-due", "machine.name"],
        "colours": [{"when": "due < TODAY()", "colour": "red"}],
    },
    "views/job_board.json": {
        "$schema": "dougong/view/1",
        "key": "job_board",
        "entity": "job",
        "type": "kanban",
        "label": both("Board"),
        "group": "stage",
        "sums": ["amount"],
        "card": {"title": "name", "lines": ["machine"], "avatar": "owner", "alert_when": "amount > 5"},
    },
    "pages/job.json": {
        "$schema": "dougong/page/1",
        "key": "job_page",
        "label": both("Job"),
        "entity": "job",
        "record": {
            "chips": ["stage"],
            "stats": ["amount", "cost"],
            "groups": [{"key": "facts", "label": both("Facts"), "fields": ["machine.name"], "visible_when": "amount > 1"}],
            "related": [{"field": "parts", "columns": ["name"], "filter": "price > 0", "sort": ["-price"]}],
            "tabs": [
                {"key": "told", "label": both("Told"), "stream": True},
                {
                    "key": "work", "label": both("Work"),
                    "groups": [{"key": "sums", "label": both("Sums"), "fields": ["cost"], "visible_when": "amount > 1"}],
                    "related": [{"field": "parts", "filter": "price > 0", "sort": ["-price"]}],
                },
            ],
        },
    },
    "pages/start.json": {
        "$schema": "dougong/page/1",
        "key": "start",
        "label": both("Start"),
        "roles": ["clerk"],
        "widgets": [
            {"key": "open", "type": "metric", "label": both("Open"), "entity": "job", "measure": "SUM(amount)", "filter": 'stage = "new"'},
            {"key": "list", "type": "list", "label": both("List"), "view": "job_all"},
        ],
    },
    "menus.json": {
        "$schema": "dougong/menus/1",
        "areas": [
            {
                "key": "work",
                "label": both("Work"),
                "groups": [
                    {
                        "key": "jobs",
                        "label": both("Jobs"),
                        "items": [
                            {"key": "all", "label": both("All"), "open": {"view": "job_all"}, "badge": 'stage = "new"'},
                            {"key": "start", "label": both("Start"), "open": {"page": "start"}, "roles": ["clerk"]},
                        ],
                    }
                ],
            }
        ],
    },
    "roles/clerk.json": {
        "$schema": "dougong/role/1",
        "key": "clerk",
        "label": both("Clerk"),
        "entities": {
            "job": {"create": True, "read": "own or shared", "update": "owner = $user", "fields": {"secret": "hidden"}},
            "machine": {"read": True},
        },
        "home": "start",
    },
    "locales/en.json": {
        "$schema": "dougong/locale/1", "language": "en",
        "texts": {"entities/job.json:label": "Work order", "entities/job.json:fields[due].label": "Due day"},
    },
}  # fmt: skip


def files() -> dict[str, Any]:
    """A fresh copy of the app's files, for tests to change."""
    return copy.deepcopy(_FILES)


def bundle(raw: dict[str, Any] | None = None, samples: dict[str, str] | None = None) -> Bundle:
    """The app as it would be read from its folder."""
    from dougong.metamodel.documents import kind_of

    documents = []
    for name, one in (raw if raw is not None else files()).items():
        kind = kind_of(name)
        assert kind is not None
        documents.append(Document("workshop", kind.key, name, one))
    return Bundle("workshop", tuple(documents), samples or {})


def model(raw: dict[str, Any] | None = None) -> Model:
    """The app compiled beside the base app."""
    return compile_model([*BASE.documents, *bundle(raw).documents])
