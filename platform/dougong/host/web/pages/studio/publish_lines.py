"""The changes of a draft as lines people tick: by document, in words, with what uses and holds what changes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dougong.host.studio.field_palette import type_words
from dougong.host.studio.impact import Effect, Impact
from dougong.metamodel.diff import Change, documents_of
from dougong.metamodel.documents import kind_of
from dougong.metamodel.text import text

Labels = Mapping[str, str]
"""`app/file` -> what people call it."""
_ICONS = {
    "entity": "database", "form": "forms", "view": "table", "page": "layout-dashboard", "menus": "menu-2", "role": "shield",
    "rules": "math-function", "options": "list", "app": "stack-2",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change: `records` hold what it touches, `used` are the documents that name its part. What moves from one list
    to another is taken out there and put in here: two `numbers` that go together. `decided` tells whether it was chosen
    what becomes of the values at stake; None where there are none."""

    numbers: tuple[int, ...]
    words: str
    manner: str
    records: int
    used: tuple[str, ...]
    decided: bool | None = None


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    label: str
    icon: str
    lines: tuple[ChangeLine, ...]


def groups_of(impact: Impact, labels: Labels, language: str) -> tuple[ChangeGroup, ...]:
    """The changes by document, as they were made."""
    found: dict[str, list[Effect]] = {}
    for one in impact.effects:
        found.setdefault(str(one.change.path[0]), []).append(one)
    open_ = {one.path for one in impact.without_choice}
    fields = (*(one.field for one in impact.stakes.gone), *(one.field for one in impact.stakes.unfit))
    asked = {f"{one.entity}.{one.key}" for one in fields}
    return tuple(
        ChangeGroup(labels.get(name, name), _icon(name), _lines(effects, labels, language, asked, open_))
        for name, effects in found.items()
    )


def labels_of(tree: Mapping[str, object], language: str) -> dict[str, str]:
    """What people call each document of a tree."""
    found = {}
    for one in documents_of(dict(tree)):
        label = one.raw.get("label") if isinstance(one.raw, dict) else None
        given = label if isinstance(label, dict) else {}
        name = given.get("zh-CN" if language.startswith("zh") else "en")
        kind = kind_of(one.file)
        found[f"{one.app}/{one.file}"] = str(name) if name else _plain(kind.key if kind else "", one.file, language)
    return found


def _lines(
    effects: Sequence[Effect], labels: Labels, language: str, asked: set[str], open_: set[str]
) -> tuple[ChangeLine, ...]:
    arrived = {_what(one.change): one for one in effects if one.change.operation == "add"}
    left = {key: one for one in effects if one.change.operation == "remove" and (key := _what(one.change)) in arrived}
    found = []
    for one in effects:
        gone = left.get(_what(one.change))
        if gone is one:
            continue
        if gone is not None and one.change.operation == "add":
            said = text("移动：{a} → {b}", "Moved: {a} → {b}").format(a=gone.words, b=one.words).in_(language)
            found.append(ChangeLine((gone.number, one.number), _plainly(said), "changed", 0, ()))
        else:
            used = dict.fromkeys(labels.get(f"{at.app}/{at.file}", at.file) for at in one.used)
            field = f"{one.part.entity}.{one.part.field or one.part.key}" if one.part else ""
            decided = field not in open_ if field in asked else None
            found.append(
                ChangeLine((one.number,), _said(one, language), one.manner, one.records or 0, tuple(used), decided)
            )
    return tuple(found)


def _what(change: Change) -> str:
    """What an item of a list is, wherever it stands: all of it but its key and its names."""
    raw = change.new if change.operation == "add" else change.old
    return (
        repr({key: value for key, value in raw.items() if key not in ("key", "label")}) if isinstance(raw, dict) else ""
    )


_DOCUMENT = re.compile(r'^(删除 |新增 |Removed |Added )?[^“”"·]+[“"][^”"]*[”"] · ')


def _said(one: Effect, language: str) -> str:
    """Without the document, whose name stands above; types of fields by their names."""
    words = _DOCUMENT.sub(lambda found: found[1] or "", one.words.in_(language))
    if one.part is not None and one.part.kind == "field" and one.change.path[-1] == "type":
        for key in (one.change.old, one.change.new):
            words = words.replace(f"“{key}”", f"“{type_words(str(key)).in_(language)}”")
    return words


def _plainly(words: str) -> str:
    """Without the words of taking out and putting in."""
    for one in ("删除 ", "新增 ", "Removed ", "Added "):
        words = words.replace(one, "")
    return words


def _plain(kind: str, file: str, language: str) -> str:
    """A document without a name of its own."""
    if kind == "menus":
        return text("菜单", "Menu").in_(language)
    return file.rpartition("/")[2].removesuffix(".json")


def _icon(name: str) -> str:
    kind = kind_of(name.partition("/")[2])
    return _ICONS.get(kind.key if kind else "", "file")
