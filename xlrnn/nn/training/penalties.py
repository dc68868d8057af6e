"""Penalties on weights: part of the loss, and of its gradient."""

from collections.abc import Iterable, Sequence

from xlrnn.nn.core.parameter import Parameter


def with_penalty(weights: Iterable[Parameter]) -> Sequence[Parameter]:
    """Return the weights that have a penalty, each once."""
    return list({id(each): each for each in weights if each.regularizer is not None}.values())


def penalty(weights: Sequence[Parameter]) -> float:
    """Return the sum of the penalties; as in Keras, weights that do not learn have none."""
    return sum(
        each.regularizer.penalty(each.value)
        for each in weights
        if each.regularizer is not None and each.trainable
    )


def add_gradients(weights: Sequence[Parameter]) -> None:
    """Add the gradients of the penalties to those of the loss."""
    for each in weights:
        if each.regularizer is not None and each.trainable:
            each.grad += each.regularizer.gradient(each.value)
