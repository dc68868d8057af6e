"""Trainings handed to an executor, a few at a time, and taken as they are done."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from pathlib import Path

from xlrnn.carried import OwnFile
from xlrnn.counted import counted
from xlrnn.errors import EngineError
from xlrnn.scratch import scratch_folder
from xlrnn.tasks.study.result import Trained
from xlrnn.tasks.study.training import Training, train_saved

Make = Callable[[], Training]


def train_elsewhere(executor: Executor, trainings: Iterable[Make]) -> Iterator[Trained]:
    """Yield what trainings came to, in the order in which they are done.

    Args:
        executor: carries them out.
        trainings: make them, when their turn has come.

    Raises:
        EngineError: at the end, if some failed.
    """
    failed: list[str] = []
    waiting = iter(trainings)
    running: dict[Future[dict[str, object]], tuple[Path, str]] = {}
    with scratch_folder() as folder:
        while True:
            while len(running) < 2 * getattr(executor, "at_once", 1):
                make = next(waiting, None)
                if make is None:
                    break
                training = make()
                name = f"{training.model}-{training.settings.seed}"
                path = folder / name.replace(" ", "-")
                training.save(path)
                running[executor.submit(train_saved, OwnFile(path))] = path, name
            if not running:
                break
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                path, name = running.pop(future)
                path.unlink()
                try:
                    yield Trained(**future.result())  # type: ignore[arg-type]
                except EngineError as error:
                    failed.append(f"{name}: {error}")
    if failed:
        raise EngineError(
            f"{counted(len(failed), 'training')} failed, which the same call tries again: "
            + "; ".join(failed)
        )
