"""Options that several verbs have."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from xlrnn.errors import UsageError

Option = Callable[[Callable[..., Any]], Callable[..., Any]]


def file_option(name: str, metavar: str, help: str) -> Option:
    """Return an option that takes a file."""
    return click.option(name, type=click.Path(path_type=Path), metavar=metavar, help=help)


def folder_option(help: str, default: str | None = None) -> Option:
    """Return `-o`, the folder to write into, which must be said if there is no default."""
    # A default of None would be one to click, and nothing would be required any more.
    said = {"required": True} if default is None else {"default": Path(default)}
    return click.option(
        "-o",
        "--output",
        "folder",
        type=click.Path(path_type=Path),
        show_default=default is not None,
        metavar="DIR",
        help=help,
        **said,
    )


unconfined_option: Option = click.option(
    "--unconfined",
    is_flag=True,
    help="Use LibreOffice even where the system cannot keep it away from network and files.",
)


@contextmanager
def if_interrupted(words: str) -> Iterator[None]:
    """Say how to go on if the work is interrupted, or a cluster is lost."""
    from xlrnn.clean import clean
    from xlrnn.errors import ClusterError

    try:
        yield
    except (KeyboardInterrupt, ClusterError):
        click.echo(clean(words), err=True)
        raise


def settings_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """Return what `--set NAME=VALUE` says.

    Raises:
        UsageError: if one is no such pair.
    """
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"--set {pair}: expected NAME=VALUE, as in --set units=5")
        found[name.strip()] = value
    return found
