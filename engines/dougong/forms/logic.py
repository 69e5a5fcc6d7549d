"""What a browser works out of a form while somebody types: conditions, computed values, validations; a plan and a module.

The plan says where each function of the module belongs. Only what the viewer may see comes in (`at_hand`); what does
not is worked out by the server alone, which has the last word on all of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dougong.expressions import Checked
from dougong.expressions.core import Constant, Core, Operation, VariableRead, walk
from dougong.expressions.javascript import compile_js_many
from dougong.expressions.javascript.values import READERS
from dougong.metamodel.form import Form, FormField, Section
from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.records.rights import FieldRight, Viewer
from dougong.rules.rule_set import Computation, Filling, RuleSet

from .at_hand import AtHand, Formulas
from .conditions import checked_of
from .rows import child_columns
from .state import Use
from .variants import fixed_sections
from .work_out import enterable


@dataclass(frozen=True, slots=True)
class Logic:
    """`plan` plain JSON, `source` the module; the page hands along the values at `paths` of the record, at `old` of the
    stored one and at `user` of the person."""

    plan: dict[str, Any]
    source: str
    cores: tuple[Core, ...]
    paths: tuple[str, ...]
    old: tuple[str, ...]
    user: tuple[str, ...]


@dataclass(slots=True)
class _Functions:
    """The module's functions in order; what each reads of the record tells when it cannot be asked."""

    cores: list[Core] = field(default_factory=list)
    reads: list[list[str]] = field(default_factory=list)
    own: set[str] = field(default_factory=set)

    def add(self, checked: Checked, own: bool = True) -> int:
        """The number of a function; `own`: it reads the record, not a child row."""
        paths = {".".join(path) for path in checked.dependencies}
        self.own |= paths if own else set()
        self.cores.append(checked.core)
        self.reads.append(sorted(paths | _changed_keys(checked.core)))
        return len(self.cores) - 1


def form_logic(
    model: Model,
    form: Form,
    viewer: Viewer,
    rules: Mapping[str, RuleSet],
    formulas: Mapping[str, Formulas],
    use: Use = "edit",
) -> Logic:
    """The logic of a form for one viewer. `formulas` are the computed fields worked out while it is filled in; both they
    and `rules` by entity, those of child rows too."""
    entity = model.entities[form.entity]
    sections = fixed_sections(form, viewer, "desktop")
    placed = [one for section in (sections or form.sections) for row in section.rows for one in row]
    columns = {
        one.field: tuple(c.key for c in found)
        for one in placed
        if (found := child_columns(model, entity.fields[one.field], one.columns, viewer, False))
    }
    hand, made = AtHand(model, viewer, columns, formulas), _Functions()
    drawn = _sections(entity, sections or (), viewer, hand, made)
    computed = [
        [key, made.add(checked)]
        for key, checked in formulas.get(entity.key, {}).items()
        if viewer.on(entity.key).field(key) >= FieldRight.READ and hand.computed(entity.key, key)
    ]
    lines = {key: _lines(entity.fields[key], keys, rules, hand, made) for key, keys in columns.items()}
    refusals = _rules(entity, rules[entity.key], hand, made)
    compare = set[str]().union(*map(_changed_keys, made.cores))
    gates = _gates(entity, viewer, use)
    read = {path.partition(".")[0] for path in made.own} | compare | ({gates["field"]} if gates else set())
    fills = {key: by for key, by in _fills(rules[entity.key], entity, viewer).items() if key in read}
    read |= {key for by in fills.values() for key in by}
    kinds = {one.field: kind for one in placed if one.field in read and (kind := _kind(entity.fields[one.field]))}
    plan = {
        "sections": drawn, "gates": gates, "lines": lines, "computed": computed, "rules": refusals,
        "fields": kinds, "reads": made.reads, "compare": sorted(compare), "fills": fills,
    }  # fmt: skip
    paths = {path for path in made.own | set(kinds) if path.partition(".")[0] not in columns}
    old = {*_variables(made.cores, "old"), *compare, *kinds, *([gates["field"]] if gates else [])}
    return Logic(
        plan, compile_js_many(made.cores).text, tuple(made.cores), tuple(sorted(paths)), tuple(sorted(old)),
        tuple(_variables(made.cores, "user")),
    )  # fmt: skip


