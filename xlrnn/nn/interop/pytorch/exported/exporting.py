"""A module of PyTorch, exported as a program, and its outputs for the same sample."""

import io
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.interop.pytorch.exported.from_program import from_program
from xlrnn.nn.interop.pytorch.running import predicting, run
from xlrnn.nn.interop.pytorch.trials import arguments
from xlrnn.nn.models import Model

Array = NDArray[Any]


def from_module(module: Any, sample: Any) -> Model:
    """Return a model that calculates what a module does.

    Args:
        module: the module, whose program is run.
        sample: what it takes, of several arguments a tuple.

    Raises:
        UsageError: if PyTorch cannot export it, or there is an operator that we lack.
        DifferentError: if the model says something else than the module.
        InputError: if the module does not run on the sample.
    """
    tensors = run(module, arguments(sample)).given  # a sample that is wrong is refused here
    data = _exported(module, tensors)
    arrays = [tensor.detach().cpu().numpy() for tensor in tensors]

    def itself(given: Mapping[str, Array]) -> Sequence[Array]:
        return run(module, list(given.values())).outputs

    return from_program(data, arrays if len(arrays) > 1 else arrays[0], itself)


def from_exported(program: Any, sample: Any) -> Model:
    """Return a model that calculates what an `ExportedProgram` does."""
    import torch

    file = io.BytesIO()
    torch.export.save(program, file)
    return from_program(file.getvalue(), one_or_all(sample))


def one_or_all(sample: Any) -> Any:
    """Return a sample as inputs by their order: of several a list; None, if there is none."""
    given = [] if sample is None else list(arguments(sample))
    return given if len(given) > 1 else next(iter(given), None)


def _exported(module: Any, tensors: Sequence[Any]) -> bytes:
    """Return a module as `torch.export.save` writes it, for batches of any size where it can.

    Raises:
        UsageError: if PyTorch cannot export it.
    """
    import torch

    open_sides = tuple((torch.export.Dim.AUTO,) * tensor.ndim for tensor in tensors)
    failed: Exception | None = None
    for sides in (open_sides, None):
        try:
            with warnings.catch_warnings(), predicting(module), torch.no_grad():
                warnings.simplefilter("ignore")
                given = tuple(_twice(each) if sides else each for each in tensors)
                program = torch.export.export(module, given, dynamic_shapes=sides)
                file = io.BytesIO()
                torch.export.save(program, file)
                return file.getvalue()
        except Exception as error:  # a compiler of somebody's program: anything may come
            failed = error
    said = " ".join(str(failed).split())
    raise UsageError(
        f"PyTorch cannot export the module: {type(failed).__name__}: {said:.300}"
    ) from None


def _twice(tensor: Any) -> Any:
    """Return a batch of one sample with that sample twice: of one, PyTorch makes a constant."""
    import torch

    return torch.cat([tensor, tensor]) if tensor.ndim and len(tensor) == 1 else tensor
