"""Products with matrices of the module, and rows of its tables."""

import numpy as np

from xlrnn.nn.interop.pytorch.exported.here import Here, means
from xlrnn.nn.interop.wiring.products import product
from xlrnn.nn.interop.wiring.reducing import looked_up
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Value
from xlrnn.nn.interop.wiring.weighing import weighed


@means("linear")
def _linear(here: Here) -> Value:
    kernel = np.asarray(here.constant("weight"), float)
    return product(here.wiring, here.x, -1, kernel.T, here.optional("bias"))


@means("addmm")
def _addmm(here: Here) -> Value:
    here.expect("beta", 1)
    here.expect("alpha", 1)
    y = product(here.wiring, here.value("mat1"), -1, np.asarray(here.constant("mat2"), float))
    return weighed(here.wiring, y, 1.0, here.constant("self"))


@means("matmul", "mm")
def _matmul(here: Here) -> Value:
    first, second = here.node.arguments
    if not isinstance(here.given[first], Value) or isinstance(here.given[second], Value):
        raise NotTakenError("expected what is calculated times a matrix of the module")
    kernel = np.asarray(here.constant(second), float)
    if kernel.ndim != 2:
        raise NotTakenError(f"it multiplies by an array of {kernel.ndim} axes: expected a matrix")
    return product(here.wiring, here.value(first), -1, kernel)


@means("embedding")
def _embedding(here: Here) -> Value:
    return looked_up(here.wiring, here.constant("weight"), here.value("indices"))
