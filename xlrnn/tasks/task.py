"""What a task says of itself, so that training, resuming and judging are written once."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.errors import UsageError
from xlrnn.nn.callbacks import Callback
from xlrnn.tasks.evaluation import Evaluation
from xlrnn.tasks.settings import Settings

Array = NDArray[Any]
Model = nn.Sequential | nn.Model


class Known(Protocol):
    """What a task has learned of its data before the training, for instance the vocabulary."""

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""


@dataclass(frozen=True)
class TrainingSamples:
    """What a model learns from, and what it is judged by after each epoch.

    Args:
        x: the inputs; of several a list.
        y: what is expected.
        validation: inputs and what is expected of them, never learned from; None for none.
        class_weight: how much each class counts; None for all the same.
    """

    x: Any
    y: Array
    validation: tuple[Any, Array] | None = None
    class_weight: Mapping[int, float] | None = None


S = TypeVar("S", bound=Settings)
D = TypeVar("D")
K = TypeVar("K", bound=Known)
S_co = TypeVar("S_co", bound=Settings, covariant=True)
K_co = TypeVar("K_co", bound=Known, covariant=True)


class TaskRun(Protocol[S_co, K_co]):
    """A training as its task sees it; `xlrnn.tasks.run.Run` is one."""

    @property
    def folder(self) -> Path:
        """Where it is kept."""

    @property
    def settings(self) -> S_co:
        """What it was asked for."""

    @property
    def known(self) -> K_co:
        """What was known of the data before the training."""

    @property
    def data(self) -> str:
        """The data file, "" for the task's own data."""

    @property
    def digest(self) -> str:
        """What tells whether the data are still the same."""

    def model(self) -> Any:
        """Return the model as it was trained."""


class Task(ABC, Generic[S, D, K]):
    """Something that models are trained for.

    The order in which `train` asks: `settings`, `read`, `suited`, `fit`, `network`, `samples`.
    """

    name: str
    unit: str
    """What the loss is counted per."""
    branches: bool = False
    """Whether its models have several inputs or outputs."""

    @abstractmethod
    def settings(self, data: Path | None, changes: Mapping[str, Any]) -> S:
        """Return the usual settings, changed; `data` may be missing."""

    @abstractmethod
    def settings_from(self, content: Mapping[str, Any]) -> S:
        """Return the settings that a run folder keeps."""

    @abstractmethod
    def read(self, data: str, settings: S) -> D:
        """Return the content of a data file; "" stands for the task's own data."""

    def suited(self, settings: S, data: D, changes: Mapping[str, Any]) -> S:  # noqa: ARG002
        """Return the settings for these data; what was asked for (`changes`) stays."""
        return settings

    @abstractmethod
    def digest(self, data: D) -> str:
        """Return what tells data from others."""

    @abstractmethod
    def fit(self, data: D, settings: S) -> K:
        """Return what has to be known of the data before a model can be made."""

    @abstractmethod
    def known_from(self, content: Mapping[str, Any]) -> K:
        """Return what a run folder keeps of it."""

    def begin(self, run: TaskRun[S, K], data: D) -> None:
        """Write more into the folder of a run that begins, where there is more to keep."""

    @abstractmethod
    def network(self, settings: S, known: K) -> Model:
        """Return the model, compiled, with its first weights."""

    @abstractmethod
    def samples(self, run: TaskRun[S, K], data: D) -> TrainingSamples:
        """Return what the model learns from."""

    def notes(self, run: TaskRun[S, K]) -> Sequence[str]:  # noqa: ARG002
        """Return what a person should know of the data before the training."""
        return []

    def callbacks(self, run: TaskRun[S, K], samples: TrainingSamples) -> Sequence[Callback]:  # noqa: ARG002
        """Return who else is told of every epoch."""
        return []

    @abstractmethod
    def evaluate(self, run: TaskRun[S, K], data: Path | None) -> Evaluation:
        """Judge the model by data, or by what was held out of its own."""

    @abstractmethod
    def predict(self, run: TaskRun[S, K], texts: Sequence[str]) -> Sequence[Any]:
        """Return what the model makes of each text."""

    def predict_file(
        self,
        run: TaskRun[S, K],
        path: Path,  # noqa: ARG002
        text: str | None,  # noqa: ARG002
        encoding: str | None,  # noqa: ARG002
    ) -> Any:
        """Return what the model makes of every text of a file.

        Raises:
            UsageError: if the task has no answer to a whole file.
        """
        raise UsageError(
            f"{run.folder} holds a run of {self.name}, whose model tells no classes apart: "
            "a whole file is for sentiment, translate and caption"
        )

    @abstractmethod
    def sample(self, run: TaskRun[S, K], text: str) -> Array:
        """Return what the model is given for one text."""

    def cleaned(self, run: TaskRun[S, K], text: str) -> str | None:  # noqa: ARG002
        """Return a text as it is cut into words, where words are cut as a sheet can do it."""
        return None

    @abstractmethod
    def tokens(self, run: TaskRun[S, K]) -> Sequence[str]:
        """Return what the numbers that the model is given stand for."""

    @property
    def token(self) -> str:
        """What one of these is called: a word, or a letter."""
        return "word"

    @abstractmethod
    def outputs(self, run: TaskRun[S, K]) -> Sequence[str]:
        """Return what the model's outputs are called."""

    def finish(self, run: TaskRun[S, K], data: D) -> Sequence[str]:  # noqa: ARG002
        """Write what belongs to the end of a training, and return what there is to say of it."""
        return []
