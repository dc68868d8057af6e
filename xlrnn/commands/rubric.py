"""`xlrnn rubric test`: does a rubric award and refuse what it must?"""

from pathlib import Path

import click

from xlrnn.counted import counted


@click.group("rubric")
def command() -> None:
    """Work with rubrics."""


@command.command("test")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def test(file: Path) -> int:
    """Grade the cases of a rubric: each criterion must award some and refuse others.

    Exit code 0: all as it must be; 1: a criterion awarded or refused the wrong case.
    """
    from xlrnn import api
    from xlrnn.clean import clean

    results = api.check_rubric(file)
    for result in results:
        sign = "right" if result.right else "WRONG"
        told = f"  {result.reason}" if result.reason else ""
        click.echo(
            clean(
                f"{sign}  {result.criterion}: must {result.must} {result.case}, "
                f"gave {result.score:g} of {result.points:g}{told}"
            )
        )
    wrong = sum(not result.right for result in results)
    cases = counted(len(results), "case is as it must be", "cases are as they must be")
    click.echo(f"{len(results) - wrong} of {cases}")
    return int(wrong > 0)
