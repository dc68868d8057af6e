"""Train a model to predict the next token, with a checkpoint after every epoch."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.errors import InputError, UnreadableError, UsageError
from xlrnn.nn.callbacks import Callback
from xlrnn.tasks import get
from xlrnn.tasks.network import network, samples
from xlrnn.tasks.run import CHECKPOINT, SETTINGS, Run, digest, read_run
from xlrnn.tasks.settings import ARTICLE, BEGINNINGS
from xlrnn.tasks.tokens import Vocabulary

ARTICLE_TEXT = "hello"
Array = NDArray[Any]
History = list[dict[str, float]]


def train(
    task: str,
    folder: Path,
    *,
    data: Path | None = None,
    resume: bool = False,
    verbose: int = 1,
    **changes: Any,
) -> Run:
    """Train a model into a run folder.

    Args:
        task: `next-char` or `next-word`.
        folder: the run folder.
        data: a text file; without it, the article's "hello" is learned until "hell" gives "o".
        resume: go on with the run in the folder exactly where its last checkpoint stands.
        verbose: 1 to show the progress, 0 to be silent.
        changes: settings other than the usual ones, by name; see `Settings`.

    Returns:
        The run.

    Raises:
        UsageError: if something asked for is impossible, or the folder holds another run.
        UnreadableError: if the data or the run cannot be read.
    """
    get(task)
    run = _go_on(task, folder, data, changes) if resume else _begin(task, folder, data, changes)
    text = _text(Path(run.data) if run.data else None)
    if digest(text) != run.digest:
        raise InputError(
            f"{run.data} is not the text that the run in {folder} began with: give that text "
            "back, or train into another folder"
        )
    tokens = run.kind.split(text)
    x, y = samples(run.vocabulary.numbers(tokens, run.kind), run.settings.steps)
    model, history = run.resumed() if resume else (network(run.settings, len(run.vocabulary)), [])
    _fit(run, model, history, x, y, verbose)
    return run


def _begin(task: str, folder: Path, data: Path | None, changes: dict[str, Any]) -> Run:
    """Begin a run in a folder that holds none."""
    if (folder / SETTINGS).exists():
        raise UsageError(
            f"{folder} holds a run already: go on with it (--resume), or choose another folder"
        )
    usual = BEGINNINGS[task] if data is not None or task != "next-char" else ARTICLE
    settings = usual.changed(changes)
    if data is None and task != "next-char":
        raise UsageError(f"{task} needs a text: name a file with --data")
    text = _text(data)
    tokens = get(task).split(text)
    if len(tokens) < 2:
        raise InputError(
            f"{data} has {len(tokens)} {get(task).many}: expected at least 2, one to learn from "
            "and one to predict"
        )
    vocabulary = Vocabulary.of(tokens, settings.vocabulary)
    run = Run(folder, settings, vocabulary, str(data.resolve()) if data else "", digest(text))
    run.write()
    return run


def _go_on(task: str, folder: Path, data: Path | None, changes: dict[str, Any]) -> Run:
    """Return the run of a folder; only the number of epochs and the file's place may change."""
    run = read_run(folder)
    if not (folder / CHECKPOINT).exists():
        raise UnreadableError(f"{folder} holds no checkpoint yet: train without --resume")
    settings = run.settings.changed({"task": task, **changes})
    for name, value in settings.to_json().items():
        old = getattr(run.settings, name)
        if name != "epochs" and value != old:
            raise UsageError(f"the run in {folder} has {name} {old}, not {value}: leave it out")
    place = str(data.resolve()) if data else run.data
    run = Run(folder, settings, run.vocabulary, place, run.digest)
    run.write()
    return run


def _text(data: Path | None) -> str:
    if data is None:
        return ARTICLE_TEXT
    try:
        return data.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise UnreadableError(f"{data} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{data} is no text in UTF-8: byte {error.start} is {error.object[error.start]:#04x}; "
            "save it as UTF-8"
        ) from None


def _fit(
    run: Run,
    model: nn.Sequential,
    history: History,
    x: Array,
    y: Array,
    verbose: int,
) -> None:
    settings = run.settings
    held_out = round(settings.validation * len(x))
    callbacks: list[Callback] = [_Checkpoint(run, history)]
    if not run.data:
        callbacks.append(_UntilRight(x, y))
    model.fit(
        x[: len(x) - held_out],
        y[: len(y) - held_out],
        batch_size=settings.batch,
        epochs=settings.epochs,
        initial_epoch=len(history),
        validation_data=(x[-held_out:], y[-held_out:]) if held_out else None,
        callbacks=callbacks,
        verbose=verbose,
    )


class _Checkpoint(Callback):
    """Writes the run after every epoch, so that it can go on from there bit for bit."""

    def __init__(self, run: Run, history: History) -> None:
        self.run, self.history = run, history

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Write the model and the curve."""
        self.history.append(dict(logs or {}))
        self.run.save(self.model, self.history)


class _UntilRight(Callback):
    """Stops as soon as every next letter is predicted, most of them clearly."""

    def __init__(self, x: Array, y: Array) -> None:
        self.x, self.y = x, y

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Look at the predictions."""
        p = self.model.predict(self.x)
        sure = np.take_along_axis(p, self.y[..., None], axis=-1)
        self.model.stop_training = bool((sure > 0.5).all())
