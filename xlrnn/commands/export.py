"""`xlrnn export`: a trained model becomes a workbook of live formulas."""

from pathlib import Path

import click


@click.command("export")
@click.argument("model", metavar="MODEL", type=click.Path(path_type=Path))
@click.option("-o", "--output", "path", metavar="BOOK", required=True,
              type=click.Path(path_type=Path), help="The workbook to write.")  # fmt: skip
@click.option("--input", "given", metavar="INPUT", required=True, multiple=True,
              help="A text (of a run), numbers as in '1 5 3' or '0.5 1; 2 3' (a step behind each "
              "semicolon), or a .csv or .npy file; of several inputs, once for each.")  # fmt: skip
@click.option("--words", type=int, metavar="N",
              help="How many of the most frequent words the workbook knows, beside those of the "
              "input.  [default: 2000 of a sentiment run, else none]")  # fmt: skip
@click.option("--tokens", "given_tokens", metavar="LIST",
              help="The letters or words that the input's numbers 0, 1, … stand for, with commas "
              "between them; a run knows them.")  # fmt: skip
@click.option("--verify", "verified", is_flag=True, help="Verify the workbook after it is written.")
@click.option("--trust", is_flag=True,
              help="Read what PyTorch pickled (.pt), too: that runs the code in it.")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite a file that xlrnn did not write.")
def command(
    model: Path,
    path: Path,
    given: tuple[str, ...],
    words: int | None,
    given_tokens: str | None,
    verified: bool,
    trust: bool,
    force: bool,
) -> int:
    """Write a trained model with one sample as a workbook of live formulas.

    MODEL is a file that `save` wrote (.npz), a .keras, .h5, .onnx or .pt2 file, or the
    folder of a run.
    """
    from xlrnn import api
    from xlrnn.clean import clean, clean_lines
    from xlrnn.report.verification.terminal import print_report

    tokens = given_tokens.split(",") if given_tokens else ()
    api.export(model, path, _one_or_all(given), words=words, tokens=tokens, force=force,
               trust=trust, tell=lambda said: click.echo(clean_lines(said)))  # fmt: skip
    click.echo(clean(f"wrote {path}"))
    if not verified:
        return 0
    result = api.verify([path])
    print_report(result)
    return result.outcome.exit_code


def _one_or_all(given: tuple[str, ...]) -> str | list[str]:
    """Return the input, or a list of them."""
    return given[0] if len(given) == 1 else list(given)
