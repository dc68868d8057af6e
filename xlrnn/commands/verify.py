"""`xlrnn verify`: NumPy against an engine."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlrnn.commands.options import unconfined_option
from xlrnn.errors import UsageError
from xlrnn.report.verification import formats

if TYPE_CHECKING:
    from xlrnn.verify.explained.explanation import Explanation


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
    help="How the report is written: for people, programs or build servers.",
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

    if output is not None and not force:
        _refuse_to_overwrite(output)
    if cell is not None:
        if len(books) > 1 or map_file or form != "text":
            raise UsageError(
                "--explain takes one workbook that xlrnn wrote, and no --map or --format: it "
                "prints text, and writes a page with -o NAME.html"
            )
        explained = api.explain(
            books[0], cell, engine, most=most, rtol=rtol, atol=atol, soffice=soffice,
            unconfined=unconfined,
        )  # fmt: skip
        _write(_explanation(explained, output), output)
        return explained.outcome.exit_code
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
    )
    if form == "text" and output is None:
        from xlrnn.report.verification.terminal import print_report

        print_report(result)
    else:
        _write(formats.form(form).render(result), output)
    return result.outcome.exit_code


def _explanation(explained: "Explanation", output: Path | None) -> str:
    """Return how a cell comes about, as a page if the file's name asks for one."""
    from xlrnn.report.explained import html, text

    page = output is not None and output.suffix.lower() in (".html", ".htm")
    return html.render(explained) if page else text.render(explained)


def _refuse_to_overwrite(path: Path) -> None:
    """Refuse a file that is no report of ours, above all a workbook named by mistake."""
    from xlrnn.report.verification.own_report import is_report

    if path.is_file() and not is_report(path):
        raise UsageError(
            f"{path} is there already and is no report of xlrnn: choose another name for -o, "
            "or overwrite it with --force"
        )


def _write(text: str, output: Path | None) -> None:
    from xlrnn.atomic import write_atomically

    if output is None:
        click.echo(text)
    else:
        write_atomically(output, f"{text}\n".encode())
