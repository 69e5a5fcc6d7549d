"""The canvas of the form designer: the form as the form engine draws it, each part with what a designer has to know of it."""

from dataclasses import dataclass, replace
from hashlib import blake2b

from dougong.forms import FieldState, form_state
from dougong.host.access.viewer import EVERYONE, rights_of
from dougong.host.studio.field_palette import type_icon, type_words
from dougong.host.studio.form_problems import form_problems
from dougong.host.studio.form_rows import Raw
from dougong.host.studio.form_sound import Found, bare, sound
from dougong.host.web.pages.controls import Control
from dougong.host.web.pages.form_condition import condition_words
from dougong.host.web.pages.form_page import drawn
from dougong.host.web.pages.list_page import look_of
from dougong.host.web.pages.look import Look
from dougong.host.web.scope import Scope
from dougong.metamodel.form import Form, FormField, Section
from dougong.metamodel.model import FieldModel, Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.system_fields import SYSTEM_KEYS, WRITABLE_SYSTEM_KEYS
from dougong.records.context import Context
from dougong.records.environment import env_of
from dougong.records.rights import EVERYTHING, EntityRights, Viewer
from dougong.records.store import RecordStore

from .form_sample import Sample, sample_of

_BESIDE = 6
DEVICES = ("desktop", "tablet", "phone")