def _sections(
    entity: EntityModel, sections: tuple[Section, ...], viewer: Viewer, hand: AtHand, made: _Functions
) -> list[dict[str, Any]]:
    """The sections with their conditions as numbers of functions; None: no condition, -1: the server's to say.

    None at all where variants apply under conditions: the parts of the form then change place.
    """

    stages = entity.pipeline.gates.values() if entity.pipeline else ()
    hidden = entity.pipeline is not None and viewer.on(entity.key).field(entity.pipeline.field) < FieldRight.READ
    unseen = {key for gate in stages for key in gate.require} if hidden else set[str]()

    def number(source: str | None) -> int | None:
        if source is None:
            return None
        checked = checked_of(hand.model, entity.key, source)
        return made.add(checked) if hand.formula(entity.key, checked) else -1

    def one(placed: FormField) -> dict[str, Any]:
        found = entity.fields[placed.field]
        return {
            "key": placed.field,
            "visible": number(placed.visible_when),
            "required": -1 if placed.field in unseen else number(placed.required_when),
            "fixed": number(placed.read_only_when),
            "must": found.field.required,
            "closed": viewer.on(entity.key).field(found.key) < FieldRight.EDIT or not enterable(found),
        }

    return [
        {
            "key": section.key,
            "visible": number(section.visible_when),
            "fields": [
                one(placed)
                for row in section.rows
                for placed in row
                if viewer.on(entity.key).field(placed.field) is not FieldRight.HIDDEN
            ],
        }
        for section in sections
    ]


def _gates(entity: EntityModel, viewer: Viewer, use: Use) -> dict[str, Any] | None:
    """Which fields a stage asks for of an existing record that enters it; nothing where the stage may not be seen."""
    pipeline = entity.pipeline
    if pipeline is None or use == "create" or viewer.on(entity.key).field(pipeline.field) < FieldRight.READ:
        return None
    rights = viewer.on(entity.key)
    stages = {
        stage: [key for key in gate.require if rights.field(key) is not FieldRight.HIDDEN]
        for stage, gate in pipeline.gates.items()
    }
    return {"field": pipeline.field, "stages": stages}


def _fills(rules: RuleSet, entity: EntityModel, viewer: Viewer) -> dict[str, list[str]]:
    """What the server puts in by itself, and the fields after which it does so again: until it has, they are its to say."""
    found: dict[str, set[str]] = {}
    steps: list[Filling | Computation] = [*rules.fillings, *(one for one in rules.computations if one.rule)]
    for one in steps:
        again = {path[0] for path in one.dependencies} | (one.on_change if isinstance(one, Filling) else frozenset())
        found.setdefault(one.field.key, set()).update(again)
    rights = viewer.on(entity.key)
    return {
        key: sorted(one for one in again if rights.field(one) >= FieldRight.READ)
        for key, again in found.items()
        if rights.field(key) >= FieldRight.READ
    }


def _lines(
    field: FieldModel, keys: tuple[str, ...], rules: Mapping[str, RuleSet], hand: AtHand, made: _Functions
) -> dict[str, Any]:
    """The columns of child rows as they are read, those worked out, and those the server fills in where they are blank."""
    assert field.relation is not None
    child = hand.model.entities[field.relation.target]
    formulas = hand.formulas.get(child.key, {})
    return {
        "columns": [[key, _kind(child.fields[key])] for key in keys],
        "fills": sorted(set(keys) & {one.field.key for one in rules[child.key].fillings}),
        "computed": [
            [key, made.add(checked, own=False)]
            for key, checked in formulas.items()
            if hand.viewer.on(child.key).field(key) >= FieldRight.READ and hand.computed(child.key, key, field.key)
        ],
    }


def _rules(entity: EntityModel, rules: RuleSet, hand: AtHand, made: _Functions) -> list[dict[str, Any]]:
    return [
        {
            "key": rule.key,
            "number": made.add(condition.checked),
            "field": rule.field or "",
            "severity": rule.severity,
            "message": {"zh-CN": rule.message.zh, "en": rule.message.en},
        }
        for rule, condition in rules.validations
        if hand.formula(entity.key, condition.checked)
    ]


def _kind(found: FieldModel) -> list[Any] | None:
    """How a control's text is read: widget, reader of the value, scale, least, most; None where it is not."""
    reader = READERS.get(found.value_type.name)
    config = found.field
    limits = [getattr(config, "min", None), getattr(config, "max", None)]
    return [found.type.widget, reader, found.value_type.scale, *limits] if reader else None


def _changed_keys(core: Core) -> set[str]:
    """The fields a formula asks whether they are changed."""
    found = [node.arguments[0] for node in walk(core) if isinstance(node, Operation) and node.name == "changed"]
    return {str(one.value) for one in found if isinstance(one, Constant)}


def _variables(cores: list[Core], name: str) -> Iterator[str]:
    """The dotted paths that functions read of a variable."""
    found = {
        ".".join(node.path) or "id"
        for core in cores
        for node in walk(core)
        if isinstance(node, VariableRead) and node.name == name
    }
    yield from sorted(found)
