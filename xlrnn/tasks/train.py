"""Train a task's model, with a checkpoint before the first epoch and after every one."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from xlrnn.counted import counted
from xlrnn.errors import InputError, UnreadableError, UsageError
from xlrnn.nn.callbacks.monitor import Monitor
from xlrnn.tasks import get
from xlrnn.tasks.renamed import renewed
from xlrnn.tasks.run import BEST, CHECKPOINT, Run, read_run
from xlrnn.tasks.stopping import Stopping
from xlrnn.tasks.task import Model, TrainingSamples

History = list[dict[str, float]]
Tell = Callable[[str], None]


def train(
    task: str,
    folder: Path,
    *,
    data: Path | None = None,
    resume: bool = False,
    verbose: int = 1,
    tell: Tell | None = None,
    **changes: Any,
) -> Run[Any, Any]:
    """Train a model into a run folder.

    Args:
        task: its name; see `xlrnn.tasks.TASKS`.
        folder: the run folder.
        data: a data file; some tasks have data of their own.
        resume: go on with the run in the folder exactly where its last checkpoint stands.
        verbose: 1 to show the progress, 0 to be silent.
        tell: is told what there is to say of the data and of the result.
        changes: settings other than the usual ones, by name; see the task's settings.

    Returns:
        The run.

    Raises:
        UsageError: if something asked for is impossible, or the folder holds another run.
        UnreadableError: if the data or the run cannot be read.
    """
    chosen = get(task)
    changes = renewed(changes)
    prepare = _go_on if resume else _begin
    run, content, model, history = prepare(task, folder, data, changes)
    for line in chosen.notes(run):
        if tell is not None:
            tell(line)
    why = fit(run, model, history, chosen.samples(run, content), verbose)
    for line in filter(None, (why, *chosen.finish(run, content))):
        if tell is not None:
            tell(line)
    return run


Prepared = tuple[Run[Any, Any], Any, Model, History]


def _begin(task: str, folder: Path, data: Path | None, changes: Mapping[str, Any]) -> Prepared:
    """Begin a run in a folder that holds none."""
    if (folder / CHECKPOINT).exists():
        raise UsageError(
            f"{folder} holds a run already: go on with it (--resume), or choose another folder"
        )
    chosen = get(task)
    settings = chosen.settings(data, changes)
    content = chosen.read(str(data) if data else "", settings)
    settings = chosen.suited(settings, content, changes)
    known = chosen.fit(content, settings)
    model = chosen.network(settings, known)
    place = str(data.resolve()) if data else ""
    run = Run(folder, settings, known, place, chosen.digest(content))
    run.write()
    chosen.begin(run, content)
    run.save(model, [])
    return run, content, model, []


def _go_on(task: str, folder: Path, data: Path | None, changes: Mapping[str, Any]) -> Prepared:
    """Return the run of a folder; only the number of epochs and the file's place may change."""
    run = read_run(folder)
    if not (folder / CHECKPOINT).exists():
        raise UnreadableError(f"{folder} holds no checkpoint yet: train without --resume")
    if task != run.settings.task:
        raise UsageError(f"the run in {folder} has task {run.settings.task}, not {task}")
    settings = run.settings.changed(changes)
    for name, value in settings.to_json().items():
        old = getattr(run.settings, name)
        if name != "epochs" and value != old:
            raise UsageError(f"the run in {folder} has {name} {old}, not {value}: leave it out")
    chosen = get(task)
    place = str(data.resolve()) if data else run.data
    content = chosen.read(place, settings)
    if chosen.digest(content) != run.digest:
        raise InputError(
            f"{place} is not what the run in {folder} began with: give that "
            "back, or train into another folder"
        )
    run = Run(folder, settings, run.known, place, run.digest)
    run.write()
    return run, content, *run.resumed()


def fit(
    run: Run[Any, Any],
    model: Model,
    history: History,
    samples: TrainingSamples,
    verbose: int,
) -> str:
    """Train a model from where its history ends; the history grows by what follows.

    Returns:
        Why the training ended before its last epoch, "" if it did not.
    """
    settings = run.settings
    checkpoint = Checkpoint(run, history)
    if checkpoint.over():
        return checkpoint.reason()
    listeners = [checkpoint, *run.task.callbacks(run, samples)]
    model.fit(
        samples.x,
        samples.y,
        batch_size=settings.batch_size,
        epochs=settings.epochs,
        initial_epoch=len(history),
        validation_data=samples.validation,
        class_weight=samples.class_weight,
        callbacks=listeners,
        verbose=verbose,
    )
    reasons = (each.why for each in listeners if isinstance(each, Stopping))
    return next(filter(None, reasons), "")


class Checkpoint(Stopping):
    """Writes the run after every epoch, so that it can go on from there bit for bit.

    Where the settings say so, the best epoch's model is kept beside it, and the training ends
    when that has not become better for some epochs. Both follow from the history alone, so that
    an interruption changes nothing.

    Args:
        run: the run.
        history: of the epochs so far; grows.
    """

    def __init__(self, run: Run[Any, Any], history: History) -> None:
        self.run, self.history = run, history
        self.patience: int = run.settings.patience
        self.monitor = Monitor("patience", "val_accuracy", "max")

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Write the model and the curve."""
        self.history.append(dict(logs or {}))
        if self.patience and self.best() == len(self.history) - 1:
            self.model.save(self.run.folder / BEST)
        self.run.save(self.model, self.history)
        if self.over():
            self.stop(self.reason())

    def best(self) -> int:
        """Return the first of the best epochs by the validation's accuracy."""
        values = [self.monitor.value(logs, {}) or 0.0 for logs in self.history]
        return values.index(max(values))

    def over(self) -> bool:
        """Tell whether the model has stopped becoming better."""
        if not (self.patience and self.history):
            return False
        return len(self.history) - 1 - self.best() >= self.patience

    def reason(self) -> str:
        """Say why the training is over: which epoch was the best, by which value."""
        best, done = self.best(), len(self.history)
        value = self.history[best][self.monitor.name]
        since = counted(done - 1 - best, "epoch")
        return (
            f"stopped after epoch {done}: for {since} (patience {self.patience}) "
            f"{self.monitor.name} has not become better than {value:.4f}, in epoch {best + 1}; "
            "the model of that epoch is kept"
        )
