"""What a workspace made, as an app that can be installed elsewhere: its own objects, and its changes of installed apps as
a layer over them.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from dougong.host.install.bundles import manifest
from dougong.host.install.gate import refuse_errors
from dougong.host.store.documents import Layers
from dougong.metamodel.check import check_model
from dougong.metamodel.compile import try_compile
from dougong.metamodel.diff import Change, compare, tree_of, wording
from dougong.metamodel.documents import Bundle, Document, kind_of
from dougong.metamodel.layers import changes_to_json
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.stack import KIND, stacked
from dougong.metamodel.text import LocalText, text
from dougong.rules.check_expressions import check_expressions
from dougong.rules.references import references

from .own_app import OWN

_KEY = re.compile(r"[a-z][a-z0-9_]{0,47}")
_MANIFEST = f"{OWN}/app.json"


@dataclass(frozen=True, slots=True)
class Made:
    """One thing the workspace made or changed, in words."""

    number: int
    change: Change
    words: LocalText


def made_here(layers: Layers) -> list[Made]:
    """What can go into a template: every difference between what apps brought and what is in force."""
    old, new = tree_of(layers.base.values()), tree_of(layers.documents())
    changes = [one for one in compare(old, new) if one.path[0] != _MANIFEST]
    return [Made(number, one, wording(one, old, new)) for number, one in enumerate(changes)]


def template_of(layers: Layers, key: str, label: LocalText, only: Collection[int] | None = None) -> Bundle:
    """The chosen things (None: all) as an app of its own; ProblemsFound for a key or name that cannot be, for nothing
    chosen, and for things that cannot do without those left out.
    """
    _refuse_names(layers, key, label)
    chosen = [one.change for one in made_here(layers) if only is None or one.number in only]
    if not chosen:
        words = text("没有选择任何内容", "Nothing is chosen")
        raise ProblemsFound([Problem("nothing", words, fix=text("至少勾选一项", "Tick at least one thing"))])
    own = [_document(key, one) for one in chosen if _app(one) == OWN]
    changed = {
        app: [one for one in chosen if _app(one) == app] for app in dict.fromkeys(map(_app, chosen)) if app != OWN
    }
    over = [_changes(key, app, changes) for app, changes in changed.items()]
    below = _below(layers, own, changed)
    bundle = Bundle(key, (Document(key, "app", "app.json", _manifest(layers, key, label, below)), *own, *over))
    refuse_errors(check_model(stacked([*layers.brought.values(), *bundle.documents]), check_expressions))
    return bundle


def _app(change: Change) -> str:
    return str(change.path[0]).partition("/")[0]


def _document(key: str, change: Change) -> Document:
    file = str(change.path[0]).partition("/")[2]
    kind = kind_of(file)
    assert kind is not None  # it is in force
    return Document(key, kind.key, file, change.new)


def _changes(key: str, app: str, changes: Iterable[Change]) -> Document:
    within = [
        Change(one.operation, (str(one.path[0]).partition("/")[2], *one.path[1:]), one.old, one.new, one.after)
        for one in changes
    ]
    raw = {"$schema": f"dougong/{KIND}/1", "app": app, "changes": changes_to_json(within)}
    return Document(key, KIND, f"{KIND}/{app}.json", raw)


def _below(layers: Layers, own: list[Document], changed: Iterable[str]) -> list[str]:
    """Apps that what is chosen changes, or names things of."""
    model, _ = try_compile(layers.documents())
    named = {
        model.entities[one.to.entity or one.to.key].app
        for one in (references(layers.documents()) if own else ())
        if model is not None and one.app == OWN and (one.to.entity or one.to.key) in model.entities
    }
    return sorted({*named, *changed} - {OWN, "base"})


def _manifest(layers: Layers, key: str, label: LocalText, below: list[str]) -> dict[str, Any]:
    versions = {
        app.key: app.version
        for place, one in layers.brought.items()
        if place[1] == "app.json" and (app := manifest(Bundle(place[0], (one,)))) is not None
    }
    depends = {"platform": ">=0.1", "base": ">=1.0", **{one: f">={versions[one]}" for one in below if one in versions}}
    found: dict[str, Any] = {
        "$schema": "dougong/app/1", "key": key, "version": "1.0.0", "label": {"zh-CN": label.zh, "en": label.en},
        "icon": "package", "depends_on": depends,
    }  # fmt: skip
    return {**found, "extends": below[0]} if len(below) == 1 else found


def _refuse_names(layers: Layers, key: str, label: LocalText) -> None:
    problems = []
    if not _KEY.fullmatch(key):
        words = text(
            "标识只能用小写字母、数字和下划线，以字母开头",
            "A key has small letters, digits and underscores, a letter first",
        )
        problems.append(Problem("key", words, "key", fix=text("例如 our_shop", "For example our_shop")))
    elif key == OWN or any(app == key for app, _ in (*layers.brought, *layers.own)):
        words = text(f"标识“{key}”已被占用", f'The key "{key}" is taken')
        problems.append(Problem("taken", words, "key", fix=text("换一个标识", "Choose another key")))
    for one in (label.zh, label.en):
        if not one.strip() or len(one) > 60 or not one.isprintable():
            words = text(
                "名称要有中英文，各不超过 60 个字", "A name in both languages is needed, each up to 60 characters"
            )
            problems.append(Problem("label", words, "label"))
            break
    if problems:
        raise ProblemsFound(problems)
