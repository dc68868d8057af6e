"""`xlrnn map`: drafts the map of a workbook that xlrnn did not make."""

from pathlib import Path

import click


@click.command("map")
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option("-o", "--output", "path", metavar="MAP", type=click.Path(path_type=Path),
              help="The TOML file to write.  [default: print the map]")  # fmt: skip
@click.option("--sheet", metavar="NAME",
              help="The sheet of the network to map, if the workbook holds several.")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite a file that is there already.")
def command(book: Path, path: Path | None, sheet: str | None, force: bool) -> int:
    """Draft a map from the formulas of a workbook that xlrnn did not make.

    The map says which ranges hold which quantity of which layer; comments in it say what it does
    not cover, and what asks for a look. Then check the workbook with xlrnn verify --map MAP BOOK.
    """
    from xlrnn import api
    from xlrnn.clean import clean, clean_lines
    from xlrnn.counted import counted

    draft = api.map(book, path, sheet=sheet, force=force)
    if path is None:
        click.echo(clean_lines(draft.text), nl=False)
        return 0
    questions = f"; {counted(draft.questions, 'remark')} to look at" if draft.questions else ""
    click.echo(
        clean(
            f"wrote {path}: {', '.join(draft.layers)}; {draft.covered} of "
            f"{counted(draft.formulas, 'formula cell')}{questions}"
        )
    )
    return 0
