"""`xlrnn engines`: which programs can calculate here."""

import click


@click.command("engines")
def command() -> None:
    """Show which programs can calculate a workbook on this machine, with their versions."""
    from xlrnn import api
    from xlrnn.commands.wrapped import print_columns

    print_columns(
        [
            (f"{found.name:<12} {found.version or 'missing'}", found.note or "")
            if found.version
            else (f"{found.name:<12} missing", found.reason)
            for found in api.engines()
        ]
    )
