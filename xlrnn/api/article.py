"""The verb of the article: all of its claims, checked."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlrnn.api.given import PathLike, path_or_none, several
from xlrnn.arguments import check_count
from xlrnn.errors import UsageError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from xlrnn.reproduce.finding import Reproduction

REPRODUCTION = Path("reproduction")


def reproduce(
    folder: PathLike = REPRODUCTION,
    *,
    quick: bool = False,
    only: str | Sequence[str] = (),
    data: PathLike | None = None,
    seed: int = 0,
    jobs: int = 1,
    force: bool = False,
    tell: Callable[[str], None] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    executor: "Executor | None" = None,
    unencrypted: bool = False,
) -> "Reproduction":
    """Check the claims of the article, and write a report of what was found.

    What is done is kept in the folder: a call that was interrupted goes on when it is made again.

    Args:
        folder: where reports, workbooks and runs go; it holds nothing else.
        quick: small sizes and few seeds, and one engine.
        only: claims, checks or kinds of checks (`sheets`, `trained`, `listing`) by name; by
            default all.
        data: the tweets of the article, if there are any.
        seed: what all random numbers follow from.
        jobs: how many checks run at once, each in a process of its own.
        force: write into a folder that holds something else, too.
        tell: is told what is done, line by line.
        progress: is told what is being done, and how many of how many steps of it are.
        executor: runs the checks, as `Client.get_executor()` of Dask; by default this process, or
            `jobs` of its own.
        unencrypted: send data to other machines without encryption, too.

    Returns:
        What was found of each claim; what cannot be checked is no exception.

    Raises:
        UsageError: if a name is unknown, a number is out of range, there is no such file, or the
            folder holds something that no run wrote, or is in use.
        ClusterError: if the executor's cluster is lost, or has another version.
    """
    from xlrnn.cluster.choose import carrying
    from xlrnn.report.reproduction.write import write
    from xlrnn.reproduce.evidence import Setting, silent
    from xlrnn.reproduce.run import A_DAY
    from xlrnn.reproduce.run import reproduce as run

    check_count("seed", seed, 0)
    check_count("jobs", jobs)
    tweets = path_or_none(data)
    if tweets is not None and not tweets.is_file():
        raise UsageError(f"data is {tweets}: there is no such file")
    setting = Setting(Path(folder), seed, quick, tweets, progress or silent)
    say = tell or (lambda _: None)
    with carrying(
        executor, jobs=jobs, time_limit=A_DAY, memory=None, unencrypted=unencrypted, tell=say
    ) as carrier:
        found = run(setting, several(only), jobs=jobs, force=force, tell=say, executor=carrier)
    write(found)
    return found
