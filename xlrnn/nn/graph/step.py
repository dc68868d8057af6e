"""One call of a layer in a calculation: from which places it takes, and to which it gives."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlrnn.nn.compute.sequence import dense
from xlrnn.nn.core.layer import Layer


class Step:
    """A layer's turn.

    Args:
        layer: which one; its twin, where it has had a turn before.
        takes: the places of its input.
        gives: the places of what it returns.
        listed: whether the input is a list.
        others: the places of its other arguments, by their names.
        options: arguments that are no arrays.
        of: the layer itself, where it is a twin that calculates.

    Attributes:
        is_twin: whether the layer has had a turn before.
        plain: whether one array goes in and one comes out, and that is all.
        first_with: the weights, by their identity, that no step before works with.
        learns: whether the layer has weights that an optimizer may change.
        needs: whether somebody wants ∂L/∂ of what it takes.
        passed: whether the last way back came by here.
    """

    def __init__(
        self,
        layer: Layer,
        takes: Sequence[int],
        gives: Sequence[int],
        *,
        listed: bool = False,
        others: Mapping[str, Sequence[int]] | None = None,
        options: Mapping[str, Any] | None = None,
        of: Layer | None = None,
    ) -> None:
        self.layer, self.listed, self.of = layer, listed, of or layer
        self.takes, self.gives = tuple(takes), tuple(gives)
        self.others = {name: tuple(places) for name, places in (others or {}).items()}
        self.options = dict(options or {})
        self.first_with: set[int] = set()
        self.is_twin = self.layer is not self.of
        self.plain = not listed and len(self.gives) == 1 and not self.others and not self.options
        self.learns = self.needs = self.passed = False
        self.sources = (*self.takes, *(k for places in self.others.values() for k in places))

    def forward(self, values: list[Any], masks: list[Any], training: bool) -> None:
        """Calculate: take from places, and give to places.

        Args:
            values: the arrays by their places.
            masks: which steps of each count.
            training: whether the model is being trained.
        """
        layer = self.layer
        layer.needs_input_gradient = self.needs
        if self.plain:
            (source,), (k,) = self.takes, self.gives
            x, mask = layer.as_input(values[source]), masks[source]
            told = mask if layer.takes_mask else None
            values[k] = layer.forward(x, training=training, mask=told)
            masks[k] = layer.compute_mask(x, mask)
        else:
            self._forward(values, masks, training)

    def _forward(self, values: list[Any], masks: list[Any], training: bool) -> None:
        """Do so where there is more than an array that goes in and one that comes out."""
        layer = self.layer
        x: Any = [values[k] for k in self.takes]
        mask: Any = [masks[k] for k in self.takes]
        if not self.listed:
            (x,), (mask,) = x, mask
        elif all(each is None for each in mask):
            mask = None
        x = layer.as_input(x)
        arrays = {name: [dense(values[k]) for k in places] for name, places in self.others.items()}
        told = {"training": training, "mask": mask if layer.takes_mask else None}
        y = layer.forward(x, **{**told, **arrays, **self.options})
        returned = zip(layer.returned(y), layer.returned_masks(x, mask), strict=True)
        for k, (array, counts) in zip(self.gives, returned, strict=True):
            values[k], masks[k] = array, counts

    def hand_over(self) -> None:
        """Have the gradients where the optimizer looks for them: a twin's are added to them.

        Where no way back came by they are 0. It is asked of the steps in their order.
        """
        own, its = self.of.trainable_weights, self.layer.trainable_weights
        for weight, shared in zip(own, its, strict=True):
            if id(weight) in self.first_with:
                weight.grad[...] = shared.grad if self.passed else 0
            elif self.passed:
                weight.grad += shared.grad
