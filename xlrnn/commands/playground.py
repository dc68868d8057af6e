"""`xlrnn playground`: workbooks in a web page, with nothing installed."""

from collections.abc import Mapping
from pathlib import Path

import click

from xlrnn.errors import UsageError


@click.command("playground")
@click.argument("lessons", nargs=-1, metavar="LESSON…")
@click.option("-o", "--output", "path", type=click.Path(path_type=Path), metavar="DIR",
              help="The folder to write, or with --single the file, whose name ends in .html; with "
              "--serve none is needed.")  # fmt: skip
@click.option("--all", "every", is_flag=True,
              help="Offer every lesson.  [default: where neither LESSON nor --exercise is given]",
              )  # fmt: skip
@click.option("--exercise", "exercises", type=click.Path(path_type=Path), metavar="FILE",
              multiple=True, help="Offer this workbook, too: an exercise, an exported model, or "
              "any other; may be repeated.")  # fmt: skip
@click.option("--single", is_flag=True,
              help="Write one HTML file that opens with a double click.")  # fmt: skip
@click.option("--serve", "served", is_flag=True,
              help="Open the page in the browser, from this machine for this machine alone.",
              )  # fmt: skip
@click.option("--python", is_flag=True,
              help="Put NumPy's side in, too: it proves and checks in the page.")  # fmt: skip
@click.option("--fetch", is_flag=True,
              help="Fetch from the network what --python needs and is not on this machine.",
              )  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite what xlrnn did not write.")
def command(
    lessons: tuple[str, ...],
    path: Path | None,
    every: bool,
    exercises: tuple[Path, ...],
    single: bool,
    served: bool,
    python: bool,
    fetch: bool,
    force: bool,
) -> int:
    """Write lessons and exercises as a web page.

    In it they are seen and changed. Everything is calculated in the browser; it needs no
    spreadsheet, no Python, no network.
    """
    from xlrnn import api
    from xlrnn.api.sites import playground_files
    from xlrnn.clean import clean
    from xlrnn.playground.folder import read_folder
    from xlrnn.playground.packed import packed

    if path is None and not served:
        raise UsageError("say with -o which folder to write, or look at the page with --serve")
    if single and served:
        raise UsageError("--single opens without --serve: leave one of them out")
    names = [lesson.name for lesson in api.list()] if every else list(lessons) or None
    added = {"python": python, "fetch": fetch}
    if path is None:
        _serve(packed(playground_files(names, exercises, **added)))
        return 0
    written = api.playground(path, names, exercises=exercises, single=single, force=force, **added)
    click.echo(clean(f"wrote {written}"))
    if served:
        _serve(read_folder(path))
    return 0


def _serve(files: Mapping[str, bytes]) -> None:
    """Answer the browser until Ctrl-C."""
    import contextlib
    import webbrowser

    from xlrnn.playground.serve import start_server

    with start_server(files) as server:
        click.echo(f"The page is at {server.address} until you press Ctrl-C.")
        webbrowser.open(server.address)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
