"""`xlrnn list`: the lessons."""

import click


@click.command("list")
def command() -> None:
    """Show the lessons, with what each holds and which options it has."""
    from xlrnn import api
    from xlrnn.commands.wrapped import print_columns, print_wrapped

    for lesson in api.list():
        print_wrapped(f"{lesson.name}: {lesson.summary}")
        print_columns(
            [
                (option.name, f"{option.help} (default: {option.default})")
                for option in lesson.choices
            ],
            indent=4,
        )
