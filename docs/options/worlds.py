"""Keras on PyTorch, and xlrnn: the same questions, asked of either."""

import os
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import numpy as np

from xlrnn import nn
from xlrnn.nn.core.parameter import Parameter, ParameterVector


class Ours:
    """xlrnn."""

    module: ModuleType = nn

    def call(self, layer: Any, x: Any, **options: Any) -> tuple[list[Any], Any]:
        """Return what a layer makes of an input, and what its gradients are asked with."""
        y = layer(x, **options)
        return (y if isinstance(y, list) else [y]), layer

    def gradients(self, layer: Any, _: Any, probes: list[Any], *, both: bool) -> list[Any]:
        """Return ∂(y · probe)/∂x, if x are numbers, and by each weight."""
        dx = layer.backward(probes if both else probes[0])
        of_weights = [weight.grad.copy() for weight in layer.trainable_weights]
        return [*([] if dx is None else [np.array(dx)]), *of_weights]

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

        x = torch.tensor(x, requires_grad=x.dtype.kind == "f")
        if options.get("mask") is not None:
            options["mask"] = torch.tensor(options["mask"])
        y = layer(x, **options)
        tensors = list(y) if isinstance(y, list | tuple) else [y]
        return [each.detach().numpy().copy() for each in tensors], (x, tensors)

    def gradients(self, layer: Any, called: Any, probes: list[Any], *, both: bool) -> list[Any]:
        """Return ∂(y · probe)/∂x, if x are numbers, and by each weight."""
        import torch

        x, tensors = called
        if not any(y.requires_grad for y in tensors):
            return []
        layer.zero_grad()
        pairs = list(zip(tensors, probes, strict=True))[: None if both else 1]
        sum((y * torch.tensor(probe)).sum() for y, probe in pairs).backward()
        of_weights = [weight.value.grad.numpy().copy() for weight in layer.trainable_weights]
        return [*([x.grad.numpy().copy()] if x.requires_grad else []), *of_weights]

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
