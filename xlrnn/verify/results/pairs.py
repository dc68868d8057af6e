"""How far two engines are from each other."""

import itertools
from collections.abc import Sequence

import numpy as np

from xlrnn.names import Role
from xlrnn.verify.results.distance import Tolerance, distances, largest, largest_ulp
from xlrnn.verify.results.result import EnginePair, EngineResult


def compare_engines(results: Sequence[EngineResult], tolerance: Tolerance) -> list[EnginePair]:
    """Compare every two engines with each other."""
    able = [result for result in results if result.blocks and result.failed is None]
    return [_pair(a, b, tolerance) for a, b in itertools.combinations(able, 2)]


def _pair(a: EngineResult, b: EngineResult, tolerance: Tolerance) -> EnginePair:
    apart, ulp, agree = 0.0, 0.0, True
    for left, right in zip(a.blocks, b.blocks, strict=True):
        if left.numbers is None or right.numbers is None:
            continue
        x, y = left.numbers[1], right.numbers[1]
        # What did not follow other inputs is no longer what was calculated from the given ones.
        y = np.where(left.tried | right.tried, x, y)
        both = ~(np.isnan(x) & np.isnan(y))
        own = tolerance.of(left.located.block)
        agree = agree and bool(own.holds(x, y)[both].all())
        if left.located.block.role is not Role.CHECK:
            apart = max(apart, largest(distances(x, y).absolute))
            ulp = max(ulp, largest_ulp(x, y, own.absolute))
    return EnginePair(a.name, b.name, apart, ulp, agree)
