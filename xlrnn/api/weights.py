"""The way back from a workbook to a model: `weights` writes a file, `model` returns the model."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlrnn.api.given import PathLike
from xlrnn.arguments import check_count

if TYPE_CHECKING:
    from xlrnn.nn.models import Model, Sequential
    from xlrnn.weights.taken import Taken


def weights(
    book: PathLike,
    path: PathLike,
    *,
    engine: str = "auto",
    epoch: int | None = None,
    original: "Sequential | Model | PathLike | None" = None,
    unconfined: bool = False,
    force: bool = False,
) -> "Taken":
    """Write a model with the weights that a workbook now holds.

    An engine calculates the workbook, so weights that are formulas are those that it finds. The
    model is compared with the outputs on the sheet, and so is the file, read back.

    Args:
        book: a workbook that `export` wrote, or that of a lesson with a model.
        path: the file: `.keras`, `.weights.h5`, `.npz`, `.onnx`, or `.pt` for a state dict of
            PyTorch.
        engine: `auto` (the first embedded one), or a name.
        epoch: of `hello-training` the row whose weights are taken; by default the last.
        original: the model that the workbook was written from, or where it is kept: it has the
            rows of a words' table that the workbook does not carry.
        unconfined: ask LibreOffice where the system cannot keep it from network and files, too.
        force: overwrite a file.

    Returns:
        The model, what it was taken from, and how far it is from the sheet.

    Raises:
        UnreadableError: if xlrnn did not write the workbook, it is an exercise, or lacks a weight.
        UsageError: if no model can be made, the file's name says no kind, or a file is in the way.
        InputError: if a cell holds no finite number; the message names it.
        DifferentError: if the model does not give the numbers of the sheet.
        EngineError: if the engine is not here, or fails.
    """
    from xlrnn.weights.files import expect_writable, written

    kind = expect_writable(Path(path), force=force)
    found = _taken(book, engine, epoch, original, unconfined)
    return written(found, Path(path), kind)


def model(
    book: PathLike,
    *,
    engine: str = "auto",
    epoch: int | None = None,
    original: "Sequential | Model | PathLike | None" = None,
    unconfined: bool = False,
) -> "Sequential | Model":
    """Return the model that a workbook now holds, in float64 and not compiled; see `weights`."""
    return _taken(book, engine, epoch, original, unconfined).model


def _taken(
    book: PathLike, engine: str, epoch: int | None, original: Any, unconfined: bool
) -> "Taken":
    from xlrnn.lessons.export import read_source
    from xlrnn.weights.taken import taken

    check_count("epoch", epoch, 1)
    if isinstance(original, str | os.PathLike):
        original = read_source(Path(original)).model
    return taken(
        Path(book),
        engine=None if engine == "auto" else engine,
        epoch=epoch,
        original=original,
        unconfined=unconfined,
    )
