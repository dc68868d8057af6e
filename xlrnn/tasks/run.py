"""A run folder: the settings, what is known of the data, the last checkpoint, the curve."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from xlrnn import nn, provenance
from xlrnn.atomic import write_atomically
from xlrnn.errors import UnreadableError, XlrnnError
from xlrnn.nn.files import saving
from xlrnn.tasks import get
from xlrnn.tasks.renamed import renewed
from xlrnn.tasks.settings import Settings
from xlrnn.tasks.task import Known, Model, Task

SETTINGS, CHECKPOINT, BEST = "run.json", "checkpoint.npz", "best.npz"
CURVE, PICTURE = "curve.csv", "curve.png"
FORMAT = "xlrnn run"

S = TypeVar("S", bound=Settings)
K = TypeVar("K", bound=Known)


@dataclass(frozen=True)
class Run(Generic[S, K]):
    """A training, begun or ended, in a folder of its own.

    Args:
        folder: where it is kept.
        settings: what it was asked for.
        known: what was known of the data before the training: the vocabulary and the like.
        data: the data file, "" for the task's own data.
        digest: tells whether the data are still the same.
    """

    folder: Path
    settings: S
    known: K
    data: str
    digest: str

    @property
    def task(self) -> "Task[S, Any, K]":
        """What the model is trained for."""
        return get(self.settings.task)

    def changed(self, changes: Mapping[str, Any]) -> "Run[S, K]":
        """Return the run with some settings changed, here and not in its folder."""
        return replace(self, settings=self.settings.changed(changes))

    def write(self) -> None:
        """Write the settings and what is known."""
        content = {
            "format": FORMAT,
            **provenance.as_json(),
            "settings": self.settings.to_json(),
            "data": self.data,
            "digest": self.digest,
            "known": self.known.to_json(),
        }
        text = json.dumps(content, indent=1, ensure_ascii=False)
        write_atomically(self.folder / SETTINGS, text.encode("utf-8", "surrogatepass"))

    def save(self, model: Model, history: Sequence[dict[str, float]]) -> None:
        """Write a checkpoint and the curve so far, each whole or not at all."""
        checkpoint = self.folder / CHECKPOINT
        saving.save_model(model, checkpoint, {"history": list(history)})
        if history:
            write_atomically(self.folder / CURVE, _csv(history).encode())

    def model(self) -> Any:
        """Return the model: that of the best epoch where one was chosen, else the last one."""
        return self._read(BEST if (self.folder / BEST).exists() else CHECKPOINT)

    def resumed(self) -> tuple[Model, list[dict[str, float]]]:
        """Return the model and the history of the last checkpoint, and let chance go on from it."""
        model = self._read(CHECKPOINT)
        extra = saving.load_extra(self.folder / CHECKPOINT)
        nn.core.random.set_random_state(extra["random"])
        return model, list(extra["history"])

    def _read(self, name: str) -> Any:
        """Return the model of one of the run's files.

        Raises:
            UnreadableError: if it is another kind of model than the task trains.
        """
        model = nn.load_model(self.folder / name)
        kind = nn.Model if self.task.branches else nn.Sequential
        if not isinstance(model, kind):
            what = "a model that branches" if isinstance(model, nn.Model) else "a Sequential"
            raise UnreadableError(
                f"{self.folder / name} holds {model.name}, {what}: expected the {kind.__name__} "
                "that the run trained"
            )
        return model


def read_run(folder: Path) -> Run[Any, Any]:
    """Return the run of a folder.

    Raises:
        UnreadableError: if there is none, or it is damaged.
    """
    path = folder / SETTINGS
    try:
        content: dict[str, Any] = json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
        if content["format"] != FORMAT:
            raise ValueError(f"its format is {content['format']!r}")
        task = get(content["settings"]["task"])
        return Run(
            folder,
            task.settings_from(renewed(content["settings"])),
            task.known_from(content["known"]),
            content["data"],
            content["digest"],
        )
    except (FileNotFoundError, NotADirectoryError):
        raise UnreadableError(
            f"{folder} holds no run ({SETTINGS} is not there): name the folder that `xlrnn train` "
            "wrote"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, XlrnnError) as error:
        raise UnreadableError(f"{path} is damaged ({error}): train again") from None


def _csv(history: Sequence[dict[str, float]]) -> str:
    names = list(history[0]) if history else []
    lines = [",".join(["epoch", *names])]
    for epoch, logs in enumerate(history, start=1):
        lines.append(",".join([str(epoch), *(repr(logs[name]) for name in names)]))
    return "\n".join(lines) + "\n"
