"""`dougong import`: the import of the page, from the shell, with a progress bar."""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .dry_run import Progress, Report
    from .plan import ColumnPlan, ImportPlan


_COLLECTED = 50_000, 20, 20
"""Rows are many small values without cycles; looking for cycles among them took a tenth of the time."""


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--entity", required=True, help="Key of the entity the rows become.")
@click.option("--workspace", default="main", show_default=True)
@click.option("--user", default="admin", show_default=True, help="Sign-in name the import runs as.")
@click.option("--map", "maps", multiple=True, metavar="COLUMN=FIELD", help="Map a column (empty FIELD: leave it out).")
@click.option(
    "--value",
    "values",
    multiple=True,
    metavar="FIELD:RAW=VALUE",
    help="Replace a cell; + makes a record.",
)
@click.option("--set", "sets", multiple=True, metavar="FIELD=VALUE", help="The same value in every row.")
@click.option("--match", default=None, help="Fields that find existing records, comma separated; empty for none.")
@click.option("--existing", type=click.Choice(["update", "skip"]), default="update", show_default=True)
@click.option("--create", "creates", multiple=True, metavar="FIELD", help="Make linked records that are missing.")
@click.option("--blank", "blanks", multiple=True, help="A cell text that means nothing was chosen.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, write nothing.")
@click.option("--yes", is_flag=True, help="Import the good rows even when some have problems.")
@click.option(
    "--errors", type=click.Path(dir_okay=False, path_type=Path), help="Where to put the rows that did not go in."
)
@click.option("--language", type=click.Choice(["zh-CN", "en"]), default="en")
def import_command(
    file: Path, entity: str, workspace: str, user: str, maps: tuple[str, ...],
    values: tuple[str, ...], sets: tuple[str, ...],
    match: str | None, existing: str, creates: tuple[str, ...], blanks: tuple[str, ...], dry_run: bool, yes: bool,
    errors: Path | None, language: str,
) -> None:  # fmt: skip
    """Import a CSV or XLSX FILE into an entity."""
    from dougong.host.access import people
    from dougong.host.access.viewer import viewer_of
    from dougong.host.cli.open import opened
    from dougong.metamodel.problem import ProblemsFound

    from . import service
    from .run import run

    gc.set_threshold(*_COLLECTED)
    with opened(workspace) as space:
        with space.engine.connect() as connection:
            person = people.by_login(connection, space.store, user)
        if person is None:
            raise click.ClickException(f'There is no person with the sign-in name "{user}".')
        viewer = viewer_of(space, person)
        try:
            inspected = service.upload(space, viewer, entity, file.read_bytes(), file.name)
            plan = _plan(inspected.plan, maps, values, sets, match, existing, creates, blanks)
            if problems := service.plan_problems(space, plan, inspected.columns):
                raise ProblemsFound(problems)
            for column in plan.columns:
                click.echo(f"  {column.column} -> {column.field or '(left out)'}")
            report = service.check(space, viewer, inspected.batch, plan, _bar("Checking"))
            _show(report, language)
            if dry_run or (report.counts["problem"] and not yes):
                if not dry_run:
                    click.echo(
                        "Nothing was written. Map the values above with --value, or say --yes to import the good rows."
                    )
                    sys.exit(1)
                return
            click.echo(f"Cut off, it goes on with: dougong import-resume {inspected.batch} --workspace {workspace}")
            counts = run(space, viewer, inspected.batch, _bar("Importing"))
            if errors is not None and counts["problem"] + counts["duplicate"]:
                errors.write_bytes(service.refused_file(space, viewer, inspected.batch, language))
        except ProblemsFound as found:
            for problem in found.problems:
                fix = f" {problem.fix.in_(language)}" if problem.fix else ""
                click.echo(f"{problem.path}: {problem.message.in_(language)}.{fix}", err=True)
            sys.exit(2)
        _say_done(counts, inspected.batch, workspace)


