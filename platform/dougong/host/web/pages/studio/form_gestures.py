"""What a gesture of the form designer asks for, as changes of the draft: one entry for each thing a hand can do there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from dougong.host.studio import field_moves, form_moves, form_parts
from dougong.host.studio.draft import Tree
from dougong.host.studio.entity_tree import field_in
from dougong.host.studio.field_controls import read_value
from dougong.host.studio.form_moves import ALWAYS
from dougong.host.studio.form_rows import Raw, Side, Spot, Way
from dougong.host.web.errors import Refused
from dougong.metamodel.diff import Change
from dougong.metamodel.form import Form
from dougong.metamodel.model import Model
from dougong.metamodel.text import LocalText, text

from .form_canvas import is_alone
from .form_panel import problem_of

SIDES = ("left", "right", "above", "below", "end")
WAYS = ("left", "right", "up", "down")
_CONDITIONS = ("visible_when", "required_when", "read_only_when")


@dataclass(frozen=True, slots=True)
class Asked:
    """A gesture (`do`) on the part `id` (`field:<key>`, `section:<key>`, `tab:<key>`)."""

    do: str
    id: str = ""
    side: str = ""
    section: str = ""
    beside: str = ""
    name: str = ""
    language: str = ""
    value: str = ""

    @property
    def key(self) -> str:
        return self.id.partition(":")[2]

    @property
    def kind(self) -> str:
        return self.id.partition(":")[0]

    @property
    def spot(self) -> Spot:
        if self.side not in SIDES:
            raise Refused(404)
        return Spot(cast(Side, self.side), self.section, self.beside)


@dataclass(frozen=True, slots=True)
class Made:
    """The changes, the part chosen afterwards (empty: as before), and what was typed and cannot be, with the reason."""

    changes: list[Change]
    at: str = ""
    wrong: Mapping[str, tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class On:
    """The form a gesture is made on."""

    tree: Tree
    now: Tree
    model: Model
    form: Form
    language: str

    @property
    def alone(self) -> frozenset[str]:
        fields = self.model.entities[self.form.entity].fields
        return frozenset(key for key, one in fields.items() if is_alone(one))

    def redraw(self, draw: Callable[[Raw], object]) -> list[Change]:
        return form_moves.redrawn(self.tree, self.form.key, draw)


def made(on: On, asked: Asked) -> Made:
    """ProblemsFound where it cannot be done, Refused for what is no gesture."""
    known = _GESTURES.get(asked.do)
    if known is None:
        raise Refused(404)
    return known(on, asked)


def _place(on: On, asked: Asked) -> Made:
    if asked.key not in on.model.entities[on.form.entity].fields:
        raise Refused(404)
    return Made(form_moves.place(on.tree, on.form.key, asked.key, asked.spot, on.alone), asked.id)


def _create(on: On, asked: Asked) -> Made:
    changes, field = form_moves.create(on.tree, on.form.key, asked.value, asked.spot, on.alone)
    return Made(changes, f"field:{field}")


def _step(on: On, asked: Asked) -> Made:
    if asked.value not in WAYS:
        raise Refused(404)
    return Made(form_moves.step(on.tree, on.form.key, asked.key, cast(Way, asked.value), on.alone), asked.id)


def _width(on: On, asked: Asked) -> Made:
    width = int(asked.value) if asked.value.isdecimal() else 0
    return Made(form_moves.widen(on.tree, on.form.key, asked.key, width), asked.id)


def _out(on: On, asked: Asked) -> Made:
    return Made(form_moves.take_out(on.tree, on.form.key, asked.key), "-")


def _say(on: On, asked: Asked) -> Made:
    """A label or hint in one language."""
    if asked.language not in ("zh-CN", "en") or asked.name not in ("label", "hint"):
        raise Refused(404)
    words = asked.value.strip()[:120]
    if asked.kind == "field":
        known = _read_now(on, asked.key, asked.name)
        changes, key = form_moves.say(
            on.tree, on.now, on.form.key, asked.key, asked.name, asked.language, asked.value, known
        )
        return Made(changes, f"field:{key}")
    if not words:
        return Made([], asked.id)
    if asked.kind == "tab":
        return Made(on.redraw(lambda form: form_parts.name_tab(form, asked.key, asked.language, words)), asked.id)
    return Made(on.redraw(lambda form: form_parts.name_section(form, asked.key, asked.language, words)), asked.id)


def _read_now(on: On, key: str, name: str) -> LocalText:
    field = on.model.entities[on.form.entity].fields.get(key)
    placed = next((one for s in on.form.sections for row in s.rows for one in row if one.field == key), None)
    if field is None or placed is None:
        raise Refused(404)
    if name == "label":
        return placed.label or field.label
    return placed.hint or field.field.hint or text("", "")


def _condition(on: On, asked: Asked) -> Made:
    """A condition that reads wrong is told beside what was typed, and the draft keeps the one it has."""
    if asked.name not in _CONDITIONS:
        raise Refused(404)
    source = asked.value.strip()
    problem = problem_of(on.model, on.form.entity, source) if source else None
    if problem is not None:
        fix = problem.fix.in_(on.language) if problem.fix else ""
        said = problem.message.in_(on.language)
        joined = f"{said} {fix}".strip()
        return Made([], asked.id, {asked.name: (asked.value, joined)})
    if asked.kind == "section":
        wanted = {"visible_when": source or None}
        return Made(form_moves.set_section(on.tree, on.form.key, asked.key, wanted), asked.id)
    return Made(form_moves.set_property(on.tree, on.form.key, asked.key, asked.name, source or None), asked.id)


def _required(on: On, asked: Asked) -> Made:
    wanted = {"never": None, "always": ALWAYS}
    if asked.value not in wanted:
        raise Refused(404)
    return Made(
        form_moves.set_property(on.tree, on.form.key, asked.key, "required_when", wanted[asked.value]), asked.id
    )


def _set(on: On, asked: Asked) -> Made:
    """Switches: on or off."""
    key, yes = on.form.key, asked.value == "on"
    if asked.kind == "section":
        parts = {"collapsed": yes or None} if asked.name == "collapsed" else {"layout": "totals" if yes else None}
        return Made(form_moves.set_section(on.tree, key, asked.key, parts), asked.id)
    if asked.name == "own":
        known = _read_now(on, asked.key, "label")
        wanted = form_parts.label_json(known) if yes else None
        return Made(form_moves.set_property(on.tree, key, asked.key, "label", wanted), asked.id)
    return Made(form_moves.set_property(on.tree, key, asked.key, "create_in_place", yes or None), asked.id)


def _field_set(on: On, asked: Asked) -> Made:
    """A property the field has everywhere: of its object, not of this form."""
    raw = field_in(on.tree, on.form.entity, asked.key).raw
    wanted = read_value(on.tree, on.form.entity, raw, asked.name, asked.value)
    return Made(field_moves.change(on.tree, on.form.entity, asked.key, wanted), asked.id)


def _columns(on: On, asked: Asked) -> Made:
    keys = [one for one in asked.value.split(",") if one]
    return Made(form_moves.set_property(on.tree, on.form.key, asked.key, "columns", keys or None), asked.id)


def _section_add(on: On, asked: Asked) -> Made:
    keys: list[str] = []
    changes = on.redraw(lambda form: keys.append(form_parts.add_section(form, asked.section, asked.value)))
    return Made(changes, f"section:{keys[0]}")


def _section_move(on: On, asked: Asked) -> Made:
    return Made(on.redraw(lambda form: form_parts.move_section(form, asked.key, asked.beside, asked.value)), asked.id)


def _section_out(on: On, asked: Asked) -> Made:
    return Made(on.redraw(lambda form: form_parts.remove_section(form, asked.key)), "-")


def _tab_add(on: On, asked: Asked) -> Made:
    keys: list[str] = []
    changes = on.redraw(lambda form: keys.append(form_parts.add_tab(form)))
    return Made(changes, f"tab:{keys[0]}")


def _tab_move(on: On, asked: Asked) -> Made:
    by = -1 if asked.value == "left" else 1
    return Made(on.redraw(lambda form: form_parts.move_tab(form, asked.key, by)), asked.id)


def _tab_out(on: On, asked: Asked) -> Made:
    return Made(on.redraw(lambda form: form_parts.remove_tab(form, asked.key)), "-")


_GESTURES: dict[str, Callable[[On, Asked], Made]] = {
    "place": _place, "create": _create, "step": _step, "width": _width, "out": _out, "say": _say, "condition": _condition,
    "required": _required, "set": _set, "columns": _columns, "section_add": _section_add, "section_move": _section_move,
    "field_set": _field_set,
    "section_out": _section_out, "tab_add": _tab_add, "tab_move": _tab_move, "tab_out": _tab_out,
}  # fmt: skip
