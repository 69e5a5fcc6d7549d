"""`dougong app`: install, check, export, list, test, schema; what changes an installed one stands in `app_changes`."""

import json
from pathlib import Path

import click

from .app_changes import diff, say_steps, template, uninstall, upgrade
from .open import opened, workspace_option
from .say import Told, language, say, say_problems, words


@click.group()
def app() -> None:
    """Apps: folders of definitions."""


@app.command()
@click.argument("name")
@click.option("--samples/--no-samples", default=True, help="With the app's sample records.")
@workspace_option
def install(name: str, samples: bool, key: str) -> None:
    """Install an app: a folder, a package (.zip), or the key of a stock app."""
    from dougong.host import install as installing

    bundle = installing.find_bundle(name)
    with opened(key) as workspace:
        told = Told(bundle.app)
        try:
            report = installing.install(workspace, bundle, with_samples=samples, told=told)
        finally:
            told.end()
    say_problems(report.warnings)
    say_steps(report.steps)
    rows = sum(report.rows.values())
    say(
        f"已安装 {report.app} {report.version}，示例 {rows} 条",
        f"installed {report.app} {report.version}, {rows} sample records",
    )


@app.command()
@click.argument("names", nargs=-1, required=True, metavar="APP...")
def check(names: tuple[str, ...]) -> None:
    """Check apps without installing them; exit code 1 when one has errors."""
    from dougong.host import install as installing
    from dougong.host.install.bundles import base_bundle, needs

    failed = False
    for name in names:
        bundle = installing.find_bundle(name)
        beside = list(base_bundle().documents)
        for needed in needs(bundle) - {"base"}:
            beside += installing.find_bundle(needed).documents
        problems = installing.check(bundle, beside if bundle.app != "base" else [])
        say_problems(problems)
        failed |= any(problem.severity == "error" for problem in problems)
        if not problems:
            say(f"{bundle.app}:没有问题", f"{bundle.app}: no problem found")
    if failed:
        raise SystemExit(1)


@app.command()
@click.argument("app_key", metavar="APP")
@click.argument("target", type=click.Path(path_type=Path), metavar="FOLDER|FILE.zip")
@workspace_option
def export(app_key: str, target: Path, key: str) -> None:
    """Write an installed app's definitions as files, or as a package."""
    from dougong.host import install as installing
    from dougong.host.install.package import write_package

    with opened(key) as workspace:
        if target.suffix == ".zip":
            bundle = installing.installed_bundle(workspace, app_key)
            target.write_bytes(write_package(bundle))
            count = len(bundle.documents)
        else:
            count = len(installing.export(workspace, app_key, target))
    say(f"已写出 {count} 个文件到 {target}", f"wrote {count} files to {target}")


@app.command("list")
@workspace_option
def list_(key: str) -> None:
    """Installed apps and stock apps."""
    from dougong.host import install as installing

    with opened(key) as workspace:
        present = installing.list_installed(workspace)
    for one in present:
        click.echo(f"{one.key:20} {one.version:10} {words(one.label)}")
    known = {one.key for one in present}
    for bundle in installing.stock_bundles():
        if bundle.app not in known:
            click.echo(f"{bundle.app:20} {'(未安装)' if language() == 'zh-CN' else '(not installed)'}")


@app.command()
@click.argument("names", nargs=-1, metavar="APP...")
def test(names: tuple[str, ...]) -> None:
    """Install apps in workspaces made for it, play their scenarios (tests/*.json), and take them away again."""
    from dougong.host.install import find_bundle, stock_bundles
    from dougong.host.install.trial import trial

    failed = False
    for bundle in [find_bundle(name) for name in names] or stock_bundles():
        found = trial(bundle)
        for one in found.played:
            mark = click.style("✗", fg="red") if one.problem else click.style("✓", fg="green")
            say(f"{mark} {one.label.zh}:{one.steps} 步", f"{mark} {one.label.en}: {one.steps} steps")
        say_problems(found.problems)
        failed |= bool(found.problems)
        if not found.problems:
            rows, played = sum(found.rows.values()), len(found.played)
            say(
                f"{bundle.app}:安装、{rows} 条示例、{played} 个剧本、卸载，通过",
                f"{bundle.app}: install, {rows} sample records, {played} scenarios, uninstall: passed",
            )
    if failed:
        raise SystemExit(1)


@app.command()
@click.argument("kind", required=False)
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="Write all schemas there.")
def schema(kind: str | None, folder: Path | None) -> None:
    """Print the JSON Schema of a kind of document, or write all of them for an editor."""
    from dougong.metamodel.kinds import KINDS
    from dougong.metamodel.schemas import json_schema

    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for name in KINDS:
            body = json.dumps(json_schema(name), ensure_ascii=False, indent=2)
            (folder / f"{name}.schema.json").write_text(body + "\n", "utf-8")
        say(f"已写出 {len(KINDS)} 个文件", f"wrote {len(KINDS)} files")
    elif kind in KINDS:
        click.echo(json.dumps(json_schema(kind), ensure_ascii=False, indent=2))
    else:
        say("可用的种类：" + "、".join(KINDS), "Kinds: " + ", ".join(KINDS))


for _command in (diff, upgrade, uninstall, template):
    app.add_command(_command)
