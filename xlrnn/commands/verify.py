"""`xlrnn verify`: NumPy against an engine."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlrnn.commands.options import unconfined_option
from xlrnn.errors import UsageError
from xlrnn.report.verification import formats

if TYPE_CHECKING:
    from xlrnn.verify.results.result import Verification


@click.command("verify")
@click.argument("books", nargs=-1, required=True, metavar="BOOK…", type=click.Path(path_type=Path))
@click.option(
    "--engine",
    default="auto",
    show_default=True,
    metavar="auto|all|NAME|cached",
    help="Who calculates: the embedded engine, all on this machine, or one by name; "
    "`cached` reads what the saving program stored.",
)
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Says which ranges hold what, for a workbook that xlrnn did not make.",
)
@click.option(
    "--rtol",
    type=float,
    default=1e-9,
    show_default=True,
    metavar="X",
    help="Relative tolerance: two numbers agree if they differ by at most X times the expected "
    "one, whatever their size.",
)
@click.option(
    "--atol",
    type=float,
    default=1e-12,
    show_default=True,
    metavar="X",
    help="Absolute tolerance: they also agree if they differ by at most X. It matters close to "
    "0, where no relative distance is small.",
)
@click.option(
    "--vary",
    type=click.IntRange(min=0),
    metavar="N",
    help="With how many other inputs and weights the formulas are tried; 0 for none.  [default: "
    "3; 8 to 24 if a formula was changed; a third of that for large workbooks]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(formats.FORMATS),
    default="text",
    show_default=True,
    help="How the report is written: for people, programs or build servers, or as a page with a "
    "map of the differences.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the report into a file.",
)
@click.option(
    "--explain",
    "cell",
    metavar="CELL",
    help="Tell of one cell all that it follows from, in mathematics with the numbers put in: "
    "forward!I36. With -o NAME.html as a page.",
)
@click.option(
    "--most",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many calculated cells --explain tells of, the nearest ones.  [default: 200]",
)
@click.option("--force", is_flag=True, help="Overwrite a file that is not a report of xlrnn.")
@click.option("--soffice", metavar="PROGRAM", help="LibreOffice, if it is not found by itself.")
@unconfined_option
def command(
    books: tuple[Path, ...],
    engine: str,
    map_file: Path | None,
    rtol: float,
    atol: float,
    vary: int | None,
    form: str,
    output: Path | None,
    cell: str | None,
    most: int | None,
    force: bool,
    soffice: str | None,
    unconfined: bool,
) -> int:
    """Compare workbooks with NumPy, cell by cell.

    Inputs and weights are read from the workbook, an engine calculates the formulas, NumPy
    calculates the same, and every cell gets a verdict. Then other inputs and weights are tried,
    and every cell has to follow.

    Exit code 0: all agree; 1: something differs; 3: something could not be checked.
    """
    from xlrnn import api

    if cell is not None:
        if len(books) > 1 or map_file or form != "text":
            raise UsageError(
                "--explain takes one workbook that xlrnn wrote, and no --map or --format: it "
                "prints text, and writes a page with -o NAME.html"
            )
        return _explain(
            books[0], cell, engine, output, force=force, most=most, rtol=rtol, atol=atol,
            soffice=soffice, unconfined=unconfined,
        )  # fmt: skip
    if most is not None:
        raise UsageError("--most says how much --explain tells, and there is none")
    result = api.verify(
        books,
        engine,
        map_file=map_file,
        rtol=rtol,
        atol=atol,
        soffice=soffice,
        unconfined=unconfined,
        vary=vary,
        output=output,
        form=form,
        force=force,
    )
    if output is None:
        _print(result, form)
    return result.outcome.exit_code


def _print(result: "Verification", form: str) -> None:
    if form == "text":
        from xlrnn.report.verification.terminal import print_report

        print_report(result)
    else:
        click.echo(formats.form(form).render(result))


def _explain(
    book: Path, cell: str, engine: str, output: Path | None, *, force: bool, **options: Any
) -> int:
    """Tell how a cell comes about, as a page if the file's name asks for one."""
    from xlrnn import api
    from xlrnn.report.explained import html, text
    from xlrnn.report.verification.own_report import refuse_other_files, write_report

    if output is not None and not force:
        refuse_other_files(output)
    explained = api.explain(book, cell, engine, **options)
    if output is None:
        click.echo(text.render(explained))
    else:
        page = output.suffix.lower() in (".html", ".htm")
        write_report(output, html.render(explained) if page else text.render(explained))
    return explained.outcome.exit_code
