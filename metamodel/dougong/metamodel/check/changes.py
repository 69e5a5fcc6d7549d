"""Checks what an app changes of others: an app it names as below it, and files that may be changed."""

from collections.abc import Iterator

from ..app import App
from ..changes import Changes
from ..problem import Problem
from ..stack import may_change
from ..text import text
from .subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Every document of changes."""
    manifests = {document.app: app for document, app in subject.of(App)}
    for document, changes in subject.of(Changes):
        yield from subject.known(document, "$.app", "app", changes.app, subject.model.apps)
        own = manifests.get(document.app)
        if own is not None and changes.app not in (own.extends, *own.depends_on):
            words = text(
                f"app.json 没有把“{changes.app}”写成它的基础",
                f'app.json does not name "{changes.app}" as what it builds upon',
            )
            fix = text("在 extends 或 depends_on 里写上它", "Name it in extends or depends_on")
            yield document.problem("not_below", words, "$.app", fix)
        for number, one in enumerate(changes.changes):
            head = one.path[0] if one.path else ""
            if not isinstance(head, str) or not may_change(head):
                words = text("不能这样改动另一个应用", "Another app cannot be changed like this")
                fix = text("路径的第一步是它的一个设置文件", "A path begins with one of its files of definitions")
                yield document.problem("path", words, f"$.changes[{number}].path", fix)
