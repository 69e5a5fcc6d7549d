"""What is said of a record that is not there for somebody: which records their roles reach, and nothing of this one."""

from dougong.host.access.viewer import rights_of
from dougong.host.web.words import words as words_in
from dougong.metamodel.model import EntityModel
from dougong.metamodel.text import LocalText
from dougong.records.context import Context
from dougong.records.rights import EntityRights, RowScope

from .reasons import scope_words_of
from .value_why import named


def unseen(context: Context, entity: EntityModel) -> LocalText:
    """Equal for a record out of sight and for one that does not exist."""
    return LocalText(zh=_told(context, entity, "zh-CN"), en=_told(context, entity, "en"))


def _told(context: Context, entity: EntityModel, language: str) -> str:
    words, model = words_in(language), context.store.model
    gone = words("It may have been deleted or moved, or it is not in your sight.")
    if context.viewer.admin or entity.owner_link is not None:
        return gone
    found = []
    for key in sorted(context.viewer.roles):
        role = model.roles.get(key)
        rights = rights_of(model, [role]).get(entity.key, EntityRights()) if role is not None else EntityRights()
        if role is not None and not rights.read.nothing:
            found.append(f"{role.label.in_(language)}: {', '.join(_each(rights.read, entity, language))}")
    stop = "；" if language.startswith("zh") else "; "
    things = entity.plural.in_(language)
    told = words("You see {things} for which one of these holds: {which}", things=things, which=stop.join(found))
    return f"{gone} {told}"


def _each(scope: RowScope, entity: EntityModel, language: str) -> list[str]:
    known = scope_words_of(words_in(language), "")
    said = [known.get(word, word) for word in sorted(scope.words)]
    return [*said, *(known.get(one.source) or named(entity, one.source, language) for one in scope.conditions)]
