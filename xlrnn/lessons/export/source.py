"""Where an exported model comes from: files and folders, and an input as a user writes it."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.errors import InputError, UnreadableError, UsageError
from xlrnn.lessons.export.sentence import Sentence
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.file_names import MODEL, OLDER
from xlrnn.nn.layers import Embedding
from xlrnn.nn.models import Model, Sequential, load_model
from xlrnn.tasks.run import Run, read_run

Array = NDArray[Any]

KINDS = (
    "a model that its `save` wrote (.npz), a .keras, .h5, .onnx or .pt2 file, or the folder of a "
    "run"
)


@dataclass(frozen=True)
class Source:
    """A model and what is known about its input and output.

    Args:
        model: the model.
        origin: what it was read from.
        run: the run that trained it, which knows what the numbers of its tokens stand for.
        given: the same, as a user says it.
    """

    model: Sequential | Model
    origin: str = ""
    run: Run[Any, Any] | None = None
    given: Sequence[str] = ()

    def with_tokens(self, tokens: Sequence[str]) -> "Source":
        """Return the same with what the numbers of the input stand for.

        Raises:
            UsageError: if the model looks up no numbers, or knows what they stand for.
        """
        if self.run is not None:
            raise UsageError(f"{self.origin} knows its {self.token}s: leave the tokens out")
        if not any(isinstance(layer, Embedding) for layer in self._beginning()):
            raise UsageError("tokens are what an Embedding looks up: the model begins with none")
        return replace(self, given=tuple(tokens))

    def _beginning(self) -> Sequence[Any]:
        """Return the layers that may look up words: the first, or of branches any."""
        return self.model.layers if isinstance(self.model, Model) else self.model.layers[:1]

    @property
    def tokens(self) -> Sequence[str]:
        """What the numbers of the input stand for."""
        return self.given if self.run is None else self.run.task.tokens(self.run)

    @property
    def token(self) -> str:
        """What one of these is called."""
        if self.run is not None:
            return self.run.task.token
        return "letter" if self.given and all(len(one) == 1 for one in self.given) else "word"

    def sentence(self, given: Any) -> Sentence | None:
        """Return the input as a sentence, if the model is one of a run that reads sentences.

        Raises:
            UsageError: if a cell cannot hold it.
        """
        if self.run is None or not isinstance(given, str):
            return None
        text = self.run.task.cleaned(self.run, given)
        if text is None:
            return None
        return Sentence.of(text, ("", *self.run.known.words), self.run.settings.clean)

    @property
    def outputs(self) -> Sequence[str]:
        """What the outputs are called."""
        return () if self.run is None else self.run.task.outputs(self.run)

    def sample(self, given: Any) -> Any:
        """Return one sample from what a user gave: a text, numbers, a file, or an array.

        Of a model of several inputs that is one for each, in a list or a dict by their names.

        Raises:
            InputError: if it is none of these.
            UsageError: if there are more or fewer than the model has inputs.
        """
        if self.run is not None and isinstance(given, str):
            return self._sample(given)
        if isinstance(self.model, Model) and self.model.takes_several:
            return [self._sample(each) for each in self.model.separate(given)]
        if isinstance(given, list | tuple) and any(isinstance(each, str | Path) for each in given):
            raise InputError(
                f"the input is {given!r:.60}: expected numbers, or a text, as {self.model.name} "
                "has one input"
            )
        return self._sample(given)

    def _sample(self, given: Any) -> Array:
        if self.run is not None and isinstance(given, str):
            return self.run.task.sample(self.run, given)
        return _array_of(given)


def source_of(model: Any, given: Any, *, trust: bool = False) -> Source:
    """Return a model that was given, or read from where it is kept.

    Args:
        model: the model, or a path.
        given: the sample, as a user gave it, on which a pickled module is run.
        trust: whether the code of a pickled module may be run.

    Raises:
        UsageError: if it is a model of another program; with what to call.
        UnreadableError: if there is none.
    """
    if isinstance(model, str | os.PathLike):
        path = Path(model)
        return _trusted(path, given) if trust and _is_pickled(path) else read_source(path)
    if isinstance(model, Sequential | Model):
        return Source(model)
    from xlrnn.nn.interop.pytorch.parts import is_module

    call = "a model of xlrnn.nn, or a path"
    if is_module(model) or hasattr(model, "graph_signature"):
        call = "what nn.from_torch(module, sample=x) returns, where x is what the module takes"
    elif hasattr(model, "get_weights") and not isinstance(model, Layer):
        call = "what nn.from_keras(model) returns"
    raise UsageError(f"export: got a {type(model).__name__}: expected {call}")


def _is_pickled(path: Path) -> bool:
    """Say whether a file is one that `torch.save` wrote."""
    from xlrnn.nn.interop.pytorch.pickled import is_pickled

    return path.is_file() and is_pickled(path)


def _trusted(path: Path, given: Any) -> Source:
    """Return the model of a pickled module, which is run on the sample."""
    from xlrnn.nn.interop.pytorch.pickled import trusted

    module = trusted(path)
    several = given if isinstance(given, list | tuple) and any(
        isinstance(each, str | Path | np.ndarray) for each in given
    ) else [given]  # fmt: skip
    sample = tuple(_whole(_array_of(each))[None] for each in several)
    return Source(nn.from_torch(module, sample=sample), path.name)


def _whole(array: Array) -> Array:
    """Return whole numbers as such: they may be words."""
    return array.astype(int) if np.array_equal(array, np.trunc(array)) else array


def read_source(path: Path) -> Source:
    """Read a model.

    Raises:
        UnreadableError: if it is none.
        UsageError: if reading it would run code.
    """
    if path.is_dir():
        run = read_run(path)
        return Source(run.model(), f"the run {path.name}", run)
    if not path.exists():
        raise UnreadableError(f"{path} does not exist: expected {KINDS}")
    if path.suffix == ".npz":
        return Source(load_model(path, compile=False), path.name)
    if path.suffix in (MODEL, *OLDER):
        return Source(nn.from_keras(path), path.name)
    if path.suffix == ".onnx":
        return Source(nn.from_onnx(path), path.name)
    if path.suffix == ".pt2":
        return Source(nn.from_torch(path), path.name)
    if _is_pickled(path):
        from xlrnn.nn.interop.pytorch.pickled import refusal

        raise refusal(path)
    raise UnreadableError(f"{path} is no model: expected {KINDS}")


def _array_of(given: Any) -> Array:
    """Return the numbers that a user gave: as an array, in a file, or in a text."""
    if not isinstance(given, str | Path):
        return np.asarray(given)
    return _of_file(Path(given)) if Path(given).suffix in READERS else _of_numbers(str(given))


def _of_numbers(text: str) -> Array:
    """Return the numbers in a text: of one step each, or of a row for each step behind `;`.

    Example:
        >>> _of_numbers("1 5 3").tolist(), _of_numbers("0.5, 1; 2, 3").tolist()
        ([1.0, 5.0, 3.0], [[0.5, 1.0], [2.0, 3.0]])
    """
    rows = [re.split(r"[\s,]+", row.strip()) for row in text.strip().strip(";").split(";")]
    try:
        numbers = [[float(number) for number in row] for row in rows]
    except ValueError:
        raise InputError(
            f"the input is {text[:60]!r}: expected numbers, as in '1 5 3' or '0.5 1; 2 3', or a "
            ".csv or .npy file"
        ) from None
    if len({len(row) for row in numbers}) > 1:
        raise InputError(f"the input is {text[:60]!r}: expected as many numbers in each step")
    return np.array(numbers[0] if len(numbers) == 1 else numbers)


def _of_file(path: Path) -> Array:
    """Return the array of a file.

    Raises:
        UnreadableError: if it cannot be read.
    """
    try:
        return READERS[path.suffix](path)
    except (OSError, ValueError, EOFError) as error:
        raise UnreadableError(f"{path} holds no input: {error}") from None


def _of_csv(path: Path) -> Array:
    """Return a row for each step; a single row or column is a list of numbers."""
    array = np.loadtxt(path, delimiter=",", ndmin=2)
    return array[0] if len(array) == 1 else array


def _of_npy(path: Path) -> Array:
    array: Array = np.load(path, allow_pickle=False)
    return array


READERS = {".csv": _of_csv, ".npy": _of_npy}
