"""`xlrnn weights`: the weights that a workbook now holds become a model again."""

from pathlib import Path

import click

from xlrnn.commands.options import unconfined_option


@click.command("weights")
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option("-o", "--output", "path", metavar="MODEL", required=True,
              type=click.Path(path_type=Path),
              help="The file to write: .keras, .weights.h5, .npz, .onnx, or .pt for a state dict "
              "of PyTorch.")  # fmt: skip
@click.option("--epoch", type=int, metavar="N",
              help="The row of hello-training whose weights are taken.  "
              "[default: the last]")  # fmt: skip
@click.option("--original", type=click.Path(path_type=Path), metavar="MODEL",
              help="The model that BOOK was written from: it has the words' vectors that BOOK does "
              "not carry.")  # fmt: skip
@click.option("--engine", default="auto", show_default=True, metavar="auto|NAME",
              help="Who calculates the workbook.")  # fmt: skip
@unconfined_option
@click.option("--force", is_flag=True, help="Overwrite a file.")
def command(
    book: Path,
    path: Path,
    epoch: int | None,
    original: Path | None,
    engine: str,
    unconfined: bool,
    force: bool,
) -> int:
    """Write a model with the weights that a workbook now holds.

    BOOK is a workbook of `xlrnn export`, or of a lesson with a model. Whatever was trained in its
    cells or changed by hand is calculated by an engine, and the model is compared with the outputs
    on the sheet.

    Exit code 1: the model does not give the numbers of the sheet, and nothing is written.
    """
    from xlrnn import api
    from xlrnn.clean import clean

    found = api.weights(
        book,
        path,
        engine=engine,
        epoch=epoch,
        original=original,
        unconfined=unconfined,
        force=force,
    )
    lines = [f"took {part}" for part in found.parts]
    lines += [f"compared with {each}, as {found.engine} calculates" for each in found.compared]
    lines += [f"note: {note}" for note in found.notes]
    lines.append(f"wrote {found.path} ({found.file})")
    for line in lines:
        click.echo(clean(line))
    return 0
