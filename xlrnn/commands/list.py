"""`xlrnn list`: the lessons."""

import click


@click.command("list")
def command() -> None:
    """Show the lessons, with what each holds and which options it has."""
    from xlrnn import api

    for lesson in api.list():
        click.echo(f"{lesson.name}: {lesson.summary}")
        for option in lesson.choices:
            click.echo(f"    {option.name:<12} {option.help} (default: {option.default})")
