"""What an app's next version, its removal, or a workspace's own work amounts to: diff, upgrade, uninstall, template."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .open import opened, workspace_option
from .say import say, say_problems, words

if TYPE_CHECKING:
    from dougong.metamodel.three_way import ThreeWay
    from dougong.records.sync import Step


@click.command()
@click.argument("name")
@workspace_option
def diff(name: str, key: str) -> None:
    """What a version of an app (folder, package or stock) would change here, and where it meets own changes."""
    from dougong.host import install as installing
    from dougong.host.studio.app_impact import outcome

    bundle = installing.find_bundle(name)
    with opened(key) as workspace, workspace.engine.connect() as connection:
        found = outcome(connection, workspace, bundle)
    say_problems((*found.refused, *found.impact.problems))
    say_sides(found.three, bundle.app)
    if found.impact.plan is not None:
        say_steps(found.impact.plan.steps)
    say_kept(found.impact.kept)


@click.command()
@click.argument("name")
@click.option("--allow-drop", is_flag=True, help="Even when values would be put aside.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--theirs", type=int, multiple=True, metavar="N", help="Conflict N of `diff`: the new version's side.")
@click.option("--all-theirs", is_flag=True, help="Every conflict: the new version's side.")
@click.option("--without", type=int, multiple=True, metavar="N", help="Do not take change N of the new version.")
@workspace_option
def upgrade(
    name: str,
    allow_drop: bool,
    dry_run: bool,
    theirs: tuple[int, ...],
    all_theirs: bool,
    without: tuple[int, ...],
    key: str,
) -> None:
    """Replace an app by the version in a folder or package (or the stock one); own changes are kept."""
    from dougong.host import install as installing

    bundle = installing.find_bundle(name)
    with opened(key) as workspace:
        report = installing.upgrade(
            workspace, bundle, yielding=range(1 << 20) if all_theirs else theirs, left_out=without, allow_drop=allow_drop,
            dry_run=dry_run,
        )  # fmt: skip
    say_problems(report.warnings)
    for mark, files in (("+", report.added), ("-", report.removed), ("~", report.changed)):
        for file in files:
            click.echo(f"  {mark} {file}")
    if report.three is not None and report.three.meetings:
        say_meetings(report.three)
    say_steps(report.steps)
    say_kept(report.kept)
    if dry_run:
        say("没有做任何改动", "Nothing was changed")
    else:
        say(f"已升级到 {report.app} {report.version}", f"upgraded to {report.app} {report.version}")


@click.command()
@click.argument("app_key", metavar="APP")
@click.option("--dry-run", is_flag=True, help="Only say what would go and what would stay.")
@workspace_option
def uninstall(app_key: str, dry_run: bool, key: str) -> None:
    """Remove an app; its data is put aside and listed."""
    from dougong.host import install as installing
    from dougong.host.studio.app_impact import outcome
    from dougong.metamodel.documents import Bundle

    with opened(key) as workspace:
        if dry_run:
            with workspace.engine.connect() as connection:
                found = outcome(connection, workspace, Bundle(app_key, ()))
            say_problems((*found.refused, *found.impact.problems))
            say_kept(found.impact.kept)
            say("没有做任何改动", "Nothing was changed")
            return
        report = installing.uninstall(workspace, app_key)
    say_kept(report.kept)
    say(f"已卸载 {app_key}", f"uninstalled {app_key}")


@click.command()
@click.argument("app_key", metavar="KEY")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--zh", required=True, help="Its name in Chinese.")
@click.option("--en", required=True, help="Its name in English.")
@workspace_option
def template(app_key: str, file: Path, zh: str, en: str, key: str) -> None:
    """Write what this workspace made and changed as an app of its own (.zip)."""
    from dougong.host.install.package import write_package
    from dougong.host.store.documents import load_layers
    from dougong.host.studio.app_template import template_of
    from dougong.metamodel.text import text

    with opened(key) as workspace, workspace.engine.connect() as connection:
        bundle = template_of(load_layers(connection), app_key, text(zh, en))
    file.write_bytes(write_package(bundle))
    say(f"已写出 {file}", f"wrote {file}")


def say_sides(three: "ThreeWay", app: str) -> None:
    """Both sides' changes that meet nothing, with the numbers that `--without` takes, then the conflicts."""
    from dougong.metamodel.diff import wording

    met = {number for one in three.meetings for number in one.theirs}
    say("新版本的改动：", "The new version changes:")
    for number, one in enumerate(three.theirs):
        if number not in met:
            click.echo(f"  {number:4} {words(wording(one, three.old, three.new))}")
    mine = [one for one in three.ours if str(one.path[0]).startswith(f"{app}/")]
    if mine:
        say("这个工作区的改动：", "This workspace changed:")
        for one in mine:
            click.echo(f"       {words(wording(one, three.old, three.mine))}")
    say_meetings(three)


def say_meetings(three: "ThreeWay") -> None:
    """Conflicts with both sides, with the numbers that `--theirs` takes."""
    from dougong.metamodel.diff import wording

    for number, meeting in enumerate(three.meetings):
        say(f"冲突 {number}", f"Conflict {number}")
        for one in meeting.ours:
            said = wording(three.ours[one], three.old, three.mine)
            say(f"    我们：{said.zh}", f"    ours: {said.en}")
        for one in meeting.theirs:
            said = wording(three.theirs[one], three.old, three.new)
            say(f"    新版本：{said.zh}", f"    theirs: {said.en}")


def say_steps(steps: "tuple[Step, ...] | list[Step]") -> None:
    for step in steps:
        click.echo(f"  · {words(step.words)}")


def say_kept(kept: "tuple[tuple[Step, int], ...]") -> None:
    for step, count in kept:
        say(f"  保留 {step.aside or step.name}:{count}", f"  kept {step.aside or step.name}: {count}")
