"""Which records tell of a record: entities with a log whose link points here, as far as the viewer may read them."""

from dataclasses import dataclass

from dougong.metamodel.entity import Log
from dougong.metamodel.lists import Option
from dougong.metamodel.model import EntityModel, FieldModel
from dougong.records.context import Context
from dougong.records.rights import FieldRight

from .columns import readable
from .quick_routes import may_create
from .show import options_of


@dataclass(frozen=True, slots=True)
class LogSource:
    """`many` is the record's to-many field; `may_write`: the viewer may make one."""

    entity: EntityModel
    log: Log
    many: str
    may_write: bool

    @property
    def key(self) -> str:
        return self.entity.key

    @property
    def about(self) -> FieldModel:
        """The link that points to the record."""
        return self.entity.fields[self.log.about]

    def value(self, entity: str, identity: str) -> object:
        """What the link holds for a record."""
        any_kind = self.about.relation is not None and self.about.relation.kind == "any"
        return {"entity": entity, "id": identity} if any_kind else identity

    def kinds(self) -> dict[str, Option]:
        """The ways to begin one; none when it has no kinds."""
        return dict(options_of(self.entity.fields[self.log.kind].field)) if self.log.kind else {}


def log_sources(context: Context, entity: EntityModel) -> tuple[LogSource, ...]:
    """In the order of the model's entities; those with kinds first."""
    viewer, model = context.viewer, context.store.model
    found: dict[str, LogSource] = {}
    for key, field in entity.fields.items():
        relation = field.relation
        if relation is None or relation.kind != "many" or relation.far:
            continue
        there = model.entities[relation.target]
        log = there.definition.log
        if log is None or log.about != relation.via or there.key in found:
            continue
        if (viewer.admin or not viewer.on(there.key).read.nothing) and readable(model, there.key, log.about, viewer):
            found[there.key] = LogSource(there, log, key, may_create(context, there))
    return tuple(sorted(found.values(), key=lambda one: one.log.kind is None))


def log_field(context: Context, source: LogSource, key: str | None) -> FieldModel | None:
    """A field of a log the viewer may see; None where there is none."""
    return readable(context.store.model, source.key, key, context.viewer) if key else None


def may_set(context: Context, entity: EntityModel, key: str) -> bool:
    """Whether the viewer may give a field a value."""
    return context.viewer.admin or context.viewer.on(entity.key).field(key) is FieldRight.EDIT
