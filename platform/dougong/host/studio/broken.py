"""A release that the database could not finish: nothing of it holds, and whoever published is told what to do."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

_LOG = logging.getLogger(__name__)
_FULL = ("disk is full", "no space left", "could not extend", "disk full")
_BUSY = ("locked", "lock timeout", "deadlock", "canceling statement")


@contextmanager
def wholly() -> Iterator[None]:
    """Around the transaction: what the database says becomes a Problem, and the transaction is rolled back by then."""
    try:
        yield
    except DBAPIError as failed:
        _LOG.exception("A release was not made")
        raise ProblemsFound([_problem(failed)]) from failed


def _problem(failed: DBAPIError) -> Problem:
    said = str(failed.orig).strip().splitlines()[0][:200] if str(failed.orig).strip() else type(failed).__name__
    words = text(
        f"数据库没有做完这次发布，什么都没有改，草稿还在。它说：{said}",
        f"The database did not finish this release. Nothing was changed and the draft is still there. It said: {said}",
    )
    return Problem("not_finished", words, fix=_fix(failed, said.lower()))


def _fix(failed: DBAPIError, said: str) -> LocalText:
    if isinstance(failed, IntegrityError):
        return text(
            "有记录不符合新的要求（重复，或指向不存在的记录）：再看一遍影响，改好后再发布",
            "Records do not meet a new demand: look at the consequence again, put them right, publish again",
        )
    if any(one in said for one in _FULL):
        return text("磁盘满了：请管理员腾出空间，再点一次发布", "The disk is full: have room made, then publish again")
    if any(one in said for one in _BUSY):
        return text(
            "有别的大量写入正在进行：过几分钟再点一次发布",
            "Something else is writing a lot: publish again in some minutes",
        )
    return text(
        "再点一次发布；还是不行，请把这句话交给管理员",
        "Publish again; if it fails again, hand these words to whoever runs the server",
    )
