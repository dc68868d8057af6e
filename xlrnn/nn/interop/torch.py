"""Models and weights from PyTorch, and weights for it; it is needed for what is to be run alone."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.interop.compared import Compared, note
from xlrnn.nn.interop.own_run import layers_in_turn
from xlrnn.nn.interop.pytorch.exported.exporting import from_exported, from_module, one_or_all
from xlrnn.nn.interop.pytorch.exported.from_program import from_program
from xlrnn.nn.interop.pytorch.parts import (
    is_module,
    kind_of,
    parts_of_list,
    parts_of_module,
    parts_of_state,
)
from xlrnn.nn.interop.pytorch.pickled import is_pickled, refusal
from xlrnn.nn.interop.pytorch.taking import Taking
from xlrnn.nn.interop.torch_layers import names, to_theirs
from xlrnn.nn.models import Model
from xlrnn.nn.network import Network

Array = NDArray[Any]
Target = TypeVar("Target", bound=Layer | Sequence[Layer])


@overload
def from_torch(state: Any, into: Target, sample: Any = None) -> Target: ...


@overload
def from_torch(state: Any, into: None = None, sample: Any = None) -> Model: ...


def from_torch(state: Any, into: Any = None, sample: Any = None) -> Any:
    """Take a model from PyTorch, or the weights of one for layers of ours.

    A module becomes a model by the program that `torch.export` makes of it, and so does a `.pt2`
    file. With `into`, layers take its weights in the order in which both run. Either is run on a
    sample and compared with PyTorch; where they say different things nothing is taken. Of a state
    dict a layer takes what has its name (`lstm.weight_ih_l0`) or, where names are others, what
    alone fits. The order of declaration decides nothing. The two biases of `nn.LSTM` and `nn.RNN`
    are added up.

    Args:
        state: a module; what `torch.export.export` returns, or the path of a `.pt2` file; for
            layers that are given, a state dict, or a list of arrays in the order of the layers. A
            module's program is run, so it must be one that you trust; a file's is not.
        into: a layer, a list of layers, or a model; what is not built is built to fit. By default
            a model is made.
        sample: what the module takes, of several arguments a tuple. A module alone needs one; else
            it is drawn, where the input has a known shape.

    Returns:
        `into`, or the model that was made. Its `compared` says whether it was compared with
        PyTorch, and how far the two were apart; `imported`, of a model that was made, what was
        taken.

    Raises:
        UsageError: if there is no such layer, operator or option here; if an option of the module
            is another; if names are those of other layers, or several layers fit.
        DifferentError: if the model says something else than PyTorch: with the first layer
            that differs.
        ShapeError: if a shape does not fit, or there are more or fewer arrays.
        InputError: if an array holds something else than finite numbers, or the module does not
            run on the sample. Whatever is raised, no weight is changed.
        UnreadableError: if a file is damaged, something else, or too large.

    Example:
        >>> import numpy as np
        >>> from xlrnn.nn.layers import Dense
        >>> layer = from_torch({"weight": np.array([[1.0, 2.0]]), "bias": np.zeros(1)}, Dense(1))
        >>> layer.kernel.numpy().tolist()
        [[1.0], [2.0]]
        >>> print(layer.compared)
        not compared with PyTorch: a state dict cannot be run
    """
    if into is None:
        return _made(state, sample)
    note(into, _taken(state, into, sample))
    return into


def _taken(state: Any, into: Any, sample: Any) -> Compared:
    """Have layers take weights, and return whether they were compared."""
    if isinstance(state, str | os.PathLike) or hasattr(state, "graph_signature"):
        raise UsageError("an exported program makes a model of its own: leave `into` out")
    placed = [(prefix.rstrip("."), layer) for prefix, layer in _placed(into) if names(layer)]
    turns = [layer for layer in layers_in_turn(into) if names(layer)]
    dtype = np.result_type(*(layer.dtype for _, layer in placed), np.float32)
    if is_module(state):
        taking = Taking(into, placed, turns, parts_of_module(state, dtype))
        return taking.from_module(state, sample)
    if sample is not None:
        raise UsageError("a sample is what a module is run on, and a state dict is none: give it")
    if isinstance(state, Mapping):
        taking, what = Taking(into, placed, turns, parts_of_state(state, dtype)), "a state dict"
    else:
        kinds = [[kind_of(name) for name in names(layer)] for layer in _once(turns)]
        _expect_arrays(state, _once(turns))
        taking, what = Taking(into, placed, turns, parts_of_list(state, kinds, dtype)), "a list"
    return taking.unseen(f"{what} cannot be run")


def _made(source: Any, sample: Any) -> Model:
    """Return a model that is made of a module, or of an exported program."""
    if isinstance(source, str | os.PathLike):
        if is_pickled(Path(source)):
            raise refusal(Path(source))
        return from_program(Path(source), one_or_all(sample))
    if hasattr(source, "graph_signature"):
        return from_exported(source, sample)
    if not is_module(source):
        raise UsageError(
            f"got {source!r:.60}, which does not say how layers are connected: expected a module, "
            "an exported program, the path of a .pt2 file, or layers for weights to go into"
        )
    if sample is None:
        raise UsageError(
            "a module becomes a model by a sample that it takes: from_torch(module, sample=x)"
        )
    return from_module(source, sample)


def _once(layers: Sequence[Layer]) -> list[Layer]:
    return list({id(layer): layer for layer in layers}.values())


def _expect_arrays(given: Any, layers: Sequence[Layer]) -> None:
    """Refuse what is no list of as many arrays as the layers take."""
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise UsageError(f"expected a module, a state dict or a list of arrays, got {given!r:.60}")
    wanted = sum(len(names(layer)) for layer in layers)
    if len(given) != wanted:
        takes = ", ".join(f"{layer.name} takes {len(names(layer))}" for layer in layers)
        raise ShapeError(f"got {len(given)} arrays, expected {wanted}: {takes}")


def to_torch(source: Layer | Sequence[Layer]) -> dict[str, Array]:
    """Return weights as a state dict of PyTorch's names and layouts.

    Args:
        source: a layer, whose names are those of one PyTorch module; a list of recurrent layers,
            which become the layers of one module (`_l0`, `_l1`); or a model, whose layers'
            names stand in front (`lstm.weight_ih_l0`).

    Returns:
        Arrays by name; `module.load_state_dict({name: torch.from_numpy(array) …})` takes them.

    Raises:
        UsageError: if PyTorch has no such layer, or the layer is not built.

    Example:
        >>> from xlrnn.nn.layers import GRU
        >>> layer = GRU(2)
        >>> layer.ensure_built((None, None, 3))
        >>> {name: array.shape for name, array in to_torch(layer).items()}["weight_ih_l0"]
        (6, 3)
    """
    state: dict[str, Array] = {}
    for level, (prefix, layer) in enumerate(_placed(source)):
        own = names(layer, 0 if prefix else level)
        if own and not layer.built:
            raise UsageError(f"{layer.name} has no weights before its input's shape is known")
        for name, array in zip(own, to_theirs(layer, layer.get_weights()), strict=True):
            if prefix + name in state:
                raise UsageError(f"{layer.name}: {name} is there twice: give a model, not a list")
            state[prefix + name] = array
    return state


def _placed(given: Layer | Sequence[Layer], prefix: str = "") -> Iterator[tuple[str, Layer]]:
    """Yield the layers, also those of models in models, with what stands before their names."""
    if isinstance(given, Network):
        for layer in given.layers:
            yield from _placed(layer, f"{prefix}{layer.name}.")
    elif isinstance(given, Layer):
        yield prefix, given
    else:
        for layer in given:
            yield from _placed(layer, prefix)
