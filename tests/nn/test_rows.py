"""A sample's numbers do not depend on which others it is calculated with."""

import numpy as np
import pytest

from tests.oracle.gradients import called
from tests.oracle.layer_cases import CASES, made
from tests.oracle.unchecked import unchecked

BY_NAME = {case.name: case for case in CASES if case.shape[0] > 1}
WITHIN = {"float32": 1e-5, "float64": 1e-13}


@pytest.mark.parametrize("name", BY_NAME)
def test_samples_together_are_the_same_samples_one_by_one(name):
    case = BY_NAME[name]
    for dtype, within in WITHIN.items():
        layer, x, states = made(case, dtype)
        with unchecked():
            together = called(layer, x, states, case.mask_array)
            alone = [one_by_one(layer, x, states, case.mask_array, k) for k in range(len(x))]
        for whole, parts in zip(together, zip(*alone, strict=True), strict=True):
            np.testing.assert_allclose(whole, np.concatenate(parts), rtol=within, atol=within)


def one_by_one(layer, x, states, mask, k):
    """Return the outputs of the k-th sample alone."""
    part = slice(k, k + 1)
    return called(layer, x[part], [s[part] for s in states], None if mask is None else mask[part])
