"""A Keras model, run on a sample beside the one that was made of it; Keras is here for that."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import DifferentError, InputError
from xlrnn.nn.interop.compared import Compared, agree, compared
from xlrnn.nn.interop.own_run import Own, own_run
from xlrnn.nn.interop.samples import drawn_for
from xlrnn.nn.models import Model, Sequential

Array = NDArray[Any]

ROUNDED: Final = 4
"""The bytes of the numbers to which Keras rounds here and there, also where layers have 8."""


def compared_with_keras(source: Any, model: Sequential | Model, sample: Any = None) -> Compared:
    """Run a Keras model and ours on the same sample.

    Args:
        source: the Keras model.
        model: ours, with its weights.
        sample: what both take; by default it is drawn for the model's inputs.

    Raises:
        DifferentError: if they differ; with the first layer that does.
        InputError: if the Keras model does not run on the sample that was given.
    """
    if not callable(source):
        return Compared("Keras", remark="what was given cannot be run")
    if sample is None and not model.built:
        return Compared("Keras", remark="the shape of its input is not known: give a sample")
    given = [_rounded(x) for x in (drawn_for(model) if sample is None else model.separate(sample))]
    try:
        theirs = list(_said(source, given))
    except Exception as error:  # it is another program: anything may come
        said = f"{type(error).__name__}: {' '.join(str(error).split()):.200}"
        if sample is None:
            return Compared("Keras", remark=f"it does not run on a drawn sample: {said}")
        raise InputError(f"Keras does not run the model on the sample: {said}") from None
    own = own_run(model, given if len(given) > 1 else given[0])
    itemsize = min(own.itemsize, ROUNDED)
    try:
        return compared(own.outputs, theirs, _version(), itemsize=itemsize)
    except DifferentError as error:
        where = _first_difference(source, given, own, itemsize)
        raise DifferentError(f"{where}{error}") from None


def _rounded(given: Any) -> Array:
    """Return an input as Keras takes it, which is in float32 even if the layers are in float64."""
    array = np.asarray(given)
    return array.astype(np.float32).astype(array.dtype) if array.dtype.kind == "f" else array


def _said(source: Any, given: Sequence[Any]) -> Iterator[Array]:
    """Yield what a Keras model says of a sample."""
    import keras

    # A copy, as frameworks take some arrays for their own; sides in order, as some want them.
    copies = [np.array(each, order="C") for each in given]
    returned = source(copies if len(copies) > 1 else copies[0], training=False)
    if isinstance(returned, dict):
        returned = list(returned.values())
    for tensor in returned if isinstance(returned, list | tuple) else [returned]:
        yield np.asarray(keras.ops.convert_to_numpy(tensor))


def _first_difference(source: Any, given: Sequence[Any], own: Own, itemsize: int) -> str:
    """Return which layer is the first to differ, as the beginning of a sentence."""
    import keras

    theirs = [layer for layer in source.layers if type(layer).__name__ != "InputLayer"]
    named = {layer.name: layer for layer in theirs}
    inputs = source.inputs if len(source.inputs) > 1 else source.inputs[0]
    for k, turn in enumerate(own.turns):
        other = named.get(turn.layer.name, theirs[k] if len(theirs) == len(own.turns) else None)
        try:
            said = next(_said(keras.Model(inputs, other.output), given))  # type: ignore[union-attr]
        except Exception:  # a layer that is called twice, or stands in a model inside
            continue
        if not agree(turn.y, said, itemsize):
            return f"the first layer that differs is {turn.layer.name}: "
    return ""


def _version() -> str:
    import keras

    return f"Keras {keras.__version__}"
