"""The verb that compares models over several trainings of each."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xlrnn.api.given import PathLike, path_or_none, several

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from xlrnn.tasks.study.result import Study
    from xlrnn.tasks.train import Tell

A_MONTH: Final = 30 * 86_400.0
"""The seconds of a processor after which a training elsewhere is ended."""


def study(
    task: str,
    folder: PathLike,
    *,
    data: PathLike | None = None,
    seeds: int = 5,
    models: str | Sequence[str] | None = None,
    tell: "Tell | None" = None,
    executor: "Executor | None" = None,
    unencrypted: bool = False,
    **settings: Any,
) -> "Study":
    """Compare models over several seeds, and write tables and a picture into a folder.

    Args:
        task: `sentiment`, so far.
        folder: gets `trained.csv` (every training, as soon as it is done), `study.csv`,
            `study.md` and, where matplotlib is installed, `study.png`.
        data: a file of labelled texts; without it, tweets are generated.
        seeds: how many trainings of each model.
        models: which; by default the article's two, rnn, lstm and gru.
        tell: is told of every training.
        executor: trains, as `Client.get_executor()` of Dask; by default this process does.
        unencrypted: send data to other machines without encryption, too.
        settings: of the models that are not the article's, by name.

    Raises:
        UsageError: if what is asked for makes no sense, or the folder holds another study.
        EngineError: at the end, if the executor could not carry some of the trainings out.
        ClusterError: if the executor's cluster is lost, or has another version.
    """
    from xlrnn.cluster.choose import carrying
    from xlrnn.tasks.study.write import write_study

    chosen = None if models is None else several(models)
    with carrying(
        executor, time_limit=A_MONTH, memory=None, unencrypted=unencrypted, tell=tell
    ) as carrier:
        return write_study(
            task, Path(folder), path_or_none(data), seeds, chosen, tell, settings, carrier
        )
