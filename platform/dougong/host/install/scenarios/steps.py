"""What each step of a scenario does, through the same doors as pages and API, with the rights of its person."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.scenario import (
    AnyStep,
    CreateStep,
    DeleteStep,
    FigureStep,
    QueryStep,
    Refusable,
    RestoreStep,
    SeeStep,
    UpdateStep,
    WaitStep,
)
from dougong.metamodel.text import text
from dougong.records.context import Cause
from dougong.records.outside import outside
from dougong.records.query import aggregate, count, find, get
from dougong.records.values import Aggregate, Change, Create, Delete, Query, Restore, Update
from dougong.records.write import write

from .stage import Failed, Stage

_MOST = 1000  # records a query step compares by name


def play(stage: Stage, step: AnyStep) -> None:
    """Raises Failed, or ProblemsFound of a refusal nobody expected."""
    _PLAYED[step.do](stage, step)


def _create(stage: Stage, step: CreateStep) -> None:
    identity = _write(stage, step, Create(step.entity, stage.resolved(step.values)))
    if step.record is not None and identity:
        stage.ids[step.record], stage.entities[step.record] = identity, step.entity


def _update(stage: Stage, step: UpdateStep) -> None:
    entity, identity = _record(stage, step.record)
    _write(stage, step, Update(entity, identity, stage.resolved(step.values)))


def _delete(stage: Stage, step: DeleteStep) -> None:
    _write(stage, step, Delete(*_record(stage, step.record)))


def _restore(stage: Stage, step: RestoreStep) -> None:
    _write(stage, step, Restore(*_record(stage, step.record)))


def _see(stage: Stage, step: SeeStep) -> None:
    entity, identity = _record(stage, step.record)
    with stage.workspace.reading(stage.viewer(step.as_)) as context:
        whole = get(context, entity, identity)
        if (whole is not None) != step.sees:
            if whole is None:
                raise Failed(text(f"{step.as_} 看不到“{step.record}”", f'{step.as_} does not see "{step.record}"'))
            raise Failed(text(f"{step.as_} 不该看到“{step.record}”", f'{step.as_} should not see "{step.record}"'))
        if whole is None:
            return
        if shown := [key for key in step.hidden if key in whole]:
            names = ", ".join(shown)
            raise Failed(text(f"{step.as_} 不该看到：{names}", f"{step.as_} should not see: {names}"))
        found = get(context, entity, identity, tuple(step.values)) if step.values else {}
    for path, wanted in step.values.items():
        _expect(path, stage.resolved(wanted), (found or {}).get(path))


def _query(stage: Stage, step: QueryStep) -> None:
    query = Query(step.entity, ("id",), filter=step.filter or "", limit=_MOST)
    try:
        with stage.workspace.reading(stage.viewer(step.as_)) as context:
            how_many, rows = count(context, query), find(context, query).rows
    except ProblemsFound as refusal:
        _refused(step, refusal.problems)
        return
    if step.refused:
        raise _went_through(step)
    if step.count is not None and how_many != step.count:
        raise Failed(
            text(f"应有 {step.count} 条，实际 {how_many} 条", f"{step.count} records expected, {how_many} found")
        )
    if step.records is not None:
        names = {identity: name for name, identity in stage.ids.items()}
        found = {names.get(row["id"], row["id"]) for row in rows}
        if found != set(step.records):
            zh, en = (", ".join(sorted(map(str, some))) or "-" for some in (step.records, found))
            raise Failed(text(f"应是这些记录：{zh}；实际：{en}", f"these records expected: {zh}; found: {en}"))


def _figure(stage: Stage, step: FigureStep) -> None:
    asked = Aggregate(step.entity, {"value": step.measure}, filter=step.filter or "")
    with stage.workspace.reading(stage.viewer(step.as_)) as context:
        found = aggregate(context, asked)[0]["value"]
    _expect(step.measure, stage.resolved(step.value), found)


def _wait(stage: Stage, step: WaitStep) -> None:
    stage.clock.advance(step.days, step.hours)


_PLAYED: Mapping[str, Callable[[Stage, Any], None]] = {
    "create": _create,
    "update": _update,
    "delete": _delete,
    "restore": _restore,
    "see": _see,
    "query": _query,
    "figure": _figure,
    "wait": _wait,
}


def _record(stage: Stage, name: str) -> tuple[str, str]:
    if name not in stage.ids:
        raise Failed(text(f"“{name}”还没有建成", f'"{name}" has not been made'))
    return stage.entities[name], stage.ids[name]


def _write(stage: Stage, step: Refusable, change: Change) -> str:
    """The record's id, empty when it was refused as expected."""
    viewer = stage.viewer(step.as_)
    try:
        with stage.workspace.writing(viewer) as context:
            written = write(context, [change], Cause("user"))
    except ProblemsFound as refusal:
        _refused(step, refusal.problems)
        return ""
    if not written.written:
        _refused(step, written.problems)
        return ""
    if step.refused:
        raise _went_through(step)
    return written.outcomes[0].id


def _refused(step: Refusable, problems: Iterable[Problem]) -> None:
    """Fine when it was expected, for these reasons."""
    found = list(problems)
    if not step.refused:
        raise ProblemsFound(found)
    missing = set(step.refused) - {one.code for one in found}
    if missing:
        wanted, said = ", ".join(sorted(missing)), ", ".join(sorted({one.code for one in found}))
        raise Failed(text(f"应因 {wanted} 被拒，实际原因：{said}", f"should be refused for {wanted}, was for {said}"))


def _went_through(step: Refusable) -> Failed:
    codes = ", ".join(step.refused)
    return Failed(text(f"应因 {codes} 被拒，却成功了", f"should be refused for {codes}, but went through"))


def _expect(what: str, wanted: Any, value: Any) -> None:
    if not _same(wanted, value):
        zh, en = _shown(wanted), _shown(value)
        raise Failed(text(f"{what} 应为 {zh}，实际是 {en}", f"{what} should be {zh}, is {en}"))


def _same(wanted: Any, value: Any) -> bool:
    """Equal as a person would say: 5, "5" and "5.00" are one number, an instant is one in every zone."""
    if isinstance(value, bool) or value is None or isinstance(wanted, bool):
        return bool(value == wanted)
    if isinstance(value, Decimal | int | float):
        try:
            return Decimal(str(wanted)) == Decimal(str(value))
        except InvalidOperation:
            return False
    if isinstance(value, datetime) and isinstance(wanted, str):
        try:
            return datetime.fromisoformat(wanted) == value
        except (ValueError, TypeError):
            return False
    return bool(outside(value) == wanted)


def _shown(value: Any) -> str:
    return "-" if value is None else str(outside(value))
