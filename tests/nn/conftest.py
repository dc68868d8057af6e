"""Every test of the backend runs twice: with NumPy alone, and with numba's kernels."""

import pytest

from tests.requirements import need
from xlrnn.nn.compute import kernels


@pytest.fixture(params=["numpy", "numba"], autouse=True)
def way(request):
    need("numba", request.param in kernels.available(), "pip install 'xlrnn[fast]'")
    with kernels.using(request.param):
        yield request.param
