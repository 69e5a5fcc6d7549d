"""What a gesture of the view designer asks for, as changes of the draft: one entry for each thing a hand can do there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dougong.host.studio import view_colours, view_kinds, view_moves, view_tabs
from dougong.host.studio.draft import Tree
from dougong.host.studio.properties import changed
from dougong.host.studio.view_problems import why_wrong
from dougong.host.studio.view_slots import SLOTS, Raw, entries_of, name_of
from dougong.host.web.errors import Refused
from dougong.metamodel.diff import Change
from dougong.metamodel.model import Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.metamodel.view import View

from .view_panel import column_property, is_formula, label_of, property_of, words_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A gesture (`do`) on the part `id` (`<slot>:<path>`); `slot`, `path`, `before` say what goes where."""

    do: str
    id: str = ""
    slot: str = ""
    path: str = ""
    before: str = ""
    name: str = ""
    value: str = ""

    @property
    def of(self) -> str:
        return self.id.partition(":")[0]

    @property
    def at(self) -> str:
        return self.id.partition(":")[2]

    @property
    def number(self) -> int:
        return int(self.value) if self.value.lstrip("-").isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Made:
    """The changes, the part chosen afterwards (empty: as before, `-`: none), what was typed and cannot be with the reason,
    and the view to go to."""

    changes: list[Change]
    at: str = ""
    wrong: Mapping[str, tuple[str, str]] | None = None
    go: str = ""


@dataclass(frozen=True, slots=True)
class On:
    """The view a gesture is made on."""

    tree: Tree
    model: Model
    view: View
    raw: Raw
    language: str


def made(on: On, asked: Asked) -> Made:
    """ProblemsFound where it cannot be done, Refused for what is no gesture."""
    known = _GESTURES.get(asked.do)
    if known is None:
        raise Refused(404)
    return known(on, asked)


def _put(on: On, asked: Asked) -> Made:
    source = asked.of if asked.id else ""
    changes = view_moves.put(on.tree, on.model, on.view.key, asked.slot, asked.path, asked.before, source)
    return Made(changes, f"{asked.slot}:{asked.path}")


def _step(on: On, asked: Asked) -> Made:
    by = -1 if asked.value == "left" else 1
    return Made(view_moves.step(on.tree, on.model, on.view.key, asked.of, asked.at, by), asked.id)


def _out(on: On, asked: Asked) -> Made:
    return Made(view_moves.take_out(on.tree, on.model, on.view.key, asked.of, asked.at), _beside(on.raw, asked) or "-")


def _beside(raw: Raw, asked: Asked) -> str:
    """What is chosen when a part goes: the one behind it, else the one before."""
    if asked.of not in SLOTS:
        return ""
    names = [name_of(one) for one in entries_of(raw, SLOTS[asked.of])]
    at = names.index(asked.at) if asked.at in names else -1
    rest = [*names[at + 1 :], *reversed(names[: max(at, 0)])]
    return f"{asked.of}:{rest[0]}" if rest and at >= 0 else ""


def _turn(on: On, asked: Asked) -> Made:
    return Made(view_moves.turn(on.tree, on.view.key, asked.at), asked.id)


def _width(on: On, asked: Asked) -> Made:
    return Made(view_moves.widen(on.tree, on.model, on.view.key, asked.at, asked.number), asked.id)


def _set(on: On, asked: Asked) -> Made:
    """A property of the chosen column, of a colour rule, of the view or its card, as a panel sends it."""
    if asked.id:
        return _set_column(on, asked)
    first, _, rest = asked.name.partition(".")
    if first == "colours":
        return _set_rule(on, rest, asked)
    found = property_of(first)
    if found is None:
        raise Refused(404)
    known, card = found
    part = dict(on.raw.get("card") or {}) if card else on.raw
    if is_formula(first) and (why := _wrong(on, asked.value, everywhere=first == "filter")):
        return Made([], "", {asked.name: (asked.value, why)})
    wanted = changed(known, part, rest, asked.value).get(first)
    if first == "label" and not all((wanted or {}).values()):
        raise ProblemsFound([Problem("no_label", text("名称不能为空", "A name cannot be blank"))])
    return Made(view_moves.set_property(on.tree, on.view.key, first, wanted, card=card))


def _set_column(on: On, asked: Asked) -> Made:
    first, _, rest = asked.name.partition(".")
    known = column_property(first)
    if known is None or asked.of != "columns":
        raise Refused(404)
    if first == "width" and asked.value.isdecimal():
        return _width(on, asked)
    entries = entries_of(on.raw, SLOTS["columns"])
    now = next((one for one in entries if name_of(one) == asked.at and isinstance(one, dict)), {})
    usual = label_of(on.model, on.view.entity, asked.at) if first == "label" else None
    wanted = changed(known, {**now, first: now.get(first) or usual}, rest, asked.value).get(first)
    given = None if usual is not None and (wanted == usual or not all((wanted or {}).values())) else wanted
    return Made(view_moves.set_column(on.tree, on.model, on.view.key, asked.at, {first: given}), asked.id)


def _set_rule(on: On, rest: str, asked: Asked) -> Made:
    number, _, name = rest.partition(".")
    if name not in ("when", "colour", "field") or not number.isdecimal():
        raise Refused(404)
    if name == "when" and (why := _wrong(on, asked.value, everywhere=False)):
        return Made([], "", {asked.name: (asked.value, why)})
    return Made(view_colours.set_rule(on.tree, on.view.key, int(number), name, asked.value or None))


def _wrong(on: On, source: str, *, everywhere: bool) -> str:
    found = why_wrong(on.model, on.view.entity, source, everywhere=everywhere) if source.strip() else None
    return words_of(found, on.language) if found else ""


def _kind(on: On, asked: Asked) -> Made:
    return Made(view_kinds.change_kind(on.tree, on.model, on.view.key, asked.value), "-")


def _rule_add(on: On, asked: Asked) -> Made:
    return Made(view_colours.add_rule(on.tree, on.model, on.view.key, asked.path), "-")


def _rule_move(on: On, asked: Asked) -> Made:
    by = -1 if asked.name == "up" else 1
    return Made(view_colours.move_rule(on.tree, on.view.key, asked.number, by))


def _rule_out(on: On, asked: Asked) -> Made:
    return Made(view_colours.remove_rule(on.tree, on.view.key, asked.number))


def _tab(on: On, asked: Asked) -> Made:
    if asked.value:
        return Made(view_tabs.step_tab(on.tree, asked.path, -1 if asked.value == "left" else 1))
    return Made(view_tabs.move_tab(on.tree, asked.path, asked.before))


def _duplicate(on: On, asked: Asked) -> Made:
    changes, key = view_tabs.duplicate(on.tree, on.view.key)
    return Made(changes, go=key)


def _remove(on: On, asked: Asked) -> Made:
    rest = [str(one["key"]) for _, one in view_tabs.tabs_of(on.tree, on.view.entity) if one["key"] != on.view.key]
    return Made(view_tabs.remove(on.tree, on.view.key), go=rest[0] if rest else "-")


_GESTURES: dict[str, Callable[[On, Asked], Made]] = {
    "put": _put, "step": _step, "out": _out, "turn": _turn, "width": _width, "set": _set, "kind": _kind,
    "rule_add": _rule_add, "rule_move": _rule_move, "rule_out": _rule_out, "tab": _tab, "duplicate": _duplicate,
    "remove": _remove,
}  # fmt: skip
