"""Products of tall matrices are the same whether they are taken in pieces or not."""

import numpy as np
import pytest

from xlrnn.nn.compute import tall

ONE_WAY = True


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("inputs, outputs", [(27, 16), (1, 1), (80, 40)])
@pytest.mark.parametrize("rows", [0, 1, tall.PIECE - 1, tall.PIECE, 2 * tall.PIECE + 3])
def test_products_there_and_back(rows, inputs, outputs, dtype):
    rng = np.random.default_rng(rows)
    x, d = rng.normal(size=(rows, inputs)), rng.normal(size=(rows, outputs))
    W = rng.normal(size=(inputs, outputs))
    x, d, W = (array.astype(dtype) for array in (x, d, W))
    y, dW = np.full((rows, outputs), np.nan, dtype), np.full((inputs, outputs), np.nan, dtype)
    tall.times(x, W, out=y)
    tall.summed(x, d, out=dW)
    within = {"rtol": 1e-4, "atol": 1e-3} if dtype == "float32" else {"atol": 1e-10}
    np.testing.assert_allclose(y, x @ W, **within)
    np.testing.assert_allclose(dW, x.T @ d, **within)
