"""What of a draft meets a release or an upgrade that came after it, in words: what stands, and what has no place any more."""

from collections.abc import Iterator

from dougong.metamodel.diff import wording
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text

from .draft import Draft


def meets(draft: Draft) -> Iterator[Problem]:
    """Warnings: nothing of it keeps the rest from being published."""
    for one in draft.conflicts:
        place = wording(one.change, {**draft.after, **draft.now}, draft.after)
        app, _, file = str(one.change.path[0]).partition("/") if one.change.path else ("", "", "")
        if one.kind == "both":
            words = text(
                f"之后发布的版本也改了这一处，以草稿为准：{place.zh}",
                f"A later release changed this too, the draft's stands: {place.en}",
            )
            fix = text("要用发布的，就在草稿里撤销这一步", "Undo the step in the draft to leave it as released")
        else:
            words = text(
                f"之后发布的版本里没有这一处了，不会发布：{place.zh}",
                f"A later release has no place for this any more, it is left out: {place.en}",
            )
            fix = text("需要的话重新做一遍", "Do it anew where it is still wanted")
        yield Problem("meets_release", words, "$", file, fix, "warning", app)