@dataclass(frozen=True, slots=True)
class Note:
    """A sign at a part, with its condition in words."""

    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class Box:
    """A placed field; `control` is None where its object does not have it. `alone`: it has a row to itself."""

    key: str
    label: str
    icon: str
    type: str
    width: int
    alone: bool
    control: Control | None
    notes: tuple[Note, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section; `tab` is the key of its tab, empty without one."""

    key: str
    label: str
    tab: str
    layout: str
    collapsed: bool
    when: str
    rows: tuple[tuple[Box, ...], ...]
    problems: tuple[str, ...]

    @property
    def stacked(self) -> bool:
        return self.layout == "fields" and any(one.width < _BESIDE for row in self.rows for one in row)


@dataclass(frozen=True, slots=True)
class Unused:
    """A field of the object that the form does not show."""

    key: str
    label: str
    icon: str
    type: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Canvas:
    """`real`: as the role sees it, nothing can be taken hold of. `tabs` are (key, label)."""

    title: str
    subtitle: str
    tabs: tuple[tuple[str, str], ...]
    sections: tuple[Part, ...]
    unused: tuple[Unused, ...]
    sample: Sample
    real: bool
    fields: int
    rows: int
    problems: int
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a canvas is made from: the form of the draft, the model it makes, who looks."""

    scope: Scope
    model: Model
    file: str
    raw: Raw
    form: Form


def canvas_of(given: Drawn, context: Context, record: str, role: str, device: str) -> Canvas:
    """The form with a record (`record`, empty for the newest), for the designer or as `role` would get it."""
    scope, model, form = given.scope, given.model, given.form
    problems = form_problems(model, given.file, given.raw, form)
    whole = sound(model, form, problems)
    sample = sample_of(context, model, whole, record)
    there = replace(context, store=_store(scope, model))
    look = look_of(scope, context)
    viewer = viewer_as(scope.viewer, model, role) if role else scope.viewer
    real = bool(role)
    shown = whole if real else bare(whole)
    if real and not viewer.admin and viewer.on(form.entity).read.nothing:
        shown = shown.model_copy(update={"sections": ()})
    env = replace(env_of(there), is_new=not sample.id, old=sample.row or None)
    state = form_state(
        model, shown, sample.row, viewer, env, use="edit" if sample.id else "create",
        device="phone" if device == "phone" else "desktop", may_write=not real or _may_write(viewer, form.entity, sample),
    )  # fmt: skip
    entity = model.entities[form.entity]
    here = f"{look.base}/{entity.key}"
    kept = replace(there, viewer=viewer)

    fields = [one for one in state.fields if one.visible]
    controls = {one.key: made for one, made in zip(fields, drawn(fields, state, look, here, None, kept), strict=True)}
    placed = {one.field for section in form.sections for row in section.rows for one in row}
    if real:
        sections = tuple(
            Part(
                one.key, one.label.in_(look.language), one.tab or "", one.layout, one.collapsed,
                _when(there, model, form.entity, one.when, look),
                tuple(
                    tuple(_plain(field, controls[field.key], look) for field in row if field.visible)
                    for row in one.rows if any(field.visible for field in row)
                ), (),
            )
            for one in state.sections if one.visible
        )  # fmt: skip
    else:
        sections = tuple(_part(one, model, form.entity, there, look, problems, controls) for one in form.sections)
    rows = sum(len(one.rows) for one in sections)
    return Canvas(
        sample.title or entity.label.in_(look.language), entity.label.in_(look.language),
        tuple((one.key, one.label.in_(look.language)) for one in form.tabs), sections,
        _unused(model, form.entity, placed, look), sample, real, sum(len(row) for one in sections for row in one.rows), rows,
        sum(one.severity == "error" for found in problems.values() for _, one in found),
        tuple(_said(one, look) for _, one in problems.get("", ())),
    )  # fmt: skip


def viewer_as(viewer: Viewer, model: Model, role: str) -> Viewer:
    """The person with the rights of one role, as the draft has them."""
    keys = tuple(one for one in dict.fromkeys((EVERYONE, role)) if one in model.roles)
    roles = [model.roles[one] for one in keys]
    admin = any(one.admin for one in roles)
    # A draft of roles alone has the revision in force: what is kept per rights must not take one for the other.
    written = blake2b("".join(one.model_dump_json() for one in roles).encode(), digest_size=8).hexdigest()
    return replace(
        viewer, roles=frozenset(keys), rights=rights_of(model, roles), other=EVERYTHING if admin else EntityRights(),
        admin=admin, rights_key=f"as:{model.revision}:{written}",
    )  # fmt: skip


def is_alone(field: FieldModel) -> bool:
    """Whether a field has a row to itself: child rows."""
    return field.relation is not None and field.relation.owned


def _may_write(viewer: Viewer, entity: str, sample: Sample) -> bool:
    rights = viewer.on(entity)
    return viewer.admin or (not rights.update.nothing if sample.id else "create" in rights.actions)


def _store(scope: Scope, model: Model) -> RecordStore:
    """The draft's definitions as records are drawn by: made once while the draft stays as it is."""
    known: list[RecordStore] = scope.workspace.caches.setdefault("drawn drafts", [])
    found = next((one for one in known if one.model is model), None)
    if found is None:
        found = RecordStore(model)
        known[:] = [found, *known[:3]]
    return found


def _plain(state: FieldState, control: Control, look: Look) -> Box:
    words = type_words(state.field.field.type).in_(look.language)
    return Box(
        state.key,
        control.label,
        type_icon(state.field.field.type),
        words,
        control.width,
        bool(state.columns),
        control,
        (),
        (),
    )


def _part(
    section: Section, model: Model, entity: str, context: Context, look: Look, problems: Found, controls: dict[str, Control]
) -> Part:  # fmt: skip
    def box(one: FormField) -> Box:
        field = model.entities[entity].fields.get(one.field)
        said = tuple(_said(problem, look) for _, problem in problems.get(f"field:{one.field}", ()))
        if field is None:
            return Box(one.field, one.field, "alert-triangle", "", one.width, False, None, (), said)
        label = (one.label or field.label).in_(look.language)
        key = field.field.type
        return Box(
            one.field, label, type_icon(key), type_words(key).in_(look.language), 12 if is_alone(field) else one.width,
            is_alone(field), controls.get(one.field), _notes(one, model, entity, context, look), said,
        )  # fmt: skip

    return Part(
        section.key, section.label.in_(look.language), section.tab or "", section.layout, section.collapsed,
        _when(context, model, entity, section.visible_when, look), tuple(tuple(box(one) for one in row) for row in section.rows),
        tuple(_said(one, look) for _, one in problems.get(f"section:{section.key}", ())),
    )  # fmt: skip


def _notes(one: FormField, model: Model, entity: str, context: Context, look: Look) -> tuple[Note, ...]:
    signs = (
        ("eye", look.words("Shown only if"), one.visible_when),
        ("asterisk", look.words("Required if"), one.required_when if one.required_when != "TRUE" else None),
        ("lock", look.words("Read-only if"), one.read_only_when),
    )
    return tuple(
        Note(icon, f"{words} {_when(context, model, entity, source, look)}") for icon, words, source in signs if source
    )


def _when(context: Context, model: Model, entity: str, source: str | None, look: Look) -> str:
    """A condition in words, else its text."""
    if not source:
        return ""
    try:
        return condition_words(context, model.entities[entity], source, look) or source
    except (ProblemsFound, ValueError, LookupError):
        return source


def _said(one: Problem, look: Look) -> str:
    fix = one.fix.in_(look.language) if one.fix else ""
    return (
        f"{one.message.in_(look.language)}{'：' if look.language == 'zh-CN' else ': '}{fix}"
        if fix
        else one.message.in_(look.language)
    )


def _unused(model: Model, entity: str, placed: set[str], look: Look) -> tuple[Unused, ...]:
    """What could be placed: the object's own fields, and those of the system's a person may fill in."""
    found = []
    for field in model.entities[entity].fields.values():
        far = (
            field.relation is not None
            and field.relation.kind == "many"
            and not field.relation.owned
            and not field.relation.far
        )
        if field.key in placed or far or field.key in SYSTEM_KEYS - WRITABLE_SYSTEM_KEYS:
            continue
        words = type_words(field.field.type).in_(look.language)
        found.append(
            Unused(field.key, field.label.in_(look.language), type_icon(field.field.type), words, is_alone(field))
        )
    return tuple(found)
