"""`xlrnn build`: lessons become workbooks."""

from pathlib import Path

import click

from xlrnn.commands.options import folder_option, settings_of
from xlrnn.counted import noun


@click.command("build")
@click.argument("lessons", nargs=-1, metavar="LESSON…")
@folder_option("The folder to write into.", "workbooks")
@click.option("--all", "every", is_flag=True, help="Build every lesson.")
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; compare the files in the folder with what would be built.",
)
@click.option(
    "--seed", type=int, metavar="N", help="Draw random weights; the same N gives the same ones."
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="An option of the lesson, as `xlrnn list` shows them; may be repeated. Of several "
    "lessons, those that have the option take it.",
)
@click.option(
    "--verify", "verified", is_flag=True, help="Verify each workbook after it is written."
)
@click.option("--force", is_flag=True, help="Overwrite files that xlrnn did not write.")
def command(
    lessons: tuple[str, ...],
    folder: Path,
    every: bool,
    check: bool,
    seed: int | None,
    settings: tuple[str, ...],
    verified: bool,
    force: bool,
) -> int:
    """Write lessons as workbooks of live formulas."""
    from xlrnn import api

    names = [lesson.name for lesson in api.list()] if every else list(lessons)
    options = settings_of(settings)
    if check:
        return _check(names, folder, options, seed)
    paths = api.build(names, folder, settings=options, seed=seed, force=force)
    for path in paths:
        click.echo(f"wrote {path}")
    _say_what_is_left_alone(names, options)
    return _verify(paths) if verified else 0


def _say_what_is_left_alone(names: list[str], options: dict[str, str]) -> None:
    from xlrnn.commands.wrapped import print_wrapped
    from xlrnn.lessons.choose import without_option

    for option in options:
        others = without_option(names, option)
        if others:
            print_wrapped(
                f"built without {option}, an option that they do not have: {', '.join(others)}"
            )


def _verify(paths: list[Path]) -> int:
    from xlrnn import api
    from xlrnn.report.verification.terminal import print_report

    result = api.verify(paths)
    print_report(result)
    first = paths[0].resolve()
    click.echo(f"Open {first} in Excel or LibreOffice: the page “start” says what to try.")
    return result.outcome.exit_code


def _check(names: list[str], folder: Path, options: dict[str, str], seed: int | None) -> int:
    from xlrnn import api
    from xlrnn.clean import clean

    found = api.check_build(names, folder, settings=options, seed=seed)
    for line in found:
        click.echo(clean(line))
    if not found:
        books = noun(len(names), "workbook", "workbooks")
        verb = noun(len(names), "is", "are")
        click.echo(
            f"{len(names)} of {len(names)} {books} in {folder} {verb} what the code generates"
        )
    return 1 if found else 0
