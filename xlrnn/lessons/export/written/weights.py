"""Weights as they stand on a sheet, and as a layer takes them: the two orientations.

On a sheet a row belongs to an output and a column to an input, and gates stand apart. A layer
keeps its matrices the other way round, with the gates side by side.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.lessons.cells.gates import per_gate, side_by_side

Array = NDArray[Any]
Cells = Mapping[str, Array]


class Weights:
    """No weights; kinds of weights say both ways."""

    def on_sheet(self, layer: Any, weights: Sequence[Array]) -> dict[str, Array]:  # noqa: ARG002
        """Return a layer's weights, in Keras' order and layout, by their names on the sheet."""
        return {}

    def in_layer(self, layer: Any, cells: Cells) -> list[Array]:  # noqa: ARG002
        """Return the weights of a layer from those of the sheet, the inverse of `on_sheet`."""
        return []


class Named(Weights):
    """Matrices, which a sheet shows transposed, and vectors, which are columns there.

    Args:
        matrices: their names, in Keras' order.
        vectors: the names of those behind them; a layer may lack some.
    """

    def __init__(self, matrices: Sequence[str] = (), vectors: Sequence[str] = ()) -> None:
        self.matrices, self.vectors = matrices, vectors

    def called(self, layer: Any) -> tuple[Sequence[str], Sequence[str]]:  # noqa: ARG002
        """Return the names of a layer's matrices and vectors."""
        return self.matrices, self.vectors

    def on_sheet(self, layer: Any, weights: Sequence[Array]) -> dict[str, Array]:
        """Turn matrices, and stand vectors up."""
        matrices, vectors = self.called(layer)
        return {
            name: weight.T if name in matrices else weight[:, None]
            for name, weight in zip((*matrices, *vectors), weights, strict=False)
        }

    def in_layer(self, layer: Any, cells: Cells) -> list[Array]:
        """Turn them back, as many as there are."""
        matrices, vectors = self.called(layer)
        columns = [cells[name][:, 0] for name in vectors if name in cells]
        return [*(cells[name].T for name in matrices), *columns]


class Recurrent(Named):
    """The weights of a simple layer, whose units may share one."""

    def called(self, layer: Any) -> tuple[Sequence[str], Sequence[str]]:
        """Return W_hh, or the one w_hh, between the others."""
        return ("W_xh", "w_hh" if layer.tied else "W_hh"), ("b_h",)


class Windows(Named):
    """The filters of a convolution, with the steps or places of a window below each other."""

    def on_sheet(self, layer: Any, weights: Sequence[Array]) -> dict[str, Array]:
        """Make a matrix of the filters first."""
        kernel = weights[0].reshape(-1, weights[0].shape[-1])
        return super().on_sheet(layer, [kernel, *weights[1:]])

    def in_layer(self, layer: Any, cells: Cells) -> list[Array]:
        """Cut the matrix into the steps of a window again."""
        kernel, *bias = super().in_layer(layer, cells)
        return [kernel.reshape(*np.atleast_1d(layer.kernel_size), -1, layer.filters), *bias]


class GatedWeights(Weights):
    """A matrix for each gate.

    Args:
        gates: their letters, in Keras' order.
    """

    def __init__(self, gates: str) -> None:
        self.gates = gates

    def on_sheet(self, layer: Any, weights: Sequence[Array]) -> dict[str, Array]:  # noqa: ARG002
        """Cut the gates apart."""
        return per_gate(weights, self.gates)

    def in_layer(self, layer: Any, cells: Cells) -> list[Array]:  # noqa: ARG002
        """Put them side by side."""
        return side_by_side(cells, self.gates)


class WordWeights(Weights):
    """A table with a row for each word, which stands as it is."""

    def on_sheet(self, layer: Any, weights: Sequence[Array]) -> dict[str, Array]:  # noqa: ARG002
        """Name the table."""
        return {"E": weights[0]}

    def in_layer(self, layer: Any, cells: Cells) -> list[Array]:  # noqa: ARG002
        """Take it."""
        return [cells["E"]]


class Numbers(Weights):
    """Single numbers, each of which a layer may lack.

    Args:
        names: in Keras' order.
    """

    def __init__(self, *names: str) -> None:
        self.names = names

    def on_sheet(self, layer: Any, weights: Sequence[Array]) -> dict[str, Array]:
        """Make a cell of each."""
        there = [name for name, has in zip(self.names, _has(layer), strict=True) if has]
        return {name: w.reshape(1, 1) for name, w in zip(there, weights, strict=True)}

    def in_layer(self, layer: Any, cells: Cells) -> list[Array]:
        """Take the cells that there are."""
        there = [name for name, has in zip(self.names, _has(layer), strict=True) if has]
        return [cells[name].reshape(()) for name in there]


class Row(Weights):
    """A vector that stands in a row, and that a layer may lack.

    Args:
        name: its name.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def on_sheet(self, layer: Any, weights: Sequence[Array]) -> dict[str, Array]:  # noqa: ARG002
        """Lay it down."""
        return {self.name: weights[0][None]} if weights else {}

    def in_layer(self, layer: Any, cells: Cells) -> list[Array]:  # noqa: ARG002
        """Take it, if it is there."""
        return [cells[self.name][0]] if self.name in cells else []


def _has(layer: Any) -> tuple[bool, bool]:
    """Tell whether attention has a scale, and a weight of its sums."""
    return layer.use_scale, layer.score_mode == "concat"


class Heads(Weights):
    """The projections of many heads: on a sheet each head has matrices of its own."""

    def on_sheet(self, layer: Any, weights: Sequence[Array]) -> dict[str, Array]:
        """Cut the heads apart."""
        found, left = {}, list(weights)
        for letter in "qkv":
            kernel = left.pop(0)
            bias = left.pop(0) if layer.use_bias else None
            for n in range(layer.num_heads):
                found[f"head_{n + 1}_W_{letter}"] = kernel[:, n].T
                if bias is not None:
                    found[f"head_{n + 1}_b_{letter}"] = bias[n][:, None]
        for n, kernel in enumerate(left.pop(0), start=1):
            found[f"head_{n}_W_out"] = kernel.T
        return {**found, **({"b_out": left[0][:, None]} if left else {})}

    def in_layer(self, layer: Any, cells: Cells) -> list[Array]:
        """Put them side by side."""
        heads, found = range(1, layer.num_heads + 1), []
        for letter in "qkv":
            found.append(np.stack([cells[f"head_{n}_W_{letter}"].T for n in heads], axis=1))
            if layer.use_bias:
                found.append(np.stack([cells[f"head_{n}_b_{letter}"][:, 0] for n in heads]))
        found.append(np.stack([cells[f"head_{n}_W_out"].T for n in heads]))
        return [*found, *([cells["b_out"][:, 0]] if layer.use_bias else [])]


def within(cells: Cells, prefix: str) -> dict[str, Array]:
    """Return what stands behind a prefix, without it."""
    return {
        name.removeprefix(prefix): array for name, array in cells.items() if name.startswith(prefix)
    }


def behind(prefix: str, named: Cells) -> dict[str, Array]:
    """Put a prefix before every name, the inverse of `within`."""
    return {f"{prefix}{name}": array for name, array in named.items()}
