"""Records that say the same as one that is looked at, by the rules a form warns by, and the way to make one of them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.values import Row

from . import door
from .form_alike import Alike, alike
from .look import Look
from .sameness import keys_of, spell


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
            merge = _merge(entity, key, row, look) if context.viewer.admin else ""
            found.append(Doubles(entity.fields[key].label.in_(look.language), same, merge))
    return tuple(found)


def _merge(entity: EntityModel, key: str, row: Row, look: Look) -> str:
    """The page that makes one of all that are spelled alike."""
    keys = next((one for one in keys_of(entity) if key in one and all(row.get(part) for part in one)), ())
    if not keys:
        return ""
    values = [("value", spell(entity.fields[part], row[part])) for part in keys]
    return f"{look.base}/admin/quality/{entity.key}/merge?{urlencode([('field', ','.join(keys)), *values])}"
