"""The picker of a scope: each word with what it means and how many records somebody with the role would reach by it."""

from dataclasses import dataclass, replace

from dougong.host.access import people
from dougong.host.access.scopes import row_scope
from dougong.host.access.viewer import roles_held, viewer_with
from dougong.host.studio.entity_tree import Tree
from dougong.host.studio.role_moves import People
from dougong.host.studio.role_tree import OTHERS, holders, role_in, scope_text, words_in
from dougong.host.web.pages.admin.roles import ScopeChip, scope_chips
from dougong.host.web.scope import Scope
from dougong.metamodel.field_types.region import RegionField
from dougong.metamodel.model import Model
from dougong.metamodel.text import LocalText, text
from dougong.records.query import count
from dougong.records.rights import SYSTEM, EntityRights
from dougong.records.values import Query

MEANING: dict[str, LocalText] = {
    "own": text("自己负责的", "Those they own"), "subordinates": text("自己和下级负责的", "Theirs and their reports'"),
    "department": text("本部门的", "Those of their department"),
    "departments": text("本部门及下级部门的", "Those of their department and below"),
    "region": text("自己区域里的", "Those in their region"), "shared": text("共享给自己的", "Those shared with them"),
    "pool": text("还没有人负责的", "Those nobody owns yet"), "all": text("全部", "All of them"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """`only`: choosing it takes the place of what was chosen; `also`: it may join other words."""

    word: str
    chip: ScopeChip
    meaning: str
    count: int | None
    on: bool
    also: bool


@dataclass(frozen=True, slots=True)
class Picker:
    """What templates/studio/role_scope.html shows; `person` is whom the figures are for, `condition` the text of one."""

    entity: str
    label: str
    action: str
    choices: tuple[Choice, ...]
    person: str
    condition: str
    problem: str
    free: bool
    none: bool


def picker_of(
    scope: Scope, tree: Tree, model: Model, role: str, entity: str, action: str, verb: LocalText, problem: str
) -> Picker:
    """The picker for one cell of the matrix."""
    language = scope.language
    written = scope_text(role_in(tree, role).access(entity).get(action))
    chosen, here = words_in(written), model.entities.get(entity)
    placed = here is not None and any(isinstance(one.field, RegionField) for one in here.fields.values())
    offered = [word for word in MEANING if word != "region" or placed or "region" in (chosen or ())]
    person, counts = _counts(scope, tree, model, role, entity, offered) if here is not None else ("", {})
    held = chosen or ()
    choices = tuple(
        Choice(
            word, scope_chips(word, language)[0], MEANING[word].in_(language), counts.get(word), word in held,
            word != "all" and bool(held) and held != ("all",) and (word not in held or len(held) > 1),
        )
        for word in offered
    )  # fmt: skip
    label = here.plural.in_(language) if here else text("其他全部对象", "All other objects").in_(language)
    title = text(f"能{verb.zh}哪些{label}", f"Which {label} they may {verb.en.lower()}").in_(language)
    return Picker(
        entity, title, action, choices, person, "" if chosen is not None else written, problem, entity != OTHERS,
        chosen == (),
    )  # fmt: skip


def people_of(scope: Scope) -> tuple[People, dict[str, str]]:
    """Who may sign in with their roles, and their names."""
    with scope.workspace.engine.connect() as connection:
        everyone = people.everyone(connection, scope.workspace.store)
    return {one.id: one.roles for one in everyone}, {one.id: one.name for one in everyone}


def _counts(
    scope: Scope, tree: Tree, model: Model, role: str, entity: str, words: list[str]
) -> tuple[str, dict[str, int]]:  # fmt: skip
    """Figures for the first who has the role; none where nobody has it, or its records have no table yet."""
    with scope.workspace.reading(SYSTEM) as context:
        everyone = people.everyone(context.connection, context.store)
        having = holders(tree, {one.id: one.roles for one in everyone}, role)
        person = next((one for one in everyone if one.id in having), None)
        if person is None or entity not in context.store.model.entities:
            return "", {}
        now = context.store.model
        viewer = viewer_with(now, person, roles_held(now, person), {}, scope.language, context.zone)
        found = {}
        for word in words:
            rights = {entity: EntityRights(read=row_scope(model, entity, word))}
            asking = replace(context, viewer=replace(viewer, rights=rights, other=EntityRights(), admin=False))
            found[word] = count(asking, Query(entity))
        return person.name, found
