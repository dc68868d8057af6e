"""`xlrnn engines`: which programs can calculate here."""

import click


@click.command("engines")
def command() -> None:
    """Show which programs can calculate a workbook on this machine, with their versions."""
    from xlrnn import api

    for found in api.engines():
        state = found.version or "missing"
        click.echo(f"{found.name:<12} {state:<10} {found.note if found.version else found.reason}")
