"""A model that was taken, as a file of the kind that the name says; each is read back and compared.

| name | holds | is run by |
| --- | --- | --- |
| `.keras` | a model that Keras reads, too; float64 | xlrnn |
| `.weights.h5` | weights alone, as Keras keeps them | xlrnn |
| `.npz` | a model of xlrnn; float64 | xlrnn |
| `.onnx` | a graph; float32 | ONNX Runtime, where it is installed |
| `.pt` | a state dict of PyTorch; float64 | xlrnn |
"""

import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.atomic import write_atomically
from xlrnn.errors import DifferentError, UsageError
from xlrnn.nn.interop import from_torch, to_onnx, to_torch
from xlrnn.nn.models import Model, Sequential, clone_model, load_model
from xlrnn.provenance import as_json
from xlrnn.scratch import scratch_folder
from xlrnn.weights.found import answers_of, as_columns
from xlrnn.weights.taken import Taken

Array = NDArray[Any]
Answers = list[Array]
Network = Sequential | Model

SIGNED: Final = "xlrnn.json"
"""The part of a `.pt` file that says what wrote it; a state dict has room for weights alone."""
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
SINGLE: Final = 1e-4
"""How far float32 may be from the sheet, relative to 1 + the size of a number."""
DOUBLE: Final = 1e-9


@dataclass(frozen=True)
class Kind:
    """A kind of file.

    Args:
        write: writes a model.
        run: reads the file and says what its model answers to samples; None if nothing here can
            run it.
        runs: who runs it.
        reach: how far the answers may be from the sheet.
    """

    write: Callable[[Network, Path], object]
    run: Callable[[Path, Network, Sequence[Array]], Answers | None]
    runs: str = "read back"
    reach: float = DOUBLE


def _torch() -> Any:
    """Return PyTorch.

    Raises:
        UsageError: if it is not installed.
    """
    try:
        import torch
    except ImportError:
        raise UsageError("a .pt file needs PyTorch: pip install 'xlrnn[torch]'") from None
    return torch


def _write_torch(model: Network, path: Path) -> None:
    torch = _torch()
    state = {name: torch.from_numpy(array) for name, array in to_torch(model).items()}
    torch.save(state, path)
    _sign(path)


def _sign(path: Path) -> None:
    """Say in a file of PyTorch, a zip whose parts it reads by name, what wrote it."""
    with zipfile.ZipFile(path, "a") as archive:
        top = archive.namelist()[0].partition("/")[0]
        archive.writestr(zipfile.ZipInfo(f"{top}/{SIGNED}", EPOCH), json.dumps(as_json()))


def _run_model(path: Path, _: Network, samples: Sequence[Array]) -> Answers:
    return answers_of(load_model(path), samples)


def _run_weights(path: Path, model: Network, samples: Sequence[Array]) -> Answers:
    twin = clone_model(model)
    twin.load_weights(path)
    return answers_of(twin, samples)


def _run_torch(path: Path, model: Network, samples: Sequence[Array]) -> Answers:
    twin = clone_model(model)
    state = _torch().load(path, weights_only=True)
    return answers_of(from_torch(state, twin), samples)


def _run_onnx(path: Path, _: Network, samples: Sequence[Array]) -> Answers | None:
    try:
        import onnxruntime
    except ImportError:
        return None
    session = onnxruntime.InferenceSession(path.read_bytes(), providers=["CPUExecutionProvider"])
    kinds = {"tensor(int64)": np.int64}
    given = {
        taken.name: sample.astype(kinds.get(taken.type, np.float32))
        for taken, sample in zip(session.get_inputs(), samples, strict=True)
    }
    return [as_columns(each[0].astype(float)) for each in session.run(None, given)]


KINDS: Final = {
    ".keras": Kind(lambda model, path: model.save(path), _run_model),
    ".weights.h5": Kind(lambda model, path: model.save_weights(path), _run_weights),
    ".npz": Kind(lambda model, path: model.save(path), _run_model),
    ".onnx": Kind(to_onnx, _run_onnx, "run by ONNX Runtime", SINGLE),
    ".pt": Kind(_write_torch, _run_torch),
}
"""By the ends of their names."""


def expect_writable(path: Path, *, force: bool) -> Kind:
    """Return the kind of a file that may be written.

    Raises:
        UsageError: if its name says none, or something is in the way.
    """
    kind = next((kind for end, kind in KINDS.items() if path.name.lower().endswith(end)), None)
    if kind is None:
        raise UsageError(f"{path}: expected a name that ends with one of {', '.join(KINDS)}")
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name a file")
    if path.exists() and not force:
        raise UsageError(f"{path} exists: name another file, or overwrite it (--force)")
    return kind


def written(found: Taken, path: Path, kind: Kind) -> Taken:
    """Write a model that was taken, if what was written gives the numbers of the sheet, too.

    Args:
        found: the model, and the outputs on the sheet.
        path: the file.
        kind: its kind.

    Raises:
        UsageError: if the kind of file has no such layer, needs a package that is not installed,
            or cannot be written.
        DifferentError: if what was written gives other numbers; then nothing is.
    """
    with scratch_folder() as folder:
        made = folder / f"model{_end_of(path)}"
        kind.write(found.model, made)
        answers = kind.run(made, found.model, found.samples)
        told = "not run: ONNX Runtime is not here (pip install 'xlrnn[onnx]')"
        if answers is not None:
            told = f"{kind.runs}: largest distance {_distance(found, answers, kind, path):.2g}"
        write_atomically(path, made.read_bytes())
    return replace(found, path=path, file=told)


def _end_of(path: Path) -> str:
    return next(end for end in KINDS if path.name.lower().endswith(end))


def _distance(found: Taken, answers: Answers, kind: Kind, path: Path) -> float:
    """Return how far a file's answers are from those on the sheet."""
    largest = 0.0
    for on_sheet, array in zip(found.answers, answers, strict=True):
        apart = np.abs(on_sheet - array)
        if on_sheet.shape != array.shape or not (apart <= kind.reach * (1 + abs(on_sheet))).all():
            raise DifferentError(
                f"{path} is not written: {kind.runs}, it gives numbers that are up to "
                f"{apart.max():.2g} from those of the sheet"
            )
        largest = max(largest, float(apart.max()))
    return largest
