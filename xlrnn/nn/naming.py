"""The names of layers in a model, as Keras gives them: lstm, then lstm_1."""

from collections import Counter
from collections.abc import Collection

from xlrnn.errors import UsageError
from xlrnn.nn.core.layer import Layer, snake_case

_numbered: Counter[str] = Counter()
"""The highest number in a name, of each kind of layer, that models have given so far."""


def name_in_model(layer: Layer, taken: Collection[str], model: str) -> None:
    """Give a layer a name of its own.

    One that stands in another model gets a number that no model has given so far.

    Args:
        layer: the layer.
        taken: the names of the other layers.
        model: as an error calls it.

    Raises:
        UsageError: if its name was chosen and is taken.
    """
    if layer.given_name in taken:
        raise UsageError(f"{model}: there are two layers of the name {layer.given_name!r}")
    kind = snake_case(type(layer).__name__)
    k = _numbered[kind] if layer.placed else 0
    while layer.name in taken:
        k += 1
        layer.name = f"{kind}_{k}"
    _numbered[kind] = max(_numbered[kind], k)
    layer.placed = True