@click.command("import-resume")
@click.argument("batch")
@click.option("--workspace", default="main", show_default=True)
def resume_command(batch: str, workspace: str) -> None:
    """Go on with an import whose process was cut off, from the last row that is in."""
    from dougong.host.cli.open import opened
    from dougong.metamodel.problem import Problem, ProblemsFound
    from dougong.metamodel.text import text

    from . import service
    from .run import open_batch, run

    gc.set_threshold(*_COLLECTED)
    with opened(workspace) as space:
        found, _ = open_batch(space, batch)
        if found.state not in ("running", "stopped") or found.job is not None:
            words = text("这次导入没有被中断", "This import was not cut off")
            raise ProblemsFound([Problem("not_cut_off", words)])
        _say_done(run(space, service.viewer_now(space, found.person), batch, _bar("Importing")), batch, workspace)


def _say_done(counts: "Mapping[str, int]", batch: str, workspace: str) -> None:
    click.echo(
        f"Done: {counts['new']} new, {counts['update']} updated, {counts['duplicate']} duplicate, "
        f"{counts['problem']} with problems."
    )
    click.echo(f"To take it back: dougong import-undo {batch} --workspace {workspace}")


@click.command("import-undo")
@click.argument("batch")
@click.option("--workspace", default="main", show_default=True)
def undo_command(batch: str, workspace: str) -> None:
    """Take back everything that one import wrote."""
    from dougong.host.cli.open import opened
    from dougong.records.rights import SYSTEM

    from . import service

    with opened(workspace) as space:
        undone = service.undo(space, SYSTEM, batch)
        click.echo(f"Taken back: {undone.records} records; {len(undone.kept)} stay because they were changed since.")


def _plan(
    plan: "ImportPlan",
    maps: tuple[str, ...],
    values: tuple[str, ...],
    sets: tuple[str, ...],
    match: str | None,
    existing: str,
    creates: tuple[str, ...],
    blanks: tuple[str, ...],
) -> "ImportPlan":
    """The guessed plan with what the command line says."""
    fields = dict(_pair(one, "=") for one in maps)
    replaced: dict[str, dict[str, str]] = {}
    for one in values:
        target, rest = _pair(one, ":")
        raw, value = _pair(rest, "=")
        replaced.setdefault(target, {})[raw] = value
    unknown = set(fields) - {column.column for column in plan.columns}
    if unknown:
        raise click.ClickException(f"The file has no column {', '.join(sorted(unknown))}.")
    columns: list[ColumnPlan] = []
    for column in plan.columns:
        field: str | None = fields.get(column.column, column.field) or None
        if field != column.field and field in {c.field for c in plan.columns}:
            columns = [c.model_copy(update={"field": None}) if c.field == field else c for c in columns]
        elif column.column not in fields and field in fields.values():
            field = None
        update = {"field": field, "values": replaced.get(field or "", {}), "create_missing": field in creates}
        columns.append(column.model_copy(update=update))
    return plan.model_copy(
        update={
            "columns": tuple(columns), "existing": existing, "blank_words": blanks,
            "set_values": dict(_pair(one, "=") for one in sets),
            "match": plan.match if match is None else tuple(key for key in match.split(",") if key),
        }
    )  # fmt: skip


def _pair(words: str, separator: str) -> tuple[str, str]:
    left, found, right = words.partition(separator)
    if not found:
        raise click.ClickException(f'"{words}" should have the form A{separator}B.')
    return left, right


def _bar(label: str) -> "Progress":
    """Progress on one line; quiet when not on a terminal but for the end."""

    def progress(done: int, total: int) -> bool:
        if sys.stderr.isatty() or done >= total:
            click.echo(f"\r{label}: {done:,} / {total:,}", nl=done >= total, err=True)
        return True

    return progress


def _show(report: "Report", language: str) -> None:
    counts = report.counts
    click.echo(
        f"{report.rows} rows: {counts['new']} new, {counts['update']} to update, {counts['duplicate']} duplicate, "
        f"{counts['problem']} with problems, {counts['repaired']} repaired."
    )
    for one in report.unknown:
        hint = (
            f' -- did you mean "{one["guess"]}"? --value "{one["field"]}:{one["value"]}={one["guess"]}"'
            if one["guess"]
            else ""
        )
        click.echo(f'  {one["count"]} rows: {one["field"]} "{one["value"]}" is not known{hint}')
    tag = "zh-CN" if language.startswith("zh") else "en"
    for sample in report.samples.get("problem", [])[:5]:
        for problem in sample["problems"]:
            click.echo(f"  line {sample['line']}: {problem['path']}: {problem['message'][tag]}")
