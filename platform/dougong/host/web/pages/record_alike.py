"""Records that say the same as one that is looked at, by the rules a form warns by, and the way to make one of them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from dougong.metamodel.model import EntityModel
from dougong.records.context import Context

from . import door
from .admin.quality import keys_of
from .form_alike import Alike, alike
from .look import Look


@dataclass(frozen=True, slots=True)
class Doubles:
    """`by` names the field they have in common; `merge` is empty where the viewer may not make one of them."""

    by: str
    rows: tuple[Alike, ...]
    merge: str


def doubles_of(context: Context, entity: EntityModel, identity: str, look: Look) -> tuple[Doubles, ...]:
    """One statement for each key by which records may be the same."""
    row = door.get(context, entity.key, identity)
    if row is None:
        return ()
    found = []
    for key, rows in alike(context, entity, row, row, identity, look).items():
        if same := tuple(one for one in rows if one.exact):
            merge = _merge(entity, key, str(row[key]), look) if context.viewer.admin else ""
            found.append(Doubles(entity.fields[key].label.in_(look.language), same, merge))
    return tuple(found)


def _merge(entity: EntityModel, key: str, value: str, look: Look) -> str:
    """The page that makes one of all that are spelled alike, as administration's data quality spells them."""
    if not any(field.key == key for field, _ in keys_of(entity)):
        return ""
    spelled = value.lower()
    if key == entity.definition.title:
        spelled = "".join(spelled.split()).replace("-", "").replace("·", "")
    return f"{look.base}/admin/quality/{entity.key}/merge?{urlencode({'field': key, 'value': spelled})}"
