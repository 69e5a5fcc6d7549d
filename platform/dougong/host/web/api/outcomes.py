"""What a write's outcome means in HTTP: status, problems and the conflict's other side."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dougong.host.web.errors import Refused, status_of
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.values import Conflict, Outcome, Written


def require_written(written: Written, many: bool) -> None:
    """Raises Refused unless everything was written; paths name the record in the array when there were many."""
    if written.written and all(outcome.ok for outcome in written.outcomes):
        return
    for outcome in written.outcomes:
        if outcome.conflict is not None:
            words = text("这条记录已被他人修改", "Somebody else changed this record")
            fix = text("合并后以新的版本号再提交", "Merge, then send again with the new revision")
            raise Refused(
                409, [Problem("conflict", words, fix=fix)], extra={"conflict": conflict_json(outcome.conflict)}
            )
    problems = [placed(problem, outcome, many) for outcome in written.outcomes for problem in outcome.problems]
    raise Refused(status_of(problems), problems)


def placed(problem: Problem, outcome: Outcome, many: bool) -> Problem:
    """The problem with its record's place in the request."""
    root = f"$[{outcome.index}]" if many else "$"
    path = root if problem.path in ("$", "") else f"{root}.{problem.path.removeprefix('$.')}"
    return replace(problem, path=path)


def conflict_json(conflict: Conflict) -> dict[str, Any]:
    """The other person's changes: field -> old and theirs, and what became of child rows."""
    return {
        "rev": conflict.rev,
        "by": conflict.by,
        "changes": _pairs(conflict.fields),
        "rows": {
            key: [{"id": one.id, "action": one.action, "changes": _pairs(one.fields)} for one in rows]
            for key, rows in conflict.rows.items()
        },
    }


def _pairs(fields: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    return {key: {"old": old, "new": new} for key, (old, new) in fields.items()}
