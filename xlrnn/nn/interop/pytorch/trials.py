"""What a module and a model of ours are both run on: a sample that is given, or one that is drawn.

The module may want its sides in another order than ours, which has samples, steps, features.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.interop.pytorch.agreement import leaf_output
from xlrnn.nn.interop.pytorch.running import Ran, run
from xlrnn.nn.interop.samples import drawn_for, drawn_for_part
from xlrnn.nn.models import Model
from xlrnn.nn.network import Network

Array = NDArray[Any]
Arranging = Callable[[Array], Array]

STEPS_FIRST: Final = "the module takes steps before samples, the model samples before steps"
FEATURES_FIRST: Final = "the module takes features before places, the model behind them"


@dataclass(frozen=True)
class Trial:
    """One sample, on which the module has been run.

    Args:
        ran: what the module did.
        x: what the model is run on.
        remark: how the two inputs differ.
    """

    ran: Ran
    x: Any
    remark: str = ""


def given_trials(module: Any, into: Any, sample: Any) -> list[Trial]:
    """Return the sample that a user gave, as the model may have to take it.

    Raises:
        InputError: if the module does not run on it.
    """
    args = arguments(sample)
    ran = _of_leaf(module, into, run(module, args))
    taken = [_as_array(each) for each in args[: _count(into)]]
    return [
        Trial(ran, _one_or_all([back(x) for x in taken]), remark)
        for back, _, remark in _arrangements(module, taken)
    ]


def drawn_trials(module: Any, into: Any) -> Iterator[Trial]:
    """Yield a sample that was drawn, as the module may have to take it; nothing, if it does not.

    Raises:
        InputError: if there is one, and the module runs on none of these.
    """
    drawn = _drawn(module, into)
    if drawn is None:
        return
    error, ran_once = None, False
    for _, there, remark in _arrangements(module, drawn):
        try:
            ran = run(module, [there(x) for x in drawn])
        except InputError as failed:
            error = error or failed
            continue
        ran_once = True
        yield Trial(_of_leaf(module, into, ran), _one_or_all(drawn), remark)
    if error is not None and not ran_once:
        raise error


def is_leaf(module: Any) -> bool:
    """Say whether a module is a single part, with no others inside."""
    return next(module.children(), None) is None


def _drawn(module: Any, into: Any) -> list[Array] | None:
    if isinstance(into, Network):
        return drawn_for(into) if into.built and into.inputs else None  # type: ignore[arg-type]
    x = drawn_for_part(module) if is_leaf(module) else None
    return None if x is None else [x]


def _of_leaf(module: Any, into: Any, ran: Ran) -> Ran:
    """Say of a single recurrent module what the layers are to say: every step, or the last."""
    layers = [into] if isinstance(into, Layer) else list(into)
    if not is_leaf(module) or isinstance(into, Network) or len(ran.runs) != 1:
        return ran
    expected = leaf_output(layers[-1], ran.runs[0])
    return ran if expected is None else replace(ran, outputs=(expected,))


def arguments(sample: Any) -> Sequence[Any]:
    """Return the module's arguments: of a tuple, or a list of arrays, each."""
    if isinstance(sample, tuple) and not hasattr(sample, "batch_sizes"):
        return sample
    if isinstance(sample, list) and any(hasattr(each, "shape") for each in sample):
        return sample
    return [sample]


def _count(into: Any) -> int:
    return len(into.inputs) if isinstance(into, Model) else 1


def _as_array(given: Any) -> Array:
    return np.asarray(given.detach().cpu().numpy() if hasattr(given, "detach") else given)


def _one_or_all(arrays: list[Array]) -> Any:
    return arrays if len(arrays) > 1 else arrays[0]


def _arrangements(
    module: Any, arrays: Sequence[Array]
) -> Iterator[tuple[Arranging, Arranging, str]]:
    """Yield ways from the module's input to the model's, and back, that may be meant."""
    fewest = min(x.ndim for x in arrays)
    kinds = [(type(inner).__name__, inner) for inner in module.modules()]
    if is_leaf(module) and kinds[0][0].endswith("Cell"):
        yield lambda x: x[:, None], lambda x: x[:, 0], ""
        return
    yield _same, _same, ""
    if fewest > 1 and any(getattr(inner, "batch_first", True) is False for _, inner in kinds):
        yield _swapped, _swapped, STEPS_FIRST
    if fewest > 2 and any(name.endswith(("1d", "2d")) for name, _ in kinds):
        yield _features_last, _features_first, FEATURES_FIRST


def _same(x: Array) -> Array:
    return x


def _swapped(x: Array) -> Array:
    return x.swapaxes(0, 1)


def _features_last(x: Array) -> Array:
    return np.moveaxis(x, 1, -1)


def _features_first(x: Array) -> Array:
    return np.moveaxis(x, -1, 1)
