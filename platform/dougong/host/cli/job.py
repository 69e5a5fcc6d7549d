"""`dougong job`: what works in the background, how far it is, what came of it."""

import json

import click

from dougong.host.jobs.kind_words import KINDS
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

from .open import opened, workspace_option
from .say import say, words

STATES: dict[str, LocalText] = {
    "waiting": text("等待", "waiting"),
    "running": text("进行中", "running"),
    "done": text("完成", "done"),
    "failed": text("失败", "failed"),
    "stopped": text("已停止", "stopped"),
}


@click.group()
def job() -> None:
    """Jobs: imports, bulk edits, indexes, recalculation, nightly checks."""


@job.command("list")
@click.option("--limit", default=20, show_default=True, help="How many, newest first.")
@workspace_option
def list_(limit: int, key: str) -> None:
    """The newest jobs with their state and progress."""
    from dougong.host import jobs

    with opened(key) as workspace:
        for one in jobs.list_recent(workspace, limit=limit):
            at = one.created_at.astimezone(workspace.settings.zone)
            done = f"{one.done}/{one.total}" if one.total else str(one.done)
            kind = words(KINDS[one.kind]) if one.kind in KINDS else one.kind
            click.echo(f"{one.id}  {at:%Y-%m-%d %H:%M}  {kind}  {words(STATES[one.state])}  {done}  {one.message}")


@job.command()
@click.argument("id_", metavar="ID")
@workspace_option
def show(id_: str, key: str) -> None:
    """What came of a job, as JSON."""
    from dougong.host import jobs

    with opened(key) as workspace:
        found = jobs.status(workspace, id_)
    if found is None:
        raise ProblemsFound([Problem("no_such_job", text(f"没有任务 {id_}", f"There is no job {id_}"))])
    shown = {"kind": found.kind, "state": found.state, "message": found.message, "result": found.result}
    click.echo(json.dumps(shown, ensure_ascii=False, indent=2))


@job.command()
@workspace_option
def recheck(key: str) -> None:
    """Compare all stored formulas now instead of at night, and put right what differs."""
    from dougong.host import jobs
    from dougong.host.jobs.rechecking import NIGHTLY

    with opened(key) as workspace:
        put_in = jobs.enqueue(workspace, NIGHTLY, {})
        jobs.run_pending(workspace)
        found = jobs.status(workspace, put_in)
    if found is None or found.state != "done":
        say("另一个进程正在核对，用 dougong job list 查看", "Another process is at it; see `dougong job list`")
        return
    count, records = sum(found.result["wrong"].values()), found.result["records"]
    say(f"核对 {records} 条，改正 {count} 个值", f"{records} records compared, {count} values put right")
    for formula, count in found.result["wrong"].items():
        click.echo(f"  {formula}: {count}  {' '.join(found.result['examples'][formula])}")
