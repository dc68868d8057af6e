"""Keras on PyTorch, and xlrnn: the same questions, asked of either."""

import os
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import numpy as np

from xlrnn import nn
from xlrnn.nn.core.parameter import Parameter, ParameterVector


def called(layer: Any, x: Any, options: dict[str, Any]) -> Any:
    """Return what a layer makes of an input, or of several: one of them takes each by itself."""
    alone = type(layer).__name__ == "MultiHeadAttention"
    return layer(*x, **options) if alone else layer(x, **options)


class Ours:
    """xlrnn."""

    module: ModuleType = nn

    def call(self, layer: Any, x: Any, **options: Any) -> tuple[list[Any], Any]:
        """Return what a layer makes of an input, and what its gradients are asked with."""
        y = called(layer, x, options)
        return (y if isinstance(y, list) else [y]), layer

    def gradients(self, layer: Any, _: Any, probes: list[Any], *, both: bool) -> list[Any]:
        """Return ∂(y · probe)/∂x, if x are numbers, and by each weight."""
        dx = layer.backward(probes if both else probes[0])
        of_weights = [weight.grad.copy() for weight in layer.trainable_weights]
        of_inputs = dx if isinstance(dx, list) else [] if dx is None else [dx]
        return [*map(np.array, of_inputs), *of_weights]

    def penalties(self, layer: Any) -> list[float]:
        """Return what the weights of a layer cost."""
        found: list[float] = layer.losses
        return found

    def steps(self, optimizer: Any, arrays: list[Any], gradients: list[list[Any]]) -> list[Any]:
        """Return weights after steps with gradients."""
        weights = [Parameter(f"w_{k}", f"w_{k}", array) for k, array in enumerate(arrays)]
        vectors = [ParameterVector(weights)]
        for step in gradients:
            for weight, gradient in zip(weights, step, strict=True):
                weight.grad[...] = gradient
            optimizer.step(vectors)
        return [weight.numpy() for weight in weights]


class Theirs:
    """Keras."""

    module: ModuleType

    def __init__(self) -> None:
        os.environ["KERAS_BACKEND"] = "torch"
        import keras

        if keras.backend.backend() != "torch":
            raise SystemExit("Keras has another backend than PyTorch already: start afresh")
        self.module = keras

    def call(self, layer: Any, x: Any, **options: Any) -> tuple[list[Any], Any]:
        """Return what a layer makes of an input, and what its gradients are asked with."""
        import torch

        several = isinstance(x, list)
        given = [
            torch.tensor(e, requires_grad=e.dtype.kind == "f") for e in (x if several else [x])
        ]
        if options.get("mask") is not None:
            mask = options["mask"]
            options["mask"] = [*map(torch.tensor, mask)] if several else torch.tensor(mask)
        y = called(layer, given if several else given[0], options)
        tensors = list(y) if isinstance(y, list | tuple) else [y]
        return [each.detach().numpy().copy() for each in tensors], (given, tensors)

    def gradients(self, layer: Any, asked: Any, probes: list[Any], *, both: bool) -> list[Any]:
        """Return ∂(y · probe)/∂x, if x are numbers, and by each weight."""
        import torch

        given, tensors = asked
        if not any(y.requires_grad for y in tensors):
            return []
        layer.zero_grad()
        pairs = list(zip(tensors, probes, strict=True))[: None if both else 1]
        sum((y * torch.tensor(probe)).sum() for y, probe in pairs).backward()
        of_weights = [weight.value.grad.numpy().copy() for weight in layer.trainable_weights]
        return [*(x.grad.numpy().copy() for x in given if x.requires_grad), *of_weights]

    def penalties(self, layer: Any) -> list[float]:
        """Return what the weights of a layer cost."""
        return [penalty.item() for penalty in layer.losses]

    def steps(self, optimizer: Any, arrays: list[Any], gradients: list[list[Any]]) -> list[Any]:
        """Return weights after steps with gradients."""
        import torch

        weights = [self.module.Variable(array, dtype="float64") for array in arrays]
        with torch.no_grad():
            for step in gradients:
                optimizer.apply([torch.tensor(gradient) for gradient in step], weights)
            optimizer.finalize_variable_values(weights)
        return [weight.value.detach().numpy().copy() for weight in weights]


@contextmanager
def in_float64(theirs: Theirs) -> Any:
    """Let both calculate in float64: Keras rounds to float32 here and there unless it is told."""
    from keras.src.backend.common import dtypes

    config, ours = theirs.module.config, nn.floatx()
    before = config.floatx(), config.dtype_policy(), dtypes.BIT64_TO_BIT32_DTYPE["float64"]
    config.set_floatx("float64")
    config.set_dtype_policy("float64")
    dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
    nn.set_floatx("float64")
    try:
        yield
    finally:
        config.set_floatx(before[0])
        config.set_dtype_policy(before[1])
        dtypes.BIT64_TO_BIT32_DTYPE["float64"] = before[2]
        nn.set_floatx(ours)
