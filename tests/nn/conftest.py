"""Every test of what is calculated runs twice: with NumPy alone, and with numba's kernels.

A file in which nothing depends on that, as no layer calculates or any would do, says so by
`ONE_WAY = True`.
"""

import pytest

from tests.requirements import need
from xlrnn.nn.compute import kernels


def pytest_generate_tests(metafunc):
    if "calculated_by" in metafunc.fixturenames:
        ways = ["numpy"] if getattr(metafunc.module, "ONE_WAY", False) else ["numpy", "numba"]
        metafunc.parametrize("calculated_by", ways, indirect=True)


@pytest.fixture(autouse=True)
def calculated_by(request):
    need("numba", request.param in kernels.available(), "pip install 'xlrnn[fast]'")
    with kernels.using(request.param):
        yield request.param
