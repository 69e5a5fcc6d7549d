"""Checks roles: entities, fields and homes that exist, words of scopes, and that somebody can still administer."""

from collections.abc import Iterator

from ..closest import closest
from ..documents import Document
from ..places import step
from ..problem import Problem
from ..role import SCOPE_WORDS, EntityAccess, Role
from ..text import text
from .scopes import scope_words
from .subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Each role, and all of them together."""
    found = list(subject.of(Role))
    for document, role in found:
        for key, access in role.entities.items():
            place = f"$.entities{step(key)}"
            yield from subject.entity(document, place, key)
            yield from _access(subject, document, place, key, access)
        if role.all_entities is not None:
            yield from _access(subject, document, "$.all_entities", None, role.all_entities)
        if role.home is not None:
            model = subject.model
            homes = [*model.views, *model.pages, *model.entities]
            yield from subject.known(document, "$.home", "home", role.home, homes)
    if found and not any(role.admin for _, role in found):
        words = text("没有任何角色能管理工作区", "No role may administer the workspace")
        fix = text("至少一个角色要有 admin: true", "At least one role needs admin: true")
        yield found[0][0].problem("no_admin", words, "$.admin", fix)


def _access(
    subject: Subject, document: Document, place: str, entity: str | None, access: EntityAccess
) -> Iterator[Problem]:
    for part, scope in (("read", access.read), ("update", access.update), ("delete", access.delete)):
        if isinstance(scope, str) and scope_words(scope) is None and entity is None:
            words = text("这里只能用范围词，不能用表达式", "Only words of scope can stand here, no expression")
            fix = text("可用：" + "、".join(SCOPE_WORDS), "Use: " + ", ".join(SCOPE_WORDS))
            yield document.problem("scope", words, f"{place}.{part}", fix)
        elif isinstance(scope, str) and scope_words(scope) is None and scope.replace("_", "").isalpha():
            # one bare word that is neither a scope nor a yes/no field is most likely a slip
            here = subject.model.entities.get(entity or "")
            field = here.fields.get(scope) if here is not None else None
            if field is None:
                words = text(f"没有“{scope}”这种范围", f'"{scope}" is not a scope')
                fix = closest(scope, SCOPE_WORDS) or text(
                    "可用：" + "、".join(SCOPE_WORDS), "Use: " + ", ".join(SCOPE_WORDS)
                )
                yield document.problem("scope", words, f"{place}.{part}", fix)
    if entity is not None:
        for key in access.fields:
            yield from subject.field(document, f"{place}.fields{step(key)}", entity, key)
    elif access.fields:
        words = text("对全部对象不能单独设字段权限", "Field rights need a named entity")
        yield document.problem("scope", words, f"{place}.fields")
