"""A module of PyTorch, run on a sample: what it says, and in which order its parts said what."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError, UsageError

Array = NDArray[Any]


@dataclass(frozen=True)
class Run:
    """One run of a part.

    Args:
        path: the module's name.
        module: the module.
        x: what it was given first; None where that is no tensor.
        y: the tensors that it returned, however they were nested.
    """

    path: str
    module: Any
    x: Array | None
    y: tuple[Array, ...]


@dataclass(frozen=True)
class Ran:
    """What a module did with a sample.

    Args:
        runs: those of its parts, in order.
        outputs: what it returned, however nested.
        given: the tensors that it took.
    """

    runs: tuple[Run, ...]
    outputs: tuple[Array, ...]
    given: tuple[Any, ...] = ()


def version() -> str:
    """Return what runs modules here."""
    import torch

    return f"PyTorch {torch.__version__.partition('+')[0]}"


def run(module: Any, sample: Sequence[Any]) -> Ran:
    """Run a module on a sample, as it predicts: without dropout, and without a gradient.

    Args:
        module: the module, which stays as it was.
        sample: its arguments.

    Raises:
        InputError: if the module does not take them; with what it says.
        UsageError: if it returns something else than tensors.
    """
    import torch

    runs: list[Run] = []
    with (
        predicting(module),
        _listening(module, runs),
        _exact(module),
        torch.no_grad(),
        torch.random.fork_rng([]),
    ):
        torch.random.manual_seed(0)
        given = as_tensors(module, sample)
        try:
            returned, given = _called(module, given, runs)
        except Exception as error:  # it is the user's program: anything may come
            said = " ".join(str(error).split())
            raise InputError(
                f"the module does not run on the sample: {type(error).__name__}: {said:.200}"
            ) from None
    outputs = tuple(_tensors(returned))
    if not outputs:
        raise UsageError(f"the module returns a {type(returned).__name__}: expected tensors")
    return Ran(tuple(runs), outputs, tuple(given))


def as_tensors(module: Any, sample: Sequence[Any]) -> list[Any]:
    """Return arguments as tensors in the module's number format, where its weights are.

    Raises:
        InputError: if one holds no numbers, or none at all.
        UsageError: if one is packed.
    """
    return [_tensor(each, module) for each in sample]


def _called(module: Any, given: list[Any], runs: list[Run]) -> tuple[Any, list[Any]]:
    """Return what the module returns, and for what: whole numbers may stand for others."""
    try:
        return module(*given), given
    except RuntimeError:
        if len(given) > 1 or given[0].is_floating_point():
            raise
    runs.clear()
    given = [each.to(_number_format(module)) for each in given]
    return module(*given), given


def _number_format(module: Any) -> Any:
    import torch

    for weight in module.parameters():
        if weight.is_floating_point():
            return weight.dtype
    return torch.get_default_dtype()


def _tensor(given: Any, module: Any) -> Any:
    """Return an argument as a tensor where the module's weights are."""
    import torch

    if isinstance(given, torch.nn.utils.rnn.PackedSequence):
        raise UsageError(
            "the sample is a packed sequence, which says nothing of a model's input: give what "
            "the module packs, padded, and let it pack inside"
        )
    if not isinstance(given, torch.Tensor):
        array = np.asarray(given)
        if array.dtype.kind not in "biuf":
            raise InputError(f"the sample holds {array.dtype}: expected numbers")
        given = torch.from_numpy(np.array(array))
    if given.numel() == 0:
        raise InputError(f"the sample has shape {tuple(given.shape)}: there is nothing to compare")
    if given.is_floating_point():
        given = given.to(_number_format(module))
    elif given.dtype is not torch.bool:
        given = given.to(torch.int64)
    first = next(iter(module.parameters()), None)
    return given if first is None else given.to(first.device)


@contextmanager
def predicting(module: Any) -> Iterator[None]:
    """Have all parts predict, not train, and be afterwards as they were."""
    before = [(inner, inner.training) for inner in module.modules()]
    module.eval()
    try:
        yield
    finally:
        for inner, was in before:
            inner.training = was


@contextmanager
def _exact(module: Any) -> Iterator[None]:
    """Have a graphics card calculate in all digits of float32, where it leaves some out."""
    import torch

    weight = next(iter(module.parameters()), None)
    if weight is None or not weight.is_cuda:
        yield
        return
    with torch.backends.cudnn.flags(enabled=True, allow_tf32=False):
        yield


@contextmanager
def _listening(module: Any, runs: list[Run]) -> Iterator[None]:
    """Take note of every run of a part that has weights of its own."""

    def noting(path: str) -> Any:
        def note(inner: Any, args: tuple[Any, ...], returned: Any) -> None:
            x = next(_tensors(args), None)
            runs.append(Run(path, inner, x, tuple(_tensors(returned))))

        return note

    handles = [
        inner.register_forward_hook(noting(path))
        for path, inner in module.named_modules()
        if any(True for _ in inner.parameters(recurse=False))
    ]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _tensors(given: Any) -> Iterator[Array]:
    """Yield the tensors in something as arrays; packed sequences as they would be padded."""
    import torch

    if isinstance(given, torch.nn.utils.rnn.PackedSequence):
        padded, _ = torch.nn.utils.rnn.pad_packed_sequence(given, batch_first=True)
        given = padded
    if isinstance(given, torch.Tensor):
        with suppress(TypeError):  # a number format that NumPy lacks
            yield given.detach().cpu().numpy().copy()
    elif isinstance(given, dict):
        for each in given.values():
            yield from _tensors(each)
    elif isinstance(given, list | tuple):
        for each in given:
            yield from _tensors(each)
